/** What stands beside the items: people, other posts, media, and what X could not show. */
import {
  type Beside,
  field,
  fields,
  idOf,
  type Loose,
  line,
  list,
  type Media,
  type Missing,
  type Person,
  type Post,
  words,
} from '../shapes.ts';
import { readPost } from './post.ts';

/** @param users a map by id, as events with private messages have it */
export function readBeside(includes: unknown, users: unknown, errors: unknown): Beside {
  const people = [...list(field(includes, 'users')), ...Object.values(fields(users))].flatMap(
    each => readPerson(each) ?? [],
  );
  const posts = [...list(field(includes, 'tweets')), ...list(field(includes, 'posts'))].flatMap(
    each => readPost(unwrap(each)) ?? [],
  );
  const media = list(field(includes, 'media')).map(each => readMedia(unwrap(each)));
  return {
    people: new Map(people.map(each => [each.id, each])),
    posts: new Map(posts.flatMap(each => each.editIds.map((id): [string, Post] => [id, each]))),
    media: new Map(media.filter(each => each !== null)),
    missing: new Map(list(errors).flatMap(each => missingOf(each))),
  };
}

/** Some events have an account inside a `data` of its own. */
export function unwrap(raw: unknown): Loose {
  const inner = fields(field(raw, 'data'));
  return idOf(inner.id) ? inner : fields(raw);
}

function readPerson(raw: unknown): Person | null {
  const user = unwrap(raw);
  const id = idOf(user.id) ?? idOf(user.id_str);
  if (!id) return null;
  const handle = line(user.username) ?? line(user.screen_name);
  return {
    id,
    handle: handle?.replace(/^@/, '') ?? null,
    name: line(user.name),
    isProtected: user.protected === true,
    withheldIn: list(field(user.withheld, 'country_codes')).flatMap(each => line(each) ?? []),
  };
}

function readMedia(raw: Loose): [string, Media] | null {
  const key = idOf(raw.media_key);
  if (!key) return null;
  return [
    key,
    {
      type: line(raw.type) ?? typeOf(key),
      alt: line(raw.alt_text),
      key,
      url: words(raw.url) ?? words(raw.preview_image_url),
    },
  ];
}

/** The number before the underscore says what it is, also where the media itself was not sent. */
function typeOf(key: string): string {
  const types: Record<string, string> = { 3: 'photo', 7: 'video', 13: 'video', 16: 'animated_gif' };
  return types[/^(\d+)_/.exec(key)?.[1] ?? ''] ?? 'unknown';
}

/** What it has in pictures and films; what X did not send is named by its kind alone. */
export function mediaOf(keys: readonly string[], { media }: Beside): Media[] {
  return keys.map(key => media.get(key) ?? { type: typeOf(key), alt: null, key, url: null });
}

/** X's problem about one object that was asked for. */
export function missingOf(raw: unknown): [string, Missing][] {
  const about = idOf(field(raw, 'resource_id')) ?? idOf(field(raw, 'value'));
  if (!about) return [];
  const said = ['title', 'detail', 'type'].map(each => words(field(raw, each)) ?? '').join(' ');
  return [[about, whyMissing(said)]];
}

function whyMissing(said: string): Missing {
  if (/suspended/i.test(said)) return 'suspended';
  if (/not[- ]found|could not find|deleted|no longer/i.test(said)) return 'gone';
  if (/not[- ]authorized|not authorised|forbidden|protected/i.test(said)) return 'protected';
  return 'unknown';
}
