/** Decides who may see an enquiry, where a desk says which rooms a person can read. Pure. */
import type { Enquiry } from '../core/enquiry.ts';
import type { Person } from '../ports/staff.ts';

/** @param by with `rooms` only where that is in question; whoever has none named may read all of them */
export function mayRead(by: Person | undefined, { roomId }: Pick<Enquiry, 'roomId'>): boolean {
  return by?.rooms === undefined || by.rooms.includes(roomId);
}
