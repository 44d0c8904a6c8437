/** `/2/tweets` and the timelines: what can be read, what may be posted, and what X refuses. */
import { bill, linksIn, priceOfPost } from './bills.ts';
import { expand, mentions, prefixOf, repostNames, tweet, unseen } from './fields.ts';
import { usable } from './media.ts';
import { metaOf, page } from './pages.ts';
import {
  DUPLICATE,
  invalid,
  missing,
  NOT_PERMITTED,
  NOT_SUMMONED,
  REPLIES_RESTRICTED,
  REPLY_TO_GONE,
} from './refusals.ts';
import type { Call, Json, Reply, Route } from './shapes.ts';
import { type Media, newestOf, nextId, type Post, postOf, type User, type World } from './state.ts';

/** The mentions timeline ends there, without a word. */
const MENTIONS_MAX = 800;
const TIMELINE_MAX = 3_200;
const LENGTH_MAX = 280;
const LINK_LENGTH = 23;
const IDS_MAX = 100;
/** The same words again within it are a duplicate. */
const DUPLICATE_MS = 24 * 3_600_000;

export interface NewPost {
  by: User;
  body: string;
  replyTo?: Post | null;
  quotes?: Post | null;
  retweets?: Post | null;
  media?: Media[];
  replySettings?: Post['replySettings'];
}

function keep(world: World, post: Post): void {
  world.posts.push(post);
  world.postsById.set(post.id, post);
}

export function addPost(world: World, about: NewPost): Post {
  const id = nextId(world);
  const replyTo = about.replyTo ?? null;
  const post: Post = {
    id,
    by: about.by,
    body: about.body,
    implied: [],
    replyTo,
    quotes: about.quotes ?? null,
    retweets: about.retweets ?? null,
    conversation: replyTo?.conversation ?? id,
    at: world.now(),
    versions: [id],
    replySettings: about.replySettings ?? 'everyone',
    media: about.media ?? [],
    deleted: false,
    withheld: false,
  };
  const others = replyTo ? [replyTo.by, ...replyTo.implied].filter(each => each !== about.by) : [];
  post.implied = [...new Set(others)].filter(each => !mentions(post, each));
  keep(world, post);
  return post;
}

const isMention = (world: World, post: Post, user: User): boolean =>
  post.by !== user &&
  (post.retweets ? repostNames(world, post, user) : mentions(post, user) || post.implied.includes(user));

const isOwn = (post: Post, user: User, excluded: string[]): boolean =>
  post.by === user &&
  !(excluded.includes('retweets') && post.retweets) &&
  !(excluded.includes('replies') && post.replyTo);

export function timelinePage(world: World, call: Call, user: User, viewer: User | null): Reply {
  const { query, route } = call;
  const excluded = (query.exclude ?? '').split(',');
  const since = BigInt(query.since_id ?? 0);
  const back = route === 'mentions' ? (world.options.mentionsBack ?? MENTIONS_MAX) : TIMELINE_MAX;
  const window: Post[] = [];
  for (let n = world.posts.length - 1; n >= 0; n--) {
    const post = world.posts[n]!;
    if (BigInt(post.id) <= since || window.length === back) break;
    const belongs = route === 'mentions' ? isMention(world, post, user) : isOwn(post, user, excluded);
    if (belongs && post === newestOf(world, post) && !unseen(viewer, post, post.id, 'id')) window.push(post);
  }
  const within = window
    .filter(each => !query.until_id || BigInt(each.id) < BigInt(query.until_id))
    .filter(each => !query.start_time || each.at >= Date.parse(query.start_time));
  const found = page(world, route, within, query, { min: 5, max: 100, otherwise: 10 });
  if ('status' in found) return found;
  return showPosts(world, call, found.items, viewer, metaOf(found), user === viewer);
}

function showPosts(
  world: World,
  call: Call,
  posts: Post[],
  viewer: User | null,
  meta: Json | null,
  owned: boolean,
): Reply {
  const what = owned && world.options.owned !== false ? 'owned-read' : 'post-read';
  for (const each of posts) bill(world, call.route, what, each.id);
  const more = expand(world, posts, call.query, viewer);
  for (const each of more.users) bill(world, call.route, 'user-read', each.id);
  for (const each of more.posts) bill(world, call.route, 'post-read', each.id);
  return {
    status: 200,
    body: {
      ...(posts.length ? { data: posts.map(each => tweet(world, each, call.query)) } : {}),
      ...(more.includes ? { includes: more.includes } : {}),
      ...(more.errors.length ? { errors: more.errors } : {}),
      ...(meta ? { meta } : {}),
    },
  };
}

export function lookUpPosts(world: World, call: Call, ids: string[], viewer: User | null): Reply {
  if (!ids.length || ids.length > IDS_MAX || ids.some(each => !/^\d{1,19}$/.test(each)))
    return invalid({ ids }, 'The `ids` query parameter must hold 1 to 100 ids');
  const single = call.route === 'posts.get';
  const found: Post[] = [];
  const errors: Json[] = [];
  for (const id of ids) {
    const post = postOf(world, id);
    const error = unseen(viewer, post, id, single ? 'id' : 'ids');
    if (error) errors.push(error);
    else found.push(post!);
  }
  const reply = showPosts(world, call, found, viewer, null, false);
  const all = [...errors, ...((reply.body!.errors as Json[] | undefined) ?? [])];
  return {
    status: 200,
    body: {
      ...reply.body,
      ...(single && found.length ? { data: (reply.body!.data as Json[])[0] } : {}),
      ...(all.length ? { errors: all } : {}),
    },
  };
}

/** As X counts: links 23, most of Europe 1, the rest 2. */
function weightedLength(text: string): number {
  const links = linksIn(text);
  const rest = links.reduce((left, link) => left.replace(link, ''), text.normalize('NFC'));
  const pieces = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(rest);
  const light = /^[\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]$/u;
  let length = links.length * LINK_LENGTH;
  for (const { segment } of pieces)
    length += /\p{Extended_Pictographic}/u.test(segment)
      ? 2
      : Array.from(segment).reduce((sum, each) => sum + (light.test(each) ? 1 : 2), 0);
  return length;
}

/** Did the author of this post ask for a word of this user? Then the user may answer it. */
const summons = (post: Post, user: User): boolean =>
  post.by === user || mentions(post, user) || post.quotes?.by === user;

export function createPost(world: World, route: Route, body: Json, by: User): Reply {
  const text = String(body.text ?? '');
  const media = usable(world, body.media?.media_ids ?? [], 'tweet');
  if (!media) return invalid({ 'media.media_ids': body.media.media_ids }, 'Your media IDs are invalid.');
  if (!text && !media.length) return invalid({ text: [text] }, 'Either `text` or `media` is required.');
  if (weightedLength(text) > LENGTH_MAX && !by.verified)
    return invalid(
      { text: [text] },
      'Your Tweet text is too long. For allowed tweet length please refer to documentation.',
    );
  const answered = body.reply ? postOf(world, String(body.reply.in_reply_to_tweet_id)) : null;
  const quoted = body.quote_tweet_id ? postOf(world, String(body.quote_tweet_id)) : null;
  const refusal = answered === null ? null : refuseReply(answered, by);
  if (refusal) return refusal;
  if (quoted === undefined || (quoted && quoted.by !== by)) return NOT_PERMITTED;
  const again = world.posts.some(
    each => each.by === by && !each.deleted && each.body === text && world.now() - each.at < DUPLICATE_MS,
  );
  if (again) return DUPLICATE;
  const post = addPost(world, { by, body: text, replyTo: answered ?? null, quotes: quoted, media });
  bill(world, route, priceOfPost(text, Boolean(answered && answered.by !== by)), post.id);
  const shown = { id: post.id, text: tweet(world, post, {}).text, edit_history_tweet_ids: post.versions };
  return { status: 201, body: { data: shown } };
}

function refuseReply(answered: Post | undefined, by: User): Reply | null {
  if (!answered || answered.deleted || answered.by.suspended || answered.by.gone) return REPLY_TO_GONE;
  if (answered.by.blocks.has(by)) return NOT_PERMITTED;
  if (answered.by !== by && answered.by.protected && !by.follows.has(answered.by)) return REPLY_TO_GONE;
  if (answered.by !== by && !mentions(answered, by) && answered.replySettings !== 'everyone') return REPLIES_RESTRICTED;
  return summons(answered, by) ? null : NOT_SUMMONED;
}

export function removePost(world: World, id: string, by: User): Reply {
  const post = postOf(world, id);
  if (!post || post.deleted) return { status: 404, body: { errors: [missing('tweet', 'id', id)] } };
  if (post.by !== by) return NOT_PERMITTED;
  strike(world, post);
  return { status: 200, body: { data: { deleted: true } } };
}

/** Deleting one version deletes all. */
export function strike(world: World, post: Post): void {
  for (const id of post.versions) postOf(world, id)!.deleted = true;
}

/** A new id, the same post. */
export function revise(world: World, old: Post, body: string): Post {
  const newest = newestOf(world, old);
  const id = nextId(world);
  const post: Post = { ...newest, id, body, at: newest.at, implied: newest.implied };
  post.versions.push(id);
  keep(world, post);
  return post;
}

export const shownText = (post: Post): string => prefixOf(post) + post.body;
