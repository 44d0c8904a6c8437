/** Builds the index of a workspace from its store, a few enquiries at a time, and brings it up to date with what happened since. */
import type { EnquiryId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { PastReads, PastRow } from '../ports/history.ts';
import { makePastIndex, type PastEnquiry, type PastIndex } from './past-index.ts';

/** Enquiries that are read at once. */
const STEP = 40;
/** So long they are put in at a stretch; then everything else has its turn. One alone takes some 0.1 ms. */
const TURN_MS: DurationMs = 5;
/** Places that may be lost before the index is made anew. */
const LOST_MAX = 10_000;
const EVENTS_AT_ONCE = 1_000;
/**
 * On PostgreSQL events get their places before their commits, and a commit may come late: so many places before the last
 * one are looked at again when an index is new, and for so long afterwards.
 */
const PLACES_BEFORE = 1_000;
const SETTLED_AFTER_MS = 60_000;
/** ... but not each time that somebody asks: while much comes in, thousands of events stand there. */
const LOOKED_AGAIN_EVERY_MS = 2_000;

/** An index that follows its store. */
export interface Followed {
  readonly index: PastIndex;
  /** Takes up what happened since; several at once do it once. */
  refresh(now: Instant): Promise<void>;
  /** How often something was put in, or again. */
  readonly changes: number;
}

/** What of the past is taken in. */
export interface Taken {
  /** Null for what is left out. */
  past(row: PastRow): PastEnquiry | null;
  /** The newest so many are kept. */
  max: number;
  /** Rows that are looked at for them; absent: all. */
  lookedAtMax?: number;
}

interface Source extends Taken {
  store: PastReads;
  kinds: Kinds;
  clock: Clock;
}

/** @param stopped asked between two steps: nobody wants it any more */
export async function followPast(source: Source, now: Instant, stopped: () => boolean): Promise<Followed | null> {
  const { store } = source;
  const since = await store.lastEvent();
  const state: State = {
    index: makePastIndex(),
    settled: Math.max(0, since - PLACES_BEFORE),
    seen: [],
    looked: new Map(),
    changes: 0,
    place: Math.max(0, since - PLACES_BEFORE),
    lookedAgainAt: now,
  };
  state.seen.push({ at: now, place: since });
  let rowsLeft = source.lookedAtMax ?? Number.POSITIVE_INFINITY;
  for (let before: number | null = null; state.index.size < source.max && rowsLeft > 0; rowsLeft -= STEP) {
    const rows: PastRow[] = await store.pastBefore(before, STEP);
    await inTurns(source.clock, rows, row => put(source, state, row));
    if (stopped()) return null;
    const last = rows.at(-1);
    if (!last) break;
    before = last.number;
  }
  let running: Promise<void> | null = null;
  return {
    get index() {
      return state.index;
    },
    get changes() {
      return state.changes;
    },
    refresh: at => {
      running ??= takeUp(source, state, at).finally(() => {
        running = null;
      });
      return running;
    },
  };
}

interface State {
  index: PastIndex;
  /** No event comes to stand at this place or before it any more. */
  settled: number;
  /** Up to which place events were read, and when. */
  seen: { at: Instant; place: number }[];
  /** Versions that were looked at since `settled`. */
  looked: Map<EnquiryId, number>;
  changes: number;
  /** Up to which place everything was read at least once. */
  place: number;
  lookedAgainAt: Instant;
}

async function takeUp(source: Source, state: State, now: Instant): Promise<void> {
  const changed = new Map<EnquiryId, number>();
  const inWindow = new Map<EnquiryId, number>();
  const again = Math.abs(now - state.lookedAgainAt) >= LOOKED_AGAIN_EVERY_MS;
  let place = again ? state.settled : Math.max(state.settled, state.place);
  for (;;) {
    const events = await source.store.changedAfter(place, EVENTS_AT_ONCE);
    for (const { enquiryId, version } of events) {
      inWindow.set(enquiryId, Math.max(version, inWindow.get(enquiryId) ?? 0));
      if ((state.looked.get(enquiryId) ?? state.index.version(enquiryId) ?? -1) < version)
        changed.set(enquiryId, version);
    }
    place = events.at(-1)?.seq ?? place;
    if (events.length < EVENTS_AT_ONCE) break;
  }
  await lookAgain(source, state, [...changed.keys()]);
  for (const [id, version] of changed) state.looked.set(id, version);
  state.place = Math.max(state.place, place);
  if (again) {
    state.lookedAgainAt = now;
    for (const id of state.looked.keys()) if (!inWindow.has(id)) state.looked.delete(id);
  }
  state.seen.push({ at: now, place });
  while (state.seen[1] && state.seen[1].at <= now - SETTLED_AFTER_MS) state.seen.shift();
  if (state.seen[0]!.at <= now - SETTLED_AFTER_MS) state.settled = Math.max(state.settled, state.seen[0]!.place);
}

/** Those that are resolved go in, as they are now; the others go out. */
async function lookAgain(source: Source, state: State, ids: EnquiryId[]): Promise<void> {
  for (let i = 0; i < ids.length; i += STEP) {
    const some = ids.slice(i, i + STEP);
    const rows = await source.store.pastById(some);
    const there = new Set(rows.map(each => each.id));
    for (const id of some) if (!there.has(id)) state.index.remove(id);
    await inTurns(source.clock, rows, row => put(source, state, row));
  }
  if (state.index.lost > Math.max(LOST_MAX, state.index.size / 4)) state.index = await madeAnew(source, state.index);
}

/** Does it to all of them, a few at a time. */
async function inTurns<T>(clock: Clock, items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let began = clock.elapsed();
  for (const each of items) {
    act(each);
    if (clock.elapsed() - began < TURN_MS) continue;
    await clock.sleep(0);
    began = clock.elapsed();
  }
}

function put(source: Source, state: State, row: PastRow): void {
  // What only we write, to try things out, was asked by nobody.
  const past = source.kinds.of(row.channelKind).counted ? source.past(row) : null;
  if (past === null) state.index.remove(row.id);
  else if (state.index.put(past)) state.changes++;
  if (state.index.size > source.max) state.index.removeOldest();
}

async function madeAnew({ clock }: Source, old: PastIndex): Promise<PastIndex> {
  const index = makePastIndex();
  await inTurns(clock, old.all(), past => void index.put(past));
  // What was forgotten meanwhile.
  for (const id of index.ids()) if (old.version(id) === null) index.remove(id);
  return index;
}
