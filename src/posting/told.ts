/** Shows what an expert told the team to whoever will send it, with whom it is from. */

import type { EnquiryId, RemarkId } from '../core/ids.ts';
import { button } from '../desk/cards.ts';
import { ASKED } from '../desk/expert-words.ts';
import { isTold } from '../experts/told.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import { tell } from './privately.ts';
import { showKept } from './thread.ts';

/** What its author keeps among colleagues, or an expert tells them: in the thread, and to whoever will send it. */
export async function showKeptOrTold(parts: Parts, enquiryId: EnquiryId, remarkId: RemarkId): Promise<void> {
  await showKept(parts, enquiryId, remarkId);
  await showTold(parts, remarkId);
}

/** What whoever asked was told of it. */
export function askedKey(enquiryId: EnquiryId): string {
  return `asked:${enquiryId}`;
}

/** Whoever asked, and whoever has the enquiry, sees it at once. */
async function showTold(parts: Parts, remarkId: RemarkId): Promise<void> {
  const { store } = parts;
  const remark = await store.remark(remarkId);
  if (!remark || !isTold(remark)) return;
  const { enquiryId, staffId } = remark;
  const author = (await store.staff(staffId))?.name ?? 'A colleague';
  const [enquiry, ask] = await Promise.all([store.enquiry(enquiryId), store.askOf(enquiryId, staffId)]);
  const people = new Set([enquiry?.ownerId ?? null, ask?.byId ?? null]);
  for (const id of people) {
    const person = id && id !== staffId ? await store.staff(id) : null;
    if (!person) continue;
    // That they were asked is no news any more.
    await tell(parts, enquiryId, person.deskRef, null, askedKey(enquiryId));
    const view = {
      ...{ words: ASKED.answer(author), quote: { label: ASKED.fromLabel(author), text: remark.text }, hints: [] },
      ...{ buttons: [useButton(remark)], tone: 'notice' as const, post: null },
    };
    await tell(parts, enquiryId, person.deskRef, view, `told:${remark.id}`);
  }
}

/** Opens the Reply form with these words: what its sender then sends is theirs. */
function useButton({ id, enquiryId }: Pick<RemarkRow, 'id' | 'enquiryId'>) {
  return button('enquiry.reply', ASKED.use, `${enquiryId} ${id}`, 'primary');
}
