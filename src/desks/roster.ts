/** Looks up who somebody is and which channels they can read, and caches it for a while. */
import { firstNameOf } from '../core/first-name.ts';
import { type DurationMs, MINUTE } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Person } from '../ports/staff.ts';
import { FarRefusal } from './far-side.ts';
import type { Member, Roster } from './rights.ts';

/** Names and rights change seldom, and the far side says so by an event; this is the net under it. */
const PERSON_KEPT: DurationMs = 10 * MINUTE;
const CHANNEL_KEPT: DurationMs = 5 * MINUTE;
/** More do not make a list for a phone, and each costs a call: then the desk's own picker is shown. */
const LISTED_MAX = 50;
const ASKED_AT_ONCE = 10;
/** A form has to be open within three seconds of the press. */
const LISTED_WITHIN: DurationMs = 1_500;

const NOT_ONE_OF_US =
  'Choose a colleague of this workspace: apps, closed accounts and people of other organisations cannot answer customers.';

interface ChannelInfo {
  name: string;
  /** Only its members can read it. */
  isPrivate: boolean;
  /** With another organisation. */
  isShared: boolean;
}

export interface KnownPeople extends Roster {
  channel(id: string): Promise<ChannelInfo | null>;
  /** Everybody of a channel who can answer there; null for too many to list, and where the far side does not say in time. */
  membersOf(channel: string): Promise<Person[] | null>;
  /** Somebody who can answer in a channel, or words why not. */
  memberOf(channel: string, user: string): Promise<Person | { refusal: string }>;
  /** A first name for customers, where it is known without asking. */
  firstNameOf(user: string): string | null;
  /** Forgets a person or a channel, which has changed. */
  forget(id: string): void;
}

interface RosterParts {
  clock: Clock;
  /** @param name as a delivery had it, where the far side will not tell */
  askPerson(user: string, name?: string): Promise<Member>;
  /** Null for one that is gone, or hidden from us. @throws FarRefusal when the installation has ended */
  askChannel(id: string): Promise<ChannelInfo | null>;
  /** Everybody in a channel. @throws FarRefusal where the far side does not say */
  askMembers(channel: string): Promise<Set<string>>;
}

export function makeRoster({ clock, askPerson, askChannel, askMembers }: RosterParts): KnownPeople {
  const people = makeMemory<Member>(clock, PERSON_KEPT);
  const channels = makeMemory<ChannelInfo | null>(clock, CHANNEL_KEPT);
  const members = makeMemory<Set<string>>(clock, CHANNEL_KEPT);

  const who: Roster['who'] = (user, name) => people.get(user, () => askPerson(user, name));
  const channel = (id: string) => channels.get(id, () => askChannel(id));
  const usersOf = (id: string) => members.get(id, () => askMembers(id));

  /** Null where the far side does not say. Who is not in it by what is known may have joined a moment ago. */
  const isMember = async (user: string, room: string, anew: boolean): Promise<boolean | null> => {
    try {
      if ((await usersOf(room)).has(user)) return true;
      if (!anew) return false;
      members.forget(room);
      return (await usersOf(room)).has(user);
    } catch (error) {
      if (isHidden(error)) return null;
      throw error;
    }
  };

  const list = async (room: string): Promise<Person[] | null> => {
    const users = [...(await usersOf(room))];
    if (users.length > LISTED_MAX) return null;
    const found: Person[] = [];
    for (let i = 0; i < users.length; i += ASKED_AT_ONCE) {
      const some = await Promise.all(users.slice(i, i + ASKED_AT_ONCE).map(each => who(each)));
      for (const each of some) if (each.as === 'staff') found.push(each.person);
    }
    return found.sort((a, b) => a.name.localeCompare(b.name));
  };

  /** Everybody of the workspace can open a public channel and read; guests only where they were let in. */
  const isOpenTo = (member: Member, info: ChannelInfo | null) =>
    info !== null && !info.isPrivate && member.as === 'staff' && !member.guest;

  return {
    who,
    channel,
    exists: async id => (await channel(id)) !== null,
    isOutside: async (user, room) => {
      const member = await who(user);
      const info = await channel(room);
      if (member.as !== 'staff' || !info || isOpenTo(member, info)) return false;
      return (await isMember(user, room, true)) === false;
    },
    canRead: async (user, rooms) => {
      const member = await who(user);
      if (member.as !== 'staff') return false;
      for (const room of rooms)
        if (isOpenTo(member, await channel(room)) || (await isMember(user, room, false))) return true;
      return false;
    },
    membersOf: async room => {
      const stop = new AbortController();
      const asking = list(room).catch(error => {
        if (isHidden(error)) return null;
        throw error;
      });
      // What comes later is kept for the next time.
      const late = clock.sleep(LISTED_WITHIN, stop.signal).then(() => null);
      const found = await Promise.race([asking, late]).finally(() => stop.abort());
      asking.catch(() => {});
      return found;
    },
    memberOf: async (room, user) => {
      const member = await who(user);
      if (member.as !== 'staff') return { refusal: NOT_ONE_OF_US };
      // The far side does not say who is in the channel: then nobody is kept out.
      if ((await isMember(user, room, true)) !== false) return member.person;
      const { name } = member.person;
      return { refusal: `${name} is not in this channel. Invite them there first, or choose somebody who is.` };
    },
    firstNameOf: user => {
      const member = people.known(user);
      return member?.as === 'staff' ? firstNameOf(member.person.name) : null;
    },
    forget: id => {
      for (const each of [people, channels, members]) each.forget(id);
    },
  };
}

function isHidden(error: unknown): boolean {
  return error instanceof FarRefusal && !error.signedOut;
}

/** What was asked for once is known for a while. */
function makeMemory<T>(clock: Clock, keptMs: DurationMs) {
  const kept = new Map<string, { value: T; until: number }>();
  return {
    get: async (key: string, ask: () => Promise<T>): Promise<T> => {
      const there = kept.get(key);
      if (there && there.until > clock.now()) return there.value;
      const value = await ask();
      kept.set(key, { value, until: clock.now() + keptMs });
      return value;
    },
    known: (key: string): T | undefined => kept.get(key)?.value,
    forget: (key: string) => void kept.delete(key),
  };
}
