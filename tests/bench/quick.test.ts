import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkOutBefore } from '../../bench/quick/before.ts';
import { compare, type Measure, tableOf } from '../../bench/quick/compare.ts';

const START: Measure = { name: 'start, processor', unit: 's', tolerance: 0.1, meaning: 'a start takes' };

describe('what was measured before and now', () => {
  test('is worse where each run now is above each run before, and says by how much', () => {
    const { ratio, spread, sentence } = compare(START, [1, 1.1, 1.05], [1.4, 1.3, 1.5]);
    expect(ratio).toBeCloseTo(1.33, 2);
    expect(spread).toBe('1.18 to 1.43');
    expect(sentence).toBe('start, processor got worse: a start takes 1.05 s before, and 1.40 s now (1.33 x).');
  });

  test('is not worse where the runs lie among each other, or where it is less than the tolerance', () => {
    expect(compare(START, [1, 1.6, 1.05], [1.4, 1.3, 1.5]).sentence).toBe(null);
    expect(compare(START, [1, 1.01, 1.02], [1.05, 1.06, 1.07]).sentence).toBe(null);
    expect(compare(START, [2, 2.1, 2.2], [1, 1.1, 1.2]).sentence).toBe(null);
  });

  test('says from what on something would have been seen, by how far the runs before lie apart', () => {
    expect(compare(START, [1, 1.5, 1.2], [1, 1.1, 1.2]).seenFrom).toBe('1.50 x');
    expect(compare(START, [1, 1, 1], [1, 1, 1]).seenFrom).toBe('1.10 x');
  });

  test('is said where the commit before lacks it, or where it cannot be measured now', () => {
    expect(compare(START, [], [1], { before: 'it did not start' }).sentence).toBe(
      'start, processor was not compared, for the commit before has no figure of it: it did not start.',
    );
    const nothing = compare(START, [1], [], { now: 'it was not ready within 60 s' });
    expect(nothing.sentence).toBe('start, processor was not measured: it was not ready within 60 s.');
    expect(nothing.ratio).toBe(null);
  });

  test('stands in columns', () => {
    const lines = tableOf([compare(START, [1, 1], [2, 2]), compare({ ...START, name: 'a', unit: 'MB' }, [120], [121])]);
    const at = lines.map(line => line.search(/now|2\.00|121/));
    expect(new Set(at).size).toBe(1);
  });
});

describe('the commit before', () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const worktrees = () => git('worktree', 'list').trim().split('\n').length;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deskhand-repository-'));
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, '.gitignore'), 'node_modules\n');
    git('init', '--quiet');
    for (const text of ['first', 'second']) {
      writeFileSync(join(root, 'a.txt'), text);
      git('add', '.');
      git('commit', '--quiet', '-m', text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('is the one before the last, with the packages of here; it goes away without a trace', () => {
    const before = checkOutBefore(root);
    expect(readFileSync(join(before.folder, 'a.txt'), 'utf8')).toBe('first');
    expect(before.commit).toMatch(/^[0-9a-f]{7,} first$/);
    expect(existsSync(join(before.folder, 'node_modules'))).toBe(true);
    before.remove();
    before.remove();
    expect(existsSync(before.folder)).toBe(false);
    expect(worktrees()).toBe(1);
    expect(existsSync(join(root, 'node_modules'))).toBe(true);
  });

  test('is the last one where something was changed since', () => {
    writeFileSync(join(root, 'a.txt'), 'third');
    writeFileSync(join(root, 'package-lock.json'), '{}');
    git('add', 'package-lock.json');
    const before = checkOutBefore(root);
    expect(readFileSync(join(before.folder, 'a.txt'), 'utf8')).toBe('second');
    expect(before.otherPackages).toBe(true);
    before.remove();
  });

  test('takes away what a run left that was killed', () => {
    // The id of a process that has ended.
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    const left = join(tmpdir(), `deskhand-before-${gone}-x`);
    git('worktree', 'add', '--quiet', '--detach', left);
    checkOutBefore(root).remove();
    expect(existsSync(left)).toBe(false);
    expect(worktrees()).toBe(1);
  });

  test('that Git does not know is said in a sentence', () => {
    expect(() => checkOutBefore(root, 'nowhere')).toThrow('Git knows no commit "nowhere" here');
    expect(() => checkOutBefore(root, '--help')).toThrow('Git knows no commit "--help" here');
    expect(worktrees()).toBe(1);
  });
});
