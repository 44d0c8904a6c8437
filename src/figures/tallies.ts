/**
 * Tallies closed days and weeks once, and stores the tallies. A change to a past day deletes its tally in the same commit; a
 * tally computed from older rows is never stored, because its placeholder is gone by then.
 */
import type { Calendar } from '../core/calendar.ts';
import { addDays, type Day, type DaySpan, dayOf, mondayOf, spansOf } from '../core/days.ts';
import type { OpeningHours } from '../core/hours.ts';
import type { RoomId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import {
  addMeasure,
  addTally,
  decodeTally,
  emptyTally,
  encodeTally,
  type PlacedMeasure,
  type Tally,
  tallyId,
  tallyZone,
} from '../core/tally.ts';
import { type DurationMs, HOUR, type Instant } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { WaitReads } from '../ports/promises.ts';
import type {
  BacklogReads,
  EnquiryReads,
  EventReads,
  MeasurePosition,
  MeasureReads,
  ReasonReads,
  RoomReads,
} from '../ports/reads.ts';
import type { MeasureRow, TallyRow } from '../ports/rows.ts';
import type { Commits, Op } from '../ports/store.ts';

/** A day is closed this long after its end: by then every commit that began in it has landed, whoever's clock it had. */
const CLOSED_AFTER: DurationMs = HOUR;
/** Rows read at once: a few ms for the loop to take over from the reading thread. */
const ROWS_AT_ONCE = 2_000;
/** Sums read at once: of a busy week each is about 100 KB, and takes a ms or two to read. */
const TALLIES_AT_ONCE = 4;
/** Sums written in one commit. */
const WRITES_AT_ONCE = 50;
/** Days added up in one go while nobody waits. */
const DAYS_AT_ONCE = 62;

interface Unit {
  unit: 'day' | 'week';
  day: Day;
}

/** The rooms whose enquiries are counted; null: all of them. */
export type Scope = readonly RoomId[] | null;

/** What figures are gathered with. */
export interface FigureParts {
  store: BacklogReads & Commits & EnquiryReads & EventReads & MeasureReads & ReasonReads & RoomReads & WaitReads;
  clock: Clock;
  calendar: Calendar;
  kinds: Kinds;
  /** How long customers of a kind of channel may wait, in opening hours; null for as long as it takes. */
  answerWithin?(channelKind: string): DurationMs | null;
  /** When it is open, of late. */
  hours?: OpeningHours;
}

/** The first day that is not closed yet: from here on rows are read one by one. */
function openDay({ calendar, clock }: FigureParts): Day {
  return dayOf(calendar.timezone, clock.now() - CLOSED_AFTER);
}

/** The day before which all days up to `end` are closed. */
export function closedDays(parts: FigureParts, end: Day): Day {
  const open = openDay(parts);
  return end < open ? end : open;
}

/** Hands over the encoded sums of these closed days and weeks, adding up first what nobody has asked for yet. */
export async function readTallies(
  parts: FigureParts,
  units: readonly Unit[],
  take: (unit: Unit, content: Uint8Array) => void,
) {
  const { store, calendar, clock } = parts;
  const missing: Unit[] = [];
  const some = (from: number) => units.slice(from, from + TALLIES_AT_ONCE);
  const read = (from: number) => {
    const rows = store.tallies(some(from).map(each => idOf(parts, each)));
    // Whoever waits for it hears of a failure; nobody does after one before it.
    rows.catch(() => {});
    return rows;
  };
  // The next ones are on their way while these are added.
  let coming = read(0);
  for (let i = 0; i < units.length; i += TALLIES_AT_ONCE) {
    const rows = await coming;
    coming = read(i + TALLIES_AT_ONCE);
    const known = new Map(rows.map(row => [row.id, row]));
    for (const unit of some(i)) {
      const row = known.get(idOf(parts, unit));
      if (row?.content && row.zone === tallyZone(calendar.timezone)) take(unit, row.content);
      else missing.push(unit);
    }
    // Those that have come meanwhile would be handed over at once.
    await clock.sleep(0);
  }
  if (missing.length === 0) return;
  const days = missing.filter(each => each.unit === 'day');
  const weeks = missing.filter(each => each.unit === 'week');
  for (const run of runsOf(days.map(each => each.day))) {
    for (let day = run.from; day < run.to; day = addDays(day, DAYS_AT_ONCE)) {
      const to = addDays(day, DAYS_AT_ONCE);
      const made = await addUpDays(parts, day, to < run.to ? to : run.to);
      for (const [each, content] of made) take({ unit: 'day', day: each }, content);
    }
  }
  for (const week of weeks) take(week, await addUpWeek(parts, week.day));
}

/** Weeks that are added up in an hour: two years of them in a day. */
const WEEKS_AT_ONCE = 26;

/** Adds up what is closed and has not been added up yet, from the first day on; a part of it at a time. */
export async function tallyUp(parts: FigureParts, weeksMax = WEEKS_AT_ONCE): Promise<number> {
  const first = await parts.store.firstMeasureAt();
  if (first === null) return 0;
  const end = mondayOf(openDay(parts));
  const weeks: Unit[] = [];
  for (let day = mondayOf(dayOf(parts.calendar.timezone, first)); day < end; day = addDays(day, 7))
    weeks.push({ unit: 'week', day });
  let made = 0;
  // The newest first: that is what is asked for.
  for (let i = weeks.length; i > 0 && made < weeksMax; i -= TALLIES_AT_ONCE) {
    const some = weeks.slice(Math.max(0, i - TALLIES_AT_ONCE), i);
    const rows = await parts.store.tallies(some.map(each => idOf(parts, each)));
    const zone = tallyZone(parts.calendar.timezone);
    const done = new Set(rows.filter(row => row.content && row.zone === zone).map(row => row.id));
    for (const week of some.reverse()) {
      if (done.has(idOf(parts, week)) || made >= weeksMax) continue;
      await addUpWeek(parts, week.day);
      made++;
    }
  }
  return made;
}

function idOf({ store }: FigureParts, { unit, day }: Unit): string {
  return tallyId(store.workspaceId, unit, day);
}

async function addUpDays(parts: FigureParts, from: Day, to: Day): Promise<Map<Day, Uint8Array>> {
  const { timezone } = parts.calendar;
  const spans = spansOf(timezone, from, to);
  const marks = await markAll(
    parts,
    spans.map(each => ({ unit: 'day', day: each.day })),
  );
  const tallies = new Map<Day, Tally>(spans.map(each => [each.day, emptyTally()]));
  let at = 0;
  await eachMeasure(parts, spans[0]!.from, spans.at(-1)!.to, row => {
    while (row.at >= spans[at]!.to) at++;
    addMeasure(tallies.get(spans[at]!.day)!, row, timezone);
  });
  const made = new Map<Day, Uint8Array>();
  for (const [day, tally] of tallies) made.set(day, encodeTally(tally));
  await keep(parts, marks, day => made.get(day)!);
  return made;
}

async function addUpWeek(parts: FigureParts, monday: Day): Promise<Uint8Array> {
  const marks = await markAll(parts, [{ unit: 'week', day: monday }]);
  const week = emptyTally();
  const days = Array.from({ length: 7 }, (_, i): Unit => ({ unit: 'day', day: addDays(monday, i) }));
  await readTallies(parts, days, (_, content) => addTally(week, decodeTally(content)));
  const content = encodeTally(week);
  await keep(parts, marks, () => content);
  return content;
}

/** Rows of a span of time, in order, a page at a time. */
export async function eachMeasure(
  { store }: FigureParts,
  from: Instant,
  to: Instant,
  take: (row: MeasureRow & PlacedMeasure) => void,
) {
  let place: MeasurePosition | null = null;
  do {
    const page: { rows: (MeasureRow & PlacedMeasure)[]; next: MeasurePosition | null } = await store.measuresBetween(
      from,
      to,
      ROWS_AT_ONCE,
      place,
    );
    for (const row of page.rows) take(row);
    place = page.next;
  } while (place);
}

/** A sum that is being made, and the mark by which it is known whether its rows changed meanwhile. */
interface Mark {
  id: string;
  day: Day;
  version: number;
}

/** Leaves a mark for each before any row is read; one that cannot be left is added up, but not kept. */
async function markAll(parts: FigureParts, units: Unit[]): Promise<Mark[]> {
  const { store, clock, calendar } = parts;
  const marks: Mark[] = [];
  for (let i = 0; i < units.length; i += WRITES_AT_ONCE) {
    const some = units.slice(i, i + WRITES_AT_ONCE);
    const there = new Map((await store.tallies(some.map(each => idOf(parts, each)))).map(row => [row.id, row]));
    const made: Mark[] = [];
    const ops: Op[] = some.map(unit => {
      const id = idOf(parts, unit);
      const old = there.get(id);
      const version = Math.max(clock.now(), Math.abs(old?.version ?? 0) + 1);
      made.push({ id, day: unit.day, version });
      const row: TallyRow = {
        id,
        workspaceId: store.workspaceId,
        day: unit.day,
        zone: tallyZone(calendar.timezone),
        version,
        content: null,
      };
      return old
        ? { do: 'update', table: 'tallies', id, expect: old.version, set: { version, zone: row.zone, content: null } }
        : { do: 'insert', table: 'tallies', row };
    });
    const result = await store.commit(ops);
    if (result.ok) marks.push(...made);
  }
  return marks;
}

async function keep({ store }: FigureParts, marks: Mark[], contentOf: (day: Day) => Uint8Array): Promise<void> {
  for (let i = 0; i < marks.length; i += WRITES_AT_ONCE) {
    const some = marks.slice(i, i + WRITES_AT_ONCE);
    const step = ({ id, day, version }: Mark): Op => ({
      do: 'update',
      table: 'tallies',
      id,
      expect: version,
      set: { content: contentOf(day) },
    });
    const all = await store.commit(some.map(step));
    if (all.ok) continue;
    // Something changed in one of them: the others are still good.
    for (const each of some) await store.commit([step(each)]);
  }
}

function runsOf(days: Day[]): { from: Day; to: Day }[] {
  const runs: { from: Day; to: Day }[] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last?.to === day) last.to = addDays(day, 1);
    else runs.push({ from: day, to: addDays(day, 1) });
  }
  return runs;
}

/** What a period is summed from: whole closed weeks, single closed days, and a rest that is read row by row. */
interface Cover {
  units: Unit[];
  rest: { from: Instant; to: Instant }[];
}

/** @param days the days of the period (or of a part of it); @param until until when in it */
export function coverOf(parts: FigureParts, days: readonly DaySpan[], until: Instant): Cover {
  const open = openDay(parts);
  const units: Unit[] = [];
  const rest: Cover['rest'] = [];
  for (let i = 0; i < days.length; i++) {
    const { day, from, to } = days[i]!;
    if (from >= until) break;
    const whole = days[i + 6];
    if (mondayOf(day) === day && whole && whole.to <= until && whole.day < open) {
      units.push({ unit: 'week', day });
      i += 6;
    } else if (day < open && to <= until) units.push({ unit: 'day', day });
    else rest.push({ from, to: Math.min(to, until) });
  }
  return { units, rest };
}
