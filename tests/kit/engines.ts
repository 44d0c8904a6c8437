/** Fresh databases of both engines; Postgres only where a server was found. */
import pg from 'pg';
import { inject } from 'vitest';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

export interface EngineKind {
  name: 'sqlite' | 'postgres';
  /** False where this machine has no server: the tests are skipped then. */
  there: boolean;
  open(): Promise<{ engine: Engine; close(): Promise<void>; url: string }>;
}

let made = 0;

/** Only where a server was found. */
export async function openFreshPostgres() {
  const url = await freshPostgres();
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

export async function freshPostgres(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgres')!;
  const name = `t_${process.pid}_${++made}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}

export function engineKinds(): EngineKind[] {
  return [
    {
      name: 'sqlite',
      there: true,
      open: async () => {
        const engine = await openSqlite(':memory:');
        return { engine, close: () => engine.close(), url: 'sqlite::memory:' };
      },
    },
    { name: 'postgres', there: inject('postgres') !== null, open: openFreshPostgres },
  ];
}
