/** Counts by a hash of 32 bits, in typed arrays: a map of objects would take ten times the memory. Pure. */

/** Of its places that are taken before it grows. */
const FULL_SHARE = 0.6;
const PLACES_FIRST = 256;
/** Parts of a table, by the first bits of a hash. */
const PARTS = 64;
const PART_SHIFT = 26;
const PART_PLACES_FIRST = 16;

export interface CountTable {
  /** How often this hash was counted. */
  get(hash: number): number;
  /** @param by may be negative; a count never falls below 0 */
  add(hash: number, by: number): void;
  /** Distinct hashes that were ever counted. */
  readonly size: number;
}

/** Where a hash stands, in open addressing; the table grows by itself. */
interface Places {
  /** The place of a hash; -1 where it has none. */
  find(hash: number): number;
  /** The place of a hash, which it is given where it has none. */
  place(hash: number): number;
  readonly size: number;
}

/**
 * @param moved is told when everything goes to new places: how many there are now, and from which place to which each went
 */
export function makePlaces(moved: (places: number, from: Int32Array) => void, placesFirst = PLACES_FIRST): Places {
  let keys = new Uint32Array(placesFirst);
  let taken = new Uint8Array(placesFirst);
  let size = 0;
  const slotOf = (hash: number): number => {
    const mask = keys.length - 1;
    let at = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) & mask;
    while (taken[at] === 1 && keys[at] !== hash) at = (at + 1) & mask;
    return at;
  };
  const grow = () => {
    const [oldKeys, oldTaken] = [keys, taken];
    keys = new Uint32Array(oldKeys.length * 2);
    taken = new Uint8Array(keys.length);
    const from = new Int32Array(keys.length).fill(-1);
    for (let i = 0; i < oldKeys.length; i++) {
      if (oldTaken[i] === 0) continue;
      const at = slotOf(oldKeys[i]!);
      keys[at] = oldKeys[i]!;
      taken[at] = 1;
      from[at] = i;
    }
    moved(keys.length, from);
  };
  moved(placesFirst, new Int32Array(placesFirst).fill(-1));
  return {
    find: hash => {
      const at = slotOf(hash >>> 0);
      return taken[at] === 1 ? at : -1;
    },
    place: hash => {
      const key = hash >>> 0;
      let at = slotOf(key);
      if (taken[at] === 1) return at;
      if (size + 1 > keys.length * FULL_SHARE) {
        grow();
        at = slotOf(key);
      }
      keys[at] = key;
      taken[at] = 1;
      size++;
      return at;
    },
    get size() {
      return size;
    },
  };
}

/** The same numbers in their new places. */
export function rearranged(old: Uint32Array, places: number, from: Int32Array): Uint32Array<ArrayBuffer> {
  const now = new Uint32Array(places);
  for (let i = 0; i < places; i++) if (from[i]! >= 0) now[i] = old[from[i]!]!;
  return now;
}

/** Grows a 64th at a time: a table of a million pairs that grew at once would hold everything up for 50 ms. */
export function makeCountTable(): CountTable {
  const parts = Array.from({ length: PARTS }, makePart);
  // FNV spreads over all bits; within a part others are looked at.
  const of = (hash: number) => parts[hash >>> PART_SHIFT]!;
  return {
    get: hash => of(hash).get(hash),
    add: (hash, by) => of(hash).add(hash, by),
    get size() {
      return parts.reduce((sum, each) => sum + each.size, 0);
    },
  };
}

function makePart(): CountTable {
  let counts = new Uint32Array(0);
  const places = makePlaces((n, from) => {
    counts = rearranged(counts, n, from);
  }, PART_PLACES_FIRST);
  return {
    get: hash => {
      const at = places.find(hash);
      return at < 0 ? 0 : counts[at]!;
    },
    add: (hash, by) => {
      const at = places.place(hash);
      counts[at] = Math.max(0, counts[at]! + by);
    },
    get size() {
      return places.size;
    },
  };
}
