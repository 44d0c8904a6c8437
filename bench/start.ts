/** Measures how long a start takes, and how much memory the idle program uses. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../tests/kit/servers.ts';
import { median, ms } from './figures.ts';
import type { Result } from './run.ts';

const RUNS = 5;
const IDLE_MS = 12_000;
const MEMORY_MAX_MB = 150;
const START_MAX_MS = 2_000;

export async function benchStart(): Promise<Result[]> {
  const [ready, bare] = [[] as number[], [] as number[]];
  let memory = 0;
  for (let i = 0; i < RUNS; i++) {
    bare.push(await bareNode());
    const run = await startOnce(i === RUNS - 1 ? IDLE_MS : 0);
    ready.push(run.readyMs);
    memory = run.memoryMb || memory;
  }
  return [
    {
      what: 'Cold start to /readyz',
      measured: ms(median(ready)),
      baseline: `${ms(median(bare))}: node that prints one line`,
      target: '<= 2 s',
      ok: median(ready) <= START_MAX_MS,
    },
    {
      what: 'Resident memory, idle, practice desk, web chat and mail on',
      measured: `${Math.round(memory)} MB`,
      baseline: '45 MB: node that does nothing',
      target: '<= 150 MB',
      ok: memory <= MEMORY_MAX_MB,
    },
  ];
}

function bareNode(): Promise<number> {
  const began = performance.now();
  return new Promise(resolve =>
    spawn(process.execPath, ['-e', 'console.log(1)']).once('close', () => resolve(performance.now() - began)),
  );
}

/** @param env settings beside the ports */
export async function startOnce(
  idleMs: number,
  env: Record<string, string> = {},
): Promise<{ readyMs: number; memoryMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-'));
  const [port, mail] = [await freePort(), await freePort()];
  const began = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/start.cjs'), 'start'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), MAIL_RECEIVER_PORT: String(mail), ...env },
    stdio: 'ignore',
  });
  for (;;) {
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      response => response.ok,
      () => false,
    );
    if (ok) break;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  const readyMs = performance.now() - began;
  await new Promise(resolve => setTimeout(resolve, idleMs));
  const memoryMb = residentMb(child.pid!);
  child.kill('SIGTERM');
  await new Promise(resolve => child.once('close', resolve));
  rmSync(folder, { recursive: true, force: true });
  return { readyMs, memoryMb: idleMs ? memoryMb : 0 };
}

/** What a process holds of the machine's memory. */
export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** What a process has used of the processors so far; Linux counts it in hundredths of a second. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
