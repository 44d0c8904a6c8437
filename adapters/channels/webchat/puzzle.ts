/**
 * A proof of work before a first message, only under load: it costs a person a moment, and a bot that opens a thousand chats
 * a thousand moments. A puzzle is signed, valid for minutes, and accepted once.
 */
import { createHash } from 'node:crypto';
import { type Instant, MINUTE } from '../../../src/core/time.ts';
import type { Puzzle } from './wire.ts';

/** Slow phones take a minute for the hardest. */
const VALID_FOR_MS = 10 * MINUTE;
/** 1 million tries: some three seconds on a phone. */
const BITS_MAX = 20;

type Sign = (text: string) => string;

export function makePuzzle(sign: Sign, nonce: string, bits: number, now: Instant): Puzzle {
  const hard = Math.min(BITS_MAX, Math.max(1, Math.round(bits)));
  const body = `${nonce}.${hard}.${now + VALID_FOR_MS}`;
  return { text: `${body}.${sign(`puzzle:${body}`).slice(0, 32)}`, bits: hard };
}

/** @returns the nonce and until when it could be used, to be taken once; null when it is forged, over, too easy or not solved */
export function solvedNonce(
  sign: Sign,
  solved: { text: string; number: number } | undefined,
  bitsMin: number,
  now: Instant,
): { nonce: string; until: Instant } | null {
  if (!solved || typeof solved.text !== 'string' || !Number.isSafeInteger(solved.number)) return null;
  const [nonce = '', bits = '', until = '', shown = ''] = solved.text.split('.');
  if (sign(`puzzle:${nonce}.${bits}.${until}`).slice(0, 32) !== shown) return null;
  if (Number(until) < now || Number(bits) < bitsMin) return null;
  if (zeroBits(createHash('sha256').update(`${solved.text}.${solved.number}`).digest()) < Number(bits)) return null;
  return { nonce, until: Number(until) };
}

export function zeroBits(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte === 0) bits += 8;
    else return bits + Math.clz32(byte) - 24;
  }
  return bits;
}
