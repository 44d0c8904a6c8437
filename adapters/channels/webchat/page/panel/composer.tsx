/** Where a visitor writes: a box that grows with its words, and the files that go with them. */
import { h, type VNode } from 'preact';
import { Icon } from './icon.tsx';
import { Later, later } from './loading.tsx';
import { type Chat, changed, chat } from './state.ts';
import { typed, write } from './talk.ts';
import { config, t } from './words.ts';

/** Where the style sheet alone does it there is nothing to do. */
const growsByItself = CSS.supports('field-sizing', 'content');

/** As high as its words, up to what the style sheet allows. */
export function grow(): void {
  const box = document.getElementById('text');
  if (growsByItself || !box) return;
  box.style.height = 'auto';
  // The frame is part of the height that is set, and of none that is measured.
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

function send(): void {
  const text = chat.words.trim();
  if (text.length > config.charsMax) {
    changed({ note: t('tooLong', { n: config.charsMax }) });
    return;
  }
  if (text) {
    typed('');
    write(text);
  }
  // Who sends at once means what was chosen a moment ago, too.
  choosing = choosing.then(async () => chat.chosen[0] && (await later()).sendChosen());
}

let choosing: Promise<unknown> = Promise.resolve();
/** They are shown above the box, and go with the next message. */
function choose(list: FileList | null | undefined): void {
  // A list of the page's is emptied when the event is over.
  const files = Array.from(list ?? []);
  const read = async () => (await later()).choose(files);
  if (files[0]) choosing = choosing.then(read).catch(() => changed({ note: t('fileLost', { name: files[0]!.name }) }));
}

export function Composer({ chat }: { chat: Chat }): VNode {
  return (
    <form
      class="bottom"
      onSubmit={event => {
        event.preventDefault();
        send();
        document.getElementById('text')?.focus();
      }}
    >
      {chat.chosen[0] && <Later of="Tray" />}
      <label class="icon attach">
        <input
          type="file"
          multiple
          aria-label={t('attach')}
          onChange={event => {
            choose(event.currentTarget.files);
            event.currentTarget.value = '';
            document.getElementById('text')?.focus();
          }}
        />
        <Icon d="M20 11l-8 8a5 5 0 01-7-7l9-9a3 3 0 015 5l-9 9a2 2 0 01-3-3l8-8" />
      </label>
      <textarea
        id="text"
        aria-label={t('message')}
        rows={1}
        dir="auto"
        placeholder={t('message')}
        value={chat.words}
        onInput={event => typed(event.currentTarget.value)}
        onPaste={event => {
          const { clipboardData } = event;
          const file = clipboardData?.files[0];
          // A table or a letter is on the clipboard as a picture too: its words are meant. Of a file that was copied on a Mac
          // the words are its name.
          if (!file || clipboardData.getData('text/plain').replace(file.name, '').trim()) return;
          event.preventDefault();
          choose(clipboardData.files);
        }}
        onKeyDown={event => {
          // Not while a syllable is being composed: Enter then only takes the suggestion.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="icon send" aria-label={t('send')}>
        <Icon d="M4 12l16-8-6 16-3-7z" />
      </button>
    </form>
  );
}

let left = 0;
/** Anywhere on the chat: what is dropped here never opens in place of the page. */
export function listenForDrops(): void {
  const hasFiles = (event: DragEvent) => Array.from(event.dataTransfer?.types ?? []).includes('Files');
  const isText = (event: DragEvent) => !hasFiles(event) && /^(TEXTAREA|INPUT)$/.test((event.target as Element).tagName);
  addEventListener('dragover', event => {
    if (isText(event)) return;
    event.preventDefault();
    const may = chat.phase === 'chat' && hasFiles(event);
    event.dataTransfer!.dropEffect = may ? 'copy' : 'none';
    clearTimeout(left);
    // It comes again and again while something is held above the page.
    left = setTimeout(() => changed({ held: false }), 300) as unknown as number;
    if (may && !chat.held) changed({ held: true });
  });
  addEventListener('drop', event => {
    if (isText(event)) return;
    event.preventDefault();
    changed({ held: false });
    if (chat.phase === 'chat') choose(event.dataTransfer?.files);
    document.getElementById('text')?.focus();
  });
}
