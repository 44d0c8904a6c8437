/** What was found by looking twice at the web chat: addresses that prove nothing, blocks that hold, news that follow merges. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { identitySignature } from '../../../../adapters/channels/webchat/identity.ts';
import { decide } from '../../../../src/core/decide.ts';
import { decideReply } from '../../../../src/core/decide-reply.ts';
import { evolveReply } from '../../../../src/core/evolve.ts';
import { freshPostgres } from '../../../kit/engines.ts';
import { ENQUIRY, REPLY } from '../../../kit/samples.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { type Visitor, visit } from '../../../kit/visitor.ts';
import { until } from '../../../kit/world.ts';

const SECRET = 'k'.repeat(40);
/** As a visitor without a page: their address is this machine's, which nobody blocks. */
const YAML = `hold_seconds: { email: 0.1, webchat: 0 }\n`;

/** The minute after which somebody is taken to have left is over. */
async function minuteLater(shop: Shop): Promise<void> {
  const { engine, house } = shop.running;
  await until(
    async () => (await engine.rows(`select 1 from jobs where kind = 'reply.goOn'`, [])).length > 0,
    'the look',
  );
  await engine.rows(`update jobs set run_at = 0 where kind = 'reply.goOn'`, []);
  house.worker.poke();
  await until(
    async () => (await engine.rows(`select 1 from jobs where kind = 'reply.goOn'`, [])).length === 0,
    'looked',
  );
}

const lines = async (shop: Shop, thread: string) =>
  (await shop.thread(thread)).posts.flatMap(({ post }) =>
    post.as === 'entry' && post.entry.as === 'line' ? [post.entry.words] : [],
  );
const said = async (shop: Shop, thread: string, words: RegExp) =>
  until(async () => (await lines(shop, thread)).some(each => words.test(each)), `${words} in the thread`);

describe('an address that a visitor typed', () => {
  let shop: Shop;
  let chat: Visitor;
  let thread: string;
  beforeEach(async () => {
    shop = await openShop({ yaml: YAML });
    chat = await visit(shop.url);
    await chat.send('Is it ready?');
    await chat.post('email', { email: 'maya@example.com' });
    thread = (await shop.cards(1))[0]!.thread;
    await shop.reply('Ann', thread, 'Yes, come by.');
    await minuteLater(shop);
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
  });
  afterEach(() => shop.stop());
  const mailFrom = async (from: string, text: string) => {
    const { engine } = shop.running;
    const [reply] = await engine.rows<{ external_id: string }>('select external_id from replies', []);
    await shop.mail({
      raw: `From: ${from}\r\nTo: help@shop.example\r\nSubject: Re: chat\r\nIn-Reply-To: ${reply!.external_id}\r\nReferences: ${reply!.external_id}\r\nMessage-ID: <${Date.now()}@example.com>\r\n\r\n${text}\r\n`,
    });
  };

  test('gets the answer, but what its owner writes back is never shown to whoever sits at the chat', async () => {
    await mailFrom('Maya <maya@example.com>', 'That was not me. I live at 14 Orchard Road.');
    await until(async () => (await shop.cards(1))[0]?.card.customerMessages === 2, 'the mail in the thread');
    const seen = chat.listen({ silent: true });
    const entries = await seen.have(3);
    expect(entries.at(-1)).toMatchObject({ from: 'visitor', text: '', mail: true });
    expect(JSON.stringify(entries)).not.toContain('Orchard');
    seen.close();
    // Staff are told that it may be somebody else; a copy of the chat does not have it either.
    const { posts } = await shop.thread(thread);
    expect(JSON.stringify(posts)).toMatch(/It may be another person/);
    expect((await chat.post('copy')).status).toBe(200);
    await until(async () => (await shop.mailbox()).length === 2, 'the copy');
    const copy = (await shop.mailbox()).find(each => /You asked for a copy/.test(each.text))!;
    expect(copy.text).toContain('Is it ready?');
    expect(copy.text).not.toContain('Orchard');
  });

  test('stays the one address: nobody has mail sent to one stranger after another', async () => {
    expect((await chat.post('email', { email: 'other@example.com' })).status).toBe(409);
    expect((await chat.post('email', { email: 'MAYA@example.com' })).status).toBe(200);
    for (let i = 0; i < 3; i++) expect((await chat.post('copy')).status).toBe(200);
    expect((await chat.post('copy')).status).toBe(429);
    for (const mail of await shop.mailbox()) expect(mail.to).toContain('maya@example.com');
  });

  test('gives nobody a name, and makes nobody a customer who is known by it', async () => {
    await shop.mail({ from: 'Maya Real <maya@example.com>', subject: 'Another matter', text: 'Hello' });
    const other = await until(
      async () => (await shop.cards(2)).find(each => each.card.subject === 'Another matter'),
      'it',
    );
    expect(other.card.message.customer).toBe('Maya Real');
    expect(other.card.earlier).toEqual([]);
  });

  test('that bounces is said in the thread, under the reply that went on', async () => {
    const [reply] = await shop.running.engine.rows<{ external_id: string }>('select external_id from replies', []);
    const bounce = [
      'From: MAILER-DAEMON@mx.example',
      'To: help@shop.example',
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      'Final-Recipient: rfc822; maya@example.com',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such user',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: help@shop.example',
      'To: maya@example.com',
      `Message-ID: ${reply!.external_id}`,
      'Subject: Re: chat',
      '',
      'Yes',
      '--b--',
      '',
    ].join('\r\n');
    await shop.mail({ from: 'MAILER-DAEMON@mx.example', raw: bounce });
    await said(shop, thread, /did not reach/);
  });
});

describe('a visitor who is blocked', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ yaml: YAML });
  });
  afterEach(() => shop.stop());

  test('can write no more, whichever of their cards it was pressed on, and learns it in words', async () => {
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('One');
    const { thread, card } = (await shop.cards(1))[0]!;
    await shop.press('Ann', thread, { id: 'enquiry.resolve', value: card.enquiryId });
    await until(() => heard.state()?.status === 'resolved', 'resolved');
    // Three weeks later it is another matter.
    await shop.running.engine.rows('update enquiries set resolved_at = resolved_at - ?', [21 * 24 * 3_600_000]);
    await chat.send('Two');
    expect(await shop.cards(2)).toHaveLength(2);
    await until(() => heard.state()?.status === 'open', 'the page shows the new one');
    await shop.press('Ann', thread, { id: 'customer.block', value: card.enquiryId });
    await said(shop, thread, /Ann blocked/);
    await until(() => heard.state()?.blocked === true, 'the page says so');
    expect((await chat.send('Three')).body).toMatchObject({ code: 'blocked' });
    expect((await chat.upload('a.txt', new Uint8Array([65]))).status).toBe(403);
    await shop.press('Ann', thread, { id: 'customer.unblock', value: card.enquiryId });
    await until(async () => (await chat.send('Four')).status === 200, 'they may write again');
    heard.close();
  });

  test('with a request held open since before is blocked too', async () => {
    const chat = await visit(shop.url);
    await chat.send('One');
    const { thread, card } = (await shop.cards(1))[0]!;
    let finish = () => {};
    const body = new ReadableStream({
      start: controller => {
        controller.enqueue(new TextEncoder().encode('{"cid":"held-open-1",'));
        finish = () => {
          controller.enqueue(new TextEncoder().encode('"text":"slow"}'));
          controller.close();
        };
      },
    });
    const slow = fetch(`${shop.url}/chat/site/send`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${chat.token}` },
      body,
      duplex: 'half',
    } as RequestInit);
    await shop.press('Ann', thread, { id: 'customer.block', value: card.enquiryId });
    await said(shop, thread, /Ann blocked/);
    finish();
    expect((await slow).status).toBe(403);
    expect((await shop.cards(1))[0]!.card.customerMessages).toBe(1);
  });

  test('muted, they are read, and alert nobody', async () => {
    const chat = await visit(shop.url);
    await chat.send('One');
    const { thread, card } = (await shop.cards(1))[0]!;
    await shop.press('Ann', thread, { id: 'customer.mute', value: card.enquiryId });
    await said(shop, thread, /Ann muted/);
    await shop.reply('Ann', thread, 'Please wait.');
    await until(async () => (await shop.cards(1))[0]?.card.status === 'waiting', 'waiting');
    expect((await chat.send('Two')).status).toBe(200);
    const posts = await until(async () => {
      const found = (await shop.thread(thread)).posts.filter(
        ({ post }) => post.as === 'entry' && post.entry.as === 'message',
      );
      return found.length ? found : null;
    }, 'it is in the thread');
    expect(posts.every(({ post }) => post.as === 'entry' && post.entry.as === 'message' && !post.entry.bump)).toBe(
      true,
    );
  });
});

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
    await said(shop, thread, /rated this 1 of 5/);
    expect((await lines(shop, thread)).filter(each => /rated/.test(each))).toHaveLength(5);
    await chat.send('One more thing');
    await until(() => heard.state()?.status === 'open', 'open again');
    heard.close();
  });

  test('follows when two of their enquiries are put together', async () => {
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
    await said(shop, second.thread, /put this together/);
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
    await said(shop, thread, /ended the chat/);
    await shop.reply('Ann', thread, 'Secret');
    await said(shop, thread, /was not sent.*cannot be reached/);
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
    await said(shop, one.thread, /marked this as spam/);
    await minuteLater(shop);
    expect(await shop.mailbox()).toEqual([]);
  });
});

describe('customers who are signed in', () => {
  test('are asked again in their next chat, and what they answer is shown with their next message', async () => {
    const shop = await openShop({
      yaml: `${YAML}channels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], identity: required, identity_secret: "${SECRET}", ask: ["Order number*"], consent: "I agree." }\n`,
    });
    const expires = Math.floor(Date.now() / 1000) + 600;
    const identity = {
      id: 'c-17',
      email: 'maya@example.com',
      name: 'Maya',
      expires,
      signature: identitySignature(SECRET, 'c-17', 'maya@example.com', expires, 'Maya'),
    };
    const begin = (order: string) =>
      visit(shop.url, { start: { identity, form: { 'Order number': order }, consent: true } });
    const one = await begin('FIRST-1');
    await one.send('Hello');
    const two = await begin('SECOND-2');
    await two.send('And this one');
    const { thread, card } = (await shop.cards(1))[0]!;
    expect(card.message.details).toContainEqual({ label: 'Signed in as', value: 'c-17', vouched: true });
    expect(card.message.details).toContainEqual({ label: 'Order number', value: 'FIRST-1' });
    expect(card.message.details).toContainEqual({ label: 'Agreed', value: 'I agree.' });
    await until(
      async () => JSON.stringify((await shop.thread(thread)).posts).includes('SECOND-2'),
      'the second answer',
    );
    // Both devices have the whole conversation.
    const heard = two.listen();
    expect((await heard.have(2)).map(each => each.text)).toEqual(['Hello', 'And this one']);
    heard.close();
    await shop.stop();
  });
});

describe('a mail that bounced and is tried again', () => {
  test('can still be undone, and stops when the customer writes: only what goes on by another way cannot', () => {
    const enquiry = { ...ENQUIRY, status: 'open' as const };
    const bounced = evolveReply(
      { ...REPLY, status: 'sent', sentAt: 5, attempt: 1 },
      { type: 'ReplyBounced', reply: REPLY.id, reason: 'full' },
      6,
    );
    const held = evolveReply(bounced, { type: 'ReplyReleased', reply: REPLY.id, by: REPLY.authorId, until: 9 }, 7);
    expect(decideReply(enquiry, held, { do: 'withdraw', by: REPLY.authorId, because: 'undo' }, 8).ok).toBe(true);
    const wrote = decide(
      enquiry,
      [held],
      { do: 'customerWrote', message: 'm' as never, machine: false, thanksOnly: false },
      8,
    );
    expect(wrote).toMatchObject({ ok: true, events: [{ type: 'CustomerWrote' }, { type: 'ReplyStopped' }] });
    const goesOn = { ...held, channelId: 'chan_mail' as never };
    expect(decideReply(enquiry, goesOn, { do: 'withdraw', by: REPLY.authorId, because: 'undo' }, 8)).toMatchObject({
      refusal: 'reply-already-sent',
    });
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
    const dead = await one.running.engine.rows('select kind, last_error from jobs where attempts > 0', []);
    expect(dead).toEqual([]);
    here.close();
    there.close();
    await one.stop();
    await two.stop();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
