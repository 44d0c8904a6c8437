import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../kit/world.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A stop takes a second; a busy machine is slower. */
const WITHIN_MS = 60_000;

let folder: string;
let npm: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
});
afterEach(() => {
  if (npm.exitCode === null && npm.signalCode === null) npm.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs `npm start` as a supervisor does, which knows nothing but npm's own process. */
async function startByNpm(): Promise<{ service: number; url: string }> {
  const { PATH, HOME } = process.env;
  npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { PATH, HOME, PORT: '0', MAIL_RECEIVER_PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'd.db')}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    // No terminal hands a signal to the whole group.
    detached: true,
  });
  let said = '';
  npm.stdout!.on('data', chunk => {
    said += chunk;
  });
  const url = await until(() => /Practice desk\s+(http:\/\/[^/\s]+)\//.exec(said)?.[1], 'it starts', 90_000);
  expect(existsSync(join(folder, 'd.db.pid'))).toBe(true);
  return { service: Number.parseInt(readFileSync(join(folder, 'd.db.pid'), 'utf8'), 10), url };
}

describe('npm start', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)('stops with npm, by %s', async signal => {
    const { service, url } = await startByNpm();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    process.kill(npm.pid!, signal);
    await until(() => !isThere(service), 'the service is gone', WITHIN_MS);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  }, 180_000);
});
