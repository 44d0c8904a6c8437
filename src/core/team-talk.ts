/**
 * Tells from its text alone what a staff message says of itself: `//` before the first words makes it team talk. Pure.
 *
 * People write the marker where their fingers put it: after a quote mark, a bullet or an emoji, with the wide slashes of a
 * Japanese keyboard, on a later line, in the middle of one. Only the first of these is a decision; the others are a
 * reason to ask before anything leaves.
 */
import { lazy } from './lazy.ts';

/** Every character that people take for a slash: of any keyboard, of fractions and division, and drawn as a line. */
const SLASH = '[/\uFF0F\u2044\u2215\u29F8\u2571\u27CB\u1735\u{1F67C}]';
/** Takes no ink, or adds to the character before it: format characters, accents, variation selectors, fillers of Hangul. */
const INKLESS = '[\\p{Cf}\\p{M}\\u115F\\u1160\\u3164\\uFFA0]';
/** Two in a row or with only inkless characters between; some characters are two by themselves. */
const markers = lazy(() => new RegExp(`${SLASH}${INKLESS}*${SLASH}|[\\u2AFD\\u2AFB]`, 'uy'));
/** The same with a blank between, as a thumb writes it: only at the start of a line, for "and / / or" is not a marker. */
const markerApart = lazy(() => new RegExp(`^\\s*${SLASH}[ \\u00A0\\u3000]${SLASH}(?!\\s*$)`, 'u'));
const anywhere = lazy(() => new RegExp(markers().source, 'u'));
const CODE_FENCE = '```';
/** What may stand before the first word and is none. Each is bounded, so that reading stays linear. */
const noWord = lazy(
  () =>
    new RegExp(
      [
        // A Slack emoji name such as `:eyes:`, and smileys of letters, digits and slashes.
        ":[\\p{L}\\p{N}_+'-]{1,100}:",
        '[:;=]-?[DPO3SC](?=\\s)',
        '(?:<3|8-?\\)|xD|T_T|o_o|\\\\o/)(?=\\s)',
        // The number of a list: "1.", "1.2.", "а)", "iv.", "[1]", "#1", "1 -", and the box of a task: "[x]".
        `(?:\\p{N}{1,3}(?:\\.\\p{N}{1,3}){0,3}|[ivx]{1,4}|(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\p{sc=Thai}])\\p{L}|[一二三四五六七八九十]{1,3})[.)．、）](?=\\s|${SLASH})`,
        '\\p{N}{1,3}(?::|\\s[-–—])(?=\\s)',
        '#\\p{N}{1,3}(?=\\s)',
        '\\[(?:\\p{N}{1,3}|x)\\]',
        // What is drawn as one: a keycap, a number in a circle, an emoji that is made of a letter or a digit.
        '[0-9#*]\\uFE0F?\\u20E3',
        '(?!\\p{N})\\p{Extended_Pictographic}',
        '(?!\\p{Nd})\\p{N}',
        // What some programs leave of ">".
        '&(?:gt|lt|amp|nbsp);',
        `${INKLESS}`,
        '[^\\p{L}\\p{N}]',
      ].join('|'),
      'iuy',
    ),
);
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
/**
 * `https://` holds the marker too. An address ends where a person sees its end: at a blank, a comma, a bracket, a quote
 * mark, a letter that is not ASCII, before a `//` with a blank or a single word and a blank behind it, and at a full stop with `//` behind it. Other
 * schemes are rare enough to be asked about.
 */
const webAddress = lazy(
  () =>
    /\b(?:https?|ftp|webcal):\/\/(?!\/)(?:(?!\/\/(?:[a-z]{2,20})?\s|[.!?;*_~&|^`]\/\/|(?<!https?|ftp|webcal):\/\/)[!#-&(*+\-./0-9:;=?@A-Z[\\^_`a-z|~])+/gi,
);

export interface MarkedLines {
  /** Lines that were perhaps meant for colleagues. */
  talk: string[];
  /** Lines of code blocks, where `//` begins a comment. */
  code: string[];
}

/** @returns whether `//` stands before the first words, so that all of it is for colleagues */
export function isMarkedAsTalk(text: string): boolean {
  return markerOf(text) !== null;
}

/** The words as a customer would get them: the marker itself is not for them. */
export function withoutMarker(text: string): string {
  const marker = markerOf(text);
  if (!marker) return text.trimEnd();
  return (text.slice(0, marker.from) + text.slice(marker.to).replace(/^[ \t\u00a0\u3000]/, '')).trim();
}

/** Lines with a `//` that belongs to no web address: whoever sends them is asked first. */
export function markedLines(text: string): MarkedLines {
  const marked: MarkedLines = { talk: [], code: [] };
  let inCode = false;
  for (const line of text.split(LINE_END)) {
    const spoken = line.replace(webAddress(), address => ' '.repeat(address.length));
    const found = firstMarker(spoken);
    // Fences before the marker decide whether it stands in code, those of the whole line how the next one begins.
    const fences = (part: string) => part.split(CODE_FENCE).length - 1;
    const inside = found < 0 ? false : inCode !== (fences(line.slice(0, found)) % 2 === 1);
    if (found >= 0) (inside ? marked.code : marked.talk).push(line.replaceAll(CODE_FENCE, '').trim());
    if (fences(line) % 2 === 1) inCode = !inCode;
  }
  return marked;
}

/** Where the marker before the first words is; null when they come first, or a block of code does. */
function markerOf(text: string): { from: number; to: number } | null {
  const [marker, blank] = [markers(), noWord()];
  for (let at = 0; at < text.length; ) {
    const to = endOf(marker, text, at);
    if (to !== null) return { from: at, to };
    if (text.startsWith(CODE_FENCE, at)) return null;
    const next = endOf(blank, text, at);
    if (next === null) return null;
    at = next;
  }
  return null;
}

function firstMarker(line: string): number {
  const found = line.search(anywhere());
  return found < 0 ? line.search(markerApart()) : found;
}

/** Where a match that begins at `at` ends. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
