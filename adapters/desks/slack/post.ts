/**
 * Posts once for a key, whatever breaks: each attempt is written down before it is made, carries its key as metadata, and
 * after a silence Slack's own record is read before anything is posted again.
 */
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { TryLater } from '../../../src/ports/desk.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Shelf } from '../../../src/ports/shelf.ts';
import { type Drawn, plainer } from './blocks.ts';
import { type SlackCalls, SlackRefusal, SlackSilence } from './call.ts';
import { refOf } from './ids.ts';

/** What our posts are known by. Anybody in the channel can read it, so it holds an id and nothing else. */
const METADATA = 'deskhand_outbox';
const POSTS = 'posts';
/** One record for each attempt: of two who want to post the same, one gets it. */
const TRIES = 'tries';
/** Whoever claimed an attempt and died is waited for so long; a call is given up sooner. */
const TRIED_WITHIN: DurationMs = 30 * SECOND;
/** After a silence Slack may still be about to show the post. */
const SHOWN_WITHIN: DurationMs = 3 * SECOND;
/** Messages looked through: what was posted since the attempt. */
const LOOK_BACK_MAX = 100;
/** After the attempt a post may appear within this time; what came later is not looked through. */
const SHOWN_FOR_S = 300;
/** The clocks of two machines. */
const CLOCKS_APART_S = 120;

interface Attempt {
  channel: string;
  /** Null while nobody knows whether it is there. */
  ts: string | null;
  at: number;
  /** 1 for the first. */
  n: number;
  /** How the last attempt ended, as far as it was written down: `trying` while nobody has said. */
  state: 'trying' | 'silent' | 'failed' | 'there';
}

export interface Posting {
  channel: string;
  thread: string | null;
  drawn: Drawn;
  /** Also shown in the channel. */
  broadcast?: boolean;
  /** Told when Slack did not take the blocks, and only their words were posted. */
  refused?: () => void;
}

export interface Poster {
  /** @returns the post's reference; the same for the same key */
  post(key: string, posting: Posting): Promise<string>;
  /** Where the post of this key is, if it is known. */
  known(key: string): Promise<string | null>;
}

export interface PosterParts {
  calls: SlackCalls;
  shelf: Shelf;
  clock: Clock;
  /** Slack counts posts into one channel: about one a second. */
  gapMs: DurationMs;
}

export function makePoster({ calls, shelf, clock, gapMs }: PosterParts): Poster {
  /** When the next post into a channel may leave this process. */
  const next = new Map<string, number>();

  /** Takes the next free moment of a channel. */
  const turn = async (channel: string) => {
    if (gapMs === 0) return;
    const at = Math.max(clock.now(), next.get(channel) ?? 0);
    next.set(channel, at + gapMs);
    if (at > clock.now()) await clock.sleep(at - clock.now());
  };

  const write = (key: string, attempt: Attempt) => shelf.put(POSTS, key, attempt as unknown as Json);

  return {
    known: async key => {
      const there = (await shelf.get(POSTS, key))?.value as unknown as Attempt | undefined;
      return there?.ts ? refOf(there.channel, there.ts) : null;
    },
    post: async (key, posting) => {
      const there = (await shelf.get(POSTS, key))?.value as unknown as Attempt | undefined;
      if (there?.ts) return refOf(there.channel, there.ts);
      if (there && there.state !== 'failed') {
        const until = there.at + TRIED_WITHIN;
        // Somebody may be posting it this very moment; a call that takes longer has been given up.
        if (there.state === 'trying' && clock.now() < until)
          throw new TryLater(Math.min(until, clock.now() + SECOND), 'Somebody else is posting this.');
        const found = await readBack(key, there.at, posting);
        if (found) return arrived(key, { ...there, ts: found });
      }
      const attempt = await claim(key, posting, (there?.n ?? 0) + 1);
      if (attempt.ts) return arrived(key, attempt);
      await write(key, attempt);
      try {
        return await arrived(key, { ...attempt, ts: await send(key, posting) });
      } catch (error) {
        if (error instanceof SlackSilence) {
          await write(key, { ...attempt, state: 'silent' });
          throw new TryLater(clock.now() + SHOWN_WITHIN, `${error.message} Slack's own record is read first.`);
        }
        // Surely not there: the next attempt need not look.
        await write(key, { ...attempt, state: 'failed' });
        throw error;
      }
    },
  };

  async function arrived(key: string, attempt: Attempt): Promise<string> {
    await write(key, { ...attempt, state: 'there' });
    return refOf(attempt.channel, attempt.ts ?? '');
  }

  /** Takes the next attempt for us alone; whoever has it already is waited for, and looked after when they died. */
  async function claim(key: string, posting: Posting, from: number): Promise<Attempt> {
    await turn(posting.channel);
    for (let n = from; ; n++) {
      const at = clock.now();
      const name = `${key}#${n}`;
      if ((await shelf.append(TRIES, name, at)).fresh)
        return { channel: posting.channel, ts: null, at, n, state: 'trying' };
      const since = Number((await shelf.get(TRIES, name))?.value ?? at);
      if (at - since < TRIED_WITHIN) throw new TryLater(at + SECOND, 'Somebody else is posting this.');
      const found = await readBack(key, since, posting);
      if (found) return { channel: posting.channel, ts: found, at: since, n, state: 'there' };
    }
  }

  async function send(key: string, { channel, thread, drawn, broadcast, refused }: Posting): Promise<string> {
    const body = (each: Drawn) => ({
      channel,
      text: each.text,
      blocks: each.blocks,
      unfurl_links: false,
      unfurl_media: false,
      ...(each.username ? { username: each.username, icon_emoji: each.icon_emoji } : {}),
      ...(thread ? { thread_ts: thread, ...(broadcast ? { reply_broadcast: true } : {}) } : {}),
      metadata: { event_type: METADATA, event_payload: { id: key } },
    });
    try {
      return (await calls.call<{ ts: string }>('chat.postMessage', body(drawn))).ts;
    } catch (error) {
      if (!isBlockTrouble(error)) throw error;
      refused?.();
      return (await calls.call<{ ts: string }>('chat.postMessage', body(plainer(drawn)))).ts;
    }
  }

  /** Looks whether an attempt that nobody answered is there. */
  async function readBack(key: string, since: number, { channel, thread }: Posting): Promise<string | null> {
    const waited = clock.now() - since;
    if (waited < SHOWN_WITHIN) throw new TryLater(since + SHOWN_WITHIN, 'A post may still be on its way.');
    const oldest = String(Math.floor(since / 1000) - CLOCKS_APART_S);
    const latest = String(Math.floor(since / 1000) + SHOWN_FOR_S);
    const look = { channel, oldest, latest, limit: LOOK_BACK_MAX, include_all_metadata: true };
    let cursor: string | undefined;
    do {
      const page: Page = await calls
        .call<Page>(thread ? 'conversations.replies' : 'conversations.history', {
          ...look,
          ...(thread ? { ts: thread } : {}),
          ...(cursor ? { cursor } : {}),
        })
        .catch(error => {
          throw error instanceof SlackSilence ? new TryLater(clock.now() + SHOWN_WITHIN, error.message) : error;
        });
      const found = page.messages?.find(each => each.metadata?.event_payload?.id === key);
      if (found?.ts) return found.ts;
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor);
    return null;
  }
}

interface Page {
  messages?: { ts?: string; metadata?: { event_payload?: { id?: string } } }[];
  response_metadata?: { next_cursor?: string };
}

/** Slack knows a kind of block in one workspace and not yet in another. */
export function isBlockTrouble(error: unknown): boolean {
  return (
    error instanceof SlackRefusal &&
    /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|block_mismatch|invalid_attachments)$/.test(error.word)
  );
}
