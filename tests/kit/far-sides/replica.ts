/** A real PostgreSQL with a streaming replica, both of the test's own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../servers.ts';

export interface Replicated {
  /** Of the database itself. */
  url: string;
  replicaUrl: string;
  /** Nothing arrives at the replica any more, or again. */
  holdReplay(): void;
  goOnReplaying(): void;
  /** The replica's processes stand still, as on a machine that hangs. */
  freeze(): void;
  thaw(): void;
  stopReplica(): void;
  startReplica(): void;
  /** The database as it is now, put back from a backup on another server, where it goes on by itself. */
  putBack(): Promise<string>;
  stop(): Promise<void>;
}

/** Where Debian has them; a server elsewhere, named by `PG_URL`, can be given no replica. */
export const PROGRAMS = '/usr/lib/postgresql';

export async function startReplicated(): Promise<Replicated> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-replica-'));
  const bin = join(PROGRAMS, readdirSync(PROGRAMS).sort().at(-1)!, 'bin');
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  const run = (command: string, ...args: string[]) => {
    const program = [join(bin, command), ...args];
    const [file, ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...program] : program;
    return execFileSync(file!, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  };
  const [port, replicaPort] = [await freePort(), await freePort()];
  const options = (at: number) =>
    `-p ${at} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c shared_buffers=16MB -c max_connections=60 -c wal_keep_size=64MB -c autovacuum=off`;
  const [data, copy, back] = [join(folder, 'data'), join(folder, 'copy'), join(folder, 'back')];
  const start = (which: string, at: number) =>
    run('pg_ctl', '-D', which, '-w', '-l', join(folder, `${at}.log`), '-o', options(at), 'start');
  const urlOf = (at: number) => `postgres://postgres@127.0.0.1:${at}/postgres`;
  const sql = (at: number, words: string) => run('psql', '-tAc', words, urlOf(at));
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8');
  start(data, port);
  run('pg_basebackup', '-D', copy, '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-d', urlOf(port));
  start(copy, replicaPort);
  const stop = (which: string) => {
    if (existsSync(join(which, 'postmaster.pid'))) run('pg_ctl', '-D', which, '-w', '-m', 'immediate', 'stop');
  };
  /** The server and its children, found by the one it was started as. */
  const signal = (name: string) => {
    const [main] = readFileSync(join(copy, 'postmaster.pid'), 'utf8').split('\n');
    const children = spawnSync('pgrep', ['-P', main!], { encoding: 'utf8' }).stdout.trim().split('\n');
    for (const each of [main!, ...children].filter(Boolean)) process.kill(Number(each), name as NodeJS.Signals);
  };
  return {
    url: urlOf(port),
    replicaUrl: urlOf(replicaPort),
    holdReplay: () => void sql(replicaPort, 'select pg_wal_replay_pause()'),
    goOnReplaying: () => void sql(replicaPort, 'select pg_wal_replay_resume()'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stopReplica: () => stop(copy),
    startReplica: () => void start(copy, replicaPort),
    putBack: async () => {
      const at = await freePort();
      run('pg_basebackup', '-D', back, '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-d', urlOf(port));
      start(back, at);
      run('pg_ctl', '-D', back, '-w', 'promote');
      return urlOf(at);
    },
    stop: async () => {
      stop(back);
      stop(copy);
      stop(data);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
