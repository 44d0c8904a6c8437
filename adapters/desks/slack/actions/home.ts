/** Publishes the Home tab of one person, and greets whoever installed Deskhand. */
import { GREETING, greeting } from '../../../../src/desk/home-page.ts';
import { SLACK, type SlackLine } from '../connection/line.ts';
import { drawHome, drawPage } from '../drawing/home.ts';
import { notice } from '../drawing/text.ts';

const HOW = {
  invite: '/invite @Deskhand',
  more: 'All of this is also in my Home tab. Type /desk help for what you can ask.',
};

export interface Homes {
  publishHome(user: string): Promise<void>;
  /** The first words to whoever installed Deskhand. */
  greet(user: string): Promise<void>;
}

export function makeHomes(line: SlackLine): Homes {
  const { context, connection, calls, people, rights, places, poster, troubleList, direct } = line;
  const links = { link: line.linkTo, channelNow: places.now };
  const publishHome = async (user: string) => {
    await places.look();
    const person = await rights.home(user);
    const view = drawHome(person && (await context.home(person)), links);
    await calls
      .call('views.publish', { user_id: user, view })
      .catch(error => context.log.warn({ desk: SLACK, error: String(error) }, 'A Home tab could not be shown.'));
  };
  return {
    publishHome,
    greet: async user => {
      const member = await people.who(user);
      if (member.as !== 'staff') return;
      if (member.person.admin) await troubleList.tellFromNow(user);
      const rooms = await context.rooms();
      const room = rooms.find(each => each.deskRef) ?? rooms[0] ?? null;
      const drawn = { text: notice(GREETING), blocks: drawPage(greeting(room, context.kinds, HOW), links) };
      const channel = await direct(user);
      await connection.inChannel(channel, () => poster.post(`greeting:${user}`, { channel, thread: null, drawn }));
      await publishHome(user);
    },
  };
}
