/** Posts into Teams' channels and threads, once per key, and updates those posts. */
import type { TeamsLine } from '../connection/line.ts';
import type { Drawn } from '../drawing/elements.ts';
import { CHANNEL_ID, placeOf } from '../ids.ts';

export interface Threads {
  /** @returns the post's reference */
  postRoot(channel: string, key: string, drawn: Drawn): Promise<string>;
  postIn(thread: string, key: string, drawn: Drawn): Promise<string>;
  /** @param thread the thread of the post, which Teams requires */
  rewrite(ref: string, drawn: Drawn): Promise<void>;
}

export function makeThreads({ inRooms, poster, connector }: TeamsLine): Threads {
  return {
    postRoot: (channel, key, drawn) =>
      inRooms.inChannel(channel, () => poster.post(key, { channel, thread: null, drawn })),
    postIn: (ref, key, drawn) => {
      const { channel, message } = placeOf(ref);
      // A personal chat has no threads: what belongs together stands below each other.
      const thread = CHANNEL_ID.test(channel) ? message : null;
      return inRooms.inThread(ref, () => poster.post(key, { channel, thread, drawn }));
    },
    rewrite: (ref, drawn) => {
      const { channel, message } = placeOf(ref);
      return inRooms.inThread(ref, () => connector.update(channel, message, drawn));
    },
  };
}
