/** Draws buttons as actions of a card, and reads presses. Pure. */
import { opens } from '../../../../src/desks/open-form.ts';
import { type ButtonView, isFor } from '../../../../src/ports/button.ts';
import type { LinkView } from '../../../../src/ports/views.ts';
import { type Action, type Element, openUrl, plain, rich, run } from './elements.ts';

/** Teams shows six; the rest goes behind the three dots. */
const SHOWN_MAX = 6;
/** What a phone of 320 px has room for in one row, in letters; a client that has no room cuts the labels. */
const ROW_CHARS_MAX = 34;
/** What a button takes besides its label, and the three dots. */
const BUTTON_CHARS = 4;
const MENU_MAX = 14;
const LABEL_CHARS_MAX = 60;
const VALUE_CHARS_MAX = 2_000;
const ID_CHARS_MAX = 100;

/** What a button needs to be drawn; those of the home have no look. */
type AnyButton = { id: string; label: string; value: string } & Partial<Pick<ButtonView, 'look' | 'confirm'>>;

/**
 * Buttons, and the menu behind the three dots. Snooze is a button of its own, as on the other desks. The card is one for
 * all who look, its owner too, so what is for the others is left to where it is needed: asking to take over follows a
 * refused press.
 */
export function actions(buttons: AnyButton[], menu: ButtonView[] = [], last: AnyButton[] = []): Element[] {
  const snooze = menu.filter(each => each.id === 'enquiry.snooze');
  const person = menu.filter(each => each.id.startsWith('customer.'));
  const rest = menu.filter(each => !snooze.includes(each) && !person.includes(each) && isFor(each, true));
  const first = [...buttons, ...snooze, ...last];
  // What is about the person and not the enquiry comes last.
  const behind = [...first.slice(SHOWN_MAX), ...rest, ...person].slice(0, MENU_MAX);
  return rows([
    ...first.slice(0, SHOWN_MAX).map(drawButton),
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
  let room = 0;
  let dots = false;
  for (const action of all) {
    const chars = action.mode !== 'secondary' ? (action.title?.length ?? 0) + BUTTON_CHARS : dots ? 0 : BUTTON_CHARS;
    dots ||= action.mode === 'secondary';
    if (room < chars) {
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
function press({ id, label, value, look }: AnyButton): Action {
  const title = plain(label, LABEL_CHARS_MAX);
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
