/** `deskhand erase` as a process: shows first, erases with --yes, goes on after kill -9, and again after a backup was restored. */
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';
import { plantedInFiles } from '../kit/planted.ts';
import { openShop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const WORDS = ['Zq7namen Wk4famil', 'vx8addr@jz5dom.example', 'Qh6subject', 'Ky9textwords'];
const [NAME, ADDRESS, SUBJECT, TEXT] = WORDS as [string, string, string, string];

let folder: string;
/** The database of a shop with mails of two customers; the shop is closed. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-erase-'));
  const shop = await openShop({ folder });
  for (const n of [1, 2, 3])
    await shop.mail({
      from: `${NAME} <${ADDRESS}>`,
      subject: `${SUBJECT} ${n}`,
      text: `${TEXT} ${n}`,
    });
  await shop.mail({ from: 'Tom <tom@other.example>', subject: 'The plug', text: 'It sparks.' });
  await shop.cards(4);
  await shop.stop();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const env = () => ({ DATABASE_URL: `sqlite:${join(folder, 'd.db')}` });
const cli = (...args: string[]) => runCli(args, folder, env());
const found = () => plantedInFiles(folder, WORDS);

test('shows what would go, and erases with --yes: no byte of it is in the folder, and others stay', async () => {
  const shown = await cli('erase', ADDRESS);
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/^Everything in 3 enquiries goes: 3 messages, 0 files/);
  expect(shown.out).toContain(`Nothing was erased. Add --yes to erase ${NAME}.`);
  const part = await cli('erase', 'Zq7namen', '--yes');
  expect([part.code, part.err]).toEqual([
    2,
    expect.stringContaining(`"Zq7namen" is only a part of what ${NAME} is called`),
  ]);
  expect(found()).not.toEqual([]);
  const done = await cli('erase', ADDRESS, '--yes');
  expect([done.code, done.err]).toEqual([
    0,
    expect.stringMatching(/The customer was erased on .*: 3 enquiries with 3 messages\./),
  ]);
  expect(found()).toEqual([]);
  expect(plantedInFiles(folder, ['It sparks'])).not.toEqual([]);
  const again = await cli('erase', ADDRESS, '--yes');
  expect([again.code, again.err]).toEqual([1, expect.stringContaining(`No customer is known as "${ADDRESS}"`)]);
});

test('goes on where a killed one was, when the service starts', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/start.cjs'), 'erase', ADDRESS, '--yes'], {
    cwd: folder,
    env: { ...process.env, ...env(), PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise(resolve => child.once('close', resolve));
  // It says how far it is from the second step on: by then it has begun, and is not done.
  child.stderr.once('data', () => child.kill('SIGKILL'));
  await ended;
  expect(readFileSync(join(folder, 'd.db.erased.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  const shop = await openShop({ folder });
  await until(
    async () => (await shop.running.engine.rows(`select id from erasures where done_at is not null`, [])).length === 1,
    'it is done',
  );
  await shop.stop();
  expect(found()).toEqual([]);
});

test('a backup from before is erased again before restore says done; a half copied one changes nothing', async () => {
  const copies = mkdtempSync(join(tmpdir(), 'deskhand-copies-'));
  try {
    const copy = join(copies, 'before.db');
    expect((await cli('backup', copy)).code).toBe(0);
    expect((await cli('erase', ADDRESS, '--yes')).code).toBe(0);
    const half = join(copies, 'half.db');
    copyFileSync(copy, half);
    truncateSync(half, 60_000);
    const refused = await cli('restore', half, '--force');
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/half\.db is only a part of a backup/)]);
    expect(plantedInFiles(folder, ['It sparks'])).not.toEqual([]);

    const list = join(folder, 'd.db.erased.jsonl');
    const whole = readFileSync(list, 'utf8');
    writeFileSync(list, `{"id":"erase_\n${whole}`);
    const unread = await cli('restore', copy, '--force');
    expect([unread.code, unread.err]).toEqual([1, expect.stringMatching(/^Line 1 of .*erased\.jsonl cannot be read/)]);
    expect(existsSync(join(folder, 'd.db.before-restore'))).toBe(false);
    writeFileSync(list, whole);
    // One that was being written when the machine went off.
    appendFileSync(list, '{"id":"erase_x","at"');

    const done = await cli('restore', copy, '--force');
    expect([done.code, done.err]).toEqual([0, expect.any(String)]);
    // What was there until now is kept: it was erased already.
    expect(existsSync(join(folder, 'd.db.before-restore'))).toBe(true);
    expect(done.out).toContain('1 customer who was erased since that backup is erased again.');
    expect(found()).toEqual([]);
    expect(plantedInFiles(folder, ['It sparks'])).not.toEqual([]);
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
});
