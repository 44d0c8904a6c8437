/**
 * Milliseconds of processor that this thread spends on some work, whatever else the machine does meanwhile. A test that
 * looked at a clock would fail on the machine's bad days; how long people wait is measured in `bench/`.
 */
export function cpuMs(work: () => void): number;
export function cpuMs(work: () => Promise<unknown>): Promise<number>;
export function cpuMs(work: () => unknown): number | Promise<number> {
  const began = process.threadCpuUsage();
  const spent = () => {
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1_000;
  };
  const ends = work();
  return ends instanceof Promise ? ends.then(spent) : spent();
}
