/** Slack on one port of this machine: the Web API, sign-in, files, response_urls and sockets, with a test at the controls. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerApi } from './api.ts';
import { deliverRaw, redeliver } from './delivery.ts';
import { deliverHeld } from './events.ts';
import { giveFile, takeUpload } from './file-host.ts';
import { bindWorld, personOf, teamOf } from './handles.ts';
import type { FakeSlack, FakeTeam } from './hands.ts';
import { readManifest } from './manifest.ts';
import { authorize, setNextInstall } from './oauth.ts';
import { answerResponseUrl } from './response-url.ts';
import type { SlackOptions } from './shapes.ts';
import { makeSocketSide } from './socket.ts';
import { makeId, secret, type World } from './state.ts';
import { makeTeam } from './team.ts';

export type { FakeChannel, FakePerson, FakeSlack, FakeTeam } from './hands.ts';
export type { SlackOptions } from './shapes.ts';

/** Slack itself takes files of 1 GB; nothing here is as large. */
const BODY_BYTES_MAX = 200_000_000;

async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith('/oauth/v2/authorize')) return authorize(world, request, response);
  if (path.startsWith('/files-pri/')) return giveFile(world, request, response);
  const raw = await readBody(request);
  if (path.startsWith('/api/')) return answerApi(world, request, response, raw);
  if (path.startsWith('/upload/v1/')) return takeUpload(world, request, response, raw);
  if (path.startsWith('/actions/')) return answerResponseUrl(world, request, response, raw);
  response.writeHead(404).end();
}

export async function openSlack(options: SlackOptions = {}): Promise<FakeSlack> {
  const world = makeWorld(options);
  const sockets = makeSocketSide(world);
  world.overSocket = sockets.overSocket;
  world.openSocket = sockets.open;
  const strangers: FakeSlack['strangers'] = { url: '', requests: [] };
  const server = createServer((request, response) => {
    route(world, request, response).catch(() => request.socket.destroy());
  });
  // Longer than a test pauses: a connection closed for idleness would look like a lost answer.
  server.keepAliveTimeout = 120_000;
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket as Socket, head));
  const outside = createServer((request, response) => {
    const authorization = request.headers.authorization ?? null;
    strangers.requests.push({ method: request.method!, path: request.url!, authorization });
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end('stranger');
  });
  world.url = await listen(server, options.port);
  strangers.url = await listen(outside);
  world.strangersUrl = strangers.url;
  const teams = new Map<string, FakeTeam>();
  const slack = makeFake(world, teams, strangers);
  bindWorld(slack, world);
  slack.socket = sockets.fake;
  slack.close = async () => {
    world.closing.abort();
    await sockets.close();
    await Promise.all(
      [server, outside].map(each => {
        const closed = new Promise<void>(resolve => each.close(() => resolve()));
        each.closeAllConnections();
        return closed;
      }),
    );
    await quiet(world);
  };
  slack.team('T00000SHOP', { name: 'Shop' });
  return slack;
}

async function quiet(world: World): Promise<void> {
  while (world.pending.size) await Promise.all(world.pending);
}

function makeWorld(options: SlackOptions): World {
  const clientId = options.clientId ?? '1234567890.0987654321';
  const world: World = {
    options,
    now: options.now ?? Date.now,
    url: '',
    strangersUrl: '',
    deliverTo: null,
    appId: '',
    appToken: `xapp-1-A0-${secret(16)}`,
    signingSecret: options.signingSecret ?? secret(16),
    clientId,
    clientSecret: options.clientSecret ?? secret(16),
    verificationToken: secret(12),
    teams: new Map(),
    tokens: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    ephemerals: [],
    files: new Map(),
    faults: [],
    requests: [],
    deliveries: [],
    uploads: [],
    downloads: [],
    fileHost: { mood: 'well' },
    responses: [],
    subscriptions: null,
    pending: new Set(),
    closing: new AbortController(),
    lastTs: 0,
    count: 0,
    overSocket: async () => null,
    openSocket: () => ({ ok: false, error: 'internal_error' }),
  };
  world.appId = makeId(world, 'A');
  return world;
}

function makeFake(world: World, teams: Map<string, FakeTeam>, strangers: FakeSlack['strangers']): FakeSlack {
  const nothing = (): never => {
    throw new Error('The stand-in is not open yet.');
  };
  const one = async (body: object) => (await deliverRaw(world, body, {}))[0]!;
  return {
    url: world.url,
    apiUrl: `${world.url}/api/`,
    authorizeUrl: `${world.url}/oauth/v2/authorize`,
    get signingSecret() {
      return world.signingSecret;
    },
    clientId: world.clientId,
    clientSecret: world.clientSecret,
    appId: world.appId,
    get appToken() {
      return world.appToken;
    },
    regenerateSecret: () => {
      world.signingSecret = secret(16);
      return world.signingSecret;
    },
    regenerateAppToken: () => {
      world.appToken = `xapp-1-A0-${secret(16)}`;
      return world.appToken;
    },
    deliverTo: url => {
      world.deliverTo = url;
    },
    team: (id, about = {}) => {
      const wanted = id ?? [...teams.keys()][0] ?? 'T00000SHOP';
      if (!teams.has(wanted)) teams.set(wanted, makeTeam(world, wanted, about));
      return teams.get(wanted)!;
    },
    requests: world.requests,
    fail: (method, how, times = 1, when = () => true) => void world.faults.push({ method, how, times, when }),
    deliveries: world.deliveries,
    quiet: () => quiet(world),
    socket: undefined as unknown as FakeSlack['socket'],
    useManifest: manifest => readManifest(world, manifest),
    deliver: (body, how = {}) => deliverRaw(world, body, how),
    redeliver: (delivery, num) => redeliver(world, delivery, num),
    deliverHeld: () => deliverHeld(world),
    verifyUrl: () => one({ token: world.verificationToken, challenge: secret(16), type: 'url_verification' }),
    rateLimitedNotice: team =>
      one({
        token: world.verificationToken,
        type: 'app_rate_limited',
        team_id: (team ?? [...teams.values()][0]!).id,
        minute_rate_limited: Math.floor(world.now() / 60_000) * 60,
        api_app_id: world.appId,
      }),
    nextInstall: ({ team, person, scopes, deny }) =>
      setNextInstall(world, {
        teamId: teamOf(team).id,
        userId: person ? personOf(person).id : null,
        scopes: scopes ?? null,
        deny: deny ?? false,
      }),
    uploads: world.uploads,
    downloads: world.downloads,
    fileHost: world.fileHost,
    responses: world.responses,
    strangers,
    close: nothing,
  };
}
