/** For programs on real ports that have a notice board beside their mailbox: the same for every desk. */
import { afterEach } from 'vitest';
import { CHANNEL_KINDS } from '../../src/app/adapters.ts';
import { boardChannel } from '../adapters/channels/board/channel.ts';
import { type Board, openBoard } from './far-sides/board.ts';

/** Looks often enough that nobody waits for it. */
const LOOK_EVERY_SECONDS = 0.2;

/** @returns the board of a test, which is taken away after it, and the lines of the provisioning file that connect it */
export async function boardBeside(): Promise<{ board: Board; yaml: string; end(): Promise<void> }> {
  const board = await openBoard();
  CHANNEL_KINDS.push(boardChannel);
  const settings = `url: "${board.url}", token: ${board.token}, every: ${LOOK_EVERY_SECONDS}, looks: 100000, notes: 1000`;
  return {
    board,
    yaml: `channels: [{ name: corner, kind: board, room: customers, ${settings} }]\n`,
    end: async () => {
      CHANNEL_KINDS.splice(CHANNEL_KINDS.indexOf(boardChannel), 1);
      await board.away();
    },
  };
}

/** The same, ended after each test by itself. */
export function boardOfEach(): () => Promise<Pick<Awaited<ReturnType<typeof boardBeside>>, 'board' | 'yaml'>> {
  let open: Awaited<ReturnType<typeof boardBeside>> | null = null;
  afterEach(async () => {
    await open?.end();
    open = null;
  });
  return async () => {
    open = await boardBeside();
    return open;
  };
}
