/** Who somebody is in Slack, and which channels they can read: what the rights of a desk are decided from. */
import { firstNameOf } from '../../../src/core/first-name.ts';
import { type DurationMs, MINUTE } from '../../../src/core/time.ts';
import type { Member, Roster } from '../../../src/desks/rights.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Person } from '../../../src/ports/desk.ts';
import { type SlackCalls, SlackRefusal } from './call.ts';
import { personRef } from './ids.ts';

/** Names and rights change seldom, and Slack says so by an event; this is the net under it. */
const PERSON_KEPT: DurationMs = 10 * MINUTE;
const CHANNEL_KEPT: DurationMs = 5 * MINUTE;
const MEMBERS_PER_PAGE = 1_000;
const PAGES_MAX = 20;
/** More are no list on a phone, and each costs a call: then Slack's own picker is shown. */
const LISTED_MAX = 50;
const ASKED_AT_ONCE = 10;
/** A form has to be open within three seconds of the press. */
const LISTED_WITHIN: DurationMs = 1_500;
/** Slack recommends no more at once. */
const USERS_PER_PAGE = 200;

const WORDS = {
  notOneOfUs:
    'Choose a colleague of this workspace: apps, closed accounts and people of other organisations cannot answer customers.',
  unseen: 'Deskhand cannot see who you are, so this was not done.',
  withheld: 'Deskhand cannot see who you are: Slack withholds it. Ask an admin to install it again.',
  stranger:
    'Only people of this workspace can answer customers here. What you write in this thread stays among colleagues.',
  machine: 'Robots and closed accounts cannot answer customers.',
};

interface SlackUser {
  id: string;
  name?: string;
  real_name?: string;
  team_id?: string;
  enterprise_user?: { enterprise_id?: string };
  is_admin?: boolean;
  is_owner?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_stranger?: boolean;
  deleted?: boolean;
  profile?: { display_name?: string; real_name?: string };
}

export interface ChannelInfo {
  id: string;
  name: string;
  isPrivate: boolean;
  isShared: boolean;
}

export interface People extends Roster {
  /** Everybody of a channel who can answer there; null for too many to list, and where Slack does not say in time. */
  membersOf(channel: string): Promise<Person[] | null>;
  /** Somebody who can answer in a channel, or words why not. */
  memberOf(channel: string, user: string): Promise<Person | { refusal: string }>;
  channel(id: string): Promise<ChannelInfo | null>;
  /** Admins and owners of the workspace, owners first; looked for among as many people as one page of Slack's holds. */
  admins(): Promise<string[]>;
  /** A first name for customers, where it is known without asking. */
  firstNameOf(user: string): string | null;
  /** Forgets a person or a channel, which has changed. */
  forget(id: string): void;
}

export interface PeopleParts {
  calls: SlackCalls;
  clock: Clock;
  team(): { id: string; enterprise: string | null };
  /** Whoever installed Deskhand may change its settings. */
  isInstaller(user: string): boolean;
  /** Slack withholds who people are. */
  blind(words: string): void;
}

export function makePeople({ calls, clock, team, isInstaller, blind }: PeopleParts): People {
  const people = makeMemory<Member>(clock, PERSON_KEPT);
  const channels = makeMemory<ChannelInfo | null>(clock, CHANNEL_KEPT);
  const members = makeMemory<Set<string>>(clock, CHANNEL_KEPT);

  const who: People['who'] = (user, name) => people.get(user, () => ask(user, name));

  const ask = async (id: string, name?: string): Promise<Member> => {
    try {
      const { user } = await calls.call<{ user: SlackUser }>('users.info', { user: id });
      return judged(user, name);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      if (/^user_not_(found|visible)$/.test(error.word)) return { as: 'outsider', words: WORDS.unseen };
      if (error.word === 'missing_scope') {
        blind(error.message);
        return { as: 'outsider', words: WORDS.withheld };
      }
      // Slack tells nothing about anybody: the name as it came, and no rights beyond those of everybody.
      const person = { deskRef: personRef(id), name: name || id, admin: isInstaller(id) };
      return { as: 'staff', person, guest: false };
    }
  };

  const judged = (user: SlackUser, hint?: string): Member => {
    const { id, profile, real_name: realName } = user;
    const { id: ours, enterprise } = team();
    const sister = enterprise !== null && user.enterprise_user?.enterprise_id === enterprise;
    if (user.is_stranger || (user.team_id && user.team_id !== ours && !sister))
      return { as: 'outsider', words: WORDS.stranger };
    if (user.deleted || user.is_bot) return { as: 'outsider', words: WORDS.machine };
    const name = profile?.display_name || profile?.real_name || realName || user.name || hint || id;
    const admin = Boolean(user.is_admin || user.is_owner) || isInstaller(id);
    const guest = Boolean(user.is_restricted || user.is_ultra_restricted);
    return { as: 'staff', person: { deskRef: personRef(id), name, admin }, guest };
  };

  const channel: People['channel'] = id =>
    channels.get(id, async () => {
      try {
        const { channel: found } = await calls.call<{ channel: Record<string, unknown> }>('conversations.info', {
          channel: id,
        });
        const name = String(found.name ?? id);
        return { id, name, isPrivate: found.is_private === true, isShared: found.is_ext_shared === true };
      } catch (error) {
        if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
        return null;
      }
    });

  const usersOf = (room: string): Promise<Set<string>> =>
    members.get(room, async () => {
      const users = new Set<string>();
      let cursor = '';
      for (let page = 0; page < PAGES_MAX; page++) {
        const found = await calls.call<{ members: string[]; response_metadata?: { next_cursor?: string } }>(
          'conversations.members',
          { channel: room, limit: MEMBERS_PER_PAGE, ...(cursor ? { cursor } : {}) },
        );
        for (const each of found.members) users.add(each);
        cursor = found.response_metadata?.next_cursor ?? '';
        if (!cursor) break;
      }
      return users;
    });

  /** Null where Slack does not say. Who is not in it by what is known may have joined a moment ago. */
  const isMember = async (user: string, room: string, anew: boolean): Promise<boolean | null> => {
    try {
      if ((await usersOf(room)).has(user)) return true;
      if (!anew) return false;
      members.forget(room);
      return (await usersOf(room)).has(user);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      return null;
    }
  };

  const list = async (room: string): Promise<Person[] | null> => {
    const users = [...(await usersOf(room))];
    if (users.length > LISTED_MAX) return null;
    const found: Person[] = [];
    for (let i = 0; i < users.length; i += ASKED_AT_ONCE) {
      const members = await Promise.all(users.slice(i, i + ASKED_AT_ONCE).map(each => who(each)));
      for (const each of members) if (each.as === 'staff') found.push(each.person);
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
    membersOf: async room => {
      const stop = new AbortController();
      const asking = list(room).catch(error => {
        if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
        return null;
      });
      // What comes later is kept for the next time.
      const late = clock.sleep(LISTED_WITHIN, stop.signal).then(() => null);
      const found = await Promise.race([asking, late]).finally(() => stop.abort());
      asking.catch(() => {});
      return found;
    },
    memberOf: async (room, user) => {
      const member = await who(user);
      if (member.as !== 'staff') return { refusal: WORDS.notOneOfUs };
      // Slack does not say who is in the channel: then nobody is kept out.
      if ((await isMember(user, room, true)) !== false) return member.person;
      const { name } = member.person;
      return { refusal: `${name} is not in this channel. Invite them there first, or choose somebody who is.` };
    },
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
    admins: async () => {
      const { members: all } = await calls.call<{ members: SlackUser[] }>('users.list', { limit: USERS_PER_PAGE });
      const theirs = all.filter(each => (each.is_admin || each.is_owner) && !each.is_bot && !each.deleted);
      return theirs.sort((a, b) => Number(b.is_owner ?? false) - Number(a.is_owner ?? false)).map(each => each.id);
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
