/** What there is at api.x.com, who may ask for it, and what it does. */
import { messaged, posted, struck, subscribe, subscriptions, unsubscribe } from './activity.ts';
import { bill } from './bills.ts';
import { listEvents, partnerIn, removeDm, sendDm } from './dms.ts';
import { profile, unseenUser } from './fields.ts';
import { append, finalize, initialize, mediaStatus, picture } from './media.ts';
import { createPost, lookUpPosts, removePost, timelinePage } from './posts.ts';
import { NO_SUCH_PAGE, NOT_PERMITTED } from './refusals.ts';
import type { Call, Json, Reply, Route } from './shapes.ts';
import { appToken, giveTokens, type Identity, revokeToken } from './sign-in.ts';
import { conversationOf, type Group, postOf, type User, userOf, type World } from './state.ts';
import { checkWebhook, createWebhook, deleteWebhook, listWebhooks, replay } from './webhooks.ts';

type Kind = Identity['as'];

interface Entry {
  route: Route;
  method: string;
  path: RegExp;
  kinds: Kind[];
  scope: string | null;
}

const USER: Kind[] = ['oauth1', 'oauth2'];
const ANY: Kind[] = ['oauth1', 'oauth2', 'bearer'];
const APP: Kind[] = ['bearer'];
const NONE: Kind[] = ['none', 'oauth1', 'oauth2', 'bearer'];

const entry = (route: Route, method: string, path: string, kinds: Kind[], scope: string | null = null): Entry => ({
  route,
  method,
  path: new RegExp(`^${path.replaceAll(':id', '([^/]+)')}$`),
  kinds,
  scope,
});

const ENTRIES: Entry[] = [
  entry('users.me', 'GET', '/2/users/me', USER, 'users.read'),
  entry('users.by-name', 'GET', '/2/users/by/username/:id', ANY, 'users.read'),
  entry('users.many', 'GET', '/2/users', ANY, 'users.read'),
  entry('users.get', 'GET', '/2/users/:id', ANY, 'users.read'),
  entry('mentions', 'GET', '/2/users/:id/mentions', ANY, 'tweet.read'),
  entry('timeline', 'GET', '/2/users/:id/tweets', ANY, 'tweet.read'),
  entry('dms.block', 'POST', '/2/users/:id/dm/block', USER, 'dm.write'),
  entry('dms.unblock', 'POST', '/2/users/:id/dm/unblock', USER, 'dm.write'),
  entry('posts.many', 'GET', '/2/tweets', ANY, 'tweet.read'),
  entry('posts.get', 'GET', '/2/tweets/:id', ANY, 'tweet.read'),
  entry('posts.create', 'POST', '/2/tweets', USER, 'tweet.write'),
  entry('posts.delete', 'DELETE', '/2/tweets/:id', USER, 'tweet.write'),
  entry('dms.events', 'GET', '/2/dm_events', USER, 'dm.read'),
  entry('dms.delete', 'DELETE', '/2/dm_events/:id', USER, 'dm.write'),
  entry('dms.with', 'GET', '/2/dm_conversations/with/:id/dm_events', USER, 'dm.read'),
  entry('dms.of', 'GET', '/2/dm_conversations/:id/dm_events', USER, 'dm.read'),
  entry('dms.send', 'POST', '/2/dm_conversations/with/:id/messages', USER, 'dm.write'),
  entry('dms.send-in', 'POST', '/2/dm_conversations/:id/messages', USER, 'dm.write'),
  entry('media.initialize', 'POST', '/2/media/upload/initialize', USER, 'media.write'),
  entry('media.append', 'POST', '/2/media/upload/:id/append', USER, 'media.write'),
  entry('media.finalize', 'POST', '/2/media/upload/:id/finalize', USER, 'media.write'),
  entry('media.status', 'GET', '/2/media/upload', USER, 'media.write'),
  entry('media.of-message', 'GET', '/2/dm_conversations/media/[^/]+/:id/[^/]+', ['oauth2'], 'dm.read'),
  // Of other hosts of X, which the product leads here, too.
  entry('media.of-message', 'GET', '/1.1/ton/data/dm/[^/]+/:id/[^/]+', ['oauth1'], 'dm.read'),
  entry('media.picture', 'GET', '/media/:id.jpg', NONE),
  entry('stream', 'GET', '/2/activity/stream', APP),
  entry('subscriptions.list', 'GET', '/2/activity/subscriptions', ANY),
  entry('subscriptions.create', 'POST', '/2/activity/subscriptions', ANY),
  entry('subscriptions.delete', 'DELETE', '/2/activity/subscriptions/:id', ANY),
  entry('webhooks.replay', 'POST', '/2/webhooks/replay', APP),
  entry('webhooks.list', 'GET', '/2/webhooks', APP),
  entry('webhooks.create', 'POST', '/2/webhooks', APP),
  entry('webhooks.check', 'PUT', '/2/webhooks/:id', APP),
  entry('webhooks.delete', 'DELETE', '/2/webhooks/:id', APP),
  entry('usage', 'GET', '/2/usage/tweets', APP),
  entry('token', 'POST', '/2/oauth2/token', NONE),
  entry('token.revoke', 'POST', '/2/oauth2/revoke', NONE),
  entry('app-token', 'POST', '/oauth2/token', NONE),
];

export interface Target {
  route: Route;
  id: string;
  kinds: Kind[];
  scope: string | null;
}

export function targetOf(method: string, path: string): Target {
  for (const each of ENTRIES) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (match) return { route: each.route, id: match[1] ?? '', kinds: each.kinds, scope: each.scope };
  }
  return { route: 'unknown', id: '', kinds: NONE, scope: null };
}

/** What came with a request beside its call. */
export interface Sent {
  raw: Buffer;
  type: string;
  authorization: string | undefined;
}

export async function carryOut(world: World, call: Call, { id }: Target, me: User | null, sent: Sent): Promise<Reply> {
  const body: Json = call.body ?? {};
  const [area] = call.route.split('.');
  if (area === 'users') return people(world, call, id, me);
  if (area === 'mentions' || area === 'timeline') {
    const user = userOf(world, id);
    const error = unseenUser(user, id, 'id');
    return error ? { status: 200, body: { errors: [error] } } : timelinePage(world, call, user!, me);
  }
  if (area === 'posts') return ofPosts(world, call, id, me, body);
  if (area === 'dms') return ofDms(world, call, id, me!, body);
  if (area === 'media') {
    if (call.route === 'media.picture' || call.route === 'media.of-message') return picture(world, id);
    if (call.route === 'media.initialize') return initialize(world, body);
    if (call.route === 'media.append') return append(world, id, sent.type, sent.raw, call.body);
    return call.route === 'media.finalize' ? finalize(world, id) : mediaStatus(world, call.query);
  }
  return ofApp(world, call, id, body, sent);
}

function people(world: World, call: Call, id: string, me: User | null): Reply {
  const by = call.route === 'users.by-name' ? 'username' : 'id';
  const wanted =
    call.route === 'users.me' ? [me!.id] : call.route === 'users.many' ? String(call.query.ids).split(',') : [id];
  const errors: Json[] = [];
  const found: User[] = [];
  for (const each of wanted) {
    const user = world.users.find(one =>
      by === 'id' ? one.id === each : one.handle.toLowerCase() === each.toLowerCase(),
    );
    const error = unseenUser(user, each, by);
    if (error) errors.push(error);
    else found.push(user!);
  }
  for (const each of found) bill(world, call.route, 'user-read', each.id);
  const shown = found.map(each => profile(each, call.query, me));
  const data = call.route === 'users.many' ? shown : shown[0];
  return {
    status: 200,
    body: { ...(found.length ? { data } : {}), ...(errors.length ? { errors } : {}) },
  };
}

function ofPosts(world: World, call: Call, id: string, me: User | null, body: Json): Reply {
  if (call.route === 'posts.many') return lookUpPosts(world, call, String(call.query.ids ?? '').split(','), me);
  if (call.route === 'posts.get') return lookUpPosts(world, call, [id], me);
  const reply = call.route === 'posts.create' ? createPost(world, call.route, body, me!) : removePost(world, id, me!);
  if (reply.status === 201) posted(world, postOf(world, reply.body!.data.id)!);
  else if (reply.status === 200) struck(world, postOf(world, id)!);
  return reply;
}

function ofDms(world: World, call: Call, id: string, me: User, body: Json): Reply {
  const { route } = call;
  if (route === 'dms.events') return listEvents(world, call, me, null);
  if (route === 'dms.of') return listEvents(world, call, me, id);
  if (route === 'dms.send-in') return sent(world, route, me, partnerIn(world, id, me), body);
  const other = userOf(world, id);
  if (route === 'dms.with') return other ? listEvents(world, call, me, conversationOf(me, other)) : NO_SUCH_PAGE;
  if (route === 'dms.delete') return removeDm(world, id, me);
  if (route === 'dms.block' || route === 'dms.unblock') {
    if (!other) return NO_SUCH_PAGE;
    if (route === 'dms.block') me.blocks.add(other);
    else me.blocks.delete(other);
    return { status: 200, body: { data: { blocked: route === 'dms.block' } } };
  }
  return sent(world, route, me, other, body);
}

function sent(world: World, route: Route, me: User, to: User | Group | undefined, body: Json): Reply {
  const reply = sendDm(world, route, me, to, body);
  if (reply.status === 201) messaged(world, world.dms.find(each => each.id === reply.body!.data.dm_event_id)!);
  return reply;
}

async function ofApp(world: World, call: Call, id: string, body: Json, sent: Sent): Promise<Reply> {
  switch (call.route) {
    case 'token':
      return giveTokens(world, body, sent.authorization);
    case 'token.revoke':
      return revokeToken(world, body);
    case 'app-token':
      return appToken(world, sent.authorization);
    case 'subscriptions.list':
      return subscriptions(world);
    case 'subscriptions.create':
      return subscribe(world, body, call.auth);
    case 'subscriptions.delete':
      return unsubscribe(world, id);
    case 'webhooks.list':
      return listWebhooks(world);
    case 'webhooks.create':
      return createWebhook(world, body);
    case 'webhooks.check':
      return checkWebhook(world, id);
    case 'webhooks.delete':
      return deleteWebhook(world, id);
    case 'webhooks.replay':
      return replay(world, body);
    case 'usage':
      return usage(world);
    default:
      return call.route === 'unknown' ? NO_SUCH_PAGE : NOT_PERMITTED;
  }
}

/** X's own cap of post reads. */
const CAP = 3_000_000;

function usage(world: World): Reply {
  const reads = world.bills.filter(each => each.charged && /post-read|owned-read/.test(each.what)).length;
  return { status: 200, body: { data: { project_usage: String(reads), project_cap: String(CAP), cap_reset_day: 1 } } };
}
