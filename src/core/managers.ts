/** Managers: people whom an admin named to look after rooms, beside what their desk says of them. Pure. */
import type { RoomId } from './ids.ts';

/** The rooms that somebody looks after. */
export type Managed = readonly RoomId[] | 'all';

/** As it is stored: `{ rooms }`, null for every room; anything else is nobody. */
export function managedIn(value: unknown): Managed | null {
  if (value === null || typeof value !== 'object' || !('rooms' in value)) return null;
  const { rooms } = value;
  if (rooms === null) return 'all';
  return Array.isArray(rooms) && rooms.every(each => typeof each === 'string') ? (rooms as RoomId[]) : null;
}

/** What is of every room is looked after by whoever looks after every room. @param roomId null: of every room */
export function looksAfter(managed: Managed | null, roomId: RoomId | null): boolean {
  if (managed === null) return false;
  return managed === 'all' || (roomId !== null && managed.includes(roomId));
}
