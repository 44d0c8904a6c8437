/** Accepts a visitor's message or file: stored first, then shown, then answered. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Detail, InboundAttachment } from '../../../src/core/message.ts';
import { SECOND } from '../../../src/core/time.ts';
import { readBody, readBytes, sendJson } from '../../../src/ports/http.ts';
import { answerRefusal, BODY_BYTES_MAX, type Caller, type SiteParts } from './answer.ts';
import { FILE_BYTES_MAX } from './config.ts';
import { networkOf, UPLOADS_MAX, UPLOADS_PER_ADDRESS_MAX } from './gate.ts';
import { pageOf } from './page-address.ts';
import { isCid, parseChat, readFile, toInbound } from './receive.ts';

/** Networks that files are coming from right now. */
const coming: string[] = [];
/** When all places for files are taken. */
const BUSY_MS = 3 * SECOND;

export async function takeMessage(
  parts: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!(await mayWrite(parts, caller, request, response))) return;
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body === null) return answerRefusal(response, 413, 'too-long', 'This is too long. Send it in parts.');
  const input = parseChat(body, parts.config.origins);
  if ('error' in input) return answerRefusal(response, 400, input.code, input.error);
  await take(parts, caller, request, response, {
    cid: input.cid,
    text: input.text,
    page: input.page,
    name: input.name,
  });
}

export async function upload(
  parts: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { cid, name } = { cid: request.headers['x-cid'], name: String(request.headers['x-name'] ?? '') };
  if (!isCid(cid)) return answerRefusal(response, 400, 'unreadable', 'The file has no id.');
  if (!(await mayWrite(parts, caller, request, response))) return;
  const { context, gate } = parts;
  const large = () =>
    answerRefusal(response, 413, 'file-too-large', `A file can have ${FILE_BYTES_MAX / 1024 / 1024} MB.`);
  const busy = (waitMs: number) =>
    answerRefusal(response, 429, 'slow', 'That was a lot at once. Send the next file in a moment.', waitMs);
  const length = Number(request.headers['content-length'] ?? FILE_BYTES_MAX);
  if (length > FILE_BYTES_MAX) return large();
  const address = context.clientAddress(request);
  const room = gate.room(address, caller.id, length, context.clock.now());
  if (!room.ok) return busy(room.waitMs);
  const here = networkOf(address);
  if (coming.length >= UPLOADS_MAX || coming.filter(each => each === here).length >= UPLOADS_PER_ADDRESS_MAX)
    return busy(BUSY_MS);
  coming.push(here);
  const content = await readBytes(request, FILE_BYTES_MAX).finally(() => coming.splice(coming.indexOf(here), 1));
  if (content === null) return large();
  if (content.length === 0) return answerRefusal(response, 400, 'empty', 'This file is empty.');
  const found = readFile({ name: decoded(name), content });
  if (found.withheld)
    return answerRefusal(response, 415, 'file-refused', 'Files like this can harm a computer and are not taken.');
  // Only what came counts; a file that broke off on the way costs nothing.
  gate.stored(address, caller.id, content.length, context.clock.now());
  const page = pageOf(decoded(String(request.headers['x-page'] ?? '')), parts.config.origins);
  await take(parts, caller, request, response, { cid, text: '', file: found, page, name: null });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return 'file';
  }
}

async function mayWrite(
  { context, gate }: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const pass = gate.message(context.clientAddress(request), caller.session, context.clock.now());
  if (pass.ok) return true;
  answerRefusal(
    response,
    429,
    'slow',
    `That was a lot at once. Try again in ${Math.ceil(pass.waitMs / SECOND)} seconds.`,
    pass.waitMs,
  );
  return false;
}

/** Answers to what is asked after the first message: said in the conversation, and fields of the card. */
export function takeAnswers(
  parts: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
  { cid, details }: { cid: string; details: Detail[] },
): Promise<void> {
  const text = details.map(({ label, value }) => `${label}: ${value}`).join('\n');
  return take(parts, caller, request, response, { cid, text, page: null, name: null, details });
}

interface Taken {
  cid: string;
  text: string;
  file?: InboundAttachment;
  page: string | null;
  name: string | null;
  details?: Detail[];
}

/** Stored first, then shown in the conversation: sent twice, by whatever accident, it is one. */
async function take(
  { context, visitors, conversation }: SiteParts,
  asked: Caller,
  request: IncomingMessage,
  response: ServerResponse,
  taken: Taken,
): Promise<void> {
  // A body may have taken minutes to come: looked at now is what counts.
  const caller = await visitors.ofToken(request.headers.authorization);
  if (!caller || caller.id !== asked.id)
    return answerRefusal(response, 401, 'unknown', 'This chat no longer exists. Start a new one.');
  if ((await context.watching.standing(caller.id)) === 'blocked')
    return answerRefusal(response, 403, 'blocked', 'You can no longer write here. Please reach us another way.');
  const { id, visitor } = caller;
  const at = context.clock.now();
  const page = taken.page ?? visitor.page;
  const { cid, text, file } = taken;
  // Said again whenever it is another one: "this one" is what is on that page.
  const moved = page !== null && (!visitor.opened || page !== visitor.page);
  const details: Detail[] = [
    ...(visitor.opened ? [] : visitor.details),
    ...(taken.details ?? []),
    ...(moved ? [{ label: 'Page', value: page, newest: true as const }] : []),
  ];
  const proven = visitor.verified && visitor.email ? { channelKind: 'email', address: visitor.email } : undefined;
  await context.accept(
    toInbound({
      cid,
      text,
      ...(file ? { file } : {}),
      visitor: id,
      name: visitor.name ?? taken.name,
      details,
      proven,
      locale: visitor.language ?? null,
      at,
    }),
  );
  if (!visitor.opened || moved) await visitors.change(id, { opened: true, page });
  const files = file ? [{ id: null, name: file.name, type: file.type, bytes: file.bytes }] : undefined;
  const entry = await conversation.add(id, `in:${cid}`, {
    from: 'visitor',
    text,
    name: null,
    cid,
    at,
    ...(files ? { files } : {}),
  });
  // As it is kept: the page shows it with the time it has here.
  sendJson(response, 200, entry);
}
