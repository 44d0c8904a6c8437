/** Slack as the desk of one workspace: what is posted, brought up to date, marked and shown to one person. */
import { SECOND } from '../../../src/core/time.ts';
import { sizeWords } from '../../../src/desk/message-notes.ts';
import { makeVersions } from '../../../src/desks/versions.ts';
import { type Desk, ThreadGone } from '../../../src/ports/desk.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { CardView } from '../../../src/ports/views.ts';
import { uploadTo } from './actions/files.ts';
import { type Homes, makeHomes } from './actions/home.ts';
import { makeMarks, REPLIES } from './actions/marks.ts';
import { makeSay } from './actions/say.ts';
import { makeThreads, type Threads } from './actions/threads.ts';
import { makeWhispers, type Whispers } from './actions/whisper.ts';
import { SlackRefusal } from './connection/call.ts';
import { makeLine, SLACK, type SlackDeskOptions, type SlackLine } from './connection/line.ts';
import { drawCard, drawEntry, drawPointer } from './drawing/blocks.ts';
import { personNamed, placeOf, refOf, userOf } from './ids.ts';

/** Longer ones are shortened, with "Show all". */
const CARD_CHARS_MAX = 2_500;
const RECONNECT_MAX_S = 30;

/** What the other parts of the adapter need of a workspace's desk. */
export interface SlackDesk extends Desk, SlackLine, Homes, Pick<Whispers, 'whisper'> {
  linkTo: SlackLine['linkTo'];
}

export function makeSlackDesk(context: DeskContext, options: SlackDeskOptions): SlackDesk {
  const line = makeLine(context, options);
  const { connection, people, places, poster, troubleList } = line;
  const threads = makeThreads(line);
  const { whisper, showPrivately } = makeWhispers(line);
  const say = makeSay({ ...line, whisper });
  const marks = makeVersions(context.shelf, 'marks');
  const stop = new AbortController();
  let connecting: Promise<void> | null = null;
  return {
    ...line,
    ...makeHomes(line),
    ...cardsAndPosts(line, threads),
    kind: SLACK,
    limits: { cardTextCharsMax: CARD_CHARS_MAX, writeCharsMax: 12_000 },
    postGapMs: options.gapMs,
    personNamed,
    personHelp: 'Write member ids of Slack, such as U0123456789.',
    renew: async () => void (await connection.connect()),
    whisper,
    showPrivately,
    mark: makeMarks({ ...line, rewrite: threads.rewrite, marks, whisper }),
    members: async room => (room.deskRef ? people.membersOf(places.now(room.deskRef)) : null),
    member: async ({ deskRef: channel }, deskRef) =>
      channel ? people.memberOf(places.now(channel), userOf(deskRef)) : { refusal: 'This room has no channel.' },
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
    redraw: async (_thread, entry, key) => {
      const ref = await poster.known(key);
      if (!ref) return;
      await threads.rewrite(ref, drawEntry(entry)).catch(error => {
        // Somebody deleted the post: there is nothing to draw.
        if (!(error instanceof ThreadGone)) throw error;
      });
    },
    answer: (person, _room, view, key) => say.say({ user: userOf(person) }, view, key),
    show: (room, view, key) => {
      const place = threads.roomChannel(room);
      return threads.inRoom(place, () => say.say({ place }, view, key));
    },
  };
}

type Posts = Pick<Desk, 'postCard' | 'updateCard' | 'post' | 'notice'> & Required<Pick<Desk, 'pointOn' | 'attach'>>;

function cardsAndPosts({ context, places, files, linkTo }: SlackLine, threads: Threads): Posts {
  const { roomChannel, postRoot, postIn, rewrite, inThread } = threads;
  const cards = makeVersions(context.shelf, 'cards');
  const updateCard = (thread: string, card: CardView) =>
    cards.show(thread, card.version, () => rewrite(thread, drawCard(card)));
  return {
    updateCard,
    postCard: async (room, card, key) => {
      const channel = roomChannel(room);
      const ref = await postRoot(channel, key, drawCard(card));
      const thread = refOf(places.firstName(channel), placeOf(ref).ts);
      await cards.begin(thread, card.version);
      await updateCard(thread, card);
      return thread;
    },
    pointOn: (thread, card, to) => rewrite(thread, drawPointer(card, linkTo(to))),
    post: async (thread, entry, key) => {
      const leadsTo = entry.as === 'line' && entry.leadsTo ? linkTo(entry.leadsTo) : null;
      const broadcast = entry.as === 'message' && entry.bump;
      const ref = await postIn(thread, key, drawEntry(entry, leadsTo), broadcast);
      if (entry.as === 'reply') {
        const { author, customer, text } = entry;
        await context.shelf.append(REPLIES, ref, { author, customer, text });
      }
      return ref;
    },
    notice: async (room, words, tone, key) => {
      await postRoot(roomChannel(room), key, drawEntry({ as: 'line', words, buttons: [], tone }));
    },
    attach: async (thread, file, key) => {
      try {
        await inThread(thread, (channel, ts) => uploadTo(files, { channel, ts }, file, key));
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        const words = `The file ${file.name} (${sizeWords(file.content.length)}) could not be put here: Slack refused it (${error.word}). It is kept; ask an admin to fetch it from the mailbox or the chat.`;
        await postIn(thread, `${key}:failed`, drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }));
      }
    },
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
      context.log.warn(about, 'Slack cannot be reached yet. Trying again.');
      await context.clock.sleep(waitS * SECOND, stop);
    }
  }
}
