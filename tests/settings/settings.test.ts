import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KNOWN } from '../../src/app/adapters.ts';
import { handsAt } from '../../src/cli/demo/hands.ts';
import { isLoopback } from '../../src/ports/http.ts';
import { readEnv } from '../../src/settings/env.ts';
import { parseConfig } from '../../src/settings/file.ts';
import { runCli, startCli } from '../kit/cli.ts';
import { openModel } from '../kit/far-sides/model.ts';
import { freePort } from '../kit/servers.ts';
import { until } from '../kit/world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ENV = { MAIL_RECEIVER_PORT: '0' };

describe('settings', () => {
  test('have the documented defaults', () => {
    const { settings, problems } = readEnv({}, KNOWN);
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      databaseUrl: 'sqlite:./data/deskhand.db',
      databases: { directUrl: null, readUrl: null },
      secretKey: null,
      configFile: null,
      logLevel: 'info',
      mailReceiverPort: null,
      mailReceiverProtocol: 'smtp',
      desk: expect.objectContaining({ kind: 'practice', own: null, shared: false, room: null, team: null }),
      metricsToken: null,
      drafting: null,
      variables: {},
      trusts: expect.any(Function),
    });
  });
  test('have other addresses of PostgreSQL only beside its own, and a password in them is not said again', () => {
    const problemsOf = (env: Record<string, string>) => readEnv(env, KNOWN).problems;
    const url = 'postgres://deskhand:hunter2@db/deskhand';
    const env = { DATABASE_URL: url, DESKHAND_SECRET_KEY: Buffer.alloc(32).toString('base64') };
    const read = readEnv({ ...env, DATABASE_DIRECT_URL: `${url}?direct` }, KNOWN);
    expect([read.problems, read.settings.databases]).toEqual([[], { directUrl: `${url}?direct`, readUrl: null }]);
    expect(problemsOf({ DATABASE_DIRECT_URL: url })).toEqual([
      'DATABASE_DIRECT_URL only works with PostgreSQL, and DATABASE_URL does not name a PostgreSQL database. Remove it.',
    ]);
    expect(problemsOf({ ...env, DATABASE_DIRECT_URL: 'mysql://deskhand:hunter2@db' })).toEqual([
      'DATABASE_DIRECT_URL is not the address of PostgreSQL itself. Write postgres://user:password@host/name.',
    ]);
  });
  test('say how customers see the team, everywhere and on one channel', () => {
    const parse = (text: string) => parseConfig(text, 'deskhand.yaml', {}, KNOWN);
    const yaml = (everywhere: string, mail: string) =>
      `rooms: [{ name: r }]\nstaff_names: ${everywhere}\nchannels: [{ name: help, kind: email, room: r, staff_names: ${mail} }]\n`;
    const { config, problems } = parse(yaml('team', 'own'));
    expect(problems).toEqual([]);
    expect(config.staffNames).toEqual({ everywhere: 'team', channels: { help: 'own' } });
    expect(config.written.names).toBe(true);
    expect(config.channels[0]?.settings).toEqual({});
    expect(parse('rooms: [{ name: r }]\n').config).toMatchObject({ staffNames: null, written: { names: false } });
    expect(parse(yaml('nobody', 'own')).problems.join()).toContain(
      'line 2: "staff_names" is "nobody", and must be one of own, first, team',
    );
    expect(parse(yaml('first', 'all')).problems.join()).toMatch(
      /staff_names" is "all", and must be one of own, first, team/,
    );
  });
  test('the practice desk refuses to run behind a public address', async () => {
    const { code, err } = await runCli(['start'], folder, { ...ENV, PUBLIC_URL: 'https://desk.shop.example' });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/PUBLIC_URL is https:\/\/desk\.shop\.example, but the practice desk has no sign-in/),
    ]);
  });
  test('loopback is loopback', () => {
    expect(['127.0.0.1', '127.9.9.9', 'localhost', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', ''].map(isLoopback)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
  test('every problem is said at once, each with what fixes it, and it exits with 2', async () => {
    writeFileSync(
      join(folder, 'deskhand.yaml'),
      `rooms: [{ name: customers }]
channels:
  - { name: help, kind: email, room: nowhere, address: help@x, smtp: { host: x, port: many } }
  - { name: fax, kind: fax, room: customers }
  - { name: site, kind: webchat, room: customers }
hours: { timezone: Mars/X, weekly: { mon: ["9-5"] } }
`,
    );
    const { code, err, out } = await runCli(['start'], folder, {
      PORT: 'http',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'shop',
      DESKHAND_SECRET_KEY: 'x',
      MAIL_RECEIVER_PORT: '99999',
    });
    expect(code).toBe(2);
    expect(out).toBe('');
    const problems = err.trim().split('\n').slice(1);
    expect(err).toMatch(/^Deskhand cannot start\. 13 settings need a change:/);
    for (const part of [
      'PORT is "http"',
      'HOST is 0.0.0.0',
      'DATABASE_URL is "mysql',
      'LOG_LEVEL is "loud"',
      'PUBLIC_URL is "shop"',
      'DESKHAND_SECRET_KEY must',
      'MAIL_RECEIVER_PORT is "99999"',
      'room "nowhere"',
      'kind "fax"',
      '"origins" is missing',
      '"smtp.port" must be a number',
      'Mars/X',
      '"9-5"',
    ]) {
      expect(
        problems.filter(each => each.includes(part)),
        part,
      ).toHaveLength(1);
    }
    for (const problem of problems) expect(problem).toMatch(/^- .*[.\d]$/);
  });
  test('a provisioning file: unknown fields, missing variables, double names, bad YAML', () => {
    const problems = (text: string, env = {}) => parseConfig(text, 'f.yaml', env, KNOWN).problems.join('\n');
    expect(problems('rooms: [{ name: a, colour: red }]')).toMatch(/rooms\.0.*colour/);
    expect(problems('channels: [{ name: a, kind: email, room: customers, key: "${NOPE}" }]')).toMatch(
      /\$\{NOPE\}, which is not set/,
    );
    expect(problems('rooms: [{ name: a }, { name: a }]')).toMatch(/two rooms are called "a"/);
    expect(problems('rooms: [')).toMatch(/not valid YAML/);
    const { config } = parseConfig(
      'channels: [{ name: a, kind: email, room: customers, imap: { password: ${P} } }]',
      'f',
      { P: 'a: "b" #c' },
      KNOWN,
    );
    expect(config.channels[0]?.settings).toEqual({ imap: { password: 'a: "b" #c' } });
  });
  test('a file that is named but not there is a problem; a missing default file is not', async () => {
    expect((await runCli(['migrate'], folder, { DESKHAND_CONFIG: './none.yaml' })).err).toMatch(
      /names \.\/none\.yaml, which is not there/,
    );
    expect((await runCli(['migrate'], folder)).code).toBe(0);
  });
});

describe('the command line', () => {
  test('help on everything, exit 2 on bad usage, 0 on help', async () => {
    for (const args of [['--help'], ['start', '--help'], ['explain', '--help']])
      expect((await runCli(args, folder)).code).toBe(0);
    for (const args of [['dance'], ['explain', 'email'], ['explain', 'fax', 'x'], ['backup']]) {
      const { code, err } = await runCli(args, folder);
      expect([code, err.length > 10], args.join(' ')).toEqual([2, true]);
    }
    // Each is a start of the program.
  });
  test('explain prints one line of JSON per file, in order, also for garbage, and contacts nothing', async () => {
    writeFileSync(join(folder, 'a.eml'), 'From: a@x\r\nSubject: hi\r\n\r\nHello');
    writeFileSync(join(folder, 'b.bin'), Buffer.from([0, 1, 2]));
    const { code, out } = await runCli(
      ['explain', 'email', 'a.eml', 'b.bin', '-'],
      folder,
      {},
      'From: c@x\r\n\r\nstdin',
    );
    const lines = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.map(each => [each.kind, each.from, each.text])).toEqual([
      ['human', 'a@x', 'Hello'],
      ['human', null, ''],
      ['human', 'c@x', 'stdin'],
    ]);
    expect(Object.keys(lines[0])).toEqual([
      'kind',
      'from',
      'to',
      'cc',
      'subject',
      'messageId',
      'inReplyTo',
      'references',
      'date',
      'text',
      'folded',
      'attachments',
      'warnings',
    ]);
    expect((await runCli(['explain', 'email', 'none.eml'], folder)).code).toBe(1);
    writeFileSync(join(folder, 'c.json'), '{"cid":"abcdefgh","text":"Hi","name":"Jo"}');
    expect(JSON.parse((await runCli(['explain', 'webchat', 'c.json'], folder)).out)).toMatchObject({
      kind: 'human',
      from: 'Jo',
      text: 'Hi',
    });
  });
  test('doctor says what is well and what is not, with the sentence that fixes it', async () => {
    const port = await freePort();
    const well = await runCli(['doctor'], folder, { ...ENV, PORT: String(port) });
    expect(well.out).toMatch(
      /ok {6}Settings: the embedded default[\s\S]*ok {6}Database: sqlite[\s\S]*All is well\.\n$/,
    );
    expect(well.code).toBe(0);
    const model = await openModel();
    const drafts = { ...ENV, PORT: String(port), DRAFT_URL: model.url, DRAFT_MODEL: 'small', DRAFT_KEY: 'sk-secret' };
    const drafting = await runCli(['doctor'], folder, drafts);
    expect(drafting.out).toMatch(/ok {6}Drafts by a model: small at 127\.0\.0\.1:\d+ answers/);
    expect([drafting.code, model.asked]).toEqual([0, []]);
    await model.stop();
    const gone = await runCli(['doctor'], folder, drafts);
    expect(gone.out).toMatch(/NOT OK {2}Drafts by a model: 127\.0\.0\.1:\d+ does not answer\. Is the server running/);
    expect([gone.code, gone.out.includes('sk-secret')]).toEqual([1, false]);
    const blocker = createServer(socket => socket.destroy());
    await new Promise<void>(resolve => blocker.listen(port, '127.0.0.1', () => resolve()));
    const ill = await runCli(['doctor'], folder, { ...ENV, PORT: String(port) });
    expect(ill.out).toMatch(new RegExp(`NOT OK {2}Port: The port ${port} is used by another program\\. Stop`));
    expect(ill.code).toBe(1);
    await new Promise(resolve => blocker.close(resolve));
    const wrong = await runCli(['doctor'], folder, { ...ENV, PORT: 'x' });
    expect(wrong.out).toMatch(/NOT OK {2}Settings: PORT is "x"/);
  });
  test('an old Node is told what to do in one sentence', () => {
    const text = readFileSync(join(import.meta.dirname, '../../src/start.cjs'), 'utf8');
    const body = text.replace(/^#!.*/, '').replace(/import\(/g, 'noImport(');
    const run = new Function('process', 'console', 'require', '__dirname', body);
    const old = { versions: { node: '20.20.2' }, argv: [], exitCode: 0 };
    const saidIn = (place: string) => {
      const said: string[] = [];
      run(old, { error: (words: string) => said.push(words) }, createRequire(import.meta.url), place);
      return said.join('\n');
    };
    const src = join(import.meta.dirname, '../../src');
    expect(saidIn(src)).toMatch(/^Deskhand needs Node 24, and this is Node 20\.20\.2: .*npm start.*\.$/);
    // Installed without what only tests need, it has no Node of its own.
    expect(saidIn(folder)).toMatch(
      /^Deskhand needs Node 24, and this is Node 20\.20\.2: install Node 24, or .*npm ci.*\.$/,
    );
    expect(old.exitCode).toBe(1);
  });
});

describe('a start', () => {
  test('prints where to click, makes a key that only its owner reads, and stops cleanly', async () => {
    const cli = await startCli(folder, ENV);
    for (const path of ['/', '/demo/shop', '/demo/mailbox', '/healthz', '/readyz', '/metrics', '/w.js?site=site']) {
      expect((await fetch(`${cli.url}${path}`)).status, path).toBe(200);
    }
    expect((await fetch(`${cli.url}/nothing`)).status).toBe(404);
    expect(await (await fetch(`${cli.url}/metrics`)).text()).toMatch(/^deskhand_enquiries_open 0$/m);
    const key = join(folder, 'data/deskhand.key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(key, 'utf8'), 'base64')).toHaveLength(32);
    const { code } = await cli.stop();
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'data/deskhand.db-wal'))).toBe(false);
  });
  test('a port in use, a newer database: one sentence each, exit 1', async () => {
    const blocker = createServer(socket => socket.destroy());
    const port = await freePort();
    await new Promise<void>(resolve => blocker.listen(port, '127.0.0.1', () => resolve()));
    const used = await runCli(['start'], folder, { ...ENV, PORT: String(port) });
    expect([used.code, used.err]).toEqual([
      1,
      `The port ${port} is used by another program. Stop that program, or start on another port: PORT=${port + 1} npm start\n`,
    ]);
    const mail = await runCli(['start'], folder, { PORT: '0', MAIL_RECEIVER_PORT: String(port) });
    expect(mail.err).toMatch(/MAIL_RECEIVER_PORT=\d+, or 0 for none/);
    await new Promise(resolve => blocker.close(resolve));
    const raw = new Database(join(folder, 'data/deskhand.db'));
    raw.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('future', 9_999_999_999_999);
    raw.close();
    const newer = await runCli(['start'], folder, { ...ENV, PORT: '0' });
    expect([newer.code, newer.err]).toEqual([1, expect.stringMatching(/^This database was made by a newer version/)]);
  });
  test('backup while it runs, restore, and everything is there again', async () => {
    const cli = await startCli(folder, ENV);
    const headers = { 'Content-Type': 'application/json' };
    const { token } = (await (
      await fetch(`${cli.url}/chat/site/start`, { method: 'POST', headers, body: '{}' })
    ).json()) as { token: string };
    await fetch(`${cli.url}/chat/site/send`, {
      method: 'POST',
      headers: { ...headers, Authorization: `Bearer ${token}` },
      body: JSON.stringify({ cid: 'abcdefgh', text: 'Hello' }),
    });
    expect((await runCli(['backup', 'copy.db'], folder, ENV)).code).toBe(0);
    expect((await runCli(['backup', 'copy.db'], folder, ENV)).err).toMatch(/exists already/);
    expect((await runCli(['backup', 'copies/new/copy.db'], folder, ENV)).code).toBe(0);
    const inUse = await runCli(['restore', '--force', 'copy.db'], folder, ENV);
    expect([inUse.code, inUse.err]).toEqual([1, expect.stringMatching(/^Deskhand is running on .*\. Stop it first/)]);
    await cli.stop();
    expect((await runCli(['restore', 'copy.db'], folder, ENV)).err).toMatch(/add --force/);
    rmSync(join(folder, 'data/deskhand.db'));
    expect((await runCli(['restore', 'copy.db'], folder, ENV)).out).toMatch(/is in place/);
    expect((await runCli(['restore', '--force', 'copy.db'], folder, ENV)).out).toMatch(/is kept as .*before-restore/);
    expect((await runCli(['restore', '--force', 'copy.db'], folder, ENV)).out).toMatch(/is kept as .*before-restore-2/);
    const again = await startCli(folder, ENV);
    expect(await (await fetch(`${again.url}/metrics`)).text()).toMatch(/^deskhand_enquiries_open 1$/m);
    await again.stop();
    // Ten starts of the program.
  });
  test('the demo has two weeks behind it, customers write within seconds, and a colleague helps whoever claims', async () => {
    const env = { MAIL_RECEIVER_PORT: String(await freePort()) };
    const cli = await startCli(folder, env, ['start', '--demo']);
    try {
      const hands = handsAt(cli.url);
      const maya = await until(
        async () => (await hands.cards()).find(({ card }) => card.subject === 'The lid of my morning kettle'),
        'Maya',
        15_000,
      );
      expect(cli.out()).toContain('Customers begin to write now.');
      expect(maya.card.earlier).toMatchObject([{ subject: 'A kettle for an induction hob', outcome: /resolved/ }]);
      const cards = await hands.cards();
      const opened = cards.map(({ card }) => card.message.writtenAt);
      expect(Date.now() - Math.min(...opened)).toBeGreaterThan(12 * 86_400_000);
      expect(cards.filter(({ card }) => card.status === 'resolved').length).toBeGreaterThan(30);
      await hands.press('Ann', maya.thread, 'enquiry.claim', maya.card.enquiryId);
      const said = async () => JSON.stringify((await hands.thread(maya.thread, 'Ann'))?.posts);
      await until(async () => /@Ann we have three lids/.test(await said()), 'a colleague', 30_000);
      // A second one would take the ground from under the first.
      const second = await runCli(['demo'], folder, env);
      expect([second.code, second.err]).toEqual([1, expect.stringMatching(/^The demo is running already/)]);
    } finally {
      await cli.stop();
    }
  });
  test('a variable that is misspelt is logged in a line, without its value', async () => {
    const cli = await startCli(folder, { ...ENV, X_API_ORIGNI: 'http://secret.example' });
    const lines = cli
      .err()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines[0].msg).toMatch(/^X_API_ORIGNI is set, but is not known\. Did you mean X_API_ORIGIN/);
    expect(cli.err()).not.toContain('secret.example');
    await cli.stop('SIGINT');
  });
});
