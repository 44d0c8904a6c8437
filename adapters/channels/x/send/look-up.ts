/**
 * Looks for a reply of which nobody knows whether it arrived, in X's own lists: the account's timeline, or the messages
 * with that person. Each post counts for one reply only.
 */
import type { Meter } from '../../../../src/core/budget.ts';
import { type DurationMs, MINUTE } from '../../../../src/core/time.ts';
import type { ChannelContext, OutgoingReply } from '../../../../src/ports/channel.ts';
import type { Answer, Page, X } from '../connection/api.ts';
import { readPayload } from '../read/payload.ts';
import { partnersOf } from '../read/private.ts';
import type { Departures, Leaving } from './departures.ts';
import { isThatReply, notBefore, shownIn } from './same-reply.ts';

/** What X took shows in its lists within seconds; before that, its absence says nothing. */
const SHOWN_WITHIN: DurationMs = 5 * MINUTE;
/** What a small team writes in minutes; what is read is billed. */
const PAGE: Record<'post' | 'message', number> = { post: 20, message: 10 };
/** Some 1,000 posts, far more than leave between a reply and the look for it. */
const PAGES_MAX = 50;

export interface LookUpParts {
  context: Pick<ChannelContext, 'clock' | 'take'>;
  x: Pick<X, 'ownPosts' | 'messages'>;
  meter: Meter;
  departures: Departures;
  /** The id of our account; null while it is not known. */
  us(): Promise<string | null>;
  /** Bills what was read. */
  brought(step: string, ids: readonly string[]): Promise<void>;
}

export async function lookUp(
  reply: Pick<OutgoingReply, 'id' | 'visibility'>,
  parts: LookUpParts,
): Promise<'sent' | 'not-sent' | 'unknown'> {
  const entry = await parts.departures.of(reply.id);
  // Written before X is asked: without it nobody asked.
  if (!entry) return 'not-sent';
  if (entry.id) return 'sent';
  const found = await findOurs(entry, reply.visibility === 'public' ? 'post' : 'message', parts);
  if (found) return found === 'unknown' ? 'unknown' : 'sent';
  return parts.context.clock.now() - entry.at >= SHOWN_WITHIN ? 'not-sent' : 'unknown';
}

/** @returns its id, which is this reply's from now on; null when X showed all there is, and it is not there */
export async function findOurs(
  entry: Leaving,
  side: 'post' | 'message',
  parts: LookUpParts,
): Promise<{ id: string } | null | 'unknown'> {
  const us = await parts.us();
  if (!us) return 'unknown';
  const from = notBefore(entry);
  for (let next: string | null = null, n = 0; n < PAGES_MAX; n++) {
    const page = await readPage({ side, us, target: entry.target, next }, parts);
    if (!page.ok) return 'unknown';
    const shown = readPayload(page.value.body).found.flatMap(each => shownIn(each, us) ?? []);
    await parts.brought(
      side === 'post' ? 'own.read' : 'message.read',
      shown.map(each => each.id),
    );
    for (const each of shown)
      if (isThatReply(entry, each) && (await parts.departures.left(entry, each.id))) return { id: each.id };
    next = page.value.next;
    if (next === null || shown.some(({ at }) => at !== null && at < from)) return null;
  }
  return 'unknown';
}

interface Asked {
  side: 'post' | 'message';
  us: string;
  target: string;
  next: string | null;
}

async function readPage(
  { side, us, target, next }: Asked,
  { x, context, meter }: LookUpParts,
): Promise<Answer<Page> | { ok: false }> {
  const taken = await context.take(meter, [{ what: side === 'post' ? 'ask.own' : 'ask.messages', n: 1 }]);
  if (!taken.ok) return { ok: false };
  const asking = { max: PAGE[side], ...(next === null ? {} : { next }) };
  if (side === 'post') return x.ownPosts(us, asking);
  // Of a group there is no list by its members.
  return x.messages({ ...asking, ...(isPerson(target) ? { with: target } : {}) });
}

/** A group has an id of its own; one with somebody has both. */
function isPerson(target: string): boolean {
  return /^\d+$/.test(target) && partnersOf(target) === null;
}
