/** The one HTTP server: adapters hand in routes; headers that every answer carries; health and metrics. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type InFlightLimits, makeInFlight } from '../core/in-flight.ts';
import { SECOND } from '../core/time.ts';
import { BodiesFull, BodyBroken, bodyShares, type HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';

/** A client that takes longer to say what it wants is stuck or hostile. */
const HEADERS_WITHIN_MS = 10 * SECOND;
/** A start takes about so long; whoever comes too early comes again then. */
const COME_AGAIN_S = 2;
/** A photo of 10 MB over a slow telephone line takes two minutes. */
const REQUEST_WITHIN_MS = 180 * SECOND;
/** A stop waits so long for answers that are being made; whoever still sends a photo sends it again, to another process. */
const ANSWERED_WITHIN_MS = 5 * SECOND;

const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8' };
const MB = 1024 * 1024;
/**
 * Bodies that are held at once, from whomever: eight photos of a chat. Deliveries of a desk and a chat's words are small, and
 * go on while large ones are told to come again.
 */
const BODIES: InFlightLimits = { bytesMax: 96 * MB, keptForSmall: 16 * MB, smallBytesMax: 128 * 1024 };

export interface Http {
  /** Resolves with the port once it listens; rejects with a sentence when it cannot. */
  listen(host: string, port: number): Promise<number>;
  /** Tells whoever asks that it goes; everything is still answered. Resolves when they have heard it. Called again, it is the same. */
  leave(): Promise<void>;
  /** Leaves, lets go on what is being answered, and shuts. Called again, it is the same close. */
  close(): Promise<void>;
  /** Takes up routes that were added to the list since. */
  routesChanged(): void;
  /** Until this is called whatever has no route yet is told to come again: it may have one in a moment. */
  opened(): void;
  /** Resolves when `opened` was called. */
  whenOpen: Promise<void>;
}

export function makeHttp(routes: HttpRoute[], log: Log, bodies: InFlightLimits = BODIES): Http {
  const inFlight = makeInFlight(bodies);
  const { routesChanged, routeOf } = makeFinder(routes);
  let [isOpen, closing] = [false, null as Promise<void> | null];
  const leaving = makeLeave(routes);
  /** What is being answered. */
  const inHand = new Set<Promise<void>>();
  const opening = Promise.withResolvers<void>();

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    // Its next request goes to whoever is still there.
    if (leaving.hasBegun()) response.setHeader('Connection', 'close');
    const url = urlOf(request);
    const route = routeOf(request);
    if (!isOpen && !route) {
      response.setHeader('Cache-Control', 'no-store');
      return comeAgain(response, 'Deskhand is starting. Try again in a moment.\n');
    }
    if (!route || !url) {
      response.writeHead(404, PLAIN).end('There is nothing here.\n');
      return;
    }
    const share = inFlight.share();
    bodyShares.set(request, share);
    try {
      await route.handle(request, response, url);
    } catch (error) {
      if (error instanceof BodyBroken) return;
      if (!(error instanceof BodiesFull) || response.headersSent) throw error;
      share.release();
      // What is still on its way is not read.
      response.setHeader('Connection', 'close');
      comeAgain(response, 'Too much is coming in at once. Try again in a moment.\n');
    } finally {
      share.release();
    }
  };

  const server: Server = createServer((request, response) => {
    const work: Promise<void> = answer(request, response)
      .catch(error => failed({ method: request.method, path: routeOf(request)?.path ?? null }, response, error, log))
      .then(() => written(response))
      .finally(() => inHand.delete(work));
    inHand.add(work);
  });
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;

  return {
    routesChanged,
    opened: () => {
      isOpen = true;
      opening.resolve();
    },
    whenOpen: opening.promise,
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(listenWords(error, host, port))));
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    leave: leaving.leave,
    close: () => {
      closing ??= leaving.leave().then(() => shut(server, inHand));
      return closing;
    },
  };
}

function makeLeave(routes: readonly HttpRoute[]): Pick<Http, 'leave'> & { hasBegun(): boolean } {
  let leaving: Promise<unknown> | null = null;
  return {
    hasBegun: () => leaving !== null,
    leave: async () => {
      leaving ??= Promise.all(routes.map(each => each.leave?.()));
      await leaving;
    },
  };
}

function urlOf({ url }: IncomingMessage): URL | null {
  return URL.canParse(url ?? '', 'http://host') ? new URL(url ?? '', 'http://host') : null;
}

/** @param path of the route: what stands in the place of its star may be a link that opens something once */
function failed(
  { method, path }: { method: string | undefined; path: string | null },
  response: ServerResponse,
  error: unknown,
  log: Log,
): void {
  log.error({ method, path, error: String(error) }, 'A request failed.');
  if (!response.headersSent) response.writeHead(500, PLAIN);
  response.end('Something went wrong here. It has been written to the log. Try again.\n');
}

/** Nothing new comes in; what is being answered has a moment. */
async function shut(server: Server, inHand: ReadonlySet<Promise<void>>): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>(resolve => {
    late = setTimeout(resolve, ANSWERED_WITHIN_MS);
  });
  await Promise.race([Promise.all([...inHand]), tooLate]);
  clearTimeout(late);
  // Streams to browsers never end by themselves; they reconnect to whoever comes next.
  server.closeAllConnections();
  return closed;
}

/** Resolves when an answer has left; a stream that stays open is not waited for. */
function written(response: ServerResponse): Promise<void> {
  if (!response.writableEnded || response.writableFinished || response.destroyed) return Promise.resolve();
  return new Promise(resolve => response.once('finish', resolve).once('close', resolve));
}

/** Finds the route of a request: an exact path, else one that covers everything below. */
function makeFinder(routes: HttpRoute[]) {
  let exact = new Map<string, HttpRoute>();
  let below: HttpRoute[] = [];
  const routesChanged = () => {
    exact = new Map(
      routes.filter(each => !each.path.endsWith('/*')).map(each => [`${each.method} ${each.path}`, each]),
    );
    below = routes.filter(each => each.path.endsWith('/*')).map(each => ({ ...each, path: each.path.slice(0, -1) }));
  };
  routesChanged();
  return {
    routesChanged,
    routeOf: (request: IncomingMessage): HttpRoute | null => {
      const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
      const path = urlOf(request)?.pathname ?? '';
      const covers = (each: HttpRoute) => each.method === method && path.startsWith(each.path);
      return exact.get(`${method} ${path}`) ?? below.find(covers) ?? null;
    },
  };
}

function comeAgain(response: ServerResponse, words: string): void {
  response.setHeader('Retry-After', String(COME_AGAIN_S));
  response.writeHead(503, PLAIN).end(words);
}

export function listenWords(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `The port ${port} is used by another program. Stop that program, or start on another port: PORT=${port + 1} npm start`;
  }
  if (error.code === 'EACCES') return `The port ${port} needs more rights. Choose one above 1023: PORT=3000 npm start`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `This machine has no address "${host}". Set HOST to 127.0.0.1 or to an address of this machine.`;
  }
  return `The server cannot listen on ${host}:${port}: ${error.message}`;
}
