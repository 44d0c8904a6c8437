/** Takes a file that somebody puts beside their words, before the words themselves. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FILES_MAX } from '../../../src/desks/deliveries.ts';
import type { Rights } from '../../../src/desks/rights.ts';
import { FILE_BYTES_MAX, safeName, TOO_LARGE } from '../../../src/desks/staff-files.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { readBytes, sendJson } from '../../../src/ports/http.ts';
import type { Json } from '../../../src/ports/json.ts';
import { isClientId, staffPost } from './ids.ts';
import { fileStream } from './records.ts';

/** Answers with the file's id. The same number of the same message is one file, however often it is sent. */
export async function takeFile(
  context: DeskContext,
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const refuse = (status: number, error: string) => sendJson(response, status, { error });
  if (request.headers['content-type'] !== 'application/octet-stream') return refuse(415, 'A file comes as its bytes.');
  const { person = '', post: clientId, n = '', name = '', type = '' } = Object.fromEntries(url.searchParams);
  const ruling = await rights.act({ user: person, name: '' }, null);
  if (!ruling.ok) return refuse(403, ruling.words);
  const number = Number(n);
  if (!isClientId(clientId) || !/^\d+$/.test(n)) return refuse(400, 'The file has no number.');
  if (number >= FILES_MAX)
    return refuse(400, `One message carries ${FILES_MAX} files. Put the rest beside another one.`);
  const content = await readBytes(request, FILE_BYTES_MAX);
  if (!content) return refuse(413, TOO_LARGE);
  if (content.length === 0) return refuse(400, 'this file is empty. Take it away, or choose another one.');
  const post = staffPost(clientId);
  const file = { name: safeName(name), type: type || 'application/octet-stream', bytes: content.length };
  const id = await context.keepFile(post, { ref: n, ...file, content, withheld: null });
  const item = { id, name: file.name, bytes: file.bytes };
  await context.shelf.append(fileStream(post), n, item as unknown as Json);
  sendJson(response, 200, { id });
}
