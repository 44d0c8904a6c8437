/** The X Activity API: subscriptions, and the events that are made of what people do. */
import { randomBytes } from 'node:crypto';
import { bill } from './bills.ts';
import { escapeText, mentions, profile, repostNames, tweet } from './fields.ts';
import { invalid, NOT_AUTHORIZED_FOR_EVENT } from './refusals.ts';
import type { Call, Json, Priced, Reply } from './shapes.ts';
import { hasGranted } from './sign-in.ts';
import { type Dm, iso, nextId, type Post, type Subscription, type User, userOf, type World } from './state.ts';
import { toStreams } from './stream.ts';
import { worded } from './vocabulary.ts';
import { toWebhook } from './webhooks.ts';

const SUBSCRIPTIONS_MAX = 1_500;
const PUBLIC = ['post.create', 'post.delete', 'profile.update.bio', 'profile.update.handle'];
const PRIVATE = [
  ...['post.mention.create', 'post.reply.create', 'post.quote.create', 'dm.sent', 'dm.received', 'dm.read'],
  ...['dm.indicate_typing', 'chat.received', 'chat.sent', 'chat.conversation.join'],
];
/** The OpenAPI document has these; the changelog of 2026-03-18 says otherwise. */
const DIRECTIONS = [undefined, 'inbound', 'outbound'];
const FILTERS = ['user_id', 'keyword', 'direction', 'qualifiers'];
const PRICE: Record<string, Priced> = {
  'dm.received': 'dm-event',
  'chat.received': 'chat-event',
  'dm.sent': 'free',
  'chat.sent': 'free',
};

export function subscribe(world: World, body: Json, by: Call['auth']): Reply {
  const type = String(body.event_type);
  const user = userOf(world, String(body.filter?.user_id));
  const filter: Json = body.filter ?? {};
  const understood = DIRECTIONS.includes(filter.direction) && Object.keys(filter).every(each => FILTERS.includes(each));
  if (!user || !understood || ![...PUBLIC, ...PRIVATE].includes(type))
    return invalid({ event_type: [type], filter: [body.filter] }, 'The event type or the filter is not valid.');
  if (world.subscriptions.length >= SUBSCRIPTIONS_MAX)
    return invalid({ event_type: [type] }, 'The app has as many subscriptions as it may have.');
  if (body.webhook_id && !world.webhooks.some(each => each.id === body.webhook_id))
    return invalid({ webhook_id: [body.webhook_id] }, 'There is no such webhook.');
  const scope = /^(dm|chat)\./.test(type) ? 'dm.read' : 'tweet.read';
  const may = world.options.subscribers?.includes(by) ?? true;
  if (PRIVATE.includes(type) && !(may && hasGranted(world, user, scope))) return NOT_AUTHORIZED_FOR_EVENT;
  const direction = filter.direction ?? null;
  const same = world.subscriptions.find(
    each => each.type === type && each.user === user && each.direction === direction,
  );
  if (same) return invalid({ event_type: [type] }, 'There is such a subscription already.');
  const made: Subscription = {
    id: nextId(world),
    type,
    user,
    direction,
    tag: body.tag ?? null,
    webhook: body.webhook_id ?? null,
    at: world.now(),
  };
  world.subscriptions.push(made);
  return {
    status: 200,
    body: { data: { subscription: show(made) }, meta: { total_subscriptions: world.subscriptions.length } },
  };
}

const show = (each: Subscription): Json => ({
  subscription_id: each.id,
  event_type: each.type,
  filter: { user_id: each.user.id, ...(each.direction ? { direction: each.direction } : {}) },
  ...(each.tag ? { tag: each.tag } : {}),
  ...(each.webhook ? { webhook_id: each.webhook } : {}),
  created_at: iso(each.at),
  updated_at: iso(each.at),
});

export function subscriptions(world: World): Reply {
  const all = world.subscriptions;
  return {
    status: 200,
    body: { data: all.map(show), meta: { result_count: all.length, total_subscriptions: all.length } },
  };
}

export function unsubscribe(world: World, id: string): Reply {
  const before = world.subscriptions.length;
  world.subscriptions = world.subscriptions.filter(each => each.id !== id);
  if (before === world.subscriptions.length)
    return invalid({ subscription_id: [id] }, 'There is no such subscription.');
  return { status: 200, body: { data: { deleted: true }, meta: { total_subscriptions: world.subscriptions.length } } };
}

/** Delivers to whoever subscribed: on every stream, and to the webhook that the subscription names. */
function happened(world: World, type: string, user: User, by: User, payload: Json, id: string, includes?: Json): void {
  for (const each of world.subscriptions) {
    const direction = by === user ? 'outbound' : 'inbound';
    if (each.type !== type || each.user !== user || (each.direction && each.direction !== direction)) continue;
    if (world.credit <= 0) continue;
    const filter = { user_id: user.id };
    const more = { ...(each.tag ? { tag: each.tag } : {}), payload, ...(includes ? { includes } : {}) };
    tell(world, { filter, event_type: type, ...more }, each.webhook);
    bill(world, 'event', PRICE[type] ?? 'post-event', id);
  }
}

function tell(world: World, data: Json, webhook: string | null): void {
  const body = { data: { event_uuid: String(randomBytes(8).readBigInt64BE()), ...worded(data, world.options.words) } };
  const event = { at: world.now(), webhook, body };
  world.events.push(event);
  toStreams(world, event);
  toWebhook(world, event);
}

export function posted(world: World, post: Post): void {
  if (post.by.protected || (post.retweets && !world.options.repostsName)) return;
  const payload = tweet(world, post, {}, true);
  const isNamed = (user: User) => mentions(post, user) || repostNames(world, post, user);
  const involved = [post.by, ...world.users.filter(each => each !== post.by && isNamed(each))];
  const includes = { users: involved.map(each => profile(each, {}, null, true)), tweets: [payload] };
  const hears = (user: User, type: string) => happened(world, type, user, post.by, payload, post.id, includes);
  hears(post.by, 'post.create');
  // Handles that X itself puts before a reply are no mention to it.
  for (const each of involved.slice(1)) hears(each, 'post.mention.create');
  if (post.replyTo && post.replyTo.by !== post.by) hears(post.replyTo.by, 'post.reply.create');
  if (post.quotes && post.quotes.by !== post.by) hears(post.quotes.by, 'post.quote.create');
}

export function struck(world: World, post: Post): void {
  happened(world, 'post.delete', post.by, post.by, { id: post.id, author_id: post.by.id }, post.id);
}

/** The shape of the old API, with times in ms and a map of users. That of a group's messages is not known: no event. */
export function messaged(world: World, dm: Dm): void {
  const [to, ...others] = dm.to;
  if (!to || others.length) return;
  const payload = {
    direct_message_events: [
      {
        type: 'message_create',
        id: dm.id,
        created_timestamp: String(dm.at),
        message_create: {
          target: { recipient_id: to.id },
          sender_id: dm.by.id,
          message_data: {
            text: escapeText(dm.text),
            entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
            ...(dm.media[0] ? { attachment: { type: 'media', media: { id_str: dm.media[0].id } } } : {}),
          },
        },
      },
    ],
    users: Object.fromEntries([dm.by, to].map(each => [each.id, { data: profile(each, {}, null, true) }])),
  };
  happened(world, 'dm.sent', dm.by, dm.by, payload, dm.id);
  happened(world, 'dm.received', to, dm.by, payload, dm.id);
}

/** Encrypted: nobody but the two can read it, and no list of the API has it. */
export function whispered(world: World, by: User, to: User): void {
  const sealed = () => randomBytes(60).toString('base64');
  const id = nextId(world);
  const payload = {
    conversation_token: sealed(),
    id,
    created_at_msec: String(world.now()),
    sender_id: by.id,
    conversation_id: `${by.id}:${to.id}`,
    conversation_key_version: '1768236281331',
    encoded_event: sealed(),
    conversation_key_change_event: sealed(),
    message_event_signature: {
      public_key_version: '1765382634817',
      signature: sealed(),
      signature_version: '7',
      signing_public_key: sealed(),
    },
  };
  happened(world, 'chat.sent', by, by, payload, id);
  happened(world, 'chat.received', to, by, payload, id);
}

/** Told without a subscription, on everything that is open: the app is to forget this user. */
export function revoked(world: World, user: User): void {
  const payload = { date_time: iso(world.now()), user_id: user.id, app_id: world.app.id };
  tell(world, { event_type: 'oauth.revoke', filter: {}, payload }, world.webhooks[0]?.id ?? null);
}
