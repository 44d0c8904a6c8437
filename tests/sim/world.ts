/** The simulated world: one database, instances with clocks of their own that die at any await, and a moody provider. */
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { type House, makeHouse } from '../../src/app/house.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import type { Channel, ChannelKind } from '../../src/ports/channel.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Op } from '../../src/ports/store.ts';
import { provision } from '../../src/settings/provision.ts';
import type { Engine } from '../../src/store/engine.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { type Mood, makeProvider, type Provider } from '../kit/far-sides/provider.ts';
import { openMemory } from '../kit/migrated.ts';
import { openSealer, randomFrom, testClock, testIds, testLog } from '../kit/world.ts';

/** Faults that are put in on purpose, one for each promise: a simulator that does not find them is worth nothing. */
export const PLANTS = [
  'leak',
  'lost',
  'twice',
  'two-owners',
  'silent-failure',
  'undone-sent',
  'undo-forgotten',
  'tenants-meet',
  'stuck',
] as const;
export type Plant = (typeof PLANTS)[number];

export class Crash extends Error {}

export interface Instance {
  name: string;
  workspaceId: WorkspaceId;
  house: House;
  alive: boolean;
  /** Its own clock, ahead or behind by up to three seconds. */
  skewMs: number;
}

export interface World {
  random: () => number;
  clock: ReturnType<typeof testClock>;
  /** The database without faults: what the checks read. */
  engine: Engine;
  provider: Record<string, Provider>;
  instances: Instance[];
  /** Chance of a crash at each await of the database or the provider. */
  crashChance: number;
  mood: () => Mood;
  /** Puts a fresh instance in place of a dead one. */
  revive(instance: Instance): void;
  close(): Promise<void>;
}

export const WORKSPACES = ['ws_a', 'ws_b'] as WorkspaceId[];
/** How far the clock of an instance is ahead or behind. */
export const SKEW_MAX_MS = 3_000;

export async function makeWorld(seed: number, plant: Plant | null): Promise<World> {
  const random = randomFrom(seed);
  const clock = testClock();
  const engine = await openMemory({ synchronous: 'OFF' });
  const world: World = {
    random,
    clock,
    engine,
    provider: Object.fromEntries(WORKSPACES.map(ws => [ws, makeProvider()])),
    instances: [],
    crashChance: 0,
    mood: () => 'takes',
    revive: instance => {
      instance.alive = true;
      instance.house = openInstance(world, instance, plant);
    },
    close: () => engine.close(),
  };
  for (const [name, ws] of [
    ['one', 'ws_a'],
    ['two', 'ws_a'],
    ['other', 'ws_b'],
  ] as const) {
    const workspaceId = ws as WorkspaceId;
    const instance: Instance = {
      name,
      workspaceId,
      alive: true,
      skewMs: Math.round((random() * 2 - 1) * SKEW_MAX_MS),
      house: null as never,
    };
    const sealer = { seal: (_: string, text: string) => text, unseal: (_: string, text: string) => text };
    await provision(
      workspaceStore(engine, workspaceId),
      {
        workspaceName: ws,
        deskKind: 'practice',
        rooms: [{ name: 'customers', reply: 'preview' }],
        channels: [{ name: 'post', kind: 'post', room: 'customers', schema: [], settings: {} }],
      },
      { clock, ids: testIds(clock, random), sealer },
    );
    world.instances.push(instance);
    instance.house = openInstance(world, instance, plant);
    for (const row of await instance.house.parts.store.channels()) instance.house.openChannel(row, {});
  }
  const rows = Object.fromEntries(
    await Promise.all(WORKSPACES.map(async ws => [ws, await workspaceStore(engine, ws).channels()] as const)),
  );
  const { revive } = world;
  world.revive = instance => {
    revive(instance);
    for (const row of rows[instance.workspaceId]!) instance.house.openChannel(row, {});
  };
  return world;
}

function openInstance(world: World, instance: Instance, plant: Plant | null): House {
  const { clock, random } = world;
  // Only this incarnation dies: what a dead process had in flight never acts again, even after its successor started.
  const life = { over: false };
  instance.alive = true;
  const crashPoint = () => {
    if (life.over) throw new Crash('dead');
    if (random() < world.crashChance) {
      life.over = true;
      instance.alive = false;
      throw new Crash('killed here');
    }
  };
  const own: Clock = { now: () => clock.now() + instance.skewMs, elapsed: clock.elapsed, sleep: clock.sleep };
  const engine: Engine = {
    ...world.engine,
    commit: async (ops, ws) => {
      crashPoint();
      const result = await world.engine.commit(plant === 'silent-failure' ? ops.filter(loud) : ops, ws);
      crashPoint();
      return result;
    },
    rows: async <T>(sql: string, values: Parameters<Engine['rows']>[1]) => {
      crashPoint();
      // As if nothing that staff did waited for its turn.
      if (plant === 'undo-forgotten' && sql.includes("'desk.event'")) return [];
      const found = await world.engine.rows<T>(sql, values);
      crashPoint();
      return found;
    },
  };
  const provider = world.provider[instance.workspaceId]!;
  const kind: ChannelKind = {
    ...provider.kind,
    open: (settings, context) => {
      const inner = provider.kind.open(settings, context);
      if (plant === 'lost') {
        const forgetful = { as: 'stored', enquiryId: null } as const;
        provider.context = {
          ...context,
          accept: async inbound => (random() < 0.3 ? forgetful : context.accept(inbound)),
        };
      }
      return faulty(inner, world, provider, crashPoint, plant);
    },
  };
  return makeHouse({
    engine,
    workspaceId: instance.workspaceId,
    instance: `${instance.name}:${Math.floor(random() * 1e9)}`,
    clock: own,
    ids: testIds(own, random),
    log: testLog(),
    publicUrl: 'http://127.0.0.1',
    hours: ALWAYS_OPEN,
    holdMs: {},
    deskKind: practiceDesk,
    channelKinds: [kind],
    sealer: openSealer,
    signingKey: new Uint8Array(32),
  });
}

function faulty(
  inner: Channel,
  world: World,
  provider: Provider,
  crashPoint: () => void,
  plant: Plant | null,
): Channel {
  return {
    ...inner,
    send: async reply => {
      crashPoint();
      provider.mood = world.mood();
      const result = await inner.send(reply);
      if (plant === 'twice' && provider.delivered.length % 5 === 4) await inner.send(reply);
      crashPoint();
      return result;
    },
  };
}

/** Failure lines are forgotten. */
function loud(op: Op): boolean {
  return !(op.do === 'insert' && op.table === 'jobs' && op.row.kind === 'thread.line');
}
