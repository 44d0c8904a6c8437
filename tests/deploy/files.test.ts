import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KNOWN } from '../../src/app/adapters.ts';
import { readEnv } from '../../src/settings/env.ts';
import { checkCopy } from '../../src/store/backup.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const UNITS = ['deploy/deskhand.service', 'deploy/deskhand-backup.service', 'deploy/deskhand-backup.timer'];
const PAGES = ['docs/deploy.md', 'docs/upgrade.md'];
const ALL = readdirSync(join(ROOT, 'deploy')).map(each => `deploy/${each}`);
const packageJson = JSON.parse(read('package.json'));
/** What the first listener gets where nothing is said. */
const PORT = readEnv({}, KNOWN).settings.port;
const SLACK = { SLACK_APP_TOKEN: 'xapp-1-A-1-a', SLACK_BOT_TOKEN: 'xoxb-1-a' };

/** Of a unit, by its keys; of several the last. */
const unit = (file: string) =>
  Object.fromEntries([...read(file).matchAll(/^([A-Za-z]+)=(.*)$/gm)].map(([, key, value]) => [key!, value!]));

interface Compose {
  services: Record<string, { environment?: Record<string, string>; build?: { context: string; dockerfile: string } }>;
}
/** What a service is started with, where `.env` has these lines. */
const started = (file: string, given: Record<string, string>) =>
  Object.fromEntries(
    Object.entries((parse(read(file)) as Compose).services.deskhand!.environment!).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)(:\?[^}]*)?\}/g, (_, variable) => given[variable] ?? ''),
    ]),
  );

describe('what deploy/ and its pages name', () => {
  test('is there: paths of the program, pages, and commands', () => {
    const commands = [...read('src/cli.ts').matchAll(/\.command\('([\w-]+)'\)/g)].map(([, name]) => name);
    for (const file of [...ALL, ...PAGES, 'SECURITY.md']) {
      const text = read(file);
      for (const [, path] of text.matchAll(/\/opt\/deskhand(?:-<version>)?\/([\w./*-]*[\w*])/g)) {
        const found = path!.includes('*')
          ? ALL.some(each => each.startsWith(path!.split('*')[0]!))
          : existsSync(join(ROOT, path!));
        expect(found, `${file} names ${path}`).toBe(true);
      }
      for (const [, path] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
        expect(existsSync(join(ROOT, file, '..', path!)), `${file} links ${path}`).toBe(true);
      for (const [, name] of text.matchAll(/(?:-- deskhand|--rm deskhand|start\.cjs"?) (\w[\w-]*)/g))
        expect(commands, `${file} says ${name}`).toContain(name);
    }
    expect(commands).toContain('upgrade');
  });

  test('is one version of Node, one port and one path of health', () => {
    const docker = read('deploy/Dockerfile');
    const major = /^>=(\d+)$/.exec(packageJson.engines.node)![1];
    expect(docker).toMatch(new RegExp(`^FROM node:${major}-`, 'm'));
    const nodes = [...read('docs/deploy.md').matchAll(/\bv(\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    expect(new Set(nodes)).toEqual(new Set([packageJson.devDependencies.node]));
    expect(docker).toContain(`PORT=${PORT}`);
    expect(docker).toContain(`EXPOSE ${PORT}`);
    expect(docker).toMatch(/HEALTHCHECK[^\n]*\\\n.*\/readyz/);
    expect(read('deploy/Caddyfile')).toContain(`reverse_proxy {$DESKHAND_UPSTREAM:127.0.0.1:${PORT}}`);
    expect(parse(read('deploy/compose.yaml')).services.caddy.environment.DESKHAND_UPSTREAM).toBe(`deskhand:${PORT}`);
  });

  test('shuts /metrics, before anything is handed on', () => {
    expect(read('deploy/Caddyfile')).toMatch(
      /@monitoring path \/metrics [\s\S]*respond @monitoring 404[\s\S]*reverse_proxy/,
    );
  });
});

describe('a container', () => {
  test('holds what is copied and nothing else of the folder, and is not run by root', () => {
    const docker = read('deploy/Dockerfile');
    const copied = [...docker.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, from]) => from!.split(' '));
    for (const each of copied) expect(existsSync(join(ROOT, each)), each).toBe(true);
    const [first, ...rest] = read('.dockerignore')
      .split('\n')
      .filter(line => line && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(rest.map(line => line.replace(/^!/, '')).sort()).toEqual([...copied].sort());
    expect(docker.match(/^USER .*$/gm)?.at(-1)).toBe('USER node');
    const { build } = (parse(read('deploy/compose.yaml')) as Compose).services.deskhand!;
    expect(existsSync(join(ROOT, 'deploy', build!.context, build!.dockerfile))).toBe(true);
  });

  test('is started with settings that are known and right, on SQLite and on PostgreSQL', () => {
    const env = { DESKHAND_ADDRESS: 'desk.shop.example' };
    const sqlite = started('deploy/compose.yaml', env);
    for (const name of Object.keys(sqlite)) expect(read('docs/operations.md')).toContain(`\`${name}\``);
    // The whole of .env reaches the program, with what is meant for others.
    const one = readEnv({ ...SLACK, ...env, POSTGRES_PASSWORD: 'secret', ...sqlite }, KNOWN);
    expect({ problems: one.problems, notes: one.notes }).toEqual({ problems: [], notes: [] });
    expect(one.settings).toMatchObject({ host: '0.0.0.0', publicUrl: 'https://desk.shop.example' });
    expect(one.settings.trusts('172.31.77.9')).toBe(true);
    expect(one.settings.trusts('172.31.78.9')).toBe(false);
    const key = Buffer.alloc(32, 1).toString('base64');
    const more = started('deploy/compose.postgres.yaml', { POSTGRES_PASSWORD: 'secret', DESKHAND_SECRET_KEY: key });
    const two = readEnv({ ...SLACK, ...sqlite, ...more }, KNOWN);
    expect(two.problems).toEqual([]);
    expect(two.settings.databaseUrl).toBe('postgres://deskhand:secret@database/deskhand');
    expect(readEnv({ ...SLACK, ...sqlite, ...more, DESKHAND_SECRET_KEY: '' }, KNOWN).problems).toHaveLength(1);
  });
});

describe('a service of systemd', () => {
  test('writes only to its own folder, has no rights, and has longer for a stop than a stop takes', () => {
    const [service, backup, timer] = UNITS.map(unit);
    for (const each of [service!, backup!]) {
      expect(each).toMatchObject({
        User: 'deskhand',
        StateDirectory: 'deskhand',
        WorkingDirectory: '/var/lib/deskhand',
      });
      expect(each).toMatchObject({ ProtectSystem: 'strict', NoNewPrivileges: 'yes', CapabilityBoundingSet: '' });
    }
    const stopMs = Number(/STOP_WITHIN_MS = ([\d_]+)/.exec(read('src/main.ts'))![1]!.replace('_', ''));
    expect(Number(service!.TimeoutStopSec) * 1_000).toBeGreaterThan(stopMs);
    expect(timer!.Persistent).toBe('true');
    // The program's own code for settings that are wrong.
    expect(service!.RestartPreventExitStatus).toBe('2');
  });

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-deploy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('copies every night, keeps the newest copies, and hands the new one on; a copy that fails takes none away', async () => {
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, 'backups'));
    const file = join(folder, 'data/deskhand.db');
    await (await openSqlite(file)).close();
    const old = ['2026-01-01-031500', '2026-01-02-031500', '2026-01-03-031500'].map(day => `deskhand-${day}.db`);
    for (const each of [...old, 'mine.db']) writeFileSync(join(folder, 'backups', each), '');
    const after = join(folder, 'after');
    writeFileSync(after, '#!/bin/sh\necho "took $1" > took\n');
    chmodSync(after, 0o755);
    const env = { PATH: process.env.PATH, NODE: process.execPath, BACKUPS_KEPT: '2', AFTER_BACKUP: after };
    const run = () => promisify(execFile)('/bin/sh', [join(ROOT, 'deploy/backup.sh')], { cwd: folder, env });
    await run();
    const kept = readdirSync(join(folder, 'backups')).sort();
    expect(kept).toEqual([old[2], expect.stringMatching(/^deskhand-\d{4}-\d\d-\d\d-\d{6}\.db$/), 'mine.db']);
    expect(() => checkCopy(join(folder, 'backups', kept[1]!))).not.toThrow();
    expect(readFileSync(join(folder, 'took'), 'utf8')).toBe(`took backups/${kept[1]}\n`);
    writeFileSync(file, 'no database any more, but more than a hundred characters of something else'.repeat(20));
    await expect(run()).rejects.toThrow(/damaged|not a database/);
    expect(readdirSync(join(folder, 'backups')).sort()).toEqual(kept);
  });
});
