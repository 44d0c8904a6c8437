/** Rooms of practice: each is one person's, and nobody else reads it. Its id says whose it is. Pure. */
import type { PracticeId, RoomId, StaffId } from './ids.ts';

/** No id that is made by time and chance has an i in it. */
const ROOM = 'room_practice';
const STAFF = 'staff_';

/** The room in which somebody practises. */
export function practiceRoom(staffId: StaffId): RoomId {
  return `${ROOM}${staffId.slice(STAFF.length)}` as RoomId;
}

/** Everything in it is made up, and counts nowhere. */
export function isPractice({ roomId }: { roomId: RoomId }): boolean {
  return roomId.startsWith(ROOM);
}

/** Whose room of practice it is; null for every other room. */
export function practisedBy(roomId: RoomId): StaffId | null {
  return roomId.startsWith(ROOM) ? (`${STAFF}${roomId.slice(ROOM.length)}` as StaffId) : null;
}

/** One at a time for each person. */
export function practiceOf(staffId: StaffId): PracticeId {
  return `prac_${staffId.slice(STAFF.length)}` as PracticeId;
}

/** Rooms of practice in a condition of a database: `like` this. */
export const PRACTICE_ROOMS = `${ROOM}%`;
/** What addresses of scripted customers begin with. */
export const SCRIPTED = 'practice/';

/** Buttons and forms by which colleagues, real customers or their enquiries would come into it: nothing of them here. */
const REACHES_OTHERS =
  /^(enquiry\.(handover|merge|expert|ask|stuck|offer|follow|room|takeover|allow|open_for|split)|handover|merge|join|split|expert|ask|customer|similar|finding|incident|shield\.(pass|not|was))\b/;

export function reachesOthers(buttonOrForm: string): boolean {
  return REACHES_OTHERS.test(buttonOrForm);
}
