/** A house with a notice board: a channel on which the same neighbour asks in public and writes in private. */
import { SECOND } from '../../src/core/time.ts';
import type { PrivateView } from '../../src/ports/views.ts';
import { boardChannel } from '../adapters/channels/board/channel.ts';
import { type Board, openBoard } from './far-sides/board.ts';
import { openHouse, type TestHouse } from './house.ts';
import { until } from './world.ts';

/** Longer than the board's hold. */
const AFTER_HOLD_MS = 6 * SECOND;

export interface BoardHouse {
  board: Board;
  shop: TestHouse;
  /** A neighbour writes, for everybody or to the shop alone. @returns the enquiry it is in */
  comes(
    side: 'public' | 'private',
    text: string,
    more?: { from?: string; answers?: string; closed?: boolean },
  ): Promise<string>;
  /** The newest view of this tone that only this person sees. */
  seen(name: string, enquiryId: string, tone?: PrivateView['tone']): Promise<PrivateView | undefined>;
  /** Lets every hold end. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

export async function openBoardHouse(options: Parameters<typeof openHouse>[0] = {}): Promise<BoardHouse> {
  const board = await openBoard();
  const settings = { url: board.url, token: board.token, notes: 1_000, looks: 1_000, month: 100 };
  const { kinds = [boardChannel], ...rest } = options;
  const shop = await openHouse({
    ...rest,
    kinds,
    channels: [{ name: 'corner', kind: 'board', room: 'customers', schema: boardChannel.settings, settings }],
  });
  const channel = shop.house.channels().find(each => each.kind === 'board')!;
  await channel.start();
  let n = 0;
  /** Posts of the thread, or the card: wherever these words stand now. */
  const whereIs = async (text: string) => {
    for (const card of await shop.cards()) {
      if (card.message.text === text) return card.enquiryId;
      const { posts } = await shop.thread(card.enquiryId);
      const here = posts.some(
        ({ post }) => post.as === 'entry' && post.entry.as === 'message' && post.entry.message.text === text,
      );
      if (here) return card.enquiryId;
    }
    return null;
  };
  return {
    board,
    shop,
    comes: async (side, text, { from = 'maya', answers, closed } = {}) => {
      const kind = side === 'public' ? 'question' : 'note';
      board.write({
        id: `item-${++n}`,
        kind,
        from,
        name: from,
        text,
        answers: answers ?? null,
        ...(closed ? { closed } : {}),
      });
      const before = board.looks;
      await until(() => {
        shop.clock.advance(2 * SECOND);
        return board.looks > before;
      }, 'a look at the board');
      return until(async () => {
        await shop.settle();
        return whereIs(text);
      }, `"${text}" on the desk`);
    },
    seen: async (name, enquiryId, tone = 'preview') =>
      (await shop.as(name).privates(enquiryId)).findLast(each => each.tone === tone),
    leave: () => shop.pass(AFTER_HOLD_MS),
    close: async () => {
      const stopped = shop.house.stop();
      shop.clock.wakeAll();
      await stopped;
      await shop.close();
      await board.away();
    },
  };
}
