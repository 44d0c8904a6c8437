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
  /** Whether a channel could be read back; where it could not, a post may be there twice. */
  sees(what: 'all' | 'nothing' | 'no team'): void;
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
      // Personal chats cannot be read back by anybody.
      if (!CHANNEL_ID.test(channel)) return null;
      try {
        const home = await places.homeOf(channel, connector.channels);
        const group = home && (home.group ?? (await connector.groupOf(home.team)));
        const id = group && (await readBack.find({ group, channel, root: thread }, key, since));
        sees(group ? 'all' : 'no team');
        return id && refOf(channel, id);
      } catch (error) {
        if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
        sees('nothing');
        return null;
      }
    },
  });
}
