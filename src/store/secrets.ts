/** Seals secrets at rest: AES-256-GCM, bound to the workspace and the name they are kept under. */
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { StoreError } from './engine.ts';

/** The full tag: without saying so, Node accepts one of four bytes. */
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/** One key of 32 bytes; `id` is a fingerprint that may be shown. */
export interface SecretKey {
  id: string;
  bytes: Buffer;
}

/** @param written 32 bytes in base64; several separated by commas: the first seals, all open */
export function parseKeys(written: string): SecretKey[] {
  return written.split(',').map(each => {
    const bytes = Buffer.from(each.trim(), 'base64');
    if (bytes.length !== KEY_BYTES) {
      throw new StoreError(
        `DESKHAND_SECRET_KEY must be ${KEY_BYTES} bytes in base64, not ${bytes.length}. Make one with: openssl rand -base64 32`,
      );
    }
    return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
  });
}

/** The fingerprint of the key that sealed a value; null for what is no sealed value. */
export function keyIdOf(sealed: string): string | null {
  return /^v1:([0-9a-f]{8}):/.exec(sealed)?.[1] ?? null;
}

/** What links, reply addresses and chats are signed with. It tells nothing of the key it is made from. */
export function signingKeyOf(key: SecretKey): Buffer {
  return createHmac('sha256', key.bytes).update('signing').digest();
}

/**
 * @param place `workspace:name`; a sealed value copied to another place does not open there
 * @param nonce 12 random bytes, never used twice
 * @returns `v1:keyId:nonce:tag:ciphertext`
 */
export function seal(keys: SecretKey[], place: string, text: string, nonce: Uint8Array): string {
  const key = keys[0]!;
  if (nonce.length !== NONCE_BYTES) throw new Error(`A nonce has ${NONCE_BYTES} bytes, not ${nonce.length}.`);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = [Buffer.from(nonce), cipher.getAuthTag(), sealed].map(each => each.toString('base64url'));
  return ['v1', key.id, ...parts].join(':');
}

export function unseal(keys: SecretKey[], place: string, sealed: string): string {
  const [version, keyId, nonce = '', tag = '', text = ''] = sealed.split(':');
  const key = keys.find(each => each.id === keyId);
  if (version !== 'v1' || !key) {
    throw new StoreError(
      `The secret "${place}" was sealed with another key. Set DESKHAND_SECRET_KEY to the key it was sealed with, or enter it again.`,
    );
  }
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch {
    throw new StoreError(`The secret "${place}" has been changed or belongs elsewhere. Enter it again.`);
  }
}
