/** The box under a thread: what is begun in it stays with this enquiry and this person. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { sendDraft, useDraft } from './drafts.ts';
import { html } from './html.ts';

interface ComposerProps {
  /** Where its draft is kept. */
  place: string;
  customer: string;
  /** What this person writes leaves by itself after the hold. */
  direct: boolean;
  /** Is the message with this id in the thread? */
  arrived: (id: string) => boolean;
  write: (id: string, text: string) => Promise<string | null>;
  typing: () => void;
}

/** Often enough for "is writing" to stay, seldom enough to be nothing. */
const TYPING_EVERY_MS = 3_000;

export function Composer({ place, customer, direct, arrived, write, typing }: ComposerProps): VNode {
  const [text, setText] = useDraft(place, arrived);
  const said = useRef(0);
  const typed = (value: string) => {
    setText(value);
    // Team talk is nobody's business outside.
    if (!value.trim() || value.trimStart().startsWith('/') || Date.now() - said.current < TYPING_EVERY_MS) return;
    said.current = Date.now();
    typing();
  };
  const send = () => {
    if (text.trim()) sendDraft(place, text, id => write(id, text));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  return html`<form class="composer" onSubmit=${(event: Event) => {
    event.preventDefault();
    send();
  }}>
    <label for="composer" class="sub">Write in the thread. ${direct ? html`<strong>What you write goes to ${customer}</strong> after the hold; begin with // to keep it in the team.` : `Nothing goes to ${customer} before you press Send in the preview.`}</label>
    <div class="row">
      <textarea id="composer" rows="2" maxlength="4000" autocomplete="off" placeholder="Write to your team or draft an answer; // keeps it team talk" value=${text}
        onInput=${(event: Event) => typed((event.target as HTMLTextAreaElement).value)} onKeyDown=${keys}></textarea>
      <button class="button primary" type="submit">Post</button>
    </div>
  </form>`;
}

/** Enter that only takes what an input method suggests; Safari says so by the key's old number. */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
