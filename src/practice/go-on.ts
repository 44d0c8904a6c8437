/** A scripted customer takes a reply: asks again, cools down or says thanks, and nothing of it leaves the process. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import { practiceOf, practisedBy } from '../core/practice.ts';
import { happyLine } from '../desk/practice-words.ts';
import { addressOf, type PracticeParts } from './begin.ts';
import { asJson, courseOf, scriptIn } from './course.ts';
import { takeAnswer } from './turn.ts';

/** Done again after a crash it is the same turn: what they say goes by the reply that they take. */
export async function takeTurn(given: PracticeParts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const { parts, say } = given;
  const { store } = parts;
  const [enquiry, reply] = await Promise.all([store.enquiry(enquiryId), store.reply(replyId)]);
  const staffId = enquiry && practisedBy(enquiry.roomId);
  const row = staffId ? await store.practice(practiceOf(staffId)) : null;
  if (!row || !reply || row.state !== 'going' || enquiry?.status === 'resolved') return;
  const course = courseOf(row);
  if (course.enquiryId !== enquiryId || course.last === replyId) return;
  const script = scriptIn(row);
  const turn = takeAnswer(script.asks, course, reply.text);
  const told = {
    key: `${row.id}:${row.startedAt}:${replyId}`,
    at: parts.clock.now(),
    address: addressOf(row),
    name: script.customer,
    subject: null,
    text: said(turn.says, script.phone ?? false),
  };
  await say(told, enquiry!.roomId);
  const set = {
    version: row.version + 1,
    step: row.step + 1,
    course: asJson({ ...course, ...turn.standing, content: turn.content, last: replyId }),
  };
  await store.commit([{ do: 'update', table: 'practices', id: row.id, expect: row.version, set }]);
  const thread = turn.content ? await store.thread(enquiryId) : null;
  const desk = await parts.desk(enquiry!.roomId);
  if (thread) await desk.post(thread.ref, happyLine(), `happy:${enquiryId}:${replyId}`);
}

function said(words: string, phone: boolean): string {
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return phone ? `"${sentence}"` : sentence;
}
