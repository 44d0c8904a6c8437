/** How X shows posts, users and messages: only the fields that were asked for, with escaped text and positions in it. */
import { pictureLink, type ShortLink, shortened, urlEntities } from './links.ts';
import { hidden, missing, suspended } from './refusals.ts';
import type { Json } from './shapes.ts';
import { type Dm, iso, type Media, newestOf, type Post, type User, type World } from './state.ts';

const EDIT_MS = 60 * 60_000;
const EDITS = 5;
/** Beyond it the text is cut, and only `note_tweet` has all of it. */
const SHORT = 280;
const CUT = 274;

const listOf = (value: string | undefined): string[] => (value ? value.split(',') : []);
const pick = (all: Json, names: string[]): Json =>
  Object.fromEntries(Object.entries(all).filter(([name, value]) => names.includes(name) && value !== undefined));

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const codePoints = (text: string): string[] => Array.from(text);

/** The handles that X puts before a reply; they count as mentions, and stand outside of `display_text_range`. */
export const prefixOf = (post: Post): string => post.implied.map(each => `@${each.handle} `).join('');
export const mentions = (post: Post, user: User): boolean =>
  new RegExp(`(^|[^\\w@])@${user.handle}(?!\\w)`, 'i').test(post.body);

/** Whom a repost names, if it names anybody: its text begins with its author, and then is theirs. */
export const repostNames = (world: World, post: Post, user: User): boolean =>
  world.options.repostsName === true &&
  post.retweets !== null &&
  (post.retweets.by === user || mentions(post.retweets, user));

function textOf(post: Post): { text: string; whole: string; long: boolean; links: ShortLink[] } {
  if (post.retweets) {
    const text = `RT @${post.retweets.by.handle}: ${escapeText(post.retweets.body)}`;
    return { text: codePoints(text).slice(0, SHORT).join(''), whole: text, long: false, links: [] };
  }
  const { text: body, links } = shortened(post.body, post.id);
  const typed = codePoints(body);
  const long = typed.length > SHORT;
  const shown = long ? `${typed.slice(0, CUT).join('')}… https://t.co/${post.id.slice(-10)}` : body;
  const [first] = post.media;
  const picture = first && pictureLink(post.by.handle, post.id, first.key);
  const atEnd = (text: string) => prefixOf(post) + escapeText([text, picture?.url].filter(Boolean).join(' '));
  return { text: atEnd(shown), whole: atEnd(body), long, links: [...links, ...(picture ? [picture] : [])] };
}

export function tweet(world: World, post: Post, asked: Json, all = false): Json {
  const { text, whole, long, links } = textOf(post);
  const range = [codePoints(prefixOf(post)).length, codePoints(text).length];
  const references = [
    post.replyTo && { type: 'replied_to', id: post.replyTo.id },
    post.quotes && { type: 'quoted', id: post.quotes.id },
    post.retweets && { type: 'retweeted', id: post.retweets.id },
  ].filter(Boolean);
  const everything: Json = {
    id: post.id,
    text,
    // As it is now: an event that is delivered later says no more.
    edit_history_tweet_ids: [...post.versions],
    author_id: post.by.id,
    conversation_id: post.conversation,
    created_at: iso(post.at),
    in_reply_to_user_id: post.replyTo?.by.id,
    referenced_tweets: references.length ? references : undefined,
    reply_settings: post.replySettings,
    display_text_range: range,
    entities: entitiesOf(world, text, links),
    attachments: post.media.length ? { media_keys: post.media.map(each => each.key) } : undefined,
    note_tweet: long ? { text: whole } : undefined,
    edit_controls: {
      edits_remaining: EDITS - (post.versions.length - 1),
      is_edit_eligible: !post.replyTo,
      editable_until: iso(post.at + EDIT_MS),
    },
    withheld: post.withheld ? { copyright: false, country_codes: ['DE'] } : undefined,
    possibly_sensitive: false,
    lang: 'en',
    public_metrics: {
      ...{ retweet_count: 0, reply_count: 0, like_count: 0, quote_count: 0, bookmark_count: 0, impression_count: 0 },
    },
  };
  if (all) return pick(everything, Object.keys(everything));
  const implied = listOf(asked.expansions).flatMap(each => EXPANDS[each] ?? []);
  return pick(everything, ['id', 'text', 'edit_history_tweet_ids', ...listOf(asked['tweet.fields']), ...implied]);
}

/** What is expanded is shown as a field, too. */
const EXPANDS: Record<string, string[]> = {
  author_id: ['author_id'],
  in_reply_to_user_id: ['in_reply_to_user_id'],
  'referenced_tweets.id': ['referenced_tweets'],
  'referenced_tweets.id.author_id': ['referenced_tweets'],
  'entities.mentions.username': ['entities'],
  'attachments.media_keys': ['attachments'],
};

function entitiesOf(world: World, text: string, links: readonly ShortLink[]): Json | undefined {
  const place = (at: number | undefined) => codePoints(text.slice(0, at)).length;
  const found = [...text.matchAll(/(?<![\w@])@(\w{1,15})/g)].map(each => {
    const user = world.users.find(one => one.handle.toLowerCase() === each[1]!.toLowerCase());
    const start = place(each.index);
    return { start, end: start + each[0].length, username: user?.handle ?? each[1], ...(user ? { id: user.id } : {}) };
  });
  const urls = urlEntities(text, links, place);
  if (!found.length && !urls.length) return undefined;
  return { ...(found.length ? { mentions: found } : {}), ...(urls.length ? { urls } : {}) };
}

export function profile(user: User, asked: Json, viewer: User | null, all = false): Json {
  const everything: Json = {
    id: user.id,
    name: user.name,
    username: user.handle,
    created_at: iso(user.createdAt),
    protected: user.protected,
    verified: user.verified,
    verified_type: user.verified ? 'blue' : 'none',
    description: '',
    profile_image_url: `https://pbs.twimg.com/profile_images/${user.id}/example_normal.jpg`,
    receives_your_dm: viewer ? user.dmsOpen && !user.blocks.has(viewer) : undefined,
    connection_status: viewer ? (viewer.follows.has(user) ? ['following'] : []) : undefined,
    public_metrics: {
      ...{ followers_count: 0, following_count: user.follows.size, tweet_count: 0, listed_count: 0 },
    },
  };
  if (all) return pick(everything, Object.keys(everything));
  return pick(everything, ['id', 'name', 'username', ...listOf(asked['user.fields'])]);
}

export function dmEvent(dm: Dm, asked: Json): Json {
  const { text, links } = shortened(dm.text, dm.id);
  const urls = urlEntities(escapeText(text), links, at => codePoints(escapeText(text).slice(0, at)).length);
  const everything: Json = {
    id: dm.id,
    event_type: 'MessageCreate',
    text: escapeText(text),
    entities: urls.length ? { urls } : undefined,
    sender_id: dm.by.id,
    dm_conversation_id: dm.conversation,
    created_at: iso(dm.at),
    attachments: dm.media.length ? { media_keys: dm.media.map(each => each.key) } : undefined,
    // `participant_ids` was here until 2025-06-03.
  };
  return pick(everything, ['id', 'event_type', 'text', ...listOf(asked['dm_event.fields']), ...senders(asked)]);
}

const senders = (asked: Json): string[] => (listOf(asked.expansions).includes('sender_id') ? ['sender_id'] : []);

const mediaOf = (media: Media): Json => ({
  media_key: media.key,
  type: media.type.startsWith('video') ? 'video' : media.type === 'image/gif' ? 'animated_gif' : 'photo',
  url: media.category.startsWith('dm')
    ? `https://ton.twitter.com/1.1/ton/data/dm/${media.id}/${media.id}/picture.jpg`
    : `https://pbs.twimg.com/media/${media.key}.jpg`,
});

/** May the asker see this post? Null: yes; otherwise what stands among `errors`. */
export function unseen(viewer: User | null, post: Post | undefined, id: string, parameter: string): Json | null {
  if (!post || post.deleted || post.by.gone) return missing('tweet', parameter, id);
  const own = post.by === viewer;
  const closed = post.by.protected && !viewer?.follows.has(post.by);
  if (!own && (closed || post.by.suspended || (viewer && post.by.blocks.has(viewer))))
    return hidden('tweet', parameter, id);
  return null;
}

export function unseenUser(user: User | undefined, value: string, parameter: string): Json | null {
  if (!user || user.gone) return missing('user', parameter, value);
  return user.suspended ? suspended(parameter, value) : null;
}

/** `includes` and the `errors` of what could not be included. Whoever is included is billed by the caller. */
export function expand(
  world: World,
  posts: Post[],
  asked: Json,
  viewer: User | null,
): { includes: Json | undefined; errors: Json[]; users: User[]; posts: Post[] } {
  const wanted = new Set(listOf(asked.expansions));
  const errors: Json[] = [];
  const referenced = new Map<string, Post>();
  if (wanted.has('referenced_tweets.id') || wanted.has('referenced_tweets.id.author_id'))
    for (const each of posts.flatMap(one => [one.replyTo, one.quotes, one.retweets])) {
      if (!each) continue;
      const error = unseen(viewer, each, each.id, 'referenced_tweets.id');
      if (error) errors.push(error);
      else referenced.set(each.id, newestOf(world, each));
    }
  const users = new Set<User>();
  if (wanted.has('author_id')) for (const each of posts) users.add(each.by);
  if (wanted.has('referenced_tweets.id.author_id')) for (const each of referenced.values()) users.add(each.by);
  if (wanted.has('in_reply_to_user_id')) for (const each of posts) if (each.replyTo) users.add(each.replyTo.by);
  if (wanted.has('entities.mentions.username'))
    for (const each of posts)
      for (const one of world.users) if (mentions(each, one) || each.implied.includes(one)) users.add(one);
  const visible = [...users].filter(each => {
    const error = unseenUser(each, each.id, 'author_id');
    if (error) errors.push(error);
    return !error;
  });
  const media = wanted.has('attachments.media_keys') ? posts.flatMap(each => each.media) : [];
  const includes: Json = {
    ...(visible.length ? { users: visible.map(each => profile(each, asked, viewer)) } : {}),
    ...(referenced.size ? { tweets: [...referenced.values()].map(each => tweet(world, each, asked)) } : {}),
    ...(media.length ? { media: media.map(mediaOf) } : {}),
  };
  return {
    includes: Object.keys(includes).length ? includes : undefined,
    errors,
    users: visible,
    posts: [...referenced.values()],
  };
}

export const mediaIncludes = mediaOf;
