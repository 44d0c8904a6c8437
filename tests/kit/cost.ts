/**
 * Milliseconds of processor that this thread spends on some work, whatever else the machine does meanwhile. A test that
 * looked at a clock would fail on the machine's bad days; how long people wait is measured in `bench/`.
 *
 * Processor time, too, stretches where two threads share one core: on such days it is told as on a good one, by what a piece
 * of known work takes there.
 */
export function cpuMs(work: () => void): number;
export function cpuMs(work: () => Promise<unknown>): Promise<number>;
export function cpuMs(work: () => unknown): number | Promise<number> {
  const began = process.threadCpuUsage();
  const spent = () => {
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1_000 / slowness();
  };
  const ends = work();
  return ends instanceof Promise ? ends.then(spent) : spent();
}

/** Below this a thread's processor time, which some systems count in steps of 4 ms, says nothing about proportion. */
const TELLING_MS = 60;
/** How much longer the long text is. Work in proportion takes 8 times as much for it; a quadratic pattern 64 times. */
const TIMES_LONGER = 8;

/**
 * How many times dearer each character of a long text is than one of a text an eighth as long: about 1 where the work is in
 * proportion, 8 where it is quadratic. Both are measured side by side, so a slow machine stretches both.
 */
export function dearerWhenLonger(work: (length: number) => void, length: number): number {
  const short = Math.floor(length / TIMES_LONGER);
  work(short);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5 && best > 1.5; i++) {
    const long = threadMs(() => work(length));
    if (long < TELLING_MS) return 1;
    // As many characters at once: one short text alone is too little to be counted.
    const many = threadMs(() => {
      for (let n = 0; n < TIMES_LONGER; n++) work(short);
    });
    best = Math.min(best, long / Math.max(many, 1));
  }
  return best;
}

function threadMs(work: () => void): number {
  const began = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1_000;
}

/** What the known work takes on two quiet cores of 2 GHz. */
const KNOWN_MS = 10;
const TEXT = 'Grüße, 12 Häuser: naïve façades — 東京, Łódź & São Paulo; '.repeat(40);

/** How long a machine is taken to be as busy as it was: a test that measures a thousand times asks once a second. */
const BUSY_FOR_MS = 1_000;
let known = { at: Number.NEGATIVE_INFINITY, is: 1 };

/** 1 where this machine is as fast as the one that limits were chosen on, or faster; 2 where all takes twice as long. */
function slowness(): number {
  if (performance.now() - known.at > BUSY_FOR_MS) known = { is: measured(), at: performance.now() };
  return known.is;
}

function measured(): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3; i++) {
    const began = process.threadCpuUsage();
    const counts = new Map<string, number>();
    for (let n = 0; n < 60; n++)
      for (const [word] of TEXT.matchAll(/\p{L}[\p{L}\p{M}]*(?=\P{L})/gu))
        counts.set(word + (n % 7), (counts.get(word) ?? 0) + n);
    const { user, system } = process.threadCpuUsage(began);
    best = Math.min(best, (user + system) / 1_000);
  }
  return Math.max(1, best / KNOWN_MS);
}
