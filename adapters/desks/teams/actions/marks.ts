/**
 * Marks a person's own message, which a bot cannot change: a small card below it says where the reply is, in words and with
 * Undo. Once the reply is sent, a reaction shows it too.
 */
import type { MarkView } from '../../../../src/ports/views.ts';
import type { TeamsLine } from '../connection/line.ts';
import { drawMark } from '../drawing/cards.ts';
import { placeOf, refOf } from '../ids.ts';
import type { Threads } from './threads.ts';

/** Nothing more is to come. */
const ARRIVED: MarkView['state'][] = ['sent', 'delivered'];
const SENT = '2705_whiteheavycheckmark';

export function makeMarkPerson({ context, connector, poster, lanes }: TeamsLine, { postIn, rewrite }: Threads) {
  return async (thread: string, post: string, mark: MarkView, before: MarkView['state'] | null) => {
    const key = `mark:${post}`;
    const author = await context.authorOf(post);
    const drawn = drawMark(mark, author?.name ?? null);
    const known = await poster.known(key);
    if (known) await rewrite(refOf(placeOf(thread).channel, placeOf(known).message), drawn);
    else await postIn(thread, key, drawn);
    // Where a customer watches, it is there before anybody heard that it left.
    if (ARRIVED.includes(mark.state) && !(before && ARRIVED.includes(before)))
      lanes.decorate(() => connector.react(thread, placeOf(post).message, SENT));
  };
}
