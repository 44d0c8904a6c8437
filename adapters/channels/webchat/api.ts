/** The panel's API. Every request but the start carries a token; refusals have a code and a sentence. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SCORE_MAX } from '../../../src/core/event-shapes.ts';
import type { AttachmentId } from '../../../src/core/ids.ts';
import { HOUR, SECOND } from '../../../src/core/time.ts';
import { type HttpRoute, readBody } from '../../../src/ports/http.ts';
import { answerRefusal, BODY_BYTES_MAX, type Caller, done, type SiteParts } from './answer.ts';
import { isEmail } from './email-address.ts';
import { copiesOf } from './forget-days.ts';
import { help, helped } from './help.ts';
import { answered, ask } from './questions.ts';
import { parseObject } from './receive.ts';
import { start } from './start.ts';
import { takeMessage, upload } from './take.ts';

/** Copies that leave in a day: to one address, whichever chat asks, and from one site. */
const COPIES_PER_ADDRESS_MAX = 3;
const COPIES_PER_SITE_MAX = 300;
/** The page tries again by itself. */
const AWAY_MS = 5 * SECOND;
/** Numbers of entries end far below what a database can count. */
const NUMBER_MAX = 2 ** 31 - 1;

type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;
type Called = (caller: Caller, request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export function makeApi(parts: SiteParts): HttpRoute[] {
  const { context, conversation, streams, gate } = parts;
  const at = `/chat/${context.name}`;

  const { safely, called, signed } = makeGuards(parts);
  const post = (path: string, handle: Handle): HttpRoute => ({ method: 'POST', path: `${at}/${path}`, handle });
  const get = (path: string, handle: Handle): HttpRoute => ({ method: 'GET', path: `${at}/${path}`, handle });

  return [
    post(
      'start',
      safely((request, response) => start(parts, request, response)),
    ),
    post(
      'send',
      called((caller, request, response) => takeMessage(parts, caller, request, response)),
    ),
    post(
      'upload',
      called((caller, request, response) => upload(parts, caller, request, response)),
    ),
    get(
      'events',
      called(async (caller, request, response, url) => {
        const pass = gate.sign(caller.session, context.clock.now());
        if (!pass.ok) return answerRefusal(response, 429, 'slow', 'That was a lot at once.', pass.waitMs);
        const given = Number.parseInt(url.searchParams.get('after') ?? '0', 10) || 0;
        const after = Math.min(Math.max(0, given), NUMBER_MAX);
        if (!streams.open(request, response, caller.id, caller.session, after))
          answerRefusal(
            response,
            429,
            'slow',
            'This chat is open in too many places. Close some of them.',
            30 * SECOND,
          );
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
        if ((await context.watching.standing(caller.id)) === null) await context.watching.typing(caller.id);
        done(response);
      }),
    ),
    post(
      'rate',
      signed((caller, given, response) => rate(parts, caller, given, response)),
    ),
    ...helping(parts, post, { safely, signed }),
    post(
      'copy',
      signed((caller, _given, response) => copy(parts, caller, response)),
    ),
    post(
      'end',
      signed((caller, _given, response) => end(parts, caller, response)),
    ),
  ];
}

type Given = Record<string, unknown>;

/** What may help before and beside a person, what is asked after the first message, and where answers go. */
function helping(
  parts: SiteParts,
  post: (path: string, handle: Handle) => HttpRoute,
  { safely, signed }: Pick<ReturnType<typeof makeGuards>, 'safely' | 'signed'>,
): HttpRoute[] {
  const { context } = parts;
  return [
    post(
      'email',
      signed((caller, given, response) => giveEmail(parts, caller, given, response)),
    ),
    post(
      'help',
      safely((request, response) => help(parts, request, response)),
    ),
    post(
      'helped',
      safely((request, response) => helped(parts, request, response)),
    ),
    post(
      'solved',
      signed(async (caller, _given, response) => {
        if (!(await context.articles.solved(caller.id)))
          return answerRefusal(response, 409, 'unreadable', 'There is nothing to solve here.');
        done(response);
      }),
    ),
    post(
      'questions',
      signed((caller, given, response) => ask(parts, caller, given, response)),
    ),
    post(
      'answers',
      signed((caller, given, response, request) => answered(parts, caller, given, request, response)),
    ),
  ];
}

async function rate(
  { context, conversation }: SiteParts,
  caller: Caller,
  { of, score }: Given,
  response: ServerResponse,
): Promise<void> {
  const fits = Number.isInteger(score) && Number(score) >= 1 && Number(score) <= SCORE_MAX && Number.isSafeInteger(of);
  const may = fits && (await context.watching.standing(caller.id)) !== 'blocked';
  if (!may || !(await context.watching.rate(caller.id, of as number, score as number)))
    return answerRefusal(response, 400, 'unreadable', 'There is nothing to rate like this.');
  await conversation.rated(caller.id, of as number, score as number);
  done(response);
}

async function giveEmail(
  { conversation, visitors }: SiteParts,
  caller: Caller,
  { email }: Given,
  response: ServerResponse,
): Promise<void> {
  if (!isEmail(email)) return answerRefusal(response, 400, 'email', 'This is not an email address.');
  const { verified, mailed, email: known } = caller.visitor;
  // What the shop vouches for is not overwritten, and nobody has mail sent to one stranger after another.
  if (known && (verified || mailed) && known !== email.toLowerCase())
    return answerRefusal(response, 409, 'email', 'The address stays the one that was given.');
  if (!verified || !known) await visitors.change(caller.id, { email: email.toLowerCase(), verified: false });
  conversation.stands(caller.id);
  done(response);
}

async function end(
  { context, conversation, streams, visitors }: SiteParts,
  caller: Caller,
  response: ServerResponse,
): Promise<void> {
  await visitors.end(caller.session);
  streams.endSession(caller.session);
  // A signed-in customer may have the chat open elsewhere; an anonymous one has it only here.
  if (!caller.id.startsWith('u')) {
    await conversation.forget(caller.id);
    await visitors.change(caller.id, { left: true, details: [], page: null });
  }
  if (caller.visitor.opened) await context.watching.left(caller.id);
  done(response);
}

/** What stands before a handler: who may ask, who they are, and how often. */
function makeGuards({ context, visitors, gate }: SiteParts) {
  /** Answers by itself when the store fails: the page keeps what it has and comes again. */
  const safely =
    (handle: Handle): Handle =>
    async (request, response, url) => {
      const origin = request.headers.origin;
      // A page of another site can not ask here; the panel is our own.
      if (origin && !isOwn(origin, request, context.publicUrl))
        return answerRefusal(response, 403, 'unknown', 'This request came from another site.');
      try {
        await handle(request, response, url);
      } catch (error) {
        context.log.error(
          { channel: context.channelId, error: String(error) },
          'A chat request could not be answered; the visitor’s page sends it again.',
        );
        if (response.headersSent) return void response.destroy();
        answerRefusal(
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
      if (!caller) return answerRefusal(response, 401, 'unknown', 'This chat no longer exists. Start a new one.');
      await handle(caller, request, response, url);
    });
  /** Small things that are pressed: counted, so that nobody presses them a thousand times. */
  const signed = (
    handle: (caller: Caller, given: Given, response: ServerResponse, request: IncomingMessage) => Promise<void>,
  ) =>
    called(async (caller, request, response) => {
      const pass = gate.sign(caller.session, context.clock.now());
      if (!pass.ok) return answerRefusal(response, 429, 'slow', 'That was a lot at once.', pass.waitMs);
      const body = await readBody(request, BODY_BYTES_MAX);
      const given = parseObject(body || '{}');
      if (!given) return answerRefusal(response, 400, 'unreadable', 'This cannot be read.');
      // The body may have taken minutes to come: what is known now is what counts.
      const still = await visitors.ofToken(request.headers.authorization);
      if (!still) return answerRefusal(response, 401, 'unknown', 'This chat no longer exists. Start a new one.');
      await handle(still, given, response, request);
    });
  return { safely, called, signed };
}

function isOwn(origin: string, request: IncomingMessage, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === request.headers.host;
}

/** Pictures that no browser runs anything in; every other file is only ever saved. */
const SHOWN_INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

async function file({ context, gate }: SiteParts, caller: Caller, response: ServerResponse, url: URL): Promise<void> {
  const pass = gate.sign(caller.session, context.clock.now());
  if (!pass.ok) return answerRefusal(response, 429, 'slow', 'That was a lot at once.', pass.waitMs);
  const id = /^[a-z0-9_]{1,64}$/i.exec(url.searchParams.get('id') ?? '')?.[0];
  const theirs = id === undefined ? null : await context.shelf.get('files', `${caller.id}:${id}`);
  const found = theirs ? await context.watching.file(id as AttachmentId) : null;
  if (!found) return answerRefusal(response, 404, 'unknown', 'This file is no longer here.');
  const inline = SHOWN_INLINE.has(found.type);
  response.writeHead(200, {
    'Content-Type': inline ? found.type : 'application/octet-stream',
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'private, no-store',
  });
  response.end(found.content);
}

/** Only to the address of the chat, only after the team answered, only a few times: no way to mail strangers. */
async function copy(
  { context, conversation, visitors }: SiteParts,
  caller: Caller,
  response: ServerResponse,
): Promise<void> {
  const { shelf, clock, watching } = context;
  const { id, visitor } = caller;
  const { email } = visitor;
  if (!email || !(await conversation.answered(id)))
    return answerRefusal(response, 400, 'copy', 'There is nothing to send yet.');
  if (!(await watching.hasMailbox(id)))
    return answerRefusal(response, 409, 'copy', 'A copy cannot be sent: no mailbox is connected.');
  const today = copiesOf(clock.now());
  let taken = { n: 0, fresh: false };
  for (let i = 1; i <= COPIES_PER_ADDRESS_MAX && !taken.fresh; i++)
    taken = await shelf.append(today, `${email} ${i}`, id);
  if (!taken.fresh || taken.n > COPIES_PER_SITE_MAX)
    return answerRefusal(response, 429, 'copy', 'A copy was sent already.', HOUR);
  // From now on it stays this address, also for the copy that is on its way.
  await visitors.change(id, { mailed: true });
  await watching.sendTranscript(id);
  done(response);
}
