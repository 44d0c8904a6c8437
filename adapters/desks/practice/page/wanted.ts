/** What waits for this person above the room: what they are asked in threads, and what they are asked alone. */
import type { VNode } from 'preact';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { WantedItem } from '../records.ts';
import { Button } from './button.ts';
import { html } from './html.ts';

interface WantedProps {
  all: WantedItem[];
  /** There it is seen already. */
  open: string | null;
  go(thread: string): void;
  press(thread: string, button: ButtonView): void;
  /** Puts something away that nothing can be done with any more. */
  close(key: string): void;
}

/** Whoever is elsewhere sees that somebody waits for them. */
export function Wanted({ all, open, go, press, close }: WantedProps): VNode {
  const alone = all.filter(each => each.thread === '');
  const elsewhere = all.filter(each => each.thread !== '' && each.thread !== open);
  return html`<div role="status" class="notices wanted">${elsewhere.map(
    each => html`<p class="notice" key=${each.key}>${each.words}
      ${each.buttons.map(button => html`<${Button} key=${button.id} button=${button} press=${() => press(each.thread, button)} />`)}
      <button type="button" class="link" onClick=${() => go(each.thread)}>Open the thread</button></p>`,
  )}${alone.map(each => html`<${Alone} key=${each.key} item=${each} press=${press} close=${close} />`)}</div>`;
}

interface AloneProps {
  item: WantedItem;
  press(thread: string, button: ButtonView): void;
  close(key: string): void;
}

/** What somebody is asked, or told, by themselves: with all that they have to know for it. */
function Alone({ item: { key, words, before = [], quote, hints = [], buttons }, press, close }: AloneProps): VNode {
  // Everybody here reads every room: the whole of it stands in its thread.
  const shown = buttons.filter(each => each.id !== 'message.show_all');
  return html`<section class="private alone" aria-label=${words}>
    <p><span class="sub">Only you can see this</span></p>
    <p dir="auto">${words}</p>
    ${before.map(each => html`<p class="sub" dir="auto">${each.label}</p><blockquote class="text" dir="auto">${each.text}</blockquote>`)}
    ${quote && html`<p class="sub" dir="auto">${quote.label}</p><blockquote class="text" dir="auto">${quote.text}</blockquote>`}
    ${hints.map(each => html`<p class="sub" dir="auto">${each}</p>`)}
    <div class="buttons">${shown.map(button => html`<${Button} key=${button.id} button=${button} press=${() => press('', button)} />`)}
      ${!shown.length && html`<button type="button" class="button plain" onClick=${() => close(key)}>Close</button>`}</div>
  </section>`;
}
