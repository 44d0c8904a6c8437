/** Starts the chat in its frame: draws at each change, keeps the newest line in sight, and the keyboard where it belongs. */
import { h, render } from 'preact';
import { tell } from './shop.ts';
import { chat, onChange } from './state.ts';
import { open } from './talk.ts';
import { App } from './view.tsx';

let lines = -1;
let shown = '';
function draw(): void {
  const before = document.getElementById('log');
  const atEnd = !before || before.scrollHeight - before.scrollTop - before.clientHeight < 80;
  render(<App chat={chat} />, document.body);
  const log = document.getElementById('log');
  const count = chat.entries.length + chat.outbox.length;
  const more = count !== lines || chat.typing || chat.asking || chat.state?.resolved;
  if (log && more && (atEnd || chat.outbox.length)) {
    log.scrollTop = log.scrollHeight;
    // Where there is little room the whole page scrolls, and not the log.
    scrollTo(0, document.body.scrollHeight);
  }
  lines = count;
  // Opened, or another page of it, or a question: on to where one types or answers.
  const now = `${chat.open} ${chat.phase} ${chat.asking}`;
  const place = chat.asking ? '#log .main, #later' : '#text, .ask input, .bottom .main';
  if (chat.open && now !== shown) document.querySelector<HTMLElement>(place)?.focus();
  shown = now;
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') tell({ deskhand: 'close' });
});
onChange(draw);
open();
draw();
