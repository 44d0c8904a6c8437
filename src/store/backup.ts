/** Looks after copies of a database: whether one is whole, and whether nobody else has a file open. */
import Database from 'better-sqlite3';
import { StoreError } from './engine.ts';

export function checkCopy(file: string): void {
  let client: Database.Database | null = null;
  try {
    client = new Database(file, { readonly: true, fileMustExist: true });
    const [first] = client.pragma('quick_check') as { quick_check: string }[];
    if (first?.quick_check !== 'ok')
      throw new StoreError(`${file} is damaged: ${first?.quick_check}. Use another backup.`);
    const table = client.prepare(`select 1 from sqlite_master where name = 'enquiries'`).get();
    if (!table) throw new StoreError(`${file} is no backup of Deskhand. Name a file made by "deskhand backup".`);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `${file} cannot be opened as a database: ${(error as Error).message}. Name a file made by "deskhand backup".`,
    );
  } finally {
    client?.close();
  }
}

/** Brings a database to a single file, which works only while nobody else has it open. */
export function takeAlone(file: string): void {
  const client = new Database(file);
  try {
    const mode = client.pragma('journal_mode = DELETE', { simple: true });
    if (mode !== 'delete') throw new StoreError('still in use');
  } catch {
    throw new StoreError(`Deskhand is running on ${file}. Stop it first, then restore again.`);
  } finally {
    client.close();
  }
}
