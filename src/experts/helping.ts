/** The right of an expert to one enquiry: from being asked until it ends, and to nothing else. */
import type { Enquiry } from '../core/enquiry.ts';
import type { AskRow } from '../ports/help-rows.ts';
import type { ExpertReads, StaffReads } from '../ports/reads.ts';

/** Nobody is asked, or helps, any more. */
export function hasEnded({ status }: Pick<Enquiry, 'status'>): boolean {
  return status === 'resolved' || status === 'spam' || status === 'merged';
}

/** Did this person help, or promise to? */
export function hasHelped({ state }: Pick<AskRow, 'state'>): boolean {
  return state === 'joined' || state === 'told';
}

/** May this person see the enquiry because they are asked about it, whatever rooms they can read? */
export async function mayHelp(
  store: ExpertReads & StaffReads,
  by: { deskRef: string } | undefined,
  enquiry: Enquiry,
): Promise<boolean> {
  if (!by || hasEnded(enquiry)) return false;
  const staff = await store.staffByRef(by.deskRef);
  const ask = staff && (await store.askOf(enquiry.id, staff.id));
  return ask !== null && ask.state !== 'over';
}
