/** The Home tab of each person, and the greeting of whoever installed Deskhand, in Slack. */
import { type Homes, makeHomes } from '../../../../src/desks/homes.ts';
import { SLACK, type SlackLine } from '../connection/line.ts';
import { drawHome, drawPage } from '../drawing/home.ts';
import { notice } from '../drawing/text.ts';

const HOW = {
  invite: '/invite @Deskhand',
  more: 'All of this is also in my Home tab. Type /desk help for what you can ask.',
};

export function slackHomes(line: SlackLine): Homes {
  const { context, calls, people, rights, places, poster, troubleList, direct, inRooms } = line;
  const links = { link: line.linkTo, channelNow: places.now };
  return makeHomes({
    desk: SLACK,
    context,
    roster: people,
    rights,
    adminSeen: troubleList.tellFromNow,
    how: HOW,
    show: async (user, page) => {
      await places.look();
      await calls.call('views.publish', { user_id: user, view: drawHome(page, links) });
    },
    say: async (user, title, page) => {
      const drawn = { text: notice(title), blocks: drawPage(page, links) };
      const channel = await direct(user);
      await inRooms.inChannel(channel, () => poster.post(`greeting:${user}`, { channel, thread: null, drawn }));
    },
  });
}
