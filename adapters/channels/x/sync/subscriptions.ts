/** Which events X sends of an account: made, repaired and taken away, and never another's. */
import type { Json } from '../../../../src/ports/json.ts';
import type { X } from '../connection/api.ts';
import { type Account, field, idOf, line, list } from '../shapes.ts';
import type { Asking, NotAsked } from './asking.ts';

/** On each subscription of ours: what an admin made by hand is left alone. */
const TAG = 'deskhand';
/** X gives an app 1,500 in all, 100 a page or more. */
const PAGES_MAX = 20;

interface Subscription {
  id: string;
  type: string;
  webhook: string | null;
  isOurs: boolean;
}

interface SubscriptionParts {
  x: X;
  asking: Asking;
  us: Account;
}

/** Without these a customer is not heard of before the next look. X may refuse the others, and nothing is said of it. */
const NEEDED = ['post.mention.create', 'post.reply.create', 'dm.received'];

function wantedTypes(quotes: boolean): string[] {
  return [...NEEDED, ...(quotes ? ['post.quote.create'] : []), 'chat.received', 'post.delete'];
}

/** @param webhook null: the events come by the stream. @returns why not; null when all is as it has to be */
export async function subscribe(
  parts: SubscriptionParts,
  { quotes, webhook }: { quotes: boolean; webhook: string | null },
): Promise<NotAsked | null> {
  const found = await ofAccount(parts);
  if ('ok' in found) return found;
  const wanted = wantedTypes(quotes);
  const kept = new Map<string, Subscription>();
  for (const each of found) {
    const isRight = wanted.includes(each.type) && each.webhook === webhook && !kept.has(each.type);
    if (isRight) kept.set(each.type, each);
    else if (each.isOurs) {
      const refused = await remove(parts, each);
      if (refused) return refused;
    }
  }
  for (const type of wanted.filter(each => !kept.has(each))) {
    const refused = await add(parts, type, webhook);
    if (refused) return refused;
  }
  return null;
}

/** Takes away what was made for this account. */
export async function unsubscribe(parts: SubscriptionParts): Promise<NotAsked | null> {
  const found = await ofAccount(parts);
  if ('ok' in found) return found;
  for (const each of found.filter(({ isOurs }) => isOurs)) {
    const refused = await remove(parts, each);
    if (refused) return refused;
  }
  return null;
}

async function ofAccount({ x, asking, us }: SubscriptionParts): Promise<Subscription[] | NotAsked> {
  const all: Subscription[] = [];
  for (let next: string | null = '', i = 0; next !== null && i < PAGES_MAX; i++) {
    const path: string = `activity/subscriptions${next ? `?pagination_token=${encodeURIComponent(next)}` : ''}`;
    const asked = await asking.ask('events', null, () => x.app('get', path));
    if (!asked.ok) return asked;
    all.push(...list(field(asked.value, 'data')).flatMap(each => subscriptionOf(each, us)));
    next = line(field(field(asked.value, 'meta'), 'next_token'));
  }
  return all;
}

function subscriptionOf(raw: unknown, us: Account): Subscription[] {
  const id = idOf(field(raw, 'subscription_id')) ?? idOf(field(raw, 'id'));
  const type = line(field(raw, 'event_type'));
  if (!id || !type || idOf(field(field(raw, 'filter'), 'user_id')) !== us.id) return [];
  return [{ id, type, webhook: idOf(field(raw, 'webhook_id')), isOurs: field(raw, 'tag') === TAG }];
}

async function add({ x, asking, us }: SubscriptionParts, type: string, webhook: string | null) {
  const body: Json = {
    event_type: type,
    // What we write ourselves is read in our own timeline, for a fifth of the price.
    filter: { user_id: us.id, direction: 'inbound' },
    tag: TAG,
    ...(webhook ? { webhook_id: webhook } : {}),
  };
  const call = () => x.app('post', 'activity/subscriptions', body);
  if (!NEEDED.includes(type)) {
    await call();
    return null;
  }
  const asked = await asking.ask('events', null, call);
  return asked.ok ? null : asked;
}

async function remove({ x, asking }: SubscriptionParts, { id }: Subscription): Promise<NotAsked | null> {
  const asked = await asking.ask('events', null, () => x.app('delete', `activity/subscriptions/${id}`));
  // Somebody else may have taken it away.
  return asked.ok || asked.failed?.why === 'gone' ? null : asked;
}
