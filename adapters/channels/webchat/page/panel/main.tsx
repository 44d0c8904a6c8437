/** Starts the chat in its frame: draws at each change, keeps the newest line in sight, and the keyboard where it belongs. */
import { h, render } from 'preact';
import { tell } from './shop.ts';
import { chat, onChange } from './state.ts';
import { open } from './talk.ts';
import { App } from './view.tsx';

let lines = -1;
let shown = '';
/** What scrolls: the log, or everything below the header where there is little room. */
const scrolling = () => [...document.querySelectorAll('#log, main')];
function draw(): void {
  const atEnd = scrolling().every(each => each.scrollHeight - each.scrollTop - each.clientHeight < 80);
  render(<App chat={chat} />, document.body);
  const count = chat.entries.length + chat.outbox.length;
  const more = count !== lines || chat.typing || chat.asking || chat.state?.resolved;
  if (more && (atEnd || chat.outbox.length)) for (const each of scrolling()) each.scrollTop = each.scrollHeight;
  lines = count;
  // Opened, or another page of it, or a question: on to where one types or answers.
  const now = `${chat.open} ${chat.phase} ${chat.asking}`;
  const place = chat.asking ? '#log .main, #later' : '#text, .ask input, .bottom .main';
  // Where the chat was open already on the page before, the focus belongs to this page.
  if (chat.open && now !== shown && (!chat.quiet || document.hasFocus()))
    document.querySelector<HTMLElement>(place)?.focus();
  shown = now;
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') tell({ deskhand: 'close' });
});
onChange(draw);
open();
draw();
