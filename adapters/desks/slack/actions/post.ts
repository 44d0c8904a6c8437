/** Slack's half of posting once: a post carries its key as metadata, and the channel's own record is read for it. */

import type { DurationMs, Instant } from '../../../../src/core/time.ts';
import { makePostOnce, type PostOnce } from '../../../../src/desks/post-once.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';
import { type SlackCalls, SlackRefusal } from '../connection/call.ts';
import { type Drawn, plainer } from '../drawing/blocks.ts';
import { placeOf, refOf } from '../ids.ts';

/** What our posts are known by. Anybody in the channel can read it, so it holds an id and nothing else. */
const METADATA = 'deskhand_outbox';
/** Messages looked through: what was posted since the attempt. */
const LOOK_BACK_MAX = 100;
/** After the attempt a post may appear within this time; what came later is not looked through. */
const SHOWN_FOR_S = 300;
/** The clocks of two machines. */
const CLOCKS_APART_S = 120;

interface Posting {
  channel: string;
  thread: string | null;
  drawn: Drawn;
  /** Also shown in the channel. */
  broadcast?: boolean;
  /** Told when Slack did not take the blocks, and only their words were posted. */
  refused?: () => void;
}

export type Poster = PostOnce<Posting>;

interface PosterParts {
  calls: SlackCalls;
  shelf: Shelf;
  clock: Clock;
  /** Slack counts posts into one channel: about one a second. */
  gapMs: DurationMs;
}

export function makePoster({ calls, shelf, clock, gapMs }: PosterParts): Poster {
  return makePostOnce<Posting>({
    shelf,
    clock,
    gapMs,
    placeOf: posting => posting.channel,
    send: async (key, posting) => {
      const { channel, thread, drawn, broadcast, refused } = posting;
      const { ts } = await withBlocks(drawn, refused, ({ text, blocks, username, icon_emoji }) =>
        calls.call<{ ts: string }>('chat.postMessage', {
          channel,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
          ...(username ? { username, icon_emoji } : {}),
          ...(thread ? { thread_ts: thread, ...(broadcast ? { reply_broadcast: true } : {}) } : {}),
          metadata: { event_type: METADATA, event_payload: { id: key } },
        }),
      );
      return refOf(channel, ts);
    },
    remove: async ref => calls.call('chat.delete', { channel: placeOf(ref).channel, ts: placeOf(ref).ts }),
    find: async (key, { channel, thread }, since) => {
      const ts = await findPost(calls, channel, thread, key, since);
      return ts && refOf(channel, ts);
    },
  });
}

async function findPost(
  calls: SlackCalls,
  channel: string,
  thread: string | null,
  key: string,
  since: Instant,
): Promise<string | null> {
  const second = Math.floor(since / 1000);
  const look = {
    channel,
    ...(thread ? { ts: thread } : {}),
    oldest: String(second - CLOCKS_APART_S),
    latest: String(second + SHOWN_FOR_S),
    limit: LOOK_BACK_MAX,
    include_all_metadata: true,
  };
  const method = thread ? 'conversations.replies' : 'conversations.history';
  let cursor: string | undefined;
  do {
    const page: Page = await calls.call<Page>(method, { ...look, ...(cursor ? { cursor } : {}) });
    const found = page.messages?.find(each => each.metadata?.event_payload?.id === key);
    if (found?.ts) return found.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

interface Page {
  messages?: { ts?: string; metadata?: { event_payload?: { id?: string } } }[];
  response_metadata?: { next_cursor?: string };
}

/** Slack knows a kind of block in one workspace and not yet in another: then the words alone are shown. */
export async function withBlocks<T>(
  drawn: Drawn,
  refused: (() => void) | undefined,
  show: (drawn: Drawn) => Promise<T>,
): Promise<T> {
  try {
    return await show(drawn);
  } catch (error) {
    if (!(error instanceof SlackRefusal) || !BLOCK_TROUBLE.test(error.word)) throw error;
    refused?.();
    return show(plainer(drawn));
  }
}

const BLOCK_TROUBLE = /^(invalid_blocks|invalid_blocks_format|msg_blocks_too_long|block_mismatch|invalid_attachments)$/;
