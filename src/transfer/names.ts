/** Remembers many names with a number each, in 16 bytes of a name, however long it is: ids of a whole history fit into memory. */

export interface Names {
  /** @returns the number that the name had already, which stays; 0 for none: then it has this one, above 0, from now on */
  keep(name: string, number: number): number;
  /** Gives it a number, whatever it had before. */
  set(name: string, number: number): void;
  /** @returns 0 for a name that is not known */
  get(name: string): number;
}

/** Three words of a sum of the name, and its number. */
const WORDS = 4;
const PLACES_FIRST = 1 << 10;
/** Fuller than that it takes long to find a place that is free. */
const FULL = 0.75;

/**
 * Of a name only a sum of 96 bits is kept: of ten million, two have the same one with a probability of one to 10^15.
 */
export function makeNames(): Names {
  let places = PLACES_FIRST;
  let kept = new Uint32Array(places * WORDS);
  let count = 0;
  const sum = new Uint32Array(WORDS - 1);
  /** Where a name is, or would be; its number is 0 where it is not. */
  const placeOf = (words: Uint32Array, a: number, b: number, c: number) => {
    const last = words.length / WORDS - 1;
    for (let place = a & last; ; place = (place + 1) & last) {
      const at = place * WORDS;
      if (words[at + 3] === 0) return at;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) return at;
    }
  };
  const grow = () => {
    const larger = new Uint32Array(places * 2 * WORDS);
    for (let at = 0; at < kept.length; at += WORDS) {
      if (kept[at + 3] === 0) continue;
      larger.set(kept.subarray(at, at + WORDS), placeOf(larger, kept[at]!, kept[at + 1]!, kept[at + 2]!));
    }
    places *= 2;
    kept = larger;
  };
  const find = (name: string) => {
    sumUp(name, sum);
    return placeOf(kept, sum[0]!, sum[1]!, sum[2]!);
  };
  const put = (at: number, number: number) => {
    if (kept[at + 3] === 0) count++;
    kept.set(sum, at);
    kept[at + 3] = number;
    if (count > places * FULL) grow();
  };
  return {
    keep: (name, number) => {
      const at = find(name);
      const before = kept[at + 3]!;
      if (before === 0) put(at, number);
      return before;
    },
    set: (name, number) => put(find(name), number),
    get: name => kept[find(name) + 3]!,
  };
}

/** Each character changes all bits that come after it; at the end each word is stirred once more, with its neighbour. */
function sumUp(name: string, into: Uint32Array): void {
  let [a, b, c] = [0x2545f491 ^ name.length, 0x6c078965, 0x9908b0df];
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    a = Math.imul(turn(a ^ code, 13), 0x5bd1e995);
    b = Math.imul(turn(b ^ code, 17), 0x2c1b3c6d);
    c = Math.imul(turn(c ^ code, 11), 0x297a2d39);
  }
  into[0] = stir(a ^ turn(c, 7));
  into[1] = stir(b ^ turn(a, 19));
  into[2] = stir(c ^ turn(b, 9));
}

function turn(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function stir(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
