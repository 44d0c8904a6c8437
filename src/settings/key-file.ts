/** The key that seals secrets, where it is kept: in the environment, or in a file beside the SQLite database. */
import { chmodSync, existsSync, lstatSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from './env.ts';
import { secretKey } from './start.ts';

type KeySettings = Pick<Settings, 'secretKey' | 'databaseUrl'>;

/** Null where the environment has the key, or the database is no file. */
export function keyFileOf({ secretKey: given, databaseUrl }: KeySettings): string | null {
  if (given || !databaseUrl.startsWith('sqlite:')) return null;
  const database = databaseUrl.slice('sqlite:'.length);
  return database === ':memory:' ? null : join(dirname(database), 'deskhand.key');
}

/** The key as it is written down, without making one; null where there is none yet. */
export function writtenKey(settings: KeySettings): string | null {
  if (settings.secretKey) return settings.secretKey;
  const file = keyFileOf(settings);
  if (!file || !existsSync(file)) return null;
  const text = readFileSync(file, 'utf8').trim();
  if (!isKey(text))
    throw new Error(
      `${file} does not hold a key: it must be 32 bytes in base64. Put the file back from your copy; nothing was changed.`,
    );
  return text;
}

/** Reads it each time it is asked, since it may have been changed meanwhile; it is made where there is none. */
export function configuredKey(settings: Settings, random: (bytes: number) => Uint8Array): () => string {
  let last = writtenKey(settings) ?? secretKey(settings, random);
  return () => {
    last = writtenKey(settings) ?? last;
    return last;
  };
}

/**
 * Puts a new key into the file, and keeps the old one beside it: copies of the database made before need it.
 * Killed in between, it does no harm when it is done again.
 * @param fingerprint of the old key
 * @returns where the old one is now
 */
export function replaceKeyFile(file: string, keys: { from: string; to: string }, fingerprint: string): string {
  const kept = `${file}.${fingerprint}`;
  for (const [name, key] of [
    [kept, keys.from],
    [file, keys.to],
  ] as const) {
    writePrivate(`${name}.part`, `${key}\n`);
    renameSync(`${name}.part`, name);
  }
  return kept;
}

/** The key in a file that somebody named; made there, readable by its owner alone, where the file is not there yet. */
export function keyInFile(file: string, random: (bytes: number) => Uint8Array): { key: string; made: boolean } {
  const made = !existsSync(file);
  if (made && lstatSync(file, { throwIfNoEntry: false }))
    throw new Error(`${file} is a link that leads nowhere. Name the file itself; nothing was changed.`);
  // Nor through one that somebody put there a moment ago.
  if (made) writePrivate(file, `${Buffer.from(random(32)).toString('base64')}\n`, 'wx');
  else refuseOthers(file);
  const key = readFileSync(file, 'utf8').trim();
  if (!isKey(key))
    throw new Error(
      `${file} does not hold a key: it must be 32 bytes in base64, as "openssl rand -base64 32" makes them. Nothing was changed.`,
    );
  return { key, made };
}

export function isKey(text: string): boolean {
  return text.split(',').every(each => Buffer.from(each.trim(), 'base64').length === 32);
}

/** Whoever else can write into it knows the key, or chooses it. */
function refuseOthers(file: string): void {
  const { mode, uid } = statSync(file);
  const own = process.getuid?.() ?? uid;
  if ((mode & 0o022) === 0 && (uid === own || uid === 0)) return;
  throw new Error(
    `Others can write into ${file}, so they may know the key in it. Name a file in a folder of your own, or take their rights away with "chmod 600 ${file}" if you made it. Nothing was changed.`,
  );
}

function writePrivate(file: string, text: string, flag: 'w' | 'wx' = 'w'): void {
  writeFileSync(file, text, { mode: 0o600, flush: true, flag });
  chmodSync(file, 0o600);
}
