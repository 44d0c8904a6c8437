/**
 * Posts exactly once per key, whatever breaks: each attempt is recorded before it is made, and after a silence the far
 * side's own record is read before anything is posted again.
 */
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import { TryLater } from '../ports/desk.ts';
import type { Json } from '../ports/json.ts';
import type { Shelf } from '../ports/shelf.ts';
import { FarSilence } from './far-side.ts';

const POSTS = 'posts';
/** One record for each attempt: of two who want to post the same, one gets it. */
export const TRIES = 'tries';
/** Whoever claimed an attempt and died is waited for so long; a call is abandoned sooner. */
const TRIED_WITHIN: DurationMs = 30 * SECOND;
/** After a silence the far side may still be about to show the post. */
const SHOWN_WITHIN: DurationMs = 3 * SECOND;

interface Attempt {
  /** Null while nobody knows whether it is there. */
  ref: string | null;
  at: Instant;
  /** 1 for the first. */
  n: number;
  /** How the last attempt ended, as far as it was recorded: `trying` while nobody has said. */
  state: 'trying' | 'silent' | 'failed' | 'there';
}

export interface PostOnce<Posting> {
  /** @returns the post's reference; the same for the same key */
  post(key: string, posting: Posting): Promise<string>;
  /** The reference of this key's post, if it is known. */
  known(key: string): Promise<string | null>;
}

interface PostOnceParts<Posting> {
  shelf: Shelf;
  clock: Clock;
  /** The least time between two posts into one place, where the far side counts them. */
  gapMs: DurationMs;
  placeOf(posting: Posting): string;
  /**
   * Posts it, with its key where the far side keeps one.
   * @returns its reference
   * @throws FarSilence when it may be there all the same
   */
  send(key: string, posting: Posting): Promise<string>;
  /** The reference of this key's post in the far side's own record of what was posted since; null: it is not there. */
  find(key: string, posting: Posting, since: Instant): Promise<string | null>;
  /** Deletes a post of ours that another process had made, too, while this one stood still. Absent: it stays. */
  remove?(ref: string): Promise<unknown>;
}

export function makePostOnce<Posting>(parts: PostOnceParts<Posting>): PostOnce<Posting> {
  const { shelf, clock, gapMs, placeOf, send, find, remove } = parts;
  const turn = makePace(clock, gapMs);
  const readBack = makeReadBack({ clock, find });
  const read = async (key: string) => attemptOf((await shelf.get(POSTS, key))?.value);
  /** @returns false when another process has begun a later attempt */
  const write = (key: string, attempt: Attempt) => shelf.put(POSTS, key, attempt as unknown as Json, attempt.n);
  const overtaken = () => new TryLater(clock.now() + SECOND, 'Another process posts this.');

  return {
    known: async key => (await read(key))?.ref ?? null,
    post: async (key, posting) => {
      const since = clock.elapsed();
      const there = await read(key);
      if (there?.ref) return there.ref;
      if (there && there.state !== 'failed') {
        const until = there.at + TRIED_WITHIN;
        // Somebody may be posting it this very moment; a call that takes longer has been given up.
        if (there.state === 'trying' && clock.now() < until)
          throw new TryLater(Math.min(until, clock.now() + SECOND), 'Somebody else is posting this.');
        const found = await readBack(key, there.at, posting);
        if (found) return arrived(key, there, found);
      }
      const attempt = await claim(key, posting, (there?.n ?? 0) + 1);
      if (attempt.ref) return arrived(key, attempt, attempt.ref);
      if (!(await write(key, attempt))) throw overtaken();
      if (clock.stoodStill?.(since)) {
        // Whoever waited for this attempt may have made another one by now.
        await write(key, { ...attempt, state: 'failed' });
        throw overtaken();
      }
      try {
        return await arrived(key, attempt, await send(key, posting));
      } catch (error) {
        if (error instanceof FarSilence) {
          await write(key, { ...attempt, state: 'silent' });
          throw new TryLater(clock.now() + SHOWN_WITHIN, `${error.message} The far side's own record is read first.`);
        }
        // Surely not there: the next attempt need not look.
        await write(key, { ...attempt, state: 'failed' });
        throw error;
      }
    },
  };

  async function arrived(key: string, attempt: Attempt, ref: string): Promise<string> {
    if (await write(key, { ...attempt, ref, state: 'there' })) return ref;
    // This one stood still in the middle of its call, and another process posted it meanwhile.
    const theirs = (await read(key))?.ref;
    if (theirs !== ref) await remove?.(ref);
    if (!theirs) throw overtaken();
    return theirs;
  }

  /** Takes the next attempt for us alone; whoever has it already is waited for, and looked after when they died. */
  async function claim(key: string, posting: Posting, from: number): Promise<Attempt> {
    await turn(placeOf(posting));
    for (let n = from; ; n++) {
      const at = clock.now();
      const name = `${key}#${n}`;
      if ((await shelf.append(TRIES, name, at)).fresh) return { ref: null, at, n, state: 'trying' };
      const since = Number((await shelf.get(TRIES, name))?.value ?? at);
      if (at - since < TRIED_WITHIN) throw new TryLater(at + SECOND, 'Somebody else is posting this.');
      const found = await readBack(key, since, posting);
      if (found) return { ref: found, at: since, n, state: 'there' };
    }
  }
}

/** Takes the next free moment of a place. */
function makePace(clock: Clock, gapMs: DurationMs): (place: string) => Promise<void> {
  /** When the next post into a place may leave this process. */
  const next = new Map<string, Instant>();
  return async place => {
    if (gapMs === 0) return;
    const at = Math.max(clock.now(), next.get(place) ?? 0);
    next.set(place, at + gapMs);
    if (at > clock.now()) await clock.sleep(at - clock.now());
  };
}

/** Looks for a post in the far side's own record, once it must be there. */
function makeReadBack<Posting>({ clock, find }: Pick<PostOnceParts<Posting>, 'clock' | 'find'>) {
  return async (key: string, since: Instant, posting: Posting): Promise<string | null> => {
    if (clock.now() - since < SHOWN_WITHIN) throw new TryLater(since + SHOWN_WITHIN, 'A post may still be on its way.');
    try {
      return await find(key, posting, since);
    } catch (error) {
      throw error instanceof FarSilence ? new TryLater(clock.now() + SHOWN_WITHIN, error.message) : error;
    }
  };
}

/** Records of earlier versions name the place and the moment of a post apart. */
function attemptOf(value: Json | undefined): Attempt | null {
  if (!value) return null;
  const { channel, ts, ...attempt } = value as unknown as Attempt & { channel?: string; ts?: string | null };
  return { ...attempt, ref: attempt.ref ?? (ts ? `${channel}:${ts}` : null) };
}
