/** Slack as the desk of one workspace: what is posted, brought up to date, marked and shown to one person. */
import { makeTurns } from '../../../src/core/in-turn.ts';
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import {
  type CardView,
  type Desk,
  type DeskContext,
  type EntryView,
  type PrivateView,
  ThreadGone,
  type ThreadGone as ThreadGoneError,
  TryLater,
} from '../../../src/ports/desk.ts';
import { type Answers, makeAnswers } from './answers.ts';
import { type Drawn, drawCard, drawEntry, drawPointer, drawPrivate, plainer, sizeWords } from './blocks.ts';
import { type SlackCalls, SlackRefusal, SlackSilence } from './call.ts';
import { type Connection, type ConnectionOptions, makeConnection } from './connection.ts';
import { type FileParts, uploadFile } from './files.ts';
import { drawHome } from './home.ts';
import { isRef, permalink, personNamed, placeOf, refOf, userOf } from './ids.ts';
import { makeMarks, REPLIES } from './marks.ts';
import { makePeople, type People, readableRooms } from './people.ts';
import { makePlaces } from './places.ts';
import { isBlockTrouble, makePoster, type Poster } from './post.ts';
import { privateName } from './privates.ts';
import { makeSay } from './say.ts';

export const SLACK = 'slack';
/** Longer ones are shortened, with "Show all". */
const CARD_CHARS_MAX = 2_500;
/** A room without a channel is looked at again this often. */
const NO_ROOM_AGAIN: DurationMs = 10 * SECOND;

/** Tries to show something to one person while Slack is silent: they are waiting for it now. */
const WHISPERS_MAX = 4;

const CARDS = 'cards';
const TELL = 'admins';
const TOLD_MAX = 20;
/** Of admins who never used Deskhand: enough that one of them looks, few enough not to be a nuisance. */
const ADMINS_TOLD_MAX = 3;
/** Tries of an alarm, each a few seconds after the one before: about four minutes in all. */
const ALARMS_MAX = 10;
const ALARM_AGAIN = 5 * SECOND;

export interface SlackDeskOptions extends ConnectionOptions {
  /** The least time between two posts into a channel. */
  gapMs: DurationMs;
}

/** What the other parts of the adapter need of a workspace's desk. */
export interface SlackDesk extends Desk {
  readonly context: DeskContext;
  readonly connection: Connection;
  readonly people: People;
  /** The id Slack knows a channel by now. */
  channelNow(channel: string): string;
  readonly answers: Answers;
  readonly poster: Poster;
  readonly files: FileParts;
  /** The name a channel's threads are kept under: the id it had first. */
  firstName(channel: string): string;
  /** Slack gave a channel another id. */
  renamed(from: string, to: string): Promise<void>;
  /** Looks for new ids that another process has heard of; true when there were some. */
  readAliases(): Promise<boolean>;
  /** The direct message with somebody. */
  direct(user: string): Promise<string>;
  publishHome(user: string): Promise<void>;
  /** Says something to one person, in a thread or a channel. */
  whisper(channel: string, thread: string | null, user: string, drawn: Drawn): Promise<void>;
  /** Remembers somebody who is told when something breaks. */
  tellFromNow(user: string): Promise<void>;
}

export function makeSlackDesk(context: DeskContext, options: SlackDeskOptions): SlackDesk {
  const { clock, log, shelf } = context;
  const { apiUrl, fetch } = options;
  const places = makePlaces(context);
  const answers = makeAnswers(clock, apiUrl, fetch);
  const connection = makeConnection(
    context,
    options,
    (key, words) => void alarm(key, words),
    channel => places.isRoom(channel),
  );
  const calls: SlackCalls = { call: (method, args) => connection.calls().call(method, args) };
  const poster = makePoster({ calls, shelf, clock, gapMs: options.gapMs });
  const people = makePeople({
    calls: () => connection.calls(),
    clock,
    team: () => {
      const known = connection.installation();
      return { id: known?.team ?? '', enterprise: known?.enterprise ?? null };
    },
    isInstaller: user => connection.installation()?.installer === user,
    blind: words =>
      connection.trouble(
        'scope:users:read',
        `${words} Nobody can be told from an outsider, so nobody may answer. Install the app again with the manifest of "deskhand manifest slack".`,
      ),
  });
  const files: FileParts = {
    calls,
    get token() {
      return connection.token();
    },
    shelf,
    clock,
    apiUrl,
    fetch,
  };
  const directs = new Map<string, string>();
  const { now } = places;

  /** One after another in one thread: two states of a card never race. */
  const inTurn = makeTurns();

  /** A thread in a channel that is no room any more, and is shut: it begins anew where the room is now. */
  const shut = async (channel: string, error: unknown): Promise<unknown> => {
    if (!(error instanceof TryLater && error.wholeRoom) || !connection.troubled(channel)) return gone(error);
    const rooms = await places.look();
    if (rooms.every(each => each.deskRef === null) || places.isRoom(channel)) return error;
    connection.mended(channel);
    return new ThreadGone('The channel of this thread is shut and is no room any more; it is begun anew.');
  };

  /** A public channel that we are not in can be joined; into a private one somebody has to invite us. */
  const inRoom = <T>(channel: string, work: () => Promise<T>): Promise<T> =>
    connection.inChannel(channel, async () => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof SlackRefusal) || error.word !== 'not_in_channel') throw error;
        await calls.call('conversations.join', { channel: now(channel) }).catch(() => {
          throw error;
        });
        return work();
      }
    });

  const postIn = (thread: string, key: string, drawn: Drawn, broadcast = false): Promise<string> => {
    // A thread of another desk: the team has moved here since.
    if (!isRef(thread))
      return Promise.reject(new ThreadGone('This thread was on another desk; it is begun anew here.'));
    const { channel, ts } = placeOf(thread);
    return inRoom(channel, () => poster.post(key, { channel: now(channel), thread: ts, drawn, broadcast }))
      .then(ref => refOf(channel, placeOf(ref).ts))
      .catch(async error => {
        throw await shut(channel, error);
      });
  };

  const rewrite = (ref: string, drawn: Drawn): Promise<void> => {
    if (!isRef(ref)) return Promise.reject(new ThreadGone('This thread was on another desk; it is begun anew here.'));
    const { channel, ts } = placeOf(ref);
    const body = (each: Drawn) => ({ channel: now(channel), ts, text: each.text, blocks: each.blocks });
    return inRoom(channel, async () => {
      try {
        await calls.call('chat.update', body(drawn));
      } catch (error) {
        if (!isBlockTrouble(error)) throw error;
        await calls.call('chat.update', body(plainer(drawn)));
      }
    }).catch(async error => {
      throw await shut(channel, error);
    });
  };

  const updateCard = (thread: string, card: CardView) =>
    inTurn(thread, async () => {
      const there = (await shelf.get(CARDS, thread))?.value as { version: number } | undefined;
      if (there && there.version >= card.version) return;
      await rewrite(thread, drawCard(card));
      await shelf.put(CARDS, thread, { version: card.version }, card.version);
    });

  const roomChannel = (room: { deskRef: string | null }): string => {
    if (room.deskRef) return room.deskRef;
    const words =
      'No Slack channel was chosen for a room yet. What is to be posted waits. Invite Deskhand into the channel, or choose one in its Home tab.';
    connection.trouble('room', words);
    throw new TryLater(clock.now() + NO_ROOM_AGAIN, words, true);
  };

  const postRoot = (channel: string, key: string, drawn: Drawn): Promise<string> =>
    inRoom(channel, () => poster.post(key, { channel: now(channel), thread: null, drawn }));

  const direct = async (user: string): Promise<string> => {
    const known = directs.get(user);
    if (known) return known;
    const { channel } = await calls.call<{ channel: { id: string } }>('conversations.open', { users: user });
    directs.set(user, channel.id);
    return channel.id;
  };

  const whisper = async (
    channel: string,
    thread: string | null,
    user: string,
    drawn: Drawn,
    refused?: () => void,
  ): Promise<void> => {
    const body = (each: Drawn) => ({
      channel: now(channel),
      user,
      text: each.text,
      blocks: each.blocks,
      ...(thread ? { thread_ts: thread } : {}),
    });
    try {
      for (let n = 1; ; n++) {
        try {
          await calls.call('chat.postEphemeral', body(drawn)).catch(error => {
            if (!isBlockTrouble(error)) throw error;
            refused?.();
            return calls.call('chat.postEphemeral', body(plainer(drawn)));
          });
          return;
        } catch (error) {
          // Shown twice does no harm.
          if (!(error instanceof SlackSilence) || n === WHISPERS_MAX) throw error;
          await clock.sleep(n * (SECOND / 4));
        }
      }
    } catch (error) {
      // Somebody who reads a public channel and is not in it: only the address of their own press reaches them there.
      if (error instanceof SlackRefusal && error.word === 'user_not_in_channel') {
        if ((await answers.say(pressName(channel, user), drawn)) === 'done') return;
      }
      // Shown twice does no harm, and never is it the only copy of anything: drafts are in the Home tab.
      if (error instanceof SlackRefusal || error instanceof SlackSilence) {
        log.warn({ desk: SLACK, error: error.message }, 'Something could not be shown to one person.');
        if (error instanceof SlackRefusal && error.signedOut)
          await connection.inChannel(channel, () => Promise.reject(error));
        return;
      }
      throw error;
    }
  };

  /** Tells admins in their direct messages. Right after a start Slack may not be connected yet: then when it is. */
  async function alarm(key: string, words: string): Promise<void> {
    if (key === 'sign-in') return;
    const at = Math.floor(clock.now() / SECOND);
    for (let attempt = 1; attempt <= ALARMS_MAX && !stop.signal.aborted; attempt++) {
      try {
        for (const user of await adminsToTell()) {
          const channel = await direct(user);
          const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'failure' });
          await poster.post(`alarm:${key}:${user}:${at}`, { channel, thread: null, drawn });
        }
        return;
      } catch (error) {
        log.warn({ desk: SLACK, error: String(error), attempt }, 'An admin could not be told about a trouble yet.');
        await clock.sleep(attempt * ALARM_AGAIN, stop.signal);
      }
    }
  }

  /** Whoever installed it and the admins who have used it; where nobody has yet, the admins of the workspace. */
  async function adminsToTell(): Promise<Set<string>> {
    const told = (await shelf.read(TELL, 0, TOLD_MAX)).map(each => each.key);
    const installer = connection.installation()?.installer;
    const known = new Set([...(installer ? [installer] : []), ...told]);
    return known.size ? known : new Set((await people.admins()).slice(0, ADMINS_TOLD_MAX));
  }

  const showPrivately = async (thread: string, person: string, view: PrivateView | null, key: string) => {
    const name = `key:${person}:${key}`;
    if (view === null) {
      // What becomes of a text that was sent is shown in the preview's own place, by its mark.
      if (!/^reply\.send/.test(answers.by(name) ?? '')) await answers.replace(name, null);
      return;
    }
    if (!isRef(thread)) return;
    const drawn = drawPrivate(view, privateName(person, key, view.post));
    if (await answers.replace(name, drawn)) return;
    const { channel, ts } = placeOf(thread);
    await whisper(channel, ts, userOf(person), drawn);
  };

  const mark = makeMarks({ calls, context, answers, inTurn, now, rewrite, whisper });

  const link = (thread: string): string | null => {
    const url = connection.installation()?.url;
    const { channel, ts } = placeOf(thread);
    return url ? permalink(url, { channel: now(channel), ts }) : null;
  };

  const say = makeSay({
    answers,
    poster,
    files,
    context,
    clock,
    direct: user => direct(user),
    whisper: (...given) => whisper(...given),
    inChannel: (channel, work) => connection.inChannel(channel, work),
    link,
    userOf,
  });

  let stopping = false;
  let connecting: Promise<void> | null = null;
  /** Signs in, and goes on trying: what is to be posted waits meanwhile. */
  const keepConnecting = async () => {
    for (let wait = 1; !stopping; wait = Math.min(wait * 2, 30)) {
      try {
        await connection.connect();
        return;
      } catch (error) {
        log.warn({ desk: SLACK, error: (error as Error).message }, 'Slack cannot be reached yet. Trying again.');
        await clock.sleep(wait * SECOND, stop.signal);
      }
    }
  };
  const stop = new AbortController();

  return {
    kind: SLACK,
    limits: { cardTextCharsMax: CARD_CHARS_MAX, writeCharsMax: 12_000 },
    postGapMs: options.gapMs,
    personNamed,
    personHelp: 'Write member ids of Slack, such as U0123456789.',
    renew: async () => void (await connection.connect()),
    context,
    connection,
    people,
    members: async room => (room.deskRef ? people.membersOf(now(room.deskRef)) : null),
    member: async (room, deskRef) =>
      room.deskRef ? people.memberOf(now(room.deskRef), userOf(deskRef)) : { refusal: 'This room has no channel.' },
    channelNow: now,
    answers,
    poster,
    files,
    start: async () => {
      await places.readAliases();
      await places.look();
      connecting = keepConnecting();
    },
    stop: async () => {
      stopping = true;
      stop.abort();
      await connecting;
    },
    check: async () => {
      await places.look();
      return connection.check();
    },
    troubles: () => connection.troubles(),
    postCard: async (room, card, key) => {
      const channel = roomChannel(room);
      const ref = await postRoot(channel, key, drawCard(card));
      const thread = refOf(places.firstName(channel), placeOf(ref).ts);
      await shelf.append(CARDS, thread, { version: card.version });
      await updateCard(thread, card);
      return thread;
    },
    updateCard,
    pointOn: async (thread, card, to) => {
      await rewrite(thread, drawPointer(card, link(to)));
    },
    post: async (thread, entry: EntryView, key) => {
      const leadsTo = entry.as === 'line' && entry.leadsTo ? link(entry.leadsTo) : null;
      const broadcast = entry.as === 'message' && entry.bump;
      const ref = await postIn(thread, key, drawEntry(entry, leadsTo), broadcast);
      if (entry.as === 'reply') {
        const { author, customer, text } = entry;
        await shelf.append(REPLIES, ref, { author, customer, text });
      }
      return ref;
    },
    redraw: async (_thread, entry, key) => {
      const ref = await poster.known(key);
      if (!ref) return;
      await rewrite(ref, drawEntry(entry)).catch(error => {
        // Somebody deleted the post: there is nothing to draw.
        if (!(error instanceof ThreadGone)) throw error;
      });
    },
    notice: async (room, words, tone, key) => {
      await postRoot(roomChannel(room), key, drawEntry({ as: 'line', words, buttons: [], tone }));
    },
    mark,
    showPrivately,
    answer: say.answer,
    show: (room, view, key) => {
      const channel = roomChannel(room);
      return inRoom(channel, () => say.showIn(channel, view, key));
    },
    linkTo: link,
    attach: async (thread, file, key) => {
      const { channel } = placeOf(thread);
      try {
        await inRoom(channel, () => uploadFile(files, moved(thread), file, key)).catch(async error => {
          throw error instanceof TryLater ? await shut(channel, error) : error;
        });
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        const words = `The file ${file.name} (${sizeWords(file.content.length)}) could not be put here: Slack refused it (${error.word}). It is kept; ask an admin to fetch it from the mailbox or the chat.`;
        await postIn(thread, `${key}:failed`, drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }));
      }
    },
    readAliases: places.readAliases,
    firstName: places.firstName,
    renamed: places.renamed,
    direct,
    whisper,
    tellFromNow: async user => {
      await shelf.append(TELL, user, true);
    },
    publishHome: async user => {
      const standing = await people.who(user);
      const rooms = await places.look();
      const readable = await readableRooms(people, rooms, user);
      // An admin who is in no room has the settings, and nothing of the customers.
      const may = standing.as === 'staff' && (standing.person.admin || readable.length > 0);
      const view = may ? await context.home({ ...standing.person, rooms: readable }) : null;
      await calls
        .call('views.publish', { user_id: user, view: drawHome(view, thread => link(thread), now) })
        .catch(error => log.warn({ desk: SLACK, error: String(error) }, 'A Home tab could not be shown.'));
    },
  };

  function moved(thread: string): string {
    const { channel, ts } = placeOf(thread);
    return refOf(now(channel), ts);
  }
}

/** What somebody pressed last in a channel, by which they can be told something there. */
export function pressName(channel: string, user: string): string {
  return `press:${channel}:${user}`;
}

/** A thread whose root was deleted takes no more posts. */
function gone(error: unknown): ThreadGoneError | unknown {
  if (!(error instanceof SlackRefusal)) return error;
  return /^(thread_not_found|message_not_found|cant_update_message)$/.test(error.word)
    ? new ThreadGone(`Slack does not find the thread (${error.word}); it is begun anew.`)
    : error;
}
