/**
 * Permissions on a desk, in one place: only team members; inside a room, only those who can read that room; outside rooms,
 * whoever can read any room, and admins.
 */
import type { RoomId } from '../core/ids.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Person } from '../ports/staff.ts';

/** Who somebody is, as the far side tells. */
export type Member =
  | { as: 'staff'; person: Person; guest: boolean }
  /** Of another organisation, a robot, or switched off: no rights here. */
  | { as: 'outsider'; words: string };

/** Somebody by the far side's own id, with the name that a delivery had, where the far side will not tell. */
export interface Someone {
  user: string;
  name: string;
}

/** What the far side can tell of people and places. */
export interface Roster {
  who(user: string, name?: string): Promise<Member>;
  /** Can this person read at least one of these places? */
  canRead(user: string, places: string[]): Promise<boolean>;
  /** Surely cannot read a place that only its members can. Where the far side will not tell, nobody is shut out. */
  isOutside(user: string, place: string): Promise<boolean>;
  /** Is the place still there, and ours to see? */
  exists(place: string): Promise<boolean>;
}

type Ruling =
  | { ok: true; person: Person }
  /** `outside`: they may not be where they did it, so an answer there would not reach them. */
  | { ok: false; words: string; outside: boolean };

export interface Rights {
  /**
   * @param place where it was done: what stands in a room is only for those who can read it; null: from nowhere
   * @param of `team`: whoever is one of the team may, in a room or in none: what experts do, whom nobody has to let in
   */
  act(by: Someone, place: string | null, of?: 'rooms' | 'team'): Promise<Ruling>;
  /** Who asks about enquiries is answered from the rooms they can read, and from the one they ask in. */
  ask(by: Someone, room: RoomId | null): Promise<Ruling>;
  /** The rooms somebody can read; null for whoever gets nothing shown but how to get in. */
  home(user: string): Promise<Person | null>;
  /**
   * Whoever acts on what a button or a form names: in that enquiry's own thread as they are, anywhere else with the rooms they
   * can read, for a far side hands back whatever a person's program puts there.
   * @param named ids, such as `enq_... reason`
   */
  on(person: Person, user: string, thread: string | null, named: string): Promise<Person>;
  /** The person with the rooms they can read. */
  reading(person: Person, user: string): Promise<Person & { rooms: RoomId[] }>;
}

const NOT_IN_ROOM = 'Only people in a room can do that, so nothing was done. Ask a colleague to invite you.';
const NOT_ASKED = 'Only people in a room with enquiries can ask about them. Ask a colleague to invite you.';

type StaffMember = Extract<Member, { as: 'staff' }>;

function personOf({ person, guest }: StaffMember): Person {
  return guest ? { ...person, guest } : person;
}

interface RightsParts {
  roster: Roster;
  rooms: DeskContext['rooms'];
  thread: DeskContext['thread'];
  /** One and the same place, whatever the far side calls it by now. */
  sameName(place: string): string;
  /** Did an admin name this person to look after a room? */
  manages(person: Person): Promise<boolean>;
  /** An admin did something: they are told when something breaks. */
  adminSeen(user: string): Promise<void>;
}

export function makeRights(parts: RightsParts): Rights {
  const { roster, rooms, sameName, adminSeen } = parts;
  const manages = async (member: StaffMember) => !member.guest && (await parts.manages(member.person));
  const placesOf = async () => (await rooms()).flatMap(each => each.deskRef ?? []);

  /** In the place of a room, which only its members can read, and not one of them. */
  const isOutside = async (user: string, place: string | null): Promise<boolean> => {
    if (!place) return false;
    const room = (await placesOf()).find(each => sameName(each) === sameName(place));
    return room !== undefined && roster.isOutside(user, room);
  };

  /**
   * A room that nobody can read (no place yet, or one that is gone) is the admins': somebody has to be able to take its
   * enquiries out of there.
   */
  const reading: Rights['reading'] = async (person, user) => {
    const found: RoomId[] = [];
    for (const { id, deskRef } of await rooms()) {
      const orphan = person.admin && (deskRef === null || !(await roster.exists(deskRef)));
      if (orphan || (deskRef !== null && (await roster.canRead(user, [deskRef])))) found.push(id);
    }
    return { ...person, rooms: found };
  };

  const allowed = async (person: Person, user: string): Promise<Ruling> => {
    if (person.admin) await adminSeen(user);
    return { ok: true, person };
  };

  return {
    act: async ({ user, name }, place, of = 'rooms') => {
      const member = await roster.who(user, name);
      const outside = await isOutside(user, place);
      if (member.as === 'outsider') return { ok: false, words: member.words, outside };
      const places = place === null ? await placesOf() : [];
      const isTheirs = (of === 'team' && !member.guest) || places.length === 0 || member.person.admin;
      const may = isTheirs || (await roster.canRead(user, places)) || (await manages(member));
      return outside || !may ? { ok: false, words: NOT_IN_ROOM, outside } : allowed(personOf(member), user);
    },
    ask: async ({ user, name }, room) => {
      const member = await roster.who(user, name);
      if (member.as === 'outsider') return { ok: false, words: member.words, outside: true };
      const person = await reading(personOf(member), user);
      // Before there is a room nobody is in one: then, and always, admins may ask how things are; and so may managers.
      const isOfNone = room === null && person.rooms.length === 0 && !person.admin;
      if (isOfNone && !(await manages(member))) return { ok: false, words: NOT_ASKED, outside: true };
      if (room !== null && !person.rooms.includes(room)) person.rooms.push(room);
      return allowed(person, user);
    },
    on: async (person, user, thread, named) => {
      const [first = '', ...more] = named.split(' ');
      // A saved reply or an article may be of any room, and so may what an alert counts, or a customer wrote.
      if (/^(saved_|art_|gath_|round_|alert_|cust_|new$)/.test(first)) return reading(person, user);
      if (!/^(enq|msg)_/.test(first)) return person;
      // A second one may be in another room, and what is saved of a reply is for rooms that they choose.
      if (more.some(each => /^(enq_|rep_|msg_|gath_|newest$|similar$)/.test(each))) return reading(person, user);
      const own = thread ? await parts.thread(thread) : null;
      return own?.enquiryId === first ? person : reading(person, user);
    },
    home: async user => {
      const member = await roster.who(user);
      if (member.as !== 'staff') return null;
      const person = await reading(member.person, user);
      // An admin who is in no room has the settings, and nothing of the customers.
      return person.admin || person.rooms.length > 0 ? person : null;
    },
    reading,
  };
}
