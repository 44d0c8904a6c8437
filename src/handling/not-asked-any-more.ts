/** Somebody withdraws while they are asked: who is next is asked at once, and nobody waits for whom nobody may ask. */
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { isAbout } from '../experts/topics.ts';
import type { AskRow } from '../ports/help-rows.ts';
import { job, leftKey } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { soughtIn } from '../posting/expert-help.ts';

/** An ask lasts some working minutes: over the longest holidays it is older than that. */
const ASKED_WITHIN: DurationMs = 14 * DAY;
/** Against somebody who answers, or merges, at the same moment. */
const TRIES_MAX = 5;

/**
 * Ends their time now, and lets a job go on from them: it does so once, also where this process dies.
 * @param topics what they have left, and what stays; null: all that they are asked about ends
 */
export async function passOnAsksOf(
  parts: Parts,
  { id: staffId }: Pick<Staff, 'id'>,
  topics: { left: readonly string[]; stays: readonly string[] } | null,
): Promise<void> {
  const { store, clock, recorder } = parts;
  const now = clock.now();
  for (let i = 0; i < TRIES_MAX; i++) {
    let late = false;
    for (const ask of await store.asksSince(now - ASKED_WITHIN)) {
      if (ask.staffId !== staffId || ask.state !== 'open' || ask.endsAt <= now) continue;
      if (!(await endsWith(parts, ask, topics))) continue;
      const { id, version, enquiryId } = ask;
      const over: Op = { do: 'update', table: 'asks', id, set: { endsAt: now, version: version + 1 }, expect: version };
      const next = job('expert.next', leftKey(enquiryId), { enquiryId });
      // They answer at this very moment: that counts. Or it is merged: then it ends where it went.
      late ||= !(await recorder.enqueue([next], [over])).ok;
    }
    if (!late) return;
  }
}

async function endsWith(
  { store }: Parts,
  { enquiryId }: AskRow,
  topics: { left: readonly string[]; stays: readonly string[] } | null,
): Promise<boolean> {
  if (topics === null) return true;
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry) return false;
  const text = soughtIn(enquiry, await store.messages(enquiryId));
  const isMet = (topic: string) => isAbout(topic, text);
  return topics.left.some(isMet) && !topics.stays.some(isMet);
}
