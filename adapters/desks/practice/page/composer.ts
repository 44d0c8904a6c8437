/** The box under a thread: what is begun in it stays with this enquiry and this person. Files are put beside the words. */
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { sendDraft, useDraft } from './drafts.ts';
import { fileSize, html } from './html.ts';

interface ComposerProps {
  /** Where its draft is kept. */
  place: string;
  customer: string;
  /** What this person writes leaves by itself after the hold. */
  direct: boolean;
  /** Is the message with this id in the thread? */
  arrived: (id: string) => boolean;
  write: (id: string, text: string, files: File[]) => Promise<string | null>;
  typing: () => void;
}

/** Often enough for "is writing" to stay, seldom enough to be nothing. */
const TYPING_EVERY_MS = 3_000;

/** Begins with a slash, has `//` that belongs to no address, or names somebody: `@Ben`, but not `a@b.example`. */
const TEAM_TALK = /^\s*\/|(^|[^:])\/\/|(^|[^\p{L}\p{N}._%+-])@/u;

export function Composer({ place, customer, direct, arrived, write, typing }: ComposerProps): VNode {
  const [text, setText] = useDraft(place, arrived);
  const [files, setFiles] = useState<File[]>([]);
  const said = useRef(0);
  const picker = useRef<HTMLInputElement>(null);
  const typed = (value: string) => {
    setText(value);
    // Team talk is nobody's business outside: neither that it is written nor by whom.
    if (!value.trim() || TEAM_TALK.test(value) || Date.now() - said.current < TYPING_EVERY_MS) return;
    said.current = Date.now();
    typing();
  };
  const send = () => {
    if (!text.trim() && files.length === 0) return;
    setFiles([]);
    sendDraft(place, text, async id => {
      const wrong = await write(id, text, files);
      if (wrong !== null) setFiles(since => [...files, ...since]);
      return wrong;
    });
  };
  const take = (more: Iterable<File>) => setFiles(before => [...before, ...more]);
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  const dropped = (event: DragEvent) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return html`<form class="composer" onDragOver=${(event: Event) => event.preventDefault()} onDrop=${dropped} onSubmit=${(
    event: Event,
  ) => {
    event.preventDefault();
    send();
  }}>
    <label for="composer" class="sub">Write in the thread. ${direct ? html`<strong>What you write goes to ${customer}</strong> after the hold; begin with // to keep it in the team.` : `Nothing goes to ${customer} before you press Send in the preview.`}</label>
    ${
      files.length > 0 &&
      html`<ul class="files chosen" aria-label="Files beside your message">${files.map(
        (file, i) =>
          html`<li class="file" key=${i}>${file.name} <small>${fileSize(file.size)}</small>
          <button type="button" class="link" aria-label=${`Take ${file.name} away`} onClick=${() => setFiles(files.filter(each => each !== file))}>×</button></li>`,
      )}</ul>`
    }
    <div class="row">
      <input ref=${picker} type="file" multiple hidden onChange=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        take(input.files ?? []);
        input.value = '';
      }} />
      <textarea id="composer" rows="2" maxlength="4000" autocomplete="off" placeholder="Write to your team or draft an answer; // keeps it team talk" value=${text}
        onInput=${(event: Event) => typed((event.target as HTMLTextAreaElement).value)} onKeyDown=${keys}></textarea>
      <div class="send">
        <button class="button primary" type="submit">Post</button>
        <button class="button plain" type="button" onClick=${() => picker.current?.click()}>Attach</button>
      </div>
    </div>
  </form>`;
}

/** Enter that only takes what an input method suggests; Safari says so by the key's old number. */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
