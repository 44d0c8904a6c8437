/**
 * Which parts of a week may be told apart. The day totals of a room, its channels and its contact reasons are sums over the
 * same small pieces, and sums can be subtracted: this finds groups of channels, and of reasons, for which no adding and
 * subtracting of all these sums gives a sum over the work of fewer than three people. Pure.
 */

import { WORK, type Work } from '../core/tally.ts';

/** Fewer people than this behind a figure would show what one of them did. */
export const PEOPLE_MIN = 3;

/** Everything that was done on one day, in one channel, about one contact reason. */
export interface Piece {
  day: string;
  channel: string;
  /** Empty for none. */
  reason: string;
  /** How many were opened; small groups join others first. */
  opened: number;
  /** Who did what; an empty set: it was done, and nobody knows by whom. Absent: nothing of this kind. */
  people: Partial<Record<Work, ReadonlySet<string>>>;
}

export interface Apart {
  /** Groups of names, each name in one of them; null: nothing can be told apart. */
  groups: string[][] | null;
  /** What else can be told apart by these groups, too. */
  shown: Record<Aside, boolean>;
}

/** What is left out of groups where it would tell of somebody alone: first answers and resolutions are what groups are made for. */
export type Aside = Exclude<Work, 'first' | 'resolved'>;
export const ASIDE = WORK.filter((each): each is Aside => each !== 'first' && each !== 'resolved');

type Breathe = () => Promise<void>;

/**
 * What can be told apart in a week of one room: by channel, or by reason beside that.
 * @param breathe lets others run when it is time: of a large team a week takes seconds
 */
export async function tellApart(pieces: readonly Piece[], by: 'channel' | 'reason', breathe: Breathe): Promise<Apart> {
  const channel = await group(
    pieces,
    piece => piece.channel,
    () => [],
    breathe,
  );
  if (by === 'channel') return channel;
  const channelOf = groupOf(channel.groups);
  return group(
    pieces,
    piece => piece.reason,
    // What is not told by channel cannot be used to find out more.
    work => (isAside(work) && !channel.shown[work] ? [] : [piece => `c ${channelOf(piece.channel)}`]),
    breathe,
  );
}

/** What a piece is added to. */
type SumOf = (piece: Piece) => string;

/** Groups of one week: nobody reads more, and each of them makes the looking longer. The smallest names share the last. */
const GROUPS_APART_MAX = 16;

async function group(
  pieces: readonly Piece[],
  nameOf: (piece: Piece) => string,
  told: (work: Work | 'any') => SumOf[],
  breathe: Breathe,
): Promise<Apart> {
  const worked = pieces.filter(each => Object.keys(each.people).length > 0);
  const looked = new Map<string, boolean>();
  const isSafe = async (groups: string[][], work: Work | 'any') => {
    const inGroup = groupOf(groups);
    const beside = told(work);
    const rows = worked.flatMap(piece => {
      const people = peopleOf(piece, work);
      const sums = [...beside.map(of => of(piece)), `g ${inGroup(nameOf(piece))}`];
      return people ? [{ known: [`d ${piece.day}`], sums, people }] : [];
    });
    // Whoever resolved something mostly did it for the first time, and it holds: what was looked at is not looked at again.
    const key = JSON.stringify(rows.map(({ known, sums, people }) => [known, sums, [...people]]));
    const safe = looked.get(key) ?? !(await reveals(rows, breathe));
    looked.set(key, safe);
    return safe;
  };
  const asides = async (groups: string[][]) => {
    const shown = noAsides();
    for (const work of ASIDE) shown[work] = await isSafe(groups, work);
    return shown;
  };
  // Those of too few people join first, then the smallest; of equals the one whose name comes last.
  const opened = (name: string) => sum(pieces.flatMap(each => (nameOf(each) === name ? [each.opened] : [])));
  const peopleBehind = (some: readonly string[]) =>
    new Set(worked.flatMap(each => (some.includes(nameOf(each)) ? [...peopleOf(each, 'any')!] : []))).size;
  const names = [...new Set(worked.map(nameOf))]
    .map(name => ({ name, few: peopleBehind([name]) < PEOPLE_MIN, opened: opened(name) }))
    .sort((a, b) => Number(a.few) - Number(b.few) || b.opened - a.opened || (a.name < b.name ? -1 : 1));
  const few = names.filter(each => each.few).length;
  const idle = [...new Set(pieces.map(nameOf))].filter(name => !names.some(each => each.name === name));
  const tooMany = names.length > GROUPS_APART_MAX ? names.length - GROUPS_APART_MAX + 1 : 0;
  for (let joined = Math.max(few, tooMany); ; joined = Math.max(joined + 1, 2)) {
    const alone = names.slice(0, names.length - joined).map(each => [each.name]);
    const rest = names.slice(names.length - joined).map(each => each.name);
    const groups = [...alone, ...(rest.length ? [rest] : []), ...idle.map(name => [name])];
    // Also where the totals of days tell it anyway: a figure beside a name is read, and sums are not.
    const areEnough = rest.length === 0 || peopleBehind(rest) >= PEOPLE_MIN;
    if (areEnough && (await areAll(MUST, work => isSafe(groups, work)))) return { groups, shown: await asides(groups) };
    if (joined >= names.length) return { groups: null, shown: noAsides() };
  }
}

function noAsides(): Record<Aside, boolean> {
  return Object.fromEntries(ASIDE.map(each => [each, false])) as Record<Aside, boolean>;
}

function isAside(work: Work | 'any'): work is Aside {
  return (ASIDE as readonly string[]).includes(work);
}

/** Without these there is nothing to tell. */
const MUST = ['any', 'first', 'resolved'] as const;

async function areAll<T>(all: readonly T[], holds: (each: T) => Promise<boolean>): Promise<boolean> {
  for (const each of all) if (!(await holds(each))) return false;
  return true;
}

function peopleOf({ people }: Piece, work: Work | 'any'): ReadonlySet<string> | undefined {
  return work === 'any' ? new Set(WORK.flatMap(each => [...(people[each] ?? [])])) : people[work];
}

function groupOf(groups: string[][] | null): (name: string) => string {
  const found = new Map((groups ?? []).flatMap((names, i) => names.map((name): [string, string] => [name, String(i)])));
  return name => found.get(name) ?? '';
}

/** A piece of work, with the sums that it is a part of and who did it. */
interface Row {
  /** Sums that everybody may know: the totals of days. */
  known: string[];
  /** Sums that would be told beside them. */
  sums: string[];
  people: ReadonlySet<string>;
}

/**
 * Can these sums be added and subtracted so that what remains is the work of one or two people, and which the totals of days
 * alone do not tell? A way of adding gives each piece a weight, and there is one that leaves only theirs for each row of
 * theirs that is no combination of the rows of everybody else's: the ranks of these rows say how many there are.
 */
async function reveals(rows: readonly Row[], breathe: Breathe): Promise<boolean> {
  // With fewer than two there is still a pair to look at.
  const people = [...new Set(rows.flatMap(each => [...each.people])), '', ' '];
  const width = new Set(rows.flatMap(each => [...each.known, ...each.sums])).size;
  const places = new Map<string, number>();
  const placeOf = (name: string) => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const vectors = rows.map(each => ({
    all: [...each.known, ...each.sums].map(placeOf),
    known: each.known.map(placeOf),
    people: each.people,
  }));
  const ranksOf = (some: typeof vectors, until = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]) => {
    const [all, known] = [new Space(width), new Space(width)];
    for (const each of some) {
      all.add(each.all);
      known.add(each.known);
      if (all.rank === until[0] && known.rank === until[1]) break;
    }
    return [all.rank, known.rank] as const;
  };
  const [all, known] = ranksOf(vectors);
  for (const [i, one] of people.entries())
    for (const two of people.slice(i + 1)) {
      const others = vectors.filter(each => [...each.people].some(person => person !== one && person !== two));
      if (others.length === vectors.length) continue;
      await breathe();
      const [allOthers, knownOthers] = ranksOf(others, [all, known]);
      if (all - allOthers > known - knownOthers) return true;
    }
  return false;
}

/** A prime so small that the product of two remainders is an exact number. */
const PRIME = 67_108_859;

/** Combinations of rows of zeros and ones, counted modulo a prime: exact, and without fractions. */
class Space {
  private readonly rows = new Map<number, Float64Array>();
  private readonly width: number;
  constructor(width: number) {
    this.width = width;
  }
  get rank(): number {
    return this.rows.size;
  }
  add(ones: readonly number[]): void {
    const { rest, lead } = this.reduced(ones);
    if (lead < 0) return;
    const scale = inverse(rest[lead]!);
    for (let i = lead; i < this.width; i++) rest[i] = (rest[i]! * scale) % PRIME;
    this.rows.set(lead, rest);
  }
  /** What is left of a row after what the space has of it; `lead` is its first place that is not 0, or -1. */
  private reduced(ones: readonly number[]): { rest: Float64Array; lead: number } {
    const rest = new Float64Array(this.width);
    for (const place of ones) rest[place] = 1;
    let lead = -1;
    for (let i = 0; i < this.width; i++) {
      if (rest[i] === 0) continue;
      const row = this.rows.get(i);
      if (!row) {
        if (lead < 0) lead = i;
        continue;
      }
      const factor = PRIME - rest[i]!;
      for (let k = i; k < this.width; k++) if (row[k] !== 0) rest[k] = (rest[k]! + factor * row[k]!) % PRIME;
    }
    return { rest, lead };
  }
}

/** By Fermat: to the power of the prime less 2. */
function inverse(value: number): number {
  let [result, base] = [1, value];
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
