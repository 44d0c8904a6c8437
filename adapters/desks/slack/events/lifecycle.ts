/** Events about the workspace and its channels: which are heard, and what each means. Pure. */
import type { Happening } from '../../../../src/desks/lifecycle.ts';

interface ChannelEvent {
  type?: string;
  channel?: string | { id?: string };
  user?: string | { id?: string; deleted?: boolean };
  /** A changed person's account is closed; what is kept of the event says it so. */
  closed?: boolean;
  inviter?: string;
  old_channel_id?: string;
  new_channel_id?: string;
  tokens?: { bot?: string[] };
  tab?: string;
}

const ROOM_SHUT = 'if the channel is a room: new posts are queued, and admins are told';
const ROOM_OPEN = 'if the channel is a room: queued posts are posted';
const FORGOTTEN = 'what is known of it is asked for again';

/** The events, and what is done about each, for `deskhand explain slack`. */
export const LIFECYCLE: Record<string, string> = {
  app_home_opened: 'the Home tab is drawn for whoever opened it',
  app_uninstalled: 'new posts are queued until it is installed again',
  tokens_revoked: "if it is the bot's token: new posts are queued until it is installed again",
  channel_archive: ROOM_SHUT,
  group_archive: ROOM_SHUT,
  channel_deleted: ROOM_SHUT,
  group_deleted: ROOM_SHUT,
  channel_left: ROOM_SHUT,
  group_left: ROOM_SHUT,
  channel_unarchive: ROOM_OPEN,
  group_unarchive: ROOM_OPEN,
  channel_id_changed: 'the room goes on under the new id',
  channel_shared: 'if the channel is a room: the team is warned that others can read it',
  member_joined_channel:
    'if it was Deskhand: the channel becomes the room where there is none, and whoever invited it is greeted',
  channel_rename: FORGOTTEN,
  group_rename: FORGOTTEN,
  // Slack says these in the channel, as messages.
  channel_convert_to_private: FORGOTTEN,
  channel_convert_to_public: FORGOTTEN,
  member_left_channel: FORGOTTEN,
  user_change: 'what is known of them is asked for again; if their account was closed: what they are asked goes on',
};

/** What an event is of: that a channel is private from now on is said in it, as a message. */
export function kindOf({ type, subtype }: { type?: unknown; subtype?: unknown }): unknown {
  return type === 'message' && /^channel_convert_to_/.test(String(subtype)) ? subtype : type;
}

/** An event about the workspace or its channels; `type` is whatever was delivered. */
export function isLifecycle(type: unknown): type is string {
  return typeof type === 'string' && Object.hasOwn(LIFECYCLE, type);
}

/** @returns what happened, and of which channel or person what is known has changed */
export function readLifecycle(given: object, botUser: string): { what: Happening; changed: string[] } {
  const event = given as ChannelEvent;
  const channel = idOf(event.channel);
  const user = idOf(event.user);
  const changed = event.type === 'user_change' ? [channel, user] : [channel];
  return { what: happening(event, channel, user, botUser), changed };
}

function idOf(given: string | { id?: string } | undefined): string {
  return (typeof given === 'string' ? given : given?.id) ?? '';
}

/** Of a person who changed: their account is closed. */
export function isClosed({ user, closed }: ChannelEvent): boolean {
  return closed === true || (typeof user === 'object' && user?.deleted === true);
}

function happening(event: ChannelEvent, channel: string, user: string, botUser: string): Happening {
  const shut = (words: string): Happening => ({ as: 'shut', channel, words });
  switch (event.type) {
    case 'app_home_opened':
      return event.tab === undefined || event.tab === 'home' ? { as: 'home-opened', user } : { as: 'changed' };
    case 'app_uninstalled':
      return { as: 'ended', words: 'Deskhand was removed from this Slack workspace.' };
    case 'tokens_revoked':
      return event.tokens?.bot?.length
        ? { as: 'ended', words: "Slack took back Deskhand's permission." }
        : { as: 'changed' };
    case 'channel_archive':
    case 'group_archive':
      return shut(
        'its channel was archived. New posts are queued. Unarchive it, or choose another in the Home tab of Deskhand.',
      );
    case 'channel_deleted':
    case 'group_deleted':
      return shut('its channel was deleted. New posts are queued. Choose another in the Home tab of Deskhand.');
    case 'channel_left':
    case 'group_left':
      return shut('Deskhand was removed from its channel. New posts are queued. Invite it again: /invite @Deskhand');
    case 'channel_unarchive':
    case 'group_unarchive':
      return { as: 'open', channel };
    case 'channel_id_changed':
      return { as: 'renamed', channel: event.old_channel_id ?? '', to: event.new_channel_id ?? '' };
    case 'channel_shared':
      return { as: 'shared', channel };
    case 'member_joined_channel':
      return user === botUser ? { as: 'joined', channel, inviter: event.inviter ?? null } : { as: 'changed' };
    case 'user_change':
      return isClosed(event) ? { as: 'left', user, forGood: true } : { as: 'changed' };
    default:
      return { as: 'changed' };
  }
}
