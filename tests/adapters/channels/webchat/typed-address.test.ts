/** An address that a visitor typed proves nothing: what goes there, what comes back, and when it can be changed. */
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { type Visitor, visit } from '../../../kit/visitor.ts';
import { lookWhoLeft } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describe('an address that a visitor typed', () => {
  let shop: Shop;
  let chat: Visitor;
  let thread: string;
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1, webchat: 0 }\n' });
    chat = await visit(shop.url);
    await chat.send('Is it ready?');
    await chat.post('email', { email: 'maya@example.com' });
    thread = (await shop.cards(1))[0]!.thread;
    await shop.reply('Ann', thread, 'Yes, come by.');
    await lookWhoLeft(shop);
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
    expect(JSON.stringify(posts)).toMatch(/It may be someone else/);
    expect((await chat.post('copy')).status).toBe(200);
    await until(async () => (await shop.mailbox()).length === 2, 'the copy');
    const copy = (await shop.mailbox()).find(each => /copy of your chat/.test(each.text))!;
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
    await until(
      async () => /did not reach/.test(JSON.stringify((await shop.thread(thread)).posts)),
      'the line in the thread',
    );
  });
});

test('an address that was written to is not changed by a request that was held open', async () => {
  const shop = await openShop({ yaml: 'hold_seconds: { email: 0.1, webchat: 0 }\n' });
  const chat = await visit(shop.url);
  await chat.send('Hello');
  await chat.post('email', { email: 'first@example.com' });
  const held = holdOpen(shop, chat.token, '{"email":', '"stranger@example.com"}');
  await new Promise(resolve => setTimeout(resolve, 100));
  // Something was sent to the first one meanwhile.
  await shop.running.engine.rows(
    `update shelf set value = replace(value, '"mailed":false', '"mailed":true') where key = 'visitor'`,
    [],
  );
  expect(await held()).toBe(409);
  const [visitor] = await shop.running.engine.rows<{ value: string }>(
    `select value from shelf where key = 'visitor'`,
    [],
  );
  expect(visitor!.value).toContain('first@example.com');
  await shop.stop();
});

/** A request whose body ends only when it is asked to. @returns its status */
function holdOpen(shop: Shop, token: string, first: string, rest: string): () => Promise<number> {
  const sent = httpRequest(`${shop.url}/chat/site/email`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
  });
  const status = new Promise<number>(resolve =>
    sent.on('response', response => resolve(response.resume().statusCode ?? 0)),
  );
  sent.write(first);
  return () => {
    sent.end(rest);
    return status;
  };
}
