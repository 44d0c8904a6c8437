/** What SQLite and PostgreSQL have in common for everything above them. */
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { CommitResult, Op } from '../ports/store.ts';
import type { Tables } from './tables.ts';

/** A topic: the line to the other processes was broken, or there is none; whatever was said is read again. */
export const MISSED = '*';

/** Typed as SQLite, cast for Postgres; `async` so that only awaited queries type-check. */
export type Db = BaseSQLiteDatabase<'async', unknown>;

/** Values as the drivers take them. */
export type SqlValue = string | number | null | Uint8Array | boolean;

/** Addresses of PostgreSQL beside that of the database itself. */
export interface Beside {
  /** Where the database is reached through a pooler: past that one. */
  directUrl?: string | null;
  /** Of a replica, for figures and exports. */
  readUrl?: string | null;
  /** Hears sentences for whoever runs it. */
  onNotice?: ((words: string) => void) | undefined;
}

export interface Engine {
  readonly kind: 'sqlite' | 'postgres';
  /** The columns that a row is known by, as `on conflict` wants them. */
  readonly key: 'id' | 'workspace_id, id';
  readonly db: Db;
  readonly tables: Tables;
  /** All or nothing. */
  commit(ops: Op[], workspaceId: string): Promise<CommitResult>;
  /** Raw SQL with `?` for values; column names come back as they are in the database. */
  rows<T>(sql: string, values: SqlValue[]): Promise<T[]>;
  /** The same, away from the event loop, for reads that may take longer than 20 ms. */
  slowRows<T>(sql: string, values: SqlValue[]): Promise<T[]>;
  /** The same for figures, on a replica where there is one; absent where there is none. */
  figureRows?<T>(sql: string, values: SqlValue[]): Promise<T[]>;
  /**
   * Reads that all see the database as it is at this moment, whatever others write meanwhile. Where a replica breaks in the
   * middle, `work` is done once more, from its beginning.
   */
  snapshot<T>(work: (frozen: Pick<Engine, 'kind' | 'tables' | 'slowRows'>) => Promise<T>): Promise<T>;
  /** Throws a sentence when the database cannot be written to. */
  check(): Promise<void>;
  /** What is not as it was set, and stops nothing, in sentences. */
  troubles?(): string[];
  /** Runs what other processes publish; `publish` reaches them and, at once, this one. */
  publish(topic: string): void;
  subscribe(listener: (topic: string) => void): () => void;
  /** A consistent copy of the whole database in a file; SQLite only. */
  backup(file: string): Promise<void>;
  /** The file of the database; null where it is none of ours. */
  readonly file: string | null;
  /**
   * Leaves nothing of what was deleted in the database's files, as far as that is ours to do.
   * @returns `busy`: somebody reads at this moment, to be tried again. `later`: what lies unread in its pages goes at the next
   * start of the service, because it is large
   */
  clean(): Promise<'done' | 'busy' | 'later'>;
  close(): Promise<void>;
}

/** What wakes the workers of a workspace in other processes: it has a new job. */
export function jobsTopic(workspaceId: string): string {
  return `jobs:${workspaceId}`;
}

/** An error of the database's own, told to an admin: what, why, what to do. */
export class StoreError extends Error {
  override name = 'StoreError';
}
