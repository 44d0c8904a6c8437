/** A neighbourhood's notice board: the channel that docs/add-a-channel.md is proved with. */
import { MINUTE } from '../../../../src/core/time.ts';
import type { Channel, ChannelContext, ChannelKind } from '../../../../src/ports/channel.ts';
import type { BoardItem } from '../../../kit/far-sides/board.ts';
import { type BoardConfig, boardConfig, boardLimits, boardSettings } from './config.ts';
import { explainBoard, toInbound } from './receive.ts';
import { send } from './send.ts';

export const boardChannel: ChannelKind = {
  kind: 'board',
  label: 'Notice board',
  connect: 'Connect a notice board',
  words: 'notice board',
  route: address => `in a note to ${address}`,
  addressLabel: address => `@${address}`,
  visibility: 'both',
  takesBack: true,
  asksPrivately: true,
  answerWithinMs: 120 * MINUTE,
  limits: boardLimits,
  settings: boardSettings,
  open: (settings, context) => openBoardChannel(boardConfig(settings), context),
  explain: explainBoard,
};

function openBoardChannel(config: BoardConfig, context: ChannelContext): Channel {
  const { url, token, meter, everyMs } = config;
  const { clock } = context;
  let stopped = async () => {};

  const look = async () => {
    const { after = 0 } = (await context.cursor()) ?? {};
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${url}?after=${after}`, { headers, signal: AbortSignal.timeout(5_000) });
    const items = (await response.json()) as BoardItem[];
    // What it brought is billed, whatever becomes of it.
    if (items.length) await context.add(meter, [{ what: 'item', n: items.length }]);
    for (const item of items) {
      if (item.kind !== 'gone') await context.accept(toInbound(item, clock.now()));
      else {
        await context.withdraw(item.versions ?? [], `${item.name} took this off the board.`);
        await context.saveCursor({ after: item.n });
      }
    }
  };
  const listen = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      const taken = await context.take(meter, [{ what: 'look', n: 1 }]);
      // A board that is away is asked again with the next look.
      if (taken.ok) await look().catch(error => context.log.warn({ error: String(error) }, 'The board is away.'));
      await clock.sleep(taken.ok ? everyMs : taken.opensAt - clock.now(), signal);
    }
  };
  return {
    kind: 'board',
    limits: boardLimits,
    meter,
    stepsOf: ({ visibility }) => [{ what: visibility === 'public' ? 'answer' : 'note', n: 1 }],
    start: async () => {
      stopped = context.whileLeader(listen);
    },
    stop: async () => stopped(),
    send: reply => send(config, reply, clock.now()),
    answering: ({ visibility, echoes }) => {
      if (echoes.at(-1)?.closed === 'yes')
        return {
          refused: 'The board has closed this question. Answer on the board itself.',
          notes: [],
          ways: [
            { label: 'Open the board', url: 'https://board.example/answer?words={text}' },
            { label: 'Not a page that opens', url: 'board:answer' },
          ],
        };
      if (visibility === 'private') return { refused: null, notes: [], ways: [] };
      const ways = [{ label: 'Open the board', url: 'https://board.example/' }];
      return { refused: null, notes: ['It is pinned under the question.'], ways };
    },
    cautions: ({ text }) => [...text.matchAll(/@\w+/g)].map(([name]) => `This names ${name}, who is told of it.`),
    check: async () => [{ what: 'board', ok: true, words: `asked for news every ${everyMs / MINUTE} min` }],
  };
}
