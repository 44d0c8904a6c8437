/** Posts praise from a customer in the room: it belongs to the whole team and names nobody. */
import type { EnquiryId } from '../core/ids.ts';
import { POSITIVE_FROM } from '../core/measure.ts';
import type { Instant } from '../core/time.ts';
import { WORDS } from '../desk/wording.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { whoOf } from '../posting/who.ts';

/** @param of which resolution was rated; whoever thinks again and gives less is not quoted */
export async function showPraise(parts: Parts, enquiryId: EnquiryId, of: Instant): Promise<void> {
  const { store } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const room = enquiry && (await store.room(enquiry.roomId));
  if (!enquiry || !room) return;
  const score = (await store.events(enquiryId)).flatMap(({ event }) =>
    event.type === 'CustomerRated' && event.of === of ? [event.score] : [],
  );
  const latest = score.at(-1) ?? 0;
  if (latest < POSITIVE_FROM) return;
  const thread = await store.thread(enquiryId);
  const links = thread ? [{ number: enquiry.number, thread: thread.ref }] : [];
  const words = WORDS.praise(await whoOf(parts, enquiry), enquiry.number, latest);
  const desk = await parts.desk(enquiry.roomId);
  await desk.show(room, plainAnswer(words, links), `praise:${enquiryId}:${of}`);
}
