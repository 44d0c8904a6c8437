/**
 * One request to X, bounded in time and size, and what became of it. Two ways lead there: signed by the library, and
 * plain, for what the library does not do (forms of OAuth 2.0, downloads).
 */
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { ITwitterApiClientPlugin, TwitterApiTokens } from 'twitter-api-v2';
import { SECOND } from '../../../../src/core/time.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { API } from './origin.ts';

/** One call in all, with its sign-in. Somebody waits for the answer; X answers within 2 s on a normal day. */
export const CALL_WITHIN_MS = 15 * SECOND;
/** A page of 100 long posts with everything beside them is under 1 MB. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;
const TIMED_OUT = 'nothing came in time';
const TOO_LARGE = 'the answer is too large';

/** An answer of X that arrived whole, whatever it says. */
export interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** @returns undefined when it is no JSON */
export function bodyOf({ body }: Got): Json | undefined {
  try {
    return JSON.parse(body.toString()) as Json;
  } catch {
    return undefined;
  }
}

/** Nothing arrived, or not all of it. */
export interface Lost {
  /** The cause as the machine says it: ECONNREFUSED, a certificate that is not valid. */
  cause: string;
  /** The connection stood: X may have carried the request out. */
  reached: boolean;
  /** Nothing came for as long as anybody waits. */
  timedOut: boolean;
  tooLarge: boolean;
}

export type Outcome = { got: Got } | { lost: Lost };

/** What came of waiting for `work`; null when the signal ended first. What runs then goes on by itself. */
export async function orEnd<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let stop = () => {};
  const ended = new Promise<null>(resolve => {
    const end = () => resolve(null);
    if (signal.aborted) return end();
    signal.addEventListener('abort', end);
    stop = () => signal.removeEventListener('abort', end);
  });
  // It may still fail when nobody waits any more.
  work.catch(() => {});
  return Promise.race([work, ended]).finally(stop);
}

/** Runs `work` with a signal that ends after `ms`; what listens to it ends its connection. */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const ending = new AbortController();
  const end = () => ending.abort(outer?.reason ?? TIMED_OUT);
  const timer = setTimeout(() => ending.abort(TIMED_OUT), ms);
  if (outer?.aborted) end();
  outer?.addEventListener('abort', end);
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', end);
  }
}

export interface Signed {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Of the API without /2/, or a whole address. */
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: Record<string, unknown>;
  /** As a form with files. */
  multipart?: boolean;
}

export interface Way {
  agent: Agent;
  signal: AbortSignal;
  /** Default `BODY_BYTES_MAX`. */
  bytesMax?: number;
  /** Told of every answer as it begins. */
  heard?(headers: IncomingHttpHeaders): void;
}

/** Watches one request: did the connection stand, and how much came of the answer. */
function watch({ bytesMax = BODY_BYTES_MAX, heard }: Way, end: (why: string) => void) {
  const seen = { reached: false, response: null as IncomingMessage | null, bytes: 0 };
  return {
    seen,
    socket(socket: Socket): void {
      const isUp = () => {
        seen.reached = true;
      };
      // Bytes leave only after the handshake.
      if ('encrypted' in socket) socket.once('secureConnect', isUp);
      else if (socket.connecting) socket.once('connect', isUp);
      else isUp();
    },
    response(response: IncomingMessage): void {
      seen.response = response;
      heard?.(response.headers);
      response.on('data', (chunk: Buffer) => {
        seen.bytes += chunk.length;
        if (seen.bytes > bytesMax) end(TOO_LARGE);
      });
    },
  };
}

/** An own signal of one request, which ends with the one it is given and when the body is too large. */
function endOf(outer: AbortSignal): { signal: AbortSignal; end: (why: string) => void; stop: () => void } {
  const own = new AbortController();
  const follow = () => own.abort(outer.reason);
  if (outer.aborted) follow();
  outer.addEventListener('abort', follow);
  return { signal: own.signal, end: why => own.abort(why), stop: () => outer.removeEventListener('abort', follow) };
}

function lost(cause: unknown, signal: AbortSignal, reached: boolean): { lost: Lost } {
  const said = signal.aborted ? String(signal.reason) : causeOf(cause);
  const timedOut = signal.aborted && signal.reason === TIMED_OUT;
  return { lost: { cause: said.slice(0, 200), reached, timedOut, tooLarge: signal.reason === TOO_LARGE } };
}

/** The innermost of what was thrown. The library keeps it where its types do not name it. */
function causeOf(error: unknown): string {
  const { _options, cause } = (error ?? {}) as {
    _options?: { error?: unknown; responseError?: unknown };
    cause?: unknown;
  };
  const inner = _options?.error ?? _options?.responseError ?? cause;
  if (inner) return causeOf(inner);
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  return [code, message ?? String(error)].filter(Boolean).join(': ');
}

/** Of a request that was never made, because something before it took all the time. */
export const NOT_BEGUN: Lost = { cause: TIMED_OUT, reached: false, timedOut: true, tooLarge: false };

/** Who asks: the four keys of OAuth 1.0a, or a bearer token. */
export type Auth = TwitterApiTokens | string;

/** By the library, which signs and writes the body. It is loaded here and not before: it costs time at every start. */
export async function askSigned(
  auth: Auth,
  { method, path, query, body, multipart }: Signed,
  way: Way,
): Promise<Outcome> {
  const { TwitterApi } = await import('twitter-api-v2');
  const { signal, end, stop } = endOf(way.signal);
  const { seen, socket, response } = watch(way, end);
  const plugin: ITwitterApiClientPlugin = {
    onBeforeRequestConfig: ({ params }) => {
      // Read here: the library makes numbers of ids, and of an answer that broke off whatever can be read of it.
      params.forceParseMode = 'buffer';
      // A compressed body has no size that could be limited.
      params.compression = 'identity';
      params.requestEventDebugHandler = (event, data) => {
        if (event === 'socket') socket(data.socket);
        if (event === 'response') response(data.res);
      };
    },
    // It really ends the connection; the library's own timeout only waits for silence.
    onBeforeRequest: ({ requestOptions }) => void Object.assign(requestOptions, { signal }),
  };
  // Which of the two overloads it is does not matter to the library.
  const { v2 } = new TwitterApi(auth as string, { httpAgent: way.agent, plugins: [plugin] });
  const options = { fullResponse: true as const, prefix: path.startsWith('https:') ? '' : `${API}/2/` };
  const form = multipart ? { forceBodyMode: 'form-data' as const } : {};
  const asked = async () => {
    if (method === 'GET') return v2.get(path, query, options);
    if (method === 'DELETE') return v2.delete(path, query, options);
    return method === 'PUT' ? v2.put(path, body, options) : v2.post(path, body, { ...options, ...form });
  };
  try {
    const answered = await orEnd(asked(), signal);
    if (!answered) return lost(null, signal, seen.reached);
    const { data } = answered;
    return whole(seen.response, data, seen.reached);
  } catch (error) {
    const { code, data } = error as { code?: unknown; data?: unknown };
    if (!signal.aborted && typeof code === 'number' && seen.response) return whole(seen.response, data, seen.reached);
    return lost(error, signal, seen.reached);
  } finally {
    stop();
  }
}

function whole(response: IncomingMessage | null, data: unknown, reached: boolean): Outcome {
  if (!response?.complete)
    return { lost: { cause: 'the answer broke off', reached, timedOut: false, tooLarge: false } };
  const body = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
  return { got: { status: response.statusCode ?? 0, headers: response.headers, body } };
}

interface Plain {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  /** Sent as a form. */
  form?: Record<string, string>;
}

/** Without the library. Redirects are not followed: they come back as they are. */
export function askPlain({ method, url, headers = {}, form }: Plain, way: Way): Promise<Outcome> {
  const { signal, end, stop } = endOf(way.signal);
  const { seen, socket, response } = watch(way, end);
  const sent = form && new URLSearchParams(form).toString();
  const all = { ...headers, ...(form ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}) };
  return new Promise<Outcome>(resolve => {
    const fail = (error: unknown) => resolve(lost(error, signal, seen.reached));
    const request: ClientRequest = httpsRequest(url, { method, headers: all, agent: way.agent, signal });
    request.on('error', fail);
    request.on('socket', socket);
    request.on('response', answer => {
      const chunks: Buffer[] = [];
      response(answer);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('close', () =>
        resolve(
          answer.complete && !signal.aborted
            ? whole(answer, Buffer.concat(chunks), true)
            : lost(new Error('the answer broke off'), signal, seen.reached),
        ),
      );
    });
    request.end(sent);
  }).finally(stop);
}
