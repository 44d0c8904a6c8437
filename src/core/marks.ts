/**
 * What a person is recognised by in words that others wrote, and those words without it. Another person's address or name in
 * which theirs is a part is not theirs. Pure.
 */
import { isErasedAddress } from './erased-address.ts';

/** Stands in place of a name or an address in words that stay. */
const ERASED_WORD = '[erased]';
/** A name of one short word is many people's: in words that stay it is left alone. */
const LONE_NAME_CHARS_MIN = 12;
/** A shorter address would be found in the middle of other words. */
const ADDRESS_CHARS_MIN = 5;

/** What a person is recognised by, in words that others wrote. Lower case; kept only while the erasure runs. */
export interface Marks {
  /** Addresses, handles and visitor ids. */
  addresses: string[];
  /** Names that only they have here. */
  names: string[];
}

/** @param shared names that another customer has, too: they say nothing about this one */
export function marksOf(addresses: readonly string[], names: readonly string[], shared: readonly string[]): Marks {
  const others = new Set(shared.map(plain));
  return {
    addresses: unique(addresses.map(plain).filter(each => each.length >= ADDRESS_CHARS_MIN && !isErasedAddress(each))),
    names: unique(names.map(plain).filter(each => isTelling(each) && !others.has(each))),
  };
}

/** Two words or more, or one that is long. */
function isTelling(name: string): boolean {
  return name.length >= LONE_NAME_CHARS_MIN || /^\S{2,}(\s+\S{2,})+$/.test(name);
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)].filter(Boolean);
}

/** The longest first: an address is taken whole before a name that is a part of it. */
export function allMarks({ addresses, names }: Marks): string[] {
  return [...addresses, ...names].sort((a, b) => b.length - a.length);
}

/** The text with every mark in it replaced, however it is written. */
export function withoutMarks(text: string, marks: readonly string[]): string {
  return matchersOf(marks).reduce(
    (left, { found, kind }) =>
      left.replace(found, (match: string, at: number, whole: string) =>
        standsAlone(whole, match, at, kind) ? ERASED_WORD : match,
      ),
    text,
  );
}

/** Does a mark stand in a text, or in any text of a value? */
export function hasMark(value: unknown, marks: readonly string[]): boolean {
  if (typeof value === 'string') return withoutMarks(value, marks) !== value;
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, each]) => hasMark(each, marks) || hasMark(key, marks));
}

type Kind = 'mail' | 'handle' | 'name' | 'id';

interface Matcher {
  found: RegExp;
  kind: Kind;
}

/** One list is looked for in many texts. */
const made = new WeakMap<readonly string[], Matcher[]>();

function matchersOf(marks: readonly string[]): Matcher[] {
  const there = made.get(marks);
  if (there) return there;
  const matchers = marks.map(mark => {
    const kind = kindOf(mark);
    return {
      kind,
      found: new RegExp(kind === 'mail' ? mailOf(mark) : writtenAs(mark, kind), 'giu'),
    };
  });
  made.set(marks, matchers);
  return matchers;
}

function writtenAs(mark: string, kind: Kind): string {
  return piecesOf(mark)
    .map(each => pieceOf(each, kind))
    .join('');
}

/** A server that passes mail on writes the domain first: `SRS0=ab=cd=example.com=maya@list.example`. */
function mailOf(mark: string): string {
  const at = mark.lastIndexOf('@');
  const [name, domain] = [mark.slice(0, at), mark.slice(at + 1)].map(each => writtenAs(each, 'mail'));
  return `${writtenAs(mark, 'mail')}|(?<==)${domain}=${name}(?=@)`;
}

function kindOf(mark: string): Kind {
  const at = mark.indexOf('@');
  if (at === 0) return 'handle';
  if (at > 0) return 'mail';
  return /\s|^\p{L}+$/u.test(mark) ? 'name' : 'id';
}

/** Characters, with spaces in a row as one. */
function piecesOf(mark: string): string[] {
  return mark.normalize('NFC').match(/i\u0307|\s+|./gsu) ?? [];
}

/** As people, and machines, write it: letters put together in another way, a line that ends in it, an address in a link. */
function pieceOf(piece: string, kind: Kind): string {
  if (/^\s/.test(piece)) return String.raw`\s+`;
  if (piece === '@' && kind === 'mail') return '(?:@|%40|=40|=)';
  if (/['’]/.test(piece) && kind === 'name') return `['’]`;
  if (piece === '"') return String.raw`\\?"`;
  // The small letter of İ is two characters, and the capital of ı is I.
  if (kind === 'name' && /^[iı]/u.test(piece)) return String.raw`(?:[iıİ]\u0307?)`;
  const apart = piece.normalize('NFD');
  const whole = piece.replace(/[.*+?^${}()|[\]\\/-]/g, each => (each === '-' ? each : `\\${each}`));
  return apart === piece ? whole : `(?:${whole}|${apart})`;
}

/** Letters of a language that puts spaces between words: in others the next word begins at once. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]`;
const LETTER = String.raw`(?:(?!${UNSPACED})[\p{L}\p{N}\p{M}])`;
const LETTER_BEFORE = new RegExp(`${LETTER}$`, 'u');
/** Codes of spaces, quotes, brackets and the like; a dot, a plus or a minus goes on with the same address. */
const SIGN = '(?:0[9AD]|2[0-46-9ACF]|3[A-F]|5[BCD]|60|7[BCD])';
const HEX = '[0-9A-F]';
/** A sign of a link, a line, a header or JSON, written with letters, is no part of what follows. */
const WRITTEN_SIGN = new RegExp(
  [
    `(?:[%=](?:25)?${SIGN}|C2[%=](?:A0|AB|BB)|[%=]E2[%=]80[%=][89A]${HEX}|[%=]E[3-9][%=]${HEX}{2}[%=]${HEX}{2}`,
    String.raw`\\u00${SIGN}|\\u00(?:A0|AB|BB)|\\u20[0-3]${HEX}|\\u[3-9]${HEX}{3}|\\[nrt])$`,
  ].join('|'),
  'i',
);
/** "d'Anna", "dell'Anna": what stands before a name in some languages is no part of it. "D'Angelo" is a name. */
const ELIDED = new RegExp(`(?<!${LETTER})(?:d|l|dell|all|nell|dall|sull|qu)['’]$`, 'u');
const BEFORE: Record<Kind, RegExp> = {
  mail: new RegExp(`${LETTER}[._%+-]*$`, 'u'),
  handle: LETTER_BEFORE,
  name: new RegExp(`${LETTER}[-'’]?$`, 'u'),
  id: LETTER_BEFORE,
};
const AFTER: Record<Kind, RegExp> = {
  // A sentence ends, or a longer domain goes on.
  mail: new RegExp(`^(?:${LETTER}|[.-](?:(?!${UNSPACED})[\\p{Ll}\\p{Lo}\\p{N}]))`, 'u'),
  handle: new RegExp(`^(?:${LETTER}|_)`, 'u'),
  // "Maya Patels lid" is hers.
  name: new RegExp(`^(?:(?!s(?!${LETTER}))${LETTER}|-${LETTER})`, 'u'),
  id: new RegExp(`^${LETTER}`, 'u'),
};
/** As many characters as one looks at beside it. */
const BESIDE = 64;

function standsAlone(text: string, match: string, at: number, kind: Kind): boolean {
  const before = text.slice(Math.max(0, at - BESIDE), at);
  const after = text.slice(at + match.length, at + match.length + BESIDE);
  if (AFTER[kind].test(after)) return false;
  if (WRITTEN_SIGN.test(before)) return true;
  // An address that a mailing list put into its own: `back+maya=example.com@list.example`.
  if (kind === 'name' && ELIDED.test(before)) return true;
  if (kind === 'mail' && !/@|[%=]40/.test(match)) return !LETTER_BEFORE.test(before);
  return !BEFORE[kind].test(before);
}
