import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** What servers of a few euros have room for beside everything else. */
const MB_MAX = 110;
/** The libraries that are machine code differ from machine to machine. */
const DIFFERENT_MACHINES_MB = 3;

interface Locked {
  dev?: boolean;
}

test('what `npm ci --omit=dev` installs is as large as docs/operations.md says, and no larger than a small server bears', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const kept = Object.entries(packages).filter(([at, { dev }]) => at && !dev);
  const mb = kept.reduce((sum, [at]) => sum + bytesOf(join(ROOT, at)), 0) / 1e6;
  const said = Number(/(\d+) MB in `node_modules`/.exec(readFileSync(join(ROOT, 'docs/operations.md'), 'utf8'))?.[1]);
  expect(mb).toBeLessThan(MB_MAX);
  expect(Math.abs(mb - said), `${mb.toFixed(1)} MB installed, ${said} MB said`).toBeLessThan(DIFFERENT_MACHINES_MB);
});

/** Of a package alone; 0 where it is for another kind of machine. */
function bytesOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  let sum = 0;
  for (const each of readdirSync(folder, { withFileTypes: true })) {
    if (each.name === 'node_modules') continue;
    const path = join(folder, each.name);
    sum += each.isDirectory() ? bytesOf(path) : statSync(path).size;
  }
  return sum;
}
