/** Starts the service, prints where to click, and stops cleanly when asked to. */
import { flushCompileCache } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readStart } from './app/adapters.ts';
import { compose, type Running } from './app/compose.ts';
import { showProgress } from './cli/progress.ts';
import { makeLog } from './server/log.ts';
import type { Env } from './settings/env.ts';
import { liveEnvironment } from './settings/environment.ts';

/** Jobs have ten seconds, and at the same time a balancer eight to notice; then answers that are made have five. A stop that takes longer is cut off; leases free what was left. */
const STOP_WITHIN_MS = 20_000;
/** By then the first requests of a waiting browser were answered. */
const SETTLED_AFTER_MS = 2_000;
/** So often it looks whether there was work, and whether it is over. */
const LOOK_EVERY_MS = 10_000;
/** Of that time so much is work that leaves something behind, and so much is none. */
const [BUSY_SHARE_MIN, REST_SHARE_MAX] = [0.25, 0.05];

/** Said at the end of what is printed at the start. */
const GOES_ON = 'Stop it with Ctrl+C. Nothing is lost: it goes on where it was.';

export async function startService(
  env: Env,
  afterwards?: (running: Running) => void,
  last: string = GOES_ON,
): Promise<void> {
  const start = readStart(env);
  const log = makeLog(start.settings.logLevel);
  for (const note of start.notes) log.warn({}, note);
  // A library that rejects where nobody listens must not stop the other channels; what we wrote ourselves is awaited.
  process.on('unhandledRejection', error =>
    log.error({ error: String(error) }, 'Something failed where nobody waited for it.'),
  );
  // Printed by Node it would be shown with all that hangs on it, such as a request with its token.
  process.on('uncaughtException', error => {
    log.error({ error: String(error.stack) }, 'Something failed after which nothing is certain. It stops here.');
    process.exit(1);
  });
  // From the first moment: as process 1 of a container a signal that nobody listens to is passed over.
  let stopping = false;
  let started: Running | null = null;
  const stop = (signal: string) => {
    if (stopping || !started) process.exit(started ? 1 : 0);
    stopping = true;
    log.info({ signal }, 'Stopping.');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    started.stop().then(
      () => process.exit(0),
      error => {
        log.error({ error: String(error) }, 'It did not stop cleanly.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Somebody who looks gets a bar; a log file gets lines.
  const environment = liveEnvironment(env);
  const running = await compose(start, log, {
    again: { read: () => readStart(environment.now()), file: environment.file },
    progress: process.stderr.isTTY ? what => showProgress(what) : undefined,
  });
  started = running;
  const width = Math.max(...running.places.map(each => each.what.length));
  console.log('\nDeskhand is ready.\n');
  for (const { what, where } of running.places) console.log(`  ${what.padEnd(width)}  ${where}`);
  console.log(`\n${last}\n`);
  afterwards?.(running);
  setTimeout(() => {
    // Now, not at the exit: threads find what the first one compiled, and a program that is killed has it next time.
    flushCompileCache();
    giveBackMemory();
  }, SETTLED_AFTER_MS).unref();
  giveBackAfterWork();
}

/** V8 cleans up while it works; once there is nothing to do it keeps, for hours, what the work took. */
function giveBackAfterWork(): void {
  let [before, worked] = [performance.eventLoopUtilization(), false];
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization >= BUSY_SHARE_MIN) worked = true;
    if (!worked || utilization > REST_SHARE_MAX) return;
    worked = false;
    giveBackMemory();
  }, LOOK_EVERY_MS).unref();
}

/**
 * Loading 400 modules leaves a heap of 200 MB of which 30 MB are in use, and V8 would keep it for hours. One thorough
 * collection after the start brings the resident memory from 310 MB to 120 MB.
 */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', flavor: 'last-resort' });
}
