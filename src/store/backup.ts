/** Checks backups of a database, and restores them in place of the current one: beside it first, verified, then at once. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant } from '../core/time.ts';
import { AlreadyRunning, holdAlone } from './alone.ts';
import { isDamage } from './damage.ts';
import { StoreError } from './engine.ts';
import { journal, pendingOf } from './migrations.ts';
import { FILE_MODE, makePrivateFile, makePrivateFolder } from './private-files.ts';
import { appliedIn, hasTable, whoChanged } from './recorded.ts';

/** Where the header of a SQLite file says how large its pages are and how many it has. */
const PAGE_BYTES_AT = 16;
const PAGES_AT = 28;
const HEADER_BYTES = 100;
/** Page sizes are written in two bytes; this one stands for the size that does not fit. */
const PAGE_BYTES_OF_1 = 65_536;

/** The last moment that a date can name; what is later in a row is a mistake of somebody's clock, and no reason to refuse it. */
const DATE_MAX: Instant = 8_640_000_000_000_000;

/** What is in a backup that was checked. */
export interface Found {
  enquiries: number;
  /** When the newest thing in it happened; null where nothing did. */
  newest: Instant | null;
  /** Changes to the tables that the next start of this version makes. */
  steps: string[];
  /** How many secrets are sealed with which key, by the key's fingerprint. */
  sealedWith: Map<string, number>;
}

/** @throws StoreError what is wrong with it, and what to do; the file is as it was */
export function checkCopy(file: string): Found {
  checkLength(file);
  let client: Database.Database | null = null;
  try {
    client = new Database(file, { readonly: true, fileMustExist: true });
    return foundIn(client, file);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `${file} cannot be opened as a database: ${(error as Error).message}. Name a file made by "deskhand backup".`,
    );
  } finally {
    client?.close();
  }
}

/** A copy that was cut off says in its header how long it should be. */
function checkLength(file: string): void {
  const { size } = statSync(file);
  if (size === 0) throw new StoreError(`${file} is empty. Copy it again, or use another backup.`);
  const start = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(handle);
  }
  if (!start.subarray(0, 15).equals(Buffer.from('SQLite format 3'))) return;
  const pageBytes = start.readUInt16BE(PAGE_BYTES_AT);
  const whole = (pageBytes === 1 ? PAGE_BYTES_OF_1 : pageBytes) * start.readUInt32BE(PAGES_AT);
  if (size >= whole) return;
  throw new StoreError(
    `${file} is only a part of a backup: ${size} of ${whole} bytes are there. Nothing was changed. Copy it again, or use another backup.`,
  );
}

function foundIn(client: Database.Database, file: string): Found {
  const damage = (client.pragma('integrity_check') as { integrity_check: string }[])[0]?.integrity_check;
  if (damage !== 'ok') throw new StoreError(`${file} is damaged: ${damage}. Use another backup.`);
  const applied = appliedIn(client);
  if (!hasTable(client, 'enquiries') || !applied.length)
    throw new StoreError(`${file} is not a Deskhand backup. Name a file made by "deskhand backup".`);
  const { steps } = pendingOf(applied, journal(), whoChanged(client));
  const broken = client.pragma('foreign_key_check') as unknown[];
  if (broken.length)
    throw new StoreError(
      `${file} is damaged: ${broken.length} rows point to others that are gone. Use another backup.`,
    );
  const one = <T>(sql: string) => (client.prepare(sql).get() as { value: T }).value;
  const sealed = client.prepare(SEALED).all() as { head: string; n: number }[];
  return {
    enquiries: one<number>('select count(*) as value from enquiries'),
    newest: one<number | null>(`select max(at) as value from events where at <= ${DATE_MAX}`),
    steps,
    sealedWith: new Map(sealed.map(({ head, n }) => [head.slice(3), n])),
  };
}

/** Secrets of channels, and those that adapters keep; each begins with `v1:` and the fingerprint of its key. */
const SEALED = `select head, count(*) as n from (
    select substr(sealed, 1, 11) as head from channels where sealed is not null
    union all select substr(value, 2, 11) as head from shelf where owner like 'vault:%' and stream = 'secrets'
  ) where head like 'v1:%' group by head order by head`;

/**
 * Copies a backup beside the database and checks the copy, while the database itself stays as it is and may be in use.
 * @returns where the copy lies, and what is in it
 */
export function putBeside(backup: string, file: string): { coming: string; found: Found } {
  checkLength(backup);
  makePrivateFolder(dirname(resolve(file)));
  const coming = `${file}.restoring`;
  for (const companion of ['', '-wal', '-shm', '-journal']) rmSync(`${coming}${companion}`, { force: true });
  const disk = statfsSync(dirname(resolve(file)));
  const bytes = statSync(backup).size;
  if (disk.bavail * disk.bsize < bytes)
    throw new StoreError(
      `There is no room for a copy of ${backup} beside ${file}. Nothing was changed. Free ${bytes} bytes, then restore again.`,
    );
  makePrivateFile(coming);
  try {
    copyWhole(backup, coming);
    const found = checkedBeside(coming, backup);
    toDisk(coming);
    return { coming, found };
  } catch (error) {
    rmSync(coming, { force: true });
    throw error;
  }
}

/** Checks the copy; words of what is wrong name the file that somebody chose. */
function checkedBeside(coming: string, backup: string): Found {
  try {
    return checkCopy(coming);
  } catch (error) {
    throw error instanceof StoreError ? new StoreError(error.message.replaceAll(coming, backup)) : error;
  }
}

/** A database that was copied with its log beside it has its newest rows in there. */
function copyWhole(backup: string, coming: string): void {
  const log = statSync(`${backup}-wal`, { throwIfNoEntry: false });
  if (!log?.size) {
    copyFileSync(backup, coming);
    // It came with the rights of the backup.
    chmodSync(coming, FILE_MODE);
    // Looked at as it is, one that was copied from beside its log would leave a log of its own.
    toSingleFile(coming);
    return;
  }
  const client = new Database(backup, { readonly: true, fileMustExist: true });
  try {
    client.prepare('vacuum into ?').run(coming);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new StoreError(`${backup} is damaged: ${(error as Error).message}. Use another backup.`);
  } finally {
    client.close();
  }
}

/**
 * Puts the checked copy in place of the database, at once: whenever this is cut off, either the old or the new one is there.
 * Only while no service runs on it; a damaged one is kept as it is, its log beside it.
 * @param kept where the old one stays; null where there is none
 */
export function swapIn(coming: string, file: string, kept: string | null): void {
  const alone = kept === null ? null : aloneOn(file);
  try {
    if (kept !== null) keepAside(file, kept);
    // The log of a database that somebody deleted must not be played into this one.
    for (const companion of ['-wal', '-shm', '-journal']) rmSync(`${file}${companion}`, { force: true });
    renameSync(coming, file);
    folderToDisk(file);
  } finally {
    alone?.release();
  }
}

/** @throws StoreError with what to do, while a service runs on it */
export function refuseRunning(file: string): void {
  aloneOn(file).release();
}

/**
 * Writes the restore into the audit trail of each workspace of the checked copy, so that it is there at once with it, whatever
 * dies in between. Its tables stay those of its version.
 * @returns false where that version kept no trail yet
 */
export function noteRestore(coming: string, at: Instant): boolean {
  const client = new Database(coming);
  try {
    if (!hasTable(client, 'audit')) return false;
    client
      .prepare(
        `insert into audit (workspace_id, at, by_id, via, act, about, change)
         select id, ?, null, 'cli', 'restore', null, '{}' from workspaces order by created_at, id`,
      )
      .run(at);
  } finally {
    client.close();
  }
  toDisk(coming);
  return true;
}

/** A second name for the old database; the first one is then given to the new. */
function keepAside(file: string, kept: string): void {
  const whole = toSingleFile(file);
  try {
    linkSync(file, kept);
  } catch (error) {
    // A disk without second names, such as a memory stick.
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test((error as { code?: string }).code ?? '')) throw error;
    copyFileSync(file, kept);
    chmodSync(kept, FILE_MODE);
    toDisk(kept);
  }
  if (!whole && existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`);
}

function aloneOn(file: string) {
  try {
    return holdAlone(file);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new StoreError(`Deskhand is running on ${file}${error.holder}. Stop it first, then restore again.`);
  }
}

/** Takes the log into the database, which works only while nobody else has it open. False when it is damaged. */
function toSingleFile(file: string): boolean {
  const client = new Database(file);
  try {
    const mode = client.pragma('journal_mode = DELETE', { simple: true });
    if (mode === 'delete') return true;
  } catch (error) {
    if (isDamage(error)) return false;
  } finally {
    client.close();
  }
  throw new StoreError(
    `Something is still working on ${file}. Stop Deskhand and its commands first, then restore again.`,
  );
}

/** The system writes it down before anything is done that relies on it. */
export function toDisk(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A name that was given is not lost with the power either; Windows opens no folders, and keeps names by itself. */
function folderToDisk(file: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(dirname(resolve(file)), 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
