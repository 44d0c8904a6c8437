/** What the practice page asks for and sends: JSON over HTTP on loopback, changes announced by server-sent events. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AttachmentId, EnquiryId, MessageId, RoomId } from '../../../src/core/ids.ts';
import { isPractice } from '../../../src/core/practice.ts';
import { ON_CARD } from '../../../src/desk/expert-words.ts';
import { LESSON_BUTTONS, PRACTICE } from '../../../src/desk/practice-words.ts';
import type { Rights, Someone } from '../../../src/desks/rights.ts';
import type { ChartView } from '../../../src/ports/answer.ts';
import { type ButtonId, type ButtonView, isFor } from '../../../src/ports/button.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { type HttpRoute, readBody, sendJson } from '../../../src/ports/http.ts';
import type { Person } from '../../../src/ports/staff.ts';
import { TOO_LONG, takeAction } from './action.ts';
import type { AnswerFiles } from './answer-files.ts';
import { assetRoutes } from './assets.ts';
import { isThreadRef, roomOf } from './ids.ts';
import type { Passing } from './passing.ts';
import { PEOPLE } from './people.ts';
import {
  type AnswerItem,
  answerStream,
  CHANGED,
  markStream,
  type Post,
  privateStream,
  type RoomItem,
  roomStream,
  threadStream,
  wantedStream,
} from './records.ts';
import { takeFile } from './take-file.ts';
import type { Typing } from './typing.ts';

/** Room items and posts that the page shows; the rest is found by `find`. */
const ROOM_ITEMS_MAX = 200;
const POSTS_MAX = 500;
const PRIVATE_MAX = 50;
/** The page shows the newest; who needs an older one asks again. */
const ANSWERS_MAX = 5;
/** Things that colleagues and customers wait for at once: more do not fit above a room. */
const WANTED_MAX = 20;
/** Nobody comes back for it the next morning. */
const ANSWER_SHOWN_FOR_MS = 12 * 3_600_000;
/** Newer than an answer that is written again after a crash: what was closed stays closed. */
const CLOSED = Number.MAX_SAFE_INTEGER;
/** An action is a few words, or a reply of 50,000 characters: 256 KB hold both in any alphabet. */
const BODY_BYTES_MAX = 256 * 1024;
/** A name of a thread. */
const TYPING_BYTES_MAX = 1_024;
/** Widths of a picture: a phone, and a room beside which there is space. */
const NARROW_PX = 360;
const WIDE_PX = 720;
/** Browsers and proxies close a silent stream after a minute or so. */
const HEARTBEAT_MS = 20_000;

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

/** What is kept of answers, beside those on the shelf. */
interface Kept {
  files: AnswerFiles;
  passing: Passing;
}

export function makeRoutes(
  context: DeskContext,
  rights: Rights,
  typing: Typing,
  { files, passing }: Kept,
): HttpRoute[] {
  const guarded =
    (handle: Handle): Handle =>
    async (request, response, url) => {
      const refusal = whyNot(request);
      if (refusal) return sendJson(response, 403, { error: refusal });
      await handle(request, response, url);
    };
  const get = (path: string, handle: Handle): HttpRoute => ({ method: 'GET', path, handle: guarded(handle) });
  /** What one of the people here sees. */
  const mine = (path: string, show: (person: Person, response: ServerResponse, url: URL) => Promise<void> | void) =>
    get(path, async (_request, response, url) => {
      const ruling = await rights.act(someoneIn(url), null);
      return ruling.ok ? show(ruling.person, response, url) : sendJson(response, 403, { error: ruling.words });
    });
  const post = (path: string, handle: Handle): HttpRoute => ({ method: 'POST', path, handle: guarded(handle) });
  return [
    ...assetRoutes().map(route => ({ ...route, handle: guarded(route.handle) })),
    get('/practice/start', async (_request, response) => sendJson(response, 200, await start(context))),
    mine('/practice/room', (person, response, url) => roomState(context, passing, person, response, url)),
    mine('/practice/thread', (person, response, url) => threadState(context, typing, person, response, url)),
    mine('/practice/form', async (person, response, url) => {
      const given = Object.fromEntries(url.searchParams) as { button: ButtonId; enquiry: EnquiryId; of?: string };
      sendJson(response, 200, await context.form(given.button, given.enquiry, person, given.of));
    }),
    mine('/practice/saved-form', async (person, response, url) => {
      const { button = '', value = '' } = Object.fromEntries(url.searchParams);
      sendJson(response, 200, await context.savedForm(button as ButtonId, value, person));
    }),
    get('/practice/attachment', async (_request, response, url) => {
      const found = await context.attachment((url.searchParams.get('id') ?? '') as AttachmentId);
      if (!found) return sendJson(response, 404, { error: 'This file is not here, or it is held back.' });
      sendFile(response, found.name, found.content);
    }),
    get('/practice/raw', async (_request, response, url) => {
      const found = await context.raw((url.searchParams.get('id') ?? '') as MessageId);
      if (!found) return sendJson(response, 404, { error: 'Nothing is kept of this message.' });
      sendFile(response, found.type.includes('rfc822') ? 'message.eml' : 'message.txt', found.content);
    }),
    get('/practice/log-form', async (_request, response) => sendJson(response, 200, await context.logForm())),
    mine('/practice/expert-form', async (by, response) => sendJson(response, 200, await context.expertForm(by))),
    mine('/practice/picture', (person, response, url) => picture(context, person, response, url)),
    mine('/practice/answer-file', (person, response, url) => {
      const file = files.find(person.deskRef, url.searchParams.get('key') ?? '');
      if (!file) return sendJson(response, 404, { error: 'This file is gone. Type the command again.' });
      sendFile(response, file.name, file.content);
    }),
    get('/practice/events', (request, response) => events(context, request, response)),
    post('/practice/typing', async (request, response) => {
      if (!request.headers['content-type']?.startsWith('application/json'))
        return sendJson(response, 415, { error: 'This comes as JSON.' });
      const thread = threadOf(await readBody(request, TYPING_BYTES_MAX));
      if (isThreadRef(thread)) await context.typing(thread);
      sendJson(response, 202, { ok: true });
    }),
    post('/practice/count', (request, response) => count(context, rights, request, response)),
    post('/practice/starts', (request, response) => starts(context, rights, request, response)),
    post('/practice/begin', (request, response) => begin(context, rights, request, response)),
    post('/practice/dismiss', (request, response) => dismiss(context, rights, passing, request, response)),
    post('/practice/file', (request, response, url) => takeFile(context, rights, request, response, url)),
    post('/practice/act', (request, response) => act(context, rights, request, response)),
  ];
}

/**
 * Nobody signs in here, so only this machine may come in, and only pages of this server: the Host header keeps out
 * names that a hostile page has pointed at 127.0.0.1, the Origin header keeps out other pages.
 */
function whyNot(request: IncomingMessage): string | null {
  // A proxy on this machine would make everybody look local.
  if (FORWARDED.some(name => request.headers[name] !== undefined))
    return 'The practice desk is not reached through a proxy.';
  const address = request.socket.remoteAddress ?? '';
  if (!/^(127\.|::1$|::ffff:127\.)/.test(address)) return 'The practice desk works only on this machine.';
  const host = request.headers.host ?? '';
  if (!/^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/.test(host))
    return 'The practice desk is reached at http://127.0.0.1 or http://localhost.';
  const origin = request.headers.origin;
  if (origin && origin !== `http://${host}`) return 'This request came from another site.';
  return null;
}

function someoneIn(url: URL): Someone {
  return { user: url.searchParams.get('person') ?? '', name: '' };
}

/** What the page needs before anybody has said who they are. */
async function start({ rooms, samples, commands }: DeskContext) {
  return {
    people: PEOPLE,
    rooms: await rooms(),
    samples: (samples?.() ?? []).map(({ what, where }) => ({ label: what, path: new URL(where).pathname })),
    commands: commands.map(({ word, usage, help, example }) => ({ word, usage, help, example })),
  };
}

/** A room of practice is there for one person alone. */
async function mayEnter({ own }: DeskContext, { deskRef }: Person, room: string): Promise<boolean> {
  if (!isPractice({ roomId: room as RoomId })) return true;
  return (await own?.(deskRef))?.id === room;
}

async function roomState(
  context: DeskContext,
  passing: Passing,
  person: Person,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { shelf, clock } = context;
  const room = url.searchParams.get('room') ?? '';
  const own = (await context.own?.(person.deskRef)) ?? null;
  // Where somebody's practice was there is nothing any more.
  if (!(await mayEnter(context, person, room)))
    return sendJson(response, 200, { now: clock.now(), items: [], answers: [], wanted: [], own, lesson: null });
  const [items, answers, wanted] = await Promise.all([
    shelf.latest(roomStream(room), ROOM_ITEMS_MAX),
    shelf.latest(answerStream(person.deskRef), ANSWERS_MAX),
    shelf.latest(wantedStream(person.deskRef), WANTED_MAX),
  ]);
  sendJson(response, 200, {
    now: clock.now(),
    items: items.reverse().map(each => seenBy(each.value as unknown as RoomItem, person)),
    answers: answers
      .reverse()
      .flatMap(each => (each.value as unknown as AnswerItem | null) ?? [])
      .filter(each => clock.now() - each.at < ANSWER_SHOWN_FOR_MS)
      .concat(passing.of(person.deskRef))
      .sort((a, b) => a.at - b.at),
    wanted: wanted.reverse().flatMap(each => each.value ?? []),
    own,
    lesson: own === null && (await context.offersLesson?.(person)) ? LESSON : null,
  });
}

/** The first lesson, offered beside the room. */
const LESSON = { words: PRACTICE.lesson, buttons: LESSON_BUTTONS };

/** People are known by their names here: there are no two of one name. */
function seenBy(item: RoomItem, person: Person): RoomItem {
  if (!item.card) return item;
  const { card } = item;
  const theirs = (views: ButtonView[]) => views.filter(each => isFor(each, card.owner === person.name, person.admin));
  // Nobody is offered to ask themselves.
  const isOwn = (each: ButtonView) => each.id === 'enquiry.expert' && each.label === ON_CARD.ask(person.name);
  const help = card.help?.map(each => ({ ...each, buttons: each.buttons.filter(one => !isOwn(one)) }));
  const shown = { ...card, buttons: theirs(card.buttons), menu: theirs(card.menu) };
  return { ...item, card: help ? { ...shown, help } : shown };
}

/** The chart of an answer, or of what was shown in a room; drawn when it is looked at. */
async function picture(
  { shelf, draw, log }: DeskContext,
  person: Person,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { room, key = '', dark, width } = Object.fromEntries(url.searchParams);
  const stream = room ? roomStream(room) : answerStream(person.deskRef);
  const item = (await shelf.get(stream, room ? `notice:${key}` : key))?.value as
    | { chart?: ChartView | null }
    | undefined;
  if (!item?.chart) return sendJson(response, 404, { error: 'There is no picture here.' });
  const widthPx = width === 'wide' ? WIDE_PX : NARROW_PX;
  try {
    const png = await draw(item.chart, { widthPx, dark: dark === 'yes' });
    response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=86400' });
    response.end(png);
  } catch (error) {
    log.warn({ desk: 'practice', error: String(error) }, 'A picture of figures could not be drawn.');
    sendJson(response, 503, { error: 'The picture could not be drawn. The figures stand beside it.' });
  }
}

function threadOf(body: string | null): unknown {
  try {
    return (JSON.parse(body ?? 'null') as { thread?: unknown } | null)?.thread;
  } catch {
    return null;
  }
}

async function threadState(
  context: DeskContext,
  typing: Typing,
  person: Person,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { shelf, clock, rooms } = context;
  const thread = url.searchParams.get('thread');
  if (!isThreadRef(thread)) return sendJson(response, 404, { error: 'There is no such thread.' });
  if (!(await mayEnter(context, person, roomOf(thread)))) return sendJson(response, 200, null);
  const [root, posts, marks, privates] = await Promise.all([
    shelf.get(roomStream(roomOf(thread)), thread),
    shelf.latest(threadStream(thread), POSTS_MAX),
    shelf.latest(markStream(thread), POSTS_MAX),
    shelf.latest(privateStream(thread, person.deskRef), PRIVATE_MAX),
  ]);
  // None is an answer like any other: a link may be older than what it led to.
  if (!root) return sendJson(response, 200, null);
  const markOf = new Map(marks.map(each => [each.key, each.value]));
  const reply = (await rooms()).find(each => each.id === roomOf(thread))?.reply ?? 'preview';
  sendJson(response, 200, {
    now: clock.now(),
    reply,
    card: seenBy(root.value as unknown as RoomItem, person).card,
    posts: posts
      .reverse()
      .map(each => ({ ref: each.key, post: each.value as unknown as Post, mark: markOf.get(each.key) ?? null })),
    privates: privates
      .reverse()
      .filter(each => each.value !== null)
      .map(each => ({ key: each.key, view: each.value })),
    typing: typing.who(thread),
  });
}

/** Each change wakes the page, which reads again what it shows: nothing is missed, however long it was away. */
function events({ bus }: DeskContext, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.write('retry: 1000\n\ndata: hello\n\n');
  const stop = bus.subscribe(CHANGED, () => response.write('data: changed\n\n'));
  const heart = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  request.on('close', () => {
    stop();
    clearInterval(heart);
  });
}

async function act(
  context: DeskContext,
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return sendJson(response, 415, { error: 'Actions come as JSON.' });
  }
  const body = await readBody(request, BODY_BYTES_MAX);
  if (body === null) return sendJson(response, 413, { error: TOO_LONG });
  const action = await takeAction(context, rights, body);
  if ('error' in action) return sendJson(response, action.status, { error: action.error });
  await context.act(action);
  context.bus.publish(CHANGED);
  sendJson(response, 202, { ok: true });
}

/** Closes an answer and those before it, or what was told in a thread, for this person, in every tab. */
async function dismiss(
  { shelf, bus }: DeskContext,
  rights: Rights,
  passing: Passing,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedFor(rights, request, response, TYPING_BYTES_MAX);
  if (!asked) return;
  const { given, person } = asked;
  const wanted = wantedStream(person.deskRef);
  if (given.key && (await shelf.get(wanted, given.key))) await shelf.put(wanted, given.key, null);
  const told = privateStream(given.thread ?? '', person.deskRef);
  if (given.key && (await shelf.get(told, given.key))) await shelf.put(told, given.key, null);
  const stream = answerStream(person.deskRef);
  const newest = await shelf.latest(stream, ANSWERS_MAX);
  const at = passing.close(person.deskRef, given.key ?? '') ? 0 : newest.findIndex(each => each.key === given.key);
  for (const { key } of at < 0 ? [] : newest.slice(at)) await shelf.put(stream, key, null, CLOSED);
  bus.publish(CHANGED);
  sendJson(response, 200, { ok: true });
}

/** How long a reply is by now, while somebody writes it. */
async function count(
  context: DeskContext,
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedFor(rights, request, response, BODY_BYTES_MAX);
  if (!asked) return;
  const { given, person } = asked;
  const words = await context.counted((given.enquiry ?? '') as EnquiryId, given.text ?? '', person);
  sendJson(response, 200, { words });
}

/** What a reply can begin with, while somebody types. */
async function starts(
  context: DeskContext,
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedFor(rights, request, response, TYPING_BYTES_MAX);
  if (!asked) return;
  const { enquiry = '', typed = '' } = asked.given;
  sendJson(response, 200, { starts: await context.starts(enquiry as EnquiryId, typed, asked.person) });
}

/** The Reply form once something was chosen to begin with. */
async function begin(
  context: DeskContext,
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedFor(rights, request, response, BODY_BYTES_MAX);
  if (!asked) return;
  const { enquiry = '', chosen = '', text = '', begun = '' } = asked.given;
  sendJson(response, 200, await context.begin(enquiry as EnquiryId, chosen, asked.person, { text, begun }, null));
}

/** What came as JSON, and from whom; null when it was answered already. */
async function askedFor(
  rights: Rights,
  request: IncomingMessage,
  response: ServerResponse,
  bytesMax: number,
): Promise<{ given: Partial<Record<string, string>>; person: Person } | null> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    sendJson(response, 415, { error: 'This comes as JSON.' });
    return null;
  }
  const given = fieldsOf(await readBody(request, bytesMax));
  const ruling = await rights.act({ user: given.person ?? '', name: '' }, null);
  if (ruling.ok) return { given, person: ruling.person };
  sendJson(response, 403, { error: ruling.words });
  return null;
}

/** Anything may come. */
function fieldsOf(body: string | null): Partial<Record<string, string>> {
  try {
    const given: unknown = JSON.parse(body ?? '{}');
    const all = given && typeof given === 'object' ? Object.entries(given) : [];
    return Object.fromEntries(all.filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/** Always as a download, never shown: a customer's file is not trusted. */
function sendFile(response: ServerResponse, name: string, content: Uint8Array): void {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'no-store',
  });
  response.end(content);
}
