/** Another place for X, with TLS: led there and nothing else changed, and only where its certificate is good. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { originIn, xVariables } from '../../../../adapters/channels/x/connection/origin.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { assertHere } from '../../../kit/packages.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function certificate(): { key: string; cert: string } {
  assertHere('OpenSSL');
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-tls-'));
  open.push(() => rmSync(folder, { recursive: true }));
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', 'cert.pem', ...names], {
    cwd: folder,
    stdio: 'ignore',
  });
  return { key: readFileSync(join(folder, 'key.pem'), 'utf8'), cert: readFileSync(join(folder, 'cert.pem'), 'utf8') };
}

/** A stand-in behind TLS. */
async function begin() {
  const world = await openX();
  open.push(world.close);
  const own = certificate();
  const behind = new URL(world.url);
  const names: unknown[] = [];
  const server = createServer({ key: own.key, cert: own.cert }, socket => {
    names.push(socket.servername);
    const inside = connect(Number(behind.port), behind.hostname);
    socket
      .on('error', () => inside.destroy())
      .pipe(inside)
      .on('error', () => socket.destroy())
      .pipe(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise(resolve => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const { appKey, appSecret, accessToken, accessSecret } = world.account('shop').keys;
  const config = xConfig({
    api_key: appKey,
    api_secret: appSecret,
    access_token: accessToken,
    access_secret: accessSecret,
  });
  const at = (host: string) => connectX({ config, origin: `https://${host}:${port}`, clock: systemClock });
  return { world, at, cert: own.cert, names };
}

test('a certificate that nobody vouches for: nothing is sent there', async () => {
  const { at, world } = await begin();
  const answer = await at('localhost').post({ text: 'hello', answers: null, media: [] });
  expect(answer).toMatchObject({
    ...{ ok: false, why: 'no-answer', mayHaveArrived: false },
    words: expect.stringMatching(/certificate is not valid/),
  });
  expect(world.calls).toEqual([]);
});

test('a certificate that is trusted: by a name and by an address of numbers', async () => {
  const { at, cert, names } = await begin();
  const before = getCACertificates('default');
  open.push(() => setDefaultCACertificates(before));
  setDefaultCACertificates([...before, cert]);
  expect(await at('localhost').me()).toMatchObject({ ok: true, value: { handle: 'shop' } });
  expect(await at('127.0.0.1').me()).toMatchObject({ ok: true });
  expect(names).toEqual(['localhost', false]);
});

describe('the variable', () => {
  const problem = (value: string) => xVariables.map(each => each.problem?.(value)).join();

  test('leads to an address of this machine or one with TLS', () => {
    for (const good of ['http://127.0.0.1:8080', 'http://[::1]:8080', 'http://localhost', 'https://x.test.example'])
      expect(problem(good), good).toBe('');
    expect(problem('http://x.test.example')).toMatch(/^X_API_ORIGIN.*unencrypted/);
    expect(problem('https://x.test.example/2/')).toMatch(/Write only the scheme/);
    expect(problem('https://me:secret@x.test.example')).toMatch(/Write only the scheme/);
    for (const bad of ['x.test.example', 'ftp://x.test.example', 'off'])
      expect(problem(bad)).toMatch(/Write an address/);
  });

  test('is asked for by its name', () => {
    expect(originIn({ variable: name => (name === xVariables[0]!.name ? 'https://x.test.example' : null) })).toBe(
      'https://x.test.example',
    );
  });
});
