/**
 * What the detector knows in this process: built from the store when it is first asked for, and brought up to date with what
 * happened since, in whatever process. Nothing of it is kept: after a restart it is built again.
 */
import type { Calendar } from '../../core/calendar.ts';
import type { EnquiryId } from '../../core/ids.ts';
import { reasonMap } from '../../core/reasons.ts';
import { DAY, type DurationMs, type Instant } from '../../core/time.ts';
import type { Parts } from '../../ports/parts.ts';
import type { ArrivalRow } from '../../ports/rising.ts';
import { localHours } from './clock.ts';
import { type Detector, makeDetector } from './detector.ts';
import { arrivalOf, arrivalsOf, isCounted, LOADED } from './replay.ts';

const EVENTS_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 100;
/** Six weeks of a large shop take some ten seconds to learn: after so many ms others have their turn. */
const IN_ONE_GO: DurationMs = 6;
/** On PostgreSQL an event gets its place before its commit: so many places before the last one are looked at again. */
const PLACES_BEFORE = 200;

type Needed = Pick<Parts, 'store' | 'kinds' | 'calendar' | 'clock'>;

interface Live {
  calendar: Calendar;
  detector: Detector;
  /** Up to which place events were read. */
  place: number;
  /** Versions of enquiries that were looked at in the last places. */
  looked: Map<EnquiryId, number>;
}

/** One of each workspace and process. */
const known = new WeakMap<Parts['store'], Live>();
const running = new WeakMap<Parts['store'], Promise<Detector>>();

/** The detector as of now. Several at once wait for one. */
export function detectorNow(parts: Needed): Promise<Detector> {
  const { store } = parts;
  const before = running.get(store) ?? Promise.resolve();
  const next = before.catch(() => {}).then(() => upToDate(parts));
  running.set(store, next);
  return next;
}

async function upToDate(parts: Needed): Promise<Detector> {
  const { store, calendar, clock } = parts;
  const found = known.get(store);
  // Other opening hours, or another time zone: the hours of a week are others.
  const live = found?.calendar === calendar ? found : await built(parts, clock.now());
  known.set(store, live);
  await takeUp(parts, live, clock.now());
  return live.detector;
}

async function built({ store, kinds, calendar, clock }: Needed, now: Instant): Promise<Live> {
  const place = await store.lastEvent();
  const detector = makeDetector(localHours(calendar));
  const reasons = reasonMap((await store.reasonList())?.entries ?? []);
  let last = clock.now();
  for await (const row of arrivalsOf(store, now - LOADED, now + 1)) {
    if (isCounted(row, kinds)) detector.take(arrivalOf(row, reasons));
    if (clock.now() - last < IN_ONE_GO) continue;
    await clock.sleep(0);
    last = clock.now();
  }
  return { calendar, detector, place, looked: new Map() };
}

async function takeUp({ store, kinds }: Needed, live: Live, now: Instant): Promise<void> {
  const changed = new Set<EnquiryId>();
  const looked = new Map<EnquiryId, number>();
  let place = Math.max(0, live.place - PLACES_BEFORE);
  for (;;) {
    const events = await store.changedAfter(place, EVENTS_AT_ONCE);
    for (const { enquiryId, version } of events) {
      looked.set(enquiryId, Math.max(version, looked.get(enquiryId) ?? 0));
      if ((live.looked.get(enquiryId) ?? -1) < version) changed.add(enquiryId);
    }
    place = events.at(-1)?.seq ?? place;
    if (events.length < EVENTS_AT_ONCE) break;
  }
  const reasons = reasonMap((await store.reasonList())?.entries ?? []);
  const ids = [...changed];
  const rows: ArrivalRow[] = [];
  for (let i = 0; i < ids.length; i += ROWS_AT_ONCE)
    rows.push(...(await store.arrivalsById(ids.slice(i, i + ROWS_AT_ONCE))));
  rows.sort((a, b) => a.at - b.at || a.number - b.number);
  for (const row of rows) {
    const counts = isCounted(row, kinds);
    if (!live.detector.has(row.number)) {
      // What is older and not held is nothing that comes now.
      if (counts && row.at > now - DAY) live.detector.take(arrivalOf(row, reasons));
    } else if (!counts) live.detector.remove(row.number);
    else live.detector.rename(row.number, reasons.nowOr(row.reason));
  }
  live.place = Math.max(live.place, place);
  live.looked = looked;
}
