/** What is said, and what is done, when the database itself fails. */

import { damageWords, isDamage } from '../store/damage.ts';

/** The database is full, away or busy: the input is fine and comes again. Any other error is about the input itself. */
export function isDatabaseTrouble(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(SQLITE_(?!TOOBIG)|08|40|53|55|57|58|ECONN|ETIMEDOUT|EPIPE|ENOSPC)/.test(code) ||
    /connection|timeout|too many/i.test(message)
  );
}

/** What an admin reads on `/readyz` and in the log when the database fails. */
export function databaseWords(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return 'The disk is full. Free some space; mail and chats wait at their source and are taken as soon as there is room.';
  }
  if (code.startsWith('SQLITE_READONLY'))
    return 'The database file cannot be written to. Check its owner and its rights.';
  if (isDamage(error)) return damageWords(null, message);
  return `The database does not answer: ${message}`;
}
