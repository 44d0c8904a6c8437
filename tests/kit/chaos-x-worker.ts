/** One process of a shop on X, on a shared database and in a hurry. It is loaded, and begins when it is told to. */
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { xChannel } from '../../adapters/channels/x/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { makeHouse } from '../../src/app/house.ts';
import { systemIds } from '../../src/app/world.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { MINUTE } from '../../src/core/time.ts';
import { openEngine } from '../../src/store/store.ts';
import { hurriedClock } from './hurried-clock.ts';
import { openSealer, testLog } from './world.ts';

const [url = '', origin = '', begunAt = '', settings = '{}'] = process.argv.slice(2);
// Killed as it will be, it would never leave what it has compiled to the next one.
flushCompileCache();
console.log('loaded');
await once(process.stdin, 'data');
const engine = await openEngine(url, `chaos:${process.pid}`);
const house = makeHouse({
  engine,
  workspaceId: 'ws_test' as WorkspaceId,
  instance: `chaos:${process.pid}`,
  clock: hurriedClock(Number(begunAt)),
  ids: systemIds,
  log: testLog(),
  publicUrl: 'http://127.0.0.1',
  hours: ALWAYS_OPEN,
  holdMs: {},
  // A second: what a process that was killed had begun is soon taken up by the next one.
  jobLeaseMs: MINUTE,
  deskKind: practiceDesk,
  channelKinds: [xChannel],
  variables: { X_API_ORIGIN: origin },
  sealer: openSealer,
  signingKey: new Uint8Array(32),
});
for (const row of await house.parts.store.channels())
  if (row.kind === 'x') house.openChannel(row, JSON.parse(settings));
house.worker.start();
for (const channel of house.channels()) await channel.start();
