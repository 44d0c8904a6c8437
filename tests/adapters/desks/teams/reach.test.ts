/** What `doctor` finds out about Teams before the desk is opened, and what Microsoft's refusals are explained with. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { reached } from '../../../../adapters/desks/teams/connection/reach.ts';
import { tokenTrouble } from '../../../../adapters/desks/teams/connection/token-trouble.ts';
import { KNOWN } from '../../../../src/app/adapters.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { readEnv } from '../../../../src/settings/env.ts';

const CLIENT = '0f0e0d0c-1111-4222-8333-444455556666';
const TENANT = 'aaaaaaaa-1111-4222-8333-444455556666';
const ENDPOINT = 'https://desk.shop.example/api/messages';

let server: Server | null = null;
afterEach(async () => {
  await new Promise(resolve => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

/** Microsoft's sign-in and keys, of which only what is asked for here. */
async function login(token: [status: number, body: unknown]): Promise<string> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = new URLSearchParams(Buffer.concat(chunks).toString());
    const [status, body] =
      request.url === `/${TENANT}/oauth2/v2.0/token` && asked.get('scope') === 'https://api.botframework.com/.default'
        ? token
        : request.url === '/v1/.well-known/openidconfiguration'
          ? [200, { issuer: 'https://api.botframework.com', jwks_uri: 'https://login.example/keys' }]
          : [404, {}];
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' }).end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function look(env: Record<string, string>, running = false): Promise<Record<string, HealthItem>> {
  const { settings, problems } = readEnv(
    { TEAMS_CLIENT_ID: CLIENT, TEAMS_CLIENT_SECRET: 'abc8Q~kettle', TEAMS_TENANT_ID: TENANT, ...env },
    KNOWN,
  );
  expect(problems).toEqual([]);
  const items = (await settings.desk.look?.(settings.publicUrl, running)) ?? [];
  expect(JSON.stringify(items)).not.toContain('abc8Q~kettle');
  return Object.fromEntries(items.map(each => [each.what, each]));
}

describe('doctor', () => {
  test('says what is well', async () => {
    const loginUrl = await login([200, { access_token: 'ey', expires_in: 3599 }]);
    const items = await look({ TEAMS_LOGIN_URL: loginUrl, PUBLIC_URL: 'https://desk.shop.example' });
    expect(Object.values(items).filter(each => !each.ok)).toEqual([]);
    expect(items['Public address']?.words).toBe(`${ENDPOINT}: it is called once Deskhand runs`);
  });

  test('explains a refused sign-in, and that nothing can be reached', async () => {
    const said = 'AADSTS7000222: The provided client secret keys for app are expired. Trace ID: 1';
    const loginUrl = await login([401, { error: 'invalid_client', error_description: said, error_codes: [7000222] }]);
    const refused = await look({ TEAMS_LOGIN_URL: loginUrl });
    expect(refused['Sign-in at Microsoft']).toMatchObject({ ok: false });
    expect(refused['Sign-in at Microsoft']?.words).toMatch(/^The client secret in TEAMS_CLIENT_SECRET has expired\./);
    await new Promise(resolve => server!.close(resolve));
    const gone = await look({ TEAMS_LOGIN_URL: loginUrl });
    expect(gone['Sign-in at Microsoft']?.words).toMatch(/cannot be reached/);
    expect(gone['Keys of Teams']?.words).toMatch(/ECONNREFUSED\. Without its keys/);
  });

  test.each([
    ['', /^PUBLIC_URL is not set\./],
    ['http://desk.shop.example', /calls only addresses with https/],
    ['https://localhost:3000', /cannot reach from outside/],
    ['https://192.168.1.4', /cannot reach from outside/],
    ['https://server', /cannot reach from outside/],
    ['https://shop.local', /cannot reach from outside/],
  ])('names what is wrong with the public address %j', async (publicUrl, words) => {
    const loginUrl = await login([200, {}]);
    const items = await look({ TEAMS_LOGIN_URL: loginUrl, PUBLIC_URL: publicUrl });
    expect(items['Public address']).toMatchObject({ ok: false, words: expect.stringMatching(words) });
  });

  test('calls a running service by its public address, and tells who answers', async () => {
    const items = await look({ TEAMS_LOGIN_URL: await login([200, {}]), PUBLIC_URL: 'https://desk.invalid' }, true);
    expect(items['Public address']?.words).toMatch(/cannot be opened from this machine: (ENOTFOUND|EAI_AGAIN)/);
    const by = (status: number) => reached(ENDPOINT, { status, text: '' });
    expect([400, 401, 403].map(status => by(status).ok)).toEqual([true, true, true]);
    expect(by(404).words).toContain('does not pass this path on');
    expect(by(502).words).toContain('cannot reach Deskhand');
    expect(by(308).words).toContain('redirects');
    expect(by(200)).toMatchObject({ ok: false, words: expect.stringContaining('Something other') });
  });

  test('asks nothing where deliveries are unsigned', async () => {
    const items = await look({ TEAMS_UNSIGNED: 'loopback' });
    expect(Object.keys(items)).toEqual(['Teams']);
  });
});

describe('a refused token', () => {
  test.each([
    ['7000222', 'has expired', true],
    ['7000215', 'often it is the Secret ID', true],
    ['700016', 'There is no app with the id in TEAMS_CLIENT_ID', true],
    ['7000229', 'az ad sp create --id <TEAMS_CLIENT_ID>', true],
    ['90002', 'Microsoft knows no tenant', true],
    ['53003', 'Conditional Access policy', true],
    ['65001', 'Grant admin consent', true],
    ['1234567', 'https://login.microsoftonline.com/error?code=1234567', true],
    ['90033', 'it is tried again', false],
  ])('AADSTS%s is explained', (code, words, lasts) => {
    const trouble = tokenTrouble(
      `invalid_client: Error(s): ${code} - Description: AADSTS${code}: Secret abc8Q~kettle.`,
    );
    expect(trouble.lasts).toBe(lasts);
    expect(trouble.words).toContain(words);
    expect(trouble.words).toContain(`AADSTS${code}`);
    expect(trouble.words).not.toContain('kettle');
  });

  test('without a code it is judged by its kind; what is no answer of Microsoft passes', () => {
    expect(tokenTrouble('{"error":"invalid_client"}')).toMatchObject({ lasts: true });
    for (const said of ['ECONNREFUSED', '<html>502 Bad Gateway</html>', ''])
      expect(tokenTrouble(said)).toMatchObject({ lasts: false, words: expect.stringContaining('cannot be reached') });
  });
});
