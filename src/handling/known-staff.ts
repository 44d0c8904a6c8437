/** The staff row of an authenticated person; created on first sight, kept up to date. */
import { clampText, cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';

/** A name that does not fit a line is cut. */
const NAME_CHARS_MAX = 80;

export async function staffOf(parts: Parts, person: Person): Promise<Staff> {
  const name = clampText(cleanText(person.name).trim(), NAME_CHARS_MAX).text || person.deskRef;
  const known = await parts.store.staffByRef(person.deskRef);
  if (known) {
    if (known.name !== name || known.admin !== person.admin) {
      await parts.store.commit([{ do: 'update', table: 'staff', id: known.id, set: { name, admin: person.admin } }]);
    }
    return { ...known, name, admin: person.admin };
  }
  const row: Staff = {
    id: parts.ids.make('staff'),
    workspaceId: parts.workspaceId,
    deskRef: person.deskRef,
    name,
    admin: person.admin,
    createdAt: parts.clock.now(),
  };
  const result = await parts.store.commit([{ do: 'insert', table: 'staff', row }]);
  return result.ok ? row : ((await parts.store.staffByRef(person.deskRef)) ?? row);
}
