/** Adds to a payload what X did not send with it but is known here: people, and whom a post of ours answered. Pure. */
import type { Json, JsonObject } from '../../../../src/ports/json.ts';
import { field, fields, list } from '../shapes.ts';

export interface Known {
  people: { id: string; handle: string | null; name: string | null; isProtected: boolean }[];
  /** Posts of ours. */
  posts: { id: string; author: string; answersUserId: string | null; conversationId: string | null }[];
  /** X's own words about what it does not show. */
  errors: Json[];
}

/** @returns the same payload where there is nothing to add */
export function enriched(payload: Json, known: Known): Json {
  if (!known.people.length && !known.posts.length && !known.errors.length) return payload;
  const outer = fields(payload) as JsonObject;
  // An event has everything in an envelope of its own.
  const isEvent = field(outer.data, 'payload') !== undefined;
  const holder = (isEvent ? outer.data : outer) as JsonObject;
  const includes = { ...(fields(holder.includes) as JsonObject) };
  if (known.people.length) includes.users = [...(list(includes.users) as Json[]), ...known.people.map(asUser)];
  if (known.posts.length) includes.tweets = [...(list(includes.tweets) as Json[]), ...known.posts.map(asPost)];
  const filled: JsonObject = { ...holder, includes };
  const errors: JsonObject = known.errors.length
    ? { errors: [...(list(outer.errors) as Json[]), ...known.errors] }
    : {};
  return isEvent ? { ...outer, ...errors, data: filled } : { ...filled, ...errors };
}

function asUser({ id, handle, name, isProtected }: Known['people'][number]): Json {
  return { id, ...(handle ? { username: handle } : {}), ...(name ? { name } : {}), protected: isProtected };
}

function asPost({ id, author, answersUserId, conversationId }: Known['posts'][number]): Json {
  return {
    id,
    text: '',
    author_id: author,
    ...(answersUserId ? { in_reply_to_user_id: answersUserId } : {}),
    ...(conversationId ? { conversation_id: conversationId } : {}),
  };
}
