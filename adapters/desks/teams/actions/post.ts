/** Teams' part of posting exactly once: a post carries its key in the card, and the channel is read back to find it. */
import type { Instant } from '../../../../src/core/time.ts';
import { FarSilence } from '../../../../src/desks/far-side.ts';
import { makePostOnce, type PostOnce } from '../../../../src/desks/post-once.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Connector } from '../connection/connector.ts';
import type { Places } from '../connection/places.ts';
import type { ReadBack } from '../connection/read-back.ts';
import { TeamsRefusal } from '../connection/refusals.ts';
import { marker } from '../drawing/budget.ts';
import type { Drawn } from '../drawing/elements.ts';
import { CHANNEL_ID, placeOf, refOf } from '../ids.ts';

interface Posting {
  /** A channel, or a personal chat. */
  channel: string;
  /** The root of the thread; null for a new one, and in a personal chat. */
  thread: string | null;
  drawn: Drawn;
}

export interface Poster extends PostOnce<Posting> {
  /** Finds out whether a channel can be read back, before it has to be. */
  tryToSee(channel: string): Promise<void>;
}

interface PosterParts {
  context: DeskContext;
  connector: Connector;
  places: Places;
  readBack: ReadBack;
  /** Whether a channel could be read back; if not, a post may be there twice. */
  sees(channel: string, what: 'all' | 'nothing' | 'no team'): void;
}

export function makePoster({ context, connector, places, readBack, sees }: PosterParts): Poster {
  const { shelf, clock } = context;
  const find = async (key: string, { channel, thread }: Omit<Posting, 'drawn'>, since: Instant) => {
    // Personal chats cannot be read back by anybody.
    if (!CHANNEL_ID.test(channel)) return null;
    try {
      const home = await places.homeOf(channel, connector.channels);
      const group = home && (home.group ?? (await connector.groupOf(home.team)));
      const id = group && (await readBack.find({ group, channel, root: thread }, key, since));
      sees(channel, group ? 'all' : 'no team');
      return id && refOf(channel, id);
    } catch (error) {
      if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      // A channel that is gone is told apart.
      if (error.status !== 404) sees(channel, 'nothing');
      return null;
    }
  };
  const postOnce = makePostOnce<Posting>({
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
    find,
    remove: ref => connector.remove(placeOf(ref).channel, placeOf(ref).message),
  });
  return {
    ...postOnce,
    tryToSee: async channel => {
      try {
        await find('', { channel, thread: null }, clock.now());
      } catch (error) {
        // Nobody waits for it.
        if (!(error instanceof TeamsRefusal || error instanceof FarSilence || error instanceof TryLater)) throw error;
      }
    },
  };
}
