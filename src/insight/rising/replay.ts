/** Goes through the stored history as it came, and finds the alerts that would have been posted: by the live detector. */
import type { Calendar } from '../../core/calendar.ts';
import type { Kinds } from '../../core/kinds.ts';
import { type ReasonMap, reasonMap } from '../../core/reasons.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { gistOf } from '../../knowledge/gist.ts';
import type { ReasonReads } from '../../ports/reads.ts';
import type { ArrivalReads, ArrivalRow } from '../../ports/rising.ts';
import { ONE_ALERT, type Standing, verdictOn } from './book.ts';
import { localHours } from './clock.ts';
import { type Arrival, makeDetector, type Rise } from './detector.ts';
import { LEARNT_DAYS } from './usual.ts';

/** Enquiries that are read at once. */
const STEP = 500;

/** What was learnt from before a moment, with the day that is too fresh for it. */
export const LOADED = (LEARNT_DAYS + 1) * DAY;

interface Source {
  store: ArrivalReads & Pick<ReasonReads, 'reasonList'>;
  kinds: Kinds;
  calendar: Calendar;
}

export interface Replayed extends Rise {
  at: Instant;
}

/** @returns each alert when it would have been posted, with what was known then */
export async function* replay(source: Source, from: Instant, to: Instant): AsyncGenerator<Replayed> {
  const detector = makeDetector(localHours(source.calendar));
  const reasons = reasonMap((await source.store.reasonList())?.entries ?? []);
  let alerts: Standing[] = [];
  for await (const row of arrivalsOf(source.store, from - LOADED, to)) {
    if (!isCounted(row, source.kinds)) continue;
    const arrival = arrivalOf(row, reasons);
    detector.take(arrival);
    // What was posted the day before may go on.
    if (row.at < from - ONE_ALERT) continue;
    alerts = alerts.filter(each => row.at - each.at < ONE_ALERT);
    const verdict = verdictOn(detector, arrival, row.at, alerts);
    if (verdict?.as === 'joins')
      alerts = alerts.map(each =>
        each.id === verdict.id ? { ...each, numbers: [...each.numbers, ...verdict.numbers] } : each,
      );
    if (verdict?.as !== 'new') continue;
    const { topic, numbers } = verdict.rise;
    alerts.push({ id: String(row.number), topic, numbers, at: row.at, quietUntil: null });
    if (row.at >= from) yield { ...verdict.rise, at: row.at };
  }
}

export async function* arrivalsOf(store: ArrivalReads, from: Instant, to: Instant): AsyncGenerator<ArrivalRow> {
  for (let after = { at: from, number: -1 }; ; ) {
    const rows = await store.arrivals(after, to, STEP);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < STEP) return;
    after = { at: last.at, number: last.number };
  }
}

export function isCounted(row: ArrivalRow, kinds: Kinds): boolean {
  return row.counts && kinds.of(row.channelKind).counted;
}

export function arrivalOf({ number, at, customer, reason, subject, text }: ArrivalRow, reasons: ReasonMap): Arrival {
  const gist = text === null && subject === null ? [] : gistOf(text ?? '', subject);
  return { number, at, customer, reason: reasons.nowOr(reason), gist: gist.length ? gist.join('\n') : null };
}
