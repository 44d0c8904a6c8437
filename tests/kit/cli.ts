/** Runs the command line as a process of its own, in a folder that goes away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './world.ts';

/** On a machine that runs other tests beside this one. */
const START_WITHIN_MS = 120_000;
const START = join(import.meta.dirname, '../../src/start.cjs');

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  // What was compiled once is not compiled at each start: `vitest.config.ts` says where it is kept.
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, ...env };
}

export async function runCli(
  args: string[],
  folder: string,
  env: Record<string, string> = {},
  input?: string | Buffer,
): Promise<Ended> {
  return beginCli(args, folder, env, input).ended;
}

/** The same, for a test that kills it. */
export function beginCli(
  args: string[],
  folder: string,
  env: Record<string, string> = {},
  input?: string | Buffer,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: folder,
    env: environment({ PORT: '0', ...env }),
    stdio: 'pipe',
  });
  child.stdin.end(input ?? '');
  return { child, ended: ended(child) };
}

export interface RunningCli {
  child: ChildProcess;
  url: string;
  out(): string;
  err(): string;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts the service and waits until it says where to click. */
export async function startCli(
  folder: string,
  env: Record<string, string> = {},
  args = ['start'],
): Promise<RunningCli> {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: folder,
    env: environment({ PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', chunk => (out += chunk));
  child.stderr.on('data', chunk => (err += chunk));
  const done = new Promise<Ended>(resolve => child.once('close', code => resolve({ code, out, err })));
  const url = await until(
    () => {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${out}${err}`);
      return /(?:Practice desk|Events of Slack|Install in Slack|Events of Teams)\s+(http:\/\/[^/\s]+)\//.exec(out)?.[1];
    },
    'the service starts',
    START_WITHIN_MS,
  ).catch(error => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    child,
    url,
    out: () => out,
    err: () => err,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return done;
    },
  };
}

function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', chunk => (out += chunk));
  child.stderr?.on('data', chunk => (err += chunk));
  return new Promise(resolve => child.once('close', code => resolve({ code, out, err })));
}
