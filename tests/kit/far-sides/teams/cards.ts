/** Adaptive Cards as people meet them: the words on them, what can be pressed, and what stands in the inputs. */
import type { Json } from './shapes.ts';

export const CARD = 'application/vnd.microsoft.card.adaptive';

export const cardOf = (attachments: Json[] = []): Json | null =>
  (attachments.find(each => each?.contentType === CARD)?.content as Json) ?? null;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every element, action and inline of a card, from top to bottom; what is only a fallback is left out. */
export function partsOf(card: unknown): Json[] {
  const found: Json[] = [];
  const see = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) see(each);
    else if (isObject(value)) {
      if (typeof value.type === 'string') found.push(value);
      for (const [name, each] of Object.entries(value))
        if (name !== 'fallback' && name !== 'data' && name !== 'msteams') see(each);
    }
  };
  see(card);
  return found;
}

/** A word joiner, which nobody sees. */
const seen = (text: unknown) => String(text ?? '').replaceAll('\u2060', '');
/** Our own words are markdown: what was escaped is read as it is drawn. */
const plain = (text: unknown) => seen(text).replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1');

function wordsOfPart(part: Json): string[] {
  switch (part.type) {
    case 'TextBlock':
      return [plain(part.text)];
    case 'RichTextBlock':
      return [
        (part.inlines ?? []).map((each: Json | string) => seen(typeof each === 'string' ? each : each.text)).join(''),
      ];
    case 'FactSet':
      return (part.facts ?? []).map((each: Json) => `${plain(each.title)} ${plain(each.value)}`);
    case 'Image':
      return part.altText ? [String(part.altText)] : [];
    case 'TextRun':
      return [];
    default:
      return [part.label, part.title].filter(each => typeof each === 'string').map(plain);
  }
}

/** Everything that can be read of a card or of a message, a line for each piece. */
export function wordsOf(shown: Json | null): string {
  if (!shown) return '';
  if (shown.type === 'AdaptiveCard') return partsOf(shown).flatMap(wordsOfPart).join('\n');
  const cards = (shown.attachments ?? []).filter((each: Json) => each.contentType === CARD);
  return [shown.text, ...cards.map((each: Json) => wordsOf(each.content))].filter(Boolean).join('\n');
}

export const actionsOf = (card: Json): Json[] => partsOf(card).filter(each => String(each.type).startsWith('Action.'));

export type What = string | RegExp | ((action: Json) => boolean);

const idsOf = (action: Json): string[] =>
  [action.verb, action.data?.button, action.data?.verb, action.id].filter(each => typeof each === 'string');

/** What is meant: by the button's id, by the words on it, or by the test's own eye. The real one behind a question, if asked. */
export function findAction(card: Json, what: What): Json {
  const all = actionsOf(card).filter(each => each.type === 'Action.Execute' || each.type === 'Action.Submit');
  const hits = (text: unknown) => (typeof what === 'string' ? text === what : (what as RegExp).test(String(text)));
  const found =
    typeof what === 'function'
      ? all.find(what)
      : (all.find(each => idsOf(each).some(hits)) ??
        all.find(each => hits(plain(each.title))) ??
        all.find(each => typeof what === 'string' && plain(each.title).includes(what)));
  if (found) return found;
  const there = all.map(each => `${idsOf(each)[0]} "${each.title}"`).join(', ');
  throw new Error(`Nothing to press here is ${what}. There is: ${there || 'nothing'}.`);
}

/** What the inputs hold before anybody touched them, by their ids. */
export function startValues(card: Json): Record<string, string> {
  const inputs = partsOf(card).filter(each => String(each.type).startsWith('Input.') && each.id);
  return Object.fromEntries(
    inputs.flatMap(each => {
      const value = each.type === 'Input.Toggle' ? (each.value ?? each.valueOff ?? 'false') : each.value;
      // Teams leaves out what is empty.
      return value === undefined || value === '' ? [] : [[each.id, String(value)]];
    }),
  );
}

/** What is typed must be an input of the card, by its id or the end of it (`text` of `in-text`), and one of its choices. */
export function fill(card: Json, values: Record<string, unknown>): Json {
  const inputs = new Map(partsOf(card).map(each => [each.id, each]));
  const filled: Json = startValues(card);
  for (const [name, value] of Object.entries(values)) {
    const input = inputs.get(name) ?? [...inputs.values()].find(each => String(each.id).endsWith(`-${name}`));
    if (!input?.type?.startsWith('Input.')) throw new Error(`There is no input "${name}" in this card.`);
    const { id } = input;
    const choices: Json[] = input.type === 'Input.ChoiceSet' ? (input.choices ?? []) : [];
    // Of several Teams makes one text, with commas between them.
    const several = input.isMultiSelect === true ? String(value).split(',') : [value];
    const chosen = several.map(each => chosenIn(choices, id, each));
    filled[id] = chosen.length === 1 ? chosen[0] : chosen.join(',');
  }
  return filled;
}

function chosenIn(choices: Json[], id: string, value: unknown): unknown {
  const chosen = choices.find(each => each.title === value) ?? choices.find(each => each.value === value);
  if (choices.length && value !== '' && !chosen)
    throw new Error(`"${id}" offers no ${value}, only ${choices.map(each => each.value).join(', ')}.`);
  return chosen?.value ?? value;
}
