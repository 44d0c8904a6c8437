/** A provider's sign-in: gives short tokens for long ones, renews the long ones as Microsoft does, and takes them away. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenSide {
  url: string;
  /** Where a code for another device is made. */
  deviceUrl: string;
  /** Where a person agrees in a browser. */
  authorizeUrl: string;
  /** The long token that is good now. */
  refresh: string;
  /** The short token that was given last. */
  access: string;
  /** How many short tokens were made. */
  made: number;
  expiresIn: number;
  mood: 'gives' | 'revoked' | 'has trouble' | 'leads elsewhere' | 'has no end' | 'is silent halfway';
  /** Times the person has not agreed yet. */
  pending: number;
  /** Told of each new short token. */
  onAccess: (token: string) => void;
  stop(): Promise<void>;
}

export async function startTokens(): Promise<TokenSide> {
  const side: TokenSide = {
    url: '',
    deviceUrl: '',
    authorizeUrl: '',
    refresh: 'long-0',
    access: 'short-0',
    made: 0,
    expiresIn: 3_600,
    mood: 'gives',
    pending: 2,
    onAccess: () => {},
    stop: async () => {},
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    if (request.url?.startsWith('/device'))
      return answer(200, {
        device_code: 'dev',
        user_code: 'ABCD-EFGH',
        verification_uri: 'https://login.example/device',
        interval: 0.01,
      });
    if (side.mood === 'has trouble') return answer(503, { error: 'temporarily_unavailable' });
    if (side.mood === 'leads elsewhere') return void response.writeHead(307, { Location: side.deviceUrl }).end();
    if (side.mood === 'has no end') return void response.writeHead(200).end(`"${'a'.repeat(1_000_000)}"`);
    if (side.mood === 'is silent halfway')
      return void response.writeHead(200, { 'Content-Length': '90' }).write('{', () => response.destroy());
    if (side.mood === 'revoked')
      return answer(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
    const grant = form.get('grant_type');
    if (grant === 'urn:ietf:params:oauth:grant-type:device_code' && side.pending-- > 0)
      return answer(400, { error: 'authorization_pending' });
    if (grant === 'refresh_token' && form.get('refresh_token') !== side.refresh)
      return answer(400, { error: 'invalid_grant', error_description: 'The long token is not the newest.' });
    if (grant === 'authorization_code' && (form.get('code') !== 'yes' || !form.get('code_verifier')))
      return answer(400, { error: 'invalid_grant' });
    side.made++;
    side.access = `short-${side.made}`;
    side.refresh = `long-${side.made}`;
    side.onAccess(side.access);
    answer(200, { access_token: side.access, refresh_token: side.refresh, expires_in: side.expiresIn });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  side.url = `${base}/token`;
  side.deviceUrl = `${base}/device`;
  side.authorizeUrl = `${base}/authorize`;
  side.stop = () =>
    new Promise(resolve => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return side;
}
