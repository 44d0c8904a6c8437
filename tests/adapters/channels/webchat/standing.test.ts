/** Where an enquiry stands, as its visitor is shown it: resolved and rated, merged, ended, and between two processes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { freshPostgres } from '../../../kit/engines.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { linesOf, lookWhoLeft, saidInThread } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

/** As a visitor without a page: their address is this machine's, which nobody blocks. */
const YAML = `hold_seconds: { email: 0.1, webchat: 0 }\n`;

describe('where it stands', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ yaml: YAML });
  });
  afterEach(() => shop.stop());

  test('a rating counts once for each mind, and not for what was reopened', async () => {
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('Hello');
    const { thread, card } = (await shop.cards(1))[0]!;
    await shop.press('Ann', thread, { id: 'enquiry.resolve', value: card.enquiryId });
    const of = await until(() => heard.state()?.resolved ?? null, 'resolved');
    for (let i = 0; i < 10; i++) expect((await chat.post('rate', { of, score: 5 })).status).toBe(200);
    for (const score of [4, 3, 2, 1]) expect((await chat.post('rate', { of, score })).status).toBe(200);
    expect((await chat.post('rate', { of, score: 5 })).status).toBe(400);
    for (const bad of [0, 6, 2.5, '5', null]) expect((await chat.post('rate', { of, score: bad })).status).toBe(400);
    expect((await chat.post('rate', { of: of + 1, score: 5 })).status).toBe(400);
    await saidInThread(shop, thread, /rated this 1 of 5/);
    expect((await linesOf(shop, thread)).filter(each => /rated/.test(each))).toHaveLength(5);
    await chat.send('One more thing');
    await until(() => heard.state()?.status === 'open', 'open again');
    heard.close();
  });

  test('follows when two of their enquiries are merged', async () => {
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('One');
    const first = (await shop.cards(1))[0]!;
    await shop.press('Ann', first.thread, { id: 'enquiry.resolve', value: first.card.enquiryId });
    await until(() => heard.state()?.status === 'resolved', 'resolved');
    await shop.running.engine.rows('update enquiries set resolved_at = resolved_at - ?', [21 * 24 * 3_600_000]);
    await chat.send('Two');
    const second = (await shop.cards(2)).find(each => each.card.message.text === 'Two')!;
    await shop.press('Ann', second.thread, {
      id: 'enquiry.merge',
      value: `${second.card.enquiryId} ${first.card.enquiryId}`,
    });
    await saidInThread(shop, second.thread, /merged this with/);
    await shop.press('Ben', first.thread, { id: 'enquiry.claim', value: first.card.enquiryId });
    await until(() => heard.state()?.person === 'Ben', 'the page says who has it');
    await shop.press('Ben', first.thread, { id: 'enquiry.resolve', value: first.card.enquiryId });
    const of = await until(() => heard.state()?.resolved ?? null, 'resolved again');
    expect((await chat.post('rate', { of, score: 4 })).status).toBe(200);
    heard.close();
  });

  test('an ended chat shows nothing more anywhere, and a reply into it is refused in words', async () => {
    const chat = await visit(shop.url);
    const other = chat.listen();
    await chat.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    await other.have(1);
    expect((await chat.post('end')).status).toBe(200);
    expect((await chat.send('x')).status).toBe(401);
    await saidInThread(shop, thread, /ended the chat/);
    await shop.reply('Ann', thread, 'Secret');
    await saidInThread(shop, thread, /was not sent.*cannot be reached/);
    expect(JSON.stringify(other.entries)).not.toContain('Secret');
    expect((await shop.running.engine.rows(`select 1 from shelf where stream like 'chat:%'`, [])).length).toBe(0);
    other.close();
  });

  test('no reply goes on to somebody who was marked as spam, and one that resolved resolves nothing twice', async () => {
    const spam = await visit(shop.url);
    await spam.send('Buy now');
    await spam.post('email', { email: 'spam@example.com' });
    const one = (await shop.cards(1))[0]!;
    await shop.reply('Ann', one.thread, 'No, thank you.');
    await until(async () => (await shop.cards(1))[0]?.card.status === 'waiting', 'sent');
    await shop.press('Ann', one.thread, { id: 'enquiry.spam', value: one.card.enquiryId });
    await saidInThread(shop, one.thread, /marked this as spam/);
    await lookWhoLeft(shop);
    expect(await shop.mailbox()).toEqual([]);
  });
});

describe.skipIf(inject('postgres') === null)('two processes on one PostgreSQL', () => {
  test('a visitor at one, staff at the other: every message, where it stands, a rating and a block', async () => {
    const { url, drop } = await freshPostgres();
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-chat-two-'));
    writeFileSync(join(folder, 'deskhand.yaml'), YAML);
    const env = {
      DATABASE_URL: url,
      DESKHAND_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
      DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      MAIL_RECEIVER_PORT: '0',
    };
    const [one, two] = await Promise.all([
      openShop({ env, folder, yaml: YAML }),
      openShop({ env, folder, yaml: YAML }),
    ]);
    const chat = await visit(one.url);
    const here = chat.listen();
    for (const text of ['One', 'Two', 'Three']) expect((await chat.send(text)).status).toBe(200);
    const { thread, card } = (await two.cards(1))[0]!;
    await until(async () => (await two.thread(thread)).posts.length >= 2, 'all three are on the desk');
    await until(() => (here.state()?.delivered ?? 0) >= (here.entries.at(-1)?.at ?? 1e15), 'delivered');
    await two.press('Ann', thread, { id: 'enquiry.claim', value: card.enquiryId });
    await until(() => here.state()?.person === 'Ann' && here.state()!.seen > 0, 'seen, and by whom');
    await two.reply('Ann', thread, 'Hello from two');
    expect((await here.have(4)).at(-1)?.text).toBe('Hello from two');
    await until(
      async () => (await two.thread(thread)).posts.some(each => each.mark?.state === 'delivered'),
      'the mark',
    );
    // The same session at the other process sees the same.
    const there = (await visit(two.url, { token: chat.token })).listen({ silent: true });
    expect((await there.have(4)).map(each => each.n)).toEqual([1, 2, 3, 4]);
    await two.press('Ann', thread, { id: 'enquiry.resolve', value: card.enquiryId });
    const of = await until(() => here.state()?.resolved ?? null, 'resolved');
    expect((await chat.post('rate', { of, score: 5 })).status).toBe(200);
    await until(() => there.state()?.rated === 5, 'the other one knows');
    await two.press('Ann', thread, { id: 'customer.block', value: card.enquiryId });
    await until(() => here.state()?.blocked === true && there.state()?.blocked === true, 'blocked at both');
    expect((await chat.send('x')).status).toBe(403);
    const dead = await one.running.engine.rows('select kind, last_error from jobs where last_error is not null', []);
    expect(dead).toEqual([]);
    here.close();
    there.close();
    await one.stop();
    await two.stop();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });
});
