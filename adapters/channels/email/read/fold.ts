/**
 * Folds what a customer did not write in this mail: the quoted history and the signature. Linear in the input: each line is
 * looked at once, with tests that cannot run away. In doubt it keeps: a visible quote costs a glance, a lost sentence
 * costs a customer. What is folded can be opened, and the raw mail has every byte.
 */
import type { FoldedText } from '../../../../src/core/message.ts';
import { headerBlockAt } from './header-block.ts';
import { pointsBelow } from './points-below.ts';
import { hasDay } from './quote-headers.ts';
import { announcesQuote, isDivider, isForwardMark, isRule, isTitledRule, startsAnnouncement } from './quote-words.ts';
import { signatureStart, strayDeviceLine } from './signature.ts';

/** A line longer than this is not an announcement of a quote: only its first character is looked at. */
const LINE_CHARS_MAX = 1_000;
/** An announcement is wrapped into at most this many lines: "On ... <address>" newline "wrote:". */
const ANNOUNCEMENT_LINES_MAX = 6;
/** A name that stands on a line of its own above its address. */
const NAME_CHARS_MAX = 60;
/** Fewer words than this beside a signature: it is shown with them. */
const WORDS_MIN = 2;
/** Lines of phones and programs between the words that go; more are somebody's list. */
const DEVICE_LINES_MAX = 3;
/** A line shorter than this was not wrapped by a program. */
const WRAPPED_CHARS_MIN = 60;
/** Where in a quote its own announcement is looked for. */
const INNER_CHARS_MAX = 4_000;
const INNER_LINES_MAX = 100;
/** Stands on a line of its own for a quote that the HTML marked as such; the number leads to its text. */
const QUOTE_MARK = /^\u0001(\d+)\u0001$/;

export interface Folded {
  text: string;
  folded: FoldedText[];
}

/** What the markup sets apart as a quote. */
interface Marked {
  text: string;
  /** A mail program's own mark, which no customer makes; a bare blockquote may be anybody's. */
  sure: boolean;
}

interface Options {
  /** The subject says that it is a forward: what stands below is the matter itself, never a quote. */
  forwarded?: boolean;
  /** False: the mail answers nothing, so nothing in it is history, whatever its marks. */
  reply?: boolean;
  /** What stands behind quote marks, by their number. */
  marked?: Marked[];
}

type Kind = 'blank' | 'quote' | 'text';

/** A stretch of lines that look quoted, with the lines that announce it. */
interface Stretch {
  from: number;
  /** First line after it. */
  to: number;
  /** Something says that it is what somebody else wrote: without that, marked lines are the customer's own quotation. */
  announced: boolean;
}

export function foldText(text: string, { forwarded = false, reply = true, marked = [] }: Options = {}): Folded {
  const lines = apart(text.replaceAll('\r\n', '\n').replaceAll('\u00a0', ' ').split('\n'));
  const whole = (part: string[]) => restore(part.join('\n'), marked).trim();
  const everything = () => ({ text: whole(text.replaceAll('\r\n', '\n').split('\n')), folded: [] });
  const folded: FoldedText[] = [];
  // A footer below everything, such as a mailing list's, must not look like words that answer a quote.
  const bottom = signatureBelow(lines, 0, lines);
  // A signature above the quote is found once the quote is gone.
  const footer = bottom !== null && !(reply && hasQuote(lines.slice(bottom), marked)) ? bottom : null;
  if (footer !== null) {
    const piece = whole(lines.slice(footer));
    if (piece) folded.unshift({ why: 'signature', text: piece });
    lines.length = footer;
  }
  const kinds = kindsOf(lines);
  const quotes = forwarded || !reply ? [] : quoteStretches(lines, kinds, marked);
  // "See my answers below, in red": then the history is not only history.
  if (quotes.some(each => each.to === lines.length) && pointsBelow(lines.slice(0, quotes[0]!.from).join('\n')))
    return everything();
  const keep = lines.map(() => true);
  for (const { from, to } of quotes) {
    const piece = whole(lines.slice(from, to));
    if (piece) folded.push({ why: 'quote', text: piece });
    keep.fill(false, from, to);
  }
  const kept = lines.filter((_, i) => keep[i]);
  // One word and a signature are shown as they are: there is little to hide.
  if (footer !== null && wordCount(kept) < WORDS_MIN && !quotes.length) return everything();
  // A rule between the words and what was below it divides nothing any more.
  if (quotes.some(each => each.to === lines.length)) withoutLastRule(kept);
  const end = quotes.length ? signatureBelow(kept, seamOf(quotes, lines), lines) : null;
  if (end !== null && wordCount(kept.slice(0, end)) < WORDS_MIN) return { text: whole(kept), folded };
  if (end !== null) {
    const piece = whole(kept.slice(end));
    if (piece) folded.unshift({ why: 'signature', text: piece });
    kept.length = end;
  }
  if (!forwarded) withoutDeviceLine(kept, folded);
  const left = whole(kept);
  // Nothing left of a mail that said something: then it was not a quote after all.
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}?!]/u.test(left) && /[\p{L}\p{N}]/u.test(text)) return everything();
  return { text: left.replace(/\n{3,}/g, '\n\n'), folded };
}

/** The signature at the end; words below a quote and those above it are never one signature. */
function signatureBelow(kept: string[], seam: number, lines: string[]): number | null {
  const at = signatureStart(kept.slice(seam), lines);
  return at === null || at + seam === 0 ? null : at + seam;
}

/** How many kept lines stand above the last quote, when words follow it; 0 otherwise. */
function seamOf(quotes: Stretch[], lines: string[]): number {
  const last = quotes.at(-1)!;
  if (followedByNothing(lines.map(kindOf), last.to)) return 0;
  return last.from - quotes.slice(0, -1).reduce((sum, each) => sum + each.to - each.from, 0);
}

/** A phone's line with words below it goes by itself; a second one beside it goes too. */
function withoutDeviceLine(kept: string[], folded: FoldedText[]): void {
  for (let n = 0; n < DEVICE_LINES_MAX; n++) {
    const i = strayDeviceLine(kept);
    if (i === null || wordCount([...kept.slice(0, i), ...kept.slice(i + 1)]) < WORDS_MIN) return;
    folded.unshift({ why: 'signature', text: kept[i]!.trim() });
    kept.splice(i, 1);
  }
}

function withoutLastRule(kept: string[]): void {
  let last = kept.length - 1;
  while (last >= 0 && kindOf(kept[last]!) === 'blank') last--;
  if (last > 0 && isRule(kept[last]!)) kept.length = last;
}

function hasQuote(lines: string[], marked: Marked[]): boolean {
  return quoteStretches(lines, kindsOf(lines), marked).length > 0;
}

function wordCount(lines: string[]): number {
  let count = 0;
  for (const line of lines) {
    count += line.slice(0, LINE_CHARS_MAX).match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    if (count >= WORDS_MIN) break;
  }
  return count;
}

/** A reply and the announcement of its quote on one line are set apart: `thanks On Wed, Apr 4, 2012 ann@x wrote:`. */
function apart(lines: string[]): string[] {
  const out: string[] = [];
  for (const [i, line] of lines.entries()) {
    const shared = line.length <= LINE_CHARS_MAX && line.endsWith('wrote:') && lines[i + 1]?.startsWith('>');
    const at = shared ? line.search(/(?:\s|-{2,}\s?)On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d)/) : -1;
    const before = at > 0 ? line.slice(0, at).replace(/[\s-]+$/, '') : '';
    if (!before.trim() || before.startsWith('>')) out.push(line);
    else out.push(before, line.slice(at).replace(/^[\s-]+/, ''));
  }
  return out;
}

function restore(text: string, marked: Marked[]): string {
  return marked.length ? text.replace(/\u0001(\d+)\u0001/g, (_, n: string) => marked[Number(n)]?.text ?? '') : text;
}

function kindOf(line: string): Kind {
  if (/^\s*$/.test(line.length > LINE_CHARS_MAX ? line.slice(0, LINE_CHARS_MAX) : line)) return 'blank';
  if (QUOTE_MARK.test(line)) return 'quote';
  // The end of a wrapped `<address` newline `> wrote:`.
  if (
    /^>\s?(:|wrote:?|schrieb:?|a écrit ?:?|escribió:?|ha scritto:?|skrev:?|het volgende geschreven:?)\s*$/i.test(line)
  )
    return 'text';
  // ">>> http://shop <<<" is decoration, not a quote.
  return /^\s{0,4}(>|\|(?!.*\|\s*$))/.test(line) && !/^\s*>{2,}.{0,200}<{2,}\s*$/.test(line) ? 'quote' : 'text';
}

function kindsOf(lines: string[]): Kind[] {
  const kinds = lines.map(kindOf);
  // Within a quote the end of a wrapped announcement is quoted like the rest.
  for (let i = 1; i < kinds.length; i++)
    if (kinds[i] === 'text' && kinds[i - 1] === 'quote' && /^>/.test(lines[i]!) && !/<{2,}\s*$/.test(lines[i]!))
      kinds[i] = 'quote';
  return kinds;
}

/** Which stretches are somebody else's words. Empty when answers stand between the lines of a quote. */
function quoteStretches(lines: string[], kinds: Kind[], marked: Marked[]): Stretch[] {
  const found: Stretch[] = [];
  for (let i = 0; i < lines.length; ) {
    if (isForwardMark(lines[i]!)) break;
    if (kinds[i] === 'quote') {
      const to = endOfQuote(lines, kinds, i);
      // The mark right below an announced one is the same quote: Thunderbird marks its announcement by itself.
      const goesOn = found.at(-1)?.announced && QUOTE_MARK.test(lines[i]!) && nextFilled(kinds, found.at(-1)!.to) === i;
      found.push({ from: i, to, announced: goesOn || saysItself(lines.slice(i, to), marked) });
      i = to;
      continue;
    }
    const announced = kinds[i] === 'text' ? announcementAt(lines, kinds, i) : null;
    const next = announced ? nextFilled(kinds, announced.to) : null;
    if (!announced) {
      i++;
      continue;
    }
    const from = withRule(lines, kinds, announced.from);
    // Marked lines follow: the quote ends where the marks end. Without marks all that follows is quoted.
    if (next !== null && kinds[next] === 'quote') {
      const to = endOfQuote(lines, kinds, next);
      found.push({ from, to, announced: true });
      i = to;
    } else {
      found.push({ from, to: lines.length, announced: true });
      break;
    }
  }
  return foldable(found, kinds);
}

/** A mail program's own mark says it; else a quote that holds an older quote with its announcement is history. */
function saysItself(lines: string[], marked: Marked[]): boolean {
  const mark = QUOTE_MARK.exec(lines[0]!);
  if (mark && marked[Number(mark[1])]?.sure) return true;
  const text = mark ? (marked[Number(mark[1])]?.text ?? '') : lines.slice(0, INNER_LINES_MAX).join('\n');
  const inner = text
    .slice(0, INNER_CHARS_MAX)
    .split('\n')
    .map(line => line.replace(/^[\s>|]+/, ''));
  const kinds = inner.map(kindOf);
  return inner.some(
    (line, i) => kinds[i] === 'text' && !isForwardMark(line) && announcementAt(inner, kinds, i) !== null,
  );
}

/** Decides between a quote with words before or after it (folded) and answers between the lines (kept). */
function foldable(found: Stretch[], kinds: Kind[]): Stretch[] {
  const last = found.at(-1);
  if (!last) return [];
  // The rest of a quote that was announced further up needs no announcement of its own.
  const tail = followedByNothing(kinds, last.to) && found.some(each => each.announced) ? last : null;
  if (found.length === 1) return last.announced ? found : [];
  const between = found.some((each, i) => i > 0 && hasText(kinds, found[i - 1]!.to, each.from));
  // Answers between the lines need their questions; only a quote that nothing follows goes.
  if (between) return tail && hasText(kinds, found.at(-2)!.to, tail.from) ? [tail] : [];
  return found.filter(each => each.announced);
}

/** How many lines from `i` on announce a quote, and whether all that follows is quoted whatever its marks. */
function announcementAt(lines: string[], kinds: Kind[], i: number): { from: number; to: number } | null {
  const first = lines[i]!;
  if (first.length > LINE_CHARS_MAX) return null;
  if (isDivider(first)) {
    const below = nextFilled(kinds, i + 1);
    const headers = below === null ? null : headerBlockAt(lines, below, 'below a divider');
    return { from: i, to: headers ?? i + 1 };
  }
  const block = headerBlockAt(lines, i);
  if (block !== null) return { from: i, to: block };
  if (!mayAnnounce(first, lines[i + 1] ?? '')) return null;
  let joined = '';
  for (let n = 0; n < ANNOUNCEMENT_LINES_MAX && i + n < lines.length; n++) {
    const line = lines[i + n]!;
    // One blank line inside is what a certain mail program makes of a long name.
    if (kinds[i + n] === 'blank') {
      if (n === 0 || n >= 3 || !/[<,]$|\d$|\p{L}$/u.test(joined) || !/^\s*</.test(lines[i + n + 1] ?? '')) return null;
      continue;
    }
    if (kinds[i + n] === 'quote') return null;
    joined = `${joined} ${line.trim()}`.trim();
    const next = nextFilled(kinds, i + n + 1);
    const quoted = next !== null && kinds[next] === 'quote';
    if (announcesQuote(joined, quoted)) return { from: lastStart(lines, i, i + n + 1, quoted), to: i + n + 1 };
    if (/[.!?]$/.test(line.trim()) && n === 0 && !/\d\.$|\b\p{L}{1,5}\.$|\d\s?[гр]\.$/u.test(line.trim())) return null;
  }
  return null;
}

const DATE_LAST = /(?:\d\s?[,،]|(?:19|20)\d{2}\P{L}{0,2}(?:\p{L}\.)?)\s*$/u;

/** The line on which the announcement really starts: what stands above it belongs to the customer. */
function lastStart(lines: string[], from: number, to: number, quoted: boolean): number {
  for (let j = to - 1; j > from; j--) {
    const words = lines.slice(j, to).join(' ');
    if (!startsAnnouncement(lines[j]!) || !announcesQuote(words, quoted)) continue;
    // Without a day of its own it may be the end of one that begins above, with a line that ends in its date.
    const goesOn =
      to - from === 2 && !hasDay(words) && startsAnnouncement(lines[from]!) && DATE_LAST.test(lines[from]!);
    return goesOn ? from : j;
  }
  return from;
}

/** Cheap look before the dear one: a digit, an address, a colon, or words that go on in the next line with them. */
function mayAnnounce(line: string, below: string): boolean {
  return (
    /\p{Nd}|@|<$|[:：]\s*$/u.test(line) ||
    (line.length <= NAME_CHARS_MAX && /^\s*(<[^<>\s]+@|wrote:|\p{Nd})/u.test(below))
  );
}

/** A rule or a divider right above an announcement belongs to it. */
function withRule(lines: string[], kinds: Kind[], at: number): number {
  let above = at - 1;
  while (above >= 0 && kinds[above] === 'blank' && at - above <= 2) above--;
  const line = lines[above] ?? '';
  return above >= 0 && (isRule(line) || isTitledRule(line) || isDivider(line)) ? above : at;
}

/** Marked lines, blank lines between them, and single lines that a mail program broke off their mark. */
function endOfQuote(lines: string[], kinds: Kind[], from: number): number {
  let to = from;
  // What the markup sets apart is whole, and judged by itself.
  if (QUOTE_MARK.test(lines[from]!)) return from + 1;
  for (let i = from; i < kinds.length; i++) {
    if (QUOTE_MARK.test(lines[i]!)) break;
    if (kinds[i] === 'quote') to = i + 1;
    else if (kinds[i] === 'text') {
      const brokenOff = kinds[i - 1] === 'quote' && kinds[i + 1] === 'quote' && isBrokenOff(lines[i - 1]!, lines[i]!);
      if (!brokenOff) break;
    }
  }
  return to;
}

/** The rest of a long quoted line that was wrapped, or a link; a short answer between two questions is neither. */
function isBrokenOff(above: string, line: string): boolean {
  // What a link's address was torn into ends with a stray mark.
  if (/^\s*\(https?:\S*\)\s*>\s*$/i.test(line)) return true;
  if (above.lastIndexOf('(') > above.lastIndexOf(')') && /^\S+\)\s*$/.test(line)) return true;
  return above.length >= WRAPPED_CHARS_MIN && /^\s*[\p{Ll}(<]/u.test(line);
}

function nextFilled(kinds: Kind[], from: number): number | null {
  for (let i = from; i < kinds.length; i++) if (kinds[i] !== 'blank') return i;
  return null;
}

function followedByNothing(kinds: Kind[], from: number): boolean {
  return nextFilled(kinds, from) === null;
}

function hasText(kinds: Kind[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (kinds[i] === 'text') return true;
  return false;
}
