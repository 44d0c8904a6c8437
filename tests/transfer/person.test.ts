/** `deskhand export --customer`: what is kept of one customer as files that they can read, and nothing of anybody else. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';
import { openShop } from '../kit/shop.ts';
import { mailWithFile } from '../kit/taken-back.ts';
import { until } from '../kit/world.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-person-'));
  const shop = await openShop({ folder });
  await shop.mail({ raw: mailWithFile('one', 'The <b>lid</b>', 'It rattles <script>alert(1)</script>', 'first') });
  const [first] = await shop.cards(1);
  await shop.act('Ben', { do: 'write', thread: first!.thread, text: '// always complains, this one' });
  await shop.reply('Ann', first!.thread, 'A new one is on its way');
  await until(
    async () => (await shop.thread(first!.thread)).posts.some(each => each.mark?.state === 'sent'),
    'it is sent',
  );
  await shop.mail({ from: 'Tom <tom@other.example>', subject: 'The plug', text: 'It sparks.' });
  await shop.cards(2);
  await shop.stop();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cli = (...args: string[]) => runCli(args, folder, { DATABASE_URL: `sqlite:${join(folder, 'd.db')}` });

test('has their words, what was sent to them, their files and mails; no team talk, and nobody else', async () => {
  const to = join(folder, 'maya');
  const done = await cli('export', to, '--customer', 'maya@example.com');
  expect([done.code, done.err]).toEqual([0, '']);
  expect(done.out).toContain('1 enquiry, 2 messages and 2 files');
  expect(readdirSync(to, { recursive: true }).map(String).sort()).toEqual([
    ...['customer.json', 'files', 'files/1-1-first.txt', 'index.html', 'originals', 'originals/1-1.eml'],
  ]);
  expect(readFileSync(join(to, 'files/1-1-first.txt'), 'utf8')).toContain('This file says first.');
  expect(readFileSync(join(to, 'originals/1-1.eml'), 'utf8')).toContain('Message-ID: <one@x>');
  const own = JSON.parse(readFileSync(join(to, 'customer.json'), 'utf8'));
  expect(own).toMatchObject({ name: 'Maya Patel', addresses: [{ channel: 'email', address: 'maya@example.com' }] });
  expect(own.enquiries[0].messages.map((each: { from: string; text: string }) => [each.from, each.text])).toEqual([
    ['customer', 'It rattles <script>alert(1)</script>'],
    ['shop', 'A new one is on its way'],
  ]);
  const page = readFileSync(join(to, 'index.html'), 'utf8');
  expect(page).toContain('It rattles &lt;script&gt;');
  expect(page).not.toContain('<script>');
  const all = [page, JSON.stringify(own)].join('\n');
  expect(all).not.toMatch(/complains|sparks|tom@other|Ben/);
});

test('says what is wrong, and writes nothing, for nobody and for a folder that has something', async () => {
  const nobody = await cli('export', join(folder, 'x'), '--customer', 'nobody@example.com');
  expect([nobody.code, nobody.err]).toEqual([
    1,
    expect.stringContaining('No customer is known as "nobody@example.com"'),
  ]);
  expect(existsSync(join(folder, 'x'))).toBe(false);
  const full = await cli('export', folder, '--customer', 'maya@example.com');
  expect([full.code, full.err]).toEqual([1, expect.stringContaining('is not empty')]);
  const file = join(folder, 'd.db');
  const taken = await cli('export', file, '--customer', 'maya@example.com');
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('d.db is a file. Name a folder')]);
  const below = await cli('export', join(file, 'x'), '--customer', 'maya@example.com');
  expect([below.code, below.err]).toEqual([1, expect.stringMatching(/^Nothing can be written to .*d\.db\/x: /)]);
  // Nothing left: nobody exported anything.
  expect((await cli('audit')).out).not.toMatch(/export/i);
});

test('nobody named is nobody: not everything, and not whoever is the only customer', async () => {
  for (const args of [
    ['export', join(folder, 'x'), '--customer', ''],
    ['erase', ' ', '--yes'],
  ]) {
    const { code, err } = await cli(...args);
    expect([code, err]).toEqual([2, expect.stringContaining('Say which customer')]);
  }
  expect(existsSync(join(folder, 'x'))).toBe(false);
  expect((await cli('audit')).out).not.toMatch(/eras|export/i);
});
