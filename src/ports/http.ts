/** The one HTTP server as adapters see it: they hand over routes, the server does the rest. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Share } from '../core/in-flight.ts';

export interface HttpRoute {
  method: 'GET' | 'POST';
  /** An exact path, or one that ends in `/*` and covers everything below. */
  path: string;
  /** Answers by itself; a throw becomes a 500 and a line in the log. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | void;
  /** Called once when the server is about to shut; it goes on answering until this resolves. */
  leave?(): Promise<void>;
}

/** A name or an address of this machine, as browsers and settings write it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A whole address of a page or an API. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Is this peer a proxy that we believe? Its address comes without brackets and port. */
export type TrustedProxies = (address: string) => boolean;

/** There is no room for this body now; whoever sends it is told to come again. Nothing of it was looked at. */
export class BodiesFull extends Error {
  override name = 'BodiesFull';
}

/** It broke off while it was read, or went silent: there is nobody to answer. */
export class BodyBroken extends Error {
  override name = 'BodyBroken';
}

/** What each request may still take of the memory that the server has for bodies. Set by the server. */
export const bodyShares = new WeakMap<IncomingMessage, Share>();

/** A body that does not go on for so long is abandoned: it holds memory that others wait for. A telephone in a tunnel takes less. */
const SILENT_BODY_MS = 20_000;

/**
 * The body; null when it is larger than `bytesMax`, and then no more of it is read into memory.
 * @throws BodiesFull, BodyBroken: the server deals with both
 */
export function readBytes(
  request: IncomingMessage,
  bytesMax: number,
  silentMs = SILENT_BODY_MS,
): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const silence = setTimeout(() => request.destroy(), silentMs);
    const stop = () => {
      request.off('data', take).off('end', whole).off('close', broken).off('error', broken);
      clearTimeout(silence);
    };
    // The rest comes over the line, so that whoever sends it hears our answer, and is thrown away.
    const refuse = (answer: () => void) => {
      stop();
      chunks.length = 0;
      request.on('error', () => {}).resume();
      answer();
    };
    const take = (chunk: Uint8Array) => {
      silence.refresh();
      bytes += chunk.length;
      if (bytes > bytesMax) return refuse(() => resolve(null));
      if (bodyShares.get(request)?.grow(bytes) === false)
        return refuse(() => reject(new BodiesFull('Too much comes in at once.')));
      chunks.push(chunk);
    };
    const whole = () => {
      stop();
      resolve(Buffer.concat(chunks));
    };
    const broken = () => {
      stop();
      reject(new BodyBroken('The body broke off.'));
    };
    request.on('data', take).on('end', whole).on('close', broken).on('error', broken);
  });
}

/** The body as text; null when it is larger than `bytesMax`, and then no more of it is read into memory. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<string | null> {
  return (await readBytes(request, bytesMax))?.toString('utf8') ?? null;
}

/** Answers with JSON that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}
