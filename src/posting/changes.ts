/**
 * What customers changed or took back while somebody was answering: a preview or a form from before is out of date, and a
 * reply that is held was written to other words.
 */
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import { CHANGES } from '../desk/changes.ts';
import type { Who } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { EventReads, MessageReads } from '../ports/reads.ts';
import type { MessageRow, RemarkRow } from '../ports/rows.ts';
import { previewFingerprint } from './fingerprint.ts';

type Cause = 'wrote' | 'changed' | 'withdrawn';

/** What a form was opened with, in place of the fingerprint of a preview: its words were never shown. */
export function shownInForm(changes: number): string {
  return `.${changes}`;
}

/** Why a press on what was shown is answered by showing it again; null when no message changed since. */
export async function changedSince(
  parts: Parts,
  remark: RemarkRow,
  by: StaffId,
  shown: string,
  who: Who,
): Promise<string | null> {
  const [words, changes = '0'] = (await previewFingerprint(parts, remark, by)).split('.');
  const [wordsBefore, changesBefore = '0'] = shown.split('.');
  if (changes === changesBefore || (wordsBefore !== '' && wordsBefore !== words)) return null;
  return sinceShown((await newestOf(parts.store, remark.enquiryId)).cause, who) ?? CHANGES.changedSince(who.customer);
}

/** Why something is shown again; null where the customer simply wrote. */
export function sinceShown(cause: Cause, who: Who): string | null {
  if (cause === 'wrote') return null;
  return cause === 'withdrawn' ? CHANGES.withdrawnSince(who.customer) : CHANGES.changedSince(who.customer);
}

/** Why a held reply was stopped, with the words that its author has not read; null where there are none any more. */
export async function newestOf(
  store: EventReads & MessageReads,
  enquiryId: EnquiryId,
): Promise<{ cause: Cause; message: MessageRow | null }> {
  for (const { event } of (await store.events(enquiryId)).toReversed()) {
    if (event.type === 'MessageWithdrawn') return { cause: 'withdrawn', message: null };
    if (event.type === 'MessageChanged') return { cause: 'changed', message: await store.message(event.message) };
    if (event.type === 'CustomerWrote' || event.type === 'StrangerAllowed') break;
  }
  return { cause: 'wrote', message: (await store.messages(enquiryId)).findLast(isToUs) ?? null };
}

/** The question under a reply that was stopped; null where it is the usual one. */
export function stoppedWords(cause: Cause, who: Who): { question: string; mark: string } | null {
  if (cause === 'wrote') return null;
  const { stopped, notSent } = CHANGES;
  return { question: stopped[cause](who.customer), mark: notSent[cause](who.customer) };
}
