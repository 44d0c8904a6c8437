/** The Bot Connector: where a bot writes, changes, deletes and reacts. */
import { cardOf } from './cards.ts';
import { atMembers } from './members.ts';
import { type Reply, refuse } from './reply.ts';
import type { Call, Json, Route } from './shapes.ts';
import {
  botIsIn,
  type Channel,
  type Chat,
  conversationOf,
  isOver,
  type Message,
  membersOf,
  messageId,
  type Person,
  type Place,
  placeOf,
  type World,
} from './state.ts';

/** A message larger than this, counted in UTF-16, is not taken. */
const MESSAGE_BYTES_MAX = 80 * 1024;

const notFound = () => refuse(404, 'ConversationNotFound', 'Conversation not found.');
const noActivity = () =>
  refuse(404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.');

interface Target {
  route: Route;
  conversation: string;
  activity: string;
  reaction: string;
}

/** What a path under the service URL is about. */
export function targetOf(method: string, path: string): Target {
  const parts = path.split('/').map(decodeURIComponent);
  const [version, kind, conversation = '', part, activity = '', sub, reaction = ''] = parts;
  const at = (route: Route): Target => ({ route, conversation, activity, reaction });
  if (version !== 'v3') return at('unknown');
  if (kind === 'attachments' || kind === 'teams') return at(kind);
  if (kind !== 'conversations') return at('unknown');
  if (parts.length === 2) return at(method === 'POST' ? 'conversations.create' : 'unknown');
  if (part === 'members' || part === 'pagedMembers') return at(method === 'GET' ? 'members' : 'unknown');
  if (part !== 'activities') return at('unknown');
  if (sub === 'reactions' && reaction)
    return at(method === 'PUT' ? 'reactions.put' : method === 'DELETE' ? 'reactions.delete' : 'unknown');
  if (method === 'POST') return at('activities.post');
  if (!activity || sub) return at('unknown');
  return at(method === 'PUT' ? 'activities.put' : method === 'DELETE' ? 'activities.delete' : 'unknown');
}

/** Why the bot may not act at a place; null: it may. */
function shut(place: Place, writes: boolean): Reply | null {
  if (place.as === 'chat')
    return place.chat.person.installed
      ? null
      : refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  const { channel, root } = place;
  if (channel.team.deleted || channel.deleted) return notFound();
  if (!botIsIn(channel))
    return refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  if (writes && channel.team.archived) return refuse(403, 'Forbidden', 'The team is archived and cannot be changed.');
  if (root !== null && (channel.messages.get(root)?.deleted ?? true)) return notFound();
  return null;
}

export function atConnector(world: World, call: Call, target: Target): Reply {
  switch (target.route) {
    case 'conversations.create':
      return create(world, call.body);
    case 'members':
    case 'teams':
      return atMembers(world, call);
    case 'attachments':
      return atAttachments(world, target.conversation);
    case 'unknown':
      return { status: 404, body: null };
  }
  const place = placeOf(world, target.conversation);
  if (!place) return notFound();
  const closed = shut(place, true);
  if (closed) return closed;
  if (target.route === 'activities.post') return post(world, place, call);
  const message = place.messages.get(target.activity);
  const private_ = call.query.isTargetedActivity === 'true';
  if (!message || message.deleted || isOver(world, message) || (message.onlyFor !== null) !== private_)
    return noActivity();
  if (target.route === 'activities.put') return put(world, message, call);
  if (target.route === 'activities.delete') return remove(message);
  return react(message, target);
}

function atAttachments(world: World, id: string): Reply {
  const file = world.files.get(id);
  if (!file) return refuse(404, 'AttachmentNotFound', 'The attachment was not found.');
  return {
    status: 200,
    body: { name: file.name, type: file.type, views: [{ viewId: 'original', size: file.content.length }] },
  };
}

/** What is wrong with an activity that a bot sends; null: nothing. */
function badActivity(body: Json | null): Reply | null {
  if (!body || typeof body !== 'object') return refuse(400, 'BadSyntax', 'The activity is not valid JSON.');
  if (JSON.stringify(body).length * 2 > MESSAGE_BYTES_MAX)
    return refuse(413, 'MessageSizeTooBig', 'Message size too large.');
  if (body.type !== 'message' && body.type !== 'typing')
    return refuse(400, 'BadSyntax', `The activity type ${body.type} cannot be sent.`);
  const attachments: Json[] = body.attachments ?? [];
  if (body.type === 'message' && !body.text && attachments.length === 0)
    return refuse(400, 'BadArgument', 'The message has neither text nor attachments.');
  const card = cardOf(attachments);
  if (card && card.type !== 'AdaptiveCard') return refuse(400, 'BadArgument', 'The card is not an AdaptiveCard.');
  return null;
}

const isSplit = (body: Json): boolean => Boolean(body.text) && (body.attachments ?? []).length > 0;

/** Keeps a message of the bot's. */
function keep(world: World, messages: Map<string, Message>, root: string | null, body: Json, onlyFor: string | null) {
  const id = messageId(world);
  const message: Message = {
    id,
    root: root ?? id,
    by: 'bot',
    text: String(body.text ?? ''),
    html: '',
    attachments: structuredClone(body.attachments ?? []),
    entities: structuredClone(body.entities ?? []),
    summary: String(body.summary ?? ''),
    reactions: [],
    deleted: false,
    editedAt: null,
    edits: 0,
    onlyFor,
  };
  messages.set(id, message);
  return message;
}

/** Text and attachments in one activity become two messages, and the bot is told no id. */
function keepSplit(world: World, messages: Map<string, Message>, root: string | null, body: Json): Reply {
  const first = keep(world, messages, root, { text: body.text, entities: body.entities }, null);
  keep(world, messages, root ?? first.id, { attachments: body.attachments, summary: body.summary }, null);
  return { status: 202, body: null };
}

function create(world: World, body: Json | null): Reply {
  const channelId = body?.channelData?.channel?.id;
  if (typeof channelId === 'string') {
    const place = placeOf(world, channelId);
    if (place?.as !== 'channel' || place.root !== null) return notFound();
    const wrong = shut(place, true) ?? badActivity(body?.activity ?? null);
    if (wrong) return wrong;
    if (body!.isGroup !== true) return refuse(400, 'BadArgument', 'A post in a channel needs isGroup.');
    if (isSplit(body!.activity)) return keepSplit(world, place.messages, null, body!.activity);
    const message = keep(world, place.messages, null, body!.activity, null);
    return { status: 201, body: { id: conversationOf(place, message), activityId: message.id } };
  }
  const member = body?.members?.[0]?.id;
  const person = world.people.find(each => each.id === member || (each.aadObjectId && each.aadObjectId === member));
  if (!person || (body?.tenantId ?? body?.channelData?.tenant?.id) !== person.tenant)
    return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters.');
  const met = [...world.teams.values()].some(each => each.installed && each.members.has(person));
  if (!person.installed && !met)
    return refuse(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  person.installed = true;
  const chat = chatOf(world, person);
  return { status: 201, body: { id: chat.id } };
}

export function chatOf(world: World, person: Person): Chat {
  const chat = world.chats.get(person.chat) ?? { id: person.chat, person, messages: new Map() };
  world.chats.set(chat.id, chat);
  return chat;
}

function post(world: World, place: Place, { body, query }: Call): Reply {
  const wrong = badActivity(body);
  if (wrong) return wrong;
  if (body!.type === 'typing') return { status: 202, body: null };
  const root = place.as === 'chat' ? place.chat.id : place.root;
  if (query.isTargetedActivity === 'true') {
    const to = body!.recipient?.id;
    if (!to) return refuse(400, 'BadArgument', 'A targeted activity needs a recipient.');
    const there = place.as === 'chat' ? [place.chat.person] : [...membersOf(place.channel as Channel)];
    if (!there.some(each => each.id === to))
      return refuse(403, 'ForbiddenOperationException', 'The recipient is not part of the conversation.');
    return { status: 201, body: { id: keep(world, place.messages, root, body!, to).id } };
  }
  if (isSplit(body!)) return keepSplit(world, place.messages, root, body!);
  return { status: 201, body: { id: keep(world, place.messages, root, body!, null).id } };
}

function put(world: World, message: Message, { body }: Call): Reply {
  const wrong = badActivity(body);
  if (wrong) return wrong;
  if (message.by !== 'bot')
    return refuse(403, 'ForbiddenOperationException', 'The bot can only change messages of its own.');
  if (message.onlyFor !== null && body!.recipient?.id)
    return refuse(400, 'BadArgument', 'The recipient of a targeted activity cannot be changed.');
  message.text = String(body!.text ?? '');
  message.attachments = structuredClone(body!.attachments ?? []);
  message.entities = structuredClone(body!.entities ?? []);
  message.editedAt = world.now();
  message.edits++;
  if (body!.summary !== undefined) message.summary = String(body!.summary);
  for (const person of world.people) person.views.delete(message.id);
  return { status: 200, body: { id: message.id } };
}

function remove(message: Message): Reply {
  if (message.by !== 'bot')
    return refuse(403, 'ForbiddenOperationException', 'The bot can only delete messages of its own.');
  message.deleted = true;
  return { status: 200, body: null };
}

function react(message: Message, { route, reaction }: Target): Reply {
  if (message.onlyFor !== null) return refuse(400, 'BadArgument', 'A targeted activity takes no reactions.');
  const others = message.reactions.filter(each => each.by !== 'bot' || each.type !== reaction);
  message.reactions = route === 'reactions.put' ? [...others, { by: 'bot', type: reaction }] : others;
  return { status: 200, body: null };
}
