/** Keeps the messages of a channel: how they look to a reader, and what Slack tells the app when they change. */
import { type EmitOptions, emit, emitMessage } from './events.ts';
import type { Json } from './shapes.ts';
import { type Channel, copy, type Message, makeTs, type Team, type World } from './state.ts';

export function addMessage(channel: Channel, body: Json, metadata: Json | null = null): Message {
  const message: Message = { body, metadata, reactions: new Map() };
  channel.messages.set(body.ts, message);
  return message;
}

export const repliesTo = (channel: Channel, ts: string): Message[] =>
  [...channel.messages.values()].filter(each => each.body.thread_ts === ts && each.body.ts !== ts);

/** The message as the Web API gives it: with reactions, with counters on a thread's root, metadata only on request. */
export function show(channel: Channel, message: Message, withMetadata = false): Json {
  const body = copy(message.body);
  const replies = body.thread_ts && body.thread_ts !== body.ts ? [] : repliesTo(channel, body.ts);
  if (replies.length) {
    const users = [...new Set(replies.map(each => each.body.user ?? each.body.bot_id))];
    Object.assign(body, {
      thread_ts: body.ts,
      reply_count: replies.length,
      reply_users_count: users.length,
      latest_reply: replies.at(-1)!.body.ts,
      reply_users: users,
      is_locked: false,
      subscribed: false,
    });
  }
  if (message.reactions.size)
    body.reactions = [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.length }));
  if (withMetadata && message.metadata) body.metadata = copy(message.metadata);
  return body;
}

/** A new message of a person or of the app, told as the event `message`. */
export function announce(
  world: World,
  team: Team,
  channel: Channel,
  message: Message,
  options: EmitOptions = {},
): void {
  const { body } = message;
  const event: Json = { ...copy(body) };
  if (body.subtype === 'thread_broadcast') {
    const root = channel.messages.get(body.thread_ts);
    if (root) event.root = show(channel, root);
  }
  emitMessage(world, team, channel, event, options);
  const mention = `<@${team.botUserId}>`;
  if (!body.bot_id && String(body.text ?? '').includes(mention) && channel.kind !== 'im') {
    const { subtype: _subtype, parent_user_id: _parent, ...rest } = event;
    emit(
      world,
      team,
      { ...rest, type: 'app_mention', channel: channel.id, event_ts: body.ts },
      { channel, ...options },
    );
  }
}

export function change(
  world: World,
  team: Team,
  channel: Channel,
  message: Message,
  next: Json,
  options: EmitOptions & { withoutPrevious?: boolean } = {},
): void {
  const previous = show(channel, message);
  message.body = next;
  const now = show(channel, message);
  const event: Json = { subtype: 'message_changed', message: now, hidden: true, ts: makeTs(world) };
  if (!options.withoutPrevious) event.previous_message = previous;
  emitMessage(world, team, channel, event, options);
}

/** Gone for good, unless there are replies: then Slack leaves a tombstone, and tells of a change. */
export function remove(
  world: World,
  team: Team,
  channel: Channel,
  message: Message,
  options: { withoutPrevious?: boolean } = {},
): void {
  const { ts } = message.body;
  if (repliesTo(channel, ts).length) return void bury(world, team, channel, message);
  const previous = show(channel, message);
  channel.messages.delete(ts);
  const event: Json = { subtype: 'message_deleted', hidden: true, deleted_ts: ts, ts: makeTs(world) };
  if (!options.withoutPrevious) event.previous_message = previous;
  emitMessage(world, team, channel, event);
}

export function bury(world: World, team: Team, channel: Channel, message: Message): void {
  const { ts, thread_ts } = message.body;
  message.reactions.clear();
  message.metadata = null;
  change(world, team, channel, message, {
    type: 'message',
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
    ts,
    ...(thread_ts ? { thread_ts } : {}),
  });
}

export function react(
  world: World,
  team: Team,
  channel: Channel,
  message: Message,
  userId: string,
  name: string,
  add: boolean,
): void {
  const users = message.reactions.get(name) ?? [];
  const next = add ? [...users, userId] : users.filter(each => each !== userId);
  if (next.length) message.reactions.set(name, next);
  else message.reactions.delete(name);
  const { user, ts } = message.body;
  emit(
    world,
    team,
    {
      type: add ? 'reaction_added' : 'reaction_removed',
      user: userId,
      reaction: name,
      item: { type: 'message', channel: channel.id, ts },
      ...(user ? { item_user: user } : {}),
      event_ts: makeTs(world),
    },
    { channel },
  );
}
