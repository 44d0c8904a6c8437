/** conversations.*: what channels there are, who is in them and what was said. */
import {
  type Call,
  closedTo,
  directMessages,
  findChannel,
  findMessage,
  type Method,
  missing,
  no,
  page,
  TS,
} from './call.ts';
import { emit, emitMessage } from './events.ts';
import { addMessage, repliesTo, show } from './messages.ts';
import type { Json } from './shapes.ts';
import { type Channel, makeTs, type Team, type World } from './state.ts';

/** A channel as Slack describes it to this bot. */
export function describe(team: Team, channel: Channel): Json {
  const inside = channel.members.has(team.botUserId);
  if (channel.kind === 'im')
    return { id: channel.id, created: channel.createdAt, is_im: true, is_archived: false, user: channel.user };
  const topic = { value: '', creator: '', last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'group',
    created: channel.createdAt,
    is_archived: channel.archived,
    is_general: false,
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: inside,
    context_team_id: team.id,
    creator: [...channel.members][0] ?? team.botUserId,
    topic,
    purpose: topic,
    previous_names: [],
    num_members: channel.members.size,
  };
}

/** How everybody learns that somebody came in: a line in the channel and an event. */
export function join(world: World, team: Team, channel: Channel, userId: string, inviter?: string): void {
  channel.members.add(userId);
  const invited = inviter ? { inviter } : {};
  const ts = makeTs(world);
  const text = `<@${userId}> has joined the channel`;
  const body = { type: 'message', subtype: 'channel_join', user: userId, text, ts, ...invited };
  addMessage(channel, body);
  emitMessage(world, team, channel, body);
  const letter = channel.kind === 'group' ? 'G' : 'C';
  emit(
    world,
    team,
    {
      type: 'member_joined_channel',
      user: userId,
      channel: channel.id,
      channel_type: letter,
      team: team.id,
      ...invited,
      event_ts: makeTs(world),
    },
    { channel },
  );
}

const KINDS: Record<string, Channel['kind']> = { public_channel: 'channel', private_channel: 'group', im: 'im' };

/** The channels of these types that the bot may know of. */
export function channelsOf({ team, args }: Call, insideOnly: boolean): Channel[] {
  const kinds = String(args.types ?? 'public_channel')
    .split(',')
    .map(each => KINDS[each.trim()]);
  return [...team.channels.values()].filter(
    each =>
      kinds.includes(each.kind) &&
      !each.deleted &&
      (each.members.has(team.botUserId) || (!insideOnly && each.kind === 'channel')) &&
      !(each.archived && args.exclude_archived === true),
  );
}

const list: Method = call => {
  const { items, response_metadata } = page(channelsOf(call, false), call.args, 100);
  return { ok: true, channels: items.map(each => describe(call.team, each)), response_metadata };
};

const info: Method = ({ team, args }) => {
  const channel = findChannel(team, args.channel);
  return channel ? { ok: true, channel: describe(team, channel) } : no('channel_not_found');
};

const within = (args: Json) => (each: { body: Json }) => {
  const inclusive = args.inclusive === true;
  const { ts } = each.body;
  const after = args.oldest === undefined || ts > args.oldest || (inclusive && ts === args.oldest);
  return after && (args.latest === undefined || ts < args.latest || (inclusive && ts === args.latest));
};

/** Newest first; replies only when they were also sent to the channel. */
const history: Method = ({ team, args }) => {
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  if (!channel.members.has(team.botUserId)) return no('not_in_channel');
  const roots = [...channel.messages.values()]
    .filter(each => !each.body.thread_ts || each.body.thread_ts === each.body.ts || broadcast(each.body))
    .filter(within(args))
    .sort((a, b) => (a.body.ts < b.body.ts ? 1 : -1));
  const { items, response_metadata } = page(roots, args, 100, 999);
  const withMetadata = args.include_all_metadata === true || args.include_metadata === true;
  const messages = items.map(each => show(channel, each, withMetadata));
  const more = response_metadata.next_cursor !== '';
  return { ok: true, messages, has_more: more, pin_count: 0, ...(more ? { response_metadata } : {}) };
};

export const broadcast = (body: Json): boolean => body.subtype === 'thread_broadcast' || body.reply_broadcast === true;

/** The root first, then the replies, oldest first; asked by a reply's ts, only that reply. */
const replies: Method = ({ team, args }) => {
  const absent = missing(args, 'ts');
  if (absent) return absent;
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  if (!channel.members.has(team.botUserId)) return no('not_in_channel');
  const root = TS.test(String(args.ts)) ? findMessage(channel, args.ts) : null;
  if (!root) return no('thread_not_found');
  const all = [root, ...repliesTo(channel, args.ts).filter(within(args))];
  const { items, response_metadata } = page(all, args, 1_000);
  const messages = items.map(each => show(channel, each, args.include_all_metadata === true));
  const more = response_metadata.next_cursor !== '';
  return { ok: true, messages, has_more: more, ...(more ? { response_metadata } : {}) };
};

const members: Method = ({ team, args }) => {
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  const { items, response_metadata } = page([...channel.members], args, 100);
  return { ok: true, members: items, response_metadata };
};

const joinChannel: Method = ({ world, team, args }) => {
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  if (channel.archived) return no('is_archived');
  if (channel.kind !== 'channel') return no('method_not_supported_for_channel_type');
  if (!closedTo(team, channel))
    return {
      ok: true,
      channel: describe(team, channel),
      warning: 'already_in_channel',
      response_metadata: { warnings: ['already_in_channel'] },
    };
  join(world, team, channel, team.botUserId);
  return { ok: true, channel: describe(team, channel) };
};

const open: Method = ({ world, team, args }) => {
  const absent = missing(args, 'users');
  if (absent) return absent;
  const person = team.people.get(String(args.users));
  if (!person) return no('user_not_found');
  if (person.deleted) return no('user_disabled');
  return { ok: true, channel: { id: directMessages(world, team, person.id).id } };
};

export const CONVERSATIONS: Record<string, Method> = {
  'conversations.list': list,
  'conversations.info': info,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.members': members,
  'conversations.join': joinChannel,
  'conversations.open': open,
  'users.conversations': call => {
    const { items, response_metadata } = page(channelsOf(call, true), call.args, 100);
    return { ok: true, channels: items.map(each => describe(call.team, each)), response_metadata };
  },
};
