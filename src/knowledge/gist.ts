/**
 * What somebody asks, without what everybody writes around it: quotes, greetings, pleasantries, sign-offs, signatures. In the
 * languages of people near us; what it does not know it leaves in. Pure.
 */
import { isOnlyThanks } from '../core/thanks.ts';
import {
  greetingLine,
  greetingWords,
  introduction,
  pleasantry,
  quoteBegins,
  sentFrom,
  signatureLine,
  signOffLine,
} from './phrases.ts';

/** Of a text that is looked at: what somebody asks stands in its first pages. */
const CHARS_READ_MAX = 6_000;
/** Of a gist: two or three sentences; what follows adds more noise than sense. */
const GIST_CHARS_MAX = 500;
/** Sentences that are looked at: 2,000 of two letters took half a second. */
const SENTENCES_MAX = 80;
/** Lines at the end of a text in which its sign-off may stand. */
const SIGN_OFF_LINES = 8;

/**
 * The sentences that say what it is about, at least one where there are any words at all.
 * @param subject of the mail; null where there is none, or where it only repeats the text
 */
export function gistOf(text: string, subject: string | null = null): string[] {
  const lines = ownLines(text.slice(0, CHARS_READ_MAX).toWellFormed());
  const body = withoutSignOff(lines);
  const told = sentencesOf(body.join('\n')).slice(0, SENTENCES_MAX);
  const own = told.flatMap((each, i) => bare(each, i));
  const about = subject ? sentencesOf(withoutPrefixes(subject)).flatMap(bare) : [];
  const said = [...about.filter(each => !own.some(one => same(one, each))), ...own];
  const kept = said.length ? said : told.length ? told : sentencesOf(text.slice(0, GIST_CHARS_MAX));
  return clamped(kept.map(plain).filter(each => /[\p{L}\p{N}]/u.test(each)));
}

/** What was written this time: no quoted lines, nothing below the beginning of a quote or a signature. */
function ownLines(text: string): string[] {
  const lines: string[] = [];
  let said = false;
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const trimmed = line.trim();
    if (said && (quoteBegins().test(trimmed) || /^(?:--|__|—)\s*$/.test(trimmed))) break;
    if (trimmed.startsWith('>') || sentFrom().test(trimmed)) continue;
    lines.push(line);
    said ||= trimmed !== '';
  }
  return lines;
}

/** Without the sign-off and everything below it. */
function withoutSignOff(lines: readonly string[]): string[] {
  const full = lines.flatMap((each, i) => (each.trim() ? [i] : []));
  const last = full.slice(-SIGN_OFF_LINES);
  const at = last.find((i, n) => (n > 0 || full.length > last.length) && isSignOff(lines[i]!));
  const kept = at === undefined ? [...lines] : lines.slice(0, at);
  while (kept.length > 1 && (!kept.at(-1)!.trim() || signatureLine().test(kept.at(-1)!.trim()))) kept.pop();
  return kept;
}

function isSignOff(line: string): boolean {
  const trimmed = line.trim();
  return signOffLine().test(trimmed) || (trimmed.length < 60 && isOnlyThanks(trimmed, []));
}

const ENDS = /(?<=[.!?…]["'”»)]?)\s+|(?<=[。！？])|\n+/u;

function sentencesOf(text: string): string[] {
  return text
    .split(ENDS)
    .map(each => each.trim())
    .filter(Boolean);
}

/** The sentence without a greeting in front and a sign-off behind; none where nothing else was in it. */
function bare(sentence: string, n: number): string[] {
  let rest = sentence;
  if (n < 3) rest = rest.replace(greetingLine(), '').replace(greetingWords(), '');
  rest = rest.replace(introduction(), '').trim();
  if (!rest || pleasantry().test(rest) || isSignOff(rest)) return [];
  return [rest];
}

/** "Re: Fwd: [#12] My order" */
function withoutPrefixes(subject: string): string {
  return subject.replace(/^(?:\s*(?:\[[^\]]{0,40}\]|\p{L}{1,5}\s*(?:\[\d+\])?\s*[:：]))+/u, '');
}

function same(a: string, b: string): boolean {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(a).startsWith(letters(b));
}

/**
 * Without what names only this one matter: addresses, links, long numbers. Each piece is found first and then looked at: one
 * pattern for both took 52 s for 6,000 times "@".
 */
function plain(sentence: string): string {
  return sentence
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, ' ')
    .replace(/\S+/g, piece => (isAddress(piece) ? ' ' : piece))
    .replace(/#?[\w-]+/g, piece => (/\d{4}/.test(piece) ? ' ' : piece))
    .replace(/\+?\d[\d ()/.-]{6,}\d/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isAddress(piece: string): boolean {
  const at = piece.indexOf('@', 1);
  return at > 0 && piece.lastIndexOf('.', piece.length - 2) > at + 1;
}

function clamped(sentences: readonly string[]): string[] {
  const kept: string[] = [];
  let left = GIST_CHARS_MAX;
  for (const each of sentences) {
    if (left <= 0) break;
    kept.push(each.slice(0, left).toWellFormed());
    left -= each.length;
  }
  return kept;
}
