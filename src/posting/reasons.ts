/** Contact reasons: the team's own list or a starter list, and the three most often chosen. */
import type { BacklogReads, SettingReads } from '../ports/reads.ts';

/** Reasons offered until the team has its own. */
const FIRST_REASONS = ['Question', 'Order', 'Complaint', 'Return or refund', 'Appointment', 'Praise', 'Other'];
/** As many as a thumb reaches without scrolling. */
const SUGGESTED = 3;

export async function reasonsOf(store: SettingReads & BacklogReads): Promise<{ suggested: string[]; all: string[] }> {
  const own = await store.setting('contact-reasons');
  const all = Array.isArray(own) ? own.map(String) : FIRST_REASONS;
  const used = (await store.usedReasons(SUGGESTED)).filter(each => all.includes(each));
  const suggested = [...new Set([...used, ...all])].slice(0, SUGGESTED);
  return { suggested, all };
}
