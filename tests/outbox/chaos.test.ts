import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock, systemIds } from '../../src/app/world.ts';
import type { Reply } from '../../src/core/reply.ts';
import { holdReply } from '../../src/reply/hold.ts';
import { writeRemark } from '../../src/reply/remark.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openEngine } from '../../src/store/store.ts';
import { engineKinds, freshPostgres } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse } from '../kit/house.ts';
import { until } from '../kit/world.ts';

const IMPORTS = join(import.meta.dirname, '../../src/imports.cjs');
const CHAOS_WORKER = join(import.meta.dirname, '../kit/chaos-worker.ts');
const ENQUIRIES = 20;
const REPLIES = 6;
const WORKERS = 3;
/** The provider takes this long, so that a kill often falls between sending and writing it down. */
const PROVIDER_MS = 60;

const UNDO_HOLD_MS = 2_000;
const UNDO_ROUNDS = 3;
const UNDO_REPLIES = 8;

async function stillHeld(engine: Engine): Promise<number> {
  const [row] = await engine.rows<{ n: number }>(
    `select count(*) as n from replies where status in ('held', 'leaving')`,
    [],
  );
  return Number(row?.n);
}

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`processes killed with kill -9 on ${kind.name}`, () => {
    test('nothing is missing, nothing is out of order, nothing is sent twice', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'deskhand-chaos-'));
      const fresh = kind.name === 'postgres' ? await freshPostgres() : null;
      const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
      const got: { id: string; to: string; text: string }[] = [];
      const provider = createServer((request, response) => {
        let body = '';
        request.on('data', chunk => (body += chunk));
        request.on('end', () => {
          got.push(JSON.parse(body));
          setTimeout(() => response.end('ok'), PROVIDER_MS);
        });
      });
      await new Promise<void>(resolve => provider.listen(0, '127.0.0.1', resolve));
      const providerUrl = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;

      // 120 replies of 20 enquiries, all held at once, in order.
      const engine = await openEngine(url, 'parent');
      const shop = await openHouse({
        engine,
        clock: systemClock as never,
        ids: systemIds,
        provider: makeProvider({ holdMs: 0 }),
      });
      const { store, clock, ids } = shop.house.parts;
      const staff = {
        id: ids.make('staff'),
        workspaceId: store.workspaceId,
        deskRef: 'practice:ann',
        name: 'Ann',
        admin: true,
        createdAt: clock.now(),
      };
      await store.commit([{ do: 'insert', table: 'staff', row: staff }]);
      for (let e = 0; e < ENQUIRIES; e++) {
        const id = (await shop.provider.write(`c${e}`, 'Hello'))!;
        for (let r = 0; r < REPLIES; r++) {
          const enquiry = (await store.enquiry(id as never))!;
          const { remark } = await writeRemark(shop.house.parts, {
            enquiry,
            staff,
            postRef: `p${e}.${r}`,
            text: `${r}`,
            mentionsStaff: false,
          });
          expect(await holdReply(shop.house.parts, { remark, by: staff.id, andResolve: false })).toMatchObject({
            ok: true,
          });
        }
      }

      const start = () =>
        spawn(process.execPath, ['--require', IMPORTS, CHAOS_WORKER, url, providerUrl], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
      const workers: ChildProcess[] = Array.from({ length: WORKERS }, start);
      let kills = 0;
      const left = async () =>
        Number((await engine.rows<{ n: number }>(`select count(*) as n from jobs where state = 'ready'`, []))[0]?.n);
      await Promise.all(workers.map(each => new Promise(resolve => each.stdout?.once('data', resolve))));
      while ((await left()) > 0 && kills < 12) {
        await new Promise(resolve => setTimeout(resolve, 250 + ids.fraction() * 250));
        const i = kills++ % WORKERS;
        workers[i]!.kill('SIGKILL');
        workers[i] = start();
      }
      // Unsure ones are looked up a minute later; nobody waits for that here.
      const waiting = async () =>
        Number(
          (
            await engine.rows<{ n: number }>(
              `select count(*) as n from jobs where state = 'ready' and kind <> 'reply.reconcile'`,
              [],
            )
          )[0]?.n,
        );
      await until(async () => (await waiting()) === 0, 'all jobs done', 40_000);

      const replies = await engine.rows<Pick<Reply, 'id' | 'status'>>('select id, status from replies', []);
      expect(replies).toHaveLength(ENQUIRIES * REPLIES);
      expect(
        [...new Set(replies.map(each => each.status))].filter(status => status !== 'sent' && status !== 'unsure'),
      ).toEqual([]);
      const count = (id: string) => got.filter(each => each.id === id).length;
      expect(
        replies.filter(each => count(each.id) > 1),
        'sent twice',
      ).toEqual([]);
      expect(
        replies.filter(each => each.status === 'sent' && count(each.id) !== 1),
        'called sent, not sent',
      ).toEqual([]);
      for (let e = 0; e < ENQUIRIES; e++) {
        const order = got.filter(each => each.to === `c${e}`).map(each => Number(each.text));
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }
      const cards = (await shop.room()).filter(item => item.as === 'card');
      expect(cards).toHaveLength(ENQUIRIES);
      console.log(
        `${kind.name}: ${kills} kills, ${replies.filter(each => each.status === 'unsure').length} unsure of ${replies.length}`,
      );

      const ended = workers.map(each => new Promise(resolve => each.once('exit', resolve)));
      for (const each of workers) each.kill('SIGTERM');
      await Promise.all(ended);
      await new Promise(resolve => provider.close(resolve));
      await engine.close();
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    test('an Undo that was acknowledged holds, whenever the process with it is killed', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'deskhand-chaos-'));
      const fresh = kind.name === 'postgres' ? await freshPostgres() : null;
      const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
      const got: string[] = [];
      const provider = createServer((request, response) => {
        let body = '';
        request.on('data', chunk => (body += chunk));
        request.on('end', () => {
          got.push(JSON.parse(body).id);
          response.end('ok');
        });
      });
      await new Promise<void>(resolve => provider.listen(0, '127.0.0.1', resolve));
      const providerUrl = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;
      const engine = await openEngine(url, 'parent');
      const shop = await openHouse({
        engine,
        clock: systemClock as never,
        ids: systemIds,
        provider: makeProvider({ holdMs: UNDO_HOLD_MS }),
      });
      const { parts, act } = shop.house;
      const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
      const { ids, clock, store } = parts;
      const staff = { id: ids.make('staff'), workspaceId: store.workspaceId, createdAt: clock.now(), ...by };
      await store.commit([{ do: 'insert', table: 'staff', row: staff }]);
      const begin = async () => {
        const child = spawn(process.execPath, ['--require', IMPORTS, CHAOS_WORKER, url, providerUrl], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        await new Promise(resolve => child.stdout?.once('data', resolve));
        return child;
      };
      const undone: string[] = [];
      const sent: string[] = [];
      let worker = await begin();
      for (let round = 0; round < UNDO_ROUNDS; round++) {
        const held: string[] = [];
        for (let n = 0; n < UNDO_REPLIES; n++) {
          const id = await shop.provider.write(`u${round}.${n}`, 'Hello');
          const enquiry = (await store.enquiry(id as never))!;
          const post = `p${round}.${n}`;
          const { remark } = await writeRemark(parts, {
            enquiry,
            staff,
            postRef: post,
            text: post,
            mentionsStaff: false,
          });
          await holdReply(parts, { remark, by: staff.id, andResolve: false });
          held.push((await store.remarkByPost(post))!.replyId!);
        }
        // All but the last are undone, one after another, with the process killed somewhere in between.
        const kill = Math.floor(ids.fraction() * UNDO_REPLIES);
        for (const [n, id] of held.entries()) {
          if (n === kill) worker.kill('SIGKILL');
          if (n === held.length - 1) sent.push(id);
          else {
            const taken = { id: `undo-${id}`, by, do: 'press' as const, thread: null };
            await act({ ...taken, button: 'reply.undo', value: id });
            const reply = await store.reply(id as never);
            if (reply && (reply.holdUntil === null || reply.holdUntil > clock.now())) undone.push(id);
          }
        }
        worker.kill('SIGKILL');
        worker = await begin();
      }
      await until(async () => got.length > 0 && (await stillHeld(engine)) === 0, 'nothing is held any more', 40_000);
      expect(undone.filter(id => got.includes(id))).toEqual([]);
      expect(undone.length).toBeGreaterThan(UNDO_ROUNDS);
      // Killed between "it leaves" and the far side, nobody knows: its author is asked.
      const unsure = await engine.rows<{ id: string }>(`select id from replies where status = 'unsure'`, []);
      expect(sent.filter(id => !got.includes(id) && !unsure.some(each => each.id === id))).toEqual([]);
      worker.kill('SIGKILL');
      await new Promise(resolve => provider.close(resolve));
      await engine.close();
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    }, 180_000);
  });
}
