/** Starts the chat in its frame: draws at each change, keeps the newest line in sight, and the keyboard where it belongs. */
import { h, render } from 'preact';
import { grow, listenForDrops } from './composer.tsx';
import { chat, onChange } from './state.ts';
import { open } from './talk.ts';
import { App, close } from './view.tsx';

let shown = '';
/** What scrolls: the log, or everything below the header where there is little room. */
const scrolling = () => [...document.querySelectorAll('main, #log')];
/** Of what scrolls, as last drawn, all of it and what is in sight: nothing while the chat is hidden. */
let heights: [whole: number, seen: number][] = [];
/** To where one types or answers. @returns whether that is there already */
const lead = () => {
  const at = document.querySelector<HTMLElement>(
    chat.asking ? '#log .main, #later' : '#text, .ask input, .bottom .main',
  );
  at?.focus();
  return at !== null;
};
function draw(): void {
  // At the end of what was drawn last, whatever came below it since: it follows. Whoever reads further up is left there.
  const atEnd = scrolling().every((each, i) => !(heights[i] && heights[i][0] - heights[i][1] - each.scrollTop >= 80));
  render(<App chat={chat} />, document.body);
  grow();
  // A note below takes room as well as a line in it does.
  const now = scrolling().map((each): [number, number] => [each.scrollHeight, each.clientHeight]);
  if (`${now}` !== `${heights}` && (atEnd || chat.outbox.length))
    for (const each of scrolling()) each.scrollTop = each.scrollHeight;
  heights = now;
  // Opened, or another page of it, or a question: on to where one types or answers.
  const at = `${chat.open} ${chat.phase} ${chat.asking}`;
  // Where the chat was open already on the page before, the focus belongs to this page.
  const leads = chat.open && at !== shown && (!chat.calm || document.hasFocus());
  if (!leads || lead()) shown = at;
}

addEventListener('keydown', event => {
  if (event.key === 'Escape') close();
});
// A closed chat is hidden and has no focus: it is being opened, and who opened it may type before the page's word is here.
addEventListener('focus', () => chat.open || lead());
// A keyboard comes up, or a phone is turned.
addEventListener('resize', draw);
onChange(draw);
listenForDrops();
open();
draw();
