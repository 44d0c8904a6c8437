/** Tells experts who helped that the customer is happy: privately, once. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { POSITIVE_FROM } from '../core/measure.ts';
import { clampText } from '../core/message.ts';
import { ASKED } from '../desk/expert-words.ts';
import { isFolded } from '../desk/shielded.ts';
import { hasHelped } from '../experts/helping.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { toneOf } from '../posting/tone.ts';
import { whoOf } from '../posting/who.ts';

/** Of the customer's thanks. */
const QUOTED_CHARS_MAX = 200;

export async function thankExperts(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store } = parts;
  const asks = (await store.asksOf(enquiryId)).filter(each => hasHelped(each) && each.thankedAt === null);
  const enquiry = asks.length ? await store.enquiry(enquiryId) : null;
  const happy = enquiry && (await praiseIn(parts, enquiry));
  if (!enquiry || !happy) return;
  const desk = await parts.desk(enquiry.roomId);
  for (const ask of asks) {
    const expert = await store.staff(ask.staffId);
    if (expert) await desk.answer(expert.deskRef, null, plainAnswer(happy), `thanks:${ask.id}`);
    const set = { thankedAt: parts.clock.now(), version: ask.version + 1 };
    await store.commit([{ do: 'update', table: 'asks', id: ask.id, set }]);
  }
}

/** What the customer said, where they are happy: their latest rating, else their thanks. */
async function praiseIn(parts: Parts, enquiry: Enquiry): Promise<string | null> {
  const events = (await parts.store.events(enquiry.id)).map(({ event }) => event);
  const rated = events.findLast(each => each.type === 'CustomerRated');
  const thanks = events.findLast(each => each.type === 'CustomerWrote' && each.thanksOnly);
  if (rated ? rated.score < POSITIVE_FROM : !thanks) return null;
  const who = await whoOf(parts, enquiry);
  const message = thanks?.type === 'CustomerWrote' ? await parts.store.message(thanks.message) : null;
  const { text } = clampText(message?.text.replace(/\s+/g, ' ').trim() ?? '', QUOTED_CHARS_MAX);
  const words = ASKED.happy(who.customer, enquiry.number);
  return text && message?.kind === 'human' && !isFolded(await toneOf(parts.store, message))
    ? `${words}\n${ASKED.quoted(who.customer, text)}`
    : words;
}
