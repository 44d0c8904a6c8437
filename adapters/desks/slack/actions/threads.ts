/** Posts into Slack's channels and threads, once per key, and updates those posts. */
import { SlackRefusal } from '../connection/call.ts';
import type { SlackLine } from '../connection/line.ts';
import type { Drawn } from '../drawing/blocks.ts';
import { placeOf, refOf } from '../ids.ts';
import { withBlocks } from './post.ts';

export interface Threads {
  /** Does something in a channel of a room, which is joined where that is possible. */
  inRoom<T>(channel: string, work: () => Promise<T>): Promise<T>;
  inThread<T>(ref: string, work: (channel: string, ts: string) => Promise<T>): Promise<T>;
  /** @returns the post's reference */
  postRoot(channel: string, key: string, drawn: Drawn): Promise<string>;
  postIn(thread: string, key: string, drawn: Drawn, broadcast?: boolean): Promise<string>;
  rewrite(ref: string, drawn: Drawn): Promise<void>;
  /** What a customer wrote goes by their name, which no change of a post takes away. */
  remove(ref: string): Promise<void>;
}

export function makeThreads({ inRooms, calls, places: { now, firstName }, poster }: SlackLine): Threads {
  /** A public channel that we are not in can be joined; into a private one somebody has to invite us. */
  const joining = async <T>(channel: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.word !== 'not_in_channel') throw error;
      await calls.call('conversations.join', { channel: now(channel) }).catch(() => {
        throw error;
      });
      return work();
    }
  };
  const inRoom: Threads['inRoom'] = (channel, work) => inRooms.inChannel(channel, () => joining(channel, work));
  const inThread: Threads['inThread'] = (ref, work) =>
    inRooms.inThread(ref, () => {
      const { channel, ts } = placeOf(ref);
      return joining(channel, () => work(now(channel), ts));
    });
  return {
    inRoom,
    inThread,
    postRoot: async (channel, key, drawn) => {
      const ref = await inRoom(channel, () => poster.post(key, { channel: now(channel), thread: null, drawn }));
      return refOf(firstName(channel), placeOf(ref).ts);
    },
    postIn: async (thread, key, drawn, broadcast = false) => {
      const ref = await inThread(thread, (channel, ts) => poster.post(key, { channel, thread: ts, drawn, broadcast }));
      return refOf(placeOf(thread).channel, placeOf(ref).ts);
    },
    remove: ref =>
      inThread(ref, async (channel, ts) => {
        await calls.call('chat.delete', { channel, ts });
      }),
    rewrite: (ref, drawn) =>
      inThread(ref, async (channel, ts) => {
        const show = ({ text, blocks }: Drawn) => calls.call('chat.update', { channel, ts, text, blocks });
        await withBlocks(drawn, undefined, show);
      }),
  };
}
