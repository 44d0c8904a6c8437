/** One item of a payload, as it is kept: what it needs of what stands beside it, and for which account it was read. */
import type { Json, JsonObject } from '../../../../src/ports/json.ts';
import type { Item } from '../item.ts';
import { type Account, field, fields, idOf, list, words } from '../shapes.ts';
import { unwrap } from './beside.ts';

/** @returns the payload as it is where it has no such item of many */
export function onlyItem(payload: Json, item: Pick<Item, 'messageId' | 'editIds'>, us: Account): Json {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return payload;
  const ids = new Set([...item.editIds, ...(item.messageId ? [item.messageId] : [])]);
  const isIt = (each: Json) => ids.has(idOf(unwrap(each).id) ?? '');
  const narrowed = Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, isList(name) ? narrow(value, isIt) : value]),
  );
  const data = fields(payload.data);
  // An event is about one thing and says whose it is.
  if (data.payload !== undefined || payload.payload !== undefined || idOf(payload.for_user_id)) return narrowed;
  const { includes, errors, meta: _, ...rest } = narrowed;
  const beside = besideOf(narrowed, us);
  return {
    ...rest,
    ...(includes === undefined ? {} : { includes: beside.includes }),
    ...(errors === undefined ? {} : { errors: beside.errors }),
    read_for: { ...(us.id ? { id: us.id } : {}), ...(us.handle ? { username: us.handle } : {}) },
  };
}

const isList = (name: string) => name === 'data' || name === 'direct_message_events';

function narrow(value: Json, isIt: (each: Json) => boolean): Json {
  if (!Array.isArray(value)) return value;
  const found = value.find(isIt);
  return found === undefined ? value : [found];
}

/** What the item names, and what the posts that it names name: their authors. */
function besideOf({ data, direct_message_events, includes, errors, ...top }: JsonObject, us: Account) {
  const named = new Set<string>([...(us.id ? [us.id] : []), ...(us.handle ? [us.handle.toLowerCase()] : [])]);
  collect(data ?? direct_message_events ?? top, named);
  const isNamed = (each: unknown) =>
    [...['id', 'id_str', 'media_key', 'username'], ...['resource_id', 'value']].some(name =>
      named.has(textOf(field(unwrap(each), name) ?? field(each, name))),
    );
  const chapters = Object.entries(fields(includes));
  const posts = chapters.filter(([name]) => name === 'tweets' || name === 'posts').flatMap(([, all]) => list(all));
  for (const each of posts.filter(isNamed)) collect(each as Json, named);
  return {
    includes: Object.fromEntries(chapters.map(([name, all]) => [name, list(all).filter(isNamed) as Json[]])),
    errors: list(errors).filter(isNamed) as Json[],
  };
}

function textOf(value: unknown): string {
  return (words(value) ?? String(value ?? '')).toLowerCase();
}

/** Every id and handle in it: which fields X puts them in is not looked at, for it renames them. */
function collect(value: Json | undefined, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (value !== '') into.add(String(value).toLowerCase());
  } else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) collect(each, into);
}
