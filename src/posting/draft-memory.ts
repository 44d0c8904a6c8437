/** Remembers drafts by a model for an hour, in memory alone: for their form, and for whoever asks what was sent. */
import { HOUR, MINUTE } from '../core/time.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { DraftMemory, KeptDraft } from '../ports/drafting.ts';

/** How long it can be seen what was sent. */
const KEPT_MS = HOUR;
/** Whoever chooses it again soon gets the same one. */
const SAME_MS = 10 * MINUTE;
/** Of one workspace, of at most some 40 kB each: the oldest goes first. */
const KEPT_MAX = 100;
/** Of a draft's name. */
const ID_BYTES = 9;

export function makeDraftMemory({ clock, ids }: { clock: Clock; ids: Ids }): DraftMemory {
  const kept = new Map<string, KeptDraft & { key: string | null }>();
  const fresh = () => {
    for (const [id, each] of kept) if (clock.now() - each.at > KEPT_MS) kept.delete(id);
    return [...kept.values()];
  };
  return {
    find: key => fresh().findLast(each => each.key === key && clock.now() - each.at <= SAME_MS) ?? null,
    begin: (key, about, make) => {
      fresh();
      for (const id of kept.keys()) if (kept.size >= KEPT_MAX) kept.delete(id);
      const id = ids.secret(ID_BYTES);
      const made: KeptDraft & { key: string | null } = {
        ...{ ...about, id, key, at: clock.now(), sent: null, sources: [], settled: null },
        outcome: Promise.resolve({ ok: false, words: '' }),
      };
      kept.set(id, made);
      made.outcome = make(made).then(outcome => {
        made.settled = outcome;
        return outcome;
      });
      return made;
    },
    release: id => {
      const found = kept.get(id);
      if (found) found.key = null;
    },
    forget: enquiryId => {
      for (const [id, each] of kept) if (each.enquiryId === enquiryId) kept.delete(id);
    },
    byId: id => fresh().find(each => each.id === id) ?? null,
    of: by =>
      fresh()
        .filter(each => each.by === by)
        .reverse(),
  };
}
