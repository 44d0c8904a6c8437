/** What the panel asks for and sends. Everything but the start carries a token; what is refused is said with a code and in words. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AttachmentId } from '../../../src/core/ids.ts';
import type { Detail, InboundAttachment } from '../../../src/core/message.ts';
import { DAY, HOUR, SECOND } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type HttpRoute, readBody, readBytes, sendJson } from '../../../src/ports/http.ts';
import { FILE_BYTES_MAX, type SiteConfig } from './config.ts';
import type { Conversation } from './conversation.ts';
import { isEmail } from './email-address.ts';
import { type Gate, networkOf } from './gate.ts';
import { type Verified, verifyIdentity } from './identity.ts';
import { makePuzzle, solvedNonce } from './puzzle.ts';
import { answerOf, isCid, pageOf, parseChat, parseObject, readFile, subjectOf, toInbound } from './receive.ts';
import type { Streams } from './stream.ts';
import type { Visitor, Visitors } from './visitors.ts';
import type { ChatRefusal, RefusalCode, SignedIdentity, StartInput } from './wire.ts';

/** 4,000 characters in any alphabet, as JSON. */
const BODY_BYTES_MAX = 32 * 1024;
/** A blocked visitor's network opens no new chat for so long; chats of others there go on. */
const NETWORK_BLOCKED_FOR_MS = DAY;
/** Copies of one chat: enough for a mistyped address, too few for a machine. */
const COPIES_MAX = 3;
/** The page tries again by itself. */
const AWAY_MS = 5 * SECOND;
const SCORE_MAX = 5;

export interface SiteParts {
  context: ChannelContext;
  config: SiteConfig;
  visitors: Visitors;
  conversation: Conversation;
  streams: Streams;
  gate: Gate;
}

interface Caller {
  id: string;
  visitor: Visitor;
  session: string;
}

type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
type Called = (caller: Caller, request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export function makeApi(parts: SiteParts): HttpRoute[] {
  const { context, visitors, conversation, streams, gate } = parts;
  const at = `/chat/${context.name}`;

  /** Answers by itself when the store fails: the page keeps what it has and comes again. */
  const safely =
    (handle: Handle): Handle =>
    async (request, response, url) => {
      const origin = request.headers.origin;
      // A page of another site can not ask here; the panel is our own.
      if (origin && !isOwn(origin, request, context.publicUrl))
        return refuse(response, 403, 'unknown', 'This request came from another site.');
      try {
        await handle(request, response, url);
      } catch (error) {
        context.log.error(
          { channel: context.channelId, error: String(error) },
          'A chat request could not be answered; the visitor’s page sends it again.',
        );
        if (response.headersSent) return void response.destroy();
        refuse(
          response,
          503,
          'away',
          'We cannot take messages for a moment. Yours is kept here and sent again.',
          AWAY_MS,
        );
      }
    };
  const called = (handle: Called): Handle =>
    safely(async (request, response, url) => {
      const caller = await visitors.ofToken(request.headers.authorization);
      if (!caller) return refuse(response, 401, 'unknown', 'This chat is not known here any more. Start a new one.');
      await handle(caller, request, response, url);
    });
  /** Small things that are pressed: counted, so that nobody presses them a thousand times. */
  const signed = (
    handle: (caller: Caller, given: Record<string, unknown>, response: ServerResponse) => Promise<void>,
  ) =>
    called(async (caller, request, response) => {
      const pass = gate.sign(caller.session, context.clock.now());
      if (!pass.ok) return refuse(response, 429, 'slow', 'That was a lot at once.', pass.waitMs);
      const body = await readBody(request, BODY_BYTES_MAX);
      const given = parseObject(body || '{}');
      if (!given) return refuse(response, 400, 'unreadable', 'This cannot be read.');
      await handle(caller, given, response);
    });
  const post = (path: string, handle: Handle): HttpRoute => ({ method: 'POST', path: `${at}/${path}`, handle });
  const get = (path: string, handle: Handle): HttpRoute => ({ method: 'GET', path: `${at}/${path}`, handle });

  return [
    post(
      'start',
      safely((request, response) => start(parts, request, response)),
    ),
    post(
      'send',
      called((caller, request, response) => send(parts, caller, request, response)),
    ),
    post(
      'upload',
      called((caller, request, response) => upload(parts, caller, request, response)),
    ),
    get(
      'events',
      called(async (caller, request, response, url) => {
        const after = Math.max(0, Number.parseInt(url.searchParams.get('after') ?? '0', 10) || 0);
        if (!streams.open(request, response, caller.id, caller.session, after))
          refuse(response, 429, 'slow', 'This chat is open in too many places. Close some of them.', 30 * SECOND);
      }),
    ),
    get(
      'file',
      called((caller, _request, response, url) => file(parts, caller, response, url)),
    ),
    post(
      'got',
      signed(async (caller, given, response) => {
        if (Number.isSafeInteger(given.n)) await conversation.got(caller.id, given.n as number);
        done(response);
      }),
    ),
    post(
      'typing',
      signed(async (caller, _given, response) => {
        if (!caller.visitor.blocked) await context.watching.typing(caller.id);
        done(response);
      }),
    ),
    post(
      'rate',
      signed(async (caller, { of, score }, response) => {
        const fits =
          Number.isInteger(score) && Number(score) >= 1 && Number(score) <= SCORE_MAX && Number.isSafeInteger(of);
        if (!fits || !(await context.watching.rate(caller.id, of as number, score as number)))
          return refuse(response, 400, 'unreadable', 'There is nothing to rate like this.');
        await conversation.rated(caller.id, of as number, score as number);
        done(response);
      }),
    ),
    post(
      'email',
      signed(async (caller, { email }, response) => {
        if (!isEmail(email)) return refuse(response, 400, 'email', 'This is no email address.');
        // What the shop vouches for is not overwritten by what somebody types.
        if (!caller.visitor.verified || !caller.visitor.email)
          await visitors.change(caller.id, { email: email.toLowerCase(), verified: false });
        conversation.stands(caller.id);
        done(response);
      }),
    ),
    post(
      'copy',
      signed((caller, _given, response) => copy(parts, caller, response)),
    ),
    post(
      'end',
      signed(async (caller, _given, response) => {
        await visitors.end(caller.session);
        // A signed-in customer may have the chat open elsewhere; an anonymous one has it only here.
        const { email, verified, name, opened } = caller.visitor;
        if (!verified && !caller.id.startsWith('u')) {
          await conversation.forget(caller.id);
          await visitors.restore(caller.id, { ...caller.visitor, email, name, left: true, details: [], page: null });
        }
        if (opened) await context.watching.left(caller.id);
        done(response);
      }),
    ),
  ];
}

function isOwn(origin: string, request: IncomingMessage, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === request.headers.host;
}

async function start(parts: SiteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { context, config, visitors, gate } = parts;
  const { clock, shelf, ids } = context;
  const now = clock.now();
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body === null) return refuse(response, 413, 'too-long', 'This is too long.');
  const given = parseObject(body || '{}') as StartInput | null;
  // People do not see this field; machines fill in every one.
  if (!given || given.website) return refuse(response, 400, 'unreadable', 'This cannot be read.');
  const verified = given.identity ? verifyIdentity(given.identity as SignedIdentity, config.identitySecret, now) : null;
  if ((given.identity && !verified) || (config.signInOnly && !verified))
    return refuse(response, 401, 'sign-in', 'Sign in on this site first, then you can write here.');
  const form = formOf(config, given, verified);
  if ('error' in form) return refuse(response, 400, form.code, form.error);

  const address = context.clientAddress(request);
  const network = context.sign(`webchat-network:${networkOf(address)}`).slice(0, 24);
  const blocked = (await shelf.get('blocked', network))?.value as { until: number } | null | undefined;
  if (!verified && blocked && blocked.until > now)
    return refuse(response, 403, 'blocked', 'Chats cannot be opened from here right now. Reach us another way.');

  const price = gate.price(address, now);
  if (price.as === 'wait')
    return refuse(
      response,
      429,
      'busy',
      `Very many people are writing. Try again in ${Math.ceil(price.waitMs / SECOND)} seconds.`,
      price.waitMs,
    );
  let worked = false;
  if (price.as === 'work') {
    const nonce = solvedNonce(context.sign, given.solved, price.bits, now);
    // Taken once: the same solution opens no second chat, here or in another process.
    const day = Math.floor(now / DAY);
    worked = nonce !== null && (await shelf.append(`puzzles:${day}`, nonce, now)).fresh;
    if (!worked)
      return sendJson(response, 429, {
        code: 'puzzle',
        error: 'A small piece of work is asked for first.',
        puzzle: makePuzzle(context.sign, ids.secret(12), price.bits, now),
      } satisfies ChatRefusal);
    if (nonce) void shelf.drop(`puzzles:${day - 2}`).catch(() => {});
  }
  const pass = gate.start(address, worked, now);
  if (!pass.ok)
    return refuse(response, 429, 'busy', 'Very many people are writing. Try again in a moment.', pass.waitMs);
  const token = await visitors.start(
    {
      name: verified?.name ?? form.name,
      email: verified?.email ?? form.email,
      verified: verified?.email != null,
      details: form.details,
      page: pageOf(given.page),
      network,
    },
    verified,
  );
  sendJson(response, 201, { token });
}

interface Form {
  name: string | null;
  email: string | null;
  details: Detail[];
}

/** What was filled in, checked again: a page can be changed by whoever reads it. */
function formOf(
  config: SiteConfig,
  given: StartInput,
  verified: Verified | null,
): Form | { code: RefusalCode; error: string } {
  const answers = typeof given.form === 'object' && given.form !== null ? given.form : {};
  const details: Detail[] = verified
    ? [
        { label: 'Signed in as', value: verified.id },
        ...(verified.email ? [{ label: 'Email', value: verified.email }] : []),
      ]
    : [];
  const form: Form = { name: null, email: null, details };
  for (const { name, required } of config.ask) {
    const answer =
      answerOf(answers[name]) ??
      (name === 'name' ? answerOf(verified?.name) : name === 'email' ? (verified?.email ?? null) : null);
    if (required && !answer) return { code: 'form', error: `"${name}" is needed.` };
    if (!answer) continue;
    if (name === 'email') {
      if (!isEmail(answer)) return { code: 'email', error: 'This is no email address.' };
      form.email = answer.toLowerCase();
      if (!verified?.email) details.push({ label: 'Email, as they typed it', value: form.email });
    } else if (name === 'name') form.name = answer;
    else details.push({ label: name, value: answer });
  }
  if (config.consent && given.consent !== true) return { code: 'form', error: 'The consent is needed.' };
  return form;
}

async function send(
  parts: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!mayWrite(parts, caller, request, response)) return;
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body === null) return refuse(response, 413, 'too-long', 'This is too long. Send it in parts.');
  const input = parseChat(body);
  if ('error' in input) return refuse(response, 400, input.code, input.error);
  await take(parts, caller, response, { cid: input.cid, text: input.text, page: input.page, name: input.name });
}

async function upload(
  parts: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { cid, name } = { cid: request.headers['x-cid'], name: String(request.headers['x-name'] ?? '') };
  if (!isCid(cid)) return refuse(response, 400, 'unreadable', 'The file has no id.');
  if (!mayWrite(parts, caller, request, response)) return;
  const pass = parts.gate.file(parts.context.clientAddress(request), parts.context.clock.now());
  if (!pass.ok)
    return refuse(response, 429, 'slow', 'That was a lot at once. Send the next file in a moment.', pass.waitMs);
  if (Number(request.headers['content-length'] ?? 0) > FILE_BYTES_MAX)
    return refuse(response, 413, 'file-too-large', `A file can have ${FILE_BYTES_MAX / 1024 / 1024} MB.`);
  const content = await readBytes(request, FILE_BYTES_MAX);
  if (content === null)
    return refuse(response, 413, 'file-too-large', `A file can have ${FILE_BYTES_MAX / 1024 / 1024} MB.`);
  if (content.length === 0) return refuse(response, 400, 'empty', 'This file is empty.');
  const found = readFile({ name: decoded(name), content });
  if (found.withheld)
    return refuse(response, 415, 'file-refused', 'Files like this can harm a computer and are not taken.');
  await take(parts, caller, response, { cid, text: '', file: found, page: null, name: null });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return 'file';
  }
}

function mayWrite(
  { context, gate }: SiteParts,
  caller: Caller,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (caller.visitor.blocked) {
    refuse(response, 403, 'blocked', 'You can write no more here. Please reach us another way.');
    return false;
  }
  const pass = gate.message(context.clientAddress(request), caller.session, context.clock.now());
  if (pass.ok) return true;
  refuse(
    response,
    429,
    'slow',
    `That was a lot at once. Try again in ${Math.ceil(pass.waitMs / SECOND)} seconds.`,
    pass.waitMs,
  );
  return false;
}

interface Taken {
  cid: string;
  text: string;
  file?: InboundAttachment;
  page: string | null;
  name: string | null;
}

/** Stored first, then shown in the conversation: sent twice, by whatever accident, it is one. */
async function take(
  { context, visitors, conversation }: SiteParts,
  caller: Caller,
  response: ServerResponse,
  taken: Taken,
) {
  const { id, visitor } = caller;
  const at = context.clock.now();
  const page = taken.page ?? visitor.page;
  const { cid, text, file } = taken;
  const details = visitor.opened ? [] : [...visitor.details, ...(page ? [{ label: 'Page', value: page }] : [])];
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
      subject: page ? subjectOf(page) : null,
      at,
    }),
  );
  if (!visitor.opened) await visitors.change(id, { opened: true });
  const files = file ? [{ id: null, name: file.name, type: file.type, bytes: file.bytes }] : undefined;
  const n = await conversation.add(id, `in:${cid}`, {
    from: 'visitor',
    text,
    name: null,
    cid,
    at,
    ...(files ? { files } : {}),
  });
  sendJson(response, 200, { n });
}

/** Pictures that no browser runs anything in; every other file is only ever saved. */
const SHOWN_INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

async function file({ context }: SiteParts, caller: Caller, response: ServerResponse, url: URL): Promise<void> {
  const id = url.searchParams.get('id') ?? '';
  const theirs = await context.shelf.get('files', `${caller.id}:${id}`);
  const found = theirs ? await context.watching.file(id as AttachmentId) : null;
  if (!found) return refuse(response, 404, 'unknown', 'This file is not here any more.');
  const inline = SHOWN_INLINE.has(found.type);
  response.writeHead(200, {
    'Content-Type': inline ? found.type : 'application/octet-stream',
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'private, no-store',
  });
  response.end(found.content);
}

/** Only to an address that is in the chat, only after the team answered, only a few times: no way to mail strangers. */
async function copy({ context, conversation }: SiteParts, caller: Caller, response: ServerResponse): Promise<void> {
  const { id, visitor } = caller;
  const answered = (await conversation.read(id, 0)).some(each => each.entry.from === 'team');
  if (!visitor.email || !answered) return refuse(response, 400, 'copy', 'There is nothing to send yet.');
  const { n } = await context.shelf.append(`copies:${id}`, String(context.clock.now()), true);
  if (n > COPIES_MAX) return refuse(response, 429, 'copy', 'A copy was sent already.', HOUR);
  if (!(await context.watching.sendTranscript(id)))
    return refuse(response, 409, 'copy', 'A copy cannot be sent: no mailbox is connected.');
  done(response);
}

function done(response: ServerResponse): void {
  sendJson(response, 200, { ok: true });
}

function refuse(response: ServerResponse, status: number, code: RefusalCode, error: string, waitMs?: number): void {
  if (waitMs !== undefined) response.setHeader('Retry-After', String(Math.max(1, Math.ceil(waitMs / SECOND))));
  sendJson(response, status, { code, error, ...(waitMs === undefined ? {} : { waitMs }) } satisfies ChatRefusal);
}

/** A blocked visitor's network, for {@link start}. */
export async function blockNetwork(
  { shelf, clock }: ChannelContext,
  network: string,
  isBlocked: boolean,
): Promise<void> {
  const until = isBlocked ? clock.now() + NETWORK_BLOCKED_FOR_MS : 0;
  if (!(await shelf.append('blocked', network, { until })).fresh) await shelf.replace('blocked', network, { until });
}
