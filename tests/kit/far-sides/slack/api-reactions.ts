/** reactions.*: adding, removing and reading, with the limits per person and per message. */
import { permalink } from './api-chat.ts';
import { type Call, findChannel, findMessage, type Method, missing, no } from './call.ts';
import { react, show } from './messages.ts';
import type { Json } from './shapes.ts';
import type { Channel, Message } from './state.ts';

const NAME = /^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/;
/** From memory: 23 by one person, 50 different ones on a message. */
const OWN_MAX = 23;
const DISTINCT_MAX = 50;

type Found = { channel: Channel; message: Message };

function find({ team, args }: Call, ...names: string[]): Found | Json {
  if (names.includes('name') && (args.name === undefined || args.name === '')) return no('invalid_name');
  const absent = missing(args, 'channel', 'timestamp');
  if (absent) return no('no_item_specified');
  const channel = findChannel(team, args.channel);
  if (!channel) return no('channel_not_found');
  if (!channel.members.has(team.botUserId)) return no('not_in_channel');
  const message = findMessage(channel, args.timestamp);
  if (!message || message.body.subtype === 'tombstone') return no('message_not_found');
  return { channel, message };
}

const add: Method = call => {
  const { world, team, args } = call;
  const found = find(call, 'name');
  if (!('message' in found) || !found.channel) return found;
  const { channel, message } = found as Found;
  if (!NAME.test(args.name)) return no('invalid_name');
  if (channel.archived) return no('is_archived');
  const own = [...message.reactions.values()].filter(users => users.includes(team.botUserId)).length;
  if (message.reactions.get(args.name)?.includes(team.botUserId)) return no('already_reacted');
  if (own >= OWN_MAX) return no('too_many_reactions');
  if (!message.reactions.has(args.name) && message.reactions.size >= DISTINCT_MAX) return no('too_many_emoji');
  react(world, team, channel, message, team.botUserId, args.name, true);
  return { ok: true };
};

const removeOne: Method = call => {
  const { world, team, args } = call;
  const found = find(call, 'name');
  if (!('message' in found) || !found.channel) return found;
  const { channel, message } = found as Found;
  if (!message.reactions.get(args.name)?.includes(team.botUserId)) return no('no_reaction');
  react(world, team, channel, message, team.botUserId, args.name, false);
  return { ok: true };
};

const get: Method = call => {
  const found = find(call);
  if (!('message' in found) || !found.channel) return found;
  const { channel, message } = found as Found;
  const link = permalink(call.team, channel, message.body.ts);
  return { ok: true, type: 'message', channel: channel.id, message: { ...show(channel, message), permalink: link } };
};

export const REACTIONS: Record<string, Method> = {
  'reactions.add': add,
  'reactions.remove': removeOne,
  'reactions.get': get,
};
