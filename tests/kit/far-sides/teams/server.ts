/**
 * A stand-in for Microsoft Teams on loopback: the Bot Connector, Microsoft's login and keys, the bit of Graph that shows a
 * channel, and people's hands, whose acts are delivered as signed activities.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atConnector, targetOf } from './connector.ts';
import { connectorToken, deliverRaw, redeliver } from './delivery.ts';
import { atGraph } from './graph.ts';
import type { FakeTeam, FakeTeams } from './hands.ts';
import { readToken } from './keys.ts';
import { giveToken, loginPage } from './login.ts';
import { tooMany } from './rates.ts';
import type { Reply } from './reply.ts';
import type { Call, Fault, Json, Route, TeamsOptions } from './shapes.ts';
import { guid, placeOf, sleep, type Team, threadId, track, type World } from './state.ts';
import { makeTeam } from './team.ts';
import { problemsOf } from './wire.ts';

export type { FakeChannel, FakePerson, FakeTeam, FakeTeams } from './hands.ts';
export type { TeamsOptions } from './shapes.ts';

const SERVICE = '/teams/';
const GRAPH = '/graph/';
const FILES = '/files/';

export async function openTeams(options: TeamsOptions = {}): Promise<FakeTeams> {
  const world = makeWorld(options);
  const server = createServer((request, response) => {
    track(world, answer(world, request, response)).catch(() => request.socket.destroy());
  });
  // Longer than a test pauses: a connection closed for idleness would look like a lost answer.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const teams = makeFake(world);
  teams.close = async () => {
    world.closing.abort();
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await quiet(world);
  };
  return teams;
}

async function quiet(world: World): Promise<void> {
  while (world.pending.size) await Promise.all(world.pending);
}

let worlds = 0;

function makeWorld(options: TeamsOptions): World {
  const tenant = options.tenant ?? guid('the shop');
  return {
    options,
    now: options.now ?? Date.now,
    url: '',
    deliverTo: null,
    appId: options.appId ?? guid(`app ${++worlds}`),
    secrets: [options.secret ?? 'Abc8Q~a-secret-that-is-no-id.0123456789'],
    secretExpired: false,
    tenant,
    tenants: new Set([tenant]),
    key: 0,
    teams: new Map(),
    people: [],
    chats: new Map(),
    files: new Map(),
    calls: [],
    deliveries: [],
    downloads: [],
    held: [],
    faults: [],
    tokens: {},
    tokensFrom: 0,
    pending: new Set(),
    closing: new AbortController(),
    lastId: 0,
    count: 0,
  };
}

function makeFake(world: World): FakeTeams {
  const teams = new Map<string, FakeTeam>();
  const nothing = (): never => {
    throw new Error('The stand-in is not open yet.');
  };
  return {
    url: world.url,
    loginUrl: world.url,
    serviceUrl: `${world.url}${SERVICE}`,
    host: new URL(world.url).host,
    appId: world.appId,
    secret: world.secrets[0]!,
    newSecret: () => {
      const made = `Def8Q~secret-number-${world.secrets.length + 1}-0123456789`;
      world.secrets.push(made);
      return made;
    },
    deleteSecret: secret => {
      world.secrets = world.secrets.filter(each => each !== secret);
    },
    tenant: world.tenant,
    options: world.options,
    deliverTo: url => {
      world.deliverTo = url;
    },
    team: (name, about = {}) => {
      const wanted = name ?? [...teams.keys()][0] ?? 'Shop';
      if (!teams.has(wanted)) teams.set(wanted, makeTeam(world, newTeam(world, wanted, about)));
      return teams.get(wanted)!;
    },
    calls: world.calls,
    tokens: world.tokens,
    fail: (route, how, times = 1, when = () => true) => void world.faults.push({ route, how, times, when }),
    expireSecret: (expired = true) => {
      world.secretExpired = expired;
    },
    expireTokens: () => {
      world.tokensFrom = ++world.count;
    },
    rotateKeys: () => {
      world.key = 1 - world.key;
    },
    deliveries: world.deliveries,
    downloads: world.downloads,
    quiet: () => quiet(world),
    deliver: (body, how) => deliverRaw(world, body, how),
    token: (how, activity) => connectorToken(world, activity ?? null, how),
    redeliver: delivery => redeliver(world, delivery),
    deliverHeld: async () => {
      for (const go of world.held.splice(0)) await go();
    },
    problems: (rules = {}) => problemsOf(world, rules),
    close: nothing,
  };
}

function newTeam(world: World, name: string, about: { tenant?: string; installed?: boolean; consent?: boolean }): Team {
  const tenant = about.tenant ?? world.tenant;
  world.tenants.add(tenant);
  const team: Team = {
    id: threadId(`${world.appId} ${name}`),
    aadGroupId: guid(`${world.appId} ${name} group`),
    name,
    tenant,
    members: new Set(),
    channels: new Map(),
    tags: [],
    installed: about.installed ?? true,
    consent: about.consent ?? true,
    archived: false,
    deleted: false,
  };
  world.teams.set(team.id, team);
  return team;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += chunk;
  return text;
}

function jsonOf(text: string): Json | null {
  try {
    return text ? (JSON.parse(text) as Json) : null;
  } catch {
    return null;
  }
}

function routeOf(method: string, path: string): Route {
  if (path.startsWith(GRAPH)) return 'graph';
  if (path.startsWith(SERVICE)) return targetOf(method, path.slice(SERVICE.length)).route;
  return path.endsWith('/oauth2/v2.0/token') ? 'token' : 'keys';
}

/** A channel with all its threads is one conversation. */
function laneOf(world: World, path: string, body: Json | null): string | null {
  if (!path.startsWith(SERVICE)) return null;
  const { route, conversation } = targetOf('POST', path.slice(SERVICE.length));
  const id = route === 'conversations.create' ? (body?.channelData?.channel?.id ?? 'new chats') : conversation;
  const place = placeOf(world, id);
  return place?.as === 'channel' ? place.channel.id : id || null;
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams } = new URL(request.url!, world.url);
  const text = await read(request);
  const body = jsonOf(text);
  const method = request.method!;
  const call: Call = {
    route: routeOf(method, path),
    method,
    path: decodeURIComponent(path),
    query: Object.fromEntries(searchParams),
    body,
    lane: laneOf(world, path, body),
    at: world.now(),
    status: 0,
    answer: null,
    carriedOut: false,
  };
  if (path.startsWith(FILES)) return giveFile(world, request, response, path.slice(FILES.length), true);
  world.calls.push(call);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const fault = takeFault(world, call);
  if (fault && (await spoilt(world, request, response, call, fault, () => serve(world, call, path, text, bearer))))
    return;
  if (
    call.route === 'attachments' &&
    method === 'GET' &&
    /\/views\/original$/.test(path) &&
    claimsOf(world, bearer, CONNECTOR)
  )
    return giveFile(world, request, response, path.split('/').at(-3)!, false);
  finish(world, response, call, serve(world, call, path, text, bearer));
}

const CONNECTOR = 'https://api.botframework.com';
const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

/** A token of ours that is for this, and good now. */
function claimsOf(world: World, token: string | null, audience: string): Json | null {
  const claims = token ? readToken(token) : null;
  if (claims?.aud !== audience || claims.appid !== world.appId) return null;
  if (claims.exp * 1_000 <= world.now() || Number(claims.uti) < world.tokensFrom) return null;
  return claims;
}

function serve(world: World, call: Call, path: string, text: string, bearer: string | null): Reply {
  if (call.route === 'token') {
    call.carriedOut = true;
    return giveToken(world, path.split('/')[1]!, new URLSearchParams(text));
  }
  if (call.route === 'keys') return loginPage(world, path) ?? { status: 404, body: null };
  const claims = claimsOf(world, bearer, call.route === 'graph' ? GRAPH_AUDIENCE : CONNECTOR);
  if (!claims)
    return call.route === 'graph'
      ? {
          status: 401,
          body: { error: { code: 'InvalidAuthenticationToken', message: 'Access token is empty or expired.' } },
        }
      : { status: 401, body: { message: 'Authorization has been denied for this request.' } };
  if (tooMany(world, call)) return tooManyReply(world, call);
  const reply =
    call.route === 'graph'
      ? atGraph(world, { ...call, path }, claims.tid)
      : atConnector(
          world,
          { ...call, path: path.slice(SERVICE.length - 1) },
          targetOf(call.method, path.slice(SERVICE.length)),
        );
  call.carriedOut = reply.status < 300;
  return reply;
}

function tooManyReply(world: World, call: Call): Reply {
  const seconds = world.options.retryAfterSeconds === undefined ? 1 : world.options.retryAfterSeconds;
  if (seconds !== null) call.retryAfterMs = seconds * 1_000;
  return { status: 429, body: { error: { code: 'TooManyRequests', message: 'API calls quota exceeded.' } } };
}

function finish(_world: World, response: ServerResponse, call: Call, { status, body }: Reply): void {
  call.status = status;
  call.answer = body;
  const retry = call.retryAfterMs === undefined ? {} : { 'Retry-After': String(call.retryAfterMs / 1_000) };
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...retry });
  response.end(body === null ? '' : JSON.stringify(body));
}

function takeFault(world: World, call: Call): Fault | null {
  const ofConnector = !['token', 'keys', 'graph'].includes(call.route);
  const found = world.faults.find(
    each => each.times > 0 && (each.route === call.route || (each.route === 'any' && ofConnector)) && each.when(call),
  );
  if (found) found.times--;
  return found?.how ?? null;
}

/** @returns true: there is nothing more to answer */
async function spoilt(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  fault: Fault,
  carryOut: () => Reply,
): Promise<boolean> {
  if (fault === 'reset-before' || fault === 'reset-after') {
    if (fault === 'reset-after') carryOut();
    request.socket.destroy();
    return true;
  }
  if ('hang' in fault) {
    const reply = fault.lost ? null : carryOut();
    await sleep(world, fault.hang);
    if (reply) finish(world, response, call, reply);
    else request.socket.destroy();
    return true;
  }
  if (fault.after) carryOut();
  if (fault.retryAfter !== undefined) call.retryAfterMs = fault.retryAfter * 1_000;
  const body = fault.code ? { error: { code: fault.code, message: 'Made to fail.' } } : null;
  finish(world, response, call, { status: fault.status, body });
  return true;
}

function giveFile(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  outside: boolean,
): void {
  if (outside) world.downloads.push({ path: request.url!, authorization: request.headers.authorization ?? null });
  const file = world.files.get(id);
  if (!file) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.content.length }).end(file.content);
}
