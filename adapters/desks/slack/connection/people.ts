/** Who somebody is in Slack, who is in a channel, and who its admins are: asked of Slack. */

import type { Member } from '../../../../src/desks/rights.ts';
import { type KnownPeople, makeRoster } from '../../../../src/desks/roster.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { personRef } from '../ids.ts';
import { type SlackCalls, SlackRefusal } from './call.ts';

const MEMBERS_PER_PAGE = 1_000;
const PAGES_MAX = 20;
/** Slack recommends no more at once. */
const USERS_PER_PAGE = 200;

const WORDS = {
  unseen: 'Deskhand cannot see who you are, so this was not done.',
  withheld: 'Deskhand cannot see who you are: Slack withholds it. Ask an admin to install it again.',
  stranger:
    'Only people of this workspace can answer customers here. What you write in this thread stays among colleagues.',
  machine: 'Bots and closed accounts cannot answer customers.',
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

export interface People extends KnownPeople {
  /** Admins and owners of the workspace, owners first; looked for among as many people as one page of Slack's holds. */
  admins(): Promise<string[]>;
}

interface PeopleParts {
  calls: SlackCalls;
  clock: Clock;
  team(): { id: string; enterprise: string | null };
  /** Whoever installed Deskhand may change its settings. */
  isInstaller(user: string): boolean;
  /** Slack withholds who people are. */
  blind(words: string): void;
}

export function makePeople({ calls, clock, team, isInstaller, blind }: PeopleParts): People {
  const askPerson = async (id: string, name?: string): Promise<Member> => {
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

  const askChannel = async (id: string) => {
    try {
      const { channel } = await calls.call<{ channel: Record<string, unknown> }>('conversations.info', { channel: id });
      const { name = id, is_private, is_ext_shared } = channel;
      return { name: String(name), isPrivate: is_private === true, isShared: is_ext_shared === true };
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      return null;
    }
  };

  const askMembers = async (channel: string) => {
    const users = new Set<string>();
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page++) {
      const found = await calls.call<{ members: string[]; response_metadata?: { next_cursor?: string } }>(
        'conversations.members',
        { channel, limit: MEMBERS_PER_PAGE, ...(cursor ? { cursor } : {}) },
      );
      for (const each of found.members) users.add(each);
      cursor = found.response_metadata?.next_cursor ?? '';
      if (!cursor) break;
    }
    return users;
  };

  return {
    ...makeRoster({ clock, askPerson, askChannel, askMembers }),
    admins: async () => {
      const { members: all } = await calls.call<{ members: SlackUser[] }>('users.list', { limit: USERS_PER_PAGE });
      const theirs = all.filter(each => (each.is_admin || each.is_owner) && !each.is_bot && !each.deleted);
      return theirs.sort((a, b) => Number(b.is_owner ?? false) - Number(a.is_owner ?? false)).map(each => each.id);
    },
  };
}
