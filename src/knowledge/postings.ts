/**
 * Which documents hold which piece of a word: lists of document numbers of 16 bits, in a pool of growing blocks. Pure.
 * 50,000 documents of 120 characters take about 10 MB.
 */
import { makePlaces, rearranged } from './count-table.ts';

/** A document's number fits into 16 bits; 0xffff is none. */
export const DOCUMENTS_MAX = 0xffff;
const BLOCK_FIRST = 2;
const BLOCK_LAST = 256;
/** A block ends with where the next one is: 32 bits in two places. */
const LINK = 2;
/** The pool grows by so many numbers: one that is copied when it is full holds everything up for 40 ms. */
const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;
const WITHIN = CHUNK - 1;

export interface Postings {
  /** @param document larger than every one before */
  add(gram: number, document: number): void;
  /** A document that holds it went; its number stays in the list. */
  drop(gram: number): void;
  /** In how many documents it is. */
  count(gram: number): number;
  /** Adds a weight to the sum of each document that holds it. */
  addTo(sums: Float32Array, gram: number, weight: number): void;
  /** Bytes that it takes. */
  bytes(): number;
}

export function makePostings(): Postings {
  const pool = [new Uint16Array(CHUNK)];
  let used = 1;
  // Of each gram: how many documents hold it, how many numbers stand in its list, its first block and its last.
  let counts = new Uint32Array(0);
  let lengths = new Uint32Array(0);
  let heads = new Uint32Array(0);
  let tails = new Uint32Array(0);
  const places = makePlaces((n, from) => {
    counts = rearranged(counts, n, from);
    lengths = rearranged(lengths, n, from);
    heads = rearranged(heads, n, from);
    tails = rearranged(tails, n, from);
  });
  const newBlock = (size: number): number => {
    // A block stands in one chunk.
    if ((used & WITHIN) + size + LINK > CHUNK) used = pool.length << CHUNK_BITS;
    if (used >>> CHUNK_BITS === pool.length) pool.push(new Uint16Array(CHUNK));
    const at = used;
    used += size + LINK;
    return at;
  };
  return {
    add: (gram, document) => {
      const at = places.place(gram);
      counts[at]!++;
      const { size, within } = lastBlock(lengths[at]!);
      if (within === 0) {
        const block = newBlock(size);
        if (lengths[at] === 0) heads[at] = block;
        else {
          const chunk = pool[tails[at]! >>> CHUNK_BITS]!;
          const link = (tails[at]! & WITHIN) + sizeBefore(size, lengths[at]!);
          chunk[link] = block & 0xffff;
          chunk[link + 1] = block >>> 16;
        }
        tails[at] = block;
      }
      pool[tails[at]! >>> CHUNK_BITS]![(tails[at]! & WITHIN) + within] = document;
      lengths[at]!++;
    },
    drop: gram => {
      const at = places.find(gram);
      if (at >= 0 && counts[at]! > 0) counts[at]!--;
    },
    count: gram => {
      const at = places.find(gram);
      return at < 0 ? 0 : counts[at]!;
    },
    addTo: (sums, gram, weight) => {
      const at = places.find(gram);
      if (at < 0) return;
      let left = lengths[at]!;
      let block = heads[at]!;
      for (let size = BLOCK_FIRST; left > 0; size = Math.min(size * 2, BLOCK_LAST)) {
        const here = Math.min(size, left);
        const chunk = pool[block >>> CHUNK_BITS]!;
        const begin = block & WITHIN;
        const end = begin + here;
        for (let i = begin; i < end; i++) sums[chunk[i]!]! += weight;
        left -= here;
        if (left > 0) block = (chunk[begin + size]! | (chunk[begin + size + 1]! << 16)) >>> 0;
      }
    },
    bytes: () => pool.length * CHUNK * 2 + 4 * counts.byteLength,
  };
}

/** The size of the block that the next number goes into, and its place in it. Blocks double up to the last size. */
function lastBlock(length: number): { size: number; within: number } {
  let start = 0;
  for (let size = BLOCK_FIRST; size < BLOCK_LAST; start += size, size *= 2)
    if (length < start + size) return { size, within: length - start };
  return { size: BLOCK_LAST, within: (length - start) % BLOCK_LAST };
}

/** The size of the block before one of this size. @param length numbers in the list so far */
function sizeBefore(size: number, length: number): number {
  const doubled = 2 * BLOCK_LAST - BLOCK_FIRST;
  return size === BLOCK_LAST && length >= doubled ? BLOCK_LAST : size / 2;
}
