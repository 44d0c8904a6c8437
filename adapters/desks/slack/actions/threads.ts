/** Works in a channel or a thread, and says what is shut or gone as that. */
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import { ThreadGone, TryLater } from '../../../../src/ports/desk.ts';
import { SlackRefusal } from '../connection/call.ts';
import type { SlackLine } from '../connection/line.ts';
import type { Drawn } from '../drawing/blocks.ts';
import { isRef, placeOf, refOf } from '../ids.ts';
import { withBlocks } from './post.ts';

/** A room without a channel is looked at again this often. */
const NO_ROOM_AGAIN: DurationMs = 10 * SECOND;
const NO_ROOM =
  'No Slack channel was chosen for a room yet. New posts are queued. Invite Deskhand into the channel, or choose one in its Home tab.';
const OTHER_DESK = 'This thread was on another desk; it is begun again here.';

export interface Threads {
  /** The channel of a room. @throws TryLater while none was chosen */
  roomChannel(room: { deskRef: string | null }): string;
  /** A public channel that we are not in can be joined; into a private one somebody has to invite us. */
  inRoom<T>(channel: string, work: () => Promise<T>): Promise<T>;
  /** Does something in the thread of a reference. @throws ThreadGone where it is no longer there */
  inThread<T>(ref: string, work: (channel: string, ts: string) => Promise<T>): Promise<T>;
  /** Posts once for a key; @returns the post's reference. */
  postRoot(channel: string, key: string, drawn: Drawn): Promise<string>;
  postIn(thread: string, key: string, drawn: Drawn, broadcast?: boolean): Promise<string>;
  rewrite(ref: string, drawn: Drawn): Promise<void>;
}

export function makeThreads({ context, connection, calls, places, poster, troubleList }: SlackLine): Threads {
  const { now } = places;

  /** A thread in a channel that is no longer a room, and is shut: it begins again where the room is now. */
  const shut = async (channel: string, error: unknown): Promise<unknown> => {
    if (!(error instanceof TryLater && error.wholeRoom) || !troubleList.has(channel)) return gone(error);
    const rooms = await places.look();
    if (rooms.every(each => each.deskRef === null) || places.isRoom(channel)) return error;
    troubleList.mended(channel);
    return new ThreadGone('The channel of this thread is shut and is no room any more; it is begun again.');
  };

  const inRoom: Threads['inRoom'] = (channel, work) =>
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

  const inThread: Threads['inThread'] = async (ref, work) => {
    if (!isRef(ref)) throw new ThreadGone(OTHER_DESK);
    const { channel, ts } = placeOf(ref);
    try {
      return await inRoom(channel, () => work(now(channel), ts));
    } catch (error) {
      throw await shut(channel, error);
    }
  };

  return {
    inRoom,
    inThread,
    roomChannel: room => {
      if (room.deskRef) return room.deskRef;
      troubleList.say('room', NO_ROOM);
      throw new TryLater(context.clock.now() + NO_ROOM_AGAIN, NO_ROOM, true);
    },
    postRoot: (channel, key, drawn) =>
      inRoom(channel, () => poster.post(key, { channel: now(channel), thread: null, drawn })),
    postIn: async (thread, key, drawn, broadcast = false) => {
      const ref = await inThread(thread, (channel, ts) => poster.post(key, { channel, thread: ts, drawn, broadcast }));
      return refOf(placeOf(thread).channel, placeOf(ref).ts);
    },
    rewrite: (ref, drawn) =>
      inThread(ref, async (channel, ts) => {
        const show = ({ text, blocks }: Drawn) => calls.call('chat.update', { channel, ts, text, blocks });
        await withBlocks(drawn, undefined, show);
      }),
  };
}

/** A thread whose root was deleted takes no more posts. */
function gone(error: unknown): unknown {
  return error instanceof SlackRefusal && /^(thread_not_found|message_not_found|cant_update_message)$/.test(error.word)
    ? new ThreadGone(`Slack does not find the thread (${error.word}); it is begun again.`)
    : error;
}
