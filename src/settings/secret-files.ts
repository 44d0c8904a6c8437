/** Secrets that the environment names a file for, as containers and service managers hand them in: `NAME_FILE` for `NAME`. */
import { readFileSync, statSync } from 'node:fs';
import { isSecretName, learnEnvironment } from '../core/hush.ts';

type Env = Readonly<Record<string, string | undefined>>;

const FILE = '_FILE';
/** These have a password in them, without being called so. */
const ADDRESSES = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL'];
/** A key or a password has a line; what is larger is another file. */
const FILE_BYTES_MAX = 64 * 1024;

/**
 * A value of the environment, or of the file that it names for it.
 * @returns undefined where neither is set; `problem`: the file cannot be used, in a whole sentence
 */
export function valueIn(env: Env, name: string): { value: string | undefined; problem: string | null } {
  const path = mayBeInFile(name) ? env[`${name}${FILE}`]?.trim() : null;
  if (env[name] || !path) return { value: env[name], problem: null };
  try {
    if (statSync(path).size > FILE_BYTES_MAX) return unusable(name, path, `it has more than ${FILE_BYTES_MAX} bytes`);
    const value = readFileSync(path, 'utf8').trim();
    if (value === '') return unusable(name, path, 'it is empty');
    learnEnvironment({ [name]: value });
    return { value, problem: null };
  } catch (error) {
    return unusable(name, path, (error as NodeJS.ErrnoException).code ?? 'it cannot be read');
  }
}

/** Files that may hold a secret which is not in the environment itself. */
export function secretFiles(env: Env): string[] {
  return Object.keys(env).flatMap(name => {
    const of = name.endsWith(FILE) ? name.slice(0, -FILE.length) : null;
    const path = of && mayBeInFile(of) && !env[of] ? env[name]?.trim() : null;
    return path ? [path] : [];
  });
}

/** Files of other programs, such as their logs, are none of ours. */
function mayBeInFile(name: string): boolean {
  return ADDRESSES.includes(name) || isSecretName(name);
}

function unusable(name: string, path: string, why: string) {
  const problem = `${name}${FILE} names ${path}, which cannot be used (${why}). Put the secret into that file, on one line, and let whoever runs Deskhand read it.`;
  return { value: undefined, problem };
}
