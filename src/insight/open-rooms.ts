/** Rooms whose words may stand where everybody sees them, such as in the weekly letter. */
import type { RoomId } from '../core/ids.ts';
import type { Desk } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomRow } from '../ports/rows.ts';

/** What a letter may say to all who read it. */
interface Audience {
  /** Rooms that all of them read, if anybody reads any: whose words may be quoted. */
  rooms: RoomId[];
  /** May something be named that was used in these rooms? Only where each of them reads one of these. */
  knows(usedIn: ReadonlySet<RoomId>): boolean;
}

/** @param room only those who read this one; absent: everybody */
export async function audienceOf(parts: Pick<Parts, 'store' | 'desk'>, room?: RoomId): Promise<Audience> {
  const { all, readers } = await readersOf(parts);
  const theirs = room ? readers.filter(each => each.has(room)) : readers;
  const rooms = [...new Set([...roomsOf(all, readers), ...(room ? [room] : [])])];
  return {
    rooms,
    knows: usedIn => (theirs.length ? theirs.every(each => meets(each, usedIn)) : meets(new Set(rooms), usedIn)),
  };
}

/**
 * The rooms that everybody reads who reads any of them. Who has left, or is in no room, is not asked about. Where a desk does
 * not say who is in a room, there may be somebody who reads that one only: then no other room is everybody's.
 */
export async function openRooms(parts: Pick<Parts, 'store' | 'desk'>): Promise<RoomId[]> {
  return (await audienceOf(parts)).rooms;
}

type Placed = { room: RoomRow; desk: Desk };

function roomsOf(all: readonly Placed[], readers: readonly ReadonlySet<RoomId>[]): RoomId[] {
  return all
    .filter(({ desk }) => !desk.reads || readers.length > 0)
    .map(({ room }) => room.id)
    .filter(id => readers.every(theirs => theirs.has(id)));
}

/** The rooms that each person reads, of whoever reads any; one who may be in a room that does not say who is reads it alone. */
async function readersOf({ store, desk: deskOf }: Pick<Parts, 'store' | 'desk'>) {
  const all = await Promise.all((await store.rooms()).map(async room => ({ room, desk: await deskOf(room.id) })));
  const reading = new Map<string, Set<RoomId>>();
  const unknown: Set<RoomId>[] = [];
  const known = (await store.allStaff()).map(each => each.deskRef);
  for (const { room, desk } of all) {
    if (!desk.reads) continue;
    const members = await membersOf(desk, room);
    if (members === null) unknown.push(new Set([room.id]));
    for (const person of [...known, ...(members ?? [])]) reading.set(person, reading.get(person) ?? new Set());
  }
  for (const [person, theirs] of reading)
    for (const { room, desk } of all) if (await reads(desk, person, room)) theirs.add(room.id);
  const people = [...reading.values()].filter(theirs => theirs.size > 0);
  return { all, readers: people.length ? [...people, ...unknown] : [] };
}

function meets(one: ReadonlySet<RoomId>, other: ReadonlySet<RoomId>): boolean {
  return [...other].some(each => one.has(each));
}

async function membersOf(desk: Desk, room: RoomRow): Promise<string[] | null> {
  if (!desk.members) return [];
  return (await desk.members(room))?.map(each => each.deskRef) ?? null;
}

async function reads(desk: Desk, person: string, room: RoomRow): Promise<boolean> {
  return desk.reads ? desk.reads(person, room) : true;
}
