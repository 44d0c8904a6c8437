/** Looks up who somebody is and who is in a channel, in Teams' rosters: only they tell a person's tenant. */
import type { Member } from '../../../../src/desks/rights.ts';
import { type KnownPeople, makeRoster } from '../../../../src/desks/roster.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import { isObjectId, personRef } from '../ids.ts';
import type { Connector, RosterEntry } from './connector.ts';
import type { Places } from './places.ts';
import { TeamsRefusal } from './refusals.ts';
import type { TeamsSettings } from './settings.ts';

const WORDS = {
  unseen: 'Deskhand cannot see who you are, so this was not done.',
  stranger:
    'Only people in this organisation can answer customers here. What you write in this thread stays among colleagues.',
  machine: 'Bots and people without an account cannot answer customers.',
};

interface PeopleParts {
  context: Pick<DeskContext, 'clock' | 'rooms'>;
  connector: Connector;
  places: Places;
  settings: TeamsSettings;
}

export function makePeople({ context, connector, places, settings }: PeopleParts): KnownPeople {
  const { clock } = context;
  const { note, lookUp } = makeLookUp({ context, connector, places });

  const askPerson = async (user: string, name?: string): Promise<Member> => {
    if (!isObjectId(user)) return { as: 'outsider', words: WORDS.machine };
    const entry = await lookUp(user);
    if (entry) await note(entry);
    const seen = await places.seen(user);
    const ours = places.tenant();
    const theirs = entry?.tenantId ?? seen?.tenant ?? null;
    if (!entry && !seen) return { as: 'outsider', words: WORDS.unseen };
    if (!theirs && seen?.mixed) return { as: 'outsider', words: WORDS.unseen };
    if (theirs && ours && theirs.toLowerCase() !== ours.toLowerCase()) return { as: 'outsider', words: WORDS.stranger };
    if (entry && /^(anonymous|bot)$/i.test(entry.userRole ?? '')) return { as: 'outsider', words: WORDS.machine };
    const admin = settings.admins.length ? settings.admins.includes(user) : places.installer() === user;
    const shown = entry?.name || seen?.name || name || user;
    // Who is in no room is one of the tenant by what its Connector delivered, and can read nothing.
    return {
      as: 'staff',
      person: { deskRef: personRef(user), name: shown, admin },
      guest: entry?.userRole?.toLowerCase() === 'guest',
    };
  };

  const askChannel = async (channel: string) => {
    const home = await places.homeOf(channel, connector.channels);
    try {
      if (!home) {
        await connector.members(channel);
        return { name: channel, isPrivate: true, isShared: false };
      }
      const found = (await connector.channels(home.team)).find(each => each.id === channel);
      // Teams names the first channel of a team in each person's language, and so not at all.
      return found
        ? { name: found.name ?? 'General', isPrivate: true, isShared: found.type.toLowerCase() === 'shared' }
        : null;
    } catch (error) {
      if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      return null;
    }
  };

  const askMembers = async (channel: string) => {
    const users = new Set<string>();
    for (const entry of await connector.members(channel)) {
      const user = await note(entry);
      if (user) users.add(user);
    }
    return users;
  };

  return makeRoster({ clock, askPerson, askChannel, askMembers });
}

/** Finds people in rosters, and remembers by which id Teams knows them. */
function makeLookUp({ context, connector, places }: Omit<PeopleParts, 'settings'>) {
  const note = async (entry: RosterEntry): Promise<string | null> => {
    const user = entry.aadObjectId?.toLowerCase();
    if (!user || !entry.id) return null;
    // What a delivery said of their tenant is not forgotten because a roster says nothing of it.
    const tenant = entry.tenantId ?? (await places.seen(user))?.tenant ?? null;
    await places.noteSeen(user, { id: entry.id, name: entry.name ?? '', tenant });
    return user;
  };

  /** Their line in the roster of the first room that has them, or of where they were seen; null where none has. */
  const lookUp = async (user: string): Promise<RosterEntry | null> => {
    const seen = await places.seen(user);
    const id = seen?.id ?? user;
    const rooms = (await context.rooms()).flatMap(each => each.deskRef ?? []);
    for (const place of new Set([...rooms, ...(seen?.where ? [seen.where] : [])])) {
      try {
        return await connector.member(place, id);
      } catch (error) {
        if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      }
      // Some Connectors know people by Teams' own id alone.
      if (id === user) {
        const all = await askRoster(place);
        const found = all.find(each => each.aadObjectId?.toLowerCase() === user);
        if (found) return found;
      }
    }
    return null;
  };

  /** Everybody in a channel; nobody where it is hidden from the bot. */
  const askRoster = async (channel: string): Promise<RosterEntry[]> => {
    try {
      return await connector.members(channel);
    } catch (error) {
      if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      return [];
    }
  };

  return { note, lookUp };
}
