/**
 * The shop vouches for its signed-in customer: an HMAC-SHA256 over `id|email|expires`, made on the shop's own server with
 * a secret that only it and Deskhand know. Forged, expired and foreign ones are refused. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../../src/core/time.ts';
import { DAY, MINUTE, SECOND } from '../../../src/core/time.ts';
import { isEmail } from './email-address.ts';
import type { SignedIdentity } from './wire.ts';

/** Two servers whose clocks differ by less are in step. */
const SKEW_MS = 2 * MINUTE;
/** A signature that is good for longer can be taken from an old page and used again. */
const VALID_FOR_MAX_MS = 7 * DAY;
const ID_CHARS_MAX = 200;
/** Shorter secrets can be guessed offline from one signature. */
export const SECRET_CHARS_MIN = 32;

export interface Verified {
  id: string;
  email: string | null;
  name: string | null;
}

/** What the shop's server computes. `expires` is in seconds since 1970. */
export function identitySignature(secret: string, id: string, email: string, expires: number): string {
  return createHmac('sha256', secret).update(`${id}|${email}|${expires}`).digest('hex');
}

/** @returns who it is, or null when the shop did not say so, or not for now */
export function verifyIdentity(given: SignedIdentity, secret: string | null, now: Instant): Verified | null {
  if (!secret || typeof given !== 'object' || given === null) return null;
  const { id, email = '', expires, signature } = given;
  if (typeof id !== 'string' || typeof email !== 'string' || typeof signature !== 'string') return null;
  // Otherwise "a|b" with "c" and "a" with "b|c" would have one signature.
  if (id === '' || id.length > ID_CHARS_MAX || id.includes('|') || email.includes('|')) return null;
  if (!Number.isSafeInteger(expires)) return null;
  const until = expires * SECOND;
  if (until < now - SKEW_MS || until > now + VALID_FOR_MAX_MS + SKEW_MS) return null;
  const right = Buffer.from(identitySignature(secret, id, email, expires), 'hex');
  const shown = /^[0-9a-f]{64}$/i.test(signature) ? Buffer.from(signature, 'hex') : Buffer.alloc(0);
  if (shown.length !== right.length || !timingSafeEqual(shown, right)) return null;
  const name = typeof given.name === 'string' ? given.name : null;
  return { id, email: isEmail(email) ? email.toLowerCase() : null, name };
}
