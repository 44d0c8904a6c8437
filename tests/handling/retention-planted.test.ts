/** What is too old is gone wherever it stood, and nothing that comes late brings it back: over mail and web chat, on both engines. */
import { afterEach, describe, expect, inject, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { withdrawMessages } from '../../src/intake/withdraw.ts';
import { keepSetting } from '../../src/settings/keep.ts';
import { ageAll, runNight } from '../kit/aged.ts';
import { putArticle } from '../kit/articles.ts';
import { freshPostgres } from '../kit/engines.ts';
import { startSmtp } from '../kit/far-sides/smtp.ts';
import { plantedInFiles, plantedInTables } from '../kit/planted.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

/** What goes; the customer's name and address stay. */
const MAIL = {
  ...{ subject: 'Qh6zvxk', text: 'Ky9qzfw', html: 'Bw3xqjz', file: 'Xf2zkqv', content: 'Jd7xwqz', head: 'Gz6kqxj' },
  ...{ talk: 'Rm5zqwx', reply: 'Nb2qzxw', copied: 'wp3zxkq@other.example' },
};
const CHAT = { text: 'Cs9zqxv', answer: 'Fg5xqzw' };
const LATE = { bounce: 'Lt8xzqk', edit: 'Uv4qxzj' };
const PLANTED = [...Object.values(MAIL), ...Object.values(CHAT)];
const MAYA = 'maya@customer.example';

const RAW = [
  `From: Maya <${MAYA}>`,
  'To: help@shop.example',
  `Cc: ${MAIL.copied}`,
  `Subject: ${MAIL.subject} lid`,
  'Message-ID: <one@customer.example>',
  `X-Thing: ${MAIL.head}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/html',
  '',
  `<p>The lid rattles, ${MAIL.text}.</p><!-- ${MAIL.html} -->`,
  '--b',
  'Content-Type: text/plain',
  `Content-Disposition: attachment; filename="${MAIL.file}.txt"`,
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(`This says ${MAIL.content}`).toString('base64'),
  '--b--',
].join('\r\n');

let shop: Shop | null = null;
let drop: (() => Promise<void>) | null = null;
afterEach(async () => {
  await shop?.stop();
  await drop?.();
  [shop, drop] = [null, null];
});

async function open(engine: 'sqlite' | 'postgres'): Promise<Shop> {
  const database = engine === 'postgres' ? await freshPostgres() : null;
  const smtp = await startSmtp();
  drop = async () => {
    await smtp.stop();
    await database?.drop();
  };
  shop = await openShop({
    yaml: `
hold_seconds: { email: 0.1, webchat: 0.1 }
rooms: [{ name: customers }]
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp.port} } }
  - { name: site, kind: webchat, room: customers, origins: [https://shop.example] }
`,
    ...(database
      ? { env: { DATABASE_URL: database.url, DESKHAND_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') } }
      : {}),
  });
  return shop;
}

const cardOf = async (at: Shop, number: number) =>
  until(async () => (await at.cards()).find(each => each.card.number === number), `the card of #${number}`);
const isSent = (at: Shop, thread: string) =>
  until(async () => (await at.thread(thread)).posts.some(each => each.mark?.state === 'sent'), 'it is sent');
const resolve = async (at: Shop, number: number) => {
  const { thread, card } = await cardOf(at, number);
  await at.act('Ann', { do: 'press', thread, button: 'enquiry.resolve', value: card.enquiryId });
  const { store } = at.running.house.parts;
  await until(async () => (await store.enquiry(card.enquiryId))?.status === 'resolved', 'it is resolved');
  return { thread, id: card.enquiryId as EnquiryId };
};

/** A mail with a file and team talk, and a chat: both answered and resolved. */
async function live(at: Shop): Promise<void> {
  await at.mail({ from: `Maya <${MAYA}>`, raw: RAW });
  const { thread, card } = await cardOf(at, 1);
  await at.act('Ann', { do: 'press', thread, button: 'enquiry.claim', value: card.enquiryId });
  await at.act('Ben', { do: 'write', thread, text: `// they say ${MAIL.talk}` });
  await at.reply('Ann', thread, `Hello, it is on its way, ${MAIL.reply}.`);
  await isSent(at, thread);
  await putArticle(at, { title: 'Lids', text: 'Press it down.', questions: [card.enquiryId as EnquiryId] });
  const visitor = await visit(at.url, { start: { page: 'https://shop.example/' } });
  const body = { cid: 'cid-planted-1', text: `Where is it? ${CHAT.text}`, page: 'https://shop.example/' };
  expect((await visitor.post('send', body)).status).toBeLessThan(300);
  const chat = await cardOf(at, 2);
  await at.reply('Ann', chat.thread, `It left, ${CHAT.answer}.`);
  await isSent(at, chat.thread);
}

const idle = (at: Shop) =>
  until(
    async () =>
      (await at.running.engine.rows(`select id from jobs where run_at <= ? and state = 'ready'`, [Date.now()]))
        .length === 0,
    'nothing is to be done',
  );
const bounceOf = (reply: string) =>
  [
    'From: Mail Delivery <mailer-daemon@customer.example>',
    'To: help@shop.example',
    'Subject: Undelivered Mail',
    'Message-ID: <bounce@customer.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="d"',
    '',
    '--d',
    'Content-Type: text/plain',
    '',
    `It could not be delivered, ${LATE.bounce}.`,
    '--d',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; customer.example',
    '',
    `Final-Recipient: rfc822; ${MAYA}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 ${LATE.bounce}`,
    '--d',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${reply}`,
    '',
    '--d--',
  ].join('\r\n');

for (const kind of ['sqlite', 'postgres'] as const) {
  describe.skipIf(kind === 'postgres' && inject('postgres') === null)(`on ${kind}`, () => {
    test('nothing of what is too old stands in any table or file, and neither a bounce, an edit nor a deletion brings it back', async () => {
      const at = await open(kind);
      await live(at);
      await idle(at);
      const { engine, house } = at.running;
      const { store } = house.parts;
      await until(async () => {
        const there = (await plantedInTables(engine, PLANTED)).map(each => each.split(': ')[1]!);
        return PLANTED.every(each => there.includes(each));
      }, 'all of it is kept somewhere');
      const [mail, chat] = [await resolve(at, 1), await resolve(at, 2)];
      await idle(at);
      const [sent] = (await store.messages(mail.id)).filter(each => each.direction === 'out');
      const names = (await store.messages(mail.id)).flatMap(each => each.names);

      await ageAll(engine, 50);
      await keepSetting(store, 'retention', { everywhere: { texts: 40 }, channels: {} });
      await keepSetting(store, 'retention-night', { shown: '[[40,null,null]]' });
      await runNight(house.parts, engine, '2026-01-01');
      await idle(at);
      expect((await plantedInTables(engine, PLANTED)).sort()).toEqual([]);
      if (kind === 'sqlite') expect(plantedInFiles(at.folder, PLANTED)).toEqual([]);
      expect((await store.findCustomers(MAYA, 1))[0]?.identity.address).toBe(MAYA);
      const { card } = await cardOf(at, 1);
      expect([card.message.text, card.message.attachments, card.buttons]).toEqual([
        'Texts removed after 40 days.',
        [],
        [],
      ]);

      await withdrawMessages(house.parts, { kind: 'email' }, names, 'their customer took it back');
      await at.act('Ben', { do: 'edit', thread: mail.thread, post: 'staff:1', text: LATE.edit, mentionsStaff: false });
      await at.mail({ from: 'mailer-daemon@customer.example', raw: bounceOf(sent!.names[0] ?? '<none@x>') });
      await until(async () => (await engine.rows('select id from raws', [])).length >= 3, 'the bounce was taken in');
      await idle(at);
      expect(await plantedInTables(engine, [...PLANTED, LATE.bounce])).toEqual([]);
      for (const { id } of [mail, chat]) {
        expect((await store.enquiry(id))?.status).toBe('resolved');
        expect((await store.messages(id)).map(each => each.text).join('')).toBe('');
      }
    });
  });
}
