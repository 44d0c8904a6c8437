/** Which account a saved payload was for. A page does not say it, and what becomes of its items depends on it. */
import type { Account } from '../shapes.ts';
import type { Found } from './payload.ts';
import { partnersOf } from './private.ts';
import { isNamed, isReply } from './text.ts';

/** An id, or `@` and a handle in lower case where X sent no id. */
type Key = string;

interface Parties {
  author: Key | null;
  /** Who is written to or about. */
  named: Key[];
  /** The one whom a reply answers, if its author named nobody else. */
  answered: Key | null;
}

/**
 * The one account that every item is from or to. When it has written all of them, another that they all name goes first.
 * @returns null when nobody, or more than one, can be meant
 */
export function guessAccount(found: readonly Found[]): Account | null {
  const all = found.flatMap(each => partiesOf(each) ?? []);
  const [first, ...rest] = all;
  if (!first) return null;
  const inAll = [...new Set([...first.named, ...(first.author ? [first.author] : [])])].filter(id =>
    rest.every(each => each.author === id || each.named.includes(id)),
  );
  const notAuthors = inAll.filter(id => !all.every(each => each.author === id));
  const candidates = inAll.length > 1 ? notAuthors : inAll;
  const [id, ...more] = all.length === 1 && first.answered ? [first.answered] : candidates;
  if (!id || more.length || (all.length === 1 && first.author === id)) return null;
  return id.startsWith('@') ? { id: null, handle: id.slice(1) } : { id, handle: handleOf(id, found) };
}

function partiesOf(each: Found): Parties | null {
  if (each.as === 'private') return ofTwo(each.message.senderId, each.message.recipientId, each.message.conversationId);
  if (each.as === 'encrypted') return ofTwo(each.senderId, null, each.conversationId);
  if (each.as !== 'post') return null;
  const { post, beside } = each;
  const about = [
    post.answersUserId,
    ...[post.answers, post.quotes, post.retweets].map(id => beside.posts.get(id ?? '')?.authorId),
  ];
  const byHandle = new Map([...beside.people.values()].map(({ handle, id }) => [handle?.toLowerCase(), id]));
  const mentioned = post.mentions.map(
    ({ id, handle }) => id ?? byHandle.get(handle.toLowerCase()) ?? `@${handle.toLowerCase()}`,
  );
  const named = [...about, ...mentioned].filter(id => typeof id === 'string');
  if (!post.authorId && named.length === 0) return null;
  const others = named.filter(id => id !== post.authorId);
  const isPlain = isReply(post) && post.mentions.every(({ handle }) => isNamed(post, handle) !== true);
  return { author: post.authorId, named: others, answered: isPlain ? (others[0] ?? null) : null };
}

/** Of two, neither is known to be the customer: both may be ours, also the one who wrote. */
function ofTwo(senderId: string | null, recipientId: string | null, conversationId: string | null): Parties | null {
  const both = partnersOf(conversationId) ?? [];
  const named = [...both, ...(recipientId ? [recipientId] : [])].filter(id => id !== senderId);
  return senderId || named.length ? { author: senderId, named, answered: null } : null;
}

function handleOf(id: string, found: readonly Found[]): string | null {
  for (const each of found) {
    if (!('beside' in each)) continue;
    const handle = each.beside.people.get(id)?.handle;
    if (handle) return handle;
    const named = each.as === 'post' ? each.post.mentions.find(mention => mention.id === id)?.handle : undefined;
    if (named) return named;
  }
  return null;
}
