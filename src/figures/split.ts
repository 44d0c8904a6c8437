/**
 * Figures by channel and by contact reason: for whole weeks that are over, and only in groups that tell of nobody alone,
 * not even in the difference of any two answers. What can be told apart is decided once for each week of a room
 * (apart.ts); an answer puts together what its weeks tell, and so never says more than they do.
 */
import { addDays, type Day, mondayOf, spansOf } from '../core/days.ts';
import type { StaffId } from '../core/ids.ts';
import type { ReasonMap } from '../core/reasons.ts';
import { type GroupReader, readTally, type Work } from '../core/tally.ts';
import { type Apart, type Aside, type Piece, tellApart } from './apart.ts';
import type { Period } from './period.ts';
import { emptySum, type Figures, figuresOf, intoSum, type Sum } from './sum.ts';
import { closedDays, type FigureParts, readTallies, type Scope } from './tallies.ts';

/** A year; more would be read for seconds. */
const WEEKS_MAX = 53;

/** What a figure is about, beside first answers and resolutions: each kind of it has to be the work of enough people. */
const ABOUT = {
  nextResponse: ['next'],
  firstResolution: ['begun'],
  fullResolution: ['lasting'],
  firstContact: ['contact'],
  told: ['told'],
  csat: ['asked', 'rated'],
} as const satisfies Partial<Record<keyof Figures, readonly Aside[]>>;
type Hidden = keyof typeof ABOUT;

/** Figures of a group; null: they cannot be told for it without telling of somebody alone. */
type GroupFigures = Omit<Figures, Hidden> & { [name in Hidden]: Figures[name] | null };

export interface ReportGroup {
  /** What it is called; several names where groups of fewer than three people were merged. */
  names: string[];
  figures: GroupFigures;
}

export interface Split {
  by: 'channel' | 'reason';
  /** The whole weeks that it is about: the first Monday, and the Monday after the last; null: there is none. */
  weeks: { from: Day; to: Day } | null;
  /** The largest first; null: nothing can be told apart. */
  groups: ReportGroup[] | null;
}

/** What is asked for, and by which names it is told. */
export interface Splitting {
  period: Period;
  rooms: Scope;
  /** Of channels. */
  names: ReadonlyMap<string, string>;
  reasonNames: ReasonMap;
  breathe: () => Promise<void>;
}

/** One week of one room. */
interface RoomWeek {
  pieces: Piece[];
  /** By channel and reason, both as they are in the pieces. */
  sums: { channel: string; reason: string; sum: Sum }[];
}

interface RoomWeekRead extends RoomWeek {
  bySum: Map<string, Sum>;
}
function emptyWeek(): RoomWeekRead {
  return { pieces: [], sums: [], bySum: new Map() };
}

export async function splitUp(
  parts: FigureParts,
  { period, rooms, names, reasonNames, breathe }: Splitting,
  by: Split['by'],
): Promise<Split> {
  const mondays = weeksOf(parts, period);
  if (mondays.length === 0) return { by, weeks: null, groups: null };
  const weeks = { from: mondays[0]!, to: addDays(mondays.at(-1)!, 7) };
  const found = await readWeeks(parts, mondays, rooms);
  const told: Apart[] = [];
  for (const { pieces } of found) {
    told.push(await tellApart(pieces, by, breathe));
  }
  const groups = asNamedNow(joined(told), by === 'reason' ? reasonNames : null);
  if (!groups) return { by, weeks, groups: null };
  const isShown = (name: Hidden) => ABOUT[name].every(work => told.every(each => each.shown[work]));
  const hidden = Object.fromEntries(
    (Object.keys(ABOUT) as Hidden[]).filter(name => !isShown(name)).map(name => [name, null]),
  );
  const nameOf = (key: string) =>
    by === 'channel' ? (names.get(key) ?? 'a channel that is gone') : key === '' ? NO_REASON : reasonNames.now(key);
  const made: ReportGroup[] = [];
  for (const keys of groups) {
    const sums = found.flatMap(week => week.sums.filter(each => keys.includes(each[by])).map(each => each.sum));
    const figures = await figuresOf(sums, period.from, breathe);
    made.push({
      names: [...new Set(keys.map(nameOf))].sort(),
      figures: { ...figures, ...hidden },
    });
  }
  // Equals in the order of their names, so that everybody gets the same groups.
  made.sort((a, b) => b.figures.opened - a.figures.opened || (a.names[0]! < b.names[0]! ? -1 : 1));
  return { by, weeks, groups: made };
}

/** The Mondays of the weeks that are whole in the period, and over. */
export function weeksOf(parts: FigureParts, { firstDay, endDay }: Period): Day[] {
  const end = closedDays(parts, endDay);
  const mondays: Day[] = [];
  const first = mondayOf(firstDay) === firstDay ? firstDay : addDays(mondayOf(firstDay), 7);
  for (let day = first; addDays(day, 7) <= end; day = addDays(day, 7)) mondays.push(day);
  return mondays.slice(-WEEKS_MAX);
}

async function readWeeks(parts: FigureParts, mondays: readonly Day[], rooms: Scope): Promise<RoomWeek[]> {
  const found = new Map<string, RoomWeekRead>();
  const days = spansOf(parts.calendar.timezone, mondays[0]!, addDays(mondays.at(-1)!, 7));
  await readTallies(
    parts,
    days.map(each => ({ unit: 'day', day: each.day })),
    ({ day }, content) =>
      readTally(content, {
        group: ({ roomId, channelId, reason }) => {
          if (rooms !== null && !rooms.includes(roomId)) return null;
          const key = `${mondayOf(day)} ${roomId}`;
          const week = found.get(key) ?? emptyWeek();
          found.set(key, week);
          const piece = { day, channel: channelId, reason: reason ?? '', opened: 0, people: {} };
          week.pieces.push(piece);
          const sumKey = JSON.stringify([piece.channel, piece.reason]);
          const sum = week.bySum.get(sumKey) ?? emptySum();
          if (!week.bySum.has(sumKey)) week.sums.push({ channel: piece.channel, reason: piece.reason, sum });
          week.bySum.set(sumKey, sum);
          return pieceReader(piece, sum);
        },
      }),
  );
  return [...found.values()];
}

function pieceReader(piece: Piece & { people: Partial<Record<Work, Set<string>>> }, sum: Sum): GroupReader {
  const into = intoSum(sum);
  const did = (work: Work) => {
    piece.people[work] ??= new Set();
    return piece.people[work];
  };
  return {
    ...into,
    count: (name, n) => {
      if (name === 'opened') piece.opened += n;
      if (name === 'resolved' || name === 'asked' || name === 'rated' || name === 'told') did(name);
      if (name === 'firstContactOf') did('contact');
      into.count(name, n);
    },
    staff: (id: StaffId, work) => void did(work).add(id),
    list: (name, length) => {
      if (name === 'first' || name === 'next' || name === 'begun') did(name);
      if (name === 'only') did('begun');
      if (name === 'only' || name === 'ended') did('lasting');
      return into.list(name, length);
    },
  };
}

/** What one week tells only together stays together. @returns null when everything would be one group */
function joined(told: readonly Apart[]): string[][] | null {
  let groups: string[][] = [];
  for (const { groups: own } of told) {
    if (!own) return null;
    for (const names of own) {
      const touched = groups.filter(each => each.some(name => names.includes(name)));
      groups = [...groups.filter(each => !touched.includes(each)), [...new Set([...touched.flat(), ...names])]];
    }
  }
  return groups.length > 1 ? groups.map(each => each.sort()) : null;
}

/**
 * Reasons that were merged since are told together. The groups themselves are made of what was chosen: were they made anew, an
 * answer from before a merge and one from after it would have a difference.
 */
function asNamedNow(groups: string[][] | null, reasonNames: ReasonMap | null): string[][] | null {
  if (!groups || !reasonNames) return groups;
  let all: string[][] = [];
  for (const keys of groups) {
    const names = new Set(keys.map(each => reasonNames.now(each)));
    const touched = all.filter(each => each.some(key => names.has(reasonNames.now(key))));
    all = [...all.filter(each => !touched.includes(each)), [...touched.flat(), ...keys].sort()];
  }
  return all.length > 1 ? all : null;
}

/** What enquiries without a contact reason are called. */
export const NO_REASON = 'not named yet';
