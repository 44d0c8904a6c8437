/** Away and back: said by the person themselves, without a reason, and kept of nobody longer than it lasts. */
import type { Staff } from '../core/staff.ts';
import { momentWords, readUntil } from '../desk/dates.ts';
import type { Parts } from '../ports/parts.ts';

/** Enquiries that are named to somebody who leaves. */
const OWN_MAX = 10;

export async function goAway(parts: Parts, staff: Staff, words: readonly string[]): Promise<string> {
  const { store, clock, hours } = parts;
  const now = clock.now();
  const read = readUntil(words, now, hours);
  if (typeof read === 'string') return read;
  // Being away needs no reason, and no words that we understand: it lasts until they are back.
  const unread = read !== null && typeof read === 'object';
  const until = unread ? null : read;
  await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: now, awayUntil: until } }]);
  const own = (await store.openEnquiries(OWN_MAX, staff.id)).filter(each => each.status !== 'snoozed');
  const back =
    until === null ? 'Type back when you are here again.' : `You count as back ${momentWords(hours, until, now)}.`;
  const kept = own.length
    ? ` These are yours and others may now take them over without asking: ${own.map(each => `#${each.number}`).join(', ')}`
    : '';
  return `You are away. ${back}${kept}`;
}

export async function comeBack({ store }: Parts, staff: Staff): Promise<string> {
  const was = staff.awaySince != null;
  await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: null, awayUntil: null } }]);
  return was ? 'Welcome back.' : 'You were not away.';
}
