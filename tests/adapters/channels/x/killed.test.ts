/**
 * Real processes that are killed with kill -9 while they read X and write to it: what X took is counted once, what people
 * wrote is shown once, and of what is not certain the account's own posts decide.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { xSettings } from '../../../../adapters/channels/x/setup/config.ts';
import { systemIds } from '../../../../src/app/world.ts';
import type { Reply } from '../../../../src/core/reply.ts';
import type { Engine } from '../../../../src/store/engine.ts';
import { openEngine } from '../../../../src/store/store.ts';
import { engineKinds, freshPostgres } from '../../../kit/engines.ts';
import type { FakeAccount, FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { Call, Fault, Route } from '../../../kit/far-sides/x/shapes.ts';
import { openHouse, type TestHouse } from '../../../kit/house.ts';
import { hurriedClock } from '../../../kit/hurried-clock.ts';
import { until } from '../../../kit/world.ts';

/** `KILLS=200 npx vitest run tests/adapters/channels/x/killed.test.ts` goes on from here; each kill costs a process. */
const KILLS = Number(process.env.KILLS ?? 3);
/** An answer of X is on its way for so long, and the kill falls before, in or after it. */
const ANSWER_MS = 10;
const KILL_WITHIN_MS = 25;

interface Moment {
  route: Route;
  how: Fault;
}
const unheard = (route: Route): Moment => ({ route, how: { hang: true, carriedOut: true } });
const answering = (route: Route): Moment => ({ route, how: { lateMs: ANSWER_MS } });
const undone = (route: Route): Moment => ({ route, how: { hang: true } });
/** When a process dies: X has done it and says nothing, X says so just now, X was asked and has done nothing. */
const MOMENTS = [
  ...[unheard('posts.create'), answering('dms.send'), answering('mentions'), undone('posts.create')],
  ...[answering('dms.events'), undone('dms.send'), answering('posts.create'), unheard('dms.send')],
];

for (const kind of engineKinds()) {
  // Where there are few kills, each database has its own half of them.
  const moments = kind.name === 'sqlite' ? MOMENTS : MOMENTS.toReversed();
  describe.skipIf(!kind.there)(`processes of a shop on X, killed with kill -9, on ${kind.name}`, () => {
    test('no reply is out twice, none is lost, and what is not certain is settled by our own posts', async () => {
      const shop = await openShop(kind.name);
      const team = makeTeam(shop);
      try {
        for (let i = 0; i < KILLS; i++) team.twoAsk();
        for (let i = 0; i < KILLS; i++) {
          const moment = moments[i % moments.length]!;
          const hit = reaches(shop.x, moment);
          await team.answersTwo();
          await hit;
          if ('lateMs' in (moment.how as object)) await delay(Math.random() * KILL_WITHIN_MS);
          await shop.processes.next();
        }
        await until(() => isSettled(shop, 2 * KILLS), 'what was not certain was looked up', 60_000);
        await check(shop, team.asked);
      } finally {
        await shop.end();
      }
    }, 600_000);
  });
}

const delay = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** The next call of this route meets that fault. Resolves when it has had its effect on X, if it has one. */
async function reaches(x: FakeX, { route, how }: Moment): Promise<void> {
  const met: Call[] = [];
  x.fail(route, how, 1, call => {
    met.push(call);
    return true;
  });
  const hasEffect = typeof how === 'string' || !('hang' in how) || how.carriedOut === true;
  const isDone = (call: Call) => call.carriedOut || !hasEffect;
  await until(() => met.some(isDone), `X is asked for ${route}`, 60_000);
}

interface Shop {
  engine: Engine;
  x: FakeX;
  us: FakeAccount;
  house: TestHouse;
  processes: Processes;
  end(): Promise<void>;
}

async function openShop(on: 'sqlite' | 'postgres'): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-killed-'));
  const fresh = on === 'postgres' ? await freshPostgres() : null;
  const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
  const begunAt = Date.now();
  const clock = hurriedClock(begunAt);
  const x = await openX({ now: clock.now, windows: false });
  const us = x.account('kettleshop', { name: 'Kettle & Co' });
  const { appKey, appSecret, accessToken, accessSecret } = us.keys;
  const settings = {
    ...{ api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret },
    ...{ month_budget: 10_000, poll_seconds: 60 },
  };
  const engine = await openEngine(url, 'parent');
  const house = await openHouse({
    ...{ engine, clock: clock as never, ids: systemIds, isDoneElsewhere: true },
    kinds: [xChannel],
    channels: [{ name: 'shop-on-x', kind: 'x', room: 'customers', schema: xSettings, settings }],
    variables: { X_API_ORIGIN: x.url },
  });
  const processes = await inTurns(KILLS + 1, [url, x.url, String(begunAt), JSON.stringify(settings)]);
  const isRead = (route: Route) => x.calls.some(each => each.route === route && each.status === 200);
  // What was written before the account was connected is no enquiry.
  await until(() => isRead('mentions') && isRead('dms.events'), 'X was looked at');
  const end = async () => {
    await processes.end();
    await engine.close();
    await fresh?.drop();
    await x.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { engine, x, us, house, processes, end };
}

interface Processes {
  /** Kills the one that works; the next one is loaded, and goes on. */
  next(): Promise<void>;
  end(): Promise<void>;
}

async function inTurns(count: number, given: string[]): Promise<Processes> {
  const file = join(import.meta.dirname, '../../../kit/chaos-x-worker.ts');
  const imports = join(import.meta.dirname, '../../../../src/imports.cjs');
  let left = count;
  const load = () => {
    if (left-- === 0) return null;
    const child = spawn(process.execPath, ['--require', imports, file, ...given], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, loaded: once(child.stdout, 'data'), gone: once(child, 'exit') };
  };
  let working: ReturnType<typeof load> = null;
  let waiting = load();
  const end = async (one: typeof working) => {
    one?.child.kill('SIGKILL');
    await one?.gone;
  };
  const next = async () => {
    await end(working);
    working = waiting;
    await working?.loaded;
    working?.child.stdin.write('go\n');
    waiting = load();
  };
  await next();
  return { next, end: async () => void (await Promise.all([end(working), end(waiting)])) };
}

/** Somebody who asked once; the answer has the same token. */
interface Asked {
  token: string;
  side: 'public' | 'private';
  isAnswered: boolean;
}

/** People on X, and Ann, whose acts the processes carry out. */
function makeTeam({ x, us, house }: Shop) {
  const asked: Asked[] = [];
  const ann = house.as('Ann');
  const answers = async (one: Asked) => {
    one.isAnswered = true;
    const { token } = one;
    const { enquiryId } = await until(() => cardOf(house, token), `the card of ${token}`, 60_000);
    await until(async () => (await house.thread(enquiryId)).ref, `the thread of ${token}`);
    const words = `We look into ${token}`;
    await ann.write(enquiryId, words);
    const shown = async () => (await ann.privates(enquiryId)).find(each => each.quote?.text === words);
    const preview = await until(shown, `the preview of ${token}`, 60_000);
    const { id, value } = preview.buttons.find(each => each.id === 'reply.send')!;
    await ann.press(id, value);
  };
  return {
    asked,
    /** One in public, one in private. */
    twoAsk: () => {
      for (const side of ['public', 'private'] as const) {
        const token = `(c${asked.length})`;
        const person = x.person(`guest_${asked.length}`);
        if (side === 'public') person.post(`@kettleshop the lid rattles ${token}`);
        else person.dm(us, `my order is late ${token}`);
        asked.push({ token, side, isAnswered: false });
      }
    },
    answersTwo: async () => {
      await Promise.all(
        asked
          .filter(each => !each.isAnswered)
          .slice(0, 2)
          .map(answers),
      );
    },
  };
}

const cardOf = async (house: TestHouse, token: string) =>
  (await house.cards()).find(each => each.message.text.includes(token));

const repliesOf = (engine: Engine) =>
  engine.rows<Pick<Reply, 'text' | 'status' | 'enquiryId'>>(
    'select text, status, enquiry_id as "enquiryId" from replies',
    [],
  );

const oursOn = ({ x, us }: Shop, side: 'public' | 'private') =>
  (side === 'public' ? x.posts() : x.dms()).filter(each => each.by === us.handle).map(each => each.text);

/** All left, and of what is not certain it was said in its thread that it is not there. */
async function isSettled(shop: Shop, count: number): Promise<boolean> {
  const replies = await repliesOf(shop.engine);
  const unsure = replies.filter(each => each.status === 'unsure');
  const lines = await Promise.all(unsure.map(each => shop.house.thread(each.enquiryId).then(thread => thread.lines)));
  const isSaid = lines.every(each => each.some(line => /not certain|most likely did not reach/.test(line)));
  const out = [...oursOn(shop, 'public'), ...oursOn(shop, 'private')];
  const isOpen = replies.some(({ status }) => !['sent', 'unsure'].includes(status));
  return replies.length === count && !isOpen && isSaid && !unsure.some(each => out.includes(each.text));
}

async function check(shop: Shop, asked: Asked[]): Promise<void> {
  const { engine, house } = shop;
  const replies = await repliesOf(engine);
  const cards = (await house.cards()).map(each => each.message.text);
  expect(cards).toHaveLength(asked.length);
  for (const { token, side } of asked) {
    const own = replies.filter(each => each.text.includes(token));
    const times = (texts: string[]) => texts.filter(each => each.includes(token)).length;
    const [right, wrong] = [side, side === 'public' ? 'private' : 'public'] as const;
    const out = { right: times(oursOn(shop, right)), wrong: times(oursOn(shop, wrong)) };
    const isOut = out.right > 0;
    expect({ token, shown: times(cards), statuses: own.map(each => each.status), ...out }).toEqual({
      ...{ token, shown: 1, statuses: [isOut ? 'sent' : 'unsure'], right: isOut ? 1 : 0, wrong: 0 },
    });
  }
}
