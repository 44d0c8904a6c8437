/**
 * What X makes a link of in a text: addresses with https://, and bare domains that end like a real one. X counts them and
 * bills for them by the grammar of its library twitter-text, so its oddities stand here too; the tests hold the two together.
 */
import tlds from 'tlds' with { type: 'json' };
import { lazy } from '../../../../src/core/lazy.ts';

/** Where a link stands in the normalised text, in UTF-16 units. */
interface FoundLink {
  url: string;
  start: number;
}

/** Longer ones are no links for X. */
const URL_CHARS_MAX = 4_096;
const TCO_SLUG_CHARS_MAX = 40;
/** Characters of one part of a domain, as DNS has it (RFC 1035, 2.3.4). */
const LABEL_CHARS_MAX = 63;

const SPACE = String.raw`\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const DIRECTION = String.raw`\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069`;
const NO_CHARACTER = String.raw`\ufffe\ufeff\uffff`;
const ACCENTED =
  String.raw`\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b` +
  String.raw`\u02bb\u0300-\u036f\u1e00-\u1eff`;
const LETTER = String.raw`a-z\u0400-\u04ff0-9${ACCENTED}`;

/** Quotation marks and the like may be in a domain, as far as X's grammar goes. */
const IN_LABEL = String.raw`[^!'#%&()*+,\\\-./:;<=>?@[\]^_{|}~$${SPACE}${NO_CHARACTER}${DIRECTION}]`;
/**
 * Where X's grammar has no bounds these are: a part of 200 characters is as invalid as a longer one, and no real domain has
 * more than a few parts. Without them an odd text of 25,000 characters takes ten seconds.
 */
const LABEL_SEEN_MAX = 200;
const LABELS_MAX = 32;
const LABEL = (more: string) =>
  String.raw`(?:(?:${IN_LABEL}(?:${more}|${IN_LABEL}){0,${LABEL_SEEN_MAX}})?${IN_LABEL}\.)`;
/** A longer ending comes before one that it begins with. */
const endings = lazy(() => [...tlds, 'onion'].sort((a, b) => b.length - a.length).join('|'));
const ending = lazy(() => `(?:(?:${endings()})(?=[^0-9a-z@+-]|$)|xn--[-0-9a-z]{1,${LABEL_SEEN_MAX}})`);
const domainPattern = lazy(() => `${LABEL('[_-]')}{0,${LABELS_MAX}}${LABEL('-')}${ending()}`);

const IN_PATH = String.raw`[${LETTER}!*';:=+,.$/%#[\]\-\u2013_~@|&]`;
/** One pair of parentheses, and another within it. */
const BRACKETS = String.raw`\((?:${IN_PATH}+|(?:${IN_PATH}*\(${IN_PATH}+\)${IN_PATH}*))\)`;
const PATH_END = String.raw`[+\-${LETTER}=_#/]`;
/** A link ends with none of the marks that end a sentence; brackets that follow a mark are a piece by themselves. */
const PATH = `(?:${IN_PATH}*(?:${BRACKETS}${IN_PATH}*)*${PATH_END}|${BRACKETS}|@${IN_PATH}+/)`;
const QUERY = String.raw`\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*[a-z0-9\-_&=#/]`;

const linkPattern = lazy(
  () =>
    new RegExp(
      `([^a-z0-9@＠$#＃${NO_CHARACTER}]|^)` + `((https?://)?(${domainPattern()})(?::[0-9]+)?(/${PATH}*)?(?:${QUERY})?)`,
      'giy',
    ),
);
const dotEnding = lazy(() => new RegExp(String.raw`\.(?=${ending()})`, 'gi'));
const inDomain = lazy(() => new RegExp(`${IN_LABEL}|[._-]`));
/** The longest that may stand between the start of a match and its domain: any character, and https:// */
const BEFORE_CHARS = 9;
/** In a domain without https://, only such a part is a link: a sentence may stand right before it. */
const plainDomain = lazy(() => new RegExp(String.raw`(?:[-a-z0-9${ACCENTED}]+\.)+${ending()}`, 'gi'));
const shortLink = lazy(() => new RegExp(String.raw`^https?://t\.co/([a-z0-9]+)(?:${QUERY})?`, 'i'));

/** @param text normalised (NFC) */
export function linksIn(text: string): FoundLink[] {
  if (!text.includes('.')) return [];
  return candidates(text).flatMap(found => {
    const [, before = '', url = '', protocol = '', domain = '', path = ''] = found;
    const start = found.index + before.length;
    if (!isDomain(domain) || (protocol || 'https://').length + url.length > URL_CHARS_MAX) return [];
    if (protocol) return withProtocol(url, start);
    return /[-_./]$/.test(before) ? [] : plainDomains(url, domain, path !== '', start);
  });
}

/**
 * All matches of `linkPattern`. They are looked for before real endings only: at every character of a long text without spaces it
 * would take seconds.
 */
function candidates(text: string): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  const link = linkPattern();
  let from = 0;
  for (const { index: dot } of text.matchAll(dotEnding())) {
    from = Math.max(from, domainStart(text, dot, from) - BEFORE_CHARS);
    while (from <= dot) {
      link.lastIndex = from;
      const match = link.exec(text);
      if (match) found.push(match);
      from = match ? link.lastIndex : from + 1;
    }
  }
  return found;
}

/** How far back a domain can begin that has a dot here. */
function domainStart(text: string, dot: number, from: number): number {
  const label = inDomain();
  let start = dot;
  const first = Math.max(from, dot - URL_CHARS_MAX);
  while (start > first && label.test(text.charAt(start - 1))) start--;
  return start;
}

/** X knows its own short links, and what follows them is not theirs. */
function withProtocol(url: string, start: number): FoundLink[] {
  const short = shortLink().exec(url);
  if (!short) return [{ url, start }];
  return (short[1] ?? '').length > TCO_SLUG_CHARS_MAX ? [] : [{ url: short[0], start }];
}

/** The path belongs to the last of them. */
function plainDomains(url: string, domain: string, hasPath: boolean, start: number): FoundLink[] {
  const found = [...domain.matchAll(plainDomain())].map(each => ({ url: each[0], start: start + each.index }));
  const last = found.at(-1);
  if (last && hasPath) last.url += url.slice(domain.length);
  return found;
}

function isDomain(domain: string): boolean {
  if (domain.startsWith('xn--') && !domain.match(plainDomain())) return false;
  return domain.split('.').every(each => {
    // The full stops of other scripts divide parts too, but only when these are encoded.
    const parts = each.split(/[。．｡]/);
    const chars = parts.reduce((sum, part) => sum + encodedChars(part), parts.length - 1);
    return chars > 0 && chars <= LABEL_CHARS_MAX;
  });
}

/** How long a part of a domain is in DNS, where only ASCII is allowed: Punycode (RFC 3492, 6.3) with its own constants. */
function encodedChars(label: string): number {
  const points = [...label].map(each => each.codePointAt(0) ?? 0);
  const plain = points.filter(each => each < 0x80).length;
  if (plain === points.length) return plain;
  let chars = 'xn--'.length + plain + (plain > 0 ? 1 : 0);
  let [delta, bias, done, last] = [0, 72, plain, 0x7f];
  while (done < points.length) {
    const next = Math.min(...points.filter(each => each > last));
    delta += (next - last - 1) * (done + 1);
    for (const point of points) {
      if (point < next) delta++;
      if (point !== next) continue;
      chars += digitsOf(delta, bias);
      bias = adapted(delta, done + 1, done === plain);
      delta = 0;
      done++;
    }
    delta++;
    last = next;
  }
  return chars;
}

/** How many digits of base 36 a delta takes. */
function digitsOf(delta: number, bias: number): number {
  let digits = 1;
  for (let [left, k] = [delta, 36]; ; k += 36, digits++) {
    const threshold = Math.min(26, Math.max(1, k - bias));
    if (left < threshold) return digits;
    left = Math.floor((left - threshold) / (36 - threshold));
  }
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? 700 : 2));
  left += Math.floor(left / count);
  let k = 0;
  for (; left > 455; k += 36) left = Math.floor(left / 35);
  return k + Math.floor((36 * left) / (left + 38));
}
