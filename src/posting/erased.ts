/** Replaces what stands on a desk about an erased customer, some posts at a time: cards, entries, files, what people were shown. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import { DAY, type DurationMs, MINUTE } from '../core/time.ts';
import { ERASE } from '../desk/erase-words.ts';
import { emptiedLine, erasedLine } from '../desk/erased-card.ts';
import { plainAnswer } from '../ports/answer.ts';
import { type Desk, ThreadGone, TryLater } from '../ports/desk.ts';
import type { Erasing, Stepped } from '../ports/erasure.ts';
import type { ErasureRow } from '../ports/erasure-rows.ts';
import { deskKey, EMPTIED_LANE, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { NewJob } from '../ports/store.ts';
import { dayOfErasure, makeCard } from './card.ts';
import { askKey, newestKey } from './expert-card.ts';
import { goesOnIn } from './merges.ts';
import { movedFrom } from './move.ts';
import { roundKey } from './round-view.ts';

/** Names of posts that are looked up in one step; most of them stand for nothing. Slack takes about one change a second. */
const POSTS_AT_ONCE = 30;
/** A desk that is away for longer is waited for by jobs of their own: everything else goes meanwhile. */
const PATIENCE: DurationMs = 10 * MINUTE;
/** One that only counts what it is sent, and says so, is not away. */
const COUNTED_WITHIN: DurationMs = MINUTE;

/** Place: `<enquiry> <posts that are done>`, or `<enquiry> -` for all of them. @param stays filled with what cannot be taken away */
export async function eraseFromDesk(
  parts: Parts,
  erasing: Erasing,
  row: ErasureRow,
  stays: ErasureRow['stays'],
): Promise<Stepped | { place: string; later: 'deskLater' }> {
  const [last = '', at = '-'] = row.place.split(' ');
  const [enquiryId] = at === '-' ? await erasing.enquiriesAfter(row.customerId, last, 1) : [last as EnquiryId];
  if (!enquiryId) return { done: true };
  const from = at === '-' ? 0 : Number(at);
  try {
    const { next: more, stay: n } = await eraseSome(parts, erasing, enquiryId, from);
    const there = stays.find(each => each.enquiryId === enquiryId);
    if (there) there.n += n;
    else if (n > 0) stays.push({ enquiryId, n });
    return { place: `${enquiryId} ${more ?? '-'}` };
  } catch (error) {
    const now = parts.clock.now();
    if (!(error instanceof TryLater) || now - row.askedAt < PATIENCE) throw error;
    if (error.isCounting && error.at - now < COUNTED_WITHIN) throw error;
    await parts.recorder.enqueue([emptiedJob(enquiryId, from)]);
    return { place: `${enquiryId} -`, later: 'deskLater' };
  }
}

function emptiedJob(enquiryId: EnquiryId, from: number): NewJob {
  return job('thread.emptied', deskKey(enquiryId), { enquiryId, from }, { lane: EMPTIED_LANE });
}

/** Takes some of what was posted about an enquiry whose texts were removed; the rest of a long one is a job of its own. */
export async function emptyOnDesk(
  { parts, erasing }: { parts: Parts; erasing: Pick<Erasing, 'postsOf' | 'remindersIn'> },
  enquiryId: EnquiryId,
  from: number,
): Promise<void> {
  if (from === 0) await emptyOnChannel(parts, enquiryId);
  const more = await eraseSome(parts, erasing, enquiryId, from);
  if (more.next === null) return;
  await parts.recorder.enqueue([emptiedJob(enquiryId, more.next)]);
}

/** What a channel shows its customer again, such as a chat on a site. */
async function emptyOnChannel({ store, channel }: Parts, enquiryId: EnquiryId): Promise<void> {
  const enquiry = await store.enquiry(enquiryId);
  const identity = enquiry && (await store.identity(enquiry.identityId));
  if (!identity || enquiry.erasedAt == null || enquiry.keptDays == null) return;
  await channel(enquiry.channelId)?.forgetOld?.(identity.address, enquiry.erasedAt - enquiry.keptDays * DAY);
}

/** @returns with how many posts done it goes on; and how many of people stay */
async function eraseSome(
  parts: Parts,
  erasing: Pick<Erasing, 'postsOf' | 'remindersIn'>,
  enquiryId: EnquiryId,
  from: number,
): Promise<{ next: number | null; stay: number }> {
  const { keys, files, posts, threads } = await erasing.postsOf(enquiryId);
  const isFirst = from === 0;
  if (isFirst) await erasePrivately(parts, enquiryId);
  if (isFirst) await eraseReminders(parts, erasing, enquiryId);
  const some = keys.slice(from, from + POSTS_AT_ONCE);
  const of = isFirst ? { files, posts } : { files: [], posts: [] };
  const stay = await eraseInThreads(parts, enquiryId, isFirst, { keys: some, threads, ...of });
  return { next: from + POSTS_AT_ONCE < keys.length ? from + POSTS_AT_ONCE : null, stay };
}

/** In its thread, and in those that it was moved from. @returns how many posts of people stay */
async function eraseInThreads(
  parts: Parts,
  enquiryId: EnquiryId,
  withCard: boolean,
  erased: Awaited<ReturnType<Erasing['postsOf']>>,
): Promise<number> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return 0;
  const day = dayOfErasure(parts, enquiry.erasedAt ?? parts.clock.now());
  const line = enquiry.keptDays == null ? erasedLine(day) : emptiedLine(enquiry.keptDays);
  let stay = 0;
  // Posts are known to their own desk by their names, in whichever thread of it they stand.
  const looked = new Set<string>();
  for (const { desk, thread } of await threadsOf(parts, enquiry, erased.threads)) {
    const card = withCard ? await makeCard(parts, enquiry, desk) : null;
    const kind = desk.kindOf?.(thread) ?? desk.kind;
    const { keys, files, posts } = looked.has(kind) ? NOTHING : erased;
    try {
      stay += (await desk.eraseThread?.(thread, { card, line, keys, files, posts })) ?? 0;
      looked.add(kind);
    } catch (error) {
      // Somebody deleted it: nothing stands there any more.
      if (!(error instanceof ThreadGone)) throw error;
    }
  }
  return stay;
}

const NOTHING = { keys: [], files: [], posts: [] };

/** @param left threads that it was begun again from, such as in a channel that was lost */
async function threadsOf(
  parts: Parts,
  { id: enquiryId, roomId }: Pick<Enquiry, 'id' | 'roomId'>,
  left: readonly string[],
): Promise<{ desk: Desk; thread: string }[]> {
  const { store } = parts;
  const now = await store.thread(enquiryId);
  const found = now ? [{ desk: await parts.desk(now.roomId), thread: now.ref }] : [];
  for (const { event, version } of await store.events(enquiryId)) {
    if (event.type !== 'EnquiryMoved') continue;
    const ref = await store.setting(movedFrom(enquiryId, version));
    if (typeof ref === 'string' && ref) found.push({ desk: await parts.desk(event.from), thread: ref });
  }
  for (const thread of left)
    if (!found.some(each => each.thread === thread)) found.push({ desk: await parts.desk(roomId), thread });
  return found;
}

/** Experts who were asked about it, and whoever sent it an answer to many: what they were shown alone is over. */
async function erasePrivately(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store } = parts;
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry) return;
  const desk = await parts.desk(enquiry.roomId);
  const shown: { person: string | undefined; key: string }[] = [];
  const said = (await store.messages(await goesOnIn(store, enquiryId))).filter(isToUs);
  for (const ask of await store.asksOf(enquiryId)) {
    const person = (await store.staff(ask.staffId))?.deskRef;
    // Of somebody asked about both of two that were merged, one ask is over.
    const newest = ask.state === 'open' ? [] : said.map(each => newestKey(ask, each));
    for (const key of [askKey(ask), ...newest]) shown.push({ person, key });
  }
  for (const { gatheringId } of await store.gatheringsOf(enquiryId))
    for (const round of await store.roundsOf(gatheringId))
      shown.push({ person: (await store.staff(round.byId))?.deskRef, key: roundKey(round) });
  for (const { person, key } of shown) if (person) await desk.showAlone(person, null, key);
}

/** Posts in its room that named everybody who waited while it did. */
async function eraseReminders(
  parts: Parts,
  erasing: Pick<Erasing, 'remindersIn'>,
  enquiryId: EnquiryId,
): Promise<void> {
  const enquiry = await parts.store.enquiry(enquiryId);
  const room = enquiry && (await parts.store.room(enquiry.roomId));
  if (!enquiry || !room) return;
  const desk = await parts.desk(room.id);
  const until = enquiry.resolvedAt ?? parts.clock.now();
  for (const key of await erasing.remindersIn(room.id, enquiry.openedAt, until))
    await desk.reshow?.(room, plainAnswer(ERASE.reminder), key);
}
