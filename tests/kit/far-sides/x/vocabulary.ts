/**
 * X is on its way from tweets to posts: its OpenAPI document of 2026 has only the new words, its answers mostly the old.
 * The stand-in speaks either; inside it uses the old ones.
 */
import type { Json } from './shapes.ts';

const NEW: Record<string, string> = {
  edit_history_tweet_ids: 'edit_history_post_ids',
  note_tweet: 'note_post',
  referenced_tweets: 'referenced_posts',
  retweet_count: 'repost_count',
  tweet_count: 'post_count',
  tweets: 'posts',
};
const OLD: Record<string, string> = {
  ...Object.fromEntries(Object.entries(NEW).map(([before, after]) => [after, before])),
  'post.fields': 'tweet.fields',
  'referenced_posts.author_id': 'referenced_tweets.id.author_id',
};
/** The same name for a field and for what it expands to. */
const EXPANSIONS: Record<string, string> = { referenced_posts: 'referenced_tweets.id' };

/** A body in the new words. */
function inNewWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inNewWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [NEW[name] ?? name, inNewWords(each)]));
}

/** A query in the old words, whichever it came in. */
export function inOldWords(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const old = (each: string) => (name === 'expansions' ? EXPANSIONS[each] : undefined) ?? OLD[each] ?? each;
      return /fields$|^expansions$/.test(name) ? [OLD[name] ?? name, value.split(',').map(old).join()] : [name, value];
    }),
  );
}

export const worded = (body: Json, words: 'tweets' | 'posts' | undefined): Json =>
  words === 'posts' ? (inNewWords(body) as Json) : body;
