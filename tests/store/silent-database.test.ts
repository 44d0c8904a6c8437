import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/store/postgres.ts';
import { freshPostgres } from '../kit/engines.ts';
import { type Line, startLine } from '../kit/far-sides/line.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

/** Longer than a silence is borne, and the wait after it; a busy machine is slow. */
const RECOVERS_WITHIN_MS = 90_000;

describe.skipIf(inject('postgres') === null)('a PostgreSQL that falls silent without a word', () => {
  let fresh: { url: string; drop(): Promise<void> };
  let line: Line;
  let url: string;
  beforeEach(async () => {
    fresh = await freshPostgres();
    const at = new URL(fresh.url);
    line = await startLine({ host: at.hostname, port: Number(at.port) });
    at.port = String(line.port);
    url = at.href;
  });
  afterEach(async () => {
    await line.stop();
    await fresh.drop();
  });

  test('readiness and metrics say so within seconds, and everything goes on when it is back', async () => {
    const shop: Shop = await openShop({
      env: { DATABASE_URL: url, DESKHAND_SECRET_KEY: randomBytes(32).toString('base64') },
    });
    try {
      const ready = async () => {
        const response = await fetch(`${shop.url}/readyz`);
        return { status: response.status, words: JSON.stringify(await response.json()) };
      };
      const metric = async (name: string) => {
        const text = await (await fetch(`${shop.url}/metrics`)).text();
        const found = new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1];
        return found === undefined ? null : Number(found);
      };
      await until(async () => (await ready()).status === 200, 'ready');
      expect(await metric('deskhand_job_last_claim_age_seconds')).toBeLessThan(10);
      expect(await metric('deskhand_job_oldest_due_seconds')).not.toBeNull();
      await shop.mail({ subject: 'before', text: 'x' });
      await shop.cards(1);

      line.fallSilent();
      const said = await until(
        async () => {
          const now = await ready();
          return now.status === 503 ? now : null;
        },
        '503',
        30_000,
      );
      expect(said.words).toMatch(/does not answer/);
      expect(await metric('deskhand_database_up')).toBe(0);
      await until(
        async () => ((await metric('deskhand_job_last_claim_age_seconds')) ?? 0) > 5,
        'the age grows',
        30_000,
      );

      line.mend();
      await until(async () => (await ready()).status === 200, 'ready again', RECOVERS_WITHIN_MS);
      await shop.mail({ subject: 'after', text: 'goes on' });
      await until(
        async () => (await shop.cards()).some(each => each.card.message.text.trim() === 'goes on'),
        'worked on again',
        RECOVERS_WITHIN_MS,
      );
      await until(
        async () => ((await metric('deskhand_job_last_claim_age_seconds')) ?? 99) < 5,
        'it looks again',
        RECOVERS_WITHIN_MS,
      );
    } finally {
      await shop.stop();
    }
  }, 240_000);

  test('in the middle of a commit, and on the line that only listens: each goes on by a new connection', async () => {
    const engine = await openPostgres(url, 'one');
    const other = await openPostgres(fresh.url, 'other');
    try {
      const heard: string[] = [];
      engine.subscribe(topic => heard.push(topic));
      await until(
        () => {
          other.publish('first');
          return heard.includes('first');
        },
        'it listens',
        20_000,
      );
      const row = (id: string) => ({ id, workspaceId: 'ws_test', value: id });
      const put = (id: string) => engine.commit([{ do: 'put', table: 'settings', row: row(id) as never }], 'ws_test');
      await put('a');
      line.fallSilent();
      // What is under way then is given up after its time, and says so.
      await expect(put('b')).rejects.toThrow(/timeout/i);
      line.mend();
      await until(
        () =>
          put('c').then(
            () => true,
            () => false,
          ),
        'a commit goes through',
        RECOVERS_WITHIN_MS,
      );
      await until(
        () => {
          other.publish('news');
          return heard.includes('news');
        },
        'it hears again',
        RECOVERS_WITHIN_MS,
      );
      const rows = await engine.rows<{ id: string }>(`select id from settings where workspace_id = 'ws_test'`, []);
      expect(rows.map(each => each.id)).toContain('c');
    } finally {
      await engine.close();
      await other.close();
    }
  }, 240_000);

  test('connections that break at any moment end no process: not while they are handed out either', async () => {
    const engine = await openPostgres(url, 'one');
    try {
      let over = false;
      const one = async (name: string) => {
        for (let i = 0; !over; i++) {
          const row = { id: `${name}`, workspaceId: 'ws_test', value: i };
          await engine.commit([{ do: 'put', table: 'settings', row: row as never }], 'ws_test').catch(() => {});
        }
      };
      const work = Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(one));
      for (let i = 0; i < 120; i++) {
        await new Promise(resolve => setTimeout(resolve, (i * 7) % 40));
        line.cut();
      }
      over = true;
      await work;
      // An error that nobody listened for would have failed this test by now.
      await until(
        () =>
          engine.check().then(
            () => true,
            () => false,
          ),
        'it answers',
        RECOVERS_WITHIN_MS,
      );
    } finally {
      await engine.close();
    }
  }, 240_000);

  test('a close does not wait for a goodbye that nobody hears', async () => {
    const engine = await openPostgres(url, 'one');
    await engine.check();
    line.fallSilent();
    await engine.close();
    expect(line.open()).toBeGreaterThanOrEqual(0);
  });
});
