/** Fresh databases of both engines; Postgres only where a server was found. */
import pg from 'pg';
import { inject } from 'vitest';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openMemory } from './migrated.ts';

export interface EngineKind {
  name: 'sqlite' | 'postgres';
  /** False where this machine has no server: the tests are skipped then. */
  there: boolean;
  open(): Promise<{ engine: Engine; close(): Promise<void>; url: string }>;
}

let made = 0;

/** Only where a server was found. Its tables are copied: to make them anew costs more than most of what a test does. */
export async function openFreshPostgres() {
  template ??= makeTemplate();
  const url = await freshPostgres(await template);
  const engine = await openPostgres(url.url, `test:${process.pid}:${made}`);
  return {
    engine,
    url: url.url,
    close: async () => {
      await engine.close();
      await url.drop();
    },
  };
}

/** One for each process of tests; it goes with the server, or is made anew where the server stays. */
let template: Promise<string> | null = null;

async function makeTemplate(): Promise<string> {
  const name = `t_tables_${process.pid}`;
  await run(`drop database if exists ${name}`);
  await run(`create database ${name}`);
  await (await openPostgres(urlOf(name), `test:${process.pid}:tables`)).close();
  return name;
}

/** The one line on which a process of tests makes and drops its databases: a new one for each costs as much as the work itself. */
let line: Promise<pg.Client> | null = null;

async function run(sql: string): Promise<void> {
  line ??= openLine();
  await (await line).query(sql);
}

async function openLine(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: inject('postgres')! });
  const over = () => {
    line = null;
  };
  client.on('error', over);
  client.on('end', over);
  try {
    await client.connect();
  } catch (error) {
    over();
    throw error;
  }
  // It is no test's own: it stays for the next one, and ends with the process.
  (client as pg.Client & { unref(): void }).unref();
  return client;
}

function urlOf(database: string): string {
  const url = new URL(inject('postgres')!);
  url.pathname = `/${database}`;
  return url.href;
}

/** @param like the database that it is a copy of; by default it is empty */
export async function freshPostgres(like = 'template1'): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `t_${process.pid}_${++made}`;
  // Copied as files: half the work of copying it through the log.
  await run(`create database ${name} template ${like} strategy file_copy`);
  return { url: urlOf(name), drop: () => run(`drop database ${name} with (force)`) };
}

export function engineKinds(): EngineKind[] {
  return [
    {
      name: 'sqlite',
      there: true,
      open: async () => {
        const engine = await openMemory();
        return { engine, close: () => engine.close(), url: 'sqlite::memory:' };
      },
    },
    { name: 'postgres', there: inject('postgres') !== null, open: openFreshPostgres },
  ];
}
