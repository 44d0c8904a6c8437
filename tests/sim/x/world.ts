/**
 * The simulated shop on X: one database, two processes with clocks of their own that die at any await, and the stand-in of X
 * at the other end of a real wire.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { openX as openChannel, xChannel } from '../../../adapters/channels/x/channel.ts';
import { xConfig, xSettings } from '../../../adapters/channels/x/setup/config.ts';
import { practiceDesk } from '../../../adapters/desks/practice/desk.ts';
import { type House, makeHouse } from '../../../src/app/house.ts';
import { ALWAYS_OPEN } from '../../../src/core/hours.ts';
import type { WorkspaceId } from '../../../src/core/ids.ts';
import { SECOND } from '../../../src/core/time.ts';
import type { Channel, ChannelContext, ChannelKind } from '../../../src/ports/channel.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { HttpRoute } from '../../../src/ports/http.ts';
import type { ChannelRow } from '../../../src/ports/rows.ts';
import type { SettingsValue } from '../../../src/ports/settings.ts';
import type { Op } from '../../../src/ports/store.ts';
import { provision } from '../../../src/settings/provision.ts';
import type { Engine } from '../../../src/store/engine.ts';
import { workspaceStore } from '../../../src/store/store.ts';
import type { FakeAccount, FakeX } from '../../kit/far-sides/x/hands.ts';
import { openX } from '../../kit/far-sides/x/server.ts';
import { openMemory } from '../../kit/migrated.ts';
import { openSealer, randomFrom, type TestClock, testClock, testIds, testLog } from '../../kit/world.ts';

/** Faults that are put in on purpose, one for each promise: a simulator that does not find them is worth nothing. */
export const PLANTS = [
  'leak',
  'lost',
  'shown-twice',
  'sent-twice',
  'wrong-side',
  'shown-on-the-wrong-side',
  'deleted-stays',
  'stranger-opens',
  'silent-failure',
  'undone-sent',
  'stuck',
] as const;
export type Plant = (typeof PLANTS)[number];

export const WORKSPACE = 'ws_x' as WorkspaceId;
/** How far the clock of a process is ahead or behind. */
export const SKEW_MAX_MS = 3_000;
/** How X reaches the webhook, as it is told; deliveries are led to where it listens on this machine. */
const PUBLIC_URL = 'https://shop.example';
/** Nobody waits for a silent X as long as people do; ten times what an answer takes here beside other tests. */
const CALL_WITHIN_MS = 250;
/** Beside a database of its own process an answer waited longer than that, was given up, and seemed to be a fault of X. */
const CALL_BESIDE_SERVER_WITHIN_MS = 3_000;
/** Nothing is looked at while this many turns of the event loop bring nothing new. */
const STILL_TURNS = 6;
/** A call to X ends by itself long before, and a crowded machine needs its time: whoever moves still then, moves for ever. */
const QUIET_WITHIN_MS = 60_000;

class Refused extends Error {}

export interface Process {
  name: string;
  skewMs: number;
  house: House;
  alive: boolean;
  /** Resolves when this incarnation dies. */
  death: Promise<void>;
  /** What came of it; null when it died meanwhile. */
  unlessDead<T>(work: Promise<T>): Promise<T | null>;
}

export interface World {
  random: () => number;
  clock: TestClock;
  /** The database without faults: what the checks read. */
  engine: Engine;
  x: FakeX;
  account: FakeAccount;
  mode: 'off' | 'webhook';
  direct: boolean;
  /** X may be silent; not where each silence costs seconds. */
  hangs: boolean;
  processes: Process[];
  /** Chances at each await of the database: that the process dies, that the database refuses. */
  chance: { crash: number; refusal: number };
  revive(process: Process): Promise<void>;
  /** Waits until nothing moves any more but time. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Everything that both processes of one simulation share. */
interface Shared extends Omit<World, 'revive' | 'quiet' | 'close'> {
  /** Decides who dies; apart from what people do, for its order is that of the database. */
  fate: () => number;
  plant: Plant | null;
  kind: ChannelKind;
  busy: Busy;
}

/** Under way in the database. */
interface Busy {
  now: number;
  begun: number;
}

const NEVER = new Promise<never>(() => {});

export async function makeWorld(seed: number, plant: Plant | null, given?: Engine): Promise<World> {
  const random = randomFrom(seed);
  const clock = testClock();
  const engine = given ?? (await openMemory({ synchronous: 'OFF' }));
  const x = await openX({ now: () => clock.now() });
  const account = x.account('kettleshop', { name: 'Kettle & Co' });
  const shared: Shared = {
    ...{ random, fate: randomFrom(seed * 7_919), clock, engine, x, account, plant },
    mode: seed % 3 === 0 ? 'webhook' : 'off',
    direct: seed % 4 === 1,
    hangs: engine.kind === 'sqlite',
    processes: [],
    chance: { crash: 0, refusal: 0 },
    kind: xChannel,
    busy: { now: 0, begun: 0 },
  };
  countReads(engine, shared.busy);
  shared.kind = { ...xChannel, open: (settings, context) => planted(shared, settings, context) };
  const { row, settings } = await setUp(shared);
  const revive = async (process: Process) => {
    Object.assign(process, openProcess(shared, process));
    process.house.openChannel(row, settings);
    await process.unlessDead(startChannel(process));
  };
  for (const name of ['one', 'two']) {
    const skewMs = Math.round((random() * 2 - 1) * SKEW_MAX_MS);
    const process: Process = { name, skewMs, ...openProcess(shared, { name, skewMs }) };
    shared.processes.push(process);
    process.house.openChannel(row, settings);
    await process.unlessDead(startChannel(process));
  }
  const http = await listen(shared);
  if (shared.mode === 'webhook') await signIn(shared, http.url);
  const quiet = () => settle(shared);
  return {
    ...shared,
    ...{ revive, quiet },
    close: async () => {
      for (const each of shared.processes) kill(each);
      clock.wakeAll();
      http.server.closeAllConnections();
      await new Promise(resolve => http.server.close(resolve));
      await x.close();
      if (!given) await engine.close();
    },
  };
}

/**
 * Rows are mostly read past `rows`, by queries that are built: on a server they take their time as well. Without them
 * hours passed while something was still being read, and what followed from it came after the last check.
 */
function countReads(engine: Engine, busy: Busy): void {
  if (engine.kind !== 'postgres') return;
  const pool = (engine.db as unknown as { $client: Pool }).$client;
  const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<unknown>;
  const counted = (...given: unknown[]) => {
    busy.now++;
    busy.begun++;
    return query(...given).finally(() => busy.now--);
  };
  Object.assign(pool, { query: counted });
}

const startChannel = async ({ house }: Process) => {
  for (const each of house.channels()) if (each.kind === 'x') await each.start();
};

async function setUp({ engine, clock, random, account, x, mode, direct }: Shared): Promise<{
  row: ChannelRow;
  settings: Record<string, SettingsValue>;
}> {
  const { appKey, appSecret, accessToken, accessSecret } = account.keys;
  const settings: Record<string, SettingsValue> = {
    ...{ api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret },
    ...{ client_id: x.app.clientId, client_secret: x.app.clientSecret, events: mode, month_budget: 10_000 },
  };
  const { channels } = await provision(
    workspaceStore(engine, WORKSPACE),
    {
      workspaceName: 'Kettle & Co',
      deskKind: 'practice',
      rooms: [{ name: 'customers', reply: direct ? 'direct' : 'preview' }],
      channels: [{ name: 'shop-on-x', kind: 'x', room: 'customers', schema: xSettings, settings }],
    },
    { clock, ids: testIds(clock, random), sealer: openSealer },
  );
  const row = channels.find(each => each.row.kind === 'x')!.row;
  return { row, settings };
}

const killers = new WeakMap<object, () => void>();
const kill = (process: Process) => killers.get(process.house)?.();

/** One life: what was under way when it ends never goes on, neither its next statement nor its `finally`. */
function openProcess(
  shared: Shared,
  { name, skewMs }: Pick<Process, 'name' | 'skewMs'>,
): Pick<Process, 'house' | 'alive' | 'death' | 'unlessDead'> {
  const { clock, random, fate, chance, busy, x } = shared;
  let die = () => {};
  const death = new Promise<void>(resolve => {
    die = resolve;
  });
  const life = { over: false };
  const end = () => {
    life.over = true;
    die();
    const own = shared.processes.find(each => each.death === death);
    if (own) own.alive = false;
  };
  const asked = async <T>(call: () => Promise<T>): Promise<T> => {
    if (life.over) return NEVER;
    if (fate() < chance.crash) end();
    if (life.over) return NEVER;
    if (fate() < chance.refusal) throw new Refused('database or disk is full');
    busy.now++;
    busy.begun++;
    const result = await call().finally(() => busy.now--);
    if (fate() < chance.crash) end();
    return life.over ? NEVER : result;
  };
  const own: Clock = {
    now: () => clock.now() + skewMs,
    elapsed: clock.elapsed,
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (life.over) await NEVER;
    },
  };
  const loud = (ops: Op[]) => (shared.plant === 'silent-failure' ? ops.filter(isLoud) : ops);
  const engine: Engine = {
    ...shared.engine,
    commit: (ops, ws) => asked(() => shared.engine.commit(loud(ops), ws)),
    rows: <T>(sql: string, values: Parameters<Engine['rows']>[1]) => asked(() => shared.engine.rows<T>(sql, values)),
  };
  const house = makeHouse({
    ...{ engine, workspaceId: WORKSPACE, clock: own, ids: testIds(own, random), log: testLog() },
    instance: `${name}:${Math.floor(random() * 1e9)}`,
    publicUrl: PUBLIC_URL,
    hours: ALWAYS_OPEN,
    holdMs: {},
    deskKind: practiceDesk,
    channelKinds: [shared.kind],
    sealer: openSealer,
    signingKey: new Uint8Array(32),
    variables: { X_API_ORIGIN: x.url },
    jobLeaseMs: 20 * SECOND,
  });
  killers.set(house, end);
  const unlessDead = async <T>(work: Promise<T>): Promise<T | null> =>
    Promise.race([work.catch(ignoreRefusal), death.then(() => null)]);
  return { house, alive: true, death, unlessDead };
}

/** Failure lines are forgotten. */
function isLoud(op: Op): boolean {
  return !(op.do === 'insert' && op.table === 'jobs' && op.row.kind === 'thread.line');
}

/** What asked says itself that the database would not; it is asked again, or the act was not acknowledged. */
function ignoreRefusal(error: unknown): null {
  for (let at = error; at; at = (at as { cause?: unknown }).cause) if (at instanceof Refused) return null;
  throw error;
}

function planted(shared: Shared, settings: Record<string, SettingsValue>, given: ChannelContext): Channel {
  const { plant, random } = shared;
  const context: ChannelContext = { ...given };
  const forgetful = { as: 'stored', enquiryId: null } as const;
  if (plant === 'lost') context.accept = async each => (random() < 0.3 ? forgetful : given.accept(each));
  if (plant === 'deleted-stays') context.withdraw = async () => {};
  if (plant === 'shown-twice')
    context.accept = async each => {
      await given.accept({ ...each, externalId: `${each.externalId}/${shared.clock.now()}` });
      return given.accept(each);
    };
  if (plant === 'shown-on-the-wrong-side' || plant === 'stranger-opens')
    context.accept = each => {
      const { content } = each;
      if (!('message' in content)) return given.accept(each);
      const message = { ...content.message };
      if (plant === 'shown-on-the-wrong-side' && message.visibility === 'private') message.visibility = 'public';
      const as = plant === 'stranger-opens' && content.as === 'bystander' ? 'message' : content.as;
      return given.accept({ ...each, content: { as, message } as typeof content });
    };
  const channel = openChannel(xConfig(settings), context, shared.hangs ? CALL_WITHIN_MS : CALL_BESIDE_SERVER_WITHIN_MS);
  if (plant !== 'sent-twice') return channel;
  return {
    ...channel,
    get limits() {
      return channel.limits;
    },
    send: async reply => {
      const result = await channel.send(reply);
      if (result.as === 'sent') await channel.send({ ...reply, text: `${reply.text} ` });
      return result;
    },
  };
}

/** Where X delivers to: whichever process lives. One that dies meanwhile closes the connection. */
async function listen(shared: Shared): Promise<{ server: Server; url: string }> {
  const routes = (process: Process): HttpRoute[] => {
    const channels = () => process.house.channels().filter(each => each.kind === 'x');
    const installation = { channels, publicUrl: PUBLIC_URL } as unknown as Parameters<
      NonNullable<ChannelKind['install']>
    >[0];
    return xChannel.install?.(installation).routes?.() ?? [];
  };
  const server = createServer((request, response) => {
    const process = shared.processes.find(each => each.alive);
    const url = new URL(request.url ?? '/', PUBLIC_URL);
    const route = process && routes(process).find(each => each.method === request.method && each.path === url.pathname);
    if (!process || !route) return void response.writeHead(503).end();
    void process.death.then(() => response.destroy());
    void Promise.resolve(route.handle(request, response, url)).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shared.x.deliverTo(url);
  return { server, url };
}

/** An admin follows the link and presses "Authorize app". */
async function signIn({ account, processes }: Shared, listens: string): Promise<void> {
  const here = (address: string) => {
    const { pathname, search } = new URL(address);
    return `${listens}${pathname}${search}`;
  };
  const channel = processes[0]!.house.channels().find(each => each.kind === 'x');
  const link = channel?.paste?.line;
  if (!link) throw new Error('There is no link to sign in with X.');
  const begun = await fetch(here(link), { redirect: 'manual' });
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0]!;
  const back = account.authorize(begun.headers.get('location') ?? '');
  const done = await fetch(here(back), { headers: { Cookie: cookie } });
  if (done.status !== 200) throw new Error(`Signing in ended with ${done.status}: ${await done.text()}`);
}

async function settle({ x, busy }: Shared): Promise<void> {
  const end = performance.now() + QUIET_WITHIN_MS;
  for (let before = '', still = 0; still < STILL_TURNS; ) {
    if (performance.now() > end)
      throw new Error(`It is not quiet: ${busy.now} statements, ${x.connections} connections.`);
    await new Promise(resolve => setImmediate(resolve));
    const now = `${x.calls.length} ${busy.begun}`;
    still = now === before && busy.now === 0 && x.connections === 0 ? still + 1 : 0;
    before = now;
  }
}
