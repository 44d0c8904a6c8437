/**
 * The leases of all channels of a process, asked for together. Each channel asks every five seconds, in every process: with
 * 10,000 mailboxes and 8 processes that were 16,000 statements a second, and on SQLite each was a commit of its own.
 */
import type { DurationMs } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { LeaseStore } from '../ports/jobs.ts';

/** At most two statements a second; a lease is asked for again ten seconds before it ends. */
const GATHER: DurationMs = 500;
/** Names in one statement: each brings four values, and SQLite takes 32,766. */
const NAMES_MAX = 1_000;

export type SharedLeases = Pick<LeaseStore, 'take' | 'release'>;

type Answer = PromiseWithResolvers<number | null>;

interface Gathered {
  owner: string;
  forMs: DurationMs;
  names: Map<string, Answer>;
}

/** The first one is asked for at once; what comes within half a second after it goes together. */
export function shareLeases(store: LeaseStore, clock: Clock): SharedLeases {
  let gathered = new Map<string, Gathered>();
  let askedAt: number | null = null;
  let asking = false;

  const ask = async () => {
    const wait = askedAt === null ? 0 : askedAt + GATHER - clock.elapsed();
    if (wait > 0) await clock.sleep(wait);
    askedAt = clock.elapsed();
    const now = gathered;
    gathered = new Map();
    asking = false;
    for (const each of now.values()) await takeTogether(store, clock, each);
  };
  return {
    take: (name, owner, _now, forMs) => {
      const key = `${owner} ${forMs}`;
      const { names } = gathered.get(key) ?? { names: new Map<string, Answer>() };
      const answer = names.get(name) ?? Promise.withResolvers<number | null>();
      gathered.set(key, { owner, forMs, names: names.set(name, answer) });
      if (!asking) {
        asking = true;
        void ask();
      }
      return answer.promise;
    },
    release: store.release,
  };
}

async function takeTogether(store: LeaseStore, clock: Clock, { owner, forMs, names }: Gathered): Promise<void> {
  const all = [...names];
  for (let i = 0; i < all.length; i += NAMES_MAX) {
    const some = all.slice(i, i + NAMES_MAX);
    try {
      const terms = await store.takeMany(
        some.map(([name]) => name),
        owner,
        clock.now(),
        forMs,
      );
      for (const [name, answer] of some) answer.resolve(terms.get(name) ?? null);
    } catch (error) {
      for (const [, answer] of some) answer.reject(error);
    }
  }
}
