/** Looks whether a copy of a database is whole, before anybody relies on it. */
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
