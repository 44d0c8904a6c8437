/** After each test: a timer, server, socket or child process left open fails it. */
import { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';

const WATCHED = ['Timeout', 'TCPServerWrap', 'TCPSocketWrap', 'ProcessWrap', 'MessagePort'];
/** Sockets and threads take a moment to close after they were told to. */
const GRACE_MS = 2_000;

let before: Record<string, number> = {};

function count(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (WATCHED.includes(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const left = () => Object.entries(count()).filter(([kind, n]) => n > (before[kind] ?? 0));

function killChildren(): void {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  for (const each of handles) if (each instanceof ChildProcess) each.kill('SIGKILL');
}

/** A program that is open for a whole file has its own pools, which grow in one test and shrink in another. */
const OPEN_FOR_ALL = Symbol.for('deskhand.tests.open-for-all');
const shared = globalThis as { [OPEN_FOR_ALL]?: boolean };
export function leavesOpenForAll(): void {
  shared[OPEN_FOR_ALL] = true;
}
// Files share their modules: what one says is not true of the next.
afterAll(() => {
  shared[OPEN_FOR_ALL] = false;
});

beforeEach(() => {
  before = count();
});

afterEach(async () => {
  if (shared[OPEN_FOR_ALL]) return;
  const until = Date.now() + GRACE_MS;
  while (left().length && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 20).unref());
  // One timer more is the test runner's own, while this hook runs.
  const leaks = left().filter(([kind, n]) => !(kind === 'Timeout' && n <= (before[kind] ?? 0) + 1));
  // A program that a failed test left running would stay after the run, with the machine waiting for it.
  if (leaks.some(([kind]) => kind === 'ProcessWrap')) killChildren();
  expect(
    leaks.map(([kind, n]) => `${n - (before[kind] ?? 0)} ${kind}`),
    'left open by this test',
  ).toEqual([]);
});
