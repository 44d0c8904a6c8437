/** One process of several on one PostgreSQL, for bench/processes.ts: takes in mails, and what staff press, as it is told. */
import type { EmailChannel } from '../adapters/channels/email/taken.ts';
import { readStart } from '../src/app/adapters.ts';
import { compose } from '../src/app/compose.ts';
import type { StaffAction } from '../src/ports/staff.ts';
import { makeLog } from '../src/server/log.ts';

/** Mails and presses that are taken in at once. */
const AT_ONCE = 4;

type Told =
  | { do: 'take'; mails: { from: string; raw: string }[] }
  | { do: 'act'; actions: StaffAction[] }
  | { do: 'cpu' | 'stop' };

const running = await compose(readStart(process.env), makeLog('silent'));
const mailbox = running.house.channels().find(each => each.kind === 'email') as EmailChannel;

async function each<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of left) await work(one);
    }),
  );
}

process.on('message', async (told: Told) => {
  if (told.do === 'take')
    await each(told.mails, ({ from, raw }) => mailbox.take({ raw: Buffer.from(raw), from, to: ['help@shop.example'] }));
  if (told.do === 'act') await each(told.actions, action => running.house.act(action));
  if (told.do === 'stop') {
    await running.stop();
    process.exit(0);
  }
  const { user, system } = process.cpuUsage();
  process.send!({ cpuMs: (user + system) / 1_000 });
});
process.send!({});
