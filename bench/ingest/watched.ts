/** A program of its own while it is watched: its memory, all threads included, and its processor time, as Linux counts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;
const LOOK_EVERY_MS = 200;

export interface Watched {
  process: ChildProcess;
  /** Resident now, in MB. */
  memoryMb(): number;
  /** The highest that was seen so far; the kernel's own mark, so that nothing between two looks is missed. */
  highestMb(): number;
  cpuSeconds(): number;
  /** What was resident at each look, in MB. */
  course: number[];
  /** What it printed. */
  printed(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export function watch(file: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Watched {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout?.on('data', chunk => {
    said += String(chunk);
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const proc = (name: string) => readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  const memoryMb = () => Math.round((Number(proc('statm').split(' ')[1]) * PAGE_BYTES) / 1024 / 1024);
  const course: number[] = [];
  const look = setInterval(() => {
    if (child.exitCode === null && child.signalCode === null) course.push(memoryMb());
  }, LOOK_EVERY_MS);
  void ended.then(() => clearInterval(look));
  return {
    process: child,
    memoryMb,
    highestMb: () => Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(proc('status'))?.[1]) / 1024),
    cpuSeconds: () => {
      // The name in brackets may hold blanks; what follows does not.
      const fields = proc('stat').split(') ')[1]!.split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    },
    course,
    printed: () => said,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
}
