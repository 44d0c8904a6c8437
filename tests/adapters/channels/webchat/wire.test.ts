/** Small cracks in the wire: numbers out of range, bodies that are none, presses without a reason, all of it with a good token. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { pressOn } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describe('whoever speaks to the chat without its page', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());

  test.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '7',
    '{"cid":1,"text":"x"}',
    '{"cid":"abcdefgh","text":["x"]}',
    '{"cid":"abcdefgh"}',
  ])('gets a refusal in words for the body %j, never an error of the server', async body => {
    const visitor = await visit(shop.url);
    const headers = { Authorization: `Bearer ${visitor.token}`, 'Content-Type': 'application/json' };
    for (const path of ['send', 'rate', 'email']) {
      const response = await fetch(`${shop.url}/chat/site/${path}`, { method: 'POST', headers, body });
      expect(response.status, `${path} ${body}`).toBe(400);
      expect(((await response.json()) as { error: string }).error).toMatch(/\.$/);
    }
  });

  test.each([
    '-1',
    '1e9',
    '99999999999999999999',
    'NaN',
    '1;drop',
    '%00',
    '0x10',
    '',
  ])('may ask for what came after %j', async after => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    const ended = new AbortController();
    const response = await fetch(`${shop.url}/chat/site/events?after=${after}`, {
      headers: { Authorization: `Bearer ${visitor.token}` },
      signal: ended.signal,
    });
    expect(response.status).toBe(200);
    const { value } = await response.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toMatch(/^:|^id:|^event:/);
    ended.abort();
  });

  test('can not say that replies have arrived that are still to come', async () => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    for (const n of [1e9, Number.MAX_SAFE_INTEGER, -5, 1.5, '9', null])
      expect((await visitor.post('got', { n })).status).toBe(200);
    await shop.reply('Ann', thread, 'An answer');
    const heard = visitor.listen({ silent: true });
    await heard.have(2);
    heard.close();
    await until(async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'sent'), 'sent');
    expect((await shop.thread(thread)).posts.some(each => each.mark?.state === 'delivered')).toBe(false);
    await visitor.post('got', { n: 2 });
    await until(
      async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'delivered'),
      'delivered',
    );
  });

  test('can not rate what is not resolved, nor with more than five, nor another resolution', async () => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    expect((await visitor.post('rate', { of: 1, score: 5 })).status).toBe(400);
    const heard = visitor.listen();
    await pressOn(shop, thread, 'enquiry.resolve');
    const of = await until(() => heard.state()?.resolved, 'resolved');
    for (const score of [0, 6, 4.5, '5', null, Number.NaN])
      expect((await visitor.post('rate', { of, score })).status).toBe(400);
    expect((await visitor.post('rate', { of: of - 1, score: 5 })).status).toBe(400);
    expect((await visitor.post('rate', { of, score: 4 })).status).toBe(200);
    await until(() => heard.state()?.rated === 4, 'rated');
    heard.close();
  });

  test('can not have copies sent without an address, without an answer, or again and again', async () => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    expect((await visitor.post('copy')).status).toBe(400);
    await visitor.post('email', { email: 'maya@example.com' });
    expect((await visitor.post('copy')).status).toBe(400);
    const heard = visitor.listen();
    await shop.reply('Ann', thread, 'An answer');
    await heard.have(2);
    heard.close();
    const answers: number[] = [];
    for (let i = 0; i < 6; i++) answers.push((await visitor.post('copy')).status);
    expect(answers).toEqual([200, 200, 200, 429, 429, 429]);
    await until(async () => (await shop.mailbox()).length > 0, 'a copy');
    const [mail] = await shop.mailbox();
    expect(mail!.to).toBe('maya@example.com');
    expect(mail!.text).toContain('An answer');
  });

  test('that fills in the field that people do not see opens no chat', async () => {
    const { started } = await visit(shop.url, { start: { website: 'https://spam.example' } });
    expect([started.status, started.body.token]).toEqual([400, undefined]);
  });

  test('gets no more than one enquiry for the same message in ten tries at once, and one line of it', async () => {
    const visitor = await visit(shop.url);
    await Promise.all(Array.from({ length: 10 }, () => visitor.send('Hello', 'the-same-cid')));
    expect((await shop.cards(1))[0]!.card.customerMessages).toBe(1);
    const heard = visitor.listen();
    await until(() => heard.state(), 'the state');
    expect(heard.entries).toHaveLength(1);
    heard.close();
  });

  test('sees in the state nothing of the team but the name of who helps', async () => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    const heard = visitor.listen();
    await shop.act('Ann', { do: 'write', thread, text: '// INTERNAL a difficult one' });
    await pressOn(shop, thread, 'enquiry.claim');
    await until(() => heard.state()?.person === 'Ann', 'Ann helps');
    expect(Object.keys(heard.state()!).sort()).toEqual(
      ['blocked', 'delivered', 'email', 'hours', 'now', 'person', 'rated', 'resolved', 'seen', 'status'].sort(),
    );
    expect(JSON.stringify([heard.states, heard.entries])).not.toContain('INTERNAL');
    heard.close();
  });
});
