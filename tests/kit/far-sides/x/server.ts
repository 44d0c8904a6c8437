/**
 * A stand-in for X on loopback, in plain HTTP: the API that a support desk uses, what it refuses and bills, and people's
 * hands and eyes. It is reached by the real library through an agent; host, signatures and paths are those of X.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeFake } from './fake.ts';
import type { FakeX } from './hands.ts';
import { NO_PERMISSION, NO_SCOPE, noCredits, spendCap, TOO_MANY, UNAUTHORIZED, wrongAuth } from './refusals.ts';
import { carryOut, type Sent, type Target, targetOf } from './routes.ts';
import type { Call, Fault, Json, Reply, XOptions } from './shapes.ts';
import { authName, type Identity, identify } from './sign-in.ts';
import { type Access, track, type World } from './state.ts';
import { openStream } from './stream.ts';
import { inOldWords, worded } from './vocabulary.ts';
import { count } from './windows.ts';
import { makeWorld } from './world.ts';

export async function openX(options: XOptions = {}): Promise<FakeX> {
  const world = makeWorld(options);
  const server = createServer((request, response) => {
    track(world, answer(world, request, response)).catch(() => request.socket.destroy());
  });
  // Longer than a test pauses: a connection closed for idleness would look like a lost answer.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('connection', socket => {
    world.connections++;
    socket.on('close', () => world.connections--);
  });
  return makeFake(world, async () => {
    world.closing.abort();
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    while (world.pending.size) await Promise.all(world.pending);
  });
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function bodyOf(type: string, raw: Buffer): Json | null {
  if (!raw.length || type.startsWith('multipart/')) return null;
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(raw.toString()));
  try {
    return JSON.parse(raw.toString()) as Json;
  } catch {
    return null;
  }
}

/** What is known before anything is done. */
interface Asked {
  call: Call;
  target: Target;
  identity: Identity;
  sent: Sent;
  headers: Record<string, string>;
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = ask(world, request, await read(request));
  const { call } = asked;
  world.calls.push(call);
  if (world.options.latencyMs) await sleep(world, world.options.latencyMs);
  const fault = takeFault(world, call);
  if (fault) return spoil(world, response, asked, fault);
  const reply = await serve(world, asked, response);
  if (reply) finish(world, response, asked, reply);
}

function ask(world: World, request: IncomingMessage, raw: Buffer): Asked {
  const { pathname: path, searchParams } = new URL(request.url!, world.url);
  const method = request.method!;
  const { authorization } = request.headers;
  const type = request.headers['content-type'] ?? '';
  const target = targetOf(method, path);
  const identity = identify(world, method, request.url!, request.headers);
  const call: Call = {
    route: target.route,
    method,
    path: decodeURIComponent(path),
    query: inOldWords(Object.fromEntries(searchParams)),
    body: bodyOf(type, raw),
    auth: identity.as,
    by: identity.user?.handle ?? null,
    at: world.now(),
    status: 0,
    answer: null,
    carriedOut: false,
  };
  return { call, target, identity, sent: { raw, type, authorization }, headers: {} };
}

/** @returns null: the answer is a stream, and runs */
async function serve(world: World, asked: Asked, response: ServerResponse | null): Promise<Reply | null> {
  const refusal = refuse(world, asked);
  if (refusal) return refusal;
  if (asked.target.route === 'stream') {
    const reply = response ? openStream(world, response, asked.call.query) : null;
    asked.call.status = reply?.status ?? 200;
    asked.call.carriedOut = reply === null;
    return reply;
  }
  const reply = await carryOut(world, asked.call, asked.target, asked.identity.user, asked.sent);
  asked.call.carriedOut = reply.status < 300;
  return reply;
}

/** In X's order: who, by what means, how often, with what money. */
function refuse(world: World, { call, target, identity, headers }: Asked): Reply | null {
  const free = target.kinds.includes('none');
  if (free) return null;
  if (identity.as === 'none' || identity.user?.suspended) return UNAUTHORIZED;
  if (!target.kinds.includes(identity.as))
    return wrongAuth(authName[identity.as], target.kinds.map(each => authName[each]).join(', '));
  if (target.scope && identity.scopes && !identity.scopes.includes(target.scope)) return NO_SCOPE;
  if (identity.access) headers['x-access-level'] = identity.access;
  if (identity.access && !allows(identity.access, target.scope)) return NO_PERMISSION;
  const counted = count(world, target.route, call.by);
  Object.assign(headers, counted.headers);
  if (counted.opensAt !== null) {
    call.opensAt = counted.opensAt;
    return TOO_MANY;
  }
  if (world.cappedUntil) return spendCap(world.app.id, world.cappedUntil);
  return world.credit <= 0 ? noCredits(world.app.id) : null;
}

const allows = (access: Access, scope: string | null): boolean =>
  scope?.startsWith('dm.') ? access === 'read-write-directmessages' : access !== 'read' || !scope?.endsWith('.write');

/** The account's id is a bare number beyond 2^53: nothing but the text can carry it. */
const written = (body: Json | null): string =>
  body === null ? '' : JSON.stringify(body).replace(/"account_id":"(\d+)"/, '"account_id":$1');

function finish(world: World, response: ServerResponse, { call, headers }: Asked, reply: Reply): void {
  const { status, file } = reply;
  if (file) {
    call.status = status;
    response.writeHead(status, { ...headers, ...reply.headers, 'Content-Type': file.type });
    return void response.end(file.content);
  }
  const body = reply.body && worded(reply.body, world.options.words);
  call.status = status;
  call.answer = body;
  response.writeHead(status, { ...headers, ...reply.headers, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(written(body));
}

function sleep(world: World, ms: number): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      world.closing.signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    world.closing.signal.addEventListener('abort', done);
  });
}

function takeFault(world: World, call: Call): Fault | null {
  const found = world.faults.find(
    each => each.times > 0 && (each.route === 'any' || each.route === call.route) && each.when(call),
  );
  if (found) found.times--;
  return found?.how ?? null;
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

async function trickle(
  world: World,
  response: ServerResponse,
  text: string,
  { trickleMs }: { trickleMs: number },
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();
  for (const each of text) {
    await sleep(world, trickleMs);
    if (response.destroyed || world.closing.signal.aborted) return;
    response.write(each);
  }
}

async function spoil(world: World, response: ServerResponse, asked: Asked, fault: Fault): Promise<void> {
  const { call } = asked;
  if (fault === 'reset-before') return void response.socket?.resetAndDestroy();
  if (fault === 'reset-after') {
    await serve(world, asked, null);
    return void response.socket?.resetAndDestroy();
  }
  if (fault === 'half') {
    const text = written((await serve(world, asked, null))?.body ?? {});
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
    return void response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  }
  if (fault === 'flood') return flood(response);
  if ('trickleMs' in fault)
    return trickle(world, response, written((await serve(world, asked, null))?.body ?? {}), fault);
  if ('hang' in fault) {
    if (fault.carriedOut) await serve(world, asked, null);
    // The connection stays open until the caller or the test gives up.
    return;
  }
  if ('lateMs' in fault) {
    const reply = await serve(world, asked, response);
    await sleep(world, fault.lateMs);
    if (reply) finish(world, response, asked, reply);
    return;
  }
  if (fault.after) await serve(world, asked, null);
  call.status = fault.status;
  const html = typeof fault.body === 'string';
  const plain = {
    title: 'Service Unavailable',
    detail: 'Service Unavailable',
    type: 'about:blank',
    status: fault.status,
  };
  const type = html ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(fault.status, { ...fault.headers, 'Content-Type': type });
  response.end(html ? fault.body : written(fault.body === undefined ? plain : (fault.body as Json | null)));
}
