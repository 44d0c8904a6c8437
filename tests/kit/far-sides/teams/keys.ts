/** Microsoft's keys, made once per process, and tokens signed with them. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { Json } from './shapes.ts';

export interface Key {
  kid: string;
  private: KeyObject;
  public: KeyObject;
}

const made: Key[] = [];

/** The n-th key of this process: 0 is in use first, 1 comes when keys are rotated, 2 is nobody's. */
export function keyAt(n: number): Key {
  while (made.length <= n) {
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    made.push({
      kid: `key-${made.length}`,
      private: createPrivateKey(pair.privateKey),
      public: createPublicKey(pair.publicKey),
    });
  }
  return made[n]!;
}

export function jwks(keys: Key[]): Json {
  return {
    keys: keys.map(({ kid, public: key }) => {
      const { n, e } = key.export({ format: 'jwk' });
      return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, n, e, endorsements: ['msteams', 'webchat'] };
    }),
  };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Forged {
  /** Signed with the n-th key of the process. */
  key?: number;
  kid?: string;
  /** `none`: no signature at all; `HS256`: with the public key as if it were a shared secret. */
  alg?: 'RS256' | 'none' | 'HS256';
}

export function signToken(claims: Json, { key = 0, kid, alg = 'RS256' }: Forged = {}): string {
  const with_ = keyAt(key);
  const head = `${part({ alg, typ: 'JWT', kid: kid ?? with_.kid, x5t: kid ?? with_.kid })}.${part(claims)}`;
  if (alg === 'none') return `${head}.`;
  if (alg === 'HS256') {
    const pem = with_.public.export({ type: 'spki', format: 'pem' });
    return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
  }
  // Forged tokens name a key that did not sign them.
  const place = `${key} ${head}`;
  const known = signed.get(place);
  if (known) return known;
  const token = `${head}.${createSign('RSA-SHA256').update(head).sign(with_.private).toString('base64url')}`;
  if (signed.size >= SIGNED_MAX) signed.clear();
  signed.set(place, token);
  return token;
}

/** The same claims give the same token, and a signature takes a millisecond of processor. */
const signed = new Map<string, string>();
const SIGNED_MAX = 1_000;

/** The claims of a token that one of our keys signed; null for any other. */
export function readToken(token: string): Json | null {
  const [head, body, signature] = token.split('.');
  if (!head || !body || !signature) return null;
  const good = made.some(key =>
    createVerify('RSA-SHA256').update(`${head}.${body}`).verify(key.public, Buffer.from(signature, 'base64url')),
  );
  return good ? (JSON.parse(Buffer.from(body, 'base64url').toString()) as Json) : null;
}
