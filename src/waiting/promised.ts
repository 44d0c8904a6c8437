/** Reminds whoever promised a customer something, in private, when it falls due; put off or done in one press. */
import { isAway, isQuiet } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, ReminderId } from '../core/ids.ts';
import { clampText, cleanText, fingerprintOf } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { laterThan, PROMISES, reminderAnswer, reminderLine, whenDue } from '../desk/promises.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { ReminderRow } from '../ports/help-rows.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { NewJob, Op } from '../ports/store.ts';
import { followMerges } from '../posting/merges.ts';
import { whoOf } from '../posting/who.ts';

/** A promise is a sentence. */
const WORDS_CHARS_MAX = 500;

interface Promised {
  enquiryId: EnquiryId;
  by: Staff;
  words: string;
  dueAt: Instant;
  /** What it was promised in: the same is remembered once. */
  source: string;
}

/** Remembers a promise with its moment; done again it changes nothing. */
export async function rememberPromise(parts: Parts, { enquiryId, by, words, dueAt, source }: Promised): Promise<void> {
  const id = `rmd_${fingerprintOf(source)}${fingerprintOf(`${source}:2`)}` as ReminderId;
  const text = clampText(cleanText(words).trim(), WORDS_CHARS_MAX).text;
  const row: ReminderRow = {
    id,
    workspaceId: parts.workspaceId,
    enquiryId,
    staffId: by.id,
    dueAt,
    words: text,
    doneAt: null,
  };
  await parts.recorder.enqueue([telling(id, dueAt)], [{ do: 'insert', table: 'reminders', row }]);
}

/** Of many processes one gets the job; the moment in it says whether it was put off meanwhile. */
function telling(reminderId: ReminderId, dueAt: Instant): NewJob {
  return job('reminder.tell', `reminder:${reminderId}`, { reminderId, dueAt }, { runAt: dueAt, ref: reminderId });
}

/**
 * Who promised it is told; while they are away whoever has the enquiry; with nobody there it is said in the thread.
 * @returns when to try again, where they took some minutes for themselves; null when it was said, or need not be
 */
export async function tellPromised(parts: Parts, reminderId: ReminderId, dueAt: Instant): Promise<Instant | null> {
  const { store } = parts;
  const row = await store.reminder(reminderId);
  if (!row || row.doneAt !== null || row.dueAt !== dueAt) return null;
  const enquiry = await currentOf(parts, row.enquiryId);
  if (!enquiry || enquiry.status === 'spam') return null;
  const [who, desk, thread, writer] = await Promise.all([
    whoOf(parts, enquiry),
    parts.desk(enquiry.roomId),
    store.thread(enquiry.id),
    store.staff(row.staffId),
  ]);
  if (writer && isQuiet(writer, parts.clock.now())) return writer.quietUntil!;
  const due = {
    enquiryId: row.enquiryId,
    id: row.id,
    dueAt,
    words: row.words,
    number: enquiry.number,
    customer: who.customer,
  };
  const key = `reminder:${reminderId}:${dueAt}`;
  const to = await listener(parts, enquiry, writer);
  if (to) {
    const links = thread ? [{ number: enquiry.number, thread: thread.ref }] : [];
    const instead = to.id === row.staffId ? null : (writer?.name ?? 'A colleague');
    const { text, buttons } = reminderAnswer(due, instead);
    await desk.answer(to.deskRef, null, { ...plainAnswer(text, links), buttons }, key);
  } else if (thread) await desk.post(thread.ref, { as: 'line', ...reminderLine(due), tone: 'warning' }, key);
  return null;
}

/** Somebody who is here and may still read it: who promised it, or else who has it now. */
async function listener(parts: Parts, enquiry: Enquiry, writer: Staff | null): Promise<Staff | null> {
  const owner = enquiry.ownerId ? await parts.store.staff(enquiry.ownerId) : null;
  const [room, desk] = await Promise.all([parts.store.room(enquiry.roomId), parts.desk(enquiry.roomId)]);
  for (const each of [writer, owner]) {
    if (!each || isAway(each, parts.clock.now())) continue;
    if (room && (await desk.reads?.(each.deskRef, room)) === false) continue;
    return each;
  }
  return null;
}

/** A promise goes along when its enquiry is merged with another one. */
async function currentOf({ store }: Parts, enquiryId: EnquiryId): Promise<Enquiry | null> {
  const enquiry = await store.enquiry(enquiryId);
  return enquiry && followMerges(store, enquiry);
}

/**
 * @param dueAt as the button that was pressed says: pressed twice, or on an old card, it does nothing more
 * @returns what is said about it
 */
export async function settlePromise(
  parts: Parts,
  { enquiryId, id, dueAt, later }: { enquiryId: EnquiryId; id: ReminderId; dueAt: Instant; later: string | null },
): Promise<string> {
  const { store, clock, hours } = parts;
  const row = await store.reminder(id);
  // Whoever presses may read the enquiry that they name: it has to be the one that this is about.
  const enquiry = row?.enquiryId === enquiryId ? await currentOf(parts, enquiryId) : null;
  if (!row || !enquiry) return PROMISES.gone;
  if (row.doneAt !== null) return PROMISES.wasDone;
  const now = clock.now();
  if (row.dueAt !== dueAt) return PROMISES.moved(whenDue(hours, row.dueAt, now));
  const noMore: Op = { do: 'delete', table: 'jobs', where: { ref: id } };
  if (later === null) {
    await store.commit([{ do: 'update', table: 'reminders', id, set: { doneAt: now } }, noMore]);
    return PROMISES.done(`#${enquiry.number}`);
  }
  const next = laterThan(now, later, hours);
  await parts.recorder.enqueue(
    [telling(id, next)],
    [noMore, { do: 'update', table: 'reminders', id, set: { dueAt: next } }],
  );
  return PROMISES.moved(whenDue(hours, next, now));
}
