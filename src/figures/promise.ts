/** Was the promise kept: first answers within the time that customers may wait, in opening hours. */
import type { ChannelId } from '../core/ids.ts';
import { spreadOf } from '../core/quantiles.ts';
import type { Values } from '../core/tally.ts';
import type { DurationMs } from '../core/time.ts';
import { share } from './sum.ts';
import type { FigureParts, Scope } from './tallies.ts';

/** First response times of one channel in one part of the period: where they stand on a page of values. */
export interface Slice {
  channelId: ChannelId;
  page: Values;
  from: number;
  n: number;
}

export interface Promised {
  /** First answers within the target of their channel, of those on channels that have one. */
  n: number;
  of: number;
  rate: number | null;
}

/** How long customers of a channel may wait for an answer; null where nobody says. */
type TargetOf = (channelId: ChannelId) => DurationMs | null;

export function promiseOf(slices: readonly Slice[], targetOf: TargetOf): Promised {
  let [n, of] = [0, 0];
  for (const { channelId, page, from, n: length } of slices) {
    const target = targetOf(channelId);
    if (target === null) continue;
    of += length;
    for (let i = from; i < from + length; i++) if (page.values[i]! <= target) n++;
  }
  return share(n, of);
}

/** The median of first response times in opening hours; null for none. */
export function medianOf(slices: readonly Slice[]): DurationMs | null {
  return spreadOf(slices.map(({ page, from, n }) => ({ values: page.values.slice(from, from + n), length: n }))).median;
}

/** Customers who wait at once that are looked at. */
const WAITING_MAX = 5_000;

/** How many customers wait for longer than they may, right now. */
export async function lateNow({ store, calendar, clock, answerWithin }: FigureParts, rooms: Scope): Promise<number> {
  if (!answerWithin) return 0;
  const now = clock.now();
  return (await store.waiting(WAITING_MAX)).filter(({ roomId, channelKind, waitingSince }) => {
    const target = answerWithin(channelKind);
    if (target === null || (rooms !== null && !rooms.includes(roomId))) return false;
    return calendar.openBetween(channelKind, waitingSince, now) > target;
  }).length;
}

/** How many customers still wait for a first answer, and were told a time that is over. */
export async function toldLate({ store, clock }: FigureParts, rooms: Scope): Promise<number> {
  const late = await store.toldBefore(clock.now(), WAITING_MAX);
  return late.filter(({ roomId }) => rooms === null || rooms.includes(roomId)).length;
}
