/**
 * Takes out of a customer's words what says who it was: names, addresses, telephones, numbers of orders, cards and accounts,
 * mail addresses and links. Each becomes a token that says what stood there; the same thing has the same token, and can be put
 * back. What the words are about stays: amounts, weekdays, times, and small numbers of things. Pure.
 */
import { isFamilyName } from '../core/family-names.ts';
import { lazy } from '../core/lazy.ts';
import { isFunctionWord } from '../knowledge/concepts.ts';
import type { Holds } from '../knowledge/names.ts';
import { initialsOf, namedIn, namesIn, partsOfNames } from '../knowledge/names.ts';
import { FORMS } from '../knowledge/theirs.ts';
import { isGivenName } from './given-names.ts';
import { harmless, MORE_FORMS, type PersonalKind } from './personal-forms.ts';
import { namesInContext } from './personal-names.ts';

/** What is known of who wrote, and of the shop. */
interface KnownPerson {
  /** Names and addresses of everybody who took part, and of the team. */
  names: readonly string[];
  /** Numbers that are theirs, such as a telephone. */
  numbers?: readonly string[];
  /** In how many enquiries of other customers a word stands: what many wrote is nobody's name. */
  holds?: Holds;
}

/** One thing that was taken out. */
interface Replaced {
  /** As it stands in the text now, such as `[name 1]`. */
  token: string;
  /** As it stood there first. */
  original: string;
  kind: PersonalKind;
}

interface Impersonal {
  text: string;
  replaced: Replaced[];
}

/** Longer texts are cut: names stand at the beginning and the end, and nobody quotes more. */
const CHARS_MAX = 6_000;

/** Several texts about the same people: the same thing has the same token in all of them. */
interface Impersonator {
  take(text: string): string;
  readonly replaced: readonly Replaced[];
  /** Puts everything back that stands as a token in a text. */
  putBack(text: string): string;
}

export function impersonal(text: string, known: KnownPerson): Impersonal {
  const one = impersonator(known);
  return { text: one.take(text), replaced: [...one.replaced] };
}

export function impersonator(known: KnownPerson): Impersonator {
  const replaced: Replaced[] = [];
  const byKey = new Map<string, string>();
  const counts = new Map<PersonalKind, number>();
  const tokenFor = (kind: PersonalKind, original: string) => {
    const key = `${kind} ${original.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')}`;
    const there = byKey.get(key);
    if (there) return there;
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    const token = `[${kind} ${n}]`;
    byKey.set(key, token);
    replaced.push({ token, original, kind });
    return token;
  };
  return {
    take: text => takeOut(text, known, tokenFor),
    get replaced() {
      return replaced;
    },
    putBack: text => {
      const originals = new Map(replaced.map(each => [each.token, each.original]));
      return text.replace(TOKEN, token => originals.get(token) ?? token);
    },
  };
}

/** For people to read: `[name]`, and one for names that stand beside each other. */
export function withoutNumbers(text: string): string {
  return text.replace(TOKEN, token => token.replace(/ \d+\]$/, ']')).replace(/(\[[a-z ]+\])(?:[ ,]+\1)+/g, '$1');
}

const KINDS: readonly PersonalKind[] = [
  'name',
  'address',
  'email address',
  'phone number',
  'card number',
  'account number',
  'order number',
  'link',
  'date',
  'number',
];
const TOKEN = new RegExp(`\\[(?:${KINDS.join('|')}) \\d+\\]`, 'g');

/** Each thing that is done with is one character of its own, so that nothing looks at it again. */
const [FIRST, LAST] = [0xe000, 0xf8ff];

function takeOut(
  given: string,
  known: KnownPerson,
  tokenFor: (kind: PersonalKind, original: string) => string,
): string {
  const parts: string[] = [];
  const keep = (words: string) => {
    // More than there are characters for: the rest is taken out whole.
    if (FIRST + parts.length >= LAST) return '…';
    parts.push(words);
    return String.fromCharCode(FIRST + parts.length - 1);
  };
  const bare = (words: string) => words.replace(PLACED, each => parts[each.charCodeAt(0) - FIRST] ?? '');
  const take = (kind: PersonalKind) => (found: string) => {
    const [, before = '', inside = '', behind = ''] = /^([\s,;]*)([\s\S]*?)([\s,;]*)$/.exec(found) ?? [];
    return inside ? `${before}${keep(tokenFor(kind, bare(inside)))}${behind}` : found;
  };
  let text = given
    .slice(0, CHARS_MAX)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(PLACED, '')
    .replace(TOKEN, token => `(${token.slice(1, -1)})`);
  for (const digits of known.numbers ?? []) text = takeDigits(text, digits, take('number'));
  for (const { pattern, kind } of MORE_FORMS) text = text.replace(pattern, take(kind));
  for (const pattern of harmless())
    text = text.replace(pattern, found => (/[\ue000-\uf8ff]/.test(found) ? found : keep(found)));
  for (const { pattern, called } of FORMS) {
    const kind = TAKEN[called];
    // Numbers in words say nothing of anybody.
    if (kind)
      text = text.replace(pattern, found => (kind === 'number' && !/[\d-]/.test(found) ? found : take(kind)(found)));
  }
  text = takeNames(text, known, take('name'));
  return bare(text);
}

const PLACED = /[\ue000-\uf8ff]/gu;

/** What the forms of a borrowed answer call it, and whether it says who somebody is. */
const TAKEN: Record<string, PersonalKind | undefined> = {
  link: 'link',
  'email address': 'email address',
  name: 'name',
  'account number': 'account number',
  address: 'address',
  'phone number': 'phone number',
  number: 'number',
};

/** The same digits, whatever stands between them. */
function takeDigits(text: string, number: string, take: (found: string) => string): string {
  const digits = number.replace(/\D/g, '');
  if (digits.length < 3) return text;
  return text.replace(new RegExp(`(?<!\\d)[+(]?${[...digits].join('[ ()./-]{0,2}')}(?!\\d)`, 'g'), take);
}

function takeNames(text: string, { names, holds = () => 0 }: KnownPerson, take: (found: string) => string): string {
  const own = namesIn([text], holds);
  const parts = partsOfNames([...names, ...own.filter(each => !/\d/.test(each))]);
  const places = namedIn(text, parts, initialsOf(names), holds).filter(
    ({ from, to }) => !isWordOfAll(text.slice(from, to), holds, parts) && !isVerbFirst(text, from, to, parts),
  );
  places.push(...namesInContext(text, holds));
  for (const each of text.matchAll(wordPattern())) {
    const word = each[0].replace(/['’]s?$/u, '');
    if (isGivenName(word)) places.push({ from: each.index, to: each.index + word.length });
  }
  return replaced(text, grown(text, merged(places), holds), take);
}

const wordPattern = lazy(() => /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}][\p{L}\p{M}'’-]*/gu);

/** A capital alone makes no name of what many customers write, nor of what nobody is called. */
function isWordOfAll(word: string, holds: Holds, known: ReadonlySet<string>): boolean {
  return nobody().has(word.toLowerCase()) || (holds(word) >= 3 && !known.has(word.toLowerCase()) && !isGivenName(word));
}

/** "Scrivetemi a ...", "Écrivez et ...": a sentence that begins with what to do. */
function isVerbFirst(text: string, from: number, to: number, known: ReadonlySet<string>): boolean {
  const word = text.slice(from, to);
  if (known.has(word.toLowerCase()) || isGivenName(word)) return false;
  return (
    /(?:^|[.!?…:\n]\s*)$/u.test(text.slice(Math.max(0, from - 3), from)) &&
    /^\s(?:a|à|e|y|et)\s/u.test(text.slice(to, to + 4))
  );
}

/** Written with a capital in English, and nobody's name. */
const nobody = lazy(
  () =>
    new Set(
      `monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
  december easter christmas xmas halloween valentine valentines mother's father's britain british england english scotland scottish wales
  welsh ireland irish france french germany german spain spanish italy italian dutch europe european america american uk usa london paris
  berlin madrid rome amsterdam visa mastercard paypal apple google amazon klarna dhl dpd hermes ups fedex royal mail nhs bst gmt pm am
  hi hello dear order number thanks regards tag morgen abend damen herren team`.split(/\s+/),
    ),
);

interface Place {
  from: number;
  to: number;
}

function merged(places: Place[]): Place[] {
  const sorted = places.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const made: Place[] = [];
  for (const each of sorted) {
    const last = made.at(-1);
    if (last && each.from <= last.to) last.to = Math.max(last.to, each.to);
    else made.push({ ...each });
  }
  return made;
}

/** What stands beside a name with a capital is a part of it: "Olumide Adebayo-Cole", "Jan van der Berg". */
function grown(text: string, places: Place[], holds: Holds): Place[] {
  const wider = places.map(({ from, to }) => {
    let end = to;
    // Whoever writes first names in small letters writes all of them so.
    const small = isGivenName(text.slice(from, to)) && !/\p{Lu}/u.test(text.slice(from, to));
    for (;;) {
      const next = beside().exec(text.slice(end, end + 60));
      if (!next) break;
      const word = next[1]!;
      const common = nobody().has(word) || isFunctionWord(word) || saidOf().has(word) || holds(word) > 0;
      const isPart = /^\p{Lu}/u.test(word)
        ? !nobody().has(word.toLowerCase()) &&
          !(isFunctionWord(word.toLowerCase()) && !isFamilyName(word.toLowerCase()))
        : !common && (isFamilyName(word) || (small && end === to && word.length > 2));
      if (!isPart) break;
      end += next[0].length;
    }
    let begin = from;
    const before = lastBefore().exec(text.slice(Math.max(0, begin - 40), begin));
    // "PATEL Maya"; not "Hi Maya", and not the first word of a sentence.
    if (before && /^\p{Lu}{2,}$/u.test(before[1]!) && holds(before[1]!) === 0) begin -= before[0].length;
    return { from: begin, to: end };
  });
  return merged(wider);
}

/** What somebody does stands behind their name, too. */
const saidOf = lazy(
  () =>
    new Set(
      `said told asked wants wanted needs picked ordered came called bought got took sent wrote works here there from hat kam sagte wollte holte
  war ist wird kann möchte hier aus dit veut avait vient est commande ici vino dijo quiere pidió compró recogió está aquí aqui disse quer
  veio comprou detto vuole è viene ieri hier ayer gisteren ontem yesterday today zei wil kwam heeft kocht was vroeg odebrał odebrała
  zamówił zamówiła via rue calle straße street lo la me mi ma mon and und et y e en i o or oder ou of for to with mit`
        .trim()
        .split(/\s+/),
    ),
);
const beside = lazy(
  () =>
    /^(?:['’]s)?[ \t]+(?:(?:van|von|vom|zu|de|der|den|da|dos|das|di|del|della|la|le|du|bin|ibn|al|el|y|e|ter|ten)[ \t]+){0,3}((?:[dlO]['’])?\p{L}[\p{L}\p{M}'’-]*\.?)(?![\p{L}\p{N}])/u,
);
const lastBefore = lazy(() => /(\p{L}[\p{L}\p{M}'’-]*)[ \t]+$/u);

function replaced(text: string, places: Place[], take: (found: string) => string): string {
  let made = '';
  let at = 0;
  for (const { from, to } of places) {
    made += text.slice(at, from) + take(text.slice(from, to));
    at = to;
  }
  return made + text.slice(at);
}
