/** Finds or starts what the tests need of real servers, once; says in one line what is missing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumHere, lackOf } from './packages.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string | null;
    chromium: string | null;
    /** Asked, it says where the run's one browser is, which is started for whoever asks first. */
    browserDoor: string;
    /** Is there a font with Hebrew and Arabic, and one with Japanese? */
    fonts: boolean;
    dovecot: boolean;
    pgbouncer: boolean;
    postfix: boolean;
  }
}

/** Said in place of what would run on it. */
export const NO_POSTGRES =
  'skipped: PostgreSQL cannot be started, for the Debian package postgresql is missing: apt-get install postgresql, or set PG_URL';

export default async function setup(project: TestProject) {
  const postgres = await startPostgres();
  const chromium = chromiumHere();
  const long = process.argv.some(each => each.includes('vitest.long'));
  const [fonts, dovecot] = [isHere('Pictures in other scripts'), isHere('Dovecot')];
  const postfix = long && isHere('Postfix');
  if (!chromium) isHere('Chromium');
  if (!postgres.url) console.log(NO_POSTGRES);
  project.provide('postgres', postgres.url);
  project.provide('chromium', chromium);
  const browser = await openBrowserDoor(chromium);
  project.provide('browserDoor', browser.url);
  project.provide('fonts', fonts);
  project.provide('dovecot', dovecot);
  project.provide('pgbouncer', postgres.url !== null && isHere('PgBouncer'));
  project.provide('postfix', postfix);
  return async () => {
    await browser.stop();
    await postgres.stop();
  };
}

async function openBrowserDoor(executable: string | null): Promise<{ url: string; stop: () => Promise<void> }> {
  let started: Promise<BrowserServer> | null = null;
  const door = createHttpServer((_, response) => {
    // Loaded only by runs that have a browser test: whoever wants a free port is not to wait for it.
    started ??= import('./browser.ts').then(({ startBrowser }) => startBrowser(executable!));
    started.then(
      server => response.end(server.wsEndpoint()),
      error => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(door.address() as { port: number }).port}`,
    stop: async () => {
      door.close();
      door.closeAllConnections();
      await (await started)?.close();
    },
  };
}

/** What is missing is said on one line. */
function isHere(need: Parameters<typeof lackOf>[0]): boolean {
  const lack = lackOf(need);
  if (lack) console.log(`skipped: ${lack}`);
  return lack === null;
}

/** Below those that the system gives out by itself: one of these may be anybody's the moment it was found to be free. */
const [PORT_MIN, PORT_MAX] = [20_000, 32_000];

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** `PG_URL`, else a server of our own from the machine's binaries, in a folder that goes away; never as root. */
export async function startPostgres(): Promise<{ url: string | null; stop: () => Promise<void> }> {
  const nothing = { url: null, stop: async () => {} };
  if (process.env.PG_URL) return { url: process.env.PG_URL, stop: async () => {} };
  const base = '/usr/lib/postgresql';
  const version = existsSync(base) ? readdirSync(base).sort().at(-1) : undefined;
  const bin = version ? join(base, version, 'bin') : null;
  if (!bin || !existsSync(join(bin, 'initdb'))) return nothing;
  const root = process.getuid?.() === 0;
  if (root && spawnSync('id', ['postgres']).status !== 0) return nothing;
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-pg-'));
  const port = await freePort();
  const run = (command: string, args: string[]) => {
    const [file, rest] = root
      ? ['runuser', ['-u', 'postgres', '--', join(bin, command), ...args]]
      : [join(bin, command), args];
    execFileSync(file, rest, { stdio: 'ignore', cwd: folder });
  };
  if (root) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']);
  // What a crash of the machine would lose is not tested here; processes that die lose nothing by it.
  const quick = '-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off';
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' ${quick} -c max_connections=300`;
  run('pg_ctl', ['-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start']);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
