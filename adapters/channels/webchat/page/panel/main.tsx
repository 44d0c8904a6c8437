/** Starts the chat in its frame: draws at each change, keeps the newest line in sight, and the keyboard where it belongs. */
import { h, render } from 'preact';
import { chat, onChange } from './state.ts';
import { open } from './talk.ts';
import { App, close } from './view.tsx';

let lines = -1;
let shown = '';
/** What scrolls: the log, or everything below the header where there is little room. */
const scrolling = () => [...document.querySelectorAll('main, #log')];
/** To where one types or answers. */
const lead = () =>
  document.querySelector<HTMLElement>(chat.asking ? '#log .main, #later' : '#text, .ask input, .bottom .main')?.focus();
function draw(): void {
  const atEnd = scrolling().every(each => each.scrollHeight - each.scrollTop - each.clientHeight < 80);
  render(<App chat={chat} />, document.body);
  const count = chat.entries.length + chat.outbox.length;
  const more = count !== lines || chat.asking || chat.typing || chat.state?.resolved;
  if (more && (atEnd || chat.outbox.length)) for (const each of scrolling()) each.scrollTop = each.scrollHeight;
  lines = count;
  // Opened, or another page of it, or a question: on to where one types or answers.
  const now = `${chat.open} ${chat.phase} ${chat.asking}`;
  // Where the chat was open already on the page before, the focus belongs to this page.
  if (chat.open && now !== shown && (!chat.calm || document.hasFocus())) lead();
  shown = now;
}

addEventListener('keydown', event => {
  if (event.key === 'Escape') close();
});
// A closed chat is hidden and has no focus: it is being opened, and who opened it may type before the page's word is here.
addEventListener('focus', () => chat.open || lead());
onChange(draw);
open();
draw();
