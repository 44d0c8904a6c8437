/** Keeps the database and its copies from other accounts of this machine: files 0600, folders 0700, old ones corrected. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';

export const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** What anybody but the owner may do. */
const OTHERS = 0o077;
/** Set on folders such as /tmp, which many share. */
const STICKY = 0o1000;
/** What SQLite writes beside a database, with the rights that the database has at that moment. */
const COMPANIONS = ['', '-wal', '-shm', '-journal', '.lock', '.pid', '.erased.jsonl'];
const KEY_FILE = 'deskhand.key';
const SQLITE_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** A folder for the database; the ones that are made on the way are the owner's alone. */
export function makePrivateFolder(folder: string): void {
  // Said in full: in a working folder that was deleted, Node would try to make a relative one for ever.
  mkdirSync(resolve(folder), { recursive: true, mode: FOLDER_MODE });
}

/** Makes an empty file that only its owner can read, or takes everybody else's rights from the one that is there. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, 'a', FILE_MODE));
  takeRights(file, FILE_MODE);
}

/**
 * Mends a database that was made by an older version, its companions, its copies, the key and its folder. Whatever
 * belongs to somebody else stays as it is: then they look after it.
 */
export function mendRights(file: string): void {
  for (const each of COMPANIONS) takeRights(`${file}${each}`, FILE_MODE);
  const folder = dirname(resolve(file));
  for (const name of readdirSync(folder))
    if (isKeyFile(name) || isCopyOf(name, file)) takeRights(join(folder, name), FILE_MODE);
  if (holdsOnlyOurs(folder, file)) takeRights(folder, FOLDER_MODE);
}

function takeRights(path: string, mode: number): void {
  if (!existsSync(path)) return;
  const now = statSync(path);
  if ((now.mode & OTHERS) === 0 || !isMine(now.uid)) return;
  chmodSync(path, mode);
}

/** Windows has no such rights, and no such function. */
function isMine(uid: number): boolean {
  const me = process.geteuid?.();
  return me !== undefined && (me === uid || me === 0);
}

/** With those of before, `deskhand.key.1a2b3c4d`. */
function isKeyFile(name: string): boolean {
  return name === KEY_FILE || name.startsWith(`${KEY_FILE}.`);
}

/** `deskhand.db.before-0012_...`, `deskhand.db.before-restore-2-wal`. */
function isCopyOf(name: string, file: string): boolean {
  return name.startsWith(`${basename(file)}.before-`) || name === `${basename(file)}.restoring`;
}

/**
 * A folder that other programs use too must stay open to them: it is closed only when everything in it is a database, its
 * companions or the key, and it is not a folder that people or the whole machine work in.
 */
function holdsOnlyOurs(folder: string, file: string): boolean {
  if (statSync(folder).mode & STICKY) return false;
  if ([process.cwd(), homedir()].some(each => isSameOrInside(each, folder))) return false;
  return readdirSync(folder).every(
    name =>
      isKeyFile(name) ||
      COMPANIONS.some(each => name === `${basename(file)}${each}`) ||
      isCopyOf(name, file) ||
      isDatabase(join(folder, name.replace(/-(wal|shm|journal)$/, ''))),
  );
}

function isSameOrInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !way.startsWith('..');
}

function isDatabase(path: string): boolean {
  try {
    const start = Buffer.alloc(SQLITE_HEADER.length);
    const handle = openSync(path, 'r');
    try {
      readSync(handle, start, 0, start.length, 0);
    } finally {
      closeSync(handle);
    }
    return start.equals(SQLITE_HEADER);
  } catch {
    return false;
  }
}
