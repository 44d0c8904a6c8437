/**
 * A mailbox's sign-in and the key of a model that drafts are changed in `.env` while customers write and staff answer: in one
 * process on SQLite, and in two on one PostgreSQL, of which each takes them up.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HealthItem } from '../../src/ports/channel.ts';
import { engineKinds, openFreshPostgres } from '../kit/engines.ts';
import { type ImapSide, startImap } from '../kit/far-sides/imap.ts';
import { type ModelServer, openModel } from '../kit/far-sides/model.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { startTokens, type TokenSide } from '../kit/far-sides/tokens.ts';
import { type PushedTime, pushedTime } from '../kit/pushed-time.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const USER = 'help@shop.example';
const LOOKED_AGAIN_MS = 11_000;
const mail = (n: number) =>
  `From: Maya <maya${n}@example.com>\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: Matter ${n}\r\n\r\nThe kettle leaks at its lid. Can you repair it?`;
const ANSWER = 'We can fit a new lid for your kettle. Bring it to 12 High Street, it is ready on Tuesday.';

for (const kind of engineKinds()) {
  const processes = kind.name === 'postgres' ? 2 : 1;
  describe.skipIf(!kind.there)(`changed in ${processes} of ${kind.name}`, () => {
    let [imap, smtp, tokens, model]: [ImapSide, SmtpSide, TokenSide, ModelServer] = [] as never;
    const shops: Shop[] = [];
    let folder = '';
    const closes: (() => Promise<unknown>)[] = [];
    // Where the database has a time of its own, the machine's passes.
    let time: PushedTime | null = null;
    beforeEach(async () => {
      [tokens, imap, smtp, model] = await Promise.all([
        startTokens(),
        startImap(USER, 'none'),
        startSmtp(),
        openModel(),
      ]);
      smtp.token = 'none';
      tokens.onAccess = letIn;
      model.keys = ['sk-first'];
      folder = mkdtempSync(join(tmpdir(), 'deskhand-tokens-'));
      time = kind.name === 'sqlite' ? pushedTime() : null;
    });
    afterEach(async () => {
      for (const shop of shops.splice(0)) await shop.stop();
      for (const close of closes.splice(0)) await close();
      await Promise.all([imap.stop(), smtp.stop(), tokens.stop(), model.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    /** What the provider gives is good on both servers, and nothing older. */
    function letIn(token: string) {
      imap.setToken(token);
      smtp.token = token;
    }
    const written = { HELP_REFRESH: 'long-0', DRAFT_KEY: 'sk-first' };
    const dotenv = () => `HELP_REFRESH=${written.HELP_REFRESH}\nDRAFT_KEY=${written.DRAFT_KEY}\n`;
    const begin = async () => {
      const database = kind.name === 'postgres' ? await openFreshPostgres() : null;
      if (database) closes.push(() => database.close());
      for (let i = 0; i < processes; i++)
        shops.push(
          await openShop({
            folder,
            ...(time ? { time } : {}),
            dotenv: dotenv(),
            env: {
              MAIL_RECEIVER_PORT: '0',
              DRAFT_URL: model.url,
              DRAFT_MODEL: 'small',
              ...(database
                ? { DATABASE_URL: database.url, DESKHAND_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') }
                : {}),
            },
            yaml: `hold_seconds: { email: 0 }
automatic_answer: { email: off, webchat: off }
channels:
  - { name: help, kind: email, room: customers, address: ${USER}, provider: microsoft, check_senders: false, sent_copy: "no",
      imap: { host: 127.0.0.1, port: ${imap.port}, secure: false }, smtp: { host: 127.0.0.1, port: ${smtp.port}, user: ${USER} },
      oauth: { client_id: app, refresh_token: "\${HELP_REFRESH}", token_url: "${tokens.url}" } }
`,
          }),
        );
      const reads = shops.flatMap(({ running }) => running.house.channels().filter(each => each.kind === 'email'));
      await until(async () => {
        const all = await Promise.all(reads.map(each => each.check()));
        return all.some(([first]) => first?.words.startsWith('read'));
      }, 'the mailbox is read');
      return shops[0]!;
    };
    const said = async ({ url }: Shop, what: string) =>
      ((await (await fetch(`${url}/readyz`)).json()) as { items: HealthItem[] }).items.find(each => each.what === what);
    /** Writes it down, and waits until each process has looked at it. */
    const putIn = async (change: Partial<typeof written>, what: string) => {
      const before = await Promise.all(shops.map(async each => JSON.stringify(await said(each, what))));
      Object.assign(written, change);
      writeFileSync(join(folder, '.env'), dotenv());
      return Promise.all(
        shops.map((shop, i) =>
          until(
            async () => {
              time?.push(LOOKED_AGAIN_MS / shops.length);
              const now = await said(shop, what);
              return JSON.stringify(now) === before[i] ? null : now;
            },
            `process ${i} has looked at it`,
            60_000,
          ),
        ),
      );
    };
    const draft = async ({ url }: Shop, enquiry: string) => {
      const response = await fetch(`${url}/practice/begin`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ person: 'Ann', enquiry, chosen: 'draft:new' }),
      });
      return JSON.stringify(await response.json());
    };

    test('a wrong one changes nothing, the new one is in use everywhere, and nothing comes or leaves twice', async () => {
      const shop = await begin();
      const answers = () => smtp.mails.filter(each => !each.mail.text?.includes('How did we do?'));
      imap.deliver(mail(1));
      const [first] = await shop.cards(1);
      await shop.reply('Ann', first!.thread, ANSWER);
      await until(() => answers().length === 1, 'the first answer');
      const resolve = first!.card.buttons.find(each => each.id === 'enquiry.resolve')!;
      await shop.press('Ann', first!.thread, resolve);
      await until(async () => (await shop.thread(first!.thread)).card.status === 'resolved', 'it is resolved');

      // The model's key: both are good for a while, and what is under way with the old one ends with it.
      const wrongKey = await putIn({ DRAFT_KEY: 'sk-wrong' }, 'DRAFT_KEY');
      for (const each of wrongKey)
        expect(each).toMatchObject({ ok: false, words: expect.stringContaining('The key of before stays in use.') });
      model.keys = ['sk-first', 'sk-second'];
      const hangs: (() => void)[] = [];
      model.answer = () => new Promise<string>(resolve => hangs.push(() => resolve('We can fit a new lid [1].')));
      imap.deliver(mail(2));
      const cards = await shop.cards(2);
      const second = cards.find(each => each.thread !== first!.thread)!.card.buttons[0]!.value;
      const underWay = draft(shop, second);
      await until(() => hangs.length === 1, 'the model was asked');
      const newKey = await putIn({ DRAFT_KEY: 'sk-second' }, 'DRAFT_KEY');
      for (const each of newKey) expect(each).toMatchObject({ ok: true, words: expect.stringContaining('in use') });
      model.keys = ['sk-second'];
      hangs[0]!();
      expect(await underWay).toContain('We can fit a new lid');
      model.answer = 'We can fit a new lid for your kettle [1].';
      // What was answered in one process is known in the other a moment later.
      for (const each of shops)
        await until(async () => (await draft(each, second)).includes('We can fit a new lid'), 'a draft by the new key');
      for (const { headers } of model.asked.slice(1)) expect(headers.authorization).toBe('Bearer sk-second');

      // The mailbox's sign-in is taken back at the provider; somebody signs in anew.
      tokens.refresh = 'anew-0';
      letIn('none');
      imap.drop();
      imap.deliver(mail(3));
      const wrong = await putIn({ HELP_REFRESH: 'long-of-another' }, 'Channel help');
      for (const each of wrong)
        expect(each).toMatchObject({ ok: false, words: expect.stringContaining('the old ones stay in use') });
      const waits = cards.find(each => each.thread !== first!.thread)!.thread;
      await shop.reply('Ann', waits, 'On its way.');
      const marks = async () => (await shop.thread(waits)).posts.map(each => each.mark?.words ?? '');
      await until(async () => (await marks()).some(each => each.startsWith('Not sent yet')), 'the reply waits');
      const right = await putIn({ HELP_REFRESH: 'anew-0' }, 'Channel help');
      for (const each of right) expect(each).toMatchObject({ ok: true, words: expect.stringContaining('are in use') });
      await until(async () => (await shop.cards()).length === 3, 'what came meanwhile', 60_000);
      await until(() => answers().length === 2, 'what was to leave meanwhile', 60_000);
      // The provider has replaced the long token since: it is not the one in the file that counts.
      imap.deliver(mail(4));
      await until(async () => (await shop.cards()).length === 4, 'what comes now', 60_000);
      expect(answers().map(each => each.to)).toEqual([['maya1@example.com'], ['maya2@example.com']]);
      const trail = await shop.running.house.parts.store.auditLines({ acts: ['channel', 'settings'], limit: 20 });
      const changed = trail.filter(each => each.via === 'file' && JSON.stringify(each.change).includes('set, changed'));
      // Each process says of itself that it took up the key; the mailbox is one for all.
      expect(changed.map(each => each.about).sort()).toEqual([...shops.map(() => 'file'), 'help']);
    });
  });
}
