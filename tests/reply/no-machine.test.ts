/** On a channel that forbids it no machine speaks, whatever the settings are. */
import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { DAY } from '../../src/core/time.ts';
import type { Acknowledgement, ChannelKind } from '../../src/ports/channel.ts';
import { boardChannel } from '../adapters/channels/board/channel.ts';
import { type BoardHouse, openBoardHouse } from '../kit/board-house.ts';

let house: BoardHouse;
const said: Acknowledgement[] = [];

/** A board that could say by itself that something arrived, and may or may not. */
function talking(automaticAnswer: 'allowed' | 'forbidden'): ChannelKind {
  const limits = { ...boardChannel.limits, automaticAnswer };
  return {
    ...boardChannel,
    limits,
    acknowledges: true,
    asksRating: true,
    open: (settings, context) => ({
      ...boardChannel.open(settings, context),
      limits,
      acknowledge: async answer => {
        said.push(answer);
        return { as: 'sent', externalId: answer.id, names: [] };
      },
    }),
  };
}

afterEach(async () => {
  said.length = 0;
  await house.close();
});

/** A neighbour writes, is answered, and the enquiry is resolved. */
async function day(automaticAnswer: 'allowed' | 'forbidden'): Promise<void> {
  house = await openBoardHouse({
    kinds: [talking(automaticAnswer)],
    automatic: { board: true },
    askRating: { board: true },
  });
  const id = await house.comes('private', 'My order is broken.');
  const ann = house.shop.as('Ann');
  await ann.write(id, 'We send a new one.');
  await ann.choose(id, 'Send privately and resolve');
  await house.leave();
  await house.shop.pass(DAY);
}

test('says nothing where machines may not speak, though every setting asks for it', async () => {
  await day('forbidden');
  expect(said).toEqual([]);
  expect(house.board.got).toHaveLength(1);
});

test('says that it arrived, and asks how it went, where machines may speak', async () => {
  await day('allowed');
  expect(said).toHaveLength(2);
});

test('the ability of a channel to speak by itself is used in one place, which asks whether it may', () => {
  const users = globSync('src/**/*.ts').filter(file => /\.acknowledge\?{0,1}\.?\(/.test(readFileSync(file, 'utf8')));
  expect(users).toEqual(['src/posting/by-machine.ts']);
});
