/** Posts answers in Teams: to one person where they asked, or in a channel; with Teams' own charts. */
import type { AttachmentId } from '../../../../src/core/ids.ts';
import { type CommandAnswer, type Listener, makeCommandAnswer } from '../../../../src/desks/command-answer.ts';
import { TEAMS, type TeamsLine } from '../connection/line.ts';
import { TeamsRefusal } from '../connection/refusals.ts';
import { drawAnswer } from '../drawing/answer.ts';
import type { Drawn } from '../drawing/elements.ts';
import { drawFile, drawPicture } from '../drawing/files.ts';
import { CHANNEL_ID, placeOf } from '../ids.ts';
import type { SignedFiles } from './files.ts';
import type { Threads } from './threads.ts';
import type { Whispers } from './whisper.ts';

/** Commands whose place is remembered until they are answered. */
const ASKED_MAX = 1_000;

export interface Say extends CommandAnswer {
  /** A command came from here; its answer goes there. */
  asked(key: string, conversation: string): void;
}

export function makeSay(line: TeamsLine, { postRoot }: Threads, { whisper }: Whispers, files: SignedFiles): Say {
  const { context, linkTo, poster, direct, inRooms } = line;
  const asked = new Map<string, string>();

  /** @returns the post; null for what only one person sees */
  const put = async (to: Listener, drawn: Drawn, key: string): Promise<string | null> => {
    if ('place' in to) return postRoot(to.place, key, drawn);
    const conversation = asked.get(key);
    // In a channel nobody else reads the answer; a personal chat keeps it.
    if (conversation && CHANNEL_ID.test(placeOf(conversation).channel)) {
      await whisper(conversation, to.user, drawn);
      return null;
    }
    try {
      const channel = conversation ?? (await direct(to.user));
      return await inRooms.inChannel(channel, () => poster.post(key, { channel, thread: null, drawn }));
    } catch (error) {
      // Somebody who left, is from another organisation or blocked the bot has no chat with it: nobody waits for this.
      if (!(error instanceof TeamsRefusal) || error.signedOut || !(error.status === 403 || error.status === 404))
        throw error;
      context.log.warn({ desk: TEAMS, error: error.message }, 'Somebody could not be told something.');
      return null;
    }
  };

  return {
    asked: (key, conversation) => {
      asked.set(key, conversation);
      if (asked.size > ASKED_MAX) asked.delete(asked.keys().next().value!);
    },
    ...makeCommandAnswer({
      desk: TEAMS,
      context,
      say: async (to, view, key, withChart) => {
        try {
          await put(to, drawAnswer(view, linkTo, withChart), key);
          return withChart;
        } catch (error) {
          if (!withChart || !(error instanceof TeamsRefusal) || error.status !== 400) throw error;
          // A Teams that does not know the chart refuses the whole card.
          await put(to, drawAnswer(view, linkTo, false), key);
          return false;
        }
      },
      file: async (to, { name, type, content, alt }, key) => {
        const post = `${TEAMS}:${key}`;
        const given = { ref: key, name, type, bytes: content.length, content, withheld: null };
        const id: AttachmentId = await context.keepFile(post, given);
        const url = await files.urlOf(id);
        const picture = alt !== undefined;
        const drawn = picture ? drawPicture(url, alt) : drawFile({ name, bytes: content.length, picture }, url, id);
        const shown = await put(to, drawn, key);
        if (shown) await files.shownIn(shown, id);
      },
      refusedFile: error => `The file could not be put into your chat: ${error.message}`,
    }),
  };
}
