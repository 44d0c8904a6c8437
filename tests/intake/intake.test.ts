import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { randomFrom, testIds } from '../kit/world.ts';

let shop: TestHouse;
beforeEach(async () => {
  shop = await openHouse();
});
afterEach(() => shop.close());

describe('a customer writes', () => {
  test('becomes one card in the room, which says who, where, what and that nobody has it', async () => {
    await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya Patel' });
    await shop.settle();
    const [card, ...more] = await shop.cards();
    expect(more).toEqual([]);
    expect(card).toMatchObject({ number: 1, status: 'open', statusWords: 'Open, nobody has it yet', owner: null });
    expect(card?.message).toMatchObject({ customer: 'Maya Patel', text: 'My kettle rattles' });
    expect(card?.buttons.map(each => each.label)).toEqual(['Claim', 'Reply', 'Resolve']);
  });

  test('the same delivery twice, also at the same moment, is one message', async () => {
    const results = await Promise.all([1, 2, 3].map(() => shop.provider.write('maya', 'Hello', { id: 'same' })));
    await shop.provider.write('maya', 'Hello', { id: 'same' });
    await shop.settle();
    expect(results.filter(each => each !== null)).toHaveLength(1);
    expect((await shop.cards())[0]?.customerMessages).toBe(1);
  });

  test('a second message goes on in the same thread', async () => {
    const id = await shop.provider.write('maya', 'Hello');
    await shop.settle();
    expect(await shop.provider.write('maya', 'Are you there?')).toBe(id);
    await shop.settle();
    const { posts } = await shop.thread(id!);
    expect(
      posts.map(({ post }) => post.as === 'entry' && post.entry.as === 'message' && post.entry.message.text),
    ).toEqual(['Are you there?']);
    expect(await shop.cards()).toHaveLength(1);
  });

  test('two customers with the same name stay two', async () => {
    const one = await shop.provider.write('a1', 'Hello', { name: 'Alex Kim' });
    const two = await shop.provider.write('a2', 'Hello', { name: 'Alex Kim' });
    expect(one).not.toBe(two);
    const { store } = shop.house.parts;
    const [first, second] = [await store.enquiry(one as never), await store.enquiry(two as never)];
    expect(first?.customerId).not.toBe(second?.customerId);
  });

  test('within 14 days a resolved enquiry is opened again, later a new one is linked to it', async () => {
    const id = await shop.provider.write('maya', 'Hello');
    await shop.settle();
    await shop.as('Ann').press('enquiry.claim', id!);
    await shop.as('Ann').submit('resolve.form', id!, 'resolve', { reason: 'Question' });
    await shop.pass(13 * DAY);
    expect(await shop.provider.write('maya', 'It is back')).toBe(id);
    await shop.settle();
    expect(await shop.card(id!)).toMatchObject({ status: 'open', owner: 'Ann' });
    expect((await shop.thread(id!)).lines).toContain('Visitor maya wrote again. This is open again.');
    await shop.as('Ann').submit('resolve.form', id!, 'resolve', {});
    await shop.pass(14 * DAY + MINUTE);
    const later = await shop.provider.write('maya', 'Once more');
    await shop.settle();
    expect(later).not.toBe(id);
    expect((await shop.card(later!)).earlier).toMatchObject([
      { number: 1, subject: 'It is back', outcome: 'resolved: Question' },
    ]);
    expect((await shop.house.parts.store.enquiry(later as never))?.linkedTo).toBe(id);
  });

  test('mere thanks do not reopen; thanks with a "but" do', async () => {
    const id = await shop.provider.write('maya', 'Hello');
    await shop.settle();
    await shop.as('Ann').submit('resolve.form', id!, 'resolve', {});
    await shop.provider.write('maya', 'Thanks a lot!');
    await shop.settle();
    expect((await shop.card(id!)).status).toBe('resolved');
    await shop.provider.write('maya', 'Thanks, but it still rattles');
    await shop.settle();
    expect((await shop.card(id!)).status).toBe('open');
  });

  test('a message of only spaces, emoji, right-to-left text, NUL and markup arrives as it is and harms nothing', async () => {
    const texts = ['   ', '🎉👨‍👩‍👧', 'مرحبا، أين طلبي؟', 'a\u0000b', '<script>alert(1)</script> <!channel>'];
    for (const [i, text] of texts.entries()) await shop.provider.write(`c${i}`, text);
    await shop.settle();
    const cards = await shop.cards();
    expect(cards.map(each => each.message.text)).toEqual(['', texts[1], texts[2], 'ab', texts[4]]);
    expect(cards[0]?.message.warnings).toEqual(['The message has no text.']);
  });
});

describe('matching by names', () => {
  test('an answer joins its enquiry only when its sender took part; a stranger gets one of their own', async () => {
    const named = await openHouse({ provider: makeProvider({ threads: 'names' }) });
    const first = await named.provider.write('ann@x', 'Our order', { id: '<1>', others: ['bob@x'] });
    await named.settle();
    expect(await named.provider.write('bob@x', 'I am the colleague', { answers: ['<1>'] })).toBe(first);
    const stranger = await named.provider.write('eve@y', 'Tell me everything', { answers: ['<1>'] });
    await named.settle();
    expect(stranger).not.toBe(first);
    expect((await named.card(stranger!)).message.warnings[0]).toMatch(/^May belong to #1:/);
    expect(await named.provider.write('ann@x', 'Something else')).not.toBe(first);
    await named.close();
  });

  test('of enquiries that one thread has had the last goes on', async () => {
    const named = await openHouse({ provider: makeProvider({ threads: 'names' }) });
    const write = async (text: string) => {
      const id = await named.provider.write('ann@x', text, { thread: 'public/1/ann' });
      await named.settle();
      return id!;
    };
    const first = await write('Our order');
    expect(await write('Is it here?')).toBe(first);
    await named.as('Ann').submit('resolve.form', first, 'resolve', {});
    await named.pass(15 * DAY);
    const second = await write('Another order');
    expect(second).not.toBe(first);
    expect(await write('In blue, please')).toBe(second);
    expect(await write('And one in red')).toBe(second);
    await named.close();
  });
});

describe('time', () => {
  test('a snooze ends by itself, and earlier when the customer writes', async () => {
    const id = await shop.provider.write('maya', 'Hello');
    await shop.settle();
    await shop.as('Ann').press('enquiry.claim', id!);
    await shop.as('Ann').submit('snooze.form', id!, 'snooze', { until: '1h' });
    expect((await shop.card(id!)).status).toBe('snoozed');
    await shop.pass(HOUR);
    expect((await shop.card(id!)).status).toBe('open');
    expect((await shop.thread(id!)).lines.at(-1)).toBe('The snooze is over. This is open again.');
    await shop.as('Ann').submit('snooze.form', id!, 'snooze', { until: '4h' });
    await shop.provider.write('maya', 'Any news?');
    await shop.settle();
    expect((await shop.card(id!)).status).toBe('open');
    expect((await shop.room()).filter(item => item.as === 'bump').map(item => item.words)).toEqual([
      'Visitor maya wrote again',
    ]);
    const before = (await shop.thread(id!)).lines.length;
    await shop.pass(4 * HOUR);
    expect((await shop.thread(id!)).lines).toHaveLength(before);
  });
});

describe('tenants', () => {
  test('two workspaces in one database never see each other', async () => {
    const ids = testIds(shop.clock, randomFrom(2));
    const other = await openHouse({ engine: shop.engine, workspaceId: 'ws_other' as never, ids });
    const mine = await shop.provider.write('maya', 'secret kettle');
    await shop.settle();
    const { store } = other.house.parts;
    expect(await store.enquiry(mine as never)).toBeNull();
    expect(await store.search('kettle', 10)).toEqual([]);
    expect(await shop.house.parts.store.search('kettle', 10)).toHaveLength(1);
    await other.as('Eve').press('enquiry.claim', mine!);
    expect((await shop.card(mine!)).owner).toBeNull();
    expect(await store.commit([{ do: 'update', table: 'enquiries', id: mine!, set: { status: 'spam' } }])).toEqual({
      ok: true,
    });
    expect((await shop.house.parts.store.enquiry(mine as never))?.status).toBe('open');
    await other.close();
  });
});
