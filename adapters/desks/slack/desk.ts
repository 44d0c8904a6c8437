/** Slack as the desk of one workspace: what is posted, brought up to date, marked and shown to one person. */
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import { GREETING, greeting } from '../../../src/desk/home-page.ts';
import { sizeWords } from '../../../src/desk/message-notes.ts';
import { makeRights, type Rights } from '../../../src/desks/rights.ts';
import { makeTroubles, type Troubles } from '../../../src/desks/troubles.ts';
import { makeVersions } from '../../../src/desks/versions.ts';
import { type Desk, ThreadGone, TryLater } from '../../../src/ports/desk.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { CardView, EntryView, PrivateView } from '../../../src/ports/views.ts';
import { type FileParts, uploadTo } from './actions/files.ts';
import { makeMarks, REPLIES } from './actions/marks.ts';
import { makePoster, type Poster, withBlocks } from './actions/post.ts';
import { makeSay } from './actions/say.ts';
import { type Answers, makeAnswers } from './connection/answers.ts';
import { type SlackCalls, SlackRefusal, SlackSilence } from './connection/call.ts';
import { CHANNEL_ID, type Connection, type ConnectionOptions, makeConnection } from './connection/connection.ts';
import { makePeople, type People } from './connection/people.ts';
import { makePlaces } from './connection/places.ts';
import { type Drawn, drawCard, drawEntry, drawPointer, drawPrivate } from './drawing/blocks.ts';
import { drawHome, drawPage } from './drawing/home.ts';
import { privateName } from './drawing/privates.ts';
import { notice } from './drawing/text.ts';
import { isRef, permalink, personNamed, placeOf, refOf, userOf } from './ids.ts';

export const SLACK = 'slack';
/** Longer ones are shortened, with "Show all". */
const CARD_CHARS_MAX = 2_500;
/** A room without a channel is looked at again this often. */
const NO_ROOM_AGAIN: DurationMs = 10 * SECOND;
const RECONNECT_MAX_S = 30;
/** Tries to show something to one person while Slack is silent: they are waiting for it now. */
const WHISPERS_MAX = 4;
const NO_ROOM =
  'No Slack channel was chosen for a room yet. New posts are queued until then. Invite Deskhand into the channel, or choose one in its Home tab.';
const OTHER_DESK = 'This thread was on another desk; it is begun again here.';

interface SlackDeskOptions extends ConnectionOptions {
  /** The least time between two posts into a channel. */
  gapMs: DurationMs;
}

/** What the other parts of the adapter need of a workspace's desk. */
export interface SlackDesk extends Desk {
  readonly context: DeskContext;
  readonly connection: Connection;
  readonly people: People;
  readonly rights: Rights;
  readonly troubleList: Troubles;
  readonly answers: Answers;
  readonly poster: Poster;
  readonly files: FileParts;
  /** The id Slack knows a channel by now. */
  channelNow(channel: string): string;
  /** The name a channel's threads are kept under: the id it had first. */
  firstName(channel: string): string;
  /** Slack gave a channel another id. */
  renamed(from: string, to: string): Promise<void>;
  /** Looks for new ids that another process has heard of; true when there were some. */
  readAliases(): Promise<boolean>;
  /** The direct message with somebody. */
  direct(user: string): Promise<string>;
  publishHome(user: string): Promise<void>;
  /** The first words to whoever installed Deskhand. */
  greet(user: string): Promise<void>;
  /** Says something to one person, in a thread or a channel. */
  whisper(channel: string, thread: string | null, user: string, drawn: Drawn): Promise<void>;
}

export function makeSlackDesk(context: DeskContext, options: SlackDeskOptions): SlackDesk {
  const { clock, log, shelf } = context;
  const { apiUrl, fetch } = options;
  const places = makePlaces(context);
  const { now } = places;
  const answers = makeAnswers(clock, apiUrl, fetch);
  const calls: SlackCalls = { call: (method, args) => connection.calls().call(method, args) };
  const poster = makePoster({ calls, shelf, clock, gapMs: options.gapMs });
  const troubles = makeTroubles({
    desk: SLACK,
    context,
    // A channel that is no room any more troubles nobody.
    counts: key => !CHANNEL_ID.test(key) || places.isRoom(key),
    installer: () => connection.installation()?.installer ?? null,
    admins: () => people.admins(),
    tell: async (user, words, key) => {
      const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'failure' });
      await poster.post(key, { channel: await direct(user), thread: null, drawn });
    },
  });
  const connection = makeConnection(context, options, troubles);
  const people = makePeople({
    calls,
    clock,
    team: () => {
      const known = connection.installation();
      return { id: known?.team ?? '', enterprise: known?.enterprise ?? null };
    },
    isInstaller: user => connection.installation()?.installer === user,
    blind: words =>
      troubles.say(
        'scope:users:read',
        `${words} Deskhand cannot tell who is from outside, so nobody may answer. Install the app again with the manifest of "deskhand manifest slack".`,
      ),
  });
  const rights = makeRights({
    roster: people,
    rooms: context.rooms,
    sameName: places.firstName,
    adminSeen: troubles.tellFromNow,
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
  const cards = makeVersions(shelf, 'cards');

  const direct = async (user: string): Promise<string> => {
    const known = directs.get(user);
    if (known) return known;
    const { channel } = await calls.call<{ channel: { id: string } }>('conversations.open', { users: user });
    directs.set(user, channel.id);
    return channel.id;
  };

  /** A thread in a channel that is no room any more, and is shut: it begins again where the room is now. */
  const shut = async (channel: string, error: unknown): Promise<unknown> => {
    if (!(error instanceof TryLater && error.wholeRoom) || !troubles.has(channel)) return gone(error);
    const rooms = await places.look();
    if (rooms.every(each => each.deskRef === null) || places.isRoom(channel)) return error;
    troubles.mended(channel);
    return new ThreadGone('The channel of this thread is shut and is no room any more; it is begun again.');
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

  /** Does something in the thread of a reference; what is shut or gone is said as that. */
  const inThread = async <T>(ref: string, work: (channel: string, ts: string) => Promise<T>): Promise<T> => {
    if (!isRef(ref)) throw new ThreadGone(OTHER_DESK);
    const { channel, ts } = placeOf(ref);
    try {
      return await inRoom(channel, () => work(now(channel), ts));
    } catch (error) {
      throw await shut(channel, error);
    }
  };

  const postIn = async (thread: string, key: string, drawn: Drawn, broadcast = false): Promise<string> => {
    const ref = await inThread(thread, (channel, ts) => poster.post(key, { channel, thread: ts, drawn, broadcast }));
    return refOf(placeOf(thread).channel, placeOf(ref).ts);
  };

  const rewrite = (ref: string, drawn: Drawn): Promise<void> =>
    inThread(ref, async (channel, ts) => {
      await withBlocks(drawn, undefined, ({ text, blocks }) =>
        calls.call('chat.update', { channel, ts, text, blocks }),
      );
    });

  const updateCard = (thread: string, card: CardView) =>
    cards.show(thread, card.version, () => rewrite(thread, drawCard(card)));

  const roomChannel = (room: { deskRef: string | null }): string => {
    if (room.deskRef) return room.deskRef;
    troubles.say('room', NO_ROOM);
    throw new TryLater(clock.now() + NO_ROOM_AGAIN, NO_ROOM, true);
  };

  const postRoot = (channel: string, key: string, drawn: Drawn): Promise<string> =>
    inRoom(channel, () => poster.post(key, { channel: now(channel), thread: null, drawn }));

  const whisper = async (
    channel: string,
    thread: string | null,
    user: string,
    drawn: Drawn,
    refused?: () => void,
  ): Promise<void> => {
    const show = () =>
      withBlocks(drawn, refused, ({ text, blocks }) => {
        const place = { channel: now(channel), user, ...(thread ? { thread_ts: thread } : {}) };
        return calls.call('chat.postEphemeral', { ...place, text, blocks });
      });
    try {
      for (let n = 1; ; n++) {
        try {
          await show();
          return;
        } catch (error) {
          // Shown twice does no harm.
          if (!(error instanceof SlackSilence) || n === WHISPERS_MAX) throw error;
          await clock.sleep(n * (SECOND / 4));
        }
      }
    } catch (error) {
      if (!(error instanceof SlackRefusal || error instanceof SlackSilence)) throw error;
      // Somebody who reads a public channel and is not in it: only the address of their own press reaches them there.
      const outside = error instanceof SlackRefusal && error.word === 'user_not_in_channel';
      if (outside && (await answers.say(pressName(channel, user), drawn)) === 'done') return;
      // It is never the only copy of anything: drafts are in the Home tab.
      log.warn({ desk: SLACK, error: error.message }, 'Something could not be shown to one person.');
      if (error instanceof SlackRefusal && error.signedOut)
        await connection.inChannel(channel, () => Promise.reject(error));
    }
  };

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

  const marks = makeVersions(shelf, 'marks');
  const mark = makeMarks({ calls, context, answers, marks, now, rewrite, whisper });

  const link = (thread: string): string | null => {
    const url = connection.installation()?.url;
    const { channel, ts } = placeOf(thread);
    return url ? permalink(url, { channel: now(channel), ts }) : null;
  };
  const say = makeSay({ answers, poster, files, context, direct, whisper, inChannel: connection.inChannel, link });

  const attach: Desk['attach'] = async (thread, file, key) => {
    try {
      await inThread(thread, (channel, ts) => uploadTo(files, { channel, ts }, file, key));
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const words = `The file ${file.name} (${sizeWords(file.content.length)}) could not be put here: Slack refused it (${error.word}). It is kept; ask an admin to fetch it from the mailbox or the chat.`;
      await postIn(thread, `${key}:failed`, drawEntry({ as: 'line', words, buttons: [], tone: 'warning' }));
    }
  };

  const publishHome = async (user: string) => {
    await places.look();
    const person = await rights.home(user);
    const view = drawHome(person && (await context.home(person)), { link, channelNow: now });
    await calls
      .call('views.publish', { user_id: user, view })
      .catch(error => log.warn({ desk: SLACK, error: String(error) }, 'A Home tab could not be shown.'));
  };

  const greet = async (user: string) => {
    const member = await people.who(user);
    if (member.as !== 'staff') return;
    if (member.person.admin) await troubles.tellFromNow(user);
    const rooms = await context.rooms();
    const room = rooms.find(each => each.deskRef) ?? rooms[0] ?? null;
    const more = 'All of this is also in my Home tab. Type /desk help for what you can ask.';
    const page = greeting(room, context.kinds, { invite: '/invite @Deskhand', more });
    const drawn = { text: notice(GREETING), blocks: drawPage(page, { link, channelNow: now }) };
    const channel = await direct(user);
    await connection.inChannel(channel, () => poster.post(`greeting:${user}`, { channel, thread: null, drawn }));
    await publishHome(user);
  };

  const stop = new AbortController();
  let connecting: Promise<void> | null = null;
  /** Signs in, and goes on trying: new posts are queued meanwhile. */
  const keepConnecting = async () => {
    for (let waitS = 1; !stop.signal.aborted; waitS = Math.min(waitS * 2, RECONNECT_MAX_S)) {
      try {
        await connection.connect();
        return;
      } catch (error) {
        log.warn({ desk: SLACK, error: (error as Error).message }, 'Slack cannot be reached yet. Trying again.');
        await clock.sleep(waitS * SECOND, stop.signal);
      }
    }
  };

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
    rights,
    troubleList: troubles,
    answers,
    poster,
    files,
    channelNow: now,
    firstName: places.firstName,
    renamed: places.renamed,
    readAliases: places.readAliases,
    direct,
    whisper,
    publishHome,
    greet,
    members: async room => (room.deskRef ? people.membersOf(now(room.deskRef)) : null),
    member: async (room, deskRef) =>
      room.deskRef ? people.memberOf(now(room.deskRef), userOf(deskRef)) : { refusal: 'This room has no channel.' },
    start: async () => {
      await places.readAliases();
      await places.look();
      connecting = keepConnecting();
    },
    stop: async () => {
      stop.abort();
      troubles.stop();
      await connecting;
    },
    check: async () => {
      await places.look();
      return connection.check();
    },
    troubles: () => troubles.living().map(([, words]) => words),
    postCard: async (room, card, key) => {
      const channel = roomChannel(room);
      const ref = await postRoot(channel, key, drawCard(card));
      const thread = refOf(places.firstName(channel), placeOf(ref).ts);
      await cards.begin(thread, card.version);
      await updateCard(thread, card);
      return thread;
    },
    updateCard,
    pointOn: (thread, card, to) => rewrite(thread, drawPointer(card, link(to))),
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
    answer: (person, _room, view, key) => say.say({ user: userOf(person) }, view, key),
    show: (room, view, key) => {
      const place = roomChannel(room);
      return inRoom(place, () => say.say({ place }, view, key));
    },
    linkTo: link,
    attach,
  };
}

/** What somebody pressed last in a channel, by which they can be told something there. */
export function pressName(channel: string, user: string): string {
  return `press:${channel}:${user}`;
}

/** A thread whose root was deleted takes no more posts. */
function gone(error: unknown): unknown {
  return error instanceof SlackRefusal && /^(thread_not_found|message_not_found|cant_update_message)$/.test(error.word)
    ? new ThreadGone(`Slack does not find the thread (${error.word}); it is begun again.`)
    : error;
}
