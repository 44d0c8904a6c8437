import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import { NotTaken } from '../../../../src/ports/channel.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse;
const begin = async (options: XHouseOptions = {}) => {
  house = await openXHouse(options);
};
afterEach(() => house.close());

const asked = (route: Call['route']) => house.x.calls.filter(each => each.route === route);
const textOf = async () => (await house.shop.cards())[0]?.message.text;

describe("customers' posts that change on X", () => {
  test('are shown as they were edited last, in one enquiry', async () => {
    await begin();
    const ann = house.x.person('ann');
    const first = ann.post('@kettleshop Were is my kettle?');
    await house.pass(2 * MINUTE);
    const second = ann.edit(first, '@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    expect(await textOf()).toBe('@kettleshop Where is my kettle?');
    ann.edit(second, '@kettleshop Where is my red kettle?');
    await house.pass(2 * MINUTE);
    expect(await textOf()).toBe('@kettleshop Where is my red kettle?');
    expect(await house.shop.cards()).toHaveLength(1);
  });

  test('are shown as they are when our name is edited out of them', async () => {
    await begin();
    const ann = house.x.person('ann');
    const first = ann.post('@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    ann.edit(first, 'Never mind, it has come.');
    await house.pass(75 * MINUTE);
    expect(await textOf()).toBe('Never mind, it has come.');
    expect(await house.shop.cards()).toHaveLength(1);
  });

  test('are shown as they were edited, when the database refused that at first', async () => {
    let refusals = 0;
    await begin({
      wrapContext: context => ({
        ...context,
        accept: async inbound => {
          const isEdit = inbound.content.as !== 'unreadable' && inbound.externalId !== `post:${first}`;
          if (isEdit && refusals++ === 0) throw new NotTaken('database or disk is full', { alone: false, cause: null });
          return context.accept(inbound);
        },
      }),
    });
    const ann = house.x.person('ann');
    const first = ann.post('@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    ann.edit(first, 'Never mind, it has come.');
    await house.pass(75 * MINUTE);
    await house.pass(75 * MINUTE);
    expect(refusals).toBeGreaterThan(1);
    expect(await textOf()).toBe('Never mind, it has come.');
  });

  test.each([
    ['its author deletes', (ann: Ann, id: string) => ann.delete(id), /Its author deleted it on X/],
    ['an author writes who is suspended', (ann: Ann) => ann.suspend(), /X suspended its author/],
    ['an author writes who protects their posts', (ann: Ann) => ann.protect(), /protects their posts now/],
    ['an author writes who leaves X', (ann: Ann) => ann.leave(), /deleted it on X|is gone from X/],
    ['an author writes who blocks us', (ann: Ann) => ann.block(house.account), /does not show it to this account/],
    ['X withholds', (ann: Ann, id: string) => ann.withhold(id), /X withholds it in DE/],
  ])('lose their words here when %s', async (_what, change, words) => {
    await begin();
    const ann = house.x.person('ann');
    const id = ann.post('@kettleshop My order 7731 is late');
    house.x.person('bob').post('@kettleshop Hello?');
    await house.pass(2 * MINUTE);
    change(ann, id);
    await house.pass(75 * MINUTE);
    const cards = await house.shop.cards();
    expect(JSON.stringify(cards)).not.toContain('7731');
    const threads = await Promise.all(cards.map(each => house.shop.thread(each.enquiryId)));
    expect(JSON.stringify([cards, threads])).toMatch(words);
    expect(JSON.stringify(cards)).toContain('Hello?');
    expect(house.x.problems()).toEqual([]);
  });

  test('that are deleted while a colleague answers are named in the preview, which is shown again', async () => {
    await begin();
    const ann = house.x.person('ann');
    const id = ann.post('@kettleshop My order 7731 is late');
    await house.pass(2 * MINUTE);
    const { enquiryId } = (await house.shop.cards())[0]!;
    const colleague = house.shop.as('Ann');
    await colleague.write(enquiryId, 'It leaves today.');
    ann.delete(id);
    await house.pass(75 * MINUTE);
    const [shown] = await colleague.privates(enquiryId);
    expect(JSON.stringify(shown)).toMatch(/ann \(@ann\) took back a message since this was shown to you/);
    expect(JSON.stringify(shown)).not.toContain('7731');
    expect(shown?.quote?.text).toBe('It leaves today.');
    const replies = () => house.shop.engine.rows('select id from replies', []);
    expect(await replies()).toEqual([]);
    await colleague.choose(enquiryId, 'Send publicly');
    expect(await replies()).toHaveLength(1);
  });

  test('are looked at hourly while somebody works on them, for a tenth of a cent a day each', async () => {
    await begin();
    for (const name of ['ann', 'bob', 'cleo']) house.x.person(name).post('@kettleshop Hello?');
    await house.pass(2 * MINUTE);
    const sinceIds = () => new Set(asked('mentions').map(each => each.query.since_id));
    const before = sinceIds().size;
    await house.pass(2 * HOUR);
    expect(sinceIds().size).toBeGreaterThan(before);
    // Read on this day already: nothing more is billed.
    expect(house.x.bills.filter(each => each.what === 'owned-read' && each.charged)).toHaveLength(3);
    house.clock.advance(DAY);
    await house.pass(30 * MINUTE);
    expect(house.x.bills.filter(each => each.what === 'owned-read' && each.charged)).toHaveLength(6);
    expect(house.x.bills.filter(each => each.what === 'post-read' && each.charged)).toEqual([]);
  });

  test('are looked at daily for two weeks after their enquiry is over, however little money is left, and it is said', async () => {
    await begin({ settings: { month_budget: 0.1 } });
    const about = async () => (await house.sync().check()).find(each => each.what === 'deleted posts')!;
    expect((await about()).words).toMatch(/: 0 posts/);
    const [ann, bob] = [house.x.person('ann'), house.x.person('bob')];
    const [first, second] = [ann.post('@kettleshop My order 7731 is late'), bob.post('@kettleshop And 8842?')];
    await house.pass(2 * MINUTE);
    expect((await about()).words).toMatch(/: 2 posts .* for about \$0\.06 a month/);
    for (const card of await house.shop.cards()) await house.shop.as('Ann').press('enquiry.resolve', card.enquiryId);
    const spend = (cents: number) => house.context().add(house.meter(), [{ what: 'user.read', n: cents }]);
    await spend(6);
    await house.pass(HOUR);
    ann.delete(first);
    house.clock.advance(DAY);
    await house.pass(30 * MINUTE);
    expect(JSON.stringify(await house.shop.cards())).not.toContain('7731');
    bob.delete(second);
    await spend(5);
    await house.pass(HOUR);
    expect(await about()).toMatchObject({ ok: false, stops: false, words: expect.stringMatching(/1 posts.*"erase"/) });
    expect((await house.told()).at(-1)).toMatch(/what is deleted on X stays here until then/);
  });

  test('are looked at until they are a month old after their enquiry is over, and not longer', async () => {
    await begin();
    const ann = house.x.person('ann');
    const id = ann.post('@kettleshop My order 7731 is late');
    await house.pass(2 * MINUTE);
    const [card] = await house.shop.cards();
    await house.shop.as('Ann').press('enquiry.resolve', card!.enquiryId);
    await house.pass(HOUR);
    ann.delete(id);
    house.clock.advance(DAY);
    await house.pass(30 * MINUTE);
    expect(JSON.stringify(await house.shop.cards())).not.toContain('7731');
    const other = house.x.person('bob').post('@kettleshop My order 8842 is late');
    await house.pass(15 * MINUTE);
    const open = (await house.shop.cards()).find(each => each.message.text.includes('8842'))!;
    await house.shop.as('Ann').press('enquiry.resolve', open.enquiryId);
    house.clock.advance(31 * DAY);
    await house.pass(30 * MINUTE);
    house.x.person('bob').delete(other);
    house.clock.advance(2 * DAY);
    const before = asked('posts.many').length;
    await house.pass(30 * MINUTE);
    expect(asked('posts.many')).toHaveLength(before);
  });
});

type Ann = ReturnType<XHouse['x']['person']>;
