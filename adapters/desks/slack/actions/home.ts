/** The Home tab of each person, and the greeting of whoever installed Deskhand, in Slack. */
import type { HomeBlock } from '../../../../src/desk/home-page.ts';
import { type Homes, makeHomes } from '../../../../src/desks/homes.ts';
import { SLACK, type SlackLine } from '../connection/line.ts';
import { drawHome, drawPage, type HomeLinks } from '../drawing/home.ts';
import { escaped, notice } from '../drawing/text.ts';

const HOW = {
  invite: '/invite @Deskhand',
  more: 'All of this is also in my Home tab. Type /desk help for what you can ask.',
};

export function slackHomes(line: SlackLine): Homes {
  const { context, calls, people, rights, places, poster, troubleList, direct, inRooms } = line;
  // By their ids, Slack would show a private channel to nobody who is not in it.
  const namesOf = async (page: HomeBlock[]) => {
    const ids = page.flatMap(each => (each.as === 'setting' && each.place ? [each.place] : []));
    const asked = ids.map(async id => [id, (await people.channel(places.now(id)).catch(() => null))?.name] as const);
    return new Map(await Promise.all(asked));
  };
  const linksWith = (names: ReadonlyMap<string, string | undefined>): HomeLinks => ({
    link: line.linkTo,
    channelLink: id => {
      const [name, url] = [names.get(id), line.channelUrl(id)];
      const shown = name ? `#${escaped(name)}` : 'a channel';
      return url ? `<${escaped(url)}|${shown}>` : shown;
    },
  });
  return makeHomes({
    desk: SLACK,
    context,
    roster: people,
    rights,
    adminSeen: troubleList.tellFromNow,
    how: HOW,
    show: async (user, page) => {
      await places.look();
      const names = await namesOf(page);
      await calls.call('views.publish', { user_id: user, view: drawHome(page, linksWith(names)) });
    },
    say: async (user, title, page) => {
      const drawn = { text: notice(title), blocks: drawPage(page, linksWith(new Map())) };
      const channel = await direct(user);
      await inRooms.inChannel(channel, () => poster.post(`greeting:${user}`, { channel, thread: null, drawn }));
    },
  });
}
