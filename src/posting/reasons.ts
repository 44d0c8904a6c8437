/** Contact reasons that can be chosen today, and which of them an enquiry is likely about. */

import type { Enquiry } from '../core/enquiry.ts';
import { addReason, type ReasonEntry, type ReasonMap, reasonKey, reasonMap } from '../core/reasons.ts';
import { matterOf } from '../knowledge/question.ts';
import type { Parts } from '../ports/parts.ts';
import type { ReasonReads } from '../ports/reads.ts';
import type { ReasonGuess } from '../ports/reasons.ts';

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

/** What is offered for one text, in one tap. */
export interface Suggested {
  /** Three, the likeliest first; filled up with what is chosen most often. */
  suggestions: { reason: string; p: number }[];
  /** Chosen already, unless somebody chooses another one; null where nobody can be that sure. */
  preselected: string | null;
  /** Everything that can be chosen, what is suggested first. */
  all: string[];
}

/** How long somebody waits for earlier choices to be looked through for the first time: without them the usual three are there. */
const WAITS_MS = 300;

/** For an enquiry, by what its customer wrote. */
export async function suggestReasons(parts: Parts, enquiry: Pick<Enquiry, 'id' | 'subject'>): Promise<Suggested> {
  const now = await reasonsOf(parts.store);
  try {
    const isThere = await parts.reasons.ready(WAITS_MS);
    const messages = isThere ? await parts.store.messages(enquiry.id) : [];
    const guess = isThere ? await parts.reasons.guess(matterOf(enquiry.subject, messages), enquiry.id) : null;
    return suggestedOf(now, guess);
  } catch (error) {
    // It is a help: whoever resolves is never held up by it.
    parts.log.warn({ enquiry: enquiry.id, error: String(error) }, 'No contact reason could be suggested.');
    return suggestedOf(now, null);
  }
}

/** Only what can be chosen today. */
export function suggestedOf({ suggested, all, map }: ReasonsNow, guess: ReasonGuess | null): Suggested {
  const guessed = (guess?.reasons ?? []).filter(each => map.offers(each.reason));
  const usual = suggested.map(reason => ({ reason, p: guessed.find(each => each.reason === reason)?.p ?? 0 }));
  const first = guessed.slice(0, SUGGESTED);
  const suggestions = [...first, ...usual.filter(each => !first.some(one => one.reason === each.reason))];
  const [likeliest] = guess?.reasons ?? [];
  const sure = guess?.sure && likeliest && map.offers(likeliest.reason);
  const three = suggestions.slice(0, SUGGESTED);
  return {
    suggestions: three,
    preselected: sure ? likeliest.reason : null,
    all: [...new Set([...three.map(each => each.reason), ...all])],
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
