/** How a saved reply was changed before it was sent, without anything of its customer: each change apart. Pure. */
import { fingerprintOf } from '../../core/message.ts';

/** One change of a saved reply. */
export interface Edit {
  /** Alike changes of one version have the same. */
  fingerprint: string;
  /** The part of the saved reply that gave way: from one of its pieces until before another. */
  from: number;
  to: number;
  /** What took its place. */
  text: string;
}

/** A blank, a word, a space, or any other character. */
const PIECE = /\{[^{}\n]{1,40}\}|[\p{L}\p{M}\p{N}]+|\s+|[\s\S]/gu;
/** Pieces that may differ: past that somebody wrote another text. */
const STEPS_MAX = 300;
/** Words that somebody puts into one blank. */
const FILLED_WORDS_MAX = 12;
/** Changes of one reply that are kept: more is another text. */
const EDITS_MAX = 10;
/** Pieces before a change that say where it is. */
const PLACE_PIECES = 4;

/**
 * @param saved the text with its blanks
 * @param sent what was sent, with the customer's names and numbers blanked out
 */
export function editsOf(saved: string, sent: string): Edit[] {
  const [before, after] = [piecesOf(saved.trimEnd()), piecesOf(sent.trimEnd())];
  const changes = together(changesOf(before, after) ?? [], before, after).map((each, n, all) =>
    slid(each, all[n + 1]?.from ?? before.length, before, after),
  );
  const edits = changes.flatMap(({ from, to, put, until }): Edit[] => {
    const [old, text] = [before.slice(from, to), after.slice(put, until).join('')];
    if (isSpace(old.join('')) && isSpace(text)) return [];
    if (isFill(old, text)) return [];
    const place = before.slice(Math.max(0, from - PLACE_PIECES), from).join('');
    return [{ fingerprint: fingerprintOf([place, old.join(''), text].map(plain).join('\n')), from, to, text }];
  });
  return edits.length > EDITS_MAX ? [] : edits;
}

/** The saved reply with these changes. */
export function withEdits(saved: string, edits: readonly Edit[]): string {
  const pieces = piecesOf(saved.trimEnd());
  let at = 0;
  let text = '';
  for (const { from, to, text: put } of edits.toSorted((a, b) => a.from - b.from)) {
    text += pieces.slice(at, from).join('') + put;
    at = to;
  }
  return text + pieces.slice(at).join('');
}

interface Change {
  from: number;
  to: number;
  put: number;
  until: number;
}

/** Only a blank was filled in, or another one stands there. */
function isFill(old: readonly string[], text: string): boolean {
  if (!old.some(isBlank) || old.some(each => isWord(each))) return false;
  return piecesOf(text).filter(each => isWord(each) || isBlank(each)).length <= FILLED_WORDS_MAX;
}

function piecesOf(text: string): string[] {
  return text.match(PIECE) ?? [];
}

function isBlank(piece: string): boolean {
  return piece.length > 2 && piece.startsWith('{');
}

function isWord(piece: string): boolean {
  return /^[\p{L}\p{N}]/u.test(piece);
}

function isSpace(text: string): boolean {
  return text.trim() === '';
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Changes with nothing but a space or a sign between them are one: "3 December" is put in whole. */
function together(changes: readonly Change[], before: readonly string[], after: readonly string[]): Change[] {
  const found: Change[] = [];
  for (const each of changes) {
    const last = found.at(-1);
    const between = last ? before.slice(last.to, each.from) : [];
    const joins =
      last !== undefined &&
      between.length <= 1 &&
      !between.some(piece => isWord(piece) || isBlank(piece) || /\n/.test(piece));
    if (last && joins && after.slice(last.until, each.put).join('') === between.join('')) {
      last.to = each.to;
      last.until = each.until;
    } else found.push({ ...each });
  }
  return found;
}

/** What is only put in, or only taken out, may stand at several places that read the same: the last of them is its own. */
function slid(change: Change, end: number, before: readonly string[], after: readonly string[]): Change {
  let { from, to, put, until } = change;
  if (from === to) for (; from < end && put < until && before[from] === after[put]; put++, until++) to = ++from;
  else if (put === until) for (; to < end && before[from] === before[to]; from++, to++) until = ++put;
  return { from, to, put, until };
}

/**
 * The shortest way from one list of pieces to another (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations",
 * 1986); null where it has too many steps.
 */
function changesOf(before: readonly string[], after: readonly string[]): Change[] | null {
  const same = (a: string, b: string) => a === b || (isSpace(a) && isSpace(b));
  let [start, end] = [0, 0];
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && same(before[start]!, after[start]!)) start++;
  while (end < shorter - start && same(before.at(-1 - end)!, after.at(-1 - end)!)) end++;
  const [a, b] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const trace = traceOf(a, b, same);
  return trace && changesAlong(trace, a.length, b.length, start);
}

/** How far each diagonal reaches after each step; null past the limit. */
function traceOf(
  a: readonly string[],
  b: readonly string[],
  same: (a: string, b: string) => boolean,
): Map<number, number>[] | null {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let step = 0; step <= STEPS_MAX; step++) {
    const next = new Map(reach);
    for (let k = -step; k <= step; k += 2) {
      const down = k === -step || (k !== step && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && same(a[x]!, b[y]!)) {
        x++;
        y++;
      }
      next.set(k, x);
      if (x >= a.length && y >= b.length) return [...trace, reach];
    }
    trace.push(reach);
    reach = next;
  }
  return null;
}

function changesAlong(trace: readonly Map<number, number>[], ends: number, until: number, start: number): Change[] {
  const found: Change[] = [];
  let [x, y] = [ends, until];
  for (let step = trace.length - 1; step > 0; step--) {
    const reach = trace[step]!;
    const k = x - y;
    const down = k === -step || (k !== step && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const fromX = reach.get(down ? k + 1 : k - 1) ?? 0;
    const fromY = fromX - (down ? k + 1 : k - 1);
    const [toX, toY] = down ? [fromX, fromY + 1] : [fromX + 1, fromY];
    const next = found[0];
    if (next && next.from === start + toX && next.put === start + toY) {
      next.from = start + fromX;
      next.put = start + fromY;
    } else found.unshift({ from: start + fromX, to: start + toX, put: start + fromY, until: start + toY });
    [x, y] = [fromX, fromY];
  }
  return found;
}
