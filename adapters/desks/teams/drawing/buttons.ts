/** Draws buttons as actions of a card, and reads presses. Pure. */
import { opens } from '../../../../src/desks/open-form.ts';
import { type ButtonView, isFor } from '../../../../src/ports/button.ts';
import type { LinkView } from '../../../../src/ports/views.ts';
import { type Action, type Element, openUrl, plain, rich, run } from './elements.ts';

/** Teams shows six; the rest goes behind the three dots. */
const SHOWN_MAX = 6;
/** What a phone of 320 px has room for in one row, in letters; a client that has no room cuts the labels. */
const ROW_CHARS_MAX = 34;
/** What a button takes besides its label. */
const BUTTON_CHARS = 4;
/** The three dots, which stay beside the last button. */
const DOTS_CHARS = 6;
const MENU_MAX = 14;
const LABEL_CHARS_MAX = 60;
const VALUE_CHARS_MAX = 2_000;
const ID_CHARS_MAX = 100;

/** What a button needs to be drawn; those of the home have no look. */
type AnyButton = { id: string; label: string; value: string } & Partial<
  Pick<ButtonView, 'look' | 'confirm' | 'addressed'>
>;

/**
 * Buttons, and the menu behind the three dots. The card is one for all who look, its owner too, so what is for the others is
 * left to where it is needed: asking to take over follows a refused press.
 */
export function actions(buttons: AnyButton[], menu: ButtonView[] = []): Element[] {
  const person = menu.filter(each => each.id.startsWith('customer.'));
  const rest = menu.filter(each => !person.includes(each) && isFor(each, true));
  // What is about the person and not the enquiry comes last.
  const behind = [...buttons.slice(SHOWN_MAX), ...rest, ...person].slice(0, MENU_MAX);
  return rows([
    ...buttons.slice(0, SHOWN_MAX).map(drawButton),
    ...behind.map(each => ({ ...drawButton(each), mode: 'secondary' as const })),
  ]);
}

/** Pages of another site, below the buttons. */
export function linkActions(links: LinkView[] = []): Element[] {
  return rows(links.map(({ label, url }) => openUrl(url, plain(label, LABEL_CHARS_MAX))));
}

/** Buttons in rows that a phone has room for; all that is secondary is behind the dots of the last one. */
export function rows(all: Action[]): Element[] {
  const found: Action[][] = [];
  const last = all.findLastIndex(each => each.mode !== 'secondary');
  let room = 0;
  for (const [i, action] of all.entries()) {
    const own = action.mode === 'secondary' ? 0 : (action.title?.length ?? 0) + BUTTON_CHARS;
    const chars = own + (i === Math.max(last, 0) && last < all.length - 1 ? DOTS_CHARS : 0);
    if (found.length === 0 || room < chars) {
      found.push([]);
      room = ROW_CHARS_MAX;
    }
    found.at(-1)?.push(action);
    room -= chars;
  }
  return found.map((each, n) => ({ type: 'ActionSet', actions: each, ...(n ? { spacing: 'Small' } : {}) }));
}

export function drawButton(view: AnyButton): Action {
  if (!view.confirm) return press(view);
  // The question is asked below the card, with the button that does it.
  const asked = rich([run(view.confirm, 500)]);
  const real = press(view);
  const card = { type: 'AdaptiveCard', version: '1.5', body: [asked], actions: [real] };
  return { type: 'Action.ShowCard', title: real.title!, ...(real.style ? { style: real.style } : {}), card };
}

/** A dialog needs an Action.Submit; with all else, what was pressed is answered in its place by an Action.Execute. */
function press({ id, label, addressed, value, look }: AnyButton): Action {
  const title = plain(addressed ?? label, LABEL_CHARS_MAX);
  const style = look === 'primary' ? { style: 'positive' } : look === 'danger' ? { style: 'destructive' } : {};
  const given = value.slice(0, VALUE_CHARS_MAX);
  if (opens(id, value) === null) return { type: 'Action.Execute', title, verb: id, data: { value: given }, ...style };
  const data = { msteams: { type: 'task/fetch' }, button: id, value: given };
  return { type: 'Action.Submit', title, data, ...style };
}

/**
 * What a pressed button stands for; null when it is none of ours. Anything may be in there.
 * @param data of the action, as it came
 * @param verb of an Action.Execute
 */
export function pressedOf(data: unknown, verb?: unknown): { button: string; value: string } | null {
  const given = (data && typeof data === 'object' ? data : {}) as Record<string, unknown>;
  const button = [verb, given.button, given.verb].find(each => typeof each === 'string' && each !== '');
  if (typeof button !== 'string' || button.length > ID_CHARS_MAX) return null;
  const { value } = given;
  return { button, value: typeof value === 'string' || typeof value === 'number' ? `${value}` : '' };
}
