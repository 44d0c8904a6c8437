/** Who was asked about an enquiry is asked about the one it was merged with: nobody is asked twice, and no answer is lost. */
import type { EnquiryId } from '../core/ids.ts';
import type { AskRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';

/** What counts for more: help that was given, then a question that still stands. */
const WEIGHT: Record<AskRow['state'], number> = { over: 0, open: 1, told: 2, joined: 3 };

/** The rows of it. An ask keeps its name, and with it its card: that says from now on what both are about. */
export async function asksGoAlong({ store }: Pick<Parts, 'store'>, from: EnquiryId, into: EnquiryId): Promise<Op[]> {
  const there = new Map((await store.asksOf(into)).map(each => [each.staffId, each]));
  return (await store.asksOf(from)).flatMap((ask): Op[] => {
    const other = there.get(ask.staffId);
    if (!other) return [changed(ask, { enquiryId: into })];
    // Asked about both: one card goes on, with what they have said already.
    const over = changed(ask, { state: 'over' });
    if (WEIGHT[ask.state] <= WEIGHT[other.state]) return [over];
    const { state, endsAt, thankedAt } = ask;
    return [over, changed(other, { state, endsAt, thankedAt })];
  });
}

function changed({ id, version }: AskRow, set: Partial<AskRow>): Op {
  return { do: 'update', table: 'asks', id, set: { ...set, version: version + 1 }, expect: version };
}
