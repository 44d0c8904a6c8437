/** The sign of what a preview shows: words, files, and who gets them. It goes with the press, so that nothing else leaves. */
import { copiesFor } from '../core/copies.ts';
import { signOf } from '../core/message.ts';
import { sendable } from '../desk/actions.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';

export async function previewSign({ store }: Pick<Parts, 'store'>, remark: RemarkRow): Promise<string> {
  const enquiry = await store.enquiry(remark.enquiryId);
  const [identity, messages, files] = await Promise.all([
    enquiry ? store.identity(enquiry.identityId) : null,
    store.messages(remark.enquiryId),
    store.attachmentsOf(`post:${remark.postRef}` as never),
  ]);
  const copies = identity && !remark.onlyCustomer ? copiesFor(messages, identity) : [];
  const shown = [identity?.address ?? '', ...copies, ...files.map(each => each.id), sendable(remark.text)];
  return signOf(shown.join('\n'));
}
