/** Microsoft's side of signatures: the Connector's keys, Entra's keys of any tenant, and tokens signed with them, or forged. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Pair {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export interface TeamsTokens {
  /** What `TEAMS_LOGIN_URL` is set to. */
  url: string;
  /** Everything that was asked for, as `GET /path`. */
  calls: string[];
  mood: 'answers' | 'has trouble';
  /** The key that the Connector signs with now. */
  connector: Pair;
  /** The key that every tenant of Entra signs with. */
  entra: Pair;
  /** The Connector signs with another key; the one before is no longer published. */
  rotate(): void;
  stop(): Promise<void>;
}

/** Making one takes a tenth of a second. */
const pairs: Pair[] = [];
function pair(at: number): Pair {
  pairs[at] ??= { kid: `key-${at}`, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  return pairs[at];
}
/** A key that nobody publishes. */
export const strangersKey = (): Pair => pair(3);

export async function startTeamsTokens(): Promise<TeamsTokens> {
  const side: TeamsTokens = {
    url: '',
    calls: [],
    mood: 'answers',
    connector: pair(0),
    entra: pair(2),
    rotate: () => {
      side.connector = pair(1);
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const jwks = ({ kid, publicKey }: Pair) => ({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', x5t: kid, endorsements: ['msteams'] }],
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    side.calls.push(`${request.method} ${path}`);
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (side.mood === 'has trouble') return answer(503, {});
    if (path === '/v1/.well-known/openidconfiguration')
      return answer(200, { issuer: CONNECTOR, jwks_uri: `${side.url}/v1/.well-known/keys` });
    if (path === '/v1/.well-known/keys') return answer(200, jwks(side.connector));
    if (path.endsWith('/discovery/v2.0/keys')) return answer(200, jwks(side.entra));
    answer(404, {});
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  side.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return side;
}

export const CONNECTOR = 'https://api.botframework.com';

export interface TokenWish {
  key: Pair;
  claims: Record<string, unknown>;
  /** `HS256` takes the public key for a secret, as a careless verifier would. */
  alg?: 'RS256' | 'HS256' | 'none';
  kid?: unknown;
}

/** Claims that are undefined are left out. */
export function makeToken({ key, claims, alg = 'RS256', kid = key.kid }: TokenWish): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg, kid, x5t: kid })}.${part(claims)}`;
  if (alg === 'none') return `${signed}.`;
  const pem = key.publicKey.export({ format: 'pem', type: 'spki' });
  const signature =
    alg === 'HS256'
      ? createHmac('sha256', pem).update(signed).digest()
      : sign('sha256', Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}
