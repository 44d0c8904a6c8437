/** Adjusts the steady clock: finds jumps, also those while nothing ran, and shifts everything that waits. */
import { type DurationMs, HOUR, SECOND } from '../core/time.ts';
import type { TimeStore } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { JUMP_MIN, type Machine, type SteadyClock } from './steady-clock.ts';

/** A jump of the machine's own clock is found within this time; until then everything goes on as measured. */
const LOOK_EVERY: DurationMs = SECOND;
/** The database of many processes is their clock: it is asked this often. */
const ASK_EVERY: DurationMs = 10 * SECOND;
/** What this process knows of the time is recorded this often, for the next one. */
const NOTE_EVERY: DurationMs = HOUR;

interface Timekeeper {
  /** Looks once; what a test calls, and the loop. */
  look(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

interface Kept {
  store: TimeStore;
  clock: SteadyClock;
  machine: Machine;
  log: Log;
}

/** Called before anything is worked on: what jumped while nothing ran is moved first. */
export async function keepTime({ store, clock, machine, log }: Kept): Promise<Timekeeper> {
  const ended = new AbortController();
  let loop: Promise<void> | null = null;
  let known = await store.moved();
  let notedAt = clock.elapsed();

  /** By what all processes share: the database's clock, else the machine's. */
  const reference = async () => {
    const asked = clock.elapsed();
    const time = await store.time();
    return time === null ? machine.wall() : time + (clock.elapsed() - asked) / 2;
  };
  const note = async () => {
    if (store.shared) return;
    notedAt = clock.elapsed();
    await store.setNote(JSON.stringify({ boot: machine.boot(), up: machine.up(), now: clock.now() }));
  };
  const jump = async (by: DurationMs) => {
    const from = clock.now();
    const before = known;
    known = await store.move(Math.round(by), from, known);
    // Another process that shares the database may have been first; then what is left is adopted at the next look.
    clock.adopt(known - before);
    log.warn(
      { seconds: Math.round(by / SECOND) },
      'The clock has jumped. What waits still waits as long as it was meant to.',
    );
    await note();
  };
  const look = async () => {
    clock.addSleep();
    const at = await reference();
    const others = store.shared ? await store.moved() : known;
    if (others !== known) {
      clock.adopt(others - known);
      known = others;
    }
    const by = clock.gap(at);
    if (Math.abs(by) <= JUMP_MIN) clock.adopt(by);
    else await jump(by);
    if (clock.elapsed() - notedAt > NOTE_EVERY) await note();
  };

  // The first time nothing was measured yet.
  const first = await reference();
  clock.adopt(clock.gap(first));
  if (!store.shared) {
    const by = jumpedMeanwhile(await store.note(), machine);
    if (by === null) await store.capHolds(clock.now());
    else if (Math.abs(by) > JUMP_MIN) known = await store.move(Math.round(by), Math.round(first - by), known);
    await note();
  }

  return {
    look,
    start: () => {
      loop ??= (async () => {
        const pause = () => clock.sleep(store.shared ? ASK_EVERY : LOOK_EVERY, ended.signal);
        // The database is away: the time goes on as measured.
        for (await pause(); !ended.signal.aborted; await pause()) await look().catch(() => {});
      })();
    },
    stop: async () => {
      ended.abort();
      await loop;
      await note().catch(() => {});
    },
  };
}

/** What the calendar moved more than the machine ran, since the last record; null when the machine was off, or cannot tell. */
function jumpedMeanwhile(note: string | null, machine: Machine): DurationMs | null {
  const up = machine.up();
  const boot = machine.boot();
  if (note === null || up === null || boot === null) return null;
  const then = JSON.parse(note) as { boot: string | null; up: number | null; now: number };
  if (then.boot !== boot || then.up === null) return null;
  return machine.wall() - then.now - (up - then.up);
}
