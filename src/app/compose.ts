/** The composition root: opens the database, the workspaces and the one server, and closes them in order. */
import { hostname } from 'node:os';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import { makeIndexMemory } from '../knowledge/index-memory.ts';
import { type DueWatch, makeDueWatch } from '../outbox/due-watch.ts';
import { shareLeases } from '../outbox/shared-leases.ts';
import { type Machine, makeSteadyClock } from '../outbox/steady-clock.ts';
import { keepTime } from '../outbox/timekeeper.ts';
import type { Painter } from '../ports/answer.ts';
import type { Channel, Progress } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import { rateRoutes } from '../rating/page.ts';
import { solvedRoutes } from '../rating/solved-page.ts';
import { type Http, listenWords, makeHttp } from '../server/http.ts';
import { mayWatch } from '../server/monitor-access.ts';
import { aliveRoutes, monitoringRoutes } from '../server/monitoring.ts';
import { type Changes, watchChanges } from '../settings/changes.ts';
import { isDemo, type Start } from '../settings/start.ts';
import { takeUpAll } from '../settings/take-up.ts';
import { type Engine, MISSED } from '../store/engine.ts';
import type { KeyRing } from '../store/key-ring.ts';
import { openPatiently } from '../store/open-patiently.ts';
import { makeDueStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { makeTimeStore } from '../store/queries/shift.ts';
import { openEngine } from '../store/store.ts';
import { CHANNEL_KINDS, deskKindOf, draftModelOf } from './adapters.ts';
import { type Assembled, openKeys, type Service } from './assemble.ts';
import { databaseOf, type House } from './house.ts';
import { housesOf, makeWorkspaces, type Workspaces } from './workspaces.ts';
import { systemClock, systemIds, thisMachine } from './world.ts';

export interface Running {
  /** Of the first workspace. */
  readonly house: House;
  workspaces: Workspaces;
  engine: Engine;
  keys: KeyRing;
  url: string;
  /** Where to click, as printed at the start. */
  places: { what: string; where: string }[];
  mailPort: number | null;
  stop(): Promise<void>;
}

/** What the program itself gives, and what only tests and measurements change. */
interface ComposeOptions {
  progress?: ((what: string) => Progress) | undefined;
  /** How the settings are read again while it runs; absent: never. */
  again?: { read(): Start; file: string };
  /** The least time between two posts into a room, in ms. */
  postGapMs?: number;
  /** A desk that is none of the program's own. */
  desk?: DeskKind;
  /** Another machine's calendar and uptime. */
  machine?: Machine;
  /** By what time is measured and slept through; the machine's own clock unless given. */
  measure?: Clock;
  /** Waits for a database that is away; true unless somebody waits for an answer now. */
  wait?: boolean;
}

function openDatabase({ databaseUrl, databases }: Start['settings'], instance: string, log: Log, wait: boolean) {
  return openPatiently(databaseUrl, instance, { clock: systemClock, log, wait, beside: databases });
}

/** Starts everything; what was opened before a failure is closed again. */
export async function compose(start: Start, log: Log, options: ComposeOptions = {}): Promise<Running> {
  const { settings } = start;
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  try {
    const instance = `${hostname()}:${process.pid}:${systemIds.secret(3)}`;
    // It listens first and says that it is starting: a database that is away for minutes is no reason to look dead.
    const routes: HttpRoute[] = [];
    const http = makeHttp(routes, log);
    const alive = aliveRoutes(http.whenOpen, systemClock);
    routes.push(...alive);
    http.routesChanged();
    const port = await http.listen(settings.host, settings.port);
    opened.push(() => http.close());
    const { progress, wait = true, machine = thisMachine, measure = systemClock } = options;
    const engine = await openDatabase(settings, instance, log, wait);
    opened.push(() => engine.close());
    const keys = await openKeys(start, engine);
    opened.push(async () => keys.close());
    const { clock, stop } = await steadyClock(engine, { machine, measure }, log);
    const [watch, painter] = [watching(engine, clock, log), makePainter()];
    opened.push(stop, async () => void (await Promise.all([watch.stop(), painter.stop()])));
    const draftModel = await draftModelOf(settings);
    // Closed before what the routes need.
    opened.push(() => http.close());
    const url = settings.publicUrl ?? `http://${settings.host}:${port}`;

    let fixed: HttpRoute[] = alive;
    const routesChanged = () => {
      routes.splice(0, routes.length, ...fixed, ...housesOf(workspaces).flatMap(each => each.routes()));
      http.routesChanged();
    };
    const services = installKinds(start, { log, url, port }, kind => channelsOf(workspaces, kind));
    for (const { service } of services) {
      opened.push(async () => service.stop?.());
      await service.prepare?.();
    }
    const workspaces: Workspaces = makeWorkspaces(
      {
        ...{ start, log, engine, keys, instance, clock, url },
        ...{ services, progress, painter, routesChanged, watch, leases: shareLeases(makeLeaseStore(engine), clock) },
        ...{ indexMemory: makeIndexMemory(), draftModel },
      },
      options.desk ?? (await deskKindOf(settings, options.postGapMs)),
    );
    await workspaces.open();
    for (const { service } of services) await service.start?.();
    const changes = changesOf({ start, workspaces, draftModel, clock, log }, options.again);
    fixed = [...fixedRoutes({ start, workspaces, engine, keys, changes }, services), ...alive];
    routesChanged();
    watch.start();
    await workspaces.start();
    http.opened();
    opened.push(() => workspaces.stop(), changes.start());
    return {
      get house() {
        return workspaces.first().house;
      },
      ...{ workspaces, engine, keys, url },
      mailPort: services.map(({ service }) => service.port?.() ?? null).find(each => each !== null) ?? null,
      places: placesOf(settings, services, url),
      stop: () => leaveAndClose(http, closeAll),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** While what runs has its ten seconds to end, balancers hear that nothing more is to come here. */
function leaveAndClose(http: Http, closeAll: () => Promise<void>): Promise<void> {
  void http.leave();
  return closeAll();
}

/** Where to click, as printed at the start. */
function placesOf({ desk, others = [] }: Start['settings'], services: Service[], url: string): Running['places'] {
  const ofDesks = [desk, ...others].flatMap(each => each.places(url));
  return [...ofDesks, ...services.flatMap(({ service }) => service.places?.() ?? [])];
}

/** Credentials that are changed in the files go into use. */
function changesOf(
  given: Pick<Composed, 'start' | 'workspaces'> & { draftModel: DraftModel | null; clock: Clock; log: Log },
  again: ComposeOptions['again'],
): Changes {
  const { start, workspaces, draftModel, clock, log } = given;
  // Of many tenants nobody's trail is the place for what the operator does.
  const house = () => workspaces.all().find(each => each.ownsFile)?.house ?? null;
  return watchChanges({
    ...{ clock, log, start, again: again ?? null },
    takeUp: now => takeUpAll(now, { start, hub: workspaces.hub, draftModel, house: house() }),
  });
}

interface Composed {
  start: Start;
  workspaces: Workspaces;
  engine: Engine;
  keys: KeyRing;
  changes?: Changes;
}

/** What is reached by one path, whichever workspace it is for. */
function fixedRoutes({ start, workspaces, engine, keys, changes }: Composed, services: Service[]): HttpRoute[] {
  return [
    ...(workspaces.hub?.routes ?? []),
    ...rateRoutes(id => ratedOf(housesOf(workspaces), id, keys)),
    ...solvedRoutes(id => ratedOf(housesOf(workspaces), id, keys)),
    ...monitoringRoutes({
      houses: () => housesOf(workspaces),
      shared: workspaces.shared,
      hub: () => [...(workspaces.hub?.check() ?? []), ...workspaces.check(), ...(changes?.items() ?? [])],
      database: databaseOf(engine),
      clock: systemClock,
      may: mayWatch(start.settings.metricsToken),
    }),
    ...services.flatMap(({ service }) => service.routes?.() ?? []),
  ];
}

function routesOf(composed: Composed, services: Service[]): HttpRoute[] {
  return [...fixedRoutes(composed, services), ...housesOf(composed.workspaces).flatMap(each => each.routes())];
}

/** Looks for due jobs, also when the line to the other processes was broken and what they announced was missed. */
function watching(engine: Engine, clock: Clock, log: Log): DueWatch {
  const watch = makeDueWatch({ store: makeDueStore(engine), clock, log });
  engine.subscribe(topic => {
    if (topic === MISSED) watch.look().catch(() => {});
  });
  return watch;
}

/** The time as this process measures it, kept with the database's or the machine's. */
async function steadyClock(
  engine: Engine,
  { machine, measure }: Required<Pick<ComposeOptions, 'machine' | 'measure'>>,
  log: Log,
) {
  const clock = makeSteadyClock(machine, measure);
  const timekeeper = await keepTime({ store: makeTimeStore(engine), clock, machine, log });
  timekeeper.start();
  return { clock, stop: () => timekeeper.stop() };
}

/** What all channels of a kind share; nothing of it listens yet. */
function installKinds(
  start: Start,
  { log, url, port }: { log: Log; url: string; port: number },
  channels: (kind: string) => Channel[],
): Service[] {
  const { host, desk, mailReceiverPort, mailReceiverProtocol } = start.settings;
  // The sample shop is where people begin.
  return CHANNEL_KINDS.toReversed().flatMap(kind => {
    const service = kind.install?.({
      log,
      publicUrl: url,
      host,
      port,
      deskIsHere: !desk.signsIn,
      demo: isDemo(start),
      shared: desk.shared,
      mailReceiver: { port: mailReceiverPort, lmtp: mailReceiverProtocol === 'lmtp' },
      channels: () => channels(kind.kind),
      listenWords,
    });
    return service ? [{ kind, service }] : [];
  });
}

function channelsOf(workspaces: Workspaces, kind: string): Channel[] {
  return housesOf(workspaces).flatMap(house => house.channels().filter(each => each.kind === kind));
}

function ratedOf(houses: House[], workspaceId: string, keys: KeyRing) {
  const house = houses.find(each => each.parts.workspaceId === workspaceId);
  return house
    ? { parts: house.parts, signer: { workspaceId, signingKey: keys.signingKey(), before: keys.signedBefore() } }
    : null;
}

interface PartsOpening {
  /** For what must not run beside the service. */
  alone?: boolean;
  /** By which time it is; the machine's unless given. */
  clock?: Clock;
  /** What kinds of channels share is prepared, so that their samples can send. */
  prepare?: boolean;
  /** `OFF`: nothing waits for the disk, for what can be made again after a power cut. */
  synchronous?: 'FULL' | 'OFF';
}

interface Opened extends Assembled {
  engine: Engine;
  painter: Painter;
  /** For whoever lets them be reached. */
  routes(): HttpRoute[];
  close(): Promise<void>;
}

/** For commands that use the channels without being the service: nothing listens, nothing is worked off. */
export async function openParts(
  start: Start,
  log: Log,
  /** Which workspace, where there are several; the first one otherwise. */
  workspaceId: string | null = null,
  { alone = false, clock = systemClock, prepare = false, synchronous = 'FULL' }: PartsOpening = {},
): Promise<Opened> {
  const instance = `${hostname()}:${process.pid}:${systemIds.secret(3)}`;
  const onDamage = (words: string) => log.error({}, words);
  const { databaseUrl, databases } = start.settings;
  const service = alone ? { onDamage } : undefined;
  const engine = await openEngine(databaseUrl, instance, service, synchronous, databases);
  // Its thread starts with the first picture.
  const painter = makePainter();
  let workspaces: Workspaces | null = null;
  let services: Service[] = [];
  const close = async () => {
    await workspaces?.stop();
    for (const { service } of prepare ? services : []) await service.stop?.();
    await painter.stop();
    await engine.close();
  };
  try {
    const keys = await openKeys(start, engine);
    const { host, port, publicUrl } = start.settings;
    const url = publicUrl ?? `http://${host}:${port}`;
    services = installKinds(start, { log, url, port }, kind => channelsOf(opened, kind));
    for (const { service } of prepare ? services : []) await service.prepare?.();
    const shared = { painter, indexMemory: makeIndexMemory(), draftModel: await draftModelOf(start.settings) };
    const installed = { start, log, engine, keys, instance, clock, url, services, ...shared };
    const desk = await deskKindOf(start.settings);
    const opened = makeWorkspaces({ ...installed, routesChanged: () => {} }, desk);
    workspaces = opened;
    await opened.open();
    for (const each of opened.all()) await each.house.loadSettings();
    const all = opened.all();
    const wanted =
      workspaceId === null ? opened.first() : all.find(each => each.house.parts.workspaceId === workspaceId);
    if (!wanted) {
      const known = all.map(each => each.house.parts.workspaceId).join(', ');
      throw new Error(`There is no workspace "${workspaceId}". Known: ${known}.`);
    }
    return {
      ...wanted,
      engine,
      painter,
      routes: () => routesOf({ start, workspaces: opened, engine, keys }, services),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
