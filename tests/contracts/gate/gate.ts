/**
 * The gate of desks: what each must do before the program may open it, driven by its people's hands with the whole
 * program behind it. The list of desks in src/app/adapters.ts is compared with those that stand here.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leavesOpenForAll } from '../../kit/leaks.ts';
import { crashes } from './crash.ts';
import type { GateDesk, GateDriver } from './driver.ts';
import { markers } from './markers.ts';
import { mentions } from './mentions.ts';
import { once } from './once.ts';
import { order } from './order.ts';
import type { Mode } from './program.ts';
import { rights } from './rights.ts';
import type { Trial } from './trial.ts';

/** Long enough for an edit to be in time on a busy machine, short enough to wait for. */
const HOLD_SECONDS = 1.5;

export function deskGate(driver: GateDriver): void {
  for (const mode of ['preview', 'direct'] as const) {
    describe(`the desk ${driver.kind} in ${mode} mode`, () => {
      trying(driver, mode, false, HOLD_SECONDS, trial => {
        mentions(trial);
        markers(trial);
        order(trial);
        rights(trial);
        once(trial);
        test('says nothing that its far side would not take', () => expect(trial.desk().problems()).toEqual([]));
      });
    });
    if (driver.lacks.process) continue;
    describe(`the desk ${driver.kind} in ${mode} mode, killed`, () => trying(driver, mode, true, 3, crashes));
  }
}

function trying(
  driver: GateDriver,
  mode: Mode,
  killable: boolean,
  holdSeconds: number,
  tests: (trial: Trial) => void,
): void {
  let desk: GateDesk | null = null;
  leavesOpenForAll();
  beforeAll(async () => {
    desk = await driver.open({ mode, holdSeconds, killable });
    // The reader of mails takes its time to start, and on a busy machine would count that as the first mail's.
    await desk.program.mail('first@example.com', 'Hello');
  }, 240_000);
  afterAll(() => desk?.stop());
  tests({ driver, mode, desk: () => desk! });
}
