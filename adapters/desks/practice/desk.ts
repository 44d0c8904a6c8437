/**
 * The practice desk: rooms, cards and threads in the browser, for trying everything without an account. Its posts are
 * records on the shelf it is given; the page reads them again whenever the bus says that something changed.
 */
import type { Instant } from '../../../src/core/time.ts';
import { makeRights } from '../../../src/desks/rights.ts';
import type { AnswerView } from '../../../src/ports/answer.ts';
import type { ButtonId } from '../../../src/ports/button.ts';
import type { Desk, DeskKind } from '../../../src/ports/desk.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Shelf } from '../../../src/ports/shelf.ts';
import type { EntryView, MarkView, PrivateView } from '../../../src/ports/views.ts';
import { makeAnswerFiles } from './answer-files.ts';
import { makeRoutes } from './api.ts';
import { eraseThread } from './erase.ts';
import { roomOf, threadRef } from './ids.ts';
import { makePassing } from './passing.ts';
import { everybody, roster } from './people.ts';
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
  type WantedItem,
  wantedStream,
} from './records.ts';
import { TIDIED, tidyDesk } from './tidy.ts';
import { makeTyping } from './typing.ts';

/** As much as fits a phone's screen twice; the rest is behind "Show all". */
const CARD_TEXT_CHARS_MAX = 900;
/** What Slack takes in one message, so that practice is like the real thing. */
const WRITE_CHARS_MAX = 4_000;
/** A colleague asks for an enquiry; a reply was stopped because the customer wrote again. */
const WANTED: ReadonlySet<ButtonId> = new Set(['enquiry.handover', 'reply.send_anyway']);

export const practiceDesk: DeskKind = {
  kind: 'practice',
  label: 'Practice desk',
  open: (_settings, context) => makePracticeDesk(context),
};

/** The picture of an answer, and where it stands. */
function picture({ chart, chartAfterLines }: Pick<AnswerView, 'chart' | 'chartAfterLines'>) {
  return { chart, ...(chartAfterLines === undefined ? {} : { chartAfterLines }) };
}

/** What everybody in a room is shown. */
function noticeOf({ text, labels = false, links, buttons, ...more }: AnswerView, key: string, at: Instant): RoomItem {
  return {
    ...{ as: 'notice', thread: '', card: null, words: text, labels, links, key, at },
    ...picture(more),
    ...(buttons.length ? { buttons } : {}),
  };
}

/** What the room is told of an entry; null for what stands in its thread alone. */
function bumpOf(thread: string, entry: EntryView, at: Instant): RoomItem | null {
  if (entry.as === 'reply' || !entry.bump) return null;
  if (entry.as === 'message')
    return { as: 'bump', thread, card: null, words: `${entry.message.customer} wrote again`, at };
  const { words, buttons } = entry;
  return { as: 'bump', thread, card: null, words, ...(buttons.length ? { buttons } : {}), at };
}

function makePracticeDesk(context: DeskContext): Desk {
  const { shelf, bus, clock } = context;
  const changed = () => bus.publish(CHANGED);
  const rights = makeRights({ roster, ...context, sameName: place => place, adminSeen: async () => {} });
  const typing = makeTyping(context);
  const files = makeAnswerFiles();
  const passing = makePassing();
  const put = async (stream: string, key: string, value: unknown, version = 0) => {
    await shelf.put(stream, key, value as Json, version);
    changed();
  };
  return {
    kind: 'practice',
    limits: { cardTextCharsMax: CARD_TEXT_CHARS_MAX, writeCharsMax: WRITE_CHARS_MAX },
    start: async () => {},
    stop: async () => typing.stop(),
    tidy: () => tidyDesk(context),
    check: async () => [{ what: 'Practice desk', ok: true, words: `at ${context.publicUrl}/` }],
    postCard: async (room, card, key) => {
      const thread = threadRef(room.id, key);
      const item: RoomItem = { as: 'card', thread, card, words: null, at: clock.now() };
      // Posted before a crash, when less had happened: the card that is there is refreshed.
      await shelf.put(roomStream(room.id), thread, item as unknown as Json, card.version);
      changed();
      return thread;
    },
    updateCard: async (thread, card) => {
      const stream = roomStream(roomOf(thread));
      const there = await shelf.get(stream, thread);
      if (!there) throw new Error('The card of this thread is not there any more.');
      await shelf.replace(stream, thread, { ...(there.value as object), card } as unknown as Json, card.version);
      changed();
    },
    post: async (thread, entry, key) => {
      const post: Post = { as: 'entry', entry, at: clock.now() };
      await shelf.append(threadStream(thread), key, post as unknown as Json);
      const item = bumpOf(thread, entry, clock.now());
      if (item) await shelf.append(roomStream(roomOf(thread)), `bump:${key}`, item as unknown as Json);
      changed();
      return key;
    },
    redraw: async (thread, entry, key) => {
      const there = await shelf.get(threadStream(thread), key);
      if (!there) return;
      await shelf.replace(threadStream(thread), key, { ...(there.value as object), entry } as unknown as Json);
      changed();
    },
    notice: async (room, words, tone, key) => {
      const item: RoomItem = { as: 'notice', thread: '', card: null, words, tone, at: clock.now() };
      await shelf.append(roomStream(room.id), `notice:${key}`, item as unknown as Json);
      changed();
    },
    mark: (thread, post, mark: MarkView) => put(markStream(thread), post, mark, mark.version),
    showPrivately: async (thread, person, view, key) => {
      await keepWanted(shelf, thread, person, view, `${thread} ${key}`);
      await put(privateStream(thread, person), key, view);
    },
    showAlone: (person, view, key) => put(wantedStream(person), key, view && aloneItem(view, key)).then(() => true),
    answer: async (person, room, { text, labels = false, links, buttons, file, passing: isPassing, ...more }, key) => {
      if (file) files.keep(person, key, file);
      const at = clock.now();
      const name = file?.name ?? null;
      const item: AnswerItem = { key, room, text, labels, links, ...picture(more), buttons, file: name, at };
      if (!isPassing) return put(answerStream(person), key, item);
      passing.keep(person, item);
      changed();
    },
    show: async (room, view, key) => {
      await shelf.append(roomStream(room.id), `notice:${key}`, noticeOf(view, key, clock.now()) as unknown as Json);
      changed();
    },
    reshow: async (room, view, key) => {
      const there = await shelf.get(roomStream(room.id), `notice:${key}`);
      const { at } = (there?.value ?? {}) as unknown as RoomItem;
      if (!there) return;
      await shelf.replace(roomStream(room.id), `notice:${key}`, noticeOf(view, key, at) as unknown as Json);
      changed();
    },
    typing: typing.says,
    members: async () => everybody(),
    member: async (_room, deskRef) =>
      everybody().find(each => each.deskRef === deskRef) ?? { refusal: 'This person is not here.' },
    ownPlace: async person => ({ ref: `own:${person}`, apart: true }),
    forget: thread => forgetThread(shelf, thread).then(changed),
    eraseThread: async (thread, erased) => {
      await eraseThread(shelf, thread, erased, clock.now());
      changed();
      return 0;
    },
    routes: makeRoutes(context, rights, typing, { files, passing }),
  };
}

function aloneItem({ words, before = [], quote, hints, buttons }: PrivateView, key: string): WantedItem {
  return { key, thread: '', words, before, quote, hints, buttons };
}

/** Everything that stands in a thread, what single people saw there included. */
async function forgetThread(shelf: Shelf, thread: string): Promise<void> {
  await shelf.remove(roomStream(roomOf(thread)), thread);
  // Its numbers begin again.
  await shelf.remove(TIDIED, roomOf(thread));
  await Promise.all([
    ...[roomStream(roomOf(thread)), threadStream(thread), markStream(thread)].map(each => shelf.drop(each)),
    ...everybody().map(({ deskRef }) => shelf.drop(privateStream(thread, deskRef))),
  ]);
}

/** Somebody waits for this person: it is seen wherever they are, until it is settled. */
async function keepWanted(shelf: Shelf, thread: string, person: string, view: PrivateView | null, key: string) {
  const isWanted = view?.buttons.some(each => WANTED.has(each.id)) ?? false;
  const stream = wantedStream(person);
  if (!isWanted && !(await shelf.get(stream, key))) return;
  const item: WantedItem | null = isWanted && view ? { key, thread, words: view.words, buttons: view.buttons } : null;
  await shelf.put(stream, key, item as unknown as Json);
}
