/** The activities that Teams delivers, in the shapes it gives them. */
import type { Json } from './shapes.ts';
import { botId, type Message, type Person, type Place, serviceUrl, type World } from './state.ts';

const moment = (ms: number) => new Date(ms).toISOString();

export const botAccount = (world: World): Json => ({ id: botId(world), name: 'Deskhand' });

const account = (person: Person): Json => ({
  id: person.id,
  name: person.name,
  ...(person.aadObjectId ? { aadObjectId: person.aadObjectId } : {}),
  // Of somebody of another organisation their own tenant is named.
  ...(person.guest ? { userRole: 'guest' } : {}),
});

function conversation(place: Place, id: string): Json {
  if (place.as === 'chat') return { conversationType: 'personal', tenantId: place.chat.person.tenant, id };
  return { isGroup: true, conversationType: 'channel', tenantId: place.channel.team.tenant, id };
}

function channelData(place: Place): Json {
  if (place.as === 'chat') return { tenant: { id: place.chat.person.tenant } };
  const { channel } = place;
  const { id, aadGroupId, name, tenant } = channel.team;
  return {
    teamsChannelId: channel.id,
    teamsTeamId: id,
    channel: { id: channel.id, ...(channel.type === 'standard' ? {} : { type: channel.type }) },
    team: { id, aadGroupId, name },
    tenant: { id: tenant },
  };
}

/** What every activity of a person has. */
export function base(world: World, place: Place, by: Person, root: string | null): Json {
  const now = world.now();
  const id = place.as === 'chat' ? place.chat.id : `${place.channel.id}${root === null ? '' : `;messageid=${root}`}`;
  const outside = place.as === 'channel' && by.tenant !== place.channel.team.tenant;
  return {
    timestamp: moment(now),
    localTimestamp: moment(now).replace('Z', '+00:00'),
    serviceUrl: serviceUrl(world),
    channelId: 'msteams',
    from: { ...account(by), ...(outside ? { tenantId: by.tenant } : {}) },
    conversation: conversation(place, id),
    recipient: botAccount(world),
    channelData: channelData(place),
    locale: 'en-GB',
    localTimezone: 'Europe/London',
  };
}

const clientInfo = {
  type: 'clientInfo',
  locale: 'en-GB',
  country: 'GB',
  platform: 'Web',
  timezone: 'Europe/London',
};

/** A message as it was written, edited or brought back. A reply names no message that it answers. */
export function messageActivity(world: World, place: Place, by: Person, message: Message): Json {
  const html = message.html ? [{ contentType: 'text/html', content: message.html }] : [];
  return {
    ...base(world, place, by, message.root),
    type: 'message',
    id: message.id,
    textFormat: 'plain',
    ...(message.text ? { text: message.text } : {}),
    attachments: [...message.attachments, ...html],
    entities: [...message.entities, clientInfo],
  };
}

export function changedActivity(world: World, place: Place, by: Person, message: Message, eventType: string): Json {
  const activity = messageActivity(world, place, by, message);
  return { ...activity, type: 'messageUpdate', channelData: { ...activity.channelData, eventType } };
}

export function deletedActivity(world: World, place: Place, by: Person, message: Message): Json {
  const activity = base(world, place, by, message.root);
  return {
    ...activity,
    type: 'messageDelete',
    id: message.id,
    channelData: { ...activity.channelData, eventType: 'softDeleteMessage' },
  };
}

export function reactionActivity(world: World, place: Place, by: Person, message: Message, change: Json): Json {
  return {
    ...base(world, place, by, message.root),
    type: 'messageReaction',
    id: `f:${message.id}-${++world.count}`,
    replyToId: message.id,
    ...change,
  };
}

/** A press, a dialog or a command of the menu: what is asked for, and what goes along. */
export function invokeActivity(
  world: World,
  place: Place,
  by: Person,
  on: Message | null,
  { name, value }: { name: string; value: Json },
): Json {
  const activity = base(world, place, by, on ? on.root : null);
  return {
    ...activity,
    type: 'invoke',
    name,
    id: pressId(world),
    value,
    ...(on ? { replyToId: on.id } : {}),
    entities: [clientInfo],
    channelData: { ...activity.channelData, ...(on ? { source: { name: 'message' } } : {}) },
  };
}

/** A press of an old button: a message without words. */
export function submitActivity(world: World, place: Place, by: Person, on: Message, value: Json): Json {
  const activity = base(world, place, by, on.root);
  return {
    ...activity,
    type: 'message',
    id: pressId(world),
    value,
    replyToId: on.id,
    entities: [clientInfo],
    channelData: { ...activity.channelData, source: { name: 'message' }, legacy: { replyToId: `1:${on.id}` } },
  };
}

const pressId = (world: World): string =>
  `f:${String(++world.count).padStart(8, '0')}-0000-4000-a000-${world.appId.slice(-12)}`;

/** Something happened to a team, a channel or its members. `at` is the place whose conversation it is told in. */
export function updateActivity(world: World, at: Place, by: Person, eventType: string, more: Json = {}): Json {
  const { channelData: data = {}, ...rest } = more;
  const activity = base(world, at, by, null);
  return {
    ...activity,
    type: 'conversationUpdate',
    id: pressId(world),
    ...rest,
    channelData: { ...activity.channelData, eventType, ...data },
  };
}

export function installActivity(world: World, at: Place, by: Person, action: string): Json {
  const activity = base(world, at, by, null);
  const selected = at.as === 'channel' ? { settings: { selectedChannel: { id: at.channel.id } } } : {};
  return {
    ...activity,
    type: 'installationUpdate',
    id: pressId(world),
    action,
    channelData: { ...activity.channelData, ...selected, source: { name: 'message' } },
    entities: [clientInfo],
  };
}
