/** What happens to the workspace and its channels: each shows an admin what to do, and nothing is lost meanwhile. */
import { drawEntry } from './blocks.ts';
import type { SlackDesk } from './desk.ts';
import { greet } from './greeting.ts';

interface ChannelEvent {
  type?: string;
  channel?: string | { id?: string; name?: string };
  user?: string;
  inviter?: string;
  old_channel_id?: string;
  new_channel_id?: string;
  tokens?: { bot?: string[] };
  tab?: string;
}

export async function handleLifecycle(desk: SlackDesk, given: Record<string, unknown>): Promise<void> {
  const event = given as ChannelEvent;
  const channel = (typeof event.channel === 'string' ? event.channel : event.channel?.id) ?? '';
  const room = async () =>
    (await desk.context.rooms()).find(
      each => each.deskRef && desk.firstName(each.deskRef) === desk.firstName(channel),
    ) ?? null;
  const shut = async (words: string) => {
    const found = await room();
    if (found)
      desk.connection.trouble(desk.firstName(channel), `Room ${found.name}: ${words} What is to be posted waits.`);
  };
  desk.people.forget(channel);
  switch (event.type) {
    case 'app_home_opened':
      if (event.tab === undefined || event.tab === 'home') await desk.publishHome(event.user ?? '');
      return;
    case 'app_uninstalled':
      return await desk.connection.ended(
        'Deskhand was removed from this Slack workspace. What is to be posted waits. Install it again, and it goes on where it was.',
      );
    case 'tokens_revoked':
      if (event.tokens?.bot?.length)
        await desk.connection.ended(
          'Slack took back the permission of Deskhand. What is to be posted waits. Install it again, and it goes on where it was.',
        );
      return;
    case 'channel_archive':
    case 'group_archive':
      return shut('its channel was archived. Bring it back, or choose another in the Home tab of Deskhand.');
    case 'channel_deleted':
    case 'group_deleted':
      return shut('its channel was deleted. Choose another in the Home tab of Deskhand.');
    case 'channel_left':
    case 'group_left':
      return shut('Deskhand was taken out of its channel. Invite it again: /invite @Deskhand');
    case 'channel_unarchive':
    case 'group_unarchive':
      return desk.connection.mended(desk.firstName(channel));
    case 'channel_id_changed':
      return desk.renamed(event.old_channel_id ?? '', event.new_channel_id ?? '');
    case 'channel_shared': {
      const found = await room();
      if (!found) return;
      const words =
        'People of another organisation can read this channel from now on, customers’ words included. They cannot claim, reply or resolve. If that is not meant to be, choose another channel in the Home tab of Deskhand.';
      return desk.notice(found, words, 'failure', `shared:${channel}`);
    }
    case 'member_joined_channel':
      return joined(desk, event, channel);
    case 'user_change': {
      const user = given.user as { id?: string } | string | undefined;
      desk.people.forget(typeof user === 'string' ? user : (user?.id ?? ''));
      return;
    }
  }
}

/** Invited into a channel: it becomes the room when none was chosen yet, and whoever invited us is greeted. */
async function joined(desk: SlackDesk, event: ChannelEvent, channel: string): Promise<void> {
  const installation = desk.connection.installation();
  if (event.user !== installation?.botUser) return;
  desk.connection.mended(desk.firstName(channel));
  const rooms = await desk.context.rooms();
  const known = rooms.find(each => each.deskRef && desk.firstName(each.deskRef) === desk.firstName(channel));
  const empty = rooms.find(each => !each.deskRef);
  let inviter = event.inviter ? await desk.people.who(event.inviter) : null;
  // Many workspaces let everybody install an app. Whoever then invites it first, before there is any room, is the one who
  // sets it up; Slack does not say who that was.
  const nothingYet = rooms.every(each => !each.deskRef) && inviter?.as === 'staff' && !inviter.guest;
  if (nothingYet && event.inviter && (await desk.connection.learnInstaller(event.inviter))) {
    desk.people.forget(event.inviter);
    inviter = await desk.people.who(event.inviter);
  }
  // Where customers' words are shown is for an admin to say.
  const mayPlace = inviter?.as === 'staff' && inviter.person.admin;
  if (!known && empty && !mayPlace && event.inviter) {
    const words =
      'I am here. Whether enquiries are posted into this channel is for an admin to say: in the Home tab of Deskhand, under Rooms.';
    await desk.whisper(channel, null, event.inviter, drawEntry({ as: 'line', words, buttons: [], tone: 'quiet' }));
  }
  if (!known && empty && mayPlace && (await desk.context.place(empty.id, channel))) {
    desk.connection.mended('room');
    const words = `Enquiries of "${empty.name}" are posted here from now on. Each one is a thread: press Claim, write in the thread, and nothing goes to a customer before you press Send.`;
    await desk.notice({ id: empty.id, deskRef: channel }, words, 'quiet', `room:${channel}`);
  }
  const info = await desk.people.channel(channel);
  if (info?.isShared && (known || empty)) {
    const words = 'People of another organisation can read this channel, customers’ words included.';
    await desk.poster.post(`shared-here:${channel}`, {
      channel,
      thread: null,
      drawn: drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }),
    });
  }
  if (event.inviter && mayPlace) await greet(desk, event.inviter);
}
