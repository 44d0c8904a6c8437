/**
 * Tells people privately what they wanted to know: that a customer answered, or how an enquiry ended that they passed on. Once,
 * when they are there, and only if they can read the enquiry's room then.
 */
import { isAlerting } from '../core/alerting.ts';
import { isAway, isQuiet } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { nextOpening } from '../core/hours.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type Instant, MINUTE } from '../core/time.ts';
import { TOGETHER } from '../desk/together.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { FollowerRow } from '../ports/help-rows.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { followMerges } from '../posting/merges.ts';
import { whoOf } from '../posting/who.ts';

/** Somebody who resolved too early has taken it back by now: nobody hears of an end that is none. */
const ENDED_AFTER = MINUTE;
/** Who is away for longer reads the thread when they are back. */
const TOLD_WITHIN = 14 * DAY;

/** One job for each: whoever cannot be reached keeps nobody else from being told. */
export async function tellFollowers(parts: Parts, enquiryId: EnquiryId, what: FollowerRow['what']): Promise<void> {
  const followers = await parts.store.followers(enquiryId, what);
  if (followers.length === 0) return;
  const runAt = what === 'end' ? parts.clock.now() + ENDED_AFTER : parts.clock.now();
  const jobs = followers.map(({ id }) =>
    job('follower.tell', `follower:${id}`, { enquiryId, follower: id }, { runAt }),
  );
  await parts.recorder.enqueue(jobs);
}

/** @returns when to try again, where this person is not there; null when they were told, or need not be */
export async function tellFollower(parts: Parts, id: string): Promise<Instant | null> {
  const { store, clock } = parts;
  const wish = await store.follower(id);
  const staff = wish && (await store.staff(wish.staffId));
  const named = wish && (await store.enquiry(wish.enquiryId));
  const enquiry = named && (await followMerges(store, named));
  if (!wish || !staff || !enquiry) return null;
  const words = await wordsFor(parts, wish, enquiry, staff);
  if (words === null) return null;
  const now = clock.now();
  const there = thereAt(parts, staff, now);
  if (there > now && now - wish.at < TOLD_WITHIN) return there;
  const [room, desk] = await Promise.all([store.room(enquiry.roomId), parts.desk(enquiry.roomId)]);
  // Told once, or never: who left the room meanwhile learns nothing of it.
  if (there <= now && room && (await desk.reads?.(staff.deskRef, room)) !== false) {
    const thread = await store.thread(enquiry.id);
    const links = thread ? [{ number: enquiry.number, thread: thread.ref }] : [];
    await desk.answer(staff.deskRef, null, plainAnswer(words, links), `followed:${id}:${wish.at}`);
  }
  await store.commit([{ do: 'delete', table: 'followers', where: { id, at: wish.at } }]);
  return null;
}

/** What there is to tell by now; null for nothing. */
async function wordsFor(parts: Parts, wish: FollowerRow, enquiry: Enquiry, staff: Staff): Promise<string | null> {
  const { customer } = await whoOf(parts, enquiry);
  if (wish.what === 'answer') {
    const identity = await parts.store.identity(enquiry.identityId);
    const alerts = identity === null || isAlerting(identity, parts.clock.now());
    return alerts ? TOGETHER.answered(enquiry.number, customer) : null;
  }
  // Reopened within the minute, or it came back to them: no end to tell them of.
  const ended = enquiry.status === 'resolved' || enquiry.status === 'spam';
  if (!ended || enquiry.ownerId === staff.id) return null;
  const { contactReason } = enquiry;
  const resolved = contactReason ? TOGETHER.endedReason(contactReason) : TOGETHER.endedResolved;
  return TOGETHER.ended(enquiry.number, customer, enquiry.status === 'spam' ? TOGETHER.endedSpam : resolved);
}

/** When this person can be told something: in opening hours, and not while they are away or took some minutes. */
function thereAt({ hours }: Parts, staff: Staff, now: Instant): Instant {
  if (isAway(staff, now)) return nextOpening(hours, staff.awayUntil ?? now + DAY) ?? now + DAY;
  if (isQuiet(staff, now)) return staff.quietUntil!;
  return nextOpening(hours, now) ?? now + DAY;
}
