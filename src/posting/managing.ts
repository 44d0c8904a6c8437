/** Whether somebody is a manager, and of which rooms: a row for each, so that two admins never overwrite each other. */
import type { StaffId } from '../core/ids.ts';
import { type Managed, managedIn } from '../core/managers.ts';
import type { SettingReads, StaffReads } from '../ports/reads.ts';
import type { Person } from '../ports/staff.ts';

/** The setting that says it of one person. */
export function managerSetting(staffId: StaffId): string {
  return `manager:${staffId}`;
}

/** Null: they are none. */
export async function managedBy({ store }: { store: SettingReads }, staffId: StaffId): Promise<Managed | null> {
  return managedIn(await store.setting(managerSetting(staffId)));
}

/** Did an admin name them? Says nothing of what their desk knows of them. */
export async function isManager({ store }: { store: SettingReads & StaffReads }, by: Person): Promise<boolean> {
  const staff = await store.staffByRef(by.deskRef);
  return staff !== null && (await managedBy({ store }, staff.id)) !== null;
}
