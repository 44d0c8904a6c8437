/** What a team answered before, for whoever asks: see `History`. */
import type { EnquiryId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import { mayRead } from '../core/readers.ts';
import { reasonMap } from '../core/reasons.ts';
import type { Clock } from '../ports/clock.ts';
import type { History, PastReads, Question } from '../ports/history.ts';
import type { Log } from '../ports/log.ts';
import type { EnquiryReads, MessageReads, ReasonReads } from '../ports/reads.ts';
import { makeCurrent } from './current.ts';
import type { IndexMemory } from './index-memory.ts';
import type { Found, PastIndex } from './past-index.ts';
import { askedNow, pastOf } from './question.ts';
import { rank } from './rank.ts';

/** Of what the index finds that is looked at: some may be gone or elsewhere by now. */
const LOOKED_AT = 40;
/** "Not similar" takes at most this much of how like something is, for a question that is the same as where it was said. */
const UNLIKE_TAKES = 0.8;
/** Enquiries in which it was said that are compared with a question. */
const UNLIKES_MAX = 30;

/** The newest so many are kept: more would take more memory than they are worth. */
const PAST_MAX = 50_000;
const FAILED = 'Past enquiries cannot be compared; it is tried again in a minute.';

interface HistoryParts {
  store: PastReads & EnquiryReads & MessageReads & ReasonReads;
  clock: Clock;
  log: Log;
  kinds: Kinds;
  memory: IndexMemory;
}

export function makeHistory(parts: HistoryParts): History {
  const current = makeCurrent(parts, { past: pastOf, max: PAST_MAX, failed: FAILED });
  return {
    nearest: async (question, limit) => {
      const found = await findFor(parts, (await current.get())?.index ?? null, question);
      return found.slice(0, limit).map(({ id, score, ...each }) => ({
        ...shown(each),
        ...{ enquiryId: id, likeness: score, sure: 0, near: false },
      }));
    },
    similar: async (question, limit) => {
      const index = (await current.get())?.index;
      if (!index?.size) return [];
      const found = await withoutUnlike(parts, index, question, await findFor(parts, index, question));
      return rank(index, question.sentences, found, limit).map(({ id, score, sure, near, ...each }) => ({
        ...shown(each),
        ...{ enquiryId: id, likeness: score, sure, near },
      }));
    },
    ready: current.ready,
    holding: async words => {
      const index = (await current.get())?.index;
      return new Map(words.map(each => [each, index?.holds(each) ?? 0]));
    },
    forget: ids => current.forget(ids),
  };
}

function shown({ number, by, reason }: Pick<Found, 'number' | 'by' | 'reason'>) {
  return { number, by, reason };
}

/** What the index finds that is still there, still resolved, and for whoever asks to read. */
async function findFor({ store }: HistoryParts, index: PastIndex | null, question: Question): Promise<Found[]> {
  // On the first day nothing is known: then nobody needs to work out what is asked.
  if (!index?.size || question.sentences.length === 0) return [];
  const { sentences, of, by } = question;
  const found = index.search(sentences, LOOKED_AT, past => past.id !== of && mayRead(by, past));
  const now = await store.enquiriesById(found.map(each => each.id));
  const readable = new Set(now.filter(each => each.status === 'resolved' && mayRead(by, each)).map(each => each.id));
  // Reasons that were merged since are one.
  const names = reasonMap((await store.reasonList())?.entries ?? []);
  return found.filter(each => readable.has(each.id)).map(each => ({ ...each, reason: names.nowOr(each.reason) }));
}

/** Those of which somebody said that they are not like this are left out; for a question like that one they count for less. */
async function withoutUnlike(
  { store }: HistoryParts,
  index: PastIndex,
  { sentences, of }: Question,
  found: Found[],
): Promise<Found[]> {
  const said = await store.unlikesOf(found.map(each => each.id));
  if (said.length === 0) return found;
  const here = new Set(said.filter(each => each.enquiryId === of).map(each => each.otherId));
  const takes = new Map<EnquiryId, number>();
  for (const { enquiryId, otherId } of said.slice(0, UNLIKES_MAX)) {
    const [enquiry, messages] = await Promise.all([store.enquiry(enquiryId), store.messages(enquiryId)]);
    if (!enquiry) continue;
    const like = index.likeness(sentences, askedNow(enquiry.subject, messages));
    takes.set(otherId, Math.max(like, takes.get(otherId) ?? 0));
  }
  return found
    .filter(each => !here.has(each.id))
    .map(each => ({ ...each, score: each.score * (1 - UNLIKE_TAKES * (takes.get(each.id) ?? 0)) }))
    .sort((a, b) => b.score - a.score || b.number - a.number);
}
