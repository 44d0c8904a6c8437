import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { systemClock } from '../../src/app/world.ts';
import { isUnreachable, openPatiently } from '../../src/store/open-patiently.ts';
import { freshPostgres } from '../kit/engines.ts';
import { startLine } from '../kit/far-sides/line.ts';
import { freePort } from '../kit/servers.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { testLog, until } from '../kit/world.ts';

describe('while Deskhand starts', () => {
  let shop: Shop | null = null;
  afterEach(async () => {
    await shop?.stop();
    shop = null;
  });
  const asked = (port: number, path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) }).then(
      async response => ({
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        text: await response.text(),
      }),
      () => null,
    );

  test('nothing that will be there is ever said not to be there', async () => {
    const port = await freePort();
    const seen = new Set<number>();
    let started = false;
    const asking = (async () => {
      while (!started) {
        for (const [path, method] of [
          ['/chat/site/send', 'POST'],
          ['/w.js?site=site', 'GET'],
          ['/readyz', 'GET'],
          ['/', 'GET'],
        ] as const) {
          const answer = await asked(port, path, method);
          if (answer) seen.add(answer.status);
          if (answer?.status === 503 && path !== '/readyz') expect(Number(answer.retryAfter)).toBeGreaterThan(0);
        }
        await new Promise(resolve => setTimeout(resolve, 2));
      }
    })();
    shop = await openShop({ env: { PORT: String(port) } });
    started = true;
    await asking;
    expect([...seen]).not.toContain(404);
    expect((await asked(port, '/there/is/nothing'))?.status).toBe(404);
  });

  test.skipIf(inject('postgres') === null)(
    'PostgreSQL is away: it waits, is alive but not ready, and is there as soon as the database is',
    async () => {
      const fresh = await freshPostgres();
      const at = new URL(fresh.url);
      const line = await startLine({ host: at.hostname, port: Number(at.port) });
      at.port = String(line.port);
      line.refuse();
      const port = await freePort();
      let failed: unknown = null;
      const opening = openShop({
        env: {
          PORT: String(port),
          DATABASE_URL: at.href,
          DESKHAND_SECRET_KEY: randomBytes(32).toString('base64'),
        },
      }).catch(error => {
        failed = error;
        return null;
      });
      await until(async () => (await asked(port, '/healthz'))?.status === 200, 'alive', 30_000);
      expect((await asked(port, '/readyz'))?.status).toBe(503);
      const chat = await asked(port, '/chat/site/send', 'POST');
      expect(chat?.status).toBe(503);
      expect(Number(chat?.retryAfter)).toBeGreaterThan(0);
      await new Promise(resolve => setTimeout(resolve, 3_000));
      expect(failed).toBeNull();
      line.mend();
      shop = await opening;
      expect(failed).toBeNull();
      await until(async () => (await asked(port, '/readyz'))?.status === 200, 'ready', 30_000);
      await shop?.stop();
      shop = null;
      await line.stop();
      await fresh.drop();
    },
    120_000,
  );

  test.skipIf(inject('postgres') === null)(
    'it says what it waits for; what waiting does not mend is said at once',
    async () => {
      const log = testLog();
      const nobody = `postgres://postgres@127.0.0.1:${await freePort()}/x`;
      await expect(openPatiently(nobody, 'one', { clock: systemClock, log, wait: false })).rejects.toThrow(
        /cannot be reached.*Check DATABASE_URL/,
      );
      const missing = new URL(inject('postgres')!);
      missing.pathname = '/there_is_no_such_database';
      await expect(openPatiently(missing.href, 'one', { clock: systemClock, log, wait: true })).rejects.toThrow(
        /there_is_no_such_database/,
      );
      const fresh = await freshPostgres();
      const at = new URL(fresh.url);
      const line = await startLine({ host: at.hostname, port: Number(at.port) });
      at.port = String(line.port);
      line.refuse();
      const opening = openPatiently(at.href, 'one', { clock: systemClock, log, wait: true });
      await until(() => log.lines.some(each => /Deskhand waits for it/.test(each.sentence)), 'it says so', 20_000);
      line.mend();
      await (await opening).close();
      expect(log.lines.at(-1)?.sentence).toBe('The database is there. Starting.');
      await line.stop();
      await fresh.drop();
    },
    240_000,
  );

  test.each([
    ['nobody listens', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), true],
    ['a name that is not known yet', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), true],
    ['the server starts', Object.assign(new Error('the database system is starting up'), { code: '57P03' }), true],
    ['it has too many clients', Object.assign(new Error('sorry, too many clients'), { code: '53300' }), true],
    ['it hangs up', new Error('Connection terminated unexpectedly'), true],
    ['it says nothing', new Error('timeout expired'), true],
    [
      'two addresses, both refused',
      new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]),
      true,
    ],
    ['a wrong password', Object.assign(new Error('password authentication failed'), { code: '28P01' }), false],
    ['no such database', Object.assign(new Error('database "x" does not exist'), { code: '3D000' }), false],
    ['a migration that fails', Object.assign(new Error('syntax error'), { code: '42601' }), false],
  ])('%s: waiting mends it or not', (_, error, mends) => {
    expect(isUnreachable(error)).toBe(mends);
    expect(isUnreachable(new Error('The PostgreSQL database cannot be reached.', { cause: error }))).toBe(mends);
  });
});
