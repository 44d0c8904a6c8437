/** Everything of an erased customer is gone: words that were planted wherever a customer's words go, looked for in all that is kept. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import type { WantedItem } from '../../adapters/desks/practice/records.ts';
import type { ChannelId, EnquiryId, RawId } from '../../src/core/ids.ts';
import type { Op } from '../../src/ports/store.ts';
import { putArticle } from '../kit/articles.ts';
import { freshPostgres } from '../kit/engines.ts';
import { startSmtp } from '../kit/far-sides/smtp.ts';
import { plantedInFiles, plantedInTables } from '../kit/planted.ts';
import { putSaved } from '../kit/saved.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

/** What stands behind the first letters is no part of any word: it is looked for alone, too. */
const NAME = 'Zq7xvqzn Wk4zqxfm';
const ADDRESS = 'vx8qzxw@jz5xqzk.example';
const MAIL = {
  ...{ subject: 'Qh6zvxk', text: 'Ky9qzfw', html: 'Bw3xqjz', file: 'Xf2zkqv', content: 'Jd7xwqz', head: 'Gz6kqxj' },
  ...{ talk: 'Rm5zqwx', draft: 'Lt8xzqk', reply: 'Nb2qzxw', id: 'Pk3zxqvw' },
};
const CHAT = { page: 'Vp4xqzk', text: 'Cs9zqxv', answer: 'Fg5xqzw', name: 'Hw2zqxvk Dn6xqzwk', order: 'Ue2zxqkw' };
const CHAT_ADDRESS = 'tb4zxqv@rl7qzxk.example';
const CALL = { words: 'Mz8qxzvk', name: 'Sx3zqwkx Jb9xzqvk' };

const RAW = [
  `From: ${NAME} <${ADDRESS}>`,
  'To: help@shop.example',
  `Subject: ${MAIL.subject} lid`,
  `Message-ID: <${MAIL.id}@jz5xqzk.example>`,
  `X-Thing: ${MAIL.head}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: multipart/alternative; boundary="c"',
  '',
  '--c',
  'Content-Type: text/plain',
  '',
  `The lid rattles, ${MAIL.text}. Where is my refund?`,
  '--c',
  'Content-Type: text/html',
  '',
  `<p>The lid rattles, ${MAIL.text}. Where is my refund?</p><!-- ${MAIL.html} -->`,
  '--c--',
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

const yaml = (smtp: number) => `
hold_seconds: { email: 0.1, webchat: 0.1 }
rooms: [{ name: customers }]
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp} } }
  - { name: site, kind: webchat, room: customers, origins: [https://shop.example], ask: [name, email, Order number] }
`;

async function open(engine: 'sqlite' | 'postgres'): Promise<Shop> {
  const database = engine === 'postgres' ? await freshPostgres() : null;
  const smtp = await startSmtp();
  drop = async () => {
    await smtp.stop();
    await database?.drop();
  };
  shop = await openShop({
    yaml: yaml(smtp.port),
    ...(database
      ? { env: { DATABASE_URL: database.url, DESKHAND_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') } }
      : {}),
  });
  return shop;
}

const wanted = async (at: Shop) => {
  const { rooms } = (await (await fetch(`${at.url}/practice/start`)).json()) as { rooms: { id: string }[] };
  const room = rooms[0]!.id;
  const seen = (await (await fetch(`${at.url}/practice/room?room=${room}&person=Ann`)).json()) as {
    wanted: WantedItem[];
  };
  return { room, wanted: seen.wanted };
};

/** Types the command, presses the button on the preview, and waits for the last words. */
async function erase(at: Shop, who: string): Promise<WantedItem> {
  const { room } = await wanted(at);
  await at.act('Ann', { do: 'command', room, text: `erase ${who}` });
  const preview = await until(
    async () => (await wanted(at)).wanted.find(each => each.buttons.some(({ id }) => id === 'customer.erase')),
    'the preview',
  );
  expect(preview.words).toMatch(/^Erase .* for good\?$/);
  const [confirm] = preview.buttons;
  await at.act('Ann', { do: 'press', thread: null, button: confirm!.id, value: confirm!.value });
  return until(
    async () =>
      (await wanted(at)).wanted.find(each => each.key === preview.key && /^The customer was erased/.test(each.words)),
    'it is done',
  );
}

const cardOf = async (at: Shop, number: number) =>
  until(async () => (await at.cards()).find(each => each.card.number === number), `the card of #${number}`);

/** Claimed, talked about, drafted, answered, resolved, rated, flagged, and made an answer for others. */
async function liveWithMail(at: Shop): Promise<void> {
  await at.mail({ from: `${NAME} <${ADDRESS}>`, raw: RAW });
  const { thread, card } = await cardOf(at, 1);
  const id = card.enquiryId;
  await at.act('Ben', { do: 'press', thread, button: 'enquiry.claim', value: id });
  await at.act('Chidi', { do: 'write', thread, text: `// they say ${MAIL.talk} to ${NAME}` });
  await at.reply('Ben', thread, `Hello ${NAME}, it is on its way, ${MAIL.reply}.`);
  await until(async () => (await at.thread(thread)).posts.some(each => each.mark?.state === 'sent'), 'it is sent');
  await at.mail({
    from: `${NAME} <${ADDRESS}>`,
    subject: `Re: ${MAIL.subject} lid`,
    text: `Thanks, and ${MAIL.text} again: when?`,
    raw: RAW.replace(`<${MAIL.id}@`, `<${MAIL.id}2@`).replace('Subject: ', 'Subject: [#1] Re: '),
  });
  await until(async () => (await at.thread(thread)).card.customerMessages === 2, 'they wrote again');
  await at.act('Ben', { do: 'write', thread, text: `Tomorrow, ${MAIL.draft}` });
  await until(
    async () => (await at.thread(thread, 'Ben')).privates.some(each => each.view?.quote?.text.includes(MAIL.draft)),
    'a draft waits',
  );
  await at.act('Ben', { do: 'press', thread, button: 'enquiry.resolve', value: id });
  const { parts } = at.running.house;
  const resolved = await until(async () => (await parts.store.enquiry(id))?.resolvedAt, 'it is resolved');
  await parts.recorder.change(id, () => ({ events: [{ type: 'CustomerRated', score: 5, of: resolved }] }));
  const values = { title: `The lid of ${NAME} rattles`, behind: 'finding.flag' };
  await at.act('Ann', { do: 'submit', form: 'finding.form', enquiry: id, enquiryId: id, submit: 'flag', values });
  await putSaved(at, { title: `For ${NAME}`, text: `Hello ${NAME}, write to ${ADDRESS}.` });
  await putArticle(at, { title: 'Lids', text: `As we told ${ADDRESS}.`, questions: [id] });
}

/** Somebody else has them in copy, and quotes their address. */
async function liveWithOthers(at: Shop): Promise<void> {
  await at.mail({
    from: 'Tom <tom@other.example>',
    raw: [
      'From: Tom <tom@other.example>',
      'To: help@shop.example',
      `Cc: ${NAME} <${ADDRESS}>`,
      'Subject: My kettle',
      'Message-ID: <tom1@other.example>',
      '',
      `As I wrote to ${ADDRESS.toUpperCase()}, it hums.`,
    ].join('\r\n'),
  });
  await cardOf(at, 2);
}

async function liveWithChat(at: Shop): Promise<void> {
  const visitor = await visit(at.url, {
    start: {
      form: { name: CHAT.name, email: CHAT_ADDRESS, 'Order number': CHAT.order },
      page: `https://shop.example/${CHAT.page}`,
    },
  });
  const body = { cid: 'cid-planted-1', text: `Where is it? ${CHAT.text}`, page: `https://shop.example/${CHAT.page}` };
  expect((await visitor.post('send', body)).status).toBeLessThan(300);
  const { thread } = await cardOf(at, 3);
  await at.reply('Ann', thread, `It left, ${CHAT.answer}.`);
  await until(async () => (await at.thread(thread)).posts.some(each => each.mark?.state === 'sent'), 'it is sent');
}

async function liveWithCall(at: Shop): Promise<void> {
  const { room } = await wanted(at);
  await at.act('Ann', { do: 'command', room, text: `log ${CALL.name} called, ${CALL.words}` });
  await cardOf(at, 4);
}

async function letterBounce({ running }: Shop, id: string, words: string): Promise<Op> {
  const { parts } = running.house;
  const [channel] = await running.engine.rows<{ id: ChannelId }>('select id from channels order by id limit 1', []);
  const names = { id: id as RawId, workspaceId: parts.workspaceId, channelId: channel!.id, externalId: id };
  const at = { contentKey: null, type: 'message/rfc822', receivedAt: parts.clock.now() };
  return {
    do: 'insert',
    table: 'raws',
    row: { ...names, ...at, status: 'understood', bytes: Buffer.from(words) },
  };
}

const PLANTED = [NAME, ADDRESS, ...Object.values(MAIL)];
const IN_CHAT = [CHAT_ADDRESS, ...Object.values(CHAT)];
const ALL = [...PLANTED, ...IN_CHAT, ...Object.values(CALL)];

const idle = (at: Shop) =>
  until(
    async () =>
      (await at.running.engine.rows(`select id from jobs where run_at <= ? and state = 'ready'`, [Date.now()]))
        .length === 0,
    'nothing is to be done',
  );

for (const kind of ['sqlite', 'postgres'] as const) {
  describe.skipIf(kind === 'postgres' && inject('postgres') === null)(`on ${kind}`, () => {
    test('nothing that a customer wrote, sent, or is called by stands in any table or file once they are erased', async () => {
      const at = await open(kind);
      await liveWithMail(at);
      await liveWithOthers(at);
      await liveWithChat(at);
      await liveWithCall(at);
      await idle(at);
      const { engine } = at.running;
      // A copy that an upgrade left beside the database has everybody in it, too.
      if (kind === 'sqlite') writeFileSync(join(at.folder, 'd.db.before-0011_insight'), ALL.join('\n'));
      const before = (await plantedInTables(engine, ALL)).map(each => each.split(': ')[1]!);
      expect([...new Set(before)].sort()).toEqual([...ALL].sort());

      const done = await erase(at, ADDRESS);
      expect(done.words).toMatch(/1 enquiry with 3 messages\.$/);
      expect(done.hints?.join(' ')).not.toContain('colleagues');
      expect(await plantedInTables(engine, PLANTED)).toEqual([]);
      await erase(at, '#3');
      await erase(at, '#4');
      expect(await plantedInTables(engine, ALL)).toEqual([]);
      expect(plantedInFiles(at.folder, ALL)).toEqual([]);

      // Those of others are as they were, without the address.
      const tom = (await at.running.house.parts.store.enquiryByNumber(2))!;
      const [message] = await at.running.house.parts.store.messages(tom.id as EnquiryId);
      expect(message!.text).toBe('As I wrote to [erased], it hums.');
      const { card } = await cardOf(at, 1);
      expect(card.message.text).toMatch(/^Erased on .* at the customer's request\.$/);
      expect([card.buttons, card.menu, card.subject]).toEqual([[], [], null]);
    });

    test('whose address or name is only a part of another one loses nothing; whoever is erased is found in what a mail hides', async () => {
      const at = await open(kind);
      const raw = (from: string, id: string, more: string[], text: string[]) => ({
        from,
        raw: [`From: ${from}`, 'To: help@shop.example', `Message-ID: <${id}@b.example>`, ...more, '', ...text].join(
          '\r\n',
        ),
      });
      const ann = 'Annika Leeson <annika@leeson.example>';
      const jo = 'Jo-Annika Leeson <jo.annika@leeson.example>';
      const html = 'Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable';
      await at.mail(raw(ann, 'a1', ['Subject: Lid'], ['My lid rattles.']));
      await at.mail(
        raw(jo, 'a2', ['Subject: Fan'], ['Write to jo.annika@leeson.example, or annika@leeson.example.net.']),
      );
      await at.mail(
        raw('Tom <tom@other.example>', 'a3', ['Subject: Tap', 'X-Was-For: Annika@leeson.example'], ['It drips.']),
      );
      await at.mail(
        raw(
          'Uma <uma@other.example>',
          'a4',
          ['Subject: Bed', html],
          ['<p>It creaks. <a href=3D"https://list.example/?annika%40leeson.exa=', 'mple">x</a></p>'],
        ),
      );
      await cardOf(at, 4);
      // What machines said about a letter of ours became no message; one of them is larger than what is read at once.
      const hidden = ['email=3Dannika@leeson.example', 'srs0=ab=cd=leeson.example=annika@fwd.example'];
      const backs = [...hidden, 'annika@leeson.example.then more', 'another large one of nobody'].map((words, n) =>
        letterBounce(at, `raw_${n}`, n > 1 ? `${words}${' '.repeat(30_000_000)}` : words),
      );
      expect(await at.running.house.parts.store.commit(await Promise.all(backs))).toMatchObject({ ok: true });
      // Somebody says that Tom's address is theirs.
      const visitor = await visit(at.url, { start: { form: { name: 'Vic Toria', email: 'tom@other.example' } } });
      await visitor.send('Where is it?');
      const { thread } = await cardOf(at, 5);
      await at.act('Chidi', {
        do: 'write',
        thread,
        text: '// Tom has tom@other.example; not Jo-Annika Leeson, but Annika Leeson had it',
      });
      await putSaved(at, { title: 'For Annika Leeson', text: 'Annika\nLeesons lid, and that of Jo-Annika Leeson' });
      const { engine, house } = at.running;
      const { store } = house.parts;
      const tap = (await store.enquiryByNumber(3))!;
      await house.parts.recorder.change(tap.id, () => ({
        events: [{ type: 'ReplyFailed', reply: 'rep_x' as never, reason: '550 annika@leeson.example is unknown' }],
      }));
      await idle(at);
      const rowsOf = async (number: number) => {
        const enquiry = (await store.enquiryByNumber(number))!;
        const messages = await store.messages(enquiry.id);
        const raws = await Promise.all(messages.map(each => store.raw(each.rawId!)));
        const places = await engine.rows('select * from participants where enquiry_id = ?', [enquiry.id]);
        return { enquiry, messages, raws, places, customer: await store.customer(enquiry.customerId) };
      };
      const before = await rowsOf(2);
      expect(before.places).toHaveLength(1);

      await erase(at, 'annika@leeson.example');
      expect(await rowsOf(2)).toEqual(before);
      const words = ['was-for: annika', 'annika%40leeson', '550 annika', ...hidden, '.then more'];
      expect(await plantedInTables(engine, words)).toEqual([]);
      expect(plantedInFiles(at.folder, words)).toEqual([]);
      expect(await plantedInTables(engine, ['large one of nobody'])).toEqual(['raws.bytes: large one of nobody']);
      const saved = await engine.rows<{ title: string; text: string }>('select title, text from saved_replies', []);
      expect(saved).toEqual([{ title: 'For [erased]', text: '[erased]s lid, and that of Jo-Annika Leeson' }]);

      const tom = await rowsOf(3);
      await erase(at, '#5');
      expect(await rowsOf(3)).toEqual(tom);
      expect((await store.identityByAddress('email', 'tom@other.example'))?.customerId).toBe(tom.enquiry.customerId);
      const remarks = await engine.rows<{ text: string }>('select text from remarks', []);
      expect(remarks).toEqual([{ text: '' }]);
    });
  });
}
