/** The staff row of an authenticated person; created on first sight, kept up to date. */
import { changeOf } from '../core/audit.ts';
import type { StaffId } from '../core/ids.ts';
import { clampText, cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { auditOps } from '../ports/audit.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { Op } from '../ports/store.ts';

/** A name that does not fit a line is cut. */
const NAME_CHARS_MAX = 80;

export async function staffOf(parts: Parts, person: Person): Promise<Staff> {
  const name = clampText(cleanText(person.name).trim(), NAME_CHARS_MAX).text || person.deskRef;
  const known = await parts.store.staffByRef(person.deskRef);
  if (known) {
    if (known.name !== name || known.admin !== person.admin) {
      const set = { name, admin: person.admin };
      await parts.store.commit([
        { do: 'update', table: 'staff', id: known.id, set },
        ...adminOps(parts, known.id, known.admin, person.admin),
      ]);
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
  const result = await parts.store.commit([
    { do: 'insert', table: 'staff', row },
    ...adminOps(parts, row.id, false, row.admin),
  ]);
  return result.ok ? row : ((await parts.store.staffByRef(person.deskRef)) ?? row);
}

/** Who is an admin is said by the desk's own workspace; that it says something else now is written down. */
function adminOps(parts: Parts, about: StaffId, was: boolean, is: boolean): Op[] {
  const change = changeOf({ admin: was }, { admin: is });
  return auditOps(parts, { act: is ? 'rights.given' : 'rights.taken', by: null, via: 'desk', about, change });
}
