/** The process dies by kill -9, whatever it is doing with X: what was written is shown once, and what was sent left once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { xSettings } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock, systemIds } from '../../../../src/app/world.ts';
import type { StaffAction } from '../../../../src/ports/staff.ts';
import { openEngine } from '../../../../src/store/store.ts';
import { engineKinds, freshPostgres } from '../../../kit/engines.ts';
import type { FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { openHouse, type TestHouse } from '../../../kit/house.ts';
import { until } from '../../../kit/world.ts';

const KILLS = 8;
/** X answers after this long, so that a kill often falls between a request and its record. */
const LATENCY_MS = 40;
/** From when it works until it is killed, at most; a look at everything with its cards takes about half of it. */
const LIFE_MS = 900;
/** Each life looks at once; in real windows the last ones would wait for a quarter of an hour. */
const WINDOWS = { windows: { messages: { max: 500, minutes: 15 }, 'messages.read': { max: 500, minutes: 15 } } };
const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`a process that is killed while it reads and answers X, on ${kind.name}`, () => {
    test('loses nothing, shows nothing twice and sends nothing twice', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'deskhand-killed-'));
      const fresh = kind.name === 'postgres' ? await freshPostgres() : null;
      const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
      const x = await openX({ windows: false, latencyMs: LATENCY_MS });
      const account = x.account('kettleshop');
      const terms = join(folder, 'terms.json');
      writeFileSync(terms, JSON.stringify(WINDOWS));
      const { appKey, appSecret, accessToken, accessSecret } = account.keys;
      const settings = {
        ...{ api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret },
        ...{ month_budget: 1_000, terms },
      };
      const engine = await openEngine(url, 'parent');
      const channel = { name: 'shop-on-x', kind: 'x', room: 'customers', schema: xSettings, settings };
      const shop = await openHouse({
        ...{ engine, clock: systemClock as never, ids: systemIds, kinds: [xChannel], channels: [channel] },
        variables: { X_API_ORIGIN: x.url },
      });
      const start = () => startWorker([url, x.url, JSON.stringify(settings)]);
      const ann = answerer(shop);
      const asked = (route: string) => x.calls.filter(each => each.route === route && each.status === 200).length;
      let worker = await start();
      // What was written before the account was connected is no enquiry.
      await until(() => asked('mentions') > 0 && asked('dms.events') > 0, 'X was looked at');
      await until(async () => Object.keys((await cursorOf(shop)) ?? {}).length > 1, 'where reading begins is kept');
      for (let kill = 0; kill < KILLS; kill++) {
        x.person(`p${kill}`).post(`@kettleshop the lid rattles (p${kill})`);
        x.person(`d${kill}`).dm(account, `My order is late (d${kill})`);
        worker.kill('SIGKILL');
        worker = await start();
        const end = Date.now() + systemIds.fraction() * LIFE_MS;
        while (Date.now() < end) await ann.acts();
      }
      worker.kill('SIGKILL');
      worker = await start();
      await until(
        async () => {
          await ann.acts();
          return ann.pressed() === 2 * KILLS && (await isAtRest(shop));
        },
        'everybody is answered',
        120_000,
      );
      worker.kill('SIGKILL');
      const shown = await shownIn(shop);
      const tokens = Array.from({ length: KILLS }, (_, n) => [`(p${n})`, `(d${n})`]).flat();
      expect(tokens.map(each => [each, shown.filter(text => text.includes(each)).length])).toEqual(
        tokens.map(each => [each, 1]),
      );
      const replies = await engine.rows<{ text: string; status: string }>('select text, status from replies', []);
      expect(replies).toHaveLength(tokens.length);
      for (const { text, status } of replies) {
        const n = timesOut(x, text);
        expect({ text, status, n }).toEqual({ text, status: status === 'unsure' ? status : 'sent', n: n ? 1 : 0 });
        if (status === 'sent') expect({ text, n }).toEqual({ text, n: 1 });
      }
      await x.close();
      await engine.close();
      await fresh?.drop();
      rmSync(folder, { recursive: true, force: true });
    }, 300_000);
  });
}

async function startWorker(args: string[]): Promise<ChildProcess> {
  const file = join(import.meta.dirname, '../../../kit/chaos-x-worker.ts');
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise(resolve => child.stdout?.once('data', resolve));
  return child;
}

const cursorOf = async ({ house }: TestHouse) =>
  (await house.parts.store.channels()).find(each => each.kind === 'x')?.cursor;

/** Ann writes once in each thread, and presses Send once in each preview; what was acknowledged is the worker's. */
function answerer(shop: TestHouse) {
  const written = new Set<string>();
  const pressed = new Set<string>();
  const { house } = shop;
  const act = (id: string, action: object) => house.act({ id, by: ANN, ...action } as StaffAction);
  return {
    pressed: () => pressed.size,
    acts: async () => {
      for (const { enquiryId } of await shop.cards()) {
        const { ref: thread } = await shop.thread(enquiryId);
        if (!written.has(enquiryId)) {
          written.add(enquiryId);
          const words = { thread, post: `staff:${enquiryId}`, text: `We look into it (${enquiryId})` };
          await act(`write-${enquiryId}`, { do: 'write', mentionsStaff: false, ...words });
        }
        const views = pressed.has(enquiryId) ? [] : await shop.as('Ann').privates(enquiryId);
        const send = views.flatMap(each => each.buttons).find(each => each.id === 'reply.send');
        if (!send) continue;
        pressed.add(enquiryId);
        await act(`send-${enquiryId}`, { do: 'press', thread, button: send.id, value: send.value });
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    },
  };
}

async function isAtRest({ engine }: TestHouse): Promise<boolean> {
  const [row] = await engine.rows<{ n: number }>(
    `select (select count(*) from replies where status in ('held', 'leaving')) +
       (select count(*) from jobs where state = 'ready' and kind in ('desk.act', 'desk.event', 'card.show')) as n`,
    [],
  );
  return Number(row?.n) === 0;
}

async function shownIn(shop: TestHouse): Promise<string[]> {
  const texts: string[] = [];
  for (const { enquiryId, message } of await shop.cards()) {
    texts.push(message.text);
    for (const { post } of (await shop.thread(enquiryId)).posts)
      if (post.as === 'entry' && post.entry.as === 'message') texts.push(post.entry.message.text);
  }
  return texts;
}

function timesOut(x: FakeX, text: string): number {
  return [...x.posts(), ...x.dms()].filter(each => each.by === 'kettleshop' && each.text === text).length;
}
