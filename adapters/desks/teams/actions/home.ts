/** Each person's home: a card in the personal chat, updated in place; and the greeting. */

import type { HomeBlock } from '../../../../src/desk/home-page.ts';
import { type Homes, makeHomes } from '../../../../src/desks/homes.ts';
import { TEAMS, type TeamsLine } from '../connection/line.ts';
import { TeamsRefusal } from '../connection/refusals.ts';
import { drawPage } from '../drawing/home.ts';
import { CHANNEL_ID, placeOf } from '../ids.ts';

const HOMES = 'home-cards';
const HOW = {
  invite: 'Teams, Apps, Deskhand, Add to a team',
  more: 'Write "home" here to see this and your enquiries again, "help" for what you can ask, and "settings" to change something.',
};

export interface TeamsHomes extends Homes {
  /** A new card at the end of the chat, for somebody who asked for it. */
  openHome(user: string): Promise<void>;
}

export function teamsHomes(line: TeamsLine): TeamsHomes {
  const { context, connector, poster, people, rights, troubleList, inRooms, direct, linkTo } = line;
  const { shelf, ids } = context;

  const drawn = async (page: HomeBlock[]) => {
    const names = new Map<string, string>();
    for (const { deskRef } of await context.rooms())
      if (deskRef && CHANNEL_ID.test(deskRef)) names.set(deskRef, (await people.channel(deskRef))?.name ?? deskRef);
    return drawPage(page, { link: linkTo, channelName: channel => names.get(channel) ?? channel });
  };

  const make = (anew: boolean) =>
    makeHomes({
      desk: TEAMS,
      context,
      roster: people,
      rights,
      adminSeen: troubleList.tellFromNow,
      how: HOW,
      show: async (user, page) => {
        const there = (await shelf.get(HOMES, user))?.value as string | undefined;
        const card = await drawn(page);
        if (there && !anew) {
          const { channel, message } = placeOf(there);
          return connector.update(channel, message, card).catch(error => {
            if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
          });
        }
        // Nobody is shown a card that they did not ask for.
        if (!anew) return;
        const channel = await direct(user);
        const ref = await poster.post(`home:${user}:${ids.secret(6)}`, { channel, thread: null, drawn: card });
        await shelf.put(HOMES, user, ref);
      },
      say: async (user, _title, page) => {
        const channel = await direct(user);
        const card = await drawn(page);
        await inRooms.inChannel(channel, () => poster.post(`greeting:${user}`, { channel, thread: null, drawn: card }));
      },
    });

  const [current, opened] = [make(false), make(true)];
  // Teams tells twice that it was added, and whoever added it has read how to get the home.
  return { publishHome: current.publishHome, openHome: opened.publishHome, greet: current.greet };
}
