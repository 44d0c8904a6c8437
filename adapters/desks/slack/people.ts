/** Who somebody is in Slack, and whether they belong to the team that answers: anyone who can read a room. */
import { firstNameOf } from '../../../src/core/first-name.ts';
import type { RoomId } from '../../../src/core/ids.ts';
import { type DurationMs, MINUTE } from '../../../src/core/time.ts';
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

const NOT_ONE_OF_US =
  'Choose a colleague of this workspace: apps, closed accounts and people of other organisations cannot answer customers.';

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
  isArchived: boolean;
  isShared: boolean;
  isMember: boolean;
}

export type Standing =
  | { as: 'staff'; person: Person; guest: boolean }
  /** Of another organisation, a robot, or switched off: no rights here. */
  | { as: 'outsider'; words: string };

export interface People {
  /** @param hint the name as the event had it, where Slack will not tell */
  who(user: string, hint?: string): Promise<Standing>;
  /** May this person ask about every enquiry? Whoever can read a room may, and nobody else. */
  mayAsk(user: string, rooms: string[]): Promise<boolean>;
  /** Surely not in a channel that only its members can read. Where Slack will not tell, nobody is shut out. */
  isOutside(user: string, channel: string): Promise<boolean>;
  /** Everybody of a channel who can answer there; null for too many to list, and where Slack does not say in time. */
  membersOf(channel: string): Promise<Person[] | null>;
  /** Somebody who can answer in a channel, or words why not. */
  memberOf(channel: string, user: string): Promise<Person | { refusal: string }>;
  channel(id: string): Promise<ChannelInfo | null>;
  /** Admins and owners of the workspace, owners first; looked for among as many people as one page of Slack's holds. */
  admins(): Promise<string[]>;
  /** The first name as far as it is known without asking; null otherwise. Nothing else of a profile goes into words. */
  firstNameOf(user: string): string | null;
  /** Slack said that something about a person or a channel changed. */
  forget(id: string): void;
}

export interface PeopleParts {
  calls(): SlackCalls;
  clock: Clock;
  team(): { id: string; enterprise: string | null };
  /** Whoever installed Deskhand may change its settings. */
  isInstaller(user: string): boolean;
  /** Slack withholds who people are. */
  blind(words: string): void;
}

export function makePeople({ calls, clock, team, isInstaller, blind }: PeopleParts): People {
  const people = new Map<string, { standing: Standing; until: number }>();
  const channels = new Map<string, { info: ChannelInfo | null; until: number }>();
  const members = new Map<string, { users: Set<string>; until: number }>();

  const who: People['who'] = async (user, hint) => {
    const known = people.get(user);
    if (known && known.until > clock.now()) return known.standing;
    const standing = await ask(user, hint);
    people.set(user, { standing, until: clock.now() + PERSON_KEPT });
    return standing;
  };

  const ask = async (id: string, hint?: string): Promise<Standing> => {
    let user: SlackUser;
    try {
      user = (await calls().call<{ user: SlackUser }>('users.info', { user: id })).user;
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      if (/^user_not_(found|visible)$/.test(error.word))
        return { as: 'outsider', words: 'Deskhand cannot see who you are, so this was not done.' };
      if (error.word === 'missing_scope') {
        blind(error.message);
        return {
          as: 'outsider',
          words: 'Deskhand cannot see who you are: Slack withholds it. Ask an admin to install it again.',
        };
      }
      // Slack tells nothing about anybody: the name as it came, and no rights beyond those of everybody.
      return {
        as: 'staff',
        person: { deskRef: personRef(id), name: hint || id, admin: isInstaller(id) },
        guest: false,
      };
    }
    const { id: ours, enterprise } = team();
    const sister = enterprise !== null && user.enterprise_user?.enterprise_id === enterprise;
    if (user.is_stranger || (user.team_id && user.team_id !== ours && !sister))
      return {
        as: 'outsider',
        words:
          'Only people of this workspace can answer customers here. What you write in this thread stays among colleagues.',
      };
    if (user.deleted || user.is_bot)
      return { as: 'outsider', words: 'Robots and closed accounts cannot answer customers.' };
    const name = user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || hint || id;
    return {
      as: 'staff',
      person: {
        deskRef: personRef(id),
        name,
        admin: Boolean(user.is_admin || user.is_owner) || isInstaller(id),
      },
      guest: Boolean(user.is_restricted || user.is_ultra_restricted),
    };
  };

  const channel: People['channel'] = async id => {
    const known = channels.get(id);
    if (known && known.until > clock.now()) return known.info;
    let info: ChannelInfo | null = null;
    try {
      const found = (await calls().call<{ channel: Record<string, unknown> }>('conversations.info', { channel: id }))
        .channel;
      info = {
        id,
        name: String(found.name ?? id),
        isPrivate: found.is_private === true,
        isArchived: found.is_archived === true,
        isShared: found.is_ext_shared === true,
        isMember: found.is_member !== false,
      };
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
    }
    channels.set(id, { info, until: clock.now() + CHANNEL_KEPT });
    return info;
  };

  const usersOf = async (room: string): Promise<Set<string>> => {
    const known = members.get(room);
    if (known && known.until > clock.now()) return known.users;
    const users = new Set<string>();
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page++) {
      const found = await calls().call<{ members: string[]; response_metadata?: { next_cursor?: string } }>(
        'conversations.members',
        { channel: room, limit: MEMBERS_PER_PAGE, ...(cursor ? { cursor } : {}) },
      );
      for (const each of found.members) users.add(each);
      cursor = found.response_metadata?.next_cursor ?? '';
      if (!cursor) break;
    }
    members.set(room, { users, until: clock.now() + CHANNEL_KEPT });
    return users;
  };
  const isMember = async (user: string, room: string) => (await usersOf(room)).has(user);

  const list = async (room: string): Promise<Person[] | null> => {
    const users = [...(await usersOf(room))];
    if (users.length > LISTED_MAX) return null;
    const found: Person[] = [];
    for (let i = 0; i < users.length; i += ASKED_AT_ONCE) {
      const standings = await Promise.all(users.slice(i, i + ASKED_AT_ONCE).map(each => who(each)));
      for (const each of standings) if (each.as === 'staff') found.push(each.person);
    }
    return found.sort((a, b) => a.name.localeCompare(b.name));
  };

  const membersOf: People['membersOf'] = async room => {
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
  };

  const isOutside: People['isOutside'] = async (user, room) => {
    const standing = await who(user);
    const info = await channel(room);
    if (standing.as !== 'staff' || !info || (!info.isPrivate && !standing.guest)) return false;
    try {
      if (await isMember(user, room)) return false;
      // They may have joined a moment ago.
      members.delete(room);
      return !(await isMember(user, room));
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return false;
    }
  };

  const memberOf: People['memberOf'] = async (room, user) => {
    const standing = await who(user);
    if (standing.as !== 'staff') return { refusal: NOT_ONE_OF_US };
    try {
      if (await isMember(user, room)) return standing.person;
      // Somebody who was invited a minute ago.
      members.delete(room);
      if (await isMember(user, room)) return standing.person;
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      // Slack does not say who is in the channel: then nobody is kept out.
      return standing.person;
    }
    return {
      refusal: `${standing.person.name} is not in this channel. Invite them there first, or choose somebody who is.`,
    };
  };

  return {
    who,
    channel,
    membersOf,
    memberOf,
    isOutside,
    mayAsk: async (user, rooms) => {
      const standing = await who(user);
      if (standing.as !== 'staff') return false;
      for (const room of rooms) {
        const info = await channel(room);
        // Everybody of the workspace can open a public channel and read; guests only where they were let in.
        if (info && !info.isPrivate && !standing.guest) return true;
        try {
          if (await isMember(user, room)) return true;
        } catch (error) {
          if (!(error instanceof SlackRefusal)) throw error;
        }
      }
      return false;
    },
    admins: async () => {
      const { members: all } = await calls().call<{ members: SlackUser[] }>('users.list', { limit: USERS_PER_PAGE });
      const theirs = all.filter(each => (each.is_admin || each.is_owner) && !each.is_bot && !each.deleted);
      return theirs.sort((a, b) => Number(b.is_owner ?? false) - Number(a.is_owner ?? false)).map(each => each.id);
    },
    firstNameOf: user => {
      const standing = people.get(user)?.standing;
      return standing?.as === 'staff' ? firstNameOf(standing.person.name) : null;
    },
    forget: id => {
      people.delete(id);
      channels.delete(id);
      members.delete(id);
    },
  };
}

/**
 * Rooms that somebody can read: what they ask is answered from these. A room that nobody can read (no channel yet, or one
 * that is gone) is the admins': somebody has to be able to take its enquiries out of there.
 */
export async function readableRooms(
  people: People,
  rooms: { id: RoomId; deskRef: string | null }[],
  user: string,
): Promise<RoomId[]> {
  const standing = await people.who(user);
  const isAdmin = standing.as === 'staff' && standing.person.admin;
  const found: RoomId[] = [];
  for (const { id, deskRef } of rooms) {
    const orphan = isAdmin && (deskRef === null || (await people.channel(deskRef)) === null);
    if (orphan || (deskRef !== null && (await people.mayAsk(user, [deskRef])))) found.push(id);
  }
  return found;
}
