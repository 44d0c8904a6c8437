/** One worker process for tests with kill -9: the real house on a shared database, whose replies and letters go out by SMTP. */
import { flushCompileCache } from 'node:module';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { makeHouse } from '../../src/app/house.ts';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import type { LetterTimes } from '../../src/core/letter.ts';
import { openEngine } from '../../src/store/store.ts';
import { emailKind, mailSettings } from './mailbox.ts';
import { openSealer, testLog } from './world.ts';

export interface MailWork {
  url: string;
  smtpPort: number;
  letter: LetterTimes | null;
}

/** Half a minute in real life. */
const JOB_LEASE_MS = 1_000;

const { url, smtpPort, letter } = JSON.parse(process.argv[2]!) as MailWork;
const instance = `mails:${process.pid}`;
const engine = await openEngine(url, instance);
const house = makeHouse({
  ...{ engine, instance, letter, clock: systemClock, ids: systemIds, log: testLog(), hours: ALWAYS_OPEN },
  ...{ workspaceId: 'ws_test' as WorkspaceId, publicUrl: 'http://127.0.0.1', holdMs: { email: 0 } },
  ...{ deskKind: practiceDesk, channelKinds: [emailKind], sealer: openSealer, signingKey: new Uint8Array(32) },
  jobLeaseMs: JOB_LEASE_MS,
});
await house.loadSettings();
for (const row of await house.parts.store.channels())
  if (row.kind === emailKind.kind) house.openChannel(row, mailSettings(smtpPort));
house.worker.start();
// Killed as it will be, it would never leave what it has compiled to the next one.
flushCompileCache();
console.log('working');
