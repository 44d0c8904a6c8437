/** Finds the person an enquiry is handed over to, whether or not they have acted here before. */
import type { Enquiry } from '../core/enquiry.ts';
import { looksLikeId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import { staffOf } from './known-staff.ts';

/** @param chosen an id of ours, or the desk's own name for a person */
export async function personChosen(
  parts: Parts,
  enquiry: Enquiry,
  chosen: string,
): Promise<Staff | { refusal: string }> {
  const known = looksLikeId('staff', chosen) ? await parts.store.staff(chosen) : null;
  if (known) return known;
  const [room, desk] = await Promise.all([parts.store.room(enquiry.roomId), parts.desk(enquiry.roomId)]);
  const person = room && chosen ? await desk.member?.(room, chosen) : null;
  if (!person) return { refusal: WORDS.noSuchPerson };
  return 'refusal' in person ? person : staffOf(parts, person);
}
