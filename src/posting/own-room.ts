/** The room in which one person practises: only they are shown it. */
import type { EnquiryId, RoomId } from '../core/ids.ts';
import { practiceOf, practiceRoom } from '../core/practice.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';

/** Somebody with the room that is theirs alone. */
export async function withOwn({ store }: Pick<Parts, 'store'>, by: Person): Promise<Person> {
  const staff = await store.staffByRef(by.deskRef);
  return staff ? { ...by, own: practiceRoom(staff.id) } : by;
}

/** Where somebody practises now; null while they do not. */
export async function ownRoom(
  { store }: Pick<Parts, 'store'>,
  deskRef: string,
): Promise<{ id: RoomId; thread: string | null } | null> {
  const staff = await store.staffByRef(deskRef);
  const row = staff && (await store.practice(practiceOf(staff.id)));
  if (!staff || !row) return null;
  const { enquiryId } = row.course as { enquiryId: EnquiryId | null };
  const thread = enquiryId ? await store.thread(enquiryId) : null;
  return { id: practiceRoom(staff.id), thread: thread?.ref ?? null };
}
