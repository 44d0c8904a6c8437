/**
 * The measures of a day or a week, added up so that any period can be summed from them exactly: counts, and every
 * duration in order. Groups are kept apart by room, channel and contact reason. Encoded, a duration takes one or two bytes.
 */
import type { Day } from './days.ts';
import { wallTime } from './hours.ts';
import type { ChannelId, RoomId, StaffId, WorkspaceId } from './ids.ts';
import { type Measure, POSITIVE_FROM } from './measure.ts';
import type { Instant } from './time.ts';

/** Durations, and moments, that a group keeps; the order is that of the encoding. */
export const LISTS = [
  'first',
  'firstOpen',
  'next',
  'nextOpen',
  // Resolutions that are both the first and the lasting one of their enquiry: nearly all.
  'only',
  'onlyOpen',
  // First ones that did not last.
  'begun',
  'begunOpen',
  // Lasting ones that were not the first.
  'ended',
  'endedOpen',
  // When the enquiries that were resolved again had been resolved before: in a longer period they count once.
  'again',
  // The same for those that came back more than once.
  'cameBackAgain',
] as const;
export type ListName = (typeof LISTS)[number];

export const COUNTS = [
  'opened',
  'reopened',
  'resolved',
  'cameBack',
  'firstContacts',
  'firstContactOf',
  'asked',
  'rated',
  'positive',
  // First answers to customers who were told a time, resolutions that came too late for one; and how many were in time.
  'told',
  'toldKept',
] as const;
export type CountName = (typeof COUNTS)[number];

/** Kinds of work that have figures of their own: whoever did one of them may have done none of another. */
export const WORK = [
  'first',
  'next',
  'resolved',
  // Of resolutions: the first of their enquiry, those that hold, those that first contact resolution is about.
  'begun',
  'lasting',
  'contact',
  // Resolutions whose customers were asked how it went, and those of them who said it.
  'asked',
  'rated',
  // What settles whether customers heard back by the time that they were told.
  'told',
] as const;
export type Work = (typeof WORK)[number];

/** What a group is about. */
interface GroupKey {
  /** Where its enquiries are now: whoever cannot read that room is told nothing of the group. */
  roomId: RoomId;
  channelId: ChannelId;
  reason: string | null;
}

/** A measure with the room that its enquiry is in now. */
export type PlacedMeasure = Measure & { roomId: RoomId };

interface TallyGroup extends GroupKey {
  counts: Record<CountName, number>;
  /** How many were opened in each hour of the day, 0 to 23, on the wall clock of the zone. */
  hours: number[];
  /** Who did it; somebody whom nobody knows is in none. */
  staff: Record<Work, Set<StaffId>>;
  lists: Record<ListName, number[]>;
}

/** Grows with the encoding: a tally of another one is added up again. */
const FORMAT = 5;

/** What a tally was made for: its time zone and its encoding; of another one it is not read. */
export function tallyZone(timezone: string): string {
  return `${timezone} ${FORMAT}`;
}

/** The row of a day or a week; a week is named by its Monday. */
export function tallyId(workspaceId: WorkspaceId, unit: 'day' | 'week', day: Day): string {
  return `${workspaceId}:${unit}:${day}`;
}

export interface Tally {
  groups: Map<string, TallyGroup>;
}

export function emptyTally(): Tally {
  return { groups: new Map() };
}

function groupOf(tally: Tally, { roomId, channelId, reason }: GroupKey): TallyGroup {
  const key = JSON.stringify([channelId, reason, roomId]);
  const known = tally.groups.get(key);
  if (known) return known;
  const made: TallyGroup = {
    roomId,
    channelId,
    reason,
    counts: Object.fromEntries(COUNTS.map(name => [name, 0])) as Record<CountName, number>,
    hours: Array<number>(24).fill(0),
    staff: Object.fromEntries(WORK.map(work => [work, new Set()])) as unknown as Record<Work, Set<StaffId>>,
    lists: Object.fromEntries(LISTS.map(name => [name, [] as number[]])) as Record<ListName, number[]>,
  };
  tally.groups.set(key, made);
  return made;
}

/** Adds one measure; lists get their order when the tally is encoded. */
export function addMeasure(tally: Tally, each: PlacedMeasure, timezone: string): void {
  const group = groupOf(tally, each);
  const { counts, lists } = group;
  const by = (work: Work) => {
    if (each.staffId) group.staff[work].add(each.staffId);
  };
  const [calendarMs, openMs] = [each.calendarMs ?? 0, each.openMs ?? 0];
  const keep = (name: 'first' | 'next' | 'only' | 'begun' | 'ended') => {
    lists[name].push(calendarMs);
    lists[`${name}Open`].push(openMs);
  };
  if (each.kept !== null) {
    counts.told++;
    by('told');
  }
  if (each.kept) counts.toldKept++;
  switch (each.what) {
    case 'opened':
      counts.opened++;
      group.hours[Math.floor(wallTime(timezone, each.at).minutes / 60)]!++;
      return;
    case 'reopened':
      counts.reopened++;
      return;
    case 'first':
    case 'next':
      keep(each.what);
      by(each.what);
      return;
    case 'resolved': {
      counts.resolved++;
      by('resolved');
      if (each.previousAt === null) by('begun');
      if (each.lasting) by('lasting');
      if (each.firstContact !== null) by('contact');
      if (each.asked) by('asked');
      if (each.score !== null) by('rated');
      if (each.previousAt === null) keep(each.lasting ? 'only' : 'begun');
      else {
        lists.again.push(each.previousAt);
        if (each.lasting) keep('ended');
      }
      if (each.cameBack) {
        counts.cameBack++;
        if (each.cameBackAt !== null) lists.cameBackAgain.push(each.cameBackAt);
      }
      if (each.firstContact !== null) counts.firstContactOf++;
      if (each.firstContact) counts.firstContacts++;
      if (each.asked) counts.asked++;
      if (each.score !== null) counts.rated++;
      if (each.score !== null && each.score >= POSITIVE_FROM) counts.positive++;
    }
  }
}

/** Adds everything of `from` to `to`. */
export function addTally(to: Tally, from: Tally): void {
  for (const group of from.groups.values()) {
    const into = groupOf(to, group);
    for (const name of COUNTS) into.counts[name] += group.counts[name];
    for (const [hour, n] of group.hours.entries()) into.hours[hour]! += n;
    for (const work of WORK) for (const staff of group.staff[work]) into.staff[work].add(staff);
    for (const name of LISTS) for (const value of group.lists[name]) into.lists[name].push(value);
  }
}

/** What stands before the durations of an encoded tally. */
interface Head {
  /** Names that many groups share; groups have their places in these lists. */
  channels: string[];
  rooms: string[];
  staff: string[];
  groups: [
    room: number,
    channel: number,
    reason: string | null,
    /** In the order of `COUNTS`. */
    counts: number[],
    /** Hours that are not 0. */
    hours: [hour: number, n: number][],
    /** In the order of `WORK`. */
    staff: number[][],
    /** How long each list is. */
    lengths: number[],
  ][];
}

const HEAD_LENGTH_BYTES = 4;

/** Four bytes for the length of the head, the head as JSON, then each list as differences, seven bits to the byte. */
export function encodeTally(tally: Tally): Uint8Array {
  const groups = [...tally.groups.values()];
  const channels = [...new Set(groups.map(each => each.channelId))].sort();
  const people = [...new Set(groups.flatMap(each => WORK.flatMap(work => [...each.staff[work]])))].sort();
  const rooms = [...new Set(groups.map(each => each.roomId))].sort();
  const channelAt = new Map(channels.map((id, i) => [id, i]));
  const roomAt = new Map(rooms.map((id, i) => [id, i]));
  const personAt = new Map(people.map((id, i) => [id, i]));
  const head: Head = {
    channels,
    rooms,
    staff: people,
    groups: groups.map(({ roomId, channelId, reason, counts, hours, staff, lists }) => [
      roomAt.get(roomId)!,
      channelAt.get(channelId)!,
      reason,
      COUNTS.map(name => counts[name]),
      [...hours.entries()].filter(([, n]) => n > 0),
      WORK.map(work => [...staff[work]].map(id => personAt.get(id)!).sort((a, b) => a - b)),
      LISTS.map(name => lists[name].length),
    ]),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const body: number[] = [];
  for (const { lists } of groups) {
    for (const name of LISTS) {
      let last = 0;
      for (const value of Float64Array.from(lists[name]).sort()) {
        let rest = value - last;
        last = value;
        for (; rest >= 128; rest = Math.floor(rest / 128)) body.push((rest % 128) | 128);
        body.push(rest);
      }
    }
  }
  const bytes = new Uint8Array(HEAD_LENGTH_BYTES + text.length + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, HEAD_LENGTH_BYTES);
  bytes.set(body, HEAD_LENGTH_BYTES + text.length);
  return bytes;
}

/** What a reader of an encoded tally is told, group by group; a list is handed on value by value, in order. */
export interface TallyReader {
  /** @returns null to leave the group out */
  group(key: GroupKey): GroupReader | null;
}
export interface GroupReader {
  count(name: CountName, n: number): void;
  hour(hour: number, n: number): void;
  staff(id: StaffId, work: Work): void;
  /** @returns where to put the values of this list, or null to leave it out */
  list(name: ListName, length: number): Values | null;
}
/** A list that grows. */
export interface Values {
  values: Float64Array;
  length: number;
}

export function readTally(bytes: Uint8Array, reader: TallyReader): void {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const headEnd = HEAD_LENGTH_BYTES + headLength;
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD_LENGTH_BYTES, headEnd))) as Head;
  let at = headEnd;
  for (const [room, channel, reason, counts, hours, staff, lengths] of head.groups) {
    const [roomId, channelId] = [head.rooms[room] as RoomId, head.channels[channel] as ChannelId];
    const to = reader.group({ roomId, channelId, reason });
    for (const [i, n] of counts.entries()) if (n) to?.count(COUNTS[i]!, n);
    for (const [hour, n] of hours) to?.hour(hour, n);
    for (const [i, work] of WORK.entries())
      for (const person of staff[i]!) to?.staff(head.staff[person] as StaffId, work);
    for (const [i, length] of lengths.entries()) {
      if (length === 0) continue;
      const into = to?.list(LISTS[i]!, length) ?? null;
      if (into) reserve(into, length);
      let last = 0;
      for (let k = 0; k < length; k++) {
        let byte = bytes[at++]!;
        let difference = byte & 127;
        let factor = 128;
        while (byte >= 128) {
          byte = bytes[at++]!;
          difference += (byte & 127) * factor;
          factor *= 128;
        }
        last += difference;
        if (into) into.values[into.length++] = last;
      }
    }
  }
}

export function decodeTally(bytes: Uint8Array): Tally {
  const tally = emptyTally();
  const made: [number[], Values][] = [];
  readTally(bytes, {
    group: key => {
      const group = groupOf(tally, key);
      return {
        count: (name, n) => {
          group.counts[name] += n;
        },
        hour: (hour, n) => {
          group.hours[hour]! += n;
        },
        staff: (id, work) => {
          group.staff[work].add(id);
        },
        list: name => {
          const values = { values: new Float64Array(0), length: 0 };
          made.push([group.lists[name], values]);
          return values;
        },
      };
    },
  });
  for (const [list, { values, length }] of made) for (let i = 0; i < length; i++) list.push(values[i]!);
  return tally;
}

/** @param room for how many values there is place before the list has to grow */
export function emptyValues(room = 0): Values {
  return { values: new Float64Array(room), length: 0 };
}

/** Makes room for more; twice as much each time, so that growing costs little. */
function reserve(list: Values, more: number): void {
  const needed = list.length + more;
  if (needed <= list.values.length) return;
  const grown = new Float64Array(Math.max(needed, list.values.length * 2, 16));
  grown.set(list.values.subarray(0, list.length));
  list.values = grown;
}

/** How many of these moments are at or after `from`. */
export function countFrom(list: Values, from: Instant): number {
  let n = 0;
  for (let i = 0; i < list.length; i++) if (list.values[i]! >= from) n++;
  return n;
}
