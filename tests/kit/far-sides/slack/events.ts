/** Makes the envelopes of events, and delivers those the app has subscribed to and may see. */
import { deliverEvent } from './delivery.ts';
import type { Json } from './shapes.ts';
import { type Channel, copy, makeId, makeTs, seconds, type Team, type World } from './state.ts';

const MESSAGE_EVENT = { channel: 'message.channels', group: 'message.groups', im: 'message.im' };

/** A channel's kind as events name it. */
export const channelType = (channel: Channel): string => channel.kind;

function subscriptionOf(event: Json, channel: Channel | null): string {
  return event.type === 'message' && channel ? MESSAGE_EVENT[channel.kind] : event.type;
}

/** Which events are seen only from inside a channel. */
const INSIDE = new Set([
  'message',
  'app_mention',
  'reaction_added',
  'reaction_removed',
  'file_shared',
  'channel_id_changed',
]);

/** The scope without which Slack does not send the event, even if subscribed. */
const READS: Record<string, string> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  app_mention: 'app_mentions:read',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  file_shared: 'files:read',
  user_change: 'users:read',
  team_join: 'users:read',
};

export interface EmitOptions {
  channel?: Channel;
  /** The bot sees it although it is not, or no longer, in the channel. */
  fromOutside?: boolean;
  hold?: boolean;
}

export function envelope(world: World, team: Team, event: Json, shared: boolean): Json {
  return {
    token: world.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: world.appId,
    event,
    type: 'event_callback',
    event_id: makeId(world, 'Ev'),
    event_time: seconds(world),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: team.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: shared,
    event_context: `4-${Buffer.from(JSON.stringify({ et: event.type, tid: team.id, aid: world.appId })).toString('base64url')}`,
  };
}

/** Events that were kept back, by `hold`. */
const held = new WeakMap<World, Json[]>();

/** Null: the app is not to see it. Delivery goes on after this returns; `quiet` waits for it. */
export function emit(world: World, team: Team, event: Json, options: EmitOptions = {}): Json | null {
  const channel = options.channel ?? null;
  if (!team.installed) return null;
  if (channel && INSIDE.has(event.type) && !options.fromOutside && !channel.members.has(team.botUserId)) return null;
  const name = subscriptionOf(event, channel);
  if (world.subscriptions && !world.subscriptions.events.has(name)) return null;
  const scope = READS[name];
  if (scope && !team.scopes.has(scope)) return null;
  const body = envelope(world, team, copy(event), channel?.shared ?? false);
  if (options.hold) held.set(world, [...(held.get(world) ?? []), body]);
  else void deliverEvent(world, body);
  return body;
}

export async function deliverHeld(world: World): Promise<void> {
  const bodies = held.get(world) ?? [];
  held.delete(world);
  await Promise.all(bodies.map(body => deliverEvent(world, body)));
}

/** A message event: the message, or what happened to one, in its channel. */
export function emitMessage(world: World, team: Team, channel: Channel, event: Json, options: EmitOptions = {}): void {
  const full = {
    type: 'message',
    ...event,
    channel: channel.id,
    event_ts: event.ts ?? makeTs(world),
    channel_type: channelType(channel),
  };
  emit(world, team, full, { channel, ...options });
}
