/** Shows somebody what was answered before; takes it down when they say that one of those is not similar. */
import type { ButtonMeaning } from '../desk/actions.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { Recorded } from '../ports/store.ts';
import { tell } from '../posting/privately.ts';
import { similarFor } from '../posting/similar.ts';

export async function pressedSimilar(
  parts: Parts,
  { enquiryId, unlike }: Extract<ButtonMeaning, { as: 'similar' }>,
  by: Person,
): Promise<Recorded> {
  const { store, clock, workspaceId } = parts;
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry) return { ok: false, refusal: 'unknown' };
  if (unlike && (await store.enquiry(unlike))) {
    const row = { id: `${enquiryId}:${unlike}`, workspaceId, enquiryId, otherId: unlike, at: clock.now() };
    // Said twice it is said once: nobody's name stands there.
    await store.commit([{ do: 'insert', table: 'unlike', row }]);
  }
  await tell(parts, enquiryId, by.deskRef, await similarFor(parts, enquiry, by), `similar:${enquiryId}`);
  return { ok: true, enquiry, events: [] };
}
