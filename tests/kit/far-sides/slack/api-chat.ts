/** chat.*: posting, changing and deleting the app's own messages, ephemerals and links. */
import { checkBlocks, storedBlocks } from './blocks.ts';
import {
  badArguments,
  type Call,
  closedTo,
  directMessages,
  findChannel,
  findMessage,
  type Method,
  missing,
  no,
  TS,
} from './call.ts';
import { addMessage, announce, change, remove, show } from './messages.ts';
import type { Json } from './shapes.ts';
import { type Channel, copy, makeTs, seconds, type Team, type World } from './state.ts';

const TEXT_MAX = 40_000;
/** Counted in bytes: a live workspace refused 1,993 Chinese characters (4,121 bytes). */
const UPDATE_TEXT_BYTES_MAX = 4_000;
const ATTACHMENTS_MAX = 100;
const METADATA_BYTES_MAX = 16_000;

/** Who the bot is, as its messages carry it. */
const profile = (world: World, team: Team): Json => ({
  id: team.botId,
  app_id: world.appId,
  name: 'Deskhand',
  icons: { image_36: `${world.url}/icon.png` },
  deleted: false,
  updated: seconds(world),
  team_id: team.id,
});

/** What is wrong with text, blocks, attachments and metadata; null: nothing. */
export function badContent(world: World, args: Json): Json | null {
  const { text, blocks, attachments, metadata } = args;
  if (!text && !blocks?.length && !attachments?.length) return no('no_text');
  if ([...String(text ?? '')].length > TEXT_MAX) return no('msg_too_long');
  if (attachments?.length > ATTACHMENTS_MAX) return no('too_many_attachments');
  if (blocks !== undefined) {
    const bad = checkBlocks(blocks, 'message', world.options.unknownBlocks);
    if (bad)
      return bad.messages.length
        ? no(bad.error, {
            errors: bad.messages,
            response_metadata: { messages: bad.messages.map(each => `[ERROR] ${each}`) },
          })
        : no(bad.error);
  }
  if (metadata === undefined) return null;
  if (typeof metadata?.event_type !== 'string' || typeof metadata.event_payload !== 'object' || !metadata.event_payload)
    return no('invalid_metadata_format');
  return Buffer.byteLength(JSON.stringify(metadata)) > METADATA_BYTES_MAX ? no('metadata_too_large') : null;
}

/** The message a bot posts: with a name of its own it has no user and is a bot_message. */
export function botMessage(world: World, team: Team, args: Json, ts: string): Json {
  const disguised = args.username !== undefined || args.icon_url !== undefined || args.icon_emoji !== undefined;
  const icons = args.icon_url ? { image_48: args.icon_url } : args.icon_emoji ? { emoji: args.icon_emoji } : null;
  return {
    ...(disguised
      ? {
          subtype: 'bot_message',
          text: args.text ?? '',
          username: args.username ?? 'Deskhand',
          ...(icons ? { icons } : {}),
          type: 'message',
          ts,
          bot_id: team.botId,
          app_id: world.appId,
        }
      : {
          user: team.botUserId,
          type: 'message',
          ts,
          bot_id: team.botId,
          app_id: world.appId,
          text: args.text ?? '',
          team: team.id,
          bot_profile: profile(world, team),
        }),
    ...(args.blocks?.length ? { blocks: storedBlocks(args.blocks) } : {}),
    ...(args.attachments?.length ? { attachments: copy(args.attachments) } : {}),
  };
}

/** A thread lives as long as its root or a reply; a reply's own ts is not a thread. */
export function badThread(channel: Channel, ts: unknown): Json | null {
  if (ts === undefined || ts === '') return null;
  if (!TS.test(String(ts))) return no('invalid_thread_ts');
  const root = findMessage(channel, ts);
  return root && (!root.body.thread_ts || root.body.thread_ts === ts) ? null : no('thread_not_found');
}

function target({ world, team, args }: Call): Channel | null {
  if (/^[UW]/.test(String(args.channel)) && team.people.has(args.channel))
    return directMessages(world, team, args.channel);
  return findChannel(team, args.channel);
}

const postMessage: Method = call => {
  const { world, team, args } = call;
  const channel = target(call);
  if (!channel) return no('channel_not_found');
  const refused = closedTo(team, channel);
  if (refused) return no(refused);
  const bad = badContent(world, args) ?? badThread(channel, args.thread_ts);
  if (bad) return bad;
  const ts = makeTs(world);
  const body = botMessage(world, team, args, ts);
  if (args.thread_ts) {
    const root = findMessage(channel, args.thread_ts)!;
    body.thread_ts = args.thread_ts;
    if (root.body.user) body.parent_user_id = root.body.user;
    if (args.reply_broadcast === true && !body.subtype) body.subtype = 'thread_broadcast';
    if (args.reply_broadcast === true) body.reply_broadcast = true;
  }
  const message = addMessage(channel, body, args.metadata ? copy(args.metadata) : null);
  announce(world, team, channel, message);
  return { ok: true, channel: channel.id, ts, message: show(channel, message) };
};

const postEphemeral: Method = ({ world, team, args }) => {
  const absent = missing(args, 'user');
  if (absent) return absent;
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  const refused = closedTo(team, channel);
  if (refused) return no(refused);
  if (!channel.members.has(args.user)) return no('user_not_in_channel');
  const bad = badContent(world, { ...args, metadata: undefined }) ?? badThread(channel, args.thread_ts);
  if (bad) return bad;
  const ts = makeTs(world);
  world.ephemerals.push({
    ...botMessage(world, team, args, ts),
    ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
    channel: channel.id,
    team: team.id,
    to: args.user,
    is_ephemeral: true,
  });
  return { ok: true, message_ts: ts };
};

const update: Method = ({ world, team, args }) => {
  const absent = missing(args, 'ts');
  if (absent) return absent;
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  const message = findMessage(channel, args.ts);
  if (!message) return no('message_not_found');
  if (message.body.bot_id !== team.botId) return no('cant_update_message');
  if (channel.archived) return no('is_archived');
  const bad = badContent(world, args);
  if (bad) return bad;
  if (Buffer.byteLength(String(args.text ?? '')) > UPDATE_TEXT_BYTES_MAX) return no('msg_too_long');
  const next: Json = { ...copy(message.body) };
  if (args.text !== undefined) next.text = args.text;
  // Text without blocks takes the old blocks away, and only then does the message say "edited".
  delete next.blocks;
  if (args.blocks?.length) next.blocks = storedBlocks(args.blocks);
  else if (args.text === undefined && args.blocks === undefined) next.blocks = copy(message.body.blocks);
  if (args.attachments) next.attachments = copy(args.attachments);
  if (!args.blocks?.length) next.edited = { user: team.botUserId, ts: `${seconds(world)}.000000` };
  if (args.metadata) message.metadata = copy(args.metadata);
  change(world, team, channel, message, next);
  return { ok: true, channel: channel.id, ts: args.ts, text: next.text, message: show(channel, message) };
};

const del: Method = ({ world, team, args }) => {
  const absent = missing(args, 'ts');
  if (absent) return absent;
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  const message = findMessage(channel, args.ts);
  if (!message || message.body.subtype === 'tombstone') return no('message_not_found');
  if (message.body.bot_id !== team.botId) return no('cant_delete_message');
  remove(world, team, channel, message);
  return { ok: true, channel: channel.id, ts: args.ts };
};

export function permalink(team: Team, channel: Channel, ts: string): string {
  const thread = channel.messages.get(ts)?.body.thread_ts;
  const about = thread && thread !== ts ? `?thread_ts=${thread}&cid=${channel.id}` : '';
  return `https://${team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${about}`;
}

const getPermalink: Method = ({ team, args }) => {
  if (!args.message_ts) return badArguments('missing required field: message_ts');
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  if (!findMessage(channel, args.message_ts)) return no('message_not_found');
  return { ok: true, channel: channel.id, permalink: permalink(team, channel, args.message_ts) };
};

export const CHAT: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': del,
  'chat.getPermalink': getPermalink,
};
