/** A process that stands still (SIGSTOP) in the middle of a commit, with a row locked that every new enquiry needs. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { NEXT_NUMBER, type Op } from '../../src/ports/store.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { openFreshPostgres } from '../kit/engines.ts';
import { type PgBouncer, startPgBouncer } from '../kit/far-sides/pgbouncer.ts';
import { ENQUIRY } from '../kit/samples.ts';
import { until } from '../kit/world.ts';

const ROOT = join(import.meta.dirname, '../..');
const WS = 'ws_test' as WorkspaceId;
const opened = (id: string): Op => ({
  do: 'insert',
  table: 'enquiries',
  row: { ...ENQUIRY, id, number: NEXT_NUMBER } as never,
});

/** Opens an enquiry, stops before the commit, and tells what became of it; then once more, as whoever is refused does. */
const SCRIPT = `
  import { writeSync } from 'node:fs';
  const { openPostgres } = await import('./src/store/postgres.ts');
  const { URL: url, OP: op } = process.env;
  const engine = await openPostgres(url, 'stopped');
  const stopping = [JSON.parse(op)];
  stopping[Symbol.iterator] = function* () {
    yield this[0];
    writeSync(1, 'locked\\n');
    process.kill(process.pid, 'SIGSTOP');
  };
  const done = await engine.commit(stopping, '${WS}').catch(error => error.message);
  writeSync(1, JSON.stringify(done) + '\\n');
  writeSync(1, JSON.stringify(await engine.commit([JSON.parse(op)], '${WS}')) + '\\n');
  await engine.close();`;

for (const way of ['directly', 'through PgBouncer'] as const) {
  const isThere = way === 'directly' ? inject('postgres') !== null : inject('pgbouncer');
  describe.skipIf(!isThere)(`a process that stops in the middle of a commit, connected ${way}`, () => {
    const closes: (() => unknown)[] = [];
    afterEach(async () => {
      for (const close of closes.splice(0).toReversed()) await close();
    });

    test('is survived by the others within seconds, and opens its enquiry once, with the next number', async () => {
      const fresh = await openFreshPostgres();
      closes.push(fresh.close);
      let url = fresh.url;
      if (way !== 'directly') {
        const bouncer: PgBouncer = await startPgBouncer(inject('postgres')!);
        closes.push(() => bouncer.stop());
        url = bouncer.through(fresh.url);
      }
      const shop = { id: WS, workspaceId: WS, name: 'Shop', createdAt: 1 };
      await fresh.engine.commit([{ do: 'insert', table: 'workspaces', row: shop }], WS);
      const other = await openPostgres(url, 'other');
      closes.push(() => other.close());

      const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, URL: url, OP: JSON.stringify(opened('enq_stopped')) },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      closes.push(() => child.kill('SIGKILL'));
      let said = '';
      child.stdout.on('data', words => {
        said += words;
      });
      await until(() => said.includes('locked'), 'it holds the row', 60_000);
      expect(await other.commit([opened('enq_other')], WS)).toEqual({ ok: true });
      const ended = new Promise<number | null>(resolve => child.once('close', resolve));
      child.kill('SIGCONT');
      expect(await ended).toBe(0);
      const [, first, again] = said.split('\n');
      expect(JSON.parse(first!)).toMatch(/terminat|closed/);
      expect(JSON.parse(again!)).toEqual({ ok: true });
      const numbers = (await workspaceStore(fresh.engine, WS).openEnquiries(9)).map(({ id, number }) => [id, number]);
      expect(numbers.toSorted()).toEqual([
        ['enq_other', 1],
        ['enq_stopped', 2],
      ]);
    });
  });
}
