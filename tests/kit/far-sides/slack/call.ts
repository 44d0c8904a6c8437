/** One call of the Web API as its method sees it, with the refusals and look-ups that many methods share. */
import type { Json } from './shapes.ts';
import { type Channel, type Message, makeId, seconds, type Team, type World } from './state.ts';

export interface Call {
  world: World;
  team: Team;
  args: Json;
  token: string;
}

export type Method = (call: Call) => Json;

export const no = (error: string, extra: Json = {}): Json => ({ ok: false, error, ...extra });

/** A refusal that says which argument, as Slack does. */
export const badArguments = (...messages: string[]): Json =>
  no('invalid_arguments', { response_metadata: { messages: messages.map(each => `[ERROR] ${each}`) } });

/** Null: all there. */
export function missing(args: Json, ...names: string[]): Json | null {
  const absent = names.filter(name => args[name] === undefined || args[name] === '');
  return absent.length ? badArguments(...absent.map(name => `missing required field: ${name}`)) : null;
}

/** Public channels are seen by everybody, private ones and direct messages from inside only. */
export function findChannel(team: Team, id: unknown): Channel | null {
  const named = String(id ?? '').replace(/^#/, '');
  const channel = team.channels.get(named) ?? [...team.channels.values()].find(each => each.name === named) ?? null;
  if (!channel || channel.deleted) return null;
  return channel.kind === 'channel' || channel.members.has(team.botUserId) ? channel : null;
}

/** The conversation between the bot and this person, made when it is needed. */
export function directMessages(world: World, team: Team, userId: string): Channel {
  const known = [...team.channels.values()].find(each => each.kind === 'im' && each.user === userId);
  if (known) return known;
  const channel: Channel = {
    id: makeId(world, 'D'),
    teamId: team.id,
    name: 'directmessage',
    kind: 'im',
    members: new Set([userId, team.botUserId]),
    archived: false,
    deleted: false,
    shared: false,
    user: userId,
    createdAt: seconds(world),
    messages: new Map(),
  };
  team.channels.set(channel.id, channel);
  return channel;
}

/** Why the bot may not write here; null: it may. */
export function closedTo(team: Team, channel: Channel): string | null {
  if (channel.archived) return 'is_archived';
  return channel.members.has(team.botUserId) ? null : 'not_in_channel';
}

export const TS = /^\d{10}\.\d{6}$/;

export const findMessage = (channel: Channel, ts: unknown): Message | null => channel.messages.get(String(ts)) ?? null;

/** A page of it and where the next begins; Slack's cursors are opaque, ours too. */
export function page<T>(all: T[], args: Json, standard: number, max = 1_000): { items: T[]; response_metadata: Json } {
  const limit = Math.min(Math.max(Number(args.limit ?? standard) || standard, 1), max);
  const from = args.cursor ? Number(Buffer.from(String(args.cursor), 'base64').toString().replace('next:', '')) : 0;
  const items = all.slice(from, from + limit);
  const more = from + limit < all.length;
  const cursor = more ? Buffer.from(`next:${from + limit}`).toString('base64') : '';
  return { items, response_metadata: { next_cursor: cursor } };
}
