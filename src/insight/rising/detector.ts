/**
 * Finds what is rising: a contact reason, words, or everything at once. Takes in one enquiry after the other, in the order
 * in which they came, and says of each what it makes rise. What is live and what is replayed go through here. Pure.
 */
import { DAY, type Instant } from '../../core/time.ts';
import { LOOKED_BACK, type Moment, momentOf } from './moment.ts';
import { tailOf } from './tails.ts';
import { makeTexts, type Texts } from './texts.ts';
import { LEARNT_DAYS, type LocalHourOf, makeUsual, RECENT, type Usual } from './usual.ts';

/** An enquiry as it came. */
export interface Arrival {
  number: number;
  at: Instant;
  customer: string;
  /** Its contact reason, as far as it is known; null for none. */
  reason: string | null;
  /** What it asks; null where there are no words. */
  gist: string | null;
}

export type Topic =
  | { as: 'reason'; reason: string }
  | { as: 'words'; words: string[] }
  /** More of everything; `ledBy`: the reason that has most of it, where there are reasons. */
  | { as: 'everything'; ledBy: string | null };

/** Something that rises. */
export interface Rise {
  topic: Topic;
  /** The enquiries, the newest first; of one customer, one. */
  numbers: number[];
  since: Instant;
  /** How many are usual in that time. */
  usual: number;
  score: number;
}

/** Before that nobody knows what is usual. */
const HISTORY = { days: 14, enquiries: 50 };
/** Fewer are no matter for anybody. */
const TOGETHER_MIN = 3;
/**
 * One budget of false alarms, about one in five four-weeks for each of the two: an enquiry counts by how unlikely it is,
 * by how many come a day, and a rare reason must be more unlikely than one that most ask about.
 */
const REASON_SURE = 2;
const REASON_TILT = 0.8;
const WORDS_SURE = 3.6;
/** Days differ, and a busy one is no news: once in some hundred months. */
const EVERYTHING_SURE = 3.5;
const LED_SURE = 2.8;
const EVERYTHING_HOURS = [3, 6, 12];
/** With less than that it is none, however sure: a fifth more is no surge. */
const EVERYTHING_TIMES = 1.5;
const EVERYTHING_MIN = 10;

export interface Detector {
  /** Takes in an enquiry. They come in the order of their times; a late one counts as if it came now. */
  take(arrival: Arrival): void;
  /** What an enquiry of the last hours belongs to that rises at this moment, the surest first. */
  judge(number: number, now: Instant): Rise[];
  /** Its reason was chosen, or changed. */
  rename(number: number, reason: string | null): void;
  /** It counts no more: spam, or merged with another. */
  remove(number: number): void;
  /** Is it about the same as these? */
  isLike(number: number, numbers: readonly number[]): boolean;
  has(number: number): boolean;
  reasonOf(number: number): string | null;
  /** What these have in common, in their own words. */
  wordsOf(numbers: readonly number[]): string[];
  /** Enquiries that are held: no more than come in the time that is learnt from. */
  readonly size: number;
}

export function makeDetector(localHour: LocalHourOf): Detector {
  return new State(localHour);
}

interface Held extends Omit<Arrival, 'gist'> {
  /** In what is learnt from. */
  learnt: boolean;
  gone: boolean;
}

class State implements Detector {
  private readonly localHour: LocalHourOf;
  private readonly texts: Texts = makeTexts(LOOKED_BACK);
  private usual: Usual | null = null;
  private held: Held[] = [];
  private readonly byNumber = new Map<number, Held>();
  /** Places in `held`: what is learnt from begins and ends here. */
  private first = 0;
  private last = 0;
  private begins: Instant | null = null;
  private taken = 0;
  private now: Instant = Number.NEGATIVE_INFINITY;

  constructor(localHour: LocalHourOf) {
    this.localHour = localHour;
  }

  get size(): number {
    return this.byNumber.size;
  }

  has(number: number): boolean {
    return this.byNumber.has(number);
  }

  reasonOf(number: number): string | null {
    return this.byNumber.get(number)?.reason ?? null;
  }

  wordsOf(numbers: readonly number[]): string[] {
    return this.texts.wordsOf(numbers);
  }

  take({ gist, ...arrival }: Arrival): void {
    const at = Math.max(arrival.at, this.now);
    this.begins ??= at;
    this.usual ??= makeUsual(this.localHour, at);
    this.moveTo(at);
    const held: Held = { ...arrival, at, learnt: false, gone: false };
    this.held.push(held);
    this.byNumber.set(held.number, held);
    this.taken++;
    if (gist !== null) this.texts.put(held, gist);
  }

  private moveTo(now: Instant): void {
    const usual = this.usual;
    if (!usual || now <= this.now) return;
    this.now = now;
    usual.moveTo(now);
    this.texts.moveTo(now);
    // As the hours that are learnt from: whole ones.
    const until = Math.floor((now - RECENT) / HOUR_MS) * HOUR_MS;
    const from = until - (LEARNT_DAYS - 1) * DAY;
    for (; this.last < this.held.length && this.held[this.last]!.at < until; this.last++) {
      const each = this.held[this.last]!;
      if (each.gone || each.at < from) continue;
      each.learnt = true;
      usual.put(each.at, each.reason);
    }
    for (; this.first < this.held.length && this.held[this.first]!.at < from; this.first++) {
      const each = this.held[this.first]!;
      if (each.learnt) usual.drop(each.at, each.reason);
      this.byNumber.delete(each.number);
    }
    if (this.first > 1_000 && this.first * 2 > this.held.length) {
      this.held = this.held.slice(this.first);
      this.last -= this.first;
      this.first = 0;
    }
  }

  rename(number: number, reason: string | null): void {
    const held = this.byNumber.get(number);
    if (!held || held.reason === reason) return;
    if (held.learnt) this.usual?.drop(held.at, held.reason);
    held.reason = reason;
    if (held.learnt) this.usual?.put(held.at, reason);
  }

  remove(number: number): void {
    const held = this.byNumber.get(number);
    if (!held || held.gone) return;
    held.gone = true;
    if (held.learnt) this.usual?.drop(held.at, held.reason);
    held.learnt = false;
    this.texts.remove(number);
  }

  isLike(number: number, numbers: readonly number[]): boolean {
    return this.texts.isLike(number, numbers);
  }

  judge(number: number, now: Instant): Rise[] {
    this.moveTo(now);
    const held = this.byNumber.get(number);
    const { usual } = this;
    if (!held || held.gone || !usual || held.at < now - LOOKED_BACK) return [];
    if (this.taken < HISTORY.enquiries || now - (this.begins ?? now) < HISTORY.days * DAY) return [];
    const moment = momentOf(usual, now);
    const recent = this.since(now - LOOKED_BACK);
    const rises = [
      held.reason === null ? null : this.ofReason(usual, moment, recent, held.reason),
      this.ofWords(moment, recent, number),
    ].filter(each => each !== null);
    // Where something stands out on a day that is busy in all else, it leads a surge.
    const everything = this.everything(usual, moment, rises.length ? LED_SURE : EVERYTHING_SURE);
    return everything ? [everything, ...rises] : rises;
  }

  /** The newest first, of each customer the newest. */
  private since(from: Instant): Held[] {
    const found: Held[] = [];
    for (let i = this.held.length - 1; i >= this.last && this.held[i]!.at >= from; i--) {
      const each = this.held[i]!;
      if (!each.gone) found.push(each);
    }
    return found;
  }

  private ofReason(usual: Usual, moment: Moment, recent: readonly Held[], reason: string): Rise | null {
    const share = usual.shareOf(reason);
    const ownShape = usual.ownShape();
    const fixed = REASON_TILT * Math.log10(share) - Math.log10(moment.perDay);
    const customers = new Set<string>();
    const members: Held[] = [];
    const starts: { n: number; at: Instant; others: number }[] = [];
    let others = 0;
    for (const each of recent) {
      if (each.reason !== reason) others++;
      else if (!customers.has(each.customer)) {
        customers.add(each.customer);
        members.push(each);
        if (members.length >= TOGETHER_MIN) starts.push({ n: members.length, at: each.at, others });
      }
    }
    let best = { score: REASON_SURE, n: 0, at: moment.now };
    for (const { n, at, others: since } of starts) {
      const score = moment.surprise(n, at, share, since, others, ownShape) + fixed;
      if (score > best.score) best = { score, n, at };
    }
    if (best.n === 0) return null;
    return {
      topic: { as: 'reason', reason },
      numbers: members.slice(0, best.n).map(each => each.number),
      since: best.at,
      usual: moment.since(best.at) * share,
      score: best.score,
    };
  }

  private ofWords(moment: Moment, recent: readonly Held[], number: number): Rise | null {
    const times = recent.map(each => each.at);
    const others = (from: Instant) => countSince(times, from);
    const cluster = this.texts.clusterOf(number, moment, others);
    if (!cluster || cluster.score < WORDS_SURE) return null;
    return {
      topic: { as: 'words', words: this.texts.wordsOf(cluster.numbers) },
      numbers: this.ofDistinct(cluster.numbers),
      since: cluster.since,
      usual: moment.since(cluster.since) * cluster.share,
      score: cluster.score,
    };
  }

  private ofDistinct(numbers: readonly number[]): number[] {
    const customers = new Set<string>();
    return numbers.filter(each => {
      const customer = this.byNumber.get(each)?.customer ?? '';
      if (customers.has(customer)) return false;
      customers.add(customer);
      return true;
    });
  }

  /** More of everything than days differ by, also without what leads it. */
  private everything(usual: Usual, moment: Moment, least: number): Rise | null {
    const all = this.since(moment.now - DAY);
    const times = all.map(each => each.at);
    const spans = EVERYTHING_HOURS.map(hours => moment.now - hours * HOUR_MS)
      .map(from => ({ from, expected: moment.since(from) }))
      .filter(({ from, expected }) => countSince(times, from) >= leastOfAll(expected));
    // On nearly all days there are too few, also with those who wrote twice.
    if (spans.length === 0) return null;
    const day = distinct(all);
    let best: { score: number; members: Held[]; from: Instant; expected: number; ledBy: string | null } | null = null;
    for (const { from, expected } of spans) {
      const members = day.filter(each => each.at >= from);
      if (members.length < leastOfAll(expected)) continue;
      const sure = (n: number) => -Math.log10(Math.max(tailOf(n, expected, usual.shape()), 1e-30));
      if (sure(members.length) < least) continue;
      const { ledBy, excess } = leading(members, reason => expected * usual.shareOf(reason));
      const rest =
        members.length -
        Math.max(
          excess,
          this.texts.excess(
            members.map(each => each.number),
            expected,
          ),
        );
      if (rest < expected * EVERYTHING_TIMES) continue;
      const score = sure(Math.floor(rest));
      if (score >= least && score > (best?.score ?? 0)) best = { score, members, from, expected, ledBy };
    }
    if (!best) return null;
    const { score, members, from, expected, ledBy } = best;
    return {
      topic: { as: 'everything', ledBy },
      numbers: members.map(each => each.number),
      since: from,
      usual: expected,
      score,
    };
  }
}

const HOUR_MS = 3_600_000;

/** Fewer are no surge, however sure. */
function leastOfAll(expected: number): number {
  return Math.max(EVERYTHING_MIN, expected * EVERYTHING_TIMES);
}

function distinct(held: readonly Held[]): Held[] {
  const customers = new Set<string>();
  return held.filter(each => !customers.has(each.customer) && customers.add(each.customer));
}

/** The reason with most above what is usual. */
function leading(
  members: readonly Held[],
  usualOf: (reason: string) => number,
): { ledBy: string | null; excess: number } {
  const counts = new Map<string, number>();
  for (const { reason } of members) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  let [ledBy, excess]: [string | null, number] = [null, 0];
  for (const [reason, n] of counts) if (n - usualOf(reason) > excess) [ledBy, excess] = [reason, n - usualOf(reason)];
  return { ledBy, excess };
}

/** Of times in falling order, how many lie at `from` or after. */
function countSince(times: readonly Instant[], from: Instant): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! >= from) low = middle + 1;
    else high = middle;
  }
  return low;
}
