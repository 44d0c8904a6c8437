import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { runCli, startCli } from '../kit/cli.ts';
import { freshPostgres } from '../kit/engines.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

describe('the main job, over real SMTP and HTTP', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());

  test('a mail becomes a card; it is claimed, answered after the hold, and the customer has the answer', async () => {
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    const { thread, card } = (await shop.cards(1))[0]!;
    expect(card).toMatchObject({
      number: 1,
      subject: 'The lid',
      message: { customer: 'Maya Patel', address: 'maya@example.com', text: 'It rattles.' },
    });
    await shop.press('Ann', thread, card.buttons[0]!);
    await until(async () => (await shop.thread(thread)).card.owner === 'Ann', 'Ann owns it');
    await shop.reply('Ann', thread, 'Send it back, Maya.');
    const mail = await until(async () => (await shop.mailbox())[0], 'the answer in the mailbox');
    expect(mail).toMatchObject({ to: 'maya@example.com', subject: 'Re: The lid' });
    expect(mail.text).toMatch(/^Send it back, Maya\.\n\nOn .* Maya Patel wrote:\n> It rattles\./);
    await until(async () => (await shop.thread(thread)).card.status === 'waiting', 'the card says waiting');
  });

  test('undo in the hold: nothing is sent', async () => {
    await shop.stop();
    shop = await openShop({ yaml: 'hold_seconds: { email: 2 }\n' });
    await shop.mail({ subject: 'x', text: 'y' });
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'Oops');
    const mark = await until(
      async () => (await shop.thread(thread)).posts.find(each => each.mark?.state === 'held')?.mark,
      'held',
    );
    await shop.press('Ann', thread, mark.buttons[0]!);
    await until(
      async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'withdrawn'),
      'withdrawn',
    );
    await new Promise(resolve => setTimeout(resolve, 2_300));
    expect(await shop.mailbox()).toEqual([]);
  });

  test('the customer’s answer by mail comes back into the same thread', async () => {
    await shop.mail({ subject: 'The lid', text: 'It rattles.' });
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'Send it back.');
    await until(async () => (await shop.mailbox())[0], 'the answer');
    const [row] = await shop.running.engine.rows<{ ref: string }>(
      `select ref from refs where reply_id is not null`,
      [],
    );
    await shop.mail({
      raw: `From: maya@example.com\r\nTo: help@shop.example\r\nSubject: Re: The lid\r\nMessage-ID: <2@x>\r\nIn-Reply-To: ${row!.ref}\r\n\r\nThanks! When?`,
    });
    await until(async () => (await shop.thread(thread)).card.customerMessages === 2, 'the second message');
    expect(await shop.cards()).toHaveLength(1);
  });

  test('a reply sees no team talk: internal words never leave in any byte', async () => {
    await shop.mail({ subject: 'x', text: 'y' });
    const { thread } = (await shop.cards(1))[0]!;
    await shop.act('Ben', { do: 'write', thread, text: '// INTERNAL customer is difficult' });
    await shop.act('Ann', { do: 'write', thread, text: '@Ben INTERNAL agreed' });
    await shop.reply('Ann', thread, 'Dear customer');
    await until(async () => (await shop.mailbox())[0], 'the answer');
    expect(JSON.stringify(await shop.mailbox())).not.toContain('INTERNAL');
  });

  test('malformed, empty, binary and 50 MB mail: all kept, the unreadable ones said so, and the next is taken', async () => {
    await shop.mail({ raw: Buffer.from([0, 1, 2, 3, 255, 254]) });
    await shop.mail({ raw: 'Subject: no sender in here\r\n\r\n' });
    await shop.mail({
      raw: Buffer.concat([
        Buffer.from('Subject: large\r\nContent-Type: text/plain\r\n\r\n'),
        Buffer.alloc(50 * 1024 * 1024, 'x '),
        Buffer.from('\r\n'),
      ]),
    });
    await shop.mail({ from: 'tom@example.com', subject: 'next', text: 'ordinary' });
    const cards = await shop.cards(2);
    await until(
      async () => (await shop.cards()).some(each => each.card.subject === 'next'),
      'the ordinary one',
      20_000,
    );
    expect(cards.length).toBeGreaterThan(0);
    const [row] = await shop.running.engine.rows<{ n: number; big: number }>(
      'select count(*) as n, max(length(bytes)) as big from raws',
      [],
    );
    expect(row!.n).toBe(4);
    expect(row!.big).toBeGreaterThan(50 * 1024 * 1024);
    expect(await (await fetch(`${shop.url}/readyz`)).json()).toMatchObject({ ready: true });
  });

  test('mail for others is refused, nothing is relayed', async () => {
    await expect(shop.mail({ to: 'eve@elsewhere.example', text: 'x' })).rejects.toThrow(
      /There is no mailbox eve@elsewhere\.example here\. Known: help@shop\.example/,
    );
  });

  test('an attachment can be fetched, only as a download; one that is held back cannot', async () => {
    const boundary = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n';
    const part = (name: string, text: string) =>
      `--b\r\nContent-Type: text/html; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${text}\r\n`;
    await shop.mail({
      raw: `From: maya@example.com\r\nSubject: files\r\n${boundary}${part('ok.txt', 'fine')}${part('bad.html', '<script>')}--b--`,
    });
    const { card } = (await shop.cards(1))[0]!;
    const [ok, bad] = card.message.attachments;
    const response = await fetch(`${shop.url}/practice/attachment?id=${ok!.id}`);
    expect([response.headers.get('content-disposition'), await response.text()]).toEqual([
      "attachment; filename*=UTF-8''ok.txt",
      'fine',
    ]);
    expect(bad?.withheld).toMatch(/^held back/);
    expect((await fetch(`${shop.url}/practice/attachment?id=${bad!.id}`)).status).toBe(404);
    const raw = await fetch(`${shop.url}/practice/raw?id=${card.message.messageId}`);
    expect(await raw.text()).toContain('Subject: files');
  });
});

describe('a full disk', () => {
  test('is said on /readyz and in the log; mail and chat stay at their source and are taken when there is room', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-full-'));
    // A real small disk where the machine allows it; a limit on the file elsewhere.
    const mounted = (() => {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    })();
    const shop = await openShop({ folder });
    const { engine } = shop.running;
    try {
      await shop.mail({ subject: 'before', text: 'x' });
      await shop.cards(1);
      if (mounted) execFileSync('sh', ['-c', `dd if=/dev/zero of=${folder}/filler bs=1k 2>/dev/null || true`]);
      else await engine.rows(`pragma max_page_count = 1`, []);
      await expect(shop.mail({ subject: 'during', text: 'y'.repeat(200_000) })).rejects.toThrow(/try again later/);
      const chat = await shop.chat().catch(() => null);
      if (chat?.token) expect((await chat.send('z'.repeat(3_900))).status).toBeGreaterThanOrEqual(200);
      const ready = await until(async () => {
        const response = await fetch(`${shop.url}/readyz`);
        return response.status === 503
          ? ((await response.json()) as { items: { ok: boolean; words: string }[] })
          : null;
      }, '/readyz says so');
      expect(ready.items.find(each => !each.ok)?.words).toMatch(/^The disk is full\. Free some space;/);
      if (mounted) rmSync(`${folder}/filler`);
      else await engine.rows('pragma max_page_count = 1000000', []);
      await shop.mail({ subject: 'after', text: 'y'.repeat(200_000) });
      await until(async () => (await shop.cards()).some(each => each.card.subject === 'after'), 'taken after all');
      expect((await fetch(`${shop.url}/readyz`)).status).toBe(200);
    } finally {
      await shop.stop();
      if (mounted) execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('kill -9', () => {
  test('at any moment loses nothing and repeats nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-kill-'));
    writeFileSync(join(folder, 'deskhand.yaml'), 'hold_seconds: { webchat: 0.5 }\n');
    const env = { MAIL_RECEIVER_PORT: '0' };
    let cli = await startCli(folder, env);
    const headers = { 'Content-Type': 'application/json' };
    const { token } = (await (
      await fetch(`${cli.url}/chat/site/start`, { method: 'POST', headers, body: '{}' })
    ).json()) as { token: string };
    const auth = { ...headers, Authorization: `Bearer ${token}` };
    for (let i = 0; i < 6; i++) {
      const body = JSON.stringify({ cid: `message-${i}`, text: `message ${i}` });
      for (let sent = false; !sent; ) {
        sent = await fetch(`${cli.url}/chat/site/send`, { method: 'POST', headers: auth, body }).then(
          r => r.ok,
          () => false,
        );
        if (i % 2 === 0) {
          await cli.stop('SIGKILL');
          cli = await startCli(folder, env);
        }
      }
    }
    const { rooms } = (await (await fetch(`${cli.url}/practice/start`)).json()) as { rooms: { id: string }[] };
    const room = async () =>
      (await (await fetch(`${cli.url}/practice/room?person=Ann&room=${rooms[0]!.id}`)).json()) as {
        items: { thread: string; card: { customerMessages: number } | null }[];
      };
    await until(async () => (await room()).items[0]?.card?.customerMessages === 6, 'all six on one card', 40_000);
    const { thread } = (await room()).items[0]!;
    const posts = async () =>
      (
        (await (await fetch(`${cli.url}/practice/thread?person=Ann&thread=${thread}`)).json()) as {
          posts: { post: { entry?: { message?: { text: string } } } }[];
        }
      ).posts;
    await until(async () => (await posts()).length >= 5, 'all five in the thread', 40_000);
    expect((await posts()).map(each => each.post.entry?.message?.text)).toEqual(
      [1, 2, 3, 4, 5].map(i => `message ${i}`),
    );
    await cli.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe.skipIf(inject('postgres') === null)('two processes on one PostgreSQL', () => {
  test('a visitor at one, staff at the other: one card, one claim, one answer', async () => {
    const { url, drop } = await freshPostgres();
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-two-'));
    writeFileSync(join(folder, 'deskhand.yaml'), 'hold_seconds: { webchat: 0.2 }\n');
    const env = {
      DATABASE_URL: url,
      DESKHAND_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
      DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      MAIL_RECEIVER_PORT: '0',
    };
    const [one, two] = await Promise.all([openShop({ env, folder }), openShop({ env, folder })]);
    const chat = await one.chat();
    await chat.send('Hello from one');
    const { thread, card } = (await two.cards(1))[0]!;
    await Promise.all(
      [one, two].flatMap((shop, i) =>
        ['Ann', 'Ben', 'Chidi'].map(() => shop.press(['Ann', 'Ben'][i]!, thread, card.buttons[0]!)),
      ),
    );
    const owner = await until(async () => (await one.thread(thread)).card.owner, 'somebody owns it');
    expect(['Ann', 'Ben']).toContain(owner);
    await two.reply(owner, thread, 'Hello from two');
    expect((await chat.read(2)).map(each => each.text)).toEqual(['Hello from one', 'Hello from two']);
    await until(async () => (await one.thread(thread)).card.status === 'waiting', 'the other one shows it too');
    expect(await one.cards()).toHaveLength(1);
    const lines = async () =>
      (await one.thread(thread)).posts.filter(
        each => each.post.as === 'entry' && each.post.entry.as === 'line' && /claimed/.test(each.post.entry.words),
      );
    await until(async () => (await lines()).length > 0, 'the line about the claim');
    expect(await lines()).toHaveLength(1);
    await one.stop();
    await two.stop();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is not started without a key of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-key-'));
    const { code, err } = await runCli(['start'], folder, { DATABASE_URL: inject('postgres')! });
    expect([code, err]).toEqual([2, expect.stringMatching(/DESKHAND_SECRET_KEY is needed with PostgreSQL/)]);
    rmSync(folder, { recursive: true, force: true });
  });
});
