/**
 * Who may see an enquiry: whoever can read the room that it is in. The one rule for every view, of a person (a command, the
 * home page, a form, a press) and of a whole room (a card, a line in a thread, a notice). Pure.
 */
import type { RoomId } from './ids.ts';

/** Rooms that somebody can read; absent or null: all of them. */
interface Reader {
  rooms?: readonly RoomId[] | null;
}

/** @param by with `rooms` only where that is in question */
export function mayRead(by: Reader | undefined, { roomId }: { roomId: RoomId }): boolean {
  return !by?.rooms || by.rooms.includes(roomId);
}

/** What stands in a room is seen by all of its people, whatever else some of them can read. */
export function everybodyIn(roomId: RoomId): Reader {
  return { rooms: [roomId] };
}
