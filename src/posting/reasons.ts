/** Contact reasons that can be chosen today: the team's own list, or a starter list with whatever was chosen before. */
import { addReason, type ReasonEntry, type ReasonMap, reasonKey, reasonMap } from '../core/reasons.ts';
import type { ReasonReads } from '../ports/reads.ts';

/** Reasons offered until the team has its own. */
const FIRST_REASONS = ['Question', 'Order', 'Complaint', 'Return or refund', 'Appointment', 'Praise', 'Other'];
/** As many as a thumb reaches without scrolling. */
const SUGGESTED = 3;

/** What can be chosen today. */
interface ReasonsNow {
  /** Those chosen most often of late, then the first of the list. */
  suggested: string[];
  /** Every one of them, in the order of the list. */
  all: string[];
  map: ReasonMap;
}

export async function reasonsOf(store: ReasonReads): Promise<ReasonsNow> {
  const entries = (await reasonListOf(store)).entries;
  const map = reasonMap(entries);
  const all = entries.filter(each => each.state === 'offered').map(each => each.name);
  const used = countedNow(await store.usedReasons(), map).map(each => each.reason);
  return {
    suggested: [...new Set([...used, ...all])].filter(each => all.includes(each)).slice(0, SUGGESTED),
    all,
    map,
  };
}

/** The list as it is: with what was chosen, such as in an import, and nobody listed. `version` is null before the first change. */
export async function reasonListOf(store: ReasonReads): Promise<{ version: number | null; entries: ReasonEntry[] }> {
  const own = await store.reasonList();
  let entries: ReasonEntry[] = own?.entries ?? FIRST_REASONS.map(name => ({ name, state: 'offered' }));
  for (const { reason } of countedNow(await store.namedReasons(), reasonMap(entries))) {
    const added = addReason(entries, reason);
    if (added.ok) entries = added.entries;
  }
  return { version: own?.version ?? null, entries };
}

/** How often each was chosen, by what it is called today; the most often first. */
function countedNow(chosen: readonly { reason: string; n: number }[], map: ReasonMap) {
  const counts = new Map<string, { reason: string; n: number }>();
  for (const { reason, n } of chosen) {
    const name = map.now(reason);
    const count = counts.get(reasonKey(name)) ?? { reason: name, n: 0 };
    count.n += n;
    counts.set(reasonKey(name), count);
  }
  return [...counts.values()].sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1));
}
