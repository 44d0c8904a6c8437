/**
 * What came from X, by whatever way, into the intake: read, named, pictured, handed in. Harmless when it comes twice, late
 * or out of order, for every item goes by an id that never changes.
 */

import type { EnquiryId } from '../../../../src/core/ids.ts';
import { makeTurns } from '../../../../src/core/in-turn.ts';
import type { Instant } from '../../../../src/core/time.ts';
import { type AcceptResult, type ChannelContext, type Inbound, NotTaken } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { X } from '../connection/api.ts';
import type { Item } from '../item.ts';
import { readPayload } from '../read/payload.ts';
import { addsToOwn } from '../read/post-item.ts';
import { isReply } from '../read/text.ts';
import { type Picture, toInbound } from '../receive.ts';
import type { XConfig } from '../setup/config.ts';
import { type Account, isUs, type Post } from '../shapes.ts';
import type { Asked, Asking } from './asking.ts';
import { type Outgoing, wroteHere } from './echoes.ts';
import { enriched, type Known } from './enrich.ts';
import { type Entry, entriesOf } from './entries.ts';
import { timeIn } from './id-time.ts';
import type { People } from './people.ts';
import { fetchPictures } from './pictures.ts';
import { FOLLOWED_MS, type KeptPost, type Records } from './records.ts';
import { makeUndecided, type Undecided } from './undecided.ts';

interface IngestParts {
  context: ChannelContext;
  x: X;
  config: Pick<XConfig, 'quotes'>;
  records: Records;
  asking: Asking;
  people: People;
  outgoing: Outgoing;
  /** A post waits until X can be asked whose enquiry it belongs to. */
  waits(): void;
}

export interface Ingest {
  /**
   * @param payloads pages or events; from pages the oldest item goes first
   * @param isMentions they are pages of the list of mentions
   * @throws NotTaken when one could not be stored; all others were tried before
   */
  take(payloads: readonly Json[], us: Account, isMentions?: boolean): Promise<void>;
  /**
   * Takes in what had to wait because X could not be asked whose enquiry it belongs to.
   * @returns when to try again; null when nothing waits
   */
  takeUndecided(us: Account): Promise<Instant | null>;
}

export function makeIngest(parts: IngestParts): Ingest {
  /** By an event and by a look at once: the second finds what the first has kept. */
  const inTurn = makeTurns();
  const undecided = makeUndecided(parts.context);
  return {
    take: async (payloads, us, isMentions = false) => {
      const filled: Json[] = [];
      const unclear = new Set<string>();
      for (const payload of payloads) {
        const known = await missing(parts, payload, us);
        filled.push(enriched(payload, known));
        if (known.askAgainAt !== null) for (const id of known.unclear) unclear.add(id);
      }
      let stuck: NotTaken | null = null;
      for (const entry of entriesOf(filled, us)) {
        try {
          const id = entry.item.editIds[0] ?? entry.item.messageId ?? '';
          const isUnclear = unclear.has(answerOfOurs(entry, us) ?? '');
          await inTurn(id, () =>
            isUnclear ? wait(parts, undecided, entry, isMentions) : takeOne(parts, entry, isMentions),
          );
        } catch (error) {
          if (!(error instanceof NotTaken && error.alone)) throw error;
          stuck ??= error;
        }
      }
      if (stuck) throw stuck;
    },
    takeUndecided: async us => {
      for (const { payload, isMention, isOverdue, done } of await undecided.all()) {
        const known = await missing(parts, payload, us);
        if (known.askAgainAt !== null && !isOverdue) return known.askAgainAt;
        for (const entry of entriesOf([enriched(payload, known)], us)) {
          const { item } = entry;
          const warnings = known.askAgainAt === null ? item.warnings : [...item.warnings, NOT_KNOWN_FOR_WHOM];
          await inTurn(item.editIds[0] ?? '', () =>
            takeOne(parts, { ...entry, item: { ...item, warnings } }, isMention),
          );
        }
        await done();
      }
      return null;
    },
  };
}

const NOT_KNOWN_FOR_WHOM =
  'X did not say for whom your answer was that it answers: it may belong to the enquiry of somebody else.';

async function wait(parts: IngestParts, undecided: Undecided, entry: Entry, isMention: boolean): Promise<void> {
  await undecided.keep(entry, isMention);
  parts.waits();
}

/** @returns the answer of ours that has to be known to say whose enquiry it is; null where it does not matter */
function answerOfOurs({ item, found }: Entry, us: Account): string | null {
  if (found.as !== 'post' || item.becomes === 'nothing' || isUs(us, item.from?.id ?? null)) return null;
  // Whoever writes our name asks for themselves.
  return item.summon === 'named' ? null : oursAnswered(found.post, found.beside.posts, us);
}

/** What has to be known of a payload and did not come with it. */
async function missing(parts: IngestParts, payload: Json, us: Account): Promise<Missing> {
  const { people, records, outgoing } = parts;
  const authors: string[] = [];
  const ours: string[] = [];
  for (const entry of entriesOf([payload], us)) {
    const { item, found } = entry;
    if ('beside' in found) await people.seen(found.beside.people.values());
    if (item.becomes === 'nothing' || item.kind === 'deleted' || isUs(us, item.from?.id ?? null)) continue;
    if (item.from && !item.from.handle) authors.push(item.from.id);
    const answered = answerOfOurs(entry, us);
    if (answered) ours.push(answered);
  }
  const posts: Known['posts'] = [];
  const unknown: string[] = [];
  for (const id of new Set(ours)) {
    const known = (await records.own(id)) ?? (await sentFromHere(outgoing, id));
    if (known) posts.push({ id, author: us.id ?? '', ...known });
    else unknown.push(id);
  }
  let askAgainAt: Instant | null = null;
  for (let i = 0; i < unknown.length && askAgainAt === null; i += IDS_MAX) {
    const asked = await lookUpOwn(parts, unknown.slice(i, i + IDS_MAX));
    if (asked.ok) posts.push(...asked.value);
    else askAgainAt = asked.until;
  }
  const unclear = unknown.filter(id => !posts.some(each => each.id === id));
  return { ...(await people.named(authors)), posts, unclear, askAgainAt };
}

interface Missing extends Known {
  /** Answers of ours of which X did not say whom they are for. */
  unclear: string[];
  /** When X can be asked for them again; null: it was asked for all of them. */
  askAgainAt: Instant | null;
}

async function sentFromHere(
  outgoing: Outgoing,
  id: string,
): Promise<Omit<Known['posts'][number], 'id' | 'author'> | null> {
  const sent = await outgoing.answeredBy(id);
  return sent && { answersUserId: sent.customer, conversationId: null };
}

/** X's own limit for one request. */
const IDS_MAX = 100;

/** A reply to a reply of ours: whom that one was for decides whose enquiry it is. */
function oursAnswered(post: Post, beside: ReadonlyMap<string, Post>, us: Account): string | null {
  const { answers, answersUserId, conversationId } = post;
  const isToOurReply = answers !== null && answers !== conversationId && isUs(us, answersUserId);
  return isToOurReply && !beside.has(answers) ? answers : null;
}

async function lookUpOwn(
  { asking, x, records }: Pick<IngestParts, 'asking' | 'x' | 'records'>,
  ids: readonly string[],
): Promise<Asked<Known['posts']>> {
  const asked = await asking.ask('posts', 'ask.posts', () => x.posts(ids));
  if (!asked.ok) return asked;
  const posts = readPayload(asked.value.body).found.flatMap(each => (each.as === 'post' ? [each.post] : []));
  await asking.brought(
    'post.read',
    posts.map(each => each.id),
  );
  for (const each of posts) await keepOwn(records, each);
  const value = posts.map(({ id, authorId, answersUserId, conversationId }) => ({
    ...{ id, answersUserId, conversationId },
    author: authorId ?? '',
  }));
  return { ok: true, value };
}

function keepOwn(records: Records, { id, answers, answersUserId, conversationId, writtenAt }: Post): Promise<void> {
  return records.keepOwn(id, { answers, answersUserId, conversationId, at: writtenAt ?? 0 });
}

async function takeOne(parts: IngestParts, given: Entry, isMentions: boolean): Promise<void> {
  const { context, records, x, outgoing } = parts;
  const entry = await asKept(parts, given);
  const { item, found, us } = entry;
  const own = isUs(us, item.from?.id ?? null, item.from?.handle);
  if (item.kind === 'deleted') {
    // Of our own post, the thread keeps what the customer was told.
    if (!own)
      await context.withdraw(
        item.editIds.map(id => `post:${id}`),
        DELETED,
      );
    return;
  }
  // With quotes switched off, one that names us is a mention all the same.
  if (item.kind === 'quote' && item.summon !== 'named' && !parts.config.quotes) return;
  if (own && found.as === 'post' && isReply(found.post)) await keepOwn(records, found.post);
  if (own && (await wroteHere(outgoing, entry, us))) return;
  const before = item.visibility === 'public' && !own ? await records.post(item.editIds[0] ?? '') : null;
  const isKnown = before !== null && before.id === item.messageId && before.enquiry !== null;
  const pictures = own || isKnown ? [] : await fetchPictures(x, item);
  const inbound = readable(parts, entry, pictures);
  if (!inbound) return;
  const follow = item.visibility === 'public' && !own;
  const kept = follow ? keptPost(entry, before, context.clock.now(), isMentions) : null;
  // Before it is stored: after a crash in between it is followed all the same. One that is followed keeps the version that
  // stands here: kept as the new one, and not stored, its edit would never be looked for again.
  if (kept && !before) await records.keepPost(kept);
  const result = await context.accept(inbound);
  if (result.as === 'stored' && result.enquiryId && !own)
    await records.keepEnquiry(result.enquiryId, { isPublic: item.visibility === 'public', at: context.clock.now() });
  if (kept) await followed(parts, kept, result);
}

/** A post that is shown here is followed, also when its author edits our name out of it. */
async function asKept(parts: IngestParts, entry: Entry): Promise<Entry> {
  const { item, found, us } = entry;
  const { records } = parts;
  if (found.as === 'post' && item.becomes === 'message' && item.summon !== 'named' && addsToOwn(found, us))
    return { ...entry, item: await addition(parts, item, found.post) };
  const [first] = item.editIds;
  if (item.becomes !== 'nothing' || item.kind === 'retweet' || !first || item.editIds.length < 2) return entry;
  const kept = await records.post(first);
  return kept?.enquiry ? { ...entry, item: { ...item, kind: 'mention', becomes: 'message' } } : entry;
}

/**
 * Whoever goes on below a post of their own goes on where that one belongs, which may be somebody else's enquiry. Below the
 * first post of a conversation, or one so old that nothing is kept of it, it is their own.
 */
async function addition({ records, context }: IngestParts, item: Item, post: Post): Promise<Item> {
  const { answers, conversationId } = post;
  const writtenAt = timeIn(answers ?? '') ?? 0;
  if (answers === null || answers === conversationId || context.clock.now() - writtenAt > FOLLOWED_MS) return item;
  const kept = await records.posts();
  const before = kept.find(each => each.editIds.includes(answers)) ?? kept.find(each => each.thread === item.thread);
  if (before && (before.thread === undefined || before.thread === item.thread)) return item;
  return { ...item, becomes: 'line', thread: before?.thread ?? null };
}

/** One that nobody can make sense of must not hold up the others: it is shown as that, and kept as it came. */
function readable(
  { context }: IngestParts,
  { item, payload, us }: Entry,
  pictures: readonly Picture[],
): Inbound | null {
  try {
    return toInbound(item, payload, context.clock.now(), us, pictures);
  } catch (error) {
    context.log.error({ channel: context.channelId, error: String(error) }, 'Something from X could not be read.');
    return {
      externalId: `unreadable:${item.kind}:${item.messageId}`,
      contentKey: null,
      raw: { bytes: new TextEncoder().encode(JSON.stringify(payload)), type: 'application/json' },
      content: {
        as: 'unreadable',
        why: 'X sent it in a form that is not known.',
        from: item.from?.id ?? null,
        subject: null,
      },
    };
  }
}

function keptPost({ item }: Entry, before: KeptPost | null, now: number, isMention: boolean): KeptPost {
  const { messageId, editIds, from, writtenAt } = item;
  return {
    id: messageId ?? editIds.at(-1) ?? '',
    editIds: [...new Set([...(before?.editIds ?? []), ...editIds])],
    enquiry: before?.enquiry ?? null,
    author: from?.id ?? null,
    thread: item.thread,
    writtenAt: writtenAt ?? now,
    checkedAt: now,
    isMention: isMention || (before?.isMention ?? false),
  };
}

async function followed({ records }: IngestParts, kept: KeptPost, result: AcceptResult): Promise<void> {
  const enquiry: EnquiryId | null = (result.as === 'stored' ? result.enquiryId : null) ?? kept.enquiry;
  // A line of somebody else's that belongs to no enquiry was not kept.
  if (result.as === 'stored' && enquiry === null) return records.dropPost(kept);
  await records.keepPost({ ...kept, enquiry });
}

const DELETED = 'Its author deleted it on X.';
