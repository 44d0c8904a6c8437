/** Measures the default installation and Teams' share of it: `npm ci --omit=dev` into a folder of its own. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from './run.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
const OF_TEAMS = /^@(microsoft|azure)\//;

export async function benchInstall(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-install-'));
  const npm = (...args: string[]) =>
    run('npm', [...args, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(ROOT, file), join(folder, file));
    await npm('ci');
    const whole = await sizeOf(folder);
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    await npm('uninstall', ...Object.keys(dependencies).filter(each => OF_TEAMS.test(each)));
    const without = await sizeOf(folder);
    return [
      {
        what: 'Default dependencies, installed',
        measured: `${whole.mb} MB, ${whole.packages} packages`,
        baseline: `${without.mb} MB, ${without.packages} packages: without those of Teams`,
        target: 'known',
        ok: true,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sizeOf(folder: string): Promise<{ mb: number; packages: number }> {
  const { stdout } = await run('du', ['-sk', join(folder, 'node_modules')]);
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return { mb: Math.round(Number.parseInt(stdout, 10) / 1024), packages: Object.keys(packages).length };
}
