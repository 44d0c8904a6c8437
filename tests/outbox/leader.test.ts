import { expect, test } from 'vitest';
import { lead } from '../../src/outbox/leader.ts';
import { testClock, testLog } from '../kit/world.ts';

test('a stop that comes while the lease is being asked for is heard, and nothing is begun', async () => {
  let grant: (term: number) => void = () => {};
  const leases = { take: () => new Promise<number>(resolve => (grant = resolve)), release: async () => {} };
  let begun = false;
  const stop = lead({ leases, clock: testClock(), log: testLog(), owner: 'one' }, 'box', async signal => {
    begun = true;
    await new Promise(resolve => signal.addEventListener('abort', resolve));
  });
  const stopped = stop();
  grant(1);
  await stopped;
  expect(begun).toBe(false);
});
