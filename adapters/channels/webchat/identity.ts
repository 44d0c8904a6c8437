/**
 * The shop vouches for its signed-in customer: an HMAC-SHA256 over `v2|id|email|expires|name`, made on the shop's own server
 * with a secret that only it and Deskhand know. Forged, expired and foreign signatures are refused. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant, MINUTE, SECOND } from '../../../src/core/time.ts';
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
  /** Signed by the shop. */
  name: string | null;
  /** What stands in the page beside a signature of the old kind, which does not cover it: anybody can write it there. */
  nameInPage?: string;
}

/**
 * What the shop's server computes. `expires` is in seconds since 1970. The name comes last, so that whatever is in it (bars
 * too) can be read in one way only: the parts before it have no bar.
 */
export function identitySignature(secret: string, id: string, email: string, expires: number, name = ''): string {
  return hmac(secret, `v2|${id}|${email}|${expires}|${name}`);
}

/** The old kind says nothing of the name. It still proves who it is, so that no shop's sign-in breaks. */
function oldSignature(secret: string, id: string, email: string, expires: number): string {
  return hmac(secret, `${id}|${email}|${expires}`);
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** @returns who it is, or null when the shop did not say so, or not for now */
export function verifyIdentity(given: SignedIdentity, secret: string | null, now: Instant): Verified | null {
  if (!secret || typeof given !== 'object' || given === null) return null;
  const { id, email = '', expires, signature } = given;
  const name = given.name ?? '';
  if (typeof id !== 'string' || typeof email !== 'string' || typeof signature !== 'string') return null;
  if (typeof name !== 'string') return null;
  // Otherwise "a|b" with "c" and "a" with "b|c" would have one signature.
  if (id === '' || id.length > ID_CHARS_MAX || id.includes('|') || email.includes('|')) return null;
  if (!Number.isSafeInteger(expires)) return null;
  const until = expires * SECOND;
  if (until < now - SKEW_MS || until > now + VALID_FOR_MAX_MS + SKEW_MS) return null;
  const who = { id, email: isEmail(email) ? email.toLowerCase() : null };
  if (isSame(signature, identitySignature(secret, id, email, expires, name))) return { ...who, name: name || null };
  if (isSame(signature, oldSignature(secret, id, email, expires)))
    return { ...who, name: null, ...(name ? { nameInPage: name } : {}) };
  return null;
}

function isSame(given: string, right: string): boolean {
  return /^[0-9a-f]{64}$/i.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), Buffer.from(right, 'hex'));
}
