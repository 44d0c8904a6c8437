import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse;
const begin = async (options: XHouseOptions = {}) => {
  house = await openXHouse(options);
};
afterEach(() => house.close());

const asked = (route: Call['route']) => house.x.calls.filter(each => each.route === route);
const dmReads = () => house.x.bills.filter(each => each.what === 'dm-read' && each.charged);

describe('private messages to an X account', () => {
  test('open one private enquiry for each person, in the order they came', async () => {
    await begin();
    const [ann, bob] = [house.x.person('ann', { name: 'Ann' }), house.x.person('bob')];
    ann.dm(house.account, 'My kettle leaks.');
    house.clock.advance(1);
    bob.dm(house.account, 'Hello?');
    house.clock.advance(1);
    ann.dm(house.account, 'It is order 7731 & it was a present <3');
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toEqual([
      'PRIVATE My kettle leaks.',
      'PRIVATE Hello?',
      'PRIVATE It is order 7731 & it was a present <3',
    ]);
    expect((await house.shop.cards()).map(each => [each.message.customer, each.customerMessages])).toEqual([
      ['Ann (@ann)', 2],
      ['bob (@bob)', 1],
    ]);
    expect(house.x.problems()).toEqual([]);
  });

  test('cost one read each, and a day without any costs one cent', async () => {
    await begin({
      before: x => {
        const shop = x.account('kettleshop');
        for (let i = 0; i < 40; i++) x.person(`person${i}`).dm(shop, `old ${i}`);
      },
    });
    await house.pass(HOUR);
    expect(dmReads()).toHaveLength(1);
    house.clock.advance(DAY);
    await house.pass(HOUR);
    expect(dmReads()).toHaveLength(2);
    house.x.person('ann').dm(house.account, 'new');
    await house.pass(5 * MINUTE);
    // The one before it was read on this day already.
    expect(dmReads()).toHaveLength(3);
    expect(await house.shown()).toEqual(['PRIVATE new']);
  });

  test('that came while nobody read are all there, however many, within what X allows', async () => {
    await begin();
    await house.stop();
    const people = ['ann', 'bob', 'cleo'].map(name => house.x.person(name));
    const texts = Array.from({ length: 130 }, (_, i) => {
      house.clock.advance(20_000);
      people[i % 3]!.dm(house.account, `message ${i}`);
      return `PRIVATE message ${i}`;
    });
    house.x.emptyPage('dms.events', 1);
    await house.again();
    await house.pass(31 * MINUTE);
    expect(await house.shown()).toEqual(texts);
    expect(await house.shop.cards()).toHaveLength(3);
    expect(asked('dms.events').filter(each => each.status !== 200)).toEqual([]);
    expect(house.x.problems()).toEqual([]);
  });

  test('older than X shows are said to be missing', async () => {
    await begin();
    await house.stop();
    house.x.person('ann').dm(house.account, 'lost');
    house.clock.advance(31 * DAY);
    house.x.person('bob').dm(house.account, 'here');
    await house.again();
    expect(await house.shown()).toEqual(['PRIVATE here']);
    expect(await house.told()).toEqual([
      expect.stringMatching(
        /^X shows only the messages of 30 days: some private messages between 1 June at 09:00 UTC and 2 July at 09:00 UTC may/,
      ),
    ]);
  });

  test('leave five requests in every quarter of an hour for others', async () => {
    await begin({ settings: { poll_seconds: 60 } });
    house.x.person('ann').post('@kettleshop question');
    await house.pass(30 * MINUTE);
    const times = asked('dms.events').map(each => each.at);
    for (const from of times)
      expect(times.filter(at => at >= from && at < from + 15 * MINUTE).length).toBeLessThanOrEqual(10);
  });

  test('stay apart from what the same person writes publicly', async () => {
    await begin();
    const ann = house.x.person('ann');
    ann.post('@kettleshop Where is it?');
    ann.dm(house.account, 'It is order 7731.');
    await house.pass(2 * MINUTE);
    ann.dm(house.account, 'And my street is Mill Lane.');
    ann.post('@kettleshop Hello?');
    await house.pass(2 * MINUTE);
    const cards = await house.shop.cards();
    expect(cards.map(each => [each.direction, each.customerMessages]).sort()).toEqual([
      ['PRIVATE', 2],
      ['PUBLIC', 1],
      ['PUBLIC', 1],
    ]);
  });
});

describe('what our own side writes in X itself', () => {
  test('stands as an answer in the thread of whom it answers, publicly and privately', async () => {
    await begin();
    const ann = house.x.person('ann');
    const question = ann.post('@kettleshop Where is my kettle?');
    ann.dm(house.account, 'It is order 7731.');
    await house.pass(2 * MINUTE);
    house.account.reply(question, 'It left yesterday.');
    house.account.dm(ann, 'It is with the carrier.');
    await house.pass(3 * MINUTE);
    const cards = await house.shop.cards();
    const answers = await Promise.all(
      cards.map(async card => {
        const { posts } = await house.shop.thread(card.enquiryId);
        return posts.flatMap(({ post }) =>
          post.as === 'entry' && post.entry.as === 'message' && post.entry.ours ? [post.entry.message.text] : [],
        );
      }),
    );
    expect(cards.map((each, i) => [each.direction, ...answers[i]!]).sort()).toEqual([
      ['PRIVATE', 'It is with the carrier.'],
      ['PUBLIC', 'It left yesterday.'],
    ]);
  });

  test('is not taken for news when it was sent from here, also before X said that it had arrived', async () => {
    await begin();
    const ann = house.x.person('ann');
    const question = ann.post('@kettleshop Where is my kettle?');
    ann.dm(house.account, 'It is order 7731.');
    await house.pass(2 * MINUTE);
    const at = house.clock.now();
    const left = { text: 'It left  yesterday: https://shop.example/t', target: question, since: at, hasMedia: false };
    // Somebody tried again long after the try that arrived.
    house.outgoing.leaving.push({ ...left, at: at + 30 * MINUTE });
    house.account.reply(question, 'It left yesterday: https://shop.example/t');
    house.outgoing.sent.add(house.account.dm(ann, 'It is with the carrier.'));
    await house.pass(4 * MINUTE);
    // The same words with a picture are a post of its own.
    house.account.post('@ann It left yesterday: https://shop.example/t', { replyTo: question, pictures: 1 });
    await house.pass(4 * MINUTE);
    house.outgoing.leaving.length = 0;
    await house.pass(10 * MINUTE);
    const threads = await Promise.all((await house.shop.cards()).map(each => house.shop.thread(each.enquiryId)));
    const ours = threads
      .flatMap(each => each.posts)
      .filter(({ post }) => post.as === 'entry' && 'ours' in post.entry && post.entry.ours);
    expect(ours).toHaveLength(1);
    expect(JSON.stringify(ours)).toContain('"label":"Picture"');
  });

  test('is not asked for while nobody waits', async () => {
    await begin();
    house.account.post('Kettles are cheap today');
    await house.pass(HOUR);
    expect(asked('timeline')).toEqual([]);
    const question = house.x.person('ann').post('@kettleshop Where is my kettle?');
    // Answered in X before it came here.
    house.account.reply(question, 'It left yesterday.');
    await house.pass(10 * MINUTE);
    expect(asked('timeline').length).toBeGreaterThan(0);
    const [card] = await house.shop.cards();
    expect((await house.shop.thread(card!.enquiryId)).posts.length).toBeGreaterThan(0);
    await house.shop.as('Ann').press('enquiry.resolve', card!.enquiryId);
    await house.pass(3 * MINUTE);
    const before = asked('timeline').length;
    await house.pass(HOUR);
    expect(asked('timeline')).toHaveLength(before);
  });
});
