/** Which workspaces' indexes stay in memory: those asked last, as long as all of them are not too large together. Pure. */

/** Enquiries in all indexes of a process: twice the largest one, some 120 MB. */
const DOCUMENTS_MAX = 100_000;

export interface IndexMemory {
  /** Somebody asked this one. Those that were not asked for longest are dropped where it is too much. */
  used(index: Kept): void;
}

/** An index that can be built again. */
interface Kept {
  readonly size: number;
  drop(): void;
}

export function makeIndexMemory(documentsMax = DOCUMENTS_MAX): IndexMemory {
  // A set keeps the order in which things came: the one that was used longest ago is first.
  const kept = new Set<Kept>();
  return {
    used: index => {
      kept.delete(index);
      kept.add(index);
      let all = [...kept].reduce((sum, each) => sum + each.size, 0);
      for (const each of kept) {
        if (all <= documentsMax || each === index) break;
        all -= each.size;
        kept.delete(each);
        each.drop();
      }
    },
  };
}
