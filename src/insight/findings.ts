/** What findings say of a period: how many enquiries each brought, and how many before and after it was fixed. Pure. */
import type { Enquiry } from '../core/enquiry.ts';
import type { Instant } from '../core/time.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';

type Opened = Pick<Enquiry, 'openedAt'>;

/** Enquiries that were opened before a finding was fixed, and since then; null while it is not fixed. */
export function aroundFix(
  { what, state, endedAt }: Pick<GatheringRow, 'what' | 'state' | 'endedAt'>,
  enquiries: readonly Opened[],
): { before: number; after: number } | null {
  if (what !== 'finding' || state !== 'fixed' || endedAt === null) return null;
  const before = enquiries.filter(each => each.openedAt < endedAt).length;
  return { before, after: enquiries.length - before };
}

interface FindingInPeriod {
  number: number;
  title: string | null;
  state: GatheringRow['state'];
  /** Its enquiries that were opened in the period. */
  enquiries: number;
  around: ReturnType<typeof aroundFix>;
}

/**
 * Findings that brought an enquiry in a period, or were changed in it; most enquiries first.
 * @param from inclusive
 * @param to exclusive
 */
export function findingsFor(
  all: readonly { row: GatheringRow; enquiries: readonly Opened[] }[],
  from: Instant,
  to: Instant,
): FindingInPeriod[] {
  const inside = (at: Instant) => at >= from && at < to;
  return all
    .map(({ row, enquiries }) => ({
      number: row.number,
      title: row.title,
      state: row.state,
      enquiries: enquiries.filter(each => inside(each.openedAt)).length,
      around: aroundFix(row, enquiries),
      changed: inside(row.changedAt),
    }))
    .filter(each => each.enquiries > 0 || each.changed)
    .sort((a, b) => b.enquiries - a.enquiries || a.number - b.number)
    .map(({ changed: _, ...each }) => each);
}
