/**
 * The fingerprint of a preview: public or private, text and formatting, files, what is left out, recipients, who sends it
 * and under which name; then how often customers changed their own words. It goes with the press, so that nothing else
 * is sent.
 */
import { formattedFor, lookOf } from '../core/formatted.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { fingerprintOf } from '../core/message.ts';
import { sendable } from '../desk/actions.ts';
import type { CustomerReads, EnquiryReads, EventReads, MessageReads, RoomReads, StaffReads } from '../ports/reads.ts';
import type { RemarkRow } from '../ports/rows.ts';
import { type SenderParts, senderOn } from './name-shown.ts';
import { reachOf } from './reach.ts';

interface FingerprintParts extends SenderParts {
  store: EnquiryReads & CustomerReads & EventReads & MessageReads & RoomReads & StaffReads;
}

/** @param by who would send it */
export async function previewFingerprint(parts: FingerprintParts, remark: RemarkRow, by: StaffId): Promise<string> {
  const { store } = parts;
  const enquiry = await store.enquiry(remark.enquiryId);
  const [reach, files] = await Promise.all([
    enquiry ? reachOf(parts, enquiry, remark.onlyCustomer ?? false) : null,
    store.attachmentsOf(`post:${remark.postRef}` as never),
  ]);
  const copies = reach ? [...reach.copies.addresses, '', ...reach.copies.over] : [];
  const sender = enquiry ? await senderOn(parts, await store.staff(by), enquiry.channelId) : null;
  const text = sendable(remark);
  const look = lookOf(formattedFor(text, remark.formatted));
  // One that was shown as staying behind does not leave by that press when it has come meanwhile.
  const names = files.map(({ id, withheld }) => (withheld ? `${id} stays` : id));
  const shown = [
    enquiry?.visibility ?? '',
    // Where the customer sees no name, a preview is still only its reader's.
    by,
    sender ?? '',
    reach?.identity?.address ?? '',
    copies,
    names,
    text,
    look,
    remark.leftOut ?? [],
  ];
  const changes = await changesIn(store, remark.enquiryId);
  return `${fingerprintOf(JSON.stringify(shown))}${changes ? `.${changes}` : ''}`;
}

/** How often messages here were changed or taken back: what was shown with a smaller number is out of date. */
export async function changesIn(store: EventReads, enquiryId: EnquiryId): Promise<number> {
  const events = await store.events(enquiryId);
  return events.filter(({ event }) => event.type === 'MessageChanged' || event.type === 'MessageWithdrawn').length;
}
