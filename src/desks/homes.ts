/** Shows each person their home, and greets whoever installed Deskhand. */
import { GREETING, greeting, type HomeBlock, homePage } from '../desk/home-page.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Rights, Roster } from './rights.ts';

export interface Homes {
  publishHome(user: string): Promise<void>;
  /** The first words to whoever installed Deskhand. */
  greet(user: string): Promise<void>;
}

interface HomesParts {
  desk: string;
  context: Pick<DeskContext, 'home' | 'rooms' | 'kinds' | 'log'>;
  roster: Roster;
  rights: Rights;
  adminSeen(user: string): Promise<void>;
  /** How to bring Deskhand into a channel, and where all of this is found again. */
  how: { invite: string; more: string };
  show(user: string, page: HomeBlock[]): Promise<unknown>;
  /** Says the first words, once. */
  say(user: string, title: string, page: HomeBlock[]): Promise<unknown>;
}

export function makeHomes(parts: HomesParts): Homes {
  const { desk, context, roster, rights } = parts;
  const publishHome = async (user: string) => {
    const person = await rights.home(user);
    await parts
      .show(user, homePage(person && (await context.home(person))))
      .catch(error => context.log.warn({ desk, error: String(error) }, "A person's home could not be shown."));
  };
  return {
    publishHome,
    greet: async user => {
      const member = await roster.who(user);
      if (member.as !== 'staff') return;
      if (member.person.admin) await parts.adminSeen(user);
      const rooms = await context.rooms();
      const room = rooms.find(each => each.deskRef) ?? rooms[0] ?? null;
      const known = await context.home({ ...member.person, admin: true });
      // All steps done: somebody installed it again.
      const steps = known.settings?.steps ?? { room, channel: true, enquiry: true };
      await parts.say(user, GREETING, greeting(steps, context.kinds, parts.how));
      await publishHome(user);
    },
  };
}
