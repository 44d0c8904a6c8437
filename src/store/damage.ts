/** Checks a SQLite file for damage, off the event loop, and says what to do about it. */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { StoreError } from './engine.ts';

/** A file up to this size is looked through at once, which takes 1.5 s at the most (170 MB a second on two slow cores). */
const AT_ONCE_BYTES_MAX = 256 * 1024 * 1024;
/**
 * For a larger one a start waits this long, and the rest is looked through while the service runs already: a restart is
 * over in three seconds, however old the shop is.
 */
const CHECK_WITHIN_MS = 1_000;

const DAMAGED = /malformed|not a database|disk image|SQLITE_(CORRUPT|NOTADB)/i;

export function isDamage(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return /^SQLITE_(CORRUPT|NOTADB)/.test(code) || DAMAGED.test(message);
}

/** @param file null where it is not known which */
export function damageWords(file: string | null, found: string): string {
  return `The database ${file ? `${file} ` : ''}is damaged (${found}). Do not go on with it: stop Deskhand, put your newest backup in its place with "deskhand restore <backup> --force", and start again; the damaged file is kept beside it. Then look after the disk.`;
}

/**
 * Resolves when the file is whole, or when the time is up: then the check goes on by itself until it is stopped.
 * @param onLate what was found after the time was up
 * @throws StoreError with words that say what to do
 */
export async function checkWhole(
  client: Database.Database,
  file: string,
  onLate: (words: string) => void,
  { atOnceBytesMax = AT_ONCE_BYTES_MAX, withinMs = CHECK_WITHIN_MS } = {},
): Promise<{ stop(): Promise<void> }> {
  if (statSync(file).size <= atOnceBytesMax) {
    const found = checkAtOnce(client);
    if (found !== null) throw new StoreError(damageWords(file, found));
    return { stop: async () => {} };
  }
  const worker = new Worker(new URL('./damage-worker.ts', import.meta.url), { workerData: { file } });
  worker.unref();
  const found = new Promise<string | null>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve(null));
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(resolve, withinMs, 'late');
  });
  const stop = async () => {
    await worker.terminate();
  };
  const first = await Promise.race([found, late]).finally(() => clearTimeout(timer));
  if (first === 'late') {
    found.then(
      words => words !== null && onLate(damageWords(file, words)),
      () => {},
    );
    return { stop };
  }
  await stop();
  if (first !== null) throw new StoreError(damageWords(file, first));
  return { stop };
}

/** Where the damage is in the part that leads to the rest, the check itself fails. */
function checkAtOnce(client: Database.Database): string | null {
  try {
    return damageIn(client.pragma('quick_check'));
  } catch (error) {
    if (isDamage(error)) return (error as Error).message;
    throw error;
  }
}

/** What is wrong, as SQLite says it; null when nothing is. */
export function damageIn(answer: unknown): string | null {
  const [first] = answer as { quick_check: string }[];
  return !first || first.quick_check === 'ok' ? null : first.quick_check.split('\n').slice(0, 2).join(' ');
}
