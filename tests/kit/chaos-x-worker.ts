/** The process that the chaos test of X kills: the real house with the real channel, on a database that outlives it. */
import { flushCompileCache } from 'node:module';
import { xChannel } from '../../adapters/channels/x/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { makeHouse } from '../../src/app/house.ts';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { openEngine } from '../../src/store/store.ts';
import { openSealer, testLog } from './world.ts';

const [url = '', origin = '', settings = '{}'] = process.argv.slice(2);
const engine = await openEngine(url, `chaos-x:${process.pid}`);
const house = makeHouse({
  engine,
  workspaceId: 'ws_test' as WorkspaceId,
  // The same in each life: nobody waits for the lease of the one before.
  instance: 'chaos-x',
  clock: systemClock,
  ids: systemIds,
  log: testLog(),
  publicUrl: 'http://127.0.0.1',
  hours: ALWAYS_OPEN,
  holdMs: { x: 0 },
  jobLeaseMs: 1_000,
  deskKind: practiceDesk,
  channelKinds: [xChannel],
  sealer: openSealer,
  signingKey: new Uint8Array(32),
  variables: { X_API_ORIGIN: origin },
});
const row = (await house.parts.store.channels()).find(each => each.kind === 'x');
if (!row) throw new Error('There is no channel on X in this database.');
house.worker.start();
await house.openChannel(row, JSON.parse(settings)).start();
// Killed as it will be, it would never leave what it has compiled to the next one.
flushCompileCache();
console.log('working');
