/**
 * Tells from its text alone what a staff message says of itself: `//` before the first words makes it team talk. Pure.
 *
 * People write the marker where their fingers put it: after a quote mark, a bullet or an emoji, with the wide slashes of a
 * Japanese keyboard, on a later line, in the middle of one. Only the first of these is a decision; the others are a
 * reason to ask before anything leaves.
 */

/** Slashes of any keyboard (ASCII, full-width, fraction, division), two in a row or with only inkless characters between. */
const MARKER = /[/\uFF0F\u2044\u2215](?:\p{Cf}|\u034F)*[/\uFF0F\u2044\u2215]/uy;
const CODE_FENCE = '```';
/**
 * What may stand before the first word and is none: a Slack emoji name such as `:eyes:`, `:D`, the number of a list, an
 * emoji that is made of a letter or a digit, and whatever is neither letter nor digit.
 */
const NO_WORD =
  /:[\p{L}\p{N}_+'-]{1,100}:|[:;=]-?[DPO3](?=\s)|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)](?=\s)|[0-9#*]\uFE0F?\u20E3|(?!\p{N})\p{Extended_Pictographic}|[^\p{L}\p{N}]/iuy;
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
/** `https://` holds the marker too. Other schemes are rare enough to be asked about. */
const WEB_ADDRESS = /\b(?:https?|ftp|webcal):\/\/[^\s<>"]+/gi;

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
    const spoken = line.replace(WEB_ADDRESS, address => ' '.repeat(address.length));
    const found = firstMarker(spoken);
    // Fences before the marker decide whether it stands in code, those of the whole line how the next one begins.
    const fences = (part: string) => part.split(CODE_FENCE).length - 1;
    const inside = found < 0 ? false : inCode !== (fences(line.slice(0, found)) % 2 === 1);
    if (found >= 0) (inside ? marked.code : marked.talk).push(line.replaceAll(CODE_FENCE, '').trim());
    if (fences(line) % 2 === 1) inCode = !inCode;
  }
  return marked;
}

export function hasMarkedLines(text: string): boolean {
  const { talk, code } = markedLines(text);
  return talk.length + code.length > 0;
}

/** Where the marker before the first words is; null when they come first, or a block of code does. */
function markerOf(text: string): { from: number; to: number } | null {
  for (let at = 0; at < text.length; ) {
    const to = endOf(MARKER, text, at);
    if (to !== null) return { from: at, to };
    if (text.startsWith(CODE_FENCE, at)) return null;
    const next = endOf(NO_WORD, text, at);
    if (next === null) return null;
    at = next;
  }
  return null;
}

function firstMarker(line: string): number {
  return line.search(new RegExp(MARKER.source, 'u'));
}

/** Where a match that begins at `at` ends. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
