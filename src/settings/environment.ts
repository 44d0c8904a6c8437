/** The environment as it is now: what the process was started with, over what `.env` says, which may change meanwhile. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Env } from './env.ts';

interface LiveEnvironment {
  /** Reads `.env` again; what the process itself was given goes first, as at the start. */
  now(): Env;
  /** Where it is read from. */
  readonly file: string;
}

/** @param env with `.env` in it, as it was loaded at the start */
export function liveEnvironment(env: Env, file = '.env'): LiveEnvironment {
  const before = readIn(file);
  const own = Object.fromEntries(Object.entries(env).filter(([name, value]) => before[name] !== value));
  return { now: () => ({ ...readIn(file), ...own }), file };
}

function readIn(file: string): Env {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    // There is none, as for whoever sets everything elsewhere.
    return {};
  }
}
