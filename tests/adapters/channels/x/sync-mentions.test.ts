import { afterEach, describe, expect, test } from 'vitest';
import type { X } from '../../../../adapters/channels/x/connection/api.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse;
const begin = async (options: XHouseOptions = {}) => {
  house = await openXHouse(options);
  return house;
};
afterEach(() => house.close());

const asked = (route: Call['route']) => house.x.calls.filter(each => each.route === route);
/** Mentions that many people write while nobody reads, one a minute. */
const whileAway = async (count: number, ms = MINUTE) => {
  await house.stop();
  const ids = Array.from({ length: count }, (_, i) => {
    house.clock.advance(ms);
    return house.x.person(`person${i}`).post(`@kettleshop question ${i}`);
  });
  house.clock.advance(MINUTE);
  return ids;
};
const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `PUBLIC @kettleshop question ${i + from}`);

describe('mentions of an X account', () => {
  test('begin with what is written after it was connected', async () => {
    await begin();
    const ann = house.x.person('ann', { name: 'Ann' });
    ann.post('@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
    const [card] = await house.shop.cards();
    expect(card?.message).toMatchObject({ customer: 'Ann (@ann)', address: ann.id });
    expect(house.x.problems()).toEqual([]);
  });

  test('that are older than the channel open nothing, however many they are', async () => {
    await begin({
      before: x => {
        for (let i = 0; i < 30; i++) x.person(`person${i}`).post(`@kettleshop question ${i}`);
      },
    });
    await house.pass(5 * MINUTE);
    expect(await house.shown()).toEqual([]);
    house.x.person('person3').post('@kettleshop question 30');
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toEqual(numbered(1, 30));
  });

  test('are read to the last page, past empty ones, the oldest first', async () => {
    await begin();
    await whileAway(130);
    house.x.emptyPage('mentions', 2);
    await house.again();
    await house.pass(2 * SECOND);
    expect(await house.shown()).toEqual(numbered(130));
    const numbers = (await house.shop.cards()).map(each => [each.number, each.message.text]);
    expect(numbers.sort((a, b) => Number(a[0]) - Number(b[0])).map(each => each[1])).toEqual(
      numbered(130).map(each => each.replace('PUBLIC ', '')),
    );
  });

  test('go on with the page at which X said that it was too much', async () => {
    await begin();
    await whileAway(230);
    house.x.fail('mentions', { status: 429 }, 1, call => call.query.pagination_token !== undefined);
    const before = asked('mentions').length;
    await house.again();
    expect(await house.shown()).toEqual([]);
    await house.pass(16 * MINUTE);
    expect(await house.shown()).toEqual(numbered(230));
    const pages = asked('mentions').slice(before);
    // The first page is not asked for again: it is kept.
    expect(pages.slice(0, 4).map(each => [each.query.pagination_token !== undefined, each.status])).toEqual([
      [false, 200],
      [true, 429],
      [true, 200],
      [true, 200],
    ]);
    expect(new Set(pages.slice(0, 4).map(each => each.query.since_id)).size).toBe(1);
  });

  test('begin again where X does not know the page any more', async () => {
    await begin();
    await whileAway(120);
    const body = { title: 'Invalid Request', detail: 'The `pagination_token` query parameter value is not valid' };
    house.x.fail('mentions', { status: 400, body }, 1, call => call.query.pagination_token !== undefined);
    await house.again();
    await house.pass(MINUTE);
    expect(await house.shown()).toEqual(numbered(120));
    expect(await house.told()).toEqual([]);
  });

  test('come in on a second process when the first one is gone, and each only once', async () => {
    await begin();
    house.x.person('ann').post('@kettleshop question 0');
    await house.pass(2 * MINUTE);
    const other = house.shop;
    await house.again();
    expect(house.shop).not.toBe(other);
    house.x.person('bob').post('@kettleshop question 1');
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toEqual(numbered(2));
    expect(house.x.problems()).toEqual([]);
  });

  test.each([
    ['between two pages', 1, 0],
    ['between the last item and the cursor', 0, 1],
  ])('are each shown once when the process dies %s', async (_when, pageFails, cursorFails) => {
    let [pages, cursors] = [pageFails, cursorFails];
    const wrap = (x: X): X => ({
      ...x,
      mentions: async (of, at) => {
        if (at.next && pages-- > 0) throw new Error('killed');
        return x.mentions(of, at);
      },
    });
    const wrapContext = (context: ChannelContext): ChannelContext => ({
      ...context,
      saveCursor: async cursor => {
        const { mentions } = cursor as { mentions?: { resume?: object } };
        if (isAway && mentions && !mentions.resume && cursors-- > 0) throw new Error('killed');
        return context.saveCursor(cursor);
      },
    });
    let isAway = false;
    await begin({ wrap, wrapContext });
    await whileAway(120);
    isAway = true;
    await house.again();
    await house.again();
    expect(await house.shown()).toEqual(numbered(120));
    await house.pass(5 * MINUTE);
    expect(await house.shop.cards()).toHaveLength(120);
  });

  test('of a storm while nobody read for 26 hours are shown as far as X shows them, and it is said once what is missing', async () => {
    await begin();
    await house.stop();
    // Three each, in a conversation of their own: 900, of which X shows the newest 800.
    for (let i = 0, last = ''; i < 900; i++) {
      house.clock.advance((26 * HOUR) / 900);
      const person = house.x.person(`person${Math.floor(i / 3)}`);
      const text = `@kettleshop question ${i}`;
      last = i % 3 === 0 ? person.post(text) : person.reply(last, text);
    }
    const before = house.x.calls.length;
    await house.again();
    await house.pass(2 * SECOND);
    expect(await house.shown()).toEqual(numbered(800, 100));
    expect(await house.shop.cards()).toHaveLength(267);
    await house.shop.house.remind();
    await house.shop.settle();
    const told = [
      'X shows only the 800 newest mentions: some mentions between 1 June at 09:00 UTC and 1 June at 11:55 UTC may be missing here. Look in X.',
      'While X was not read, 800 mentions came, the oldest on 1 June at 11:55 UTC. All of them are here now, and each says when it was written.',
    ];
    expect(await house.told()).toEqual(told);
    // Eight pages, and their authors by the hundred.
    expect(house.x.calls.length - before).toBeLessThan(20);
    expect(house.x.problems()).toEqual([]);
    // The same is not said again, nor paid for.
    const cost = house.x.cost();
    await house.again();
    expect(await house.told()).toEqual(told);
    expect(house.x.cost()).toBeCloseTo(cost, 6);
  });

  test('that are reposted, and what strangers and we ourselves write, open nothing', async () => {
    await begin({ x: { repostsName: true } });
    const ann = house.x.person('ann');
    const question = ann.post('@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    const answer = house.account.reply(question, 'It left yesterday.');
    const cost = house.x.cost();
    for (let i = 0; i < 500; i++) house.x.person(`fan${i}`).retweet(i % 2 ? question : answer);
    for (const name of ['bob', 'cleo', 'dora']) house.x.person(name).reply(answer, `I wait for mine, too (${name})`);
    for (let i = 0; i < 5; i++) house.account.post(`Kettles are ${i} % off today`);
    await house.pass(3 * MINUTE);
    expect(await house.shop.cards()).toHaveLength(1);
    // What X lists it bills, and nobody asks who the fans are.
    expect(house.x.cost() - cost).toBeLessThan(0.6);
    const [month] = await house.context().used(house.meter());
    expect(month!.used / 1_000_000).toBeCloseTo(house.x.cost(), 6);
    house.x.person('bob').reply(answer, '@kettleshop and where is mine?');
    await house.pass(2 * MINUTE);
    expect((await house.shop.cards()).map(each => each.message.customer).sort()).toEqual(['ann (@ann)', 'bob (@bob)']);
    expect(house.x.problems()).toEqual([]);
  });

  test('cost what X bills for them, and each name once', async () => {
    await begin();
    const people = ['ann', 'bob'].map(name => house.x.person(name));
    for (let day = 0; day < 3; day++) {
      for (const each of people) each.post(`@kettleshop question of day ${day}`);
      await house.pass(10 * MINUTE);
      house.clock.advance(24 * HOUR);
    }
    const paid = (what: string) => house.x.bills.filter(each => each.what === what && each.charged).length;
    expect(paid('user-read')).toBe(3);
    expect(paid('owned-read')).toBeGreaterThanOrEqual(6);
    expect(paid('post-read')).toBe(0);
    const [month] = await house.context().used(house.meter());
    expect(month!.used / 1_000_000).toBeCloseTo(house.x.cost(), 6);
  });
});
