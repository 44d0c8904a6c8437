/**
 * What customers taught the business in a time: what they asked, what changed, what is new, in their own words, and what it cost
 * in answers. The numbers are those of `stats`; words and quotes are of rooms that whoever asks can read.
 */
import { type Day, dayOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { type ReasonMap, reasonMap } from '../core/reasons.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Period, PeriodPair } from '../figures/period.ts';
import { makeReport, type Report } from '../figures/report.ts';
import type { FigureParts, Scope } from '../figures/tallies.ts';
import { gistOf } from '../knowledge/gist.ts';
import { wordsOf } from '../knowledge/terms.ts';
import type { AskedReads, AskedRow } from '../ports/asked.ts';
import type { StaffReads } from '../ports/reads.ts';
import { type Change, changeOf } from './change.ts';
import { type Phrases, phrasesOf } from './phrases-new.ts';
import { type Quotable, type Quote, quotesOf } from './quotes.ts';

/** A matter with what customers said about it. */
export interface Topic {
  words: string;
  /** Enquiries of a contact reason; of words: customers in the sample. */
  n: number;
  quotes: Quote[];
  /** The contact reason that most of its enquiries have; null for none. */
  reason: string | null;
}

export interface Insight {
  report: Report;
  /** All new enquiries together. */
  total: Change;
  /** Contact reasons that were chosen, the most frequent first, with how each changed; null: there is nothing before to compare with. */
  reasons: { reason: string; n: number; share: number | null; change: Change | null }[];
  /** How many have a reason that is not named here, because only rooms use it that not everybody reads. */
  others: number;
  /** How many have no contact reason. */
  unnamed: number;
  /** Words that came up most, for where too few have a reason. */
  groups: { words: string; customers: number }[];
  /** What nobody wrote before; null where there is too little before. */
  fresh: Topic[] | null;
  /** The biggest matter, and what grew most, in their words. */
  topics: Topic[];
  /** How many enquiries the words are of, and whether these are all of them. */
  sample: { n: number; all: boolean };
  answers: { replies: number; before: number; firstResponse: DurationMs | null };
}

type LearnParts = FigureParts & { store: AskedReads & StaffReads };

interface Asking {
  /** What is counted. */
  scope: Scope;
  /** Rooms whose words may be shown; null: all. */
  readable: readonly RoomId[] | null;
  /** Is a text nothing that anybody would be shielded from? For what was taken in before there was a shield. */
  isFine(text: string): boolean;
  /** May this reason be named? Absent: each may. */
  names?(reason: string): boolean;
}

/** Parts of a time that are looked at alike. */
const SLICES = 12;
/** Enquiries of each part: some 400 in all, which is every one of a small shop. */
const EACH_MAX = 34;
const QUOTES_EACH = 3;
/** With this share of reasons and more the words that came up most add nothing. */
const NAMED_SHARE = 0.5;
/** After so many ms others have their turn. */
const IN_ONE_GO: DurationMs = 6;

export async function learn(parts: LearnParts, pair: PeriodPair, asking: Asking): Promise<Insight> {
  const { period, previous } = pair;
  const [report, rows, earlier, staff, listed] = await Promise.all([
    makeReport(parts, pair, null, asking.scope),
    parts.store.askedIn(slicesOf(period), EACH_MAX, asking.readable),
    parts.store.askedIn(slicesOf(previous), EACH_MAX, asking.readable),
    parts.store.allStaff(),
    parts.store.reasonList(),
  ]);
  const breathe = breather(parts);
  const called = reasonMap(listed?.entries ?? []);
  const team = staff.map(each => each.name);
  const now = await readAll(parts, rows, { breathe, isFine: asking.isFine, reasons: called });
  const before = await readAll(parts, earlier, { breathe, isFine: asking.isFine, reasons: called });
  const compared = report.since !== null && report.since <= dayBefore(parts, previous);
  const names = new Set([...team, ...rows.flatMap(nameOf)].flatMap(wordsOf));
  const phrases = phrasesOf(now, before, names);
  await breathe();
  const length = (period.until - period.from) / Math.max(1, previous.until - previous.from);
  const mayName = asking.names ?? (() => true);
  const reasons = report.reasons.flatMap(({ reason, n, share, before: was }) =>
    reason === null || !mayName(reason)
      ? []
      : [{ reason, n, share, change: compared ? changeOf(n, was, length) : null }],
  );
  const unnamed = report.reasons.find(each => each.reason === null)?.n ?? 0;
  const { figures } = report;
  const quoting = new Quoting(now, heldBy(now, names), team, breathe);
  const fresh = compared ? await topicsNew(phrases, quoting) : null;
  const named = report.figures.opened - unnamed >= report.figures.opened * NAMED_SHARE;
  const topics = await topicsOf(reasons, phrases, quoting, named);
  const repliesOf = ({ firstResponse, nextResponse }: Report['figures']) => firstResponse.open.n + nextResponse.open.n;
  return {
    report,
    total: changeOf(figures.opened, compared ? report.before.opened : 0, length),
    reasons: reasons.filter(each => each.n > 0 || each.change?.as === 'gone'),
    others: report.reasons.reduce((sum, { reason, n }) => sum + (reason === null || mayName(reason) ? 0 : n), 0),
    unnamed,
    groups: named ? [] : phrases.groups.map(each => ({ words: each.words, customers: each.now })),
    fresh,
    topics,
    sample: { n: now.length, all: rows.length < SLICES * EACH_MAX * 0.9 || rows.length >= figures.opened },
    answers: {
      replies: repliesOf(figures),
      before: compared ? repliesOf(report.before) : 0,
      firstResponse: figures.firstResponse.open.median,
    },
  };
}

function dayBefore({ calendar }: LearnParts, previous: Period): Day {
  return dayOf(calendar.timezone, previous.from);
}

/** Spans of equal length, so that what is looked at is of the whole time. */
function slicesOf({ from, until }: Period): { from: Instant; to: Instant }[] {
  if (until <= from) return [];
  const at = (n: number) => from + Math.floor(((until - from) * n) / SLICES);
  return Array.from({ length: SLICES }, (_, n) => ({ from: at(n), to: at(n + 1) })).filter(each => each.to > each.from);
}

function nameOf({ name, address }: AskedRow): string[] {
  return [...(name ? [name] : []), address];
}

interface Read extends Quotable {
  reason: string | null;
  fine: boolean;
}

async function readAll(
  { kinds }: LearnParts,
  rows: readonly AskedRow[],
  { breathe, isFine, reasons }: { breathe(): Promise<void>; isFine: Asking['isFine']; reasons: ReasonMap },
): Promise<Read[]> {
  const read: Read[] = [];
  for (const row of rows) {
    const kind = kinds.of(row.channelKind);
    // What staff wrote down of a call are not the customer's words, and what only we write was asked by nobody.
    if (!kind.counted || !kind.answerable || row.kind !== 'human' || row.text.trim() === '') continue;
    read.push({
      number: row.number,
      customer: row.customerId,
      sentences: gistOf(row.text),
      names: nameOf(row),
      reason: reasons.nowOr(row.reason),
      fine: row.fine ?? isFine(row.text),
    });
    await breathe();
  }
  return read;
}

/** By how many customers a word is written; of those that are names of theirs, by none. */
function heldBy(read: readonly Read[], names: ReadonlySet<string>): (word: string) => number {
  const customers = new Map<string, Set<string>>();
  for (const { customer, sentences } of read)
    for (const word of sentences.flatMap(wordsOf)) {
      const there = customers.get(word) ?? new Set();
      customers.set(word, there.add(customer));
    }
  return word => {
    const [plain = ''] = wordsOf(word);
    return names.has(plain) ? 0 : (customers.get(plain)?.size ?? 0);
  };
}

/** Finds quotes, none of them twice, and lets others run in between. */
class Quoting {
  readonly read: readonly Read[];
  readonly #holds: (word: string) => number;
  readonly #team: readonly string[];
  readonly #breathe: () => Promise<void>;
  readonly #taken = new Set<number | string>();

  constructor(
    read: readonly Read[],
    holds: (word: string) => number,
    team: readonly string[],
    breathe: () => Promise<void>,
  ) {
    this.read = read;
    this.#holds = holds;
    this.#team = team;
    this.#breathe = breathe;
  }

  async about(words: string, among: readonly Read[]): Promise<Quote[]> {
    const quotes: Quote[] = [];
    const heard = new Set<string>();
    for (let tries = 0; quotes.length < QUOTES_EACH && tries < QUOTES_EACH; tries++) {
      const left = among.filter(each => each.fine && !heard.has(each.customer));
      const [quote] = quotesOf(left, {
        words: [words],
        limit: 1,
        holds: this.#holds,
        team: this.#team,
        taken: this.#taken,
      });
      await this.#breathe();
      if (!quote) break;
      const { text, number, begins } = quote;
      quotes.push({ text, number });
      this.#taken.add(number).add(begins);
      heard.add(among.find(each => each.number === quote.number)?.customer ?? '');
    }
    return quotes;
  }
}

async function topicsNew({ fresh }: Phrases, quoting: Quoting): Promise<Topic[]> {
  const topics: Topic[] = [];
  for (const { words, at, now } of fresh) {
    const among = at.map(i => quoting.read[i]!);
    topics.push({ words, n: now, quotes: await quoting.about(words, among), reason: reasonOf(among) });
  }
  return topics;
}

/** What grew most, and what is asked most; by words where too few have a reason. */
async function topicsOf(
  reasons: Insight['reasons'],
  { groups }: Phrases,
  quoting: Quoting,
  named: boolean,
): Promise<Topic[]> {
  const topics: Topic[] = [];
  if (named) {
    const grew = reasons
      .filter(({ change }) => change?.as === 'up' || change?.as === 'fresh')
      .sort((a, b) => b.n - (b.change?.before ?? 0) - (a.n - (a.change?.before ?? 0)));
    const chosen = [...new Set([...grew.slice(0, 1), ...reasons.slice(0, 1)])];
    for (const { reason, n } of chosen) {
      const quotes = await quoting.about(
        reason,
        quoting.read.filter(each => each.reason === reason),
      );
      if (quotes.length) topics.push({ words: reason, n, quotes, reason });
    }
    return topics;
  }
  for (const { words, at, now } of groups.slice(0, 2)) {
    const quotes = await quoting.about(
      words,
      at.map(i => quoting.read[i]!),
    );
    if (quotes.length) topics.push({ words, n: now, quotes, reason: null });
  }
  return topics;
}

/** Of more than half of them. */
function reasonOf(among: readonly Read[]): string | null {
  const counts = Map.groupBy(among, each => each.reason);
  const [reason, own] = [...counts].sort((a, b) => b[1].length - a[1].length)[0] ?? [null, []];
  return own.length * 2 > among.length ? reason : null;
}

function breather({ clock }: LearnParts): () => Promise<void> {
  let last = clock.now();
  return async () => {
    if (clock.now() - last < IN_ONE_GO) return;
    await clock.sleep(0);
    last = clock.now();
  };
}
