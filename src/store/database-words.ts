/** Classifies errors while a message is stored, and words them. */

import { damageWords, isDamage } from './damage.ts';

/** Causes under causes that are followed; past this it is a circle. */
const CAUSES_MAX = 10;

interface Cause {
  code: string;
  message: string;
}

/**
 * An error and everything under it, outermost first: a wrapper says "Failed query", and only what stands under its `cause`
 * says why. Several at once (an address with two numbers, both refused) count each.
 */
export function causesOf(error: unknown): Cause[] {
  const found: Cause[] = [];
  const left: unknown[] = [error];
  while (left.length && found.length < CAUSES_MAX) {
    const at = left.shift();
    if (at === null || typeof at !== 'object') {
      if (at !== undefined && at !== null) found.push({ code: '', message: String(at) });
      continue;
    }
    const { code, message, cause, errors } = at as Partial<Record<'code' | 'message' | 'cause' | 'errors', unknown>>;
    found.push({ code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' });
    left.push(cause, ...(Array.isArray(errors) ? errors : []));
  }
  return found;
}

/**
 * Is it surely the message's own doing? Only these: PostgreSQL's data exceptions (class 22: a character it cannot store)
 * and limits of a single value (class 54), and SQLite's value that is too big. Anything else (the disk, the connection, a
 * secret, memory, a mistake of ours) says nothing about the message: it stays at its source and comes again.
 */
export function isAboutTheMessage(error: unknown): boolean {
  return causesOf(error).some(({ code }) => /^(22|54)[0-9A-Z]{3}$/.test(code) || code === 'SQLITE_TOOBIG');
}

/** Is the database itself full, away or busy? Then it is no use to go on with the next one. */
export function isDatabaseTrouble(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, message }) =>
      /^SQLITE_(?!TOOBIG|CONSTRAINT|ERROR|MISMATCH|RANGE)/.test(code) ||
      /^(08|25|40|53|55|57|58|XX)[0-9A-Z]{3}$/.test(code) ||
      /^(E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|NOSPC|DQUOT|ROFS|IO|MFILE|NFILE)|ENOMEM)/.test(
        code,
      ) ||
      /connection|timeout|timed out|too many/i.test(message),
  );
}

/** What an admin reads on `/readyz` and in the log when the database fails. */
export function databaseWords(error: unknown): string {
  const causes = causesOf(error);
  if (causes.some(({ code }) => code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === '53100')) {
    return 'The disk is full. Free some space; mail and chats wait at their source and are taken as soon as there is room.';
  }
  if (causes.some(({ code }) => code.startsWith('SQLITE_READONLY') || code === 'EROFS'))
    return 'The database file cannot be written to. Check its owner and its rights.';
  const damage = causes.find(each => isDamage(each));
  if (damage) return damageWords(null, damage.message);
  // The innermost one says why; a wrapper would show the query with a customer's words in it.
  const why = causes.findLast(each => each.message || each.code);
  const words = why?.message || why?.code || 'no reason was given';
  return isDatabaseTrouble(error) ? `The database does not answer: ${words}` : `Something failed here: ${words}`;
}
