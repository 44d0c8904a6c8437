/** One worker process of the chaos test: the real house on a shared database; replies go to a server of the test. */
import { flushCompileCache } from 'node:module';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { makeHouse } from '../../src/app/house.ts';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import type { ChannelKind } from '../../src/ports/channel.ts';
import { openEngine } from '../../src/store/store.ts';
import { makeProvider } from './far-sides/provider.ts';
import { openSealer, testLog } from './world.ts';

const [url = '', providerUrl = ''] = process.argv.slice(2);
const { kind } = makeProvider({ holdMs: 0 });
const overHttp: ChannelKind = {
  ...kind,
  open: (settings, context) => ({
    ...kind.open(settings, context),
    send: async reply => {
      const response = await fetch(providerUrl, {
        method: 'POST',
        body: JSON.stringify({ id: reply.id, to: reply.to.address, text: reply.text }),
      });
      if (!response.ok) return { as: 'retry', at: 0, words: 'The provider is busy.' };
      return { as: 'sent', externalId: reply.id, names: [] };
    },
  }),
};
const engine = await openEngine(url, `chaos:${process.pid}`);
const house = makeHouse({
  engine,
  workspaceId: 'ws_test' as WorkspaceId,
  instance: `chaos:${process.pid}`,
  clock: systemClock,
  ids: systemIds,
  log: testLog(),
  publicUrl: 'http://127.0.0.1',
  hours: ALWAYS_OPEN,
  holdMs: {},
  jobLeaseMs: 1_000,
  deskKind: practiceDesk,
  channelKinds: [overHttp],
  sealer: openSealer,
  signingKey: new Uint8Array(32),
});
for (const row of await house.parts.store.channels()) house.openChannel(row, {});
house.worker.start();
process.on('SIGTERM', () => {
  void house
    .stop()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
// Killed as it will be, it would never leave what it has compiled to the next one.
flushCompileCache();
console.log('working');
