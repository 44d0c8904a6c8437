/** Ends a practice: two things that were good, one to try, for that person alone; then everything of it goes. */
import type { Hint } from '../coach/checks.ts';
import { firstNameOf } from '../core/first-name.ts';
import type { EnquiryId, PracticeId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import { practiceOf } from '../core/practice.ts';
import type { Staff } from '../core/staff.ts';
import { AGAIN, PRACTICE } from '../desk/practice-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { PracticeRow } from '../ports/help-rows.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import { makeCard } from '../posting/card.ts';
import { OVER_AFTER, type PracticeParts } from './begin.ts';
import { courseOf, scriptIn } from './course.ts';
import { feedbackOn } from './feedback.ts';
import { forget } from './forget.ts';
import type { Script } from './scripts.ts';

/** Practices that nobody finished and that go at once. */
const FORGOTTEN_MAX = 100;

/** Somebody has had enough: by a press, however often. */
export async function finishPractice({ recorder }: Parts, staff: Staff): Promise<void> {
  const practiceId = practiceOf(staff.id);
  await recorder.enqueue([job('practice.end', `practice:${practiceId}`, { practiceId })]);
}

export async function endPractice(given: PracticeParts, practiceId: PracticeId): Promise<void> {
  const { parts } = given;
  const row = await parts.store.practice(practiceId);
  if (!row) return;
  const staff = await parts.store.staff(row.staffId);
  const { enquiryId } = courseOf(row);
  if (staff && enquiryId) {
    const view = await wordsAfter(parts, row, enquiryId, staff);
    // Said before anything goes: whoever comes again after a crash says the same, once.
    await given.desk.answer(staff.deskRef, null, view, `feedback:${row.id}:${row.startedAt}`);
    await closeCard(parts, enquiryId);
  }
  await forget(given, row);
}

async function wordsAfter({ store }: Parts, row: PracticeRow, enquiryId: EnquiryId, staff: Staff): Promise<AnswerView> {
  const script = scriptIn(row);
  const { answered, mood } = courseOf(row);
  const messages = await store.messages(enquiryId);
  const replies = messages.filter(each => !isToUs(each)).map(each => each.text);
  const feedback = feedbackOn({
    customer: firstNameOf(nameOf(script)) ?? nameOf(script),
    asks: script.asks,
    answered,
    mood: { began: script.mood, ended: mood },
    replies,
    findings: await findingsIn(messages, script, staff.name),
  });
  const text = feedback ? PRACTICE.feedback(feedback.good, feedback.toTry) : PRACTICE.nothing;
  return { ...plainAnswer(text), buttons: [AGAIN], passing: true };
}

/** Without "(on the phone)". */
function nameOf({ customer }: Script): string {
  return customer.replace(/\s*\(.*$/, '');
}

/** What the coach would have said beside each preview; kept nowhere. */
async function findingsIn(messages: readonly MessageRow[], script: Script, staff: string): Promise<Hint[]> {
  const { hintsFor } = await import('../coach/judge.ts');
  return messages.flatMap((message, i) => {
    if (isToUs(message)) return [];
    const before = messages.slice(0, i);
    const asked = before.slice(before.findLastIndex(each => !isToUs(each)) + 1);
    const thread = [...before.map(each => each.text), ...script.facts];
    const customer = { name: nameOf(script), text: asked.map(each => each.text).join('\n') };
    const form = script.phone ? ('chat' as const) : ('letter' as const);
    return hintsFor({
      reply: message.text,
      customer,
      staff: { name: staff },
      thread,
      form,
      first: before.every(isToUs),
    });
  });
}

/** Where posts stay (a direct message), the card says that it is over, and has no buttons. */
async function closeCard(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const [enquiry, thread] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.thread(enquiryId)]);
  if (!enquiry || !thread) return;
  const desk = await parts.desk(enquiry.roomId);
  const card = await makeCard(parts, enquiry, desk);
  if (!card) return;
  const closed = { ...card, version: card.version + 1, status: 'resolved' as const, buttons: [], menu: [] };
  await desk.updateCard(thread.ref, { ...closed, statusWords: PRACTICE.over, waitingSince: null });
}

/** What nobody finished goes by itself the next day. */
export async function forgetOldPractices(given: PracticeParts): Promise<void> {
  const { store, clock } = given.parts;
  for (const row of await store.practicesBefore(clock.now() - OVER_AFTER, FORGOTTEN_MAX)) await forget(given, row);
}
