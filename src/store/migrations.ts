/** The changes to the tables that this version knows, and what a database has of them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, StoreError } from './engine.ts';

const ROOT = join(import.meta.dirname, '../..');
const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
/** Of no workspace; beside it lies what a health check writes. */
const INSTALLATION = 'probe';
/** Written with each change: an older version names it when it refuses the database. */
const CHANGED_BY = 'tables_changed_by';

/** As drizzle-kit writes it down. */
interface Known {
  tag: string;
  when: number;
}

/** One change to the tables, as it is run and recorded. */
export interface Migration extends Known {
  statements: string[];
  /** Of the file's text, as it stands in the database's own record. */
  hash: string;
}

/** Who changed the tables of a database last. */
export interface ChangedBy {
  version: string;
  newest: string;
}

/** @returns the folder with the migrations of an engine */
export function migrationsOf(engine: 'sqlite' | 'postgres'): string {
  return join(ROOT, 'migrations', engine);
}

export function journal(folder = migrationsOf('sqlite')): Known[] {
  return JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')).entries;
}

/** Those that a database with these migrations still needs, in order. */
export function missingOf(applied: number[], folder: string): Migration[] {
  const last = Math.max(0, ...applied);
  return journal(folder)
    .filter(each => each.when > last)
    .map(({ tag, when }) => {
      const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
      const hash = createHash('sha256').update(text).digest('hex');
      return { tag, when, hash, statements: text.split('--> statement-breakpoint') };
    });
}

/** Where a copy of a database is put before a migration changes it; the next one where that name is taken. */
export function beforeMigration(file: string, tag = 'migration'): string {
  return freeName(`${file}.before-${tag}`);
}

/** The first name that nothing has yet: a second copy must not throw away the first. */
export function freeName(name: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/**
 * What is still to be done in a database with these migrations.
 * @param applied their times; none in a database that is new
 * @throws StoreError when it was made by a newer version
 */
export function pendingOf(applied: number[], known: Known[], by?: ChangedBy | null): { steps: string[]; done: number } {
  refuseNewer(applied, known, by);
  const last = Math.max(0, ...applied);
  return { steps: known.filter(each => each.when > last).map(each => each.tag), done: applied.length };
}

/**
 * A database that a newer version has changed may hold what this version would damage.
 * @param by who changed it last; null where that was before versions wrote it down
 */
export function refuseNewer(applied: number[], known: Known[], by: ChangedBy | null = null) {
  if (!isNewer(applied, known)) return;
  const changed = by ? `Deskhand ${by.version} changed its tables last, by ${by.newest}` : 'It has later tables';
  throw new StoreError(
    `This database was made by a newer version of Deskhand. Start that version, or restore a backup from before the upgrade. ${changed}; this is Deskhand ${VERSION}, which knows them up to ${known.at(-1)?.tag}.`,
  );
}

export function isNewer(applied: number[], known: Known[]): boolean {
  const newest = known.at(-1)?.when ?? 0;
  return applied.some(when => when > newest);
}

/**
 * Records who changed the tables; in the same transaction as the change.
 * @param key the columns of the engine's keys
 */
export function recordChange(newest: string, key: Engine['key']): string {
  const value = JSON.stringify({ version: VERSION, newest } satisfies ChangedBy).replaceAll(`'`, `''`);
  return `insert into settings (id, workspace_id, value) values ('${CHANGED_BY}', '${INSTALLATION}', '${value}')
    on conflict (${key}) do update set value = excluded.value`;
}

/** Reads it again. The answer is for `changedByOf`. */
export const WHO_CHANGED = `select value from settings where workspace_id = '${INSTALLATION}' and id = '${CHANGED_BY}'`;

/** @param value as the database gives it: text in SQLite, already parsed in PostgreSQL */
export function changedByOf(value: unknown): ChangedBy | null {
  const found = (typeof value === 'string' ? JSON.parse(value) : value) as Partial<ChangedBy> | null | undefined;
  return found?.version && found.newest ? { version: found.version, newest: found.newest } : null;
}

/** What an admin hears of a change to the tables. */
export function changedWords(tags: string[], kept: string): string {
  return `The tables were changed for Deskhand ${VERSION} (${tags.join(', ')}). ${kept}`;
}
