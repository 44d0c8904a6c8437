/** Visitors who have left before the answer came: it goes on by email, once, and what they write back comes into both. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { type Visitor, visit } from '../../../kit/visitor.ts';
import { until } from '../../../kit/world.ts';

describe('a visitor who has left', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());

  /** Lets the minute pass that visitors have to come back. */
  const aMinuteLater = async () => {
    const { engine, house } = shop.running;
    await until(
      async () => (await engine.rows(`select id from jobs where kind = 'reply.goOn'`, [])).length > 0,
      'a minute is waited',
    );
    await engine.rows(`update jobs set run_at = 0 where kind = 'reply.goOn'`, []);
    house.worker.poke();
    await until(
      async () =>
        (await engine.rows(`select id from jobs where kind = 'reply.goOn' and state not in ('done', 'dead')`, []))
          .length === 0,
      'the minute is over',
    ).catch(() => {});
  };
  const begin = async (email?: string): Promise<{ visitor: Visitor; thread: string }> => {
    const visitor = await visit(shop.url);
    await visitor.send('Do you ship to Denmark?');
    if (email) expect((await visitor.post('email', { email })).status).toBe(200);
    return { visitor, thread: (await shop.cards(1))[0]!.thread };
  };
  const said = async (thread: string) => JSON.stringify((await shop.thread(thread)).posts);
  const times = (text: string, words: RegExp) => [...text.matchAll(new RegExp(words, 'g'))].length;

  test('gets the answer by email after a minute, once; what they write back is in the same thread, and the chat tells that it came', async () => {
    const { visitor, thread } = await begin('maya@example.com');
    await shop.reply('Ann', thread, 'Yes, for 12 pounds.');
    await until(async () => (await said(thread)).includes('Yes, for 12 pounds.'), 'it is sent');
    expect(await shop.mailbox()).toEqual([]);
    await aMinuteLater();
    const mail = await until(async () => (await shop.mailbox())[0], 'the mail');
    expect(mail.to).toBe('maya@example.com');
    expect(mail.text).toContain('Yes, for 12 pounds.');
    await until(async () => /goes on by email/.test(await said(thread)), 'the thread says so');
    const refs = await shop.running.engine.rows<{ ref: string }>(`select ref from refs where ref like '<%'`, []);
    await shop.mail({
      raw: `From: maya@example.com\r\nTo: help@shop.example\r\nSubject: Re: your question\r\nMessage-ID: <back@x>\r\nIn-Reply-To: ${refs.at(-1)!.ref}\r\n\r\nFine, send two.`,
    });
    await until(async () => (await shop.thread(thread)).card.customerMessages === 2, 'their answer is in the thread');
    expect(await shop.cards()).toHaveLength(1);
    const heard = visitor.listen();
    const entries = await heard.have(3);
    heard.close();
    expect(entries.map(each => each.text)).toEqual([
      'Do you ship to Denmark?',
      'Yes, for 12 pounds.',
      // Anybody could have typed that address: what it says is for the team.
      '',
    ]);
    expect(entries[2]!.mail).toBe(true);
    expect(await said(thread)).toContain('Fine, send two.');
    expect(await shop.mailbox()).toHaveLength(1);
  });

  test('gets each of several answers once, in order', async () => {
    const { thread } = await begin('maya@example.com');
    const texts = [1, 2, 3, 4, 5, 6].map(i => `Answer ${i}`);
    for (const text of texts) await shop.reply('Ann', thread, text);
    await until(
      async () =>
        (await shop.running.engine.rows(`select id from jobs where kind = 'reply.goOn'`, [])).length === texts.length,
      'each waits its minute',
    );
    await aMinuteLater();
    await until(async () => (await shop.mailbox()).length >= texts.length, 'all mails');
    await aMinuteLater();
    const mails = (await shop.mailbox()).reverse().map(each => each.text.split('\n')[0]);
    expect(mails).toEqual(texts);
  });

  test('without an address is said so in the thread, once, until they write again', async () => {
    const { visitor, thread } = await begin();
    await shop.reply('Ann', thread, 'One');
    await aMinuteLater();
    await until(
      async () => /they cannot be reached until they come back/.test(await said(thread)),
      'the thread says so',
    );
    await shop.reply('Ann', thread, 'Two');
    await aMinuteLater();
    expect(times(await said(thread), /they cannot be reached until/)).toBe(1);
    expect(await shop.mailbox()).toEqual([]);
    const heard = visitor.listen();
    expect((await heard.have(3)).map(each => each.text).slice(1)).toEqual(['One', 'Two']);
    heard.close();
    await visitor.send('Back again');
    await until(async () => (await shop.thread(thread)).card.customerMessages === 2, 'they are back');
    await shop.reply('Ann', thread, 'Three');
    await aMinuteLater();
    await until(async () => times(await said(thread), /they cannot be reached until/) === 2, 'it is said again');
  });

  test('and comes back within the minute gets no mail', async () => {
    const { visitor, thread } = await begin('maya@example.com');
    await shop.reply('Ann', thread, 'Yes');
    await until(async () => (await said(thread)).includes('"Yes"'), 'it is sent');
    const heard = visitor.listen();
    await heard.have(2);
    await until(
      async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'delivered'),
      'the mark says delivered',
    );
    heard.close();
    await aMinuteLater();
    expect(await shop.mailbox()).toEqual([]);
    expect(await said(thread)).not.toMatch(/has left the chat/);
  });

  test('is not one who is there and hears: no mail', async () => {
    const { visitor, thread } = await begin('maya@example.com');
    const heard = visitor.listen();
    await shop.reply('Ann', thread, 'Yes');
    await heard.have(2);
    await until(
      async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'delivered'),
      'the mark says delivered',
    );
    await aMinuteLater();
    expect(await shop.mailbox()).toEqual([]);
    heard.close();
  });

  test('is one whose page is open but took nothing: a stream alone is no reader', async () => {
    const { visitor, thread } = await begin('maya@example.com');
    const heard = visitor.listen({ silent: true });
    await shop.reply('Ann', thread, 'Yes');
    await heard.have(2);
    await aMinuteLater();
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    heard.close();
  });

  test('who ended the chat gets the answer by email too, and finds nothing of it in the chat', async () => {
    const { visitor, thread } = await begin('maya@example.com');
    await visitor.post('end');
    await shop.reply('Ann', thread, 'Yes, for 12 pounds.');
    await aMinuteLater();
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    const kept = await shop.running.engine.rows(`select key from shelf where stream like 'chat:%'`, []);
    expect(kept).toEqual([]);
  });

  test.each([
    'maya@example.com, eve@example.com',
    'maya@example.com\r\nBcc: eve@example.com',
    'Maya <maya@example.com>',
    'maya@',
    '@example.com',
    'maya@localhost',
    `${'a'.repeat(250)}@example.com`,
    ' ',
    'maya@example.com\u0000',
  ])('is not written to at %j', async email => {
    const { visitor } = await begin();
    const answer = await visitor.post('email', { email });
    expect([answer.status, answer.body.code]).toEqual([400, 'email']);
  });

  test('who only says that they are somebody else does not become them', async () => {
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'My secret lid' });
    await shop.cards(1);
    const eve = await visit(shop.url);
    await eve.send('I am not Maya');
    await eve.post('email', { email: 'maya@example.com' });
    const cards = await shop.cards(2);
    const { thread, card } = cards.find(each => each.card.message.text === 'I am not Maya')!;
    expect(JSON.stringify(card)).not.toContain('My secret lid');
    expect(card.message.customer).not.toBe('Maya Patel');
    await shop.reply('Ann', thread, 'For the chat');
    await aMinuteLater();
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    const heard = eve.listen();
    await heard.have(2);
    expect(JSON.stringify(heard.entries)).not.toContain('secret lid');
    heard.close();
    expect((await shop.thread(cards.find(each => each.card.subject === 'The lid')!.thread)).card.customerMessages).toBe(
      1,
    );
  });
});
