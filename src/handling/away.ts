/** Away and back: said by the person themselves, without a reason, and kept of nobody longer than it lasts. */
import { whenInWords } from '../core/hours.ts';
import type { Staff } from '../core/staff.ts';
import { readUntil } from '../desk/dates.ts';
import type { Parts } from '../ports/parts.ts';

/** Enquiries that are named to somebody who leaves. */
const OWN_MAX = 10;

export async function goAway(parts: Parts, staff: Staff, words: readonly string[]): Promise<string> {
  const { store, clock, hours } = parts;
  const until = readUntil(words, clock.now(), hours);
  if (typeof until === 'string') return until;
  await store.commit([
    { do: 'update', table: 'staff', id: staff.id, set: { awaySince: clock.now(), awayUntil: until } },
  ]);
  const own = (await store.openEnquiries(OWN_MAX, staff.id)).filter(each => each.status !== 'snoozed');
  const back =
    until === null ? 'Type back when you are here again.' : `You count as back ${whenInWords(hours, until)}.`;
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
