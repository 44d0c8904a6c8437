/**
 * What in a text could be checked and be wrong: numbers with what they count, prices, days, times, links, addresses, what is
 * given for nothing. Two texts that say the same have the same facts, also in two languages. When in doubt it is a fact. Pure.
 */
import { lazy } from '../../core/lazy.ts';
import {
  BETWEEN,
  CAPITAL_DAYS,
  FEW_WORDS,
  givenWords,
  isMoney,
  isNumberWord,
  NUMBER_WORDS,
  NUMBERS_BEFORE_UNIT,
  namedDays,
  ORDINAL_WORDS,
  RANGE,
  relativeDays,
  unitOf,
  WORKING,
} from './numbers.ts';
import { levelled } from './plain.ts';

const links = lazy(
  () =>
    /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"]+|(?<![\p{L}\p{N}@.-])www\.[^\s<>"]+|(?<![\p{L}\p{N}@-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])(?:[/?#][^\s<>"]*)?/giu,
);
/** "z.B", "e.g": no part of them is a name. */
const ABBREVIATION = /^(?:\p{L}{1,2}\.){1,4}\p{L}{1,2}$/u;
const addresses = lazy(() => /[^\s@<>()]*@[^\s@<>(),;]*/gu);
/** A number as one writes it, with what groups its digits; or a word; or the sign of a currency. */
const pieceOf = lazy(
  () =>
    /\d+(?:[.,:'/-]\d+|(?: ?[()/] ?| )(?=[\d(])\(?\d+\)?)*(?:st|nd|rd|th|er|º|ª)?(?![\p{L}\d])|[\p{L}\p{M}\d](?:[\p{L}\p{M}\d'.-]*[\p{L}\p{M}\d])?|\p{Sc}|[%+-]/gu,
);
/** Numbers of kings, and of whoever means to be read by people alone. */
const ROMAN = /^(?=..)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
/** Without spaces between words a number in words is one where something is counted. */
const hanNumber = lazy(
  () => /[一二三四五六七八九十百千万两〇零]+(?=\s?[元円块塊日月号年天个個週周星時时小点點分%％歳岁折])/gu,
);

interface Piece {
  word: string;
  lower: string;
  number: string | null;
}

/** Facts by their names, such as `n:3:day`, `w:0`, `x:shop.example`. */
export function factsIn(text: string): Set<string> {
  const facts = new Set<string>();
  let rest = levelled(text);
  const take = (pattern: RegExp, fact: (found: string) => string | null) => {
    rest = rest.replace(pattern, found => {
      const made = fact(found);
      if (made === null) return found;
      facts.add(made);
      return ' ; ';
    });
  };
  take(addresses(), found => `@:${found.toLowerCase().replace(/[.,;:!?]+$/, '')}`);
  take(links(), found => (ABBREVIATION.test(found) || /^[\d.]+$/.test(found) ? null : `x:${linkOf(found)}`));
  take(hanNumber(), found => `h:${found}`);
  for (const [name, pattern] of givenWords()) if (rest.search(pattern) >= 0) facts.add(name);
  for (const [name, pattern] of relativeDays()) if (rest.search(pattern) >= 0) facts.add(name);
  const pieces = rest.split('\n').flatMap(line => [...piecesOf(line), END]);
  for (const [i, piece] of pieces.entries()) for (const fact of factsAt(pieces, i, piece)) facts.add(fact);
  return facts;
}

/** Nothing that stands on two lines belongs together. */
const END: Piece = { word: '', lower: '', number: null };

function linkOf(found: string): string {
  return found
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/.,;:!?)'\]]+$/, '');
}

function piecesOf(line: string): Piece[] {
  return [...line.matchAll(pieceOf())].flatMap(([word]): Piece[] => {
    const lower = word.toLowerCase();
    if (!/^\d/.test(word)) return partsOf(word, lower);
    const glued = /^(\d+(?:[.,]\d+)?)(\p{L}[\p{L}.]*)$/u.exec(lower);
    if (glued) {
      const [, digits = '', unit = ''] = glued;
      if (/^(?:st|nd|rd|th|er)$/.test(unit)) return [{ word, lower: digits, number: digits }];
      if (unitOf(unit)) return [numbered(digits), { word: unit, lower: unit, number: null }];
      return [{ word, lower: `code:${lower}`, number: null }];
    }
    if (/\p{L}/u.test(word)) return [{ word, lower: `code:${lower}`, number: null }];
    const range = /^(\d{1,4}(?:[.,]\d{1,2})?)-(\d{1,4}(?:[.,]\d{1,2})?)$/.exec(word);
    return range
      ? [numbered(range[1]!), { word: '-', lower: '-', number: null }, numbered(range[2]!)]
      : [numbered(word)];
  });
}

/** "twenty-five" in its parts, "well-known" as it is. */
function partsOf(word: string, lower: string): Piece[] {
  const parts = lower.split('-');
  const isCounting = parts.length > 1 && parts.some(each => NUMBER_WORDS.has(each)) && !/\d/.test(lower);
  if (isCounting) return parts.map(each => ({ word: each, lower: each, number: null }));
  if (/\d/.test(lower) || ROMAN.test(word)) return [{ word, lower: `code:${lower}`, number: null }];
  return [{ word, lower: lower.replace(/'s?$/, ''), number: null }];
}

function numbered(digits: string): Piece {
  return { word: digits, lower: digits, number: numberOf(digits) };
}

/** One spelling for one number: `1,234.50` is `1234.5`; a telephone is its digits, a date its parts. */
function numberOf(written: string): string {
  const text = written.replace(/(?:st|nd|rd|th|er|º|ª)$/, '').trim();
  if (/^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?$/.test(text)) {
    const [, whole = '', cents = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
    return withCents(whole.replace(/\D/g, ''), cents);
  }
  const decimal = /^(\d+)[.,](\d{1,2})$/.exec(text);
  if (decimal) return withCents(decimal[1]!, decimal[2]!);
  if (/^\d{1,2}:\d{2}(?::\d{2})?$/.test(text)) return `${Number(text.split(':')[0])}:${text.split(':')[1]}`;
  if (/^\d+$/.test(text)) return text.length > 1 && text.startsWith('0') ? `0${text}` : text;
  if (/^\d{1,4}([./-])\d{1,2}\1\d{1,4}$/.test(text)) return text.split(/[./-]/).map(Number).join('-');
  return `#${text.replace(/\D/g, '')}`;
}

function withCents(whole: string, cents: string): string {
  const rest = cents.replace(/0+$/, '');
  return `${Number(whole)}${rest ? `.${rest}` : ''}`;
}

function factsAt(pieces: readonly Piece[], i: number, piece: Piece): string[] {
  if (piece.lower.startsWith('code:')) return [piece.lower];
  const day = dayOf(piece);
  if (day) return [day];
  const value = piece.number ?? wordNumber(piece.lower);
  if (value !== null) return [`n:${value}:${contextOf(pieces, i)}`];
  // Only where something is counted is it a number.
  const context = () => contextOf(pieces, i);
  const before = NUMBERS_BEFORE_UNIT.get(piece.lower);
  if (before !== undefined) {
    const next = behind(pieces, i);
    return next ? [`n:${before}:${next}`] : [];
  }
  if (FEW_WORDS.has(piece.lower)) {
    const next = behind(pieces, i) ?? (pieces[i + 1]?.lower === 'of' ? behind(pieces, i + 1) : null);
    return next ? [`n:few:${next}`] : [];
  }
  const ordinal = ORDINAL_WORDS.get(piece.lower);
  if (ordinal !== undefined) return context().startsWith('m:') ? [`n:${ordinal}:${context()}`] : [];
  const unit = unitOf(piece.lower);
  return unit && isMoney(unit) && /^\p{Sc}$|^\p{L}{3,}$/u.test(piece.lower) ? [`u:${unit}`] : [];
}

function wordNumber(lower: string): string | null {
  const value = NUMBER_WORDS.get(lower);
  if (value !== undefined) return String(value);
  return isNumberWord(lower) ? lower : null;
}

function dayOf({ word, lower }: Piece): string | null {
  const known = namedDays().get(lower) ?? namedDays().get(lower.replace(/s$/, ''));
  if (known) return CAPITAL_DAYS.has(lower) && !/^\p{Lu}/u.test(word) ? null : known;
  const inside =
    /^(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\p{L}{1,10}$/u.exec(
      lower,
    );
  return inside ? (namedDays().get(inside[1]!) ?? null) : null;
}

/** What a number counts: a unit, a currency, a month; nothing for a number alone. */
function contextOf(pieces: readonly Piece[], i: number): string {
  const before = pieces[i - 1];
  const sign = before && before.number === null ? unitOf(before.lower) : null;
  if (sign && isMoney(sign) && sign !== 'cent') return sign;
  const next = behind(pieces, i);
  if (next) return next;
  if (before && dayOf(before)?.startsWith('m:')) return dayOf(before)!;
  // "3 to 5 days": both count days.
  const [link, other] = [pieces[i + 1], pieces[i + 2]];
  const isOther = other && (other.number !== null || wordNumber(other.lower) !== null);
  if (link && isOther && RANGE.has(link.lower)) return contextOf(pieces, i + 2);
  const [joint, first] = [pieces[i - 1], pieces[i - 2]];
  const isFirst = first && (first.number !== null || wordNumber(first.lower) !== null);
  return joint && isFirst && RANGE.has(joint.lower) ? (moneyBefore(pieces, i - 2) ?? '') : '';
}

function moneyBefore(pieces: readonly Piece[], i: number): string | null {
  const sign = pieces[i - 1] && unitOf(pieces[i - 1]!.lower);
  return sign && isMoney(sign) && sign !== 'cent' ? sign : null;
}

/** The unit that stands behind a piece. */
function behind(pieces: readonly Piece[], i: number): string | null {
  const next = pieces[i + 1];
  if (!next) return null;
  if (next.number === null && /^(?:of|de|di|-)$/.test(next.lower)) {
    const month = pieces[i + 2] && dayOf(pieces[i + 2]!);
    if (month?.startsWith('m:')) return month;
  }
  const day = dayOf(next);
  if (day?.startsWith('m:')) return day;
  if (next.lower === '-') return pieces[i + 2] ? unitBehindDash(pieces[i + 2]!) : null;
  if (WORKING.has(next.lower)) return 'workday';
  if (BETWEEN.has(next.lower)) return behind(pieces, i + 1);
  const unit = unitOf(next.lower);
  // "jours ouvrés"
  return unit === 'day' && pieces[i + 2] && WORKING.has(pieces[i + 2]!.lower) ? 'workday' : unit;
}

/** "3-day" */
function unitBehindDash({ lower, number }: Piece): string | null {
  return number === null ? unitOf(lower) : null;
}
