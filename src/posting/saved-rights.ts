/** Who sees a saved reply, who may change it, and whether somebody should look at it again. */
import { dayOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { monthOf, SAVED } from '../desk/saved-words.ts';
import type { SavedReplyRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { StaffReads } from '../ports/reads.ts';
import type { Person } from '../ports/staff.ts';

/** Those of all rooms are everybody's; others are for whoever reads their room. */
export function maySee(by: Pick<Person, 'rooms'>, { roomId }: { roomId: RoomId | null }): boolean {
  return roomId === null || mayRead(by, { roomId });
}

/** Who keeps it up to date; null for nobody, and for somebody who is not known here any more. */
export async function keeperOf(
  { store }: { store: StaffReads },
  { ownerId }: Pick<SavedReplyRow, 'ownerId'>,
): Promise<Staff | null> {
  return ownerId ? store.staff(ownerId) : null;
}

/** Its keeper and admins; where nobody keeps it, everybody who sees it. */
export function mayChange(
  keeper: Pick<Staff, 'id'> | null,
  staff: Pick<Staff, 'id'> | null,
  { admin }: Pick<Person, 'admin'>,
): boolean {
  return admin || keeper === null || keeper.id === staff?.id;
}

/** "review was due in May"; null while it is not. */
export function dueWords(
  { clock, hours }: Pick<Parts, 'clock' | 'hours'>,
  { reviewAt }: { reviewAt: number | null },
): string | null {
  const now = clock.now();
  if (reviewAt === null || reviewAt > now) return null;
  return SAVED.due(monthOf(dayOf(hours.timezone, reviewAt), dayOf(hours.timezone, now)));
}
