/**
 * Secrets of every kind are planted, and far sides repeat them in every wrong answer: none of it stands in the log at its
 * chattiest, in the data, in what people and programs are answered, or in copies and exports.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { readStart } from '../../src/app/adapters.ts';
import { compose, type Running } from '../../src/app/compose.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { exportTo } from '../../src/cli/export.ts';
import { makeLog } from '../../src/server/log.ts';
import type { Env } from '../../src/settings/env.ts';
import { freshPostgres } from '../kit/engines.ts';
import { type EchoSide, openEcho } from '../kit/far-sides/echo.ts';
import { leavesOpenForAll } from '../kit/leaks.ts';
import { putMigrated } from '../kit/migrated.ts';
import { until } from '../kit/world.ts';

const KINDS = [
  ...['slackSigning', 'slackBot', 'slackApp', 'teamsSecret', 'metrics', 'draft', 'database'],
  ...[
    'mailPassword',
    'oauthSecret',
    'oauthRefresh',
    'xKey',
    'xSecret',
    'xToken',
    'xTokenSecret',
    'xClientSecret',
    'xBearer',
  ],
  'identity',
] as const;
/** By a program that nobody touches, soon after its start. */
const ASKED = ['slackBot', 'slackApp', 'mailPassword', 'oauthSecret', 'oauthRefresh', 'xKey', 'xToken'];
type Planted = Record<string, string>;

/** Long, and in nothing else: `xoxb-` and the like stand before them where a kind of token begins so. */
function plant(): Planted {
  const prefixes: Planted = { slackBot: 'xoxb-1-', slackApp: 'xapp-1-', xToken: '4711-' };
  const all = Object.fromEntries(
    KINDS.map(kind => [kind, `${prefixes[kind] ?? ''}Plant${randomBytes(18).toString('hex')}${kind}`]),
  );
  return { ...all, key: randomBytes(32).toString('base64') };
}

/** As it is, and as it would be if somebody had packed it. */
function shapesOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Where it begins within three bytes, its inner part looks different in base64.
  const inBase64 = [0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4)
      .replaceAll('=', ''),
  );
  return [
    ...[secret, encodeURIComponent(secret), bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ...[...inBase64, ...inBase64.map(each => each.replaceAll('+', '-').replaceAll('/', '_'))],
    // A piece of it is a leak, too.
    ...(secret.length > 40 ? [secret.slice(-30, -10)] : []),
  ];
}

function leaksIn(text: string, planted: Planted): string[] {
  return Object.entries(planted).flatMap(([kind, secret]) => {
    const shape = shapesOf(secret).find(each => text.includes(each));
    if (!shape) return [];
    const at = text.indexOf(shape);
    return [`${kind}: ${text.slice(Math.max(0, at - 120), at + shape.length + 20)}`];
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(each => join(folder, String(each)))
    .filter(each => statSync(each).isFile());
}

const yamlOf = (p: Planted, echo: EchoSide) => `
rooms: [{ name: customers, slack: C0123456789 }]
channels:
  - name: help
    kind: email
    room: customers
    address: help@shop.example
    imap: { host: 127.0.0.1, port: ${echo.imapPort}, secure: false, user: help, password: ${p.mailPassword} }
    smtp: { host: 127.0.0.1, port: ${echo.smtpPort}, secure: false, user: help, password: ${p.mailPassword} }
  - name: modern
    kind: email
    room: customers
    address: modern@shop.example
    imap: { host: 127.0.0.1, port: ${echo.imapPort}, secure: false, user: modern }
    smtp: { host: 127.0.0.1, port: ${echo.smtpPort}, secure: false, user: modern }
    provider: microsoft
    oauth: { client_id: 11111111-2222-3333-4444-555555555555, client_secret: ${p.oauthSecret}, refresh_token: ${p.oauthRefresh}, token_url: "${echo.http}/token" }
  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], identity_secret: ${p.identity} }
  - name: bird
    kind: x
    room: customers
    api_key: ${p.xKey}
    api_secret: ${p.xSecret}
    access_token: ${p.xToken}
    access_secret: ${p.xTokenSecret}
    client_id: bird-client
    client_secret: ${p.xClientSecret}
    bearer_token: ${p.xBearer}
    events: stream
`;

describe.each(['sqlite', 'postgres'] as const)('planted secrets, on %s', engine => {
  const there = engine === 'sqlite' || inject('postgres') !== null;
  let [echo, running, folder]: [EchoSide, Running, string] = [undefined as never, undefined as never, ''];
  let [planted, env, database, log]: [Planted, Env, string, number] = [{}, {}, '', 0];
  let dropped: (() => Promise<void>) | null = null;
  const stderr: string[] = [];

  beforeAll(async () => {
    if (!there) return;
    leavesOpenForAll();
    folder = mkdtempSync(join(tmpdir(), 'deskhand-planted-'));
    echo = await openEcho();
    planted = plant();
    const fresh = engine === 'postgres' ? await freshPostgres() : null;
    dropped = fresh?.drop ?? null;
    const url = fresh && new URL(fresh.url);
    if (url) url.password = planted.database!;
    else await putMigrated(join(folder, 'd.db'));
    database = url?.href ?? `sqlite:${join(folder, 'd.db')}`;
    writeFileSync(join(folder, 'deskhand.yaml'), yamlOf(planted, echo));
    env = {
      ...{ PORT: '0', MAIL_RECEIVER_PORT: '0', LOG_LEVEL: 'trace', DATABASE_URL: database },
      DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      DESKHAND_SECRET_KEY: planted.key,
      METRICS_TOKEN: planted.metrics,
      ...{ DRAFT_URL: `${echo.http}/v1`, DRAFT_MODEL: 'model', DRAFT_KEY: planted.draft },
      ...{ SLACK_MODE: 'socket', SLACK_API_URL: `${echo.http}/api/`, SLACK_APP_TOKEN: planted.slackApp },
      ...{ SLACK_BOT_TOKEN: planted.slackBot, SLACK_SIGNING_SECRET: planted.slackSigning },
      TEAMS_CLIENT_ID: '11111111-2222-3333-4444-555555555555',
      TEAMS_TENANT_ID: '21111111-2222-3333-4444-555555555555',
      ...{ TEAMS_CLIENT_SECRET: planted.teamsSecret, TEAMS_LOGIN_URL: echo.http },
      X_API_ORIGIN: echo.http,
    };
    const start = readStart(env);
    log = openSync(join(folder, 'log.txt'), 'a', 0o600);
    for (const way of ['log', 'error', 'warn', 'info', 'debug'] as const)
      vi.spyOn(console, way).mockImplementation((...words) => void stderr.push(words.map(String).join(' ')));
    running = await compose(start, makeLog(start.settings.logLevel, log));
    const silent = () => ASKED.filter(each => !echo.heard().includes(planted[each]!));
    await until(() => silent().length === 0, 'every far side was asked');
    // The first answers differ: whoever asks again gets another wrong one.
    await until(() => (echo.heard().match(/\n/g) ?? []).length > 20, 'they are asked again and again');
  });

  afterAll(async () => {
    if (!there) return;
    vi.restoreAllMocks();
    await running?.stop();
    await echo.close();
    await dropped?.();
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf(!there)('stand in no line of the log at trace level', () => {
    const lines = readFileSync(join(folder, 'log.txt'), 'utf8');
    // The far sides did repeat them.
    expect(lines).toContain('(secret)');
    expect(leaksIn(lines, planted)).toEqual([]);
    expect(leaksIn(stderr.join('\n'), planted)).toEqual([]);
  });

  test.skipIf(!there)(
    'stand in nothing that is said of the channels and desks, and in no answer of the service',
    async () => {
      const said: string[] = [];
      said.push(JSON.stringify(await running.house.health()));
      const paths = ['/readyz', '/healthz', '/metrics', '/', '/x/webhook?crc_token=abcdefghijklmnop', '/api/messages'];
      for (const path of [...paths, '/slack/events', '/rate/x.y.z.w', '/nothing'])
        for (const method of ['GET', 'POST'])
          for (const headers of [{} as Record<string, string>, { Authorization: `Bearer ${planted.metrics}` }]) {
            const response = await fetch(`${running.url}${path}`, {
              method,
              headers: { ...headers, Cookie: `session=${planted.identity}`, 'Content-Type': 'application/json' },
              ...(method === 'POST' ? { body: `{"token": "${planted.slackBot}", broken` } : {}),
            });
            said.push(JSON.stringify([...response.headers]), await response.text());
          }
      expect(leaksIn(said.join('\n'), planted)).toEqual([]);
    },
  );

  test.skipIf(!there)('stand in nothing that doctor says', async () => {
    stderr.length = 0;
    await doctor({ ...env, PORT: '0' });
    process.exitCode = undefined;
    expect(stderr.join('\n')).toContain('NOT OK');
    expect(leaksIn(stderr.join('\n'), planted)).toEqual([]);
  });

  test.skipIf(!there)('stand in no file of the data, of a backup and of an export', async () => {
    await exportTo(env, join(folder, 'exported'), null, null);
    if (engine === 'sqlite') await running.engine.backup(join(folder, 'copy.db'));
    const files = filesIn(folder).filter(each => !each.endsWith('deskhand.yaml'));
    expect(files.length).toBeGreaterThan(5);
    const found = files.flatMap(each => leaksIn(readFileSync(each, 'latin1'), planted).map(leak => `${each}: ${leak}`));
    if (engine === 'postgres') found.push(...leaksIn(await everyRow(running), planted));
    expect(found).toEqual([]);
  });
});

/** Every row of every table, as text. */
async function everyRow({ engine }: Running): Promise<string> {
  const tables = await engine.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
    [],
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await engine.rows<{ text: string }>(`select t::text as text from "${name}" t`, []);
    texts.push(...rows.map(each => each.text));
  }
  return texts.join('\n');
}
