/**
 * Turns between the workspaces of a process, where several are at work at once. Each worker by itself would begin as many jobs
 * as it has slots: fifty busy workspaces had 400 under way, and a card of another one waited behind all of them.
 */
import { type DurationMs, MINUTE, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';

/** Jobs of all workspaces that are begun at once. JavaScript runs on one core: more of them only wait for each other. */
const AT_ONCE = 8;
/** A job that runs for longer waits for a far side, and somebody else may begin. */
const COUNTS_FOR: DurationMs = 150;
/** Where the process is busy everything takes longer: a job counts for as long as so many claims take. */
const COUNTS_FOR_CLAIMS = 20;
const COUNTS_FOR_MAX: DurationMs = SECOND;
/** What a workspace was given counts for half after this. */
const HALF_AFTER: DurationMs = MINUTE;
/** Whoever had the least goes first; of so many turns one is for whoever has waited longest, so that nobody waits for ever. */
const LONGEST_EACH = 4;

/** The turns, as one workspace's worker sees them. */
export interface Turn {
  /**
   * Claims when it is this workspace's turn; where no other one is at work, that is at once.
   * @param claim is told of how many jobs of each slot at the most; after `end` none
   */
  take<T>(claim: (most: number) => Promise<T>): Promise<T>;
  /** A job has begun. @returns what says that it has ended */
  began(): () => void;
  /** Nothing waits for its turn any more. */
  end(): void;
}

interface Member {
  used: number;
  usedAt: number;
  /** What counts of it now. */
  counted: number;
  ended: boolean;
}

interface Waiting {
  member: Member;
  go(most: number): void;
}

/** What is under way, and counts. */
function makeCounted(clock: Clock) {
  const counted = new Set<{ member: Member; at: number }>();
  let countsFor = COUNTS_FOR;
  return {
    size: () => counted.size,
    count: (member: Member) => {
      const one = { member, at: clock.elapsed() };
      counted.add(one);
      member.counted++;
      return () => {
        if (counted.delete(one)) member.counted--;
      };
    },
    forgetOld: () => {
      const before = clock.elapsed() - countsFor;
      for (const each of counted) {
        if (each.at > before) return;
        counted.delete(each);
        each.member.counted--;
      }
    },
    /** In how many ms the first of them counts no more; null where there is none. */
    nextEnds: () => {
      const [oldest] = counted;
      return oldest ? Math.max(1, oldest.at + countsFor - clock.elapsed()) : null;
    },
    claimTook: (ms: DurationMs) => {
      const now = (countsFor + ms * COUNTS_FOR_CLAIMS) / 2;
      countsFor = Math.min(COUNTS_FOR_MAX, Math.max(COUNTS_FOR, now));
    },
  };
}

function usedBy({ used, usedAt }: Member, now: number): number {
  return used * 2 ** ((usedAt - now) / HALF_AFTER);
}

function use(member: Member, now: number): void {
  member.used = usedBy(member, now) + 1;
  member.usedAt = now;
}

/** Whoever had the least; now and then whoever waits longest. */
function nextOf(waiting: readonly Waiting[], turn: number, now: number): Waiting {
  if (turn % LONGEST_EACH === 0) return waiting[0]!;
  return waiting.reduce((a, b) => (usedBy(b.member, now) < usedBy(a.member, now) ? b : a));
}

/** @returns a member of the round for each worker; those that have nothing to do cost nothing */
export function makeFairTurns(clock: Clock): () => Turn {
  const { size, count, forgetOld, nextEnds, claimTook } = makeCounted(clock);
  let [waiting, turns]: [Waiting[], number] = [[], 0];
  let timer: AbortController | null = null;

  const serve = () => {
    forgetOld();
    while (waiting.length && size() < AT_ONCE) {
      const next = nextOf(waiting, ++turns, clock.elapsed());
      waiting = waiting.filter(each => each !== next);
      next.go(1);
    }
    lookLater();
  };
  /** What has run for long enough counts no more, also where nothing ends meanwhile. */
  const lookLater = () => {
    if (waiting.length === 0) timer?.abort('Nobody waits.');
    const endsIn = nextEnds();
    if (waiting.length === 0 || timer || endsIn === null) return;
    const mine = new AbortController();
    timer = mine;
    void clock.sleep(endsIn, mine.signal).then(() => {
      timer = null;
      serve();
    });
  };

  return () => {
    const member: Member = { used: 0, usedAt: clock.elapsed(), counted: 0, ended: false };
    const wait = () =>
      new Promise<{ most: number; done(): void }>(resolve => {
        waiting.push({ member, go: most => resolve({ most, done: count(member) }) });
        serve();
      });
    const turn = async () => {
      forgetOld();
      if (member.ended) return { most: 0, done: () => {} };
      if (waiting.length || member.counted < size()) return wait();
      return { most: Number.POSITIVE_INFINITY, done: count(member) };
    };
    return {
      take: async claim => {
        const { most, done } = await turn();
        const began = clock.elapsed();
        try {
          return await claim(most);
        } finally {
          claimTook(clock.elapsed() - began);
          done();
          serve();
        }
      },
      began: () => {
        use(member, clock.elapsed());
        const end = count(member);
        return () => {
          end();
          serve();
        };
      },
      end: () => {
        member.ended = true;
        const own = waiting.filter(each => each.member === member);
        waiting = waiting.filter(each => each.member !== member);
        for (const each of own) each.go(0);
        serve();
      },
    };
  };
}
