/** Teams' half of posting once: a post carries its key in the card, and the channel's own record is read for it. */
import { makePostOnce, type PostOnce } from '../../../../src/desks/post-once.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Connector } from '../connection/connector.ts';
import type { Places } from '../connection/places.ts';
import type { ReadBack } from '../connection/read-back.ts';
import { TeamsRefusal } from '../connection/refusals.ts';
import { marker } from '../drawing/budget.ts';
import type { Drawn } from '../drawing/elements.ts';
import { CHANNEL_ID, refOf } from '../ids.ts';

interface Posting {
  /** A channel, or a personal chat. */
  channel: string;
  /** The root of the thread; null for a new one, and in a personal chat. */
  thread: string | null;
  drawn: Drawn;
}

export type Poster = PostOnce<Posting>;

interface PosterParts {
  context: DeskContext;
  connector: Connector;
  places: Places;
  readBack: ReadBack;
  /** Whether channels can be read back; where they cannot, a post may be there twice. */
  sees(can: boolean): void;
}

export function makePoster({ context, connector, places, readBack, sees }: PosterParts): Poster {
  const { shelf, clock } = context;
  return makePostOnce<Posting>({
    shelf,
    clock,
    // Teams counts in windows: the connector waits where one is full.
    gapMs: 0,
    placeOf: posting => posting.channel,
    send: async (key, { channel, thread, drawn }) => {
      const marked = marker(drawn, key);
      if (thread !== null) return refOf(channel, await connector.send(refOf(channel, thread), marked));
      const begins = CHANNEL_ID.test(channel);
      return refOf(channel, await (begins ? connector.begin(channel, marked) : connector.send(channel, marked)));
    },
    find: async (key, { channel, thread }, since) => {
      const home = await places.homeOf(channel);
      if (!home) return null;
      try {
        const group = home.group ?? (await connector.groupOf(home.team));
        if (!group) return null;
        const id = await readBack.find({ group, channel, root: thread }, key, since);
        sees(true);
        return id && refOf(channel, id);
      } catch (error) {
        if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
        sees(false);
        return null;
      }
    },
  });
}
