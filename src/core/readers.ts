/**
 * Who may see an enquiry: whoever can read the room that it is in. The one rule for every view, of a person (a command, the
 * home page, a form, a press) and of a whole room (a card, a line in a thread, a notice). Pure.
 */
import type { RoomId } from './ids.ts';
import { isPractice } from './practice.ts';

/** Rooms that somebody can read; absent or null: all of them. */
interface Reader {
  rooms?: readonly RoomId[] | null;
  /** The room in which this person practises, which nobody else reads. */
  own?: RoomId;
}

/** @param by with `rooms` only where that is in question */
export function mayRead(by: Reader | undefined, at: { roomId: RoomId }): boolean {
  const { roomId } = at;
  if (isPractice(at)) return by?.own === roomId || by?.rooms?.includes(roomId) === true;
  return !by?.rooms || by.rooms.includes(roomId);
}

/** What stands in a room is seen by all of its people, whatever else some of them can read. */
export function everybodyIn(roomId: RoomId): Reader {
  return { rooms: [roomId] };
}
