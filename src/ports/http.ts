/** The one HTTP server as adapters see it: they hand over routes, the server does the rest. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Share } from '../core/in-flight.ts';

export interface HttpRoute {
  method: 'GET' | 'POST';
  /** An exact path, or one that ends in `/*` and covers everything below. */
  path: string;
  /** Answers by itself; a throw becomes a 500 and a line in the log. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | void;
}

/** There is no room for this body now; whoever sends it is told to come again. Nothing of it was looked at. */
export class BodiesFull extends Error {
  override name = 'BodiesFull';
}

/** What each request may still take of the memory that the server has for bodies. Set by the server. */
export const bodyShares = new WeakMap<IncomingMessage, Share>();

/**
 * The body; null when it is larger than `bytesMax`, and then no more of it is read into memory.
 * @throws BodiesFull, which the server answers
 */
export async function readBytes(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > bytesMax) return null;
    if (bodyShares.get(request)?.grow(bytes) === false) throw new BodiesFull('Too much comes in at once.');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
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
