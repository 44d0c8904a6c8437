/** Rooms whose words may stand where everybody sees them, such as in the weekly letter. */
import type { RoomId } from '../core/ids.ts';
import type { Desk } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomRow } from '../ports/rows.ts';

/**
 * The rooms that everybody reads who reads any of them. Who has left, or is in no room, is not asked about. Where a desk does
 * not say who is in a room, there may be somebody who reads that one only: then no other room is everybody's.
 */
export async function openRooms({ store, desk: deskOf }: Pick<Parts, 'store' | 'desk'>): Promise<RoomId[]> {
  const rooms = await Promise.all((await store.rooms()).map(async room => ({ room, desk: await deskOf(room.id) })));
  const known = (await store.allStaff()).map(each => each.deskRef);
  const open = new Set(rooms.map(each => each.room.id));
  const reading = new Map<string, Set<RoomId>>();
  for (const { room, desk } of rooms) {
    if (!desk.reads) continue;
    const members = await membersOf(desk, room);
    if (members === null) for (const id of [...open]) if (id !== room.id) open.delete(id);
    for (const person of [...known, ...(members ?? [])]) reading.set(person, reading.get(person) ?? new Set());
  }
  for (const [person, theirs] of reading)
    for (const { room, desk } of rooms) if (await reads(desk, person, room)) theirs.add(room.id);
  const readers = [...reading.values()].filter(theirs => theirs.size > 0);
  return rooms
    .filter(({ desk }) => !desk.reads || readers.length > 0)
    .map(({ room }) => room.id)
    .filter(id => open.has(id) && readers.every(theirs => theirs.has(id)));
}

async function membersOf(desk: Desk, room: RoomRow): Promise<string[] | null> {
  if (!desk.members) return [];
  return (await desk.members(room))?.map(each => each.deskRef) ?? null;
}

async function reads(desk: Desk, person: string, room: RoomRow): Promise<boolean> {
  return desk.reads ? desk.reads(person, room) : true;
}
