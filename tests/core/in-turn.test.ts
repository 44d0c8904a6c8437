import { expect, test } from 'vitest';
import { makeTurns } from '../../src/core/in-turn.ts';

test('work of one key waits for what came before it, also for what failed; other keys do not wait', async () => {
  const inTurn = makeTurns();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const work = [
    inTurn('a', () => first.promise.then(() => void done.push('a1'))),
    inTurn('a', async () => {
      done.push('a2');
      throw new Error('no');
    }),
    inTurn('a', async () => void done.push('a3')),
  ];
  await inTurn('b', async () => void done.push('b1'));
  first.resolve();
  const ends = await Promise.allSettled(work);
  expect(done).toEqual(['b1', 'a1', 'a2', 'a3']);
  expect(ends.map(each => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
