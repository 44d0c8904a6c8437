/** Marks: where a reply is, on the post it came from. Our own posts are drawn again; a person's gets a reaction. */
import type { Versions } from '../../../../src/desks/versions.ts';
import { ThreadGone, TryLater } from '../../../../src/ports/desk.ts';
import type { MarkView } from '../../../../src/ports/views.ts';
import type { SlackLine } from '../connection/line.ts';
import { drawMark, drawReply } from '../drawing/blocks.ts';
import { placeOf, userOf } from '../ids.ts';
import type { Threads } from './threads.ts';
import type { Whispers } from './whisper.ts';

/** Replies that were written in a form, by their post: they are drawn again for each mark. */
export const REPLIES = 'replies';

type MarkParts = SlackLine & Pick<Threads, 'rewrite'> & Pick<Whispers, 'whisper'> & { marks: Versions };

export function makeMarks({ calls, context, answers, places, marks, rewrite, whisper }: MarkParts) {
  const mark = (thread: string, post: string, view: MarkView) =>
    marks.show(
      post,
      view.version,
      async before => {
        const reply = (await context.shelf.get(REPLIES, post))?.value as ReplyRecord | undefined;
        if (reply) await rewriteReply(post, reply, view);
        else await markPerson(thread, post, view, (before?.state as MarkView['state'] | undefined) ?? null);
        return { state: view.state };
      },
      true,
    );

  const rewriteReply = (post: string, { author, customer, text }: ReplyRecord, view: MarkView) =>
    rewrite(post, drawReply(author, customer, text, view)).catch(error => {
      // Somebody deleted the post: its mark has no place any more.
      if (!(error instanceof ThreadGone)) throw error;
    });

  /** A person's own message cannot be changed: a reaction says where it is, and its author sees Undo. */
  const markPerson = async (thread: string, post: string, view: MarkView, before: MarkView['state'] | null) => {
    const { channel, ts } = placeOf(post);
    const react = (method: string, name: string) =>
      calls.call(method, { channel: places.now(channel), timestamp: ts, name }).catch(error => {
        // A decoration: what is true stands in the store.
        if (error instanceof TryLater) throw error;
      });
    const [wanted, had] = [REACTIONS[view.state], before ? REACTIONS[before] : null];
    if (wanted && wanted !== had) await react('reactions.add', wanted);
    if (had && wanted !== had) await react('reactions.remove', had).catch(() => {});
    if (view.state === 'delivered' || view.state === before) return;
    if (await answers.replace(`post:${post}`, drawMark(view))) return;
    if (view.state !== 'held') return;
    const author = await context.authorOf(post);
    if (author) await whisper(channel, placeOf(thread).ts, userOf(author.deskRef), drawMark(view));
  };

  return mark;
}

interface ReplyRecord {
  author: string;
  customer: string;
  text: string;
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
