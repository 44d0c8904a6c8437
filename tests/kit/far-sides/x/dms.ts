/** `/2/dm_events` and `/2/dm_conversations`: 30 days of messages that are not encrypted, and sending them. */
import { bill } from './bills.ts';
import { dmEvent, mediaIncludes, profile } from './fields.ts';
import { usable } from './media.ts';
import { page } from './pages.ts';
import { DM_CLOSED, invalid, missing } from './refusals.ts';
import type { Call, Json, Reply, Route } from './shapes.ts';
import {
  conversationOf,
  type Dm,
  type Group,
  type Media,
  newer,
  nextId,
  type User,
  userOf,
  type World,
} from './state.ts';

const KEPT_MS = 30 * 86_400_000;
const TEXT_MAX = 10_000;
const KNOWN = ['dm_event.fields', 'event_types', 'expansions', 'max_results', 'media.fields', 'pagination_token'];

/** @param to one of whom they write to, or a group that they are in */
export function addDm(world: World, by: User, to: User | Group, text: string, media: Media[] = []): Dm {
  const whom =
    'members' in to
      ? { to: to.members.filter(each => each !== by), conversation: to.id }
      : { to: [to], conversation: conversationOf(by, to) };
  const dm: Dm = { id: nextId(world), by, ...whom, text, media, at: world.now(), deletedBy: new Set() };
  world.dms.push(dm);
  return dm;
}

export const wroteBefore = (world: World, by: User, to: User): boolean =>
  world.dms.some(each => each.by === by && each.conversation === conversationOf(by, to));

const isIn = (dm: Dm, user: User): boolean => dm.by === user || dm.to.includes(user);

/** @param conversation null: all of them */
export function listEvents(world: World, call: Call, user: User, conversation: string | null): Reply {
  const { query, route } = call;
  const odd = Object.keys(query).find(each => !KNOWN.includes(each) && !/^(tweet|user)\.fields$/.test(each));
  if (odd) return invalid({ [odd]: [query[odd]] }, `The query parameter [${odd}] is not one of [${KNOWN.join(',')}]`);
  const kept = world.dms
    .filter(each => isIn(each, user) && !each.deletedBy.has(user))
    .filter(each => world.now() - each.at < KEPT_MS)
    .filter(each => conversation === null || each.conversation === conversation)
    .sort((a, b) => newer(a.id, b.id));
  const found = page(world, route, kept, query, { min: 1, max: 100, otherwise: 100 });
  if ('status' in found) return found;
  for (const each of found.items) bill(world, route, 'dm-read', each.id);
  return {
    status: 200,
    body: {
      ...(found.items.length ? { data: found.items.map(each => dmEvent(each, query)) } : {}),
      ...includesOf(world, route, found.items, query, user),
      meta: { result_count: found.items.length, ...(found.next ? { next_token: found.next } : {}) },
    },
  };
}

function includesOf(world: World, route: Route, dms: Dm[], query: Json, viewer: User): Json {
  const wanted = String(query.expansions ?? '').split(',');
  const users = wanted.includes('sender_id') ? [...new Set(dms.map(each => each.by))] : [];
  const media = wanted.includes('attachments.media_keys') ? dms.flatMap(each => each.media) : [];
  for (const each of users) bill(world, route, 'user-read', each.id);
  if (!users.length && !media.length) return {};
  return {
    includes: {
      ...(users.length ? { users: users.map(each => profile(each, query, viewer)) } : {}),
      ...(media.length ? { media: media.map(mediaIncludes) } : {}),
    },
  };
}

/** X takes the same words as often as it is given them. */
export function sendDm(world: World, route: Route, by: User, to: User | Group | undefined, body: Json): Reply {
  const attached: Json[] = body.attachments ?? [];
  const media = usable(
    world,
    attached.map(each => each.media_id),
    'dm',
  );
  const text = String(body.text ?? '');
  if (!to || isGone(to))
    return invalid({ participant_id: [to?.id ?? ''] }, 'One or more of the participants could not be found.');
  if (!media) return invalid({ 'attachments.media_id': attached }, 'Your media IDs are invalid.');
  if ((!text && !media.length) || text.length > TEXT_MAX)
    return invalid({ text: [text.slice(0, 50)] }, 'The text is empty or too long.');
  if (!takes(world, to, by)) return DM_CLOSED;
  const dm = addDm(world, by, to, text, media);
  bill(world, route, 'dm-send', dm.id);
  return { status: 201, body: { data: { dm_conversation_id: dm.conversation, dm_event_id: dm.id } } };
}

const isGone = (to: User | Group): boolean => !('members' in to) && (to.gone || to.suspended);

function takes(world: World, to: User | Group, by: User): boolean {
  if ('members' in to) return to.members.includes(by);
  const open = to.dmsOpen || to.follows.has(by) || wroteBefore(world, to, by);
  return open && !to.blocks.has(by);
}

/** Whom a conversation is with: a group, or the other one. */
export function partnerIn(world: World, conversation: string, user: User): User | Group | undefined {
  const group = world.groups.find(each => each.id === conversation);
  if (group) return group;
  return userOf(world, conversation.split('-').find(each => each !== user.id) ?? '');
}

/** Only for the one who deletes it; the other keeps it. */
export function removeDm(world: World, id: string, user: User): Reply {
  const dm = world.dms.find(each => each.id === id && isIn(each, user));
  if (!dm) return { status: 404, body: { errors: [missing('tweet', 'event_id', id)] } };
  dm.deletedBy.add(user);
  return { status: 200, body: { data: { deleted: true } } };
}
