/** Somebody withdraws while they are asked: who is next is asked at once, and nobody waits for whom nobody may ask. */
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { isAbout } from '../experts/topics.ts';
import type { Parts } from '../ports/parts.ts';
import { soughtIn } from '../posting/expert-help.ts';
import { passOn } from './ask-expert.ts';

/** An ask lasts some working minutes: over the longest holidays it is older than that. */
const ASKED_WITHIN: DurationMs = 14 * DAY;

/** @param about only what is about one of these topics; null for everything */
export async function passOnAsksOf(
  parts: Parts,
  { id: staffId }: Pick<Staff, 'id'>,
  about: readonly string[] | null,
): Promise<void> {
  const { store, clock } = parts;
  const asks = await store.asksSince(clock.now() - ASKED_WITHIN);
  for (const ask of asks.filter(each => each.staffId === staffId && each.state === 'open')) {
    const enquiry = about && (await store.enquiry(ask.enquiryId));
    const text = enquiry ? soughtIn(enquiry, await store.messages(enquiry.id)) : '';
    if (!about || about.some(each => isAbout(each, text))) await passOn(parts, ask);
  }
}
