/** Limits the receiver's connections: who gets a place, who times out, and who makes room for the next. */
import { SECOND } from '../../../../src/core/time.ts';

export interface PlaceLimits {
  /** Connections at once: a mail server that hands over a backlog uses a few. */
  placesMax: number;
  /** Of one address: nobody takes all places. */
  perAddressMax: number;
  /** Between two steps of a mail (greeting, sender, recipient, text): programs take milliseconds. Idle chatter is not a step. */
  stepWithinMs: number;
  /** Without a single byte of a mail's text. */
  silenceMaxMs: number;
  /** For the text as a whole: 60 MB in that time are half a megabyte a second, on this machine's own network. */
  textWithinMs: number;
  /** Whoever stands still for longer makes room when all places are taken. */
  spareMs: number;
}

export const PLACE_LIMITS: PlaceLimits = {
  placesMax: 20,
  perAddressMax: 15,
  stepWithinMs: 15 * SECOND,
  silenceMaxMs: 20 * SECOND,
  textWithinMs: 120 * SECOND,
  spareMs: 2 * SECOND,
};

type Stage = 'steps' | 'text' | 'storing';

interface Place {
  address: string;
  stage: Stage;
  /** When it last got on: by a clock that nobody puts forward or back. */
  since: number;
  /** When its text began. */
  textSince: number;
  end(why: string): void;
}

interface Places {
  /** A new connection; why it gets no place, in words, or null when it has one. */
  enter(id: string, address: string, end: (why: string) => void): string | null;
  /** It got on by a step, or is in the next stage. */
  step(id: string, stage: Stage): void;
  leave(id: string): void;
  /** Ends those that stood still for too long; called several times a second. */
  tidy(): void;
  taken(): number;
}

/** @param now ms by a monotonic clock */
export function makeConnectionPlaces(limits: PlaceLimits, now: () => number): Places {
  const places = new Map<string, Place>();
  const give = (id: string, why: string) => {
    const place = places.get(id);
    places.delete(id);
    place?.end(why);
  };
  /** Somebody who only sits there, the longest first. */
  const makeRoom = (mayGo: (place: Place) => boolean): boolean => {
    const idle = [...places]
      .filter(([, each]) => each.stage === 'steps' && now() - each.since >= limits.spareMs && mayGo(each))
      .sort(([, a], [, b]) => a.since - b.since)[0];
    if (idle) give(idle[0], 'Others wait for this place, and nothing came');
    return idle !== undefined;
  };
  return {
    enter: (id, address, end) => {
      const own = [...places.values()].filter(each => each.address === address).length;
      if (own >= limits.perAddressMax && !makeRoom(each => each.address === address))
        return 'Too many connections from this address, try again in a moment';
      if (places.size >= limits.placesMax && !makeRoom(() => true))
        return 'Too many connections, try again in a moment';
      places.set(id, { address, stage: 'steps', since: now(), textSince: 0, end });
      return null;
    },
    step: (id, stage) => {
      const place = places.get(id);
      if (!place) return;
      if (stage === 'text' && place.stage !== 'text') place.textSince = now();
      place.stage = stage;
      place.since = now();
    },
    leave: id => void places.delete(id),
    tidy: () => {
      for (const [id, { stage, since, textSince }] of places) {
        const still = now() - since;
        if (stage === 'steps' && still > limits.stepWithinMs) give(id, 'Nothing came for too long');
        if (stage === 'text' && (still > limits.silenceMaxMs || now() - textSince > limits.textWithinMs))
          give(id, 'The mail did not come in time');
      }
    },
    taken: () => places.size,
  };
}
