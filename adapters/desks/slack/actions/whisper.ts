/** Shows something to one person alone, in a thread or a channel, and in its own place when it changes. */
import { SECOND } from '../../../../src/core/time.ts';
import type { PrivateView } from '../../../../src/ports/views.ts';
import { SlackRefusal, SlackSilence } from '../connection/call.ts';
import { SLACK, type SlackLine } from '../connection/line.ts';
import { type Drawn, drawPrivate } from '../drawing/blocks.ts';
import { privateName } from '../drawing/privates.ts';
import { isRef, placeOf, userOf } from '../ids.ts';
import { withBlocks } from './post.ts';

/** Tries to show something to one person while Slack is silent: they are waiting for it now. */
const WHISPERS_MAX = 4;

export interface Whispers {
  /** @param refused called when the blocks were not taken, and only their words were shown */
  whisper(channel: string, thread: string | null, user: string, drawn: Drawn, refused?: () => void): Promise<void>;
  showPrivately(thread: string, person: string, view: PrivateView | null, key: string): Promise<void>;
}

export function makeWhispers({ context, inRooms, calls, answers, places, linkTo }: SlackLine): Whispers {
  const { clock, log } = context;

  /** Shown twice does no harm: a silence is tried again. */
  const persist = async (show: () => Promise<unknown>): Promise<void> => {
    for (let n = 1; ; n++) {
      try {
        await show();
        return;
      } catch (error) {
        if (!(error instanceof SlackSilence) || n === WHISPERS_MAX) throw error;
        await clock.sleep(n * (SECOND / 4));
      }
    }
  };

  const whisper: Whispers['whisper'] = async (channel, thread, user, drawn, refused) => {
    const place = { channel: places.now(channel), user, ...(thread ? { thread_ts: thread } : {}) };
    const show = ({ text, blocks }: Drawn) => calls.call('chat.postEphemeral', { ...place, text, blocks });
    try {
      await persist(() => withBlocks(drawn, refused, show));
    } catch (error) {
      if (!(error instanceof SlackRefusal || error instanceof SlackSilence)) throw error;
      // Somebody who reads a public channel and is not in it: only the address of their own press reaches them there.
      const outside = error instanceof SlackRefusal && error.word === 'user_not_in_channel';
      if (outside && (await answers.say(pressName(channel, user), drawn)) === 'done') return;
      // It is never the only copy of anything: drafts are in the Home tab.
      log.warn({ desk: SLACK, error: error.message }, 'Something could not be shown to one person.');
      if (error instanceof SlackRefusal && error.signedOut)
        await inRooms.inChannel(channel, () => Promise.reject(error));
    }
  };

  return {
    whisper,
    showPrivately: async (thread, person, view, key) => {
      const name = `key:${person}:${key}`;
      if (view === null) {
        // The state of a text that was sent is shown in the preview's own place, by its mark.
        if (!/^reply\.send/.test(answers.by(name) ?? '')) await answers.replace(name, null);
        return;
      }
      if (!isRef(thread)) return;
      const drawn = drawPrivate(view, privateName(person, key, view.post), linkTo);
      if (await answers.replace(name, drawn)) return;
      const { channel, ts } = placeOf(thread);
      await whisper(channel, ts, userOf(person), drawn);
    },
  };
}

/** What somebody pressed last in a channel, by which they can be told something there. */
export function pressName(channel: string, user: string): string {
  return `press:${channel}:${user}`;
}
