/** Marks a person's own message, which cannot be changed: a reaction says where the reply is, and its author sees Undo. */
import { TryLater } from '../../../../src/ports/desk.ts';
import type { MarkView } from '../../../../src/ports/views.ts';
import type { SlackLine } from '../connection/line.ts';
import { drawMark } from '../drawing/blocks.ts';
import { placeOf, userOf } from '../ids.ts';
import type { Whispers } from './whisper.ts';

type MarkParts = SlackLine & Pick<Whispers, 'whisper'>;

export function makeMarkPerson({ calls, context, answers, places, whisper }: MarkParts) {
  return async (thread: string, post: string, view: MarkView, before: MarkView['state'] | null) => {
    const { channel, ts } = placeOf(post);
    const react = (method: string, name: string) =>
      calls.call(method, { channel: places.now(channel), timestamp: ts, name }).catch(error => {
        // A decoration: what is true stands in the store.
        if (error instanceof TryLater) throw error;
      });
    const [wanted, had] = [REACTIONS[view.state], before ? REACTIONS[before] : null];
    if (wanted && wanted !== had) await react('reactions.add', wanted);
    if (had && wanted !== had) await react('reactions.remove', had).catch(() => {});
    // The preview has the place of the old one, and may be there before this.
    if (view.state === 'delivered' || view.state === before || view.isDraftAgain) return;
    if (await answers.replace(`post:${post}`, drawMark(view))) return;
    if (view.state !== 'held') return;
    const author = await context.authorOf(post);
    if (author) await whisper(channel, placeOf(thread).ts, userOf(author.deskRef), drawMark(view));
  };
}

/** Where a reply is, on the message it came from. Null: nothing to see. */
const REACTIONS: Record<MarkView['state'], string | null> = {
  held: 'hourglass_flowing_sand',
  sent: 'white_check_mark',
  delivered: 'white_check_mark',
  failed: 'warning',
  unsure: 'grey_question',
  withdrawn: null,
  stopped: 'raised_hand',
};
