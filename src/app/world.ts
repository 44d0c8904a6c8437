/** The real clock and real randomness: the only place that reads them. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { makeId } from '../core/ids.ts';
import { makeStandstill } from '../outbox/standstill.ts';
import type { Machine } from '../outbox/steady-clock.ts';
import type { Clock, Ids } from '../ports/clock.ts';

/** Longer sleeps overflow the timer and would end at once. */
const SLEEP_MAX_MS = 2 ** 31 - 1;
/** A tenth of what counts as standing still. */
const LOOK_EVERY_MS = 1_000;

const standstill = makeStandstill(() => performance.now());
/** It must not keep a command alive. */
setInterval(standstill.look, LOOK_EVERY_MS).unref();

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  stoodStill: standstill.since,
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve();
      // A timer of 0 takes a whole ms.
      const timer = ms === 0 ? null : setTimeout(wake, Math.min(Math.max(0, ms), SLEEP_MAX_MS));
      const soon = ms === 0 ? setImmediate(wake) : null;
      function wake() {
        if (timer) clearTimeout(timer);
        if (soon) clearImmediate(soon);
        signal?.removeEventListener('abort', wake);
        resolve();
      }
      signal?.addEventListener('abort', wake, { once: true });
    }),
};

export const systemIds: Ids = {
  make: kind => makeId(kind, Date.now(), randomBytes(10)),
  secret: bytes => randomBytes(bytes).toString('hex'),
  fraction: () => Math.random(),
};

export function randomNonce(bytes: number): Uint8Array {
  return randomBytes(bytes);
}

export const thisMachine: Machine = {
  wall: () => Date.now(),
  up: () => uptime() * 1_000,
  boot: () => {
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      return null;
    }
  },
};
