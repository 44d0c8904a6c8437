/** Slack as the desk of one workspace: what is posted, brought up to date, marked and shown to one person. */
import { SECOND } from '../../../src/core/time.ts';
import { sizeWords } from '../../../src/desk/message-notes.ts';
import { makeAlone } from '../../../src/desks/alone.ts';
import { forgetOfDesk } from '../../../src/desks/forgetting.ts';
import type { Homes } from '../../../src/desks/homes.ts';
import { makeShown } from '../../../src/desks/shown.ts';
import type { AnswerView } from '../../../src/ports/answer.ts';
import { type Desk, ThreadGone } from '../../../src/ports/desk.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { makeCounting } from './actions/count.ts';
import { deleteUpload, uploadTo } from './actions/files.ts';
import { slackHomes } from './actions/home.ts';
import { makeMarkPerson } from './actions/marks.ts';
import { withBlocks } from './actions/post.ts';
import { makeSay } from './actions/say.ts';
import { makeThreads, type Threads } from './actions/threads.ts';
import { makeWhispers, type Whispers } from './actions/whisper.ts';
import { SlackRefusal } from './connection/call.ts';
import { makeLine, SLACK, type SlackDeskOptions, type SlackLine } from './connection/line.ts';
import { drawAnswer } from './drawing/answer.ts';
import { type Drawn, drawCard, drawEntry, drawPointer, drawPrivate, drawReply } from './drawing/blocks.ts';
import { privateName } from './drawing/privates.ts';
import { personNamed, placeOf, userOf } from './ids.ts';

/** Longer ones are shortened, with "Show all". */
const CARD_CHARS_MAX = 2_500;
const RECONNECT_MAX_S = 30;

/** What the other parts of the adapter need of a workspace's desk. */
export interface SlackDesk extends Desk, SlackLine, Homes, Pick<Whispers, 'whisper'> {
  linkTo: SlackLine['linkTo'];
  /** Says in a modal how long what is typed in it is by now. */
  count: ReturnType<typeof makeCounting>;
}

/** The chat with somebody, which nobody else reads. */
function ownPlaceOf({ direct }: SlackLine): NonNullable<Desk['ownPlace']> {
  return async person => {
    try {
      return { ref: await direct(userOf(person)) };
    } catch (error) {
      // Without the permission there is no such place.
      if (!(error instanceof SlackRefusal) || error.signedOut) throw error;
      return null;
    }
  };
}

export function makeSlackDesk(context: DeskContext, options: SlackDeskOptions): SlackDesk {
  const line = makeLine(context, options);
  const { connection, people, places, poster, troubleList } = line;
  const threads = makeThreads(line);
  const { whisper, showPrivately } = makeWhispers(line);
  const say = makeSay({ ...line, whisper });
  const stop = new AbortController();
  const detach = (thread: string, key: string) => threads.inThread(thread, () => deleteUpload(line.files, key));
  let connecting: Promise<void> | null = null;
  return {
    ...line,
    ...slackHomes(line),
    ...makeShown({
      context,
      draw: { card: drawCard, pointer: drawPointer, entry: drawEntry, reply: drawReply },
      ...threads,
      channelOf: line.inRooms.channelOf,
      known: poster.known,
      linkTo: line.linkTo,
      detach,
      markPerson: makeMarkPerson({ ...line, whisper }),
    }),
    attach: attaching(line, threads),
    detach,
    kind: SLACK,
    limits: { cardTextCharsMax: CARD_CHARS_MAX, writeCharsMax: 12_000 },
    postGapMs: options.gapMs,
    ownPlace: ownPlaceOf(line),
    personNamed,
    personHelp: 'Write member ids of Slack, such as U0123456789.',
    renew: async () => void (await connection.connect()),
    tidy: () => forgetOfDesk(context),
    whisper,
    count: makeCounting(line),
    showPrivately,
    members: async room => (room.deskRef ? people.membersOf(places.now(room.deskRef)) : null),
    member: async ({ deskRef: channel }, deskRef) =>
      channel ? people.memberOf(places.now(channel), userOf(deskRef)) : { refusal: 'This room has no channel.' },
    reads: async (person, { deskRef: channel }) =>
      channel !== null && people.canRead(userOf(person), [places.now(channel)]),
    start: async () => {
      await places.readAliases();
      await places.look();
      connecting = keepConnecting(line, stop.signal);
    },
    stop: async () => {
      stop.abort();
      troubleList.stop();
      await connecting;
    },
    check: async () => {
      await places.look();
      return connection.check();
    },
    troubles: () => troubleList.living().map(([, words]) => words),
    ...makeAlone({
      context,
      roster: people,
      userOf,
      draw: (view, { person, key }) => drawPrivate(view, privateName(person, key, null)),
      ...ownMessages(line),
    }),
    answer: (person, _room, view, key) => say.say({ user: userOf(person) }, view, key),
    show: (room, view, key) => {
      const place = line.inRooms.channelOf(room);
      return threads.inRoom(place, () => say.say({ place }, view, key));
    },
    reshow: (_room, view, key) => reshow(line, view, key),
  };
}

/** Posts into a person's direct messages, and changes of them. */
function ownMessages({ poster, inRooms, direct, calls }: SlackLine) {
  return {
    known: poster.known,
    post: async (user: string, key: string, drawn: Drawn) => {
      const channel = await direct(user);
      return inRooms.inChannel(channel, () => poster.post(key, { channel, thread: null, drawn }));
    },
    rewrite: async (ref: string, drawn: Drawn) => {
      const { channel, ts } = placeOf(ref);
      const change = ({ text, blocks }: Drawn) => calls.call('chat.update', { channel, ts, text, blocks });
      await inRooms.inChannel(channel, () => withBlocks(drawn, undefined, change));
    },
  };
}

/** Puts a customer's file into a thread; where Slack refuses it, the thread says so. */
function attaching({ files }: SlackLine, { inThread, postIn }: Threads): NonNullable<Desk['attach']> {
  return async (thread, file, key) => {
    try {
      await inThread(thread, (channel, ts) => uploadTo(files, { channel, ts }, file, key));
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const words = `The file ${file.name} (${sizeWords(file.content.length)}) could not be put here: Slack refused it (${error.word}). It is kept; ask an admin to fetch it from the mailbox or the chat.`;
      await postIn(thread, `${key}:failed`, drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }));
    }
  };
}

/** Signs in, and goes on trying: new posts are queued meanwhile. */
async function keepConnecting({ connection, context }: SlackLine, stop: AbortSignal): Promise<void> {
  for (let waitS = 1; !stop.aborted; waitS = Math.min(waitS * 2, RECONNECT_MAX_S)) {
    try {
      await connection.connect();
      return;
    } catch (error) {
      const about = { desk: SLACK, error: (error as Error).message };
      // A workspace that is being installed, or was removed, has none: that is no trouble of the line.
      if (connection.token()) context.log.warn(about, 'Slack cannot be reached yet. Trying again.');
      await context.clock.sleep(waitS * SECOND, stop);
    }
  }
}

/** Draws again what stands in a room; where somebody deleted it there is nothing to draw. */
async function reshow(line: SlackLine, view: AnswerView, key: string): Promise<void> {
  const ref = await line.poster.known(key);
  const { text, blocks, buttons } = drawAnswer(view, line.linkTo);
  if (!ref) return;
  await ownMessages(line)
    .rewrite(ref, { text, blocks: [...blocks, ...buttons] })
    .catch(error => {
      if (!(error instanceof ThreadGone)) throw error;
    });
}
