/** Presses about erasing a customer: the preview from a card's menu, and its one confirmation. */
import type { Staff } from '../core/staff.ts';
import type { ButtonMeaning } from '../desk/actions.ts';
import { WORDS } from '../desk/wording.ts';
import { confirmErase, showErase } from '../handling/erase-ask.ts';
import type { ActionOf } from '../ports/staff.ts';
import { type Dispatch, sayTo } from './ask.ts';

export async function pressedErase(
  dispatch: Dispatch,
  named: Extract<ButtonMeaning, { as: 'erase' | 'erase-now' }>,
  action: ActionOf<'press'>,
  staff: Staff,
): Promise<void> {
  const { deskRef: person, rooms = null } = action.by;
  const asking = { staff, person, rooms };
  if (named.as === 'erase-now') {
    const words = await confirmErase(dispatch, named, asking);
    return words === null ? undefined : sayTo(dispatch, action, words);
  }
  const enquiry = await dispatch.parts.store.enquiry(named.enquiryId);
  if (!enquiry) return sayTo(dispatch, action, WORDS.notThereAnyMore);
  return sayTo(dispatch, action, await showErase(dispatch, enquiry.customerId, asking));
}
