import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { KNOWN } from '../../src/app/adapters.ts';
import { mayWatch } from '../../src/server/monitor-access.ts';
import { readEnv } from '../../src/settings/env.ts';
import { startMute } from '../kit/far-sides/mute.ts';
import { openMemory } from '../kit/migrated.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const TOKEN = '0123456789abcdef-monitoring';

describe('/readyz and /metrics', () => {
  let shop: Shop;
  afterEach(() => shop.stop());

  /** Asked as any program can: `fetch` sets some headers by itself. */
  const raw = (lines: string[], host = '127.0.0.1') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const socket = connect(Number(new URL(shop.url).port), host, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
      let text = '';
      socket.on('data', bytes => (text += bytes));
      socket.on('end', () => resolve({ status: Number(/^HTTP\/1\.\d (\d+)/.exec(text)?.[1]), text }));
      socket.on('error', reject);
    });
  const ask = (path: string, headers: string[] = [], { version = '1.1', host = 'localhost', at = '127.0.0.1' } = {}) =>
    raw([`GET ${path} HTTP/${version}`, `Host: ${host}`, 'Connection: close', ...headers], at);
  const says = async (...given: Parameters<typeof ask>) => {
    const [, ...rest] = given;
    const [ready, metrics] = [await ask('/readyz', ...rest), await ask('/metrics', ...rest)];
    return { status: ready.status, details: /"items"/.test(ready.text), metrics: metrics.status };
  };

  test('are for this machine, or for whoever has the token; everybody learns whether it is ready', async () => {
    shop = await openShop({ env: { METRICS_TOKEN: TOKEN } });
    const open = { status: 200, details: true, metrics: 200 };
    const shut = { status: 200, details: false, metrics: 401 };
    expect(await says('')).toEqual(open);
    expect(await says('', [], { host: '127.0.0.1:3000' })).toEqual(open);
    // A proxy on this machine speaks for somebody who is not.
    for (const header of [
      'X-Forwarded-For: 203.0.113.7',
      'x-forwarded-proto: https',
      'Forwarded: for=203.0.113.7',
      'X-Real-IP: 203.0.113.7',
      'Via: 1.1 caddy',
      'CF-Connecting-IP: 203.0.113.7',
    ])
      expect(await says('', [header]), header).toEqual(shut);
    expect(await says('', [], { version: '1.0' })).toEqual(shut);
    expect(await says('', [], { host: 'desk.shop.example' })).toEqual(shut);
    // The token opens, from anywhere; nothing that is only like it does.
    const through = ['X-Forwarded-For: 203.0.113.7'];
    expect(await says('', [...through, `Authorization: Bearer ${TOKEN}`])).toEqual(open);
    expect(await says('', [...through, `authorization: bearer ${TOKEN}`])).toEqual(open);
    for (const wrong of [`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, 'Bearer', `Basic ${TOKEN}`, TOKEN, 'Bearer é'])
      expect(await says('', [...through, `Authorization: ${wrong}`]), wrong).toEqual(shut);
  });

  test('without a token nobody beyond this machine reads them', async () => {
    shop = await openShop();
    expect((await ask('/metrics', ['X-Forwarded-For: ::1'])).status).toBe(401);
    expect((await ask('/metrics', ['X-Forwarded-For: ::1', 'Authorization: Bearer null'])).status).toBe(401);
    // A neighbour in the network, as this machine's own address is to itself.
    const neighbour = Object.values(networkInterfaces())
      .flat()
      .find(each => each && !each.internal && each.family === 'IPv4')?.address;
    const may = mayWatch(null);
    const server = createServer((request, response) => response.end(String(may(request))));
    await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
    const { port } = server.address() as { port: number };
    const told = async (host: string) => (await fetch(`http://${host}:${port}/`)).text();
    expect(await told('127.0.0.1')).toBe('true');
    if (neighbour) expect(await told(neighbour)).toBe('false');
    await new Promise(resolve => server.close(resolve));
  });

  test('asked every moment they cost the disk next to nothing', async () => {
    shop = await openShop();
    const wal = () => statSync(join(shop.folder, 'd.db-wal')).size;
    await ask('/readyz');
    await shop.running.engine.rows('pragma wal_checkpoint(truncate)', []);
    const before = wal();
    for (let i = 0; i < 20; i++) expect((await ask('/readyz')).status).toBe(200);
    // Before, each wrote 64 KB twice.
    expect(wal() - before).toBeLessThan(20 * 64 * 1024);
  });

  test('a disk that fills up is noticed all the same', async () => {
    const engine = await openMemory();
    await engine.check();
    const [pages] = await engine.rows<{ page_count: number }>('pragma page_count', []);
    await engine.rows(`pragma max_page_count = ${pages!.page_count}`, []);
    await engine.check();
    const fill = async () => {
      for (let i = 0; ; i++) {
        const row = { id: `x${i}`, workspaceId: 'ws', value: 'x'.repeat(20_000) };
        await engine.commit([{ do: 'insert', table: 'settings', row: row as never }], 'ws');
      }
    };
    await expect(fill()).rejects.toThrow(/full/);
    await expect(engine.check()).rejects.toThrow(/full/);
    await engine.rows('pragma max_page_count = 1073741823', []);
    await engine.check();
    await engine.close();
    shop = await openShop();
  });

  test('a mailbox that cannot be reached is said and does not make the service unready', async () => {
    const mute = await startMute();
    shop = await openShop({
      yaml: `rooms: [{ name: customers }]\nchannels:\n  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, imap: { host: 127.0.0.1, port: ${mute.port}, secure: false, user: x, password: y }, smtp: { host: 127.0.0.1, port: ${mute.port} } }\n`,
    });
    await until(() => mute.open() > 0, 'it tries');
    const { status, text } = await ask('/readyz');
    expect(status, text).toBe(200);
    await mute.stop();
  });
});

test('a token that is easily guessed is refused with the sentence that mends it', () => {
  for (const bad of ['short', 'with a space in it, and long', 'ünïcödé-ünïcödé-ünïcödé'])
    expect(readEnv({ METRICS_TOKEN: bad }, KNOWN).problems.join()).toMatch(
      /METRICS_TOKEN must have 16 characters.*openssl/,
    );
  expect(readEnv({ METRICS_TOKEN: TOKEN }, KNOWN)).toMatchObject({ problems: [], settings: { metricsToken: TOKEN } });
  expect(readEnv({}, KNOWN).settings.metricsToken).toBeNull();
});
