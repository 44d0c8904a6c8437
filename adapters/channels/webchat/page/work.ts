/** The proof of work before a first message under load. SHA-256 by hand: pages without https have none. */
import type { Puzzle } from '../wire.ts';

const K: number[] = [];
const START: number[] = [];
// The first 32 bits of the fractions of the roots of the first primes (FIPS 180-4).
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let i = 2; i * i <= n; i++) if (n % i === 0) prime = false;
  if (!prime) continue;
  if (START.length < 8) START.push((n ** 0.5 * 2 ** 32) | 0);
  K.push((n ** (1 / 3) * 2 ** 32) | 0);
}

/** The first 32 bits of the digest; enough for any puzzle that is asked. The text is plain ASCII. */
function head(text: string): number {
  const words: number[] = [];
  for (let i = 0; i < text.length; i++)
    words[i >> 2] = (words[i >> 2] ?? 0) | (text.charCodeAt(i) << (24 - (i % 4) * 8));
  words[text.length >> 2] = (words[text.length >> 2] ?? 0) | (128 << (24 - (text.length % 4) * 8));
  const last = (((text.length + 8) >> 6) << 4) + 15;
  words[last] = text.length * 8;
  const hash = START.slice();
  const w: number[] = [];
  for (let at = 0; at <= last; at += 16) {
    let [a, b, c, d, e, f, g, h] = hash as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = words[at + i] ?? 0;
      else {
        const x = w[i - 15]!;
        const y = w[i - 2]!;
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
      }
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) hash[i] = (hash[i]! + value) | 0;
  }
  return hash[0]! >>> 0;
}

/** In small portions: the page stays usable meanwhile. */
export async function solve({ text, bits }: Puzzle): Promise<{ text: string; number: number }> {
  for (let number = 0; ; number++) {
    if (Math.clz32(head(`${text}.${number}`)) >= bits) return { text, number };
    if (number % 2000 === 1999) await new Promise(resolve => setTimeout(resolve));
  }
}
