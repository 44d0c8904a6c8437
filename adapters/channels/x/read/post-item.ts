/** What a public post is for us. */
import { type Item, nobody, type Part } from '../item.ts';
import { type Asked, mayReply } from '../rules/summon.ts';
import { threadOf } from '../rules/threads.ts';
import { type Account, isNewer, isUs, type Person, type Post } from '../shapes.ts';
import { mediaOf } from './beside.ts';
import type { Found } from './payload.ts';
import { hasShortLink, isNamed, isReply, postText } from './text.ts';

type FoundPost = Extract<Found, { as: 'post' }>;
type Becomes = Pick<Item, 'kind' | 'becomes' | 'why'> & {
  /** Whose enquiry, if not its author's. */ customerId?: string | null;
};

export function ofPost(found: FoundPost, us: Account | null): Part {
  const { post, beside } = found;
  const { id, authorId, conversationId, editIds, writtenAt } = post;
  const from = authorId ? (beside.people.get(authorId) ?? nobody(authorId)) : null;
  const asked = askedIn(found, us);
  const { customerId = authorId, ...what } = becomes(found, us, asked);
  const answered = what.kind === 'retweet' ? null : (post.answers ?? post.quotes);
  const reply = verdict(found, us, asked, what.kind);
  return {
    visibility: 'public',
    from,
    messageId: id,
    conversationId,
    answers: answered,
    text: postText(post),
    media: mediaOf(post.mediaKeys, beside),
    ...what,
    replyable: reply.may,
    replyWhy: reply.why,
    warnings: warningsOf(found, from),
    thread:
      what.becomes === 'nothing'
        ? null
        : threadOf({ visibility: 'public', conversationId, customerId, isGroup: false }),
    others: othersIn(found, us),
    editIds,
    summon: asked.own ? null : asked.named ? 'named' : asked.quoted ? 'quoted' : null,
    writtenAt,
  };
}

function askedIn({ post, beside, event }: FoundPost, us: Account | null): Asked {
  const handle = ourHandle(post, beside.people, us);
  const quoted = beside.posts.get(post.quotes ?? '');
  const link = handle && post.links.some(({ expanded }) => linksTo(expanded, handle, post.quotes));
  return {
    own: isUs(us, post.authorId),
    // X sends this event for names that its author wrote, and for no others.
    named: event === 'post.mention.create' || isNamedIn(post, handle, us),
    quoted:
      post.quotes !== null && (event === 'post.quote.create' || isUs(us, quoted?.authorId ?? null) || link === true),
    replySettings: post.replySettings,
  };
}

function isNamedIn(post: Post, handle: string | null, us: Account | null): boolean | null {
  if (handle !== null) return isNamed(post, handle);
  // Only our id is known, and the names in it came without ids.
  return us && post.mentions.some(each => each.id === null) ? null : false;
}

function linksTo(url: string | null, handle: string, quotes: string | null): boolean {
  const [, whose, id] = /^https?:\/\/(?:x|twitter)\.com\/(\w+)\/status\/(\d+)/i.exec(url ?? '') ?? [];
  return whose?.toLowerCase() === handle.toLowerCase() && id === quotes;
}

/** Our handle, also where only our id is known. */
function ourHandle({ mentions }: Post, people: ReadonlyMap<string, Person>, us: Account | null): string | null {
  if (us?.handle) return us.handle;
  if (!us?.id) return null;
  return people.get(us.id)?.handle ?? mentions.find(each => each.id === us.id)?.handle ?? null;
}

function becomes(found: FoundPost, us: Account | null, asked: Asked): Becomes {
  const { post } = found;
  if (post.retweets || isBareRetweet(post))
    return { kind: 'retweet', becomes: 'nothing', why: 'A repost says nothing new.' };
  if (asked.own) return ofOwn(found, us);
  if (!us) return forNobody(post);
  if (isReply(post) && answersUs(found, us)) return answer(found, us, asked);
  if (asked.quoted)
    return { kind: 'quote', becomes: 'enquiry', why: 'It quotes a post of yours: it opens a public enquiry.' };
  if (asked.named) return { kind: 'mention', becomes: 'enquiry', why: 'It names you: it opens a public enquiry.' };
  if (asked.named === null)
    return { kind: 'mention', becomes: 'enquiry', why: 'It may name you: in doubt it opens a public enquiry.' };
  if (isReply(post)) return betweenOthers(found, us);
  return { kind: 'other', becomes: 'nothing', why: 'It neither names you nor answers you.' };
}

/** Without a word of what it refers to, only the text tells that it is somebody else's. */
function isBareRetweet({ isBare, text }: Post): boolean {
  return isBare && /^RT @\w{1,15}: /.test(text);
}

function ofOwn(found: FoundPost, us: Account | null): Becomes {
  if (!isReply(found.post)) return { kind: 'own', becomes: 'nothing', why: 'Your own post: it opens no enquiry.' };
  const to = answeredAuthor(found);
  const why = 'Your own reply: if it was written in X itself, the thread of whom it answers shows it.';
  return { kind: 'own', becomes: 'line', why, customerId: isUs(us, to) ? null : to };
}

/** Whose account this is for is not known: said as if it were for the one that is named. */
function forNobody(post: Post): Becomes {
  const why = 'It is not known which account is yours: if it is to you,';
  if (isReply(post))
    return { kind: 'reply', becomes: 'message', why: `${why} it goes on in the public enquiry of its author.` };
  if (post.quotes) return { kind: 'quote', becomes: 'enquiry', why: `${why} it opens a public enquiry.` };
  if (post.mentions.length || /(?<![\w@])@\w/.test(post.text))
    return { kind: 'mention', becomes: 'enquiry', why: `${why} it opens a public enquiry.` };
  return { kind: 'other', becomes: 'nothing', why: 'It names nobody and answers nothing.' };
}

function answersUs({ post, beside, event }: FoundPost, us: Account): boolean {
  const answered = beside.posts.get(post.answers ?? '');
  return event === 'post.reply.create' || isUs(us, post.answersUserId) || isUs(us, answered?.authorId ?? null);
}

/** An answer to a post of ours. That post may have been for somebody else. */
function answer({ post, beside }: FoundPost, us: Account, { named: byName }: Asked): Becomes {
  const ours = beside.posts.get(post.answers ?? '');
  const forWhom = ours?.answersUserId ?? null;
  const isThird = forWhom !== null && forWhom !== post.authorId && !isUs(us, forWhom);
  if (isThird && !byName) {
    const why = 'Somebody else answers what you wrote to your customer: the thread has a line of it.';
    return { kind: 'reply', becomes: 'line', why, customerId: forWhom };
  }
  if (isThird || post.answers === post.conversationId)
    return { kind: 'reply', becomes: 'enquiry', why: 'It answers a post of yours: it opens a public enquiry.' };
  return {
    kind: 'reply',
    becomes: 'message',
    why: 'It answers your reply: it goes on in the public enquiry of its author.',
  };
}

/** Somebody goes on below a post of their own, without our name in their own words. */
export function addsToOwn(found: FoundPost, us: Account): boolean {
  const { authorId } = found.post;
  return authorId !== null && !answersUs(found, us) && answeredAuthor(found) === authorId;
}

function answeredAuthor({ post, beside }: FoundPost): string | null {
  return post.answersUserId ?? beside.posts.get(post.answers ?? '')?.authorId ?? null;
}

/** A reply to somebody else, or of a customer to a post of their own, that does not have our name in its own words. */
function betweenOthers(found: FoundPost, us: Account): Becomes {
  const { post, beside } = found;
  const { authorId, conversationId } = post;
  const handle = ourHandle(post, beside.people, us)?.toLowerCase();
  const isIn = post.mentions.some(each => isUs(us, each.id) || each.handle.toLowerCase() === handle);
  const to = answeredAuthor(found);
  if (!isIn) return { kind: 'reply', becomes: 'nothing', why: 'It answers somebody else and does not name you.' };
  if (to !== null && to === authorId)
    return {
      kind: 'reply',
      becomes: 'message',
      why: 'Its author adds to a post of theirs: it goes on in their public enquiry.',
    };
  const isTheirs = authorId !== null && beside.posts.get(conversationId ?? '')?.authorId === authorId;
  const why = 'It answers somebody else, and X put your name in front: if that thread is yours, it has a line of it.';
  return { kind: 'reply', becomes: 'line', why, customerId: isTheirs ? authorId : to };
}

function verdict(
  { post, beside }: FoundPost,
  us: Account | null,
  asked: Asked,
  kind: Item['kind'],
): { may: boolean | null; why: string } {
  if (kind === 'retweet') return { may: false, why: '' };
  if (kind === 'own') return { may: false, why: '' };
  const reason = beside.missing.get(post.authorId ?? '');
  if (reason === 'suspended') return { may: false, why: 'X suspended its author, so nobody can reply.' };
  if (reason === 'gone') return { may: false, why: 'The account of its author is gone, so nobody can reply.' };
  if (!us) return { may: null, why: 'Whether you may reply is not known either.' };
  if (kind === 'other') return { may: false, why: '' };
  return mayReply(asked);
}

function othersIn({ post, beside }: FoundPost, us: Account | null): Person[] {
  const byHandle = new Map([...beside.people.values()].map(each => [each.handle?.toLowerCase(), each]));
  const named = post.mentions.flatMap(({ id, handle }) => {
    const known = (id ? beside.people.get(id) : undefined) ?? byHandle.get(handle.toLowerCase());
    return known ?? (id ? [{ ...nobody(id), handle }] : []);
  });
  const to = post.answersUserId ? [beside.people.get(post.answersUserId) ?? nobody(post.answersUserId)] : [];
  const all = [...named, ...to].filter(each => each.id !== post.authorId && !isUs(us, each.id, each.handle));
  return all.filter((each, i) => all.findIndex(other => other.id === each.id) === i);
}

function warningsOf({ post, beside }: FoundPost, from: Person | null): string[] {
  const { authorId, editIds, id, withheld, mediaKeys } = post;
  const warnings: string[] = [];
  if (!authorId) warnings.push('X did not send who wrote it.');
  else if (!from?.handle) warnings.push(missingAuthor(beside.missing.get(authorId)));
  if (from?.isProtected)
    warnings.push('Its author protects their posts: only followers read them, but everybody can read your reply.');
  if (from?.withheldIn.length) warnings.push(`X shows nothing of its author ${countriesIn(from.withheldIn)}.`);
  if (withheld) warnings.push(withheldWords(withheld));
  if (editIds.length > 1) {
    const at = editIds.indexOf(id) + 1;
    warnings.push(`It was edited: this is version ${at} of ${editIds.length}.`);
    if (editIds.some(each => isNewer(each, id))) warnings.push('There is a newer version of it.');
  }
  for (const [what, ref] of [
    ['answers', post.answers],
    ['quotes', post.quotes],
  ] as const) {
    const reason = ref ? beside.missing.get(ref) : undefined;
    if (reason) warnings.push(`The post that it ${what} ${MISSING_POST[reason]}`);
  }
  if (mediaKeys.some(key => !beside.media.has(key))) warnings.push('It has media that X did not send with it.');
  if (post.hasPoll) warnings.push('It has a poll, which is shown in X only.');
  if (hasShortLink(postText(post))) warnings.push('It has a short link, and X did not send where it leads.');
  return warnings;
}

const MISSING_POST = {
  gone: 'was deleted.',
  suspended: 'is of an account that X suspended.',
  protected: 'can be read by followers of its author only.',
  unknown: 'cannot be shown.',
} as const;

function missingAuthor(reason: keyof typeof MISSING_POST | undefined): string {
  if (reason === 'suspended') return 'X suspended its author.';
  if (reason === 'gone') return 'The account of its author is gone.';
  if (reason === 'protected') return 'Its author protects their posts.';
  return 'X did not send the name of its author: only the id is known.';
}

function withheldWords({ countries, copyright }: NonNullable<Post['withheld']>): string {
  return `X withholds it ${countriesIn(countries)}${copyright ? ' after a copyright complaint' : ''}: its text may be missing.`;
}

/** XX and XY are X's codes for everywhere. */
function countriesIn(codes: readonly string[]): string {
  return codes.length === 0 || codes.some(each => /^X[XY]$/.test(each)) ? 'everywhere' : `in ${codes.join(', ')}`;
}
