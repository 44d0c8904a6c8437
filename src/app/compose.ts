/** The composition root: opens the database, the desk, the channels and the one server, and closes them in order. */
import { createHmac } from 'node:crypto';
import { hostname } from 'node:os';
import type { EmailChannel } from '../../adapters/channels/email/channel.ts';
import { makeDemoMailbox } from '../../adapters/channels/email/demo-mailbox.ts';
import { makeReceiver } from '../../adapters/channels/email/receiver.ts';
import { sharedRoutes } from '../../adapters/channels/webchat/pages.ts';
import type { WorkspaceId } from '../core/ids.ts';
import { provision, type Sealer, type WrittenChannel } from '../install/provision.ts';
import type { HealthItem, Progress } from '../ports/channel.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Engine } from '../store/engine.ts';
import { parseKeys, seal, unseal } from '../store/secrets.ts';
import { openEngine, workspaceStore } from '../store/store.ts';
import { CHANNEL_KINDS, DESK_KINDS } from './adapters.ts';
import { databaseWords, type House, makeHouse } from './house.ts';
import { listenWords, makeHttp } from './http.ts';
import { metricsRoute } from './metrics.ts';
import { type Start, secretKey } from './settings.ts';
import { randomNonce, systemClock, systemIds } from './world.ts';

/** The one workspace of an installation without Slack and Teams. */
export const LOCAL_WORKSPACE = 'ws_local' as WorkspaceId;
export const DEMO_ADDRESS = 'help@shop.example';
const DEMO_SITE = 'site';
const RECEIVER_PORT = 2525;

export interface Running {
  house: House;
  engine: Engine;
  url: string;
  /** Where to click, as printed at the start. */
  places: { what: string; where: string }[];
  mailPort: number | null;
  stop(): Promise<void>;
}

/** Starts everything; what was opened before a failure is closed again. */
export async function compose(start: Start, log: Log, progress?: (what: string) => Progress): Promise<Running> {
  const { settings, config } = start;
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.reverse()) await close();
  };
  try {
    const instance = `${hostname()}:${process.pid}:${systemIds.secret(3)}`;
    const engine = await openEngine(settings.databaseUrl, instance);
    opened.push(() => engine.close());
    const isDemo = config.channels.length === 0;
    const mailbox = isDemo ? makeDemoMailbox() : null;
    const mailboxPort = mailbox ? await mailbox.listen() : 0;
    if (mailbox) opened.push(() => mailbox.stop());

    const routes: HttpRoute[] = [];
    const http = makeHttp(routes, log);
    const port = await http.listen(settings.host, settings.port);
    opened.push(() => http.close());
    const url = settings.publicUrl ?? `http://${settings.host}:${port}`;

    const {
      house,
      mail: mailboxes,
      channels,
    } = await assemble(start, log, engine, instance, { url, port, mailboxPort, progress });
    const mail = mailboxes.map(each => each.channel);

    const wantedPort = settings.mailReceiverPort ?? (isDemo ? RECEIVER_PORT : 0);
    let mailPort: number | null = null;
    if (wantedPort > 0 && mail.length) {
      const receiver = makeReceiver(mail, log, { lmtp: settings.mailReceiverProtocol === 'lmtp' });
      mailPort = await receiver.listen('127.0.0.1', wantedPort).catch((error: NodeJS.ErrnoException) => {
        const words = listenWords(error, '127.0.0.1', wantedPort);
        throw new Error(
          `${words.split('. ')[0]}. Choose another for mail with MAIL_RECEIVER_PORT=${wantedPort + 1}, or 0 for none.`,
        );
      });
      opened.push(() => receiver.stop());
    }

    const site = channels.find(each => each.kind === 'webchat')?.name ?? null;
    routes.push(
      ...house.routes(),
      ...sharedRoutes(isDemo ? site : null),
      ...(mailbox?.routes ?? []),
      ...healthRoutes(house),
      metricsRoute(house, engine),
    );
    http.routesChanged();
    await house.start();
    opened.push(() => house.stop());
    return { house, engine, url, mailPort, places: placesOf(url, isDemo, mailPort, mail), stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Where the service is reached; what is not started has no ports. */
interface Place {
  /** Draws long work where somebody looks; without it the log says how far it is. */
  progress?: ((what: string) => Progress) | undefined;
  url: string;
  port: number;
  mailboxPort: number;
}

/** Everything but the listening: rows, rooms and channels are as written, nothing runs yet. */
async function assemble(start: Start, log: Log, engine: Engine, instance: string, place: Place) {
  const { settings, config } = start;
  const keys = parseKeys(secretKey(settings));
  const sealer: Sealer = {
    seal: (where, text) => seal(keys, where, text, randomNonce(12)),
    unseal: (where, sealed) => unseal(keys, where, sealed),
  };
  const house = makeHouse({
    engine,
    workspaceId: LOCAL_WORKSPACE,
    instance,
    clock: systemClock,
    ids: systemIds,
    log,
    publicUrl: place.url,
    hours: config.hours,
    holdMs: config.holdMs,
    automatic: config.automatic,
    ...(place.progress ? { progress: place.progress } : {}),
    deskKind: DESK_KINDS[0]!,
    channelKinds: CHANNEL_KINDS,
    sealer,
    signingKey: createHmac('sha256', keys[0]!.bytes).update('signing').digest(),
  });
  const isDemo = config.channels.length === 0;
  const channels = isDemo
    ? demoChannels(settings.host, place.port, place.mailboxPort, config.rooms[0]!.name)
    : start.channels;
  const written = { workspaceName: 'Deskhand', deskKind: house.desk.kind, rooms: config.rooms, channels };
  const provisioned = await provision(workspaceStore(engine, LOCAL_WORKSPACE), written, {
    clock: systemClock,
    ids: systemIds,
    sealer,
  });
  const mail: { name: string; channel: EmailChannel }[] = [];
  for (const { row, settings: values } of provisioned.channels) {
    const channel = house.openChannel(row, values);
    if (channel.kind === 'email') mail.push({ name: row.name, channel: channel as EmailChannel });
  }
  return { house, mail, channels };
}

/** For commands that use the channels without being the service: nothing listens, nothing is worked off. */
export async function openParts(start: Start, log: Log) {
  const instance = `${hostname()}:${process.pid}:${systemIds.secret(3)}`;
  const engine = await openEngine(start.settings.databaseUrl, instance);
  try {
    const { host, port, publicUrl } = start.settings;
    const parts = await assemble(start, log, engine, instance, {
      url: publicUrl ?? `http://${host}:${port}`,
      port,
      mailboxPort: 0,
    });
    const close = async () => {
      await parts.house.stop();
      await engine.close();
    };
    return { ...parts, engine, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The channels of the embedded default: the sample shop's chat, and a mail address on the loopback receiver. */
function demoChannels(host: string, port: number, mailboxPort: number, room: string): WrittenChannel[] {
  const kind = (name: string) => CHANNEL_KINDS.find(each => each.kind === name)!;
  const origins = [...new Set([`http://${host}:${port}`, `http://127.0.0.1:${port}`, `http://localhost:${port}`])];
  return [
    {
      name: DEMO_SITE,
      kind: 'webchat',
      room,
      schema: kind('webchat').settings,
      settings: { origins, title: 'Kettle & Co' },
    },
    {
      name: 'help',
      kind: 'email',
      room,
      schema: kind('email').settings,
      settings: {
        address: DEMO_ADDRESS,
        name_shown: 'Kettle & Co',
        'smtp.host': '127.0.0.1',
        'smtp.port': mailboxPort,
        'smtp.secure': false,
      },
    },
  ];
}

function placesOf(url: string, isDemo: boolean, mailPort: number | null, mail: EmailChannel[]) {
  const places = [{ what: 'Practice desk', where: `${url}/` }];
  if (isDemo) {
    places.push({ what: 'Sample shop with chat', where: `${url}/demo/shop` });
    places.push({ what: "Customers' mailbox", where: `${url}/demo/mailbox` });
  }
  if (mailPort) places.push({ what: 'Write a mail', where: `to ${mail[0]?.address} by smtp://127.0.0.1:${mailPort}` });
  return places;
}

function healthRoutes(house: House): HttpRoute[] {
  return [
    {
      // Browsers ask for it on every page; the pages carry their own.
      method: 'GET',
      path: '/favicon.ico',
      handle: (_request, response) => {
        response.writeHead(204).end();
      },
    },
    {
      method: 'GET',
      path: '/healthz',
      handle: (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('alive\n');
      },
    },
    {
      method: 'GET',
      path: '/readyz',
      handle: async (_request, response) => {
        const items: HealthItem[] = await house
          .ready()
          .catch(error => [{ what: 'Database', ok: false, words: databaseWords(error) }]);
        const ok = items.every(item => item.ok);
        // A channel that is down stops nothing else: it is said here, and the service stays ready.
        const troubles = house.troubles();
        response.writeHead(ok ? 200 : 503, {
          'Content-Type': 'application/json; charset=utf-8',
          'Cache-Control': 'no-store',
        });
        response.end(JSON.stringify({ ready: ok, items: [...items, ...troubles] }));
      },
    },
  ];
}
