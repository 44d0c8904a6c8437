/** `deskhand demo`: a shop with two weeks behind it, customers who write within seconds, and colleagues who work along. */
import { existsSync, rmSync } from 'node:fs';
import { readStart } from '../app/adapters.ts';
import { startService } from '../main.ts';
import type { Env } from '../settings/env.ts';
import { isDemo } from '../settings/start.ts';
import { AlreadyRunning, holdAlone } from '../store/alone.ts';
import { livePast } from './demo/past.ts';
import { playPresent } from './demo/present.ts';

/** Its own, so that it can begin afresh each time and no real enquiry is ever in it. */
const DATABASE = './data/demo.db';

const AFRESH = 'Stop it with Ctrl+C. The demo begins afresh each time it is started.';
const GOES_ON = 'Stop it with Ctrl+C. It goes on where it was; without DATABASE_URL the demo begins afresh each time.';

export async function demo(given: Env): Promise<void> {
  const afresh = given.DATABASE_URL === undefined;
  const env = afresh ? { ...given, DATABASE_URL: `sqlite:${DATABASE}` } : given;
  if (afresh) throwAway();
  const start = readStart(env);
  // On a real desk, or with a real mailbox, nothing is made up.
  const isPlayed = isDemo(start) && !start.settings.desk.signsIn;
  if (isPlayed && afresh) {
    console.log('The demo lives through two weeks of a small shop. This takes some seconds.');
    await livePast(start);
  }
  await startService(
    env,
    running => {
      if (running.mailPort === null) {
        console.log(
          'The scripted customers write only to the embedded default: take the channels out of the provisioning file, or set MAIL_RECEIVER_PORT.',
        );
        return;
      }
      console.log('Customers begin to write now. Open the practice desk and claim one.\n');
      playPresent(running.url, running.mailPort, { colleagues: isPlayed });
    },
    afresh ? AFRESH : GOES_ON,
  );
}

/** The demo of before, unless it still runs. */
function throwAway(): void {
  if (!existsSync(DATABASE)) return;
  try {
    holdAlone(DATABASE).release();
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new Error(`The demo is running already${error.holder}. Open it, or stop it first to begin afresh.`);
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${DATABASE}${end}`, { force: true });
}
