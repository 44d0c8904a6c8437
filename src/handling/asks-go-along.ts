/** Who was asked about an enquiry is asked about the one it was merged with: nobody is asked twice, and no answer is lost. */
import type { Enquiry } from '../core/enquiry.ts';
import type { AskRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { readsRoomOf } from '../posting/expert-card.ts';

/** What counts for more: help that was given, then a question that still stands. */
const WEIGHT: Record<AskRow['state'], number> = { over: 0, open: 1, told: 2, joined: 3 };

/**
 * The rows of it. An ask keeps its name, and with it its card: that says from now on what both are about. In another room it
 * ends for whoever does not read that: they were asked about the one, and nobody chose to show them the other.
 */
export async function asksGoAlong(parts: Parts, from: Enquiry, into: Enquiry): Promise<Op[]> {
  const { store } = parts;
  const there = new Map((await store.asksOf(into.id)).map(each => [each.staffId, each]));
  const asks = await store.asksOf(from.id);
  const seeing = new Set<AskRow>();
  for (const ask of asks) if (from.roomId === into.roomId || (await sees(parts, into, ask))) seeing.add(ask);
  return asks.flatMap((ask): Op[] => {
    const other = there.get(ask.staffId);
    if (!other && !seeing.has(ask)) return [changed(ask, { state: 'over' })];
    if (!other) return [changed(ask, { enquiryId: into.id })];
    // Asked about both: one card goes on, with what they have said already.
    const over = changed(ask, { state: 'over' });
    if (WEIGHT[ask.state] <= WEIGHT[other.state]) return [over];
    const { state, endsAt, thankedAt } = ask;
    return [over, changed(other, { state, endsAt, thankedAt })];
  });
}

async function sees(parts: Parts, into: Enquiry, { staffId }: AskRow): Promise<boolean> {
  const expert = await parts.store.staff(staffId);
  return expert !== null && readsRoomOf(parts, into, expert);
}

function changed({ id, version }: AskRow, set: Partial<AskRow>): Op {
  return { do: 'update', table: 'asks', id, set: { ...set, version: version + 1 }, expect: version };
}
