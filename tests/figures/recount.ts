/** Random histories, and the figures counted once more from their lines alone: plainly, slowly, and with nothing of the house. */
import type { Happened, History } from '../kit/history.ts';

export const DAY = 86_400_000;
const CHANNELS = ['help', 'site', 'log'];
const REASONS = [undefined, 'Delivery', 'Repair', 'Invoice'];
const STAFF = ['ann', 'ben', 'chidi', 'dora', 'emil'];

export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface RandomHistory extends History {
  channel: string;
}

export function randomHistories(random: Random, n: number, from: number, days: number): RandomHistory[] {
  return Array.from({ length: n }, (_, i) => {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const channel = pick(CHANNELS);
    const reason = pick(REASONS);
    let at = from + Math.floor(random() * days * DAY);
    const opened = at;
    const events: Happened[] = [];
    let state: 'open' | 'waiting' | 'snoozed' | 'resolved' = 'open';
    let resolvedAt = 0;
    let replies = 0;
    const add = (type: string, data: Record<string, unknown> = {}) =>
      events.push([new Date(at).toISOString(), type, data]);
    add('EnquiryOpened');
    for (let step = Math.floor(random() * 10); step > 0; step--) {
      // Often minutes, sometimes days.
      at += 1 + Math.floor(random() ** 4 * 6 * DAY);
      const dice = random();
      if (dice < 0.05) add('AnsweredByMachine');
      else if (state === 'resolved') {
        if (dice < 0.3) add('CustomerWrote', { machine: false, thanksOnly: true });
        else if (dice < 0.5) add('CustomerRated', { score: 1 + Math.floor(random() * 5), of: resolvedAt });
        else if (dice < 0.6) add('RatingAsked', { of: resolvedAt });
        else if (dice < 0.8) {
          add('CustomerWrote', { machine: false, thanksOnly: false });
          add('EnquiryReopened', { because: 'customer-wrote' });
          state = 'open';
        } else {
          add('EnquiryReopened', { because: 'staff' });
          state = 'open';
        }
      } else if (dice < 0.25) {
        add('CustomerWrote', { machine: false, thanksOnly: false });
        state = 'open';
      } else if (dice < 0.35) {
        add('EnquirySnoozed', { by: pick(STAFF), until: at + DAY });
        state = 'snoozed';
      } else if (dice < 0.42 && state === 'snoozed') {
        add('EnquiryWoke');
        state = 'open';
      } else if (dice < 0.75) {
        const andResolve = random() < 0.4;
        add('ReplySent', { reply: `r${i}-${replies++}`, by: pick(STAFF), andResolve, customerWaits: false });
        if (andResolve) [state, resolvedAt] = ['resolved', at];
        else if (state === 'open') state = 'waiting';
      } else {
        add('EnquiryResolved', { by: pick(STAFF), reason: null });
        [state, resolvedAt] = ['resolved', at];
      }
    }
    if (random() < 0.06) {
      at += 1_000;
      add('EnquiryMarkedSpam', { by: pick(STAFF) });
    }
    return { id: `n${i}`, channel, opened: new Date(opened).toISOString(), ...(reason ? { reason } : {}), events };
  });
}

export interface Recount {
  opened: number;
  firstResponse: number[];
  nextResponse: number[];
  firstResolution: number[];
  fullResolution: number[];
  resolutions: number;
  resolvedEnquiries: number;
  reopened: number;
  firstContacts: number;
  firstContactOf: number;
  asked: number;
  rated: number;
  positive: number;
  backlog: number;
  snoozed: number;
  staff: Set<string>;
}

/** What docs/metrics.md says, done with a pencil. */
export function recount(histories: readonly RandomHistory[], from: number, to: number): Recount {
  const all: Recount = {
    opened: 0,
    firstResponse: [],
    nextResponse: [],
    firstResolution: [],
    fullResolution: [],
    resolutions: 0,
    resolvedEnquiries: 0,
    reopened: 0,
    firstContacts: 0,
    firstContactOf: 0,
    asked: 0,
    rated: 0,
    positive: 0,
    backlog: 0,
    snoozed: 0,
    staff: new Set(),
  };
  const inside = (at: number) => at >= from && at < to;
  for (const { channel, opened: openedText, events } of histories) {
    if (events.some(([, type]) => type === 'EnquiryMarkedSpam')) continue;
    const opened = Date.parse(openedText);
    if (inside(opened)) all.opened++;
    interface Resolution {
      at: number;
      replies: number;
      back: { at: number; customer: boolean } | null;
      asked: boolean;
      score: number | null;
    }
    const resolutions: Resolution[] = [];
    let waiting: number | null = opened;
    let [answered, replies] = [false, 0];
    let status = 'open';
    let statusThen = opened < to ? 'open' : 'not yet';
    for (const [text, type, data = {}] of events) {
      const at = Date.parse(text);
      const resolve = () => {
        resolutions.push({ at, replies, back: null, asked: false, score: null });
        status = 'resolved';
        waiting = null;
      };
      switch (type) {
        case 'ReplySent':
          replies++;
          if (!answered) {
            answered = true;
            if (inside(at)) all.firstResponse.push(at - opened);
          } else if (waiting !== null && inside(at)) all.nextResponse.push(at - waiting);
          if (inside(at)) all.staff.add(String(data.by));
          waiting = null;
          if (data.andResolve && status !== 'resolved') {
            resolve();
          } else if (status === 'open') status = 'waiting';
          break;
        case 'EnquiryResolved':
          if (inside(at)) all.staff.add(String(data.by));
          resolve();
          break;
        case 'CustomerWrote':
          if (data.thanksOnly) break;
          waiting ??= at;
          if (status === 'waiting' || status === 'snoozed') status = 'open';
          break;
        case 'EnquiryReopened':
          resolutions.at(-1)!.back = { at, customer: data.because === 'customer-wrote' };
          status = 'open';
          break;
        case 'EnquirySnoozed':
          status = 'snoozed';
          break;
        case 'EnquiryWoke':
          status = 'open';
          break;
        case 'CustomerRated':
        case 'RatingAsked': {
          const rated = resolutions.find(each => each.at === data.of);
          if (!rated) break;
          rated.asked = true;
          if (type === 'CustomerRated') rated.score = Number(data.score);
        }
      }
      if (at < to && statusThen !== 'not yet') statusThen = status;
    }
    if (statusThen === 'open' || statusThen === 'waiting' || statusThen === 'snoozed') all.backlog++;
    if (statusThen === 'snoozed') all.snoozed++;
    const mine = resolutions.filter(each => inside(each.at));
    all.resolutions += mine.length;
    if (mine.length) all.resolvedEnquiries++;
    if (mine.some(each => each.back)) all.reopened++;
    for (const each of mine) {
      const first = each === resolutions[0];
      if (first) all.firstResolution.push(each.at - opened);
      if (each === resolutions.at(-1) && !each.back) all.fullResolution.push(each.at - opened);
      if (first && channel !== 'log') {
        all.firstContactOf++;
        const soon = each.back?.customer && each.back.at - each.at <= 7 * DAY;
        if (each.replies === 1 && !soon) all.firstContacts++;
      }
      if (each.asked) all.asked++;
      if (each.score !== null) all.rated++;
      if (each.score !== null && each.score >= 4) all.positive++;
    }
  }
  return all;
}

/** By sorting, and the line between the two nearest; in whole numbers, halves up. */
export function percentile(values: readonly number[], p: 0.5 | 0.9): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const tenths = BigInt(sorted.length - 1) * BigInt(p * 10);
  const low = Number(tenths / 10n);
  const between = BigInt(sorted[low + 1] ?? sorted[low]!) - BigInt(sorted[low]!);
  return sorted[low]! + Number((between * (tenths % 10n) * 2n + 10n) / 20n);
}
