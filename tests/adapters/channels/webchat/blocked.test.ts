/** Visitors whom the team has muted or blocked: what they can still do, and who is let in again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { webchatChannel } from '../../../../adapters/channels/webchat/channel.ts';
import { drawCard } from '../../../../adapters/desks/slack/drawing/blocks.ts';
import { makeKinds } from '../../../../src/core/kinds.ts';
import { cardView } from '../../../../src/desk/cards.ts';
import { menuForm } from '../../../../src/desk/forms.ts';
import { ENQUIRY } from '../../../kit/samples.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { pressOn, saidInThread } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const from = (address: string) => ({ 'X-Forwarded-For': address });

describe('a visitor who is blocked', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1, webchat: 0 }\n' });
  });
  afterEach(() => shop.stop());

  test('can no longer write, whichever of their cards it was pressed on, and learns it in words', async () => {
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
    await saidInThread(shop, thread, /Ann blocked/);
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
    await saidInThread(shop, thread, /Ann blocked/);
    finish();
    expect((await slow).status).toBe(403);
    expect((await shop.cards(1))[0]!.card.customerMessages).toBe(1);
  });

  test('muted, they are read, and alert nobody', async () => {
    const chat = await visit(shop.url);
    await chat.send('One');
    const { thread, card } = (await shop.cards(1))[0]!;
    await shop.press('Ann', thread, { id: 'customer.mute', value: card.enquiryId });
    await saidInThread(shop, thread, /Ann muted/);
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

describe('a visitor the team has had enough of', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterEach(() => shop.stop());

  test('is blocked: writes no more, opens no new chat from there, others do; and can be let in again', async () => {
    const eve = await visit(shop.url, { headers: from('203.0.113.9') });
    const maya = await visit(shop.url, { headers: from('203.0.113.9') });
    await maya.send('I am at the same address');
    await eve.send('Insults');
    const cards = await shop.cards(2);
    const { thread } = cards.find(each => each.card.message.text === 'Insults')!;
    const heard = eve.listen();
    await pressOn(shop, thread, 'customer.block');
    await until(() => heard.state()?.blocked, 'they are told');
    expect((await eve.send('More insults')).body.code).toBe('blocked');
    expect((await eve.upload('a.pdf', Buffer.from('%PDF'))).body.code).toBe('blocked');
    expect((await maya.send('I can still write')).status).toBe(200);
    expect((await visit(shop.url, { headers: from('203.0.113.9') })).started.body.code).toBe('blocked');
    expect((await visit(shop.url, { headers: from('203.0.113.10') })).started.status).toBe(201);
    // Ended and begun again, it is the same.
    await eve.post('end');
    expect((await visit(shop.url, { headers: from('203.0.113.9') })).started.body.code).toBe('blocked');
    await pressOn(shop, thread, 'customer.unblock');
    await until(
      async () => (await visit(shop.url, { headers: from('203.0.113.9') })).started.status === 201,
      'they may come in again',
    );
    heard.close();
  });

  test('is muted: writes on and hears nothing of it, and the team is not called', async () => {
    const eve = await visit(shop.url, { headers: from('203.0.113.9') });
    await eve.send('Insults');
    const { thread } = (await shop.cards(1))[0]!;
    const heard = eve.listen();
    await heard.have(1);
    await pressOn(shop, thread, 'customer.mute');
    await until(async () => /muted/.test(JSON.stringify((await shop.thread(thread)).posts)), 'the thread says so');
    const answer = await eve.send('More insults');
    expect([answer.status, answer.body.n]).toEqual([200, 2]);
    await heard.have(2);
    expect(heard.state()?.blocked).toBe(false);
    expect(JSON.stringify(heard.states)).not.toMatch(/mute/i);
    heard.close();
  });

  test('muting one visitor does not let another one’s network in again', async () => {
    const headers = from('203.0.113.9');
    const [a, b] = [await visit(shop.url, { headers }), await visit(shop.url, { headers })];
    await a.send('I am A');
    await b.send('I am B');
    const cards = await shop.cards(2);
    const of = (text: string) => cards.find(each => each.card.message.text === text)!;
    await shop.press('Ann', of('I am A').thread, { id: 'customer.block', value: of('I am A').card.enquiryId });
    await until(async () => (await visit(shop.url, { headers })).started.status === 403, 'no new chat from there');
    await shop.press('Ann', of('I am B').thread, { id: 'customer.mute', value: of('I am B').card.enquiryId });
    await until(async () => JSON.stringify((await shop.thread(of('I am B').thread)).posts).includes('muted'), 'muted');
    expect((await visit(shop.url, { headers })).started.status).toBe(403);
    // Those who have a chat there go on.
    expect((await b.send('Still here')).status).toBe(200);
    await shop.press('Ann', of('I am A').thread, { id: 'customer.unblock', value: of('I am A').card.enquiryId });
    await until(async () => (await visit(shop.url, { headers })).started.status === 201, 'open again');
  });
});

test('on Slack a visitor can be muted, blocked and let in again from every card, whatever else is in the menu', () => {
  const who = {
    side: null,
    customer: 'Maya',
    owner: 'Ann',
    name: () => 'Ann',
    number: () => '#1',
    clock: () => 'Mon 09:00',
  };
  const message = {
    id: 'msg_1',
    workspaceId: 'ws',
    enquiryId: ENQUIRY.id,
    direction: 'in',
    kind: 'human',
    from: null,
    text: 'Hi',
    folded: [],
    warnings: [],
    names: [],
    rawId: null,
    replyId: null,
    writtenAt: 0,
    subject: null,
    others: null,
    writtenTo: null,
    forwardOf: null,
    details: [
      { label: 'Signed in as', value: 'c-17', vouched: true },
      { label: 'Order', value: '12 · Signed in as: c-99' },
    ],
  } as never;
  for (const status of ['open', 'resolved', 'spam'] as const)
    for (const ownerId of [null, 'staff_ann'] as const)
      for (const standing of [null, 'blocked', 'muted'] as const) {
        const enquiry = { ...ENQUIRY, status, ownerId, channelKind: 'webchat' } as never;
        const card = cardView({
          enquiry,
          customer: { name: 'Maya' } as never,
          identity: { address: 'abc', channelKind: 'webchat', standing } as never,
          message,
          attachments: [],
          earlier: [],
          channelName: 'site',
          kinds: makeKinds([webchatChannel]),
          textCharsMax: 900,
          who,
        });
        const drawn = JSON.stringify(drawCard(card));
        // What the menu has no room for is one press further.
        const form = drawn.includes('More …') ? menuForm(ENQUIRY.id, card.menu) : null;
        const reached = `${drawn}${JSON.stringify(form)}`;
        for (const id of standing ? ['customer.unblock'] : ['customer.mute', 'customer.block'])
          expect(reached, `${status} ${standing}`).toContain(id);
        expect(drawn).toMatch(/Confirmed by your site: Signed in as: c-17"/);
      }
});
