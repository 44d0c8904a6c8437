/** What each method needs and how often it may be called: scopes, tiers, and one post per second and channel. */
import type { Json } from './shapes.ts';
import type { Channel, Team, World } from './state.ts';

type Needs = string | ((args: Json, channel: Channel | null) => string | null);

const byKind = (right: 'history' | 'read') => (_args: Json, channel: Channel | null) =>
  channel ? `${{ channel: 'channels', group: 'groups', im: 'im' }[channel.kind]}:${right}` : null;

const byTypes = (args: Json): string => {
  const types = String(args.types ?? 'public_channel').split(',');
  return types.includes('public_channel') ? 'channels:read' : types.includes('im') ? 'im:read' : 'groups:read';
};

/** Null: no scope at all. What is not in this table is an unknown method. */
export const SCOPES: Record<string, Needs | null> = {
  'api.test': null,
  'auth.test': null,
  'auth.revoke': null,
  'oauth.v2.access': null,
  'apps.connections.open': null,
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.getPermalink': null,
  'conversations.info': byKind('read'),
  'conversations.list': byTypes,
  'conversations.history': byKind('history'),
  'conversations.replies': byKind('history'),
  'conversations.members': byKind('read'),
  'conversations.join': 'channels:join',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'users.list': 'users:read',
  'users.conversations': byTypes,
  'users.lookupByEmail': 'users:read.email',
  'usergroups.list': 'usergroups:read',
  'usergroups.users.list': 'usergroups:read',
  'team.info': 'team:read',
  'bots.info': 'users:read',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'reactions.get': 'reactions:read',
  'views.open': null,
  'views.push': null,
  'views.update': null,
  'views.publish': null,
  'files.getUploadURLExternal': 'files:write',
  'files.completeUploadExternal': 'files:write',
  'files.delete': 'files:write',
  'files.info': 'files:read',
};

/** The scope that is missing; null: none. */
export function missingScope(method: string, args: Json, team: Team, channel: Channel | null): string | null {
  const needs = SCOPES[method] ?? null;
  const scope = typeof needs === 'function' ? needs(args, channel) : needs;
  if (scope && !team.scopes.has(scope)) return scope;
  const disguised = args.username !== undefined || args.icon_url !== undefined || args.icon_emoji !== undefined;
  if (method.startsWith('chat.post') && disguised && !team.scopes.has('chat:write.customize'))
    return 'chat:write.customize';
  return null;
}

/** Calls per minute: tier 2 is 20, tier 3 is 50, tier 4 is 100. */
const TIERS: Record<string, number> = {
  'conversations.list': 20,
  'usergroups.list': 20,
  'users.list': 20,
  'reactions.remove': 20,
  'reactions.add': 50,
  'reactions.get': 50,
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.info': 50,
  'conversations.join': 50,
  'conversations.open': 50,
  'chat.postEphemeral': 100,
  'conversations.members': 100,
  'users.info': 100,
  'files.delete': 50,
  'files.info': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
};

const MINUTE_MS = 60_000;
const POST_EVERY_MS = 1_000;

/** Seconds to wait before this call is welcome; null: it is. Calls that were refused do not count. */
export function secondsToWait(world: World, method: string, args: Json, teamId: string): number | null {
  if (!world.options.rates && !world.options.tiers) return null;
  const now = world.now();
  const same = world.requests.filter(
    each => each.method === method && each.team === teamId && each.answered.status !== 429 && each.carriedOut,
  );
  if (world.options.rates && method === 'chat.postMessage') {
    const last = same.findLast(each => each.args.channel === args.channel);
    if (last && now - last.at < POST_EVERY_MS) return 1;
  }
  const tier = TIERS[method];
  if (!world.options.tiers || tier === undefined) return null;
  const recent = same.filter(each => now - each.at < MINUTE_MS);
  if (recent.length < tier) return null;
  return Math.max(1, Math.ceil((recent[recent.length - tier]!.at + MINUTE_MS - now) / 1_000));
}
