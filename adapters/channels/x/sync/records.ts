/** What the channel keeps on its shelf of X: names of people, posts that may change, and how requests went. */
import type { EnquiryId } from '../../../../src/core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../../../../src/core/time.ts';
import { forgetOld, timeIn } from '../../../../src/ports/forgetting.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';

/** A customer's post that stands in an enquiry, so that its edits and its deletion are followed. */
export interface KeptPost {
  /** Its newest version. */
  id: string;
  editIds: string[];
  /** Null until it is known to which it came. */
  enquiry: EnquiryId | null;
  author: string | null;
  /** The thread it belongs to (rules/threads.ts); absent in records from before it was kept. */
  thread?: string | null;
  writtenAt: Instant;
  /** When X last showed that it is there as it stands here. */
  checkedAt: Instant;
  /** It is in the list of mentions, where looking at it again is cheap. */
  isMention: boolean;
}

/** Of a post of ours: whom it answers. */
interface OwnPost {
  answers: string | null;
  answersUserId: string | null;
  conversationId: string | null;
  at: Instant;
}

/** An enquiry in which something came, until it is resolved. */
interface LivingEnquiry {
  isPublic: boolean;
  at: Instant;
}

interface KnownPerson {
  handle: string | null;
  name: string | null;
  isProtected: boolean;
  at: Instant;
}

/** Posts that are looked at again; past it the oldest are given up. Some ten times what a small team has in a month. */
const POSTS_MAX = 2_000;
/** Enquiries that are open at once; past it the oldest are taken for resolved. */
const ENQUIRIES_MAX = 1_000;
/** X's own posts are followed this long after they were written. */
export const FOLLOWED_MS: DurationMs = 30 * DAY;
/** A name is only shown; what is answered goes by the id. Events and mentions bring new ones for nothing meanwhile. */
const NAME_KEPT_MS: DurationMs = 30 * DAY;

export type Records = ReturnType<typeof makeRecords>;

export function makeRecords(shelf: Shelf) {
  const put = (stream: string, key: string, value: unknown) => shelf.put(stream, key, value as Json);
  const get = async <T>(stream: string, key: string): Promise<T | null> =>
    ((await shelf.get(stream, key))?.value as T | undefined) ?? null;
  const all = async <T>(stream: string, max: number): Promise<{ key: string; value: T }[]> =>
    (await shelf.latest(stream, max)).map(({ key, value }) => ({ key, value: value as unknown as T }));

  /** Up to which number people were looked at by the last `tidy`. */
  let looked = 0;

  return {
    /** A single value, such as how far something was done. */
    note: <T>(name: string): Promise<T | null> => get<T>('state', name),
    setNote: async (name: string, value: unknown) => void (await put('state', name, value)),

    person: (id: string) => get<KnownPerson>('people', id),
    setPerson: async (id: string, person: KnownPerson) => void (await put('people', id, person)),

    post: (id: string) => get<KeptPost>('posts', id),
    posts: async () => (await all<KeptPost>('posts', POSTS_MAX)).map(each => each.value),
    keepPost: async (post: KeptPost) => void (await put('posts', post.editIds[0] ?? post.id, post)),
    dropPost: (post: KeptPost) => shelf.remove('posts', post.editIds[0] ?? post.id),

    enquiries: () => all<LivingEnquiry>('enquiries', ENQUIRIES_MAX),
    /** Keeps when it began. */
    keepEnquiry: async (id: EnquiryId, about: LivingEnquiry) =>
      void (await shelf.append('enquiries', id, about as unknown as Json)),
    dropEnquiry: (id: string) => shelf.remove('enquiries', id),

    own: (id: string) => get<OwnPost>('own', id),
    keepOwn: async (id: string, post: OwnPost) => void (await put('own', id, post)),

    /** Records that nobody looks at any more. */
    tidy: async (now: Instant) => {
      await forgetOld(shelf, 'own', { before: now - FOLLOWED_MS, at: timeIn });
      // Who is met again is written anew: the oldest records need not be the ones that are over.
      looked = await forgetOld(shelf, 'people', { before: now - NAME_KEPT_MS, at: timeIn, from: looked });
    },
    isFresh: ({ at }: KnownPerson, now: Instant) => now - at < NAME_KEPT_MS,
  };
}
