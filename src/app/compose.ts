/** The composition root: opens the database, the workspaces and the one server, and closes them in order. */
import { hostname } from 'node:os';
import type { EmailChannel } from '../../adapters/channels/email/channel.ts';
import { makeDemoMailbox } from '../../adapters/channels/email/demo/mailbox.ts';
import { makeReceiver } from '../../adapters/channels/email/smtp/receiver.ts';
import { sharedRoutes } from '../../adapters/channels/webchat/pages.ts';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import { type Machine, makeSteadyClock } from '../outbox/steady-clock.ts';
import { keepTime } from '../outbox/timekeeper.ts';
import type { Painter } from '../ports/answer.ts';
import type { Progress } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import { rateRoutes } from '../rating/page.ts';
import { listenWords, makeHttp } from '../server/http.ts';
import { mayWatch } from '../server/monitor-access.ts';
import { aliveRoutes, monitoringRoutes } from '../server/monitoring.ts';
import { isDemo, type Start } from '../settings/start.ts';
import type { Engine } from '../store/engine.ts';
import { openPatiently } from '../store/open-patiently.ts';
import { makeTimeStore } from '../store/queries/shift.ts';
import { openEngine } from '../store/store.ts';
import { DEMO_ADDRESS, deskKindOf, isWebchat } from './adapters.ts';
import { type Assembled, sealerOf } from './assemble.ts';
import { databaseOf, type House } from './house.ts';
import { housesOf, LOCAL_WORKSPACE, makeWorkspaces, type Workspaces } from './workspaces.ts';
import { systemClock, systemIds, thisMachine } from './world.ts';

const RECEIVER_PORT = 2525;

export interface Running {
  /** Of the first workspace. */
  readonly house: House;
  workspaces: Workspaces;
  engine: Engine;
  url: string;
  /** Where to click, as printed at the start. */
  places: { what: string; where: string }[];
  mailPort: number | null;
  stop(): Promise<void>;
}

/** What only tests and measurements change. */
export interface ComposeOptions {
  progress?: ((what: string) => Progress) | undefined;
  /** The least time between two posts into a room, in ms. */
  postGapMs?: number;
  /** A desk that is none of the program's own. */
  desk?: DeskKind;
  /** Another machine's calendar and uptime. */
  machine?: Machine;
  /** Waits for a database that is away; true unless somebody waits for an answer now. */
  wait?: boolean;
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
    const engine = await openPatiently(settings.databaseUrl, instance, {
      clock: systemClock,
      log,
      wait: options.wait ?? true,
    });
    opened.push(() => engine.close());
    const { clock, stop } = await steadyClock(engine, options.machine ?? thisMachine, log);
    opened.push(stop);
    const painter = makePainter();
    opened.push(() => painter.stop());
    const withDemo = isDemo(start);
    const mailbox = withDemo ? makeDemoMailbox() : null;
    const mailboxPort = mailbox ? await mailbox.listen() : 0;
    if (mailbox) opened.push(() => mailbox.stop());

    // Closed before what the routes need.
    opened.push(() => http.close());
    const url = settings.publicUrl ?? `http://${settings.host}:${port}`;

    const mail: EmailChannel[] = [];
    let fixed: HttpRoute[] = alive;
    const routesChanged = () => {
      mail.splice(0, mail.length, ...mailOf(workspaces));
      routes.splice(0, routes.length, ...fixed, ...housesOf(workspaces).flatMap(each => each.routes()));
      http.routesChanged();
    };
    const { progress } = options;
    const workspaces: Workspaces = makeWorkspaces(
      { start, log, engine, instance, clock, url, port, mailboxPort, progress, painter, routesChanged },
      options.desk ?? (await deskKindOf(settings.desk, options.postGapMs)),
    );
    await workspaces.open();

    const receiver = await receiveMail(start, mail, log);
    if (receiver) opened.push(receiver.stop);
    fixed = [...fixedRoutes({ start, workspaces, engine, url }), ...(mailbox?.routes ?? []), ...alive];
    routesChanged();
    await workspaces.start();
    http.opened();
    opened.push(() => workspaces.stop());
    return {
      get house() {
        return workspaces.first().house;
      },
      workspaces,
      engine,
      url,
      mailPort: receiver?.port ?? null,
      places: placesOf(start, url, receiver?.port ?? null, mail),
      stop: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Composed {
  start: Start;
  workspaces: Workspaces;
  engine: Engine;
  url: string;
}

/** What is reached by one path, whichever workspace it is for. */
function fixedRoutes({ start, workspaces, engine, url }: Composed): HttpRoute[] {
  const site = housesOf(workspaces)[0]?.channels().find(isWebchat)?.site.name ?? null;
  const { signingKey } = sealerOf(start);
  return [
    ...(workspaces.hub?.routes ?? []),
    ...sharedRoutes(isDemo(start) ? site : null, () =>
      housesOf(workspaces).flatMap(house =>
        house.channels().flatMap(each => (isWebchat(each) ? [{ channel: each, publicUrl: url }] : [])),
      ),
    ),
    ...rateRoutes(id => ratedOf(housesOf(workspaces), id, signingKey)),
    ...monitoringRoutes({
      houses: () => housesOf(workspaces),
      shared: workspaces.shared,
      hub: () => workspaces.hub?.check() ?? [],
      database: databaseOf(engine),
      clock: systemClock,
      may: mayWatch(start.settings.metricsToken),
    }),
  ];
}

/** The time as this process measures it, kept with the database's or the machine's. */
async function steadyClock(engine: Engine, machine: Machine, log: Log) {
  const clock = makeSteadyClock(machine, systemClock);
  const timekeeper = await keepTime({ store: makeTimeStore(engine), clock, machine, log });
  timekeeper.start();
  return { clock, stop: () => timekeeper.stop() };
}

/** Mail over SMTP or LMTP on loopback; null where nobody wants it. @param mail filled later too */
async function receiveMail({ settings, ...start }: Start, mail: EmailChannel[], log: Log) {
  const wanted = settings.mailReceiverPort ?? (isDemo({ settings, ...start }) ? RECEIVER_PORT : 0);
  if (wanted === 0 || (mail.length === 0 && !settings.desk.shared)) return null;
  const receiver = makeReceiver(mail, log, { lmtp: settings.mailReceiverProtocol === 'lmtp' });
  const port = await receiver.listen('127.0.0.1', wanted).catch((error: NodeJS.ErrnoException) => {
    const [words] = listenWords(error, '127.0.0.1', wanted).split('. ');
    throw new Error(`${words}. Choose another for mail with MAIL_RECEIVER_PORT=${wanted + 1}, or 0 for none.`);
  });
  return { port, stop: () => receiver.stop() };
}

function ratedOf(houses: House[], workspaceId: string, signingKey: Uint8Array) {
  const house = houses.find(each => each.parts.workspaceId === workspaceId);
  return house ? { parts: house.parts, signer: { workspaceId, signingKey } } : null;
}

function mailOf(workspaces: Workspaces): EmailChannel[] {
  return workspaces.all().flatMap(each => each.mail.map(({ channel }) => channel));
}

/** For commands that use the channels without being the service: nothing listens, nothing is worked off. */
export async function openParts(
  start: Start,
  log: Log,
  /** Which workspace, where there are several; the first one otherwise. */
  workspaceId: string | null = null,
  /** `alone`: for what must not run beside the service. */
  { alone = false }: { alone?: boolean } = {},
): Promise<Assembled & { engine: Engine; painter: Painter; close(): Promise<void> }> {
  const instance = `${hostname()}:${process.pid}:${systemIds.secret(3)}`;
  const onDamage = (words: string) => log.error({}, words);
  const engine = await openEngine(start.settings.databaseUrl, instance, alone ? { onDamage } : undefined);
  // Its thread starts with the first picture.
  const painter = makePainter();
  let workspaces: Workspaces | null = null;
  const close = async () => {
    await workspaces?.stop();
    await painter.stop();
    await engine.close();
  };
  try {
    const { host, port, publicUrl } = start.settings;
    const url = publicUrl ?? `http://${host}:${port}`;
    const installed = { start, log, engine, instance, clock: systemClock, url, port, mailboxPort: 0, painter };
    const desk = await deskKindOf(start.settings.desk);
    workspaces = makeWorkspaces({ ...installed, routesChanged: () => {} }, desk);
    await workspaces.open();
    for (const each of workspaces.all()) await each.house.loadSettings();
    const all = workspaces.all();
    const wanted =
      workspaceId === null ? workspaces.first() : all.find(each => each.house.parts.workspaceId === workspaceId);
    if (!wanted) {
      const known = all.map(each => each.house.parts.workspaceId).join(', ');
      throw new Error(`There is no workspace "${workspaceId}". Known: ${known}.`);
    }
    return { ...wanted, engine, painter, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function placesOf(start: Start, url: string, mailPort: number | null, mail: EmailChannel[]) {
  const places = start.settings.desk.places(url);
  if (isDemo(start)) {
    places.push({ what: 'Sample shop with chat', where: `${url}/demo/shop` });
    places.push({ what: "Customers' mailbox", where: `${url}/demo/mailbox` });
  }
  if (mailPort) places.push({ what: 'Write a mail', where: `to ${mail[0]?.address} by smtp://127.0.0.1:${mailPort}` });
  return places;
}

export { DEMO_ADDRESS, LOCAL_WORKSPACE };
