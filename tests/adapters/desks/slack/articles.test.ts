import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';

const begin = slackShopOfEach();
const block = (view: Json, name: string) => view.blocks.find((each: Json) => each.block_id === name);

describe('answers for everybody, from Slack', () => {
  test('what was answered is published from the menu of its card, refused while it tells of its customer, and listed', async () => {
    const { ben, room, shop, cards, reply, mailed, sees, until } = await begin();
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Returns',
      text: 'Can I send the kettle of order KX-44719 back? My number is 06 12 34 56 78, my bank DE89 3704 0044 0532 0130 00.',
    });
    const [card] = await cards(1);
    await reply(ben, card!, 'Hi Maya, yes, within thirty days. Order KX-44719 is fine. Ben');
    await mailed(1);
    await ben.press(room.message(card!.ts)!, 'enquiry.resolve');
    const done = await until(() => {
      const now = room.message(card!.ts);
      return now && JSON.stringify(now).includes('enquiry.reopen') ? now : null;
    }, 'the resolved card');
    await chooseOnCard(ben, done, 'Save as answer');
    const form = await until(
      () => (JSON.stringify(ben.openView() ?? '').includes('An answer for everybody') ? ben.openView() : null),
      'the form',
    );
    expect(block(form, 'text').element.initial_value).toMatch(/\{order number\}/);
    await ben.submit(form, { title: 'Can I send a kettle back?' });
    expect(JSON.stringify(ben.openView()!.errors)).toMatch(/nothing fills in/);
    await ben.submit(ben.openView()!, { text: 'Yes, within thirty days, also KX-44719.' });
    expect(JSON.stringify(ben.openView()!.errors)).toMatch(/44719.*came from this customer/);
    for (const [told, said] of [
      ['Yes: we call you on 06.12.34.56.78.', /06\.12\.34\.56\.78.*came from this customer/],
      ['Yes: it goes to DE89370400440532013000.', /DE89370400440532013000.*came from this customer/],
      ['Yes, as Maya  Patel did.', /Maya Patel.*came from this customer/],
    ] as const) {
      await ben.submit(ben.openView()!, { text: told });
      expect(JSON.stringify(ben.openView()!.errors)).toMatch(said);
    }
    // A number of the shop's own, which this customer never wrote.
    await ben.submit(ben.openView()!, { text: 'Yes, within thirty days. Call us on 020 7946 0123.' });
    const { store } = shop.running.house.parts;
    await until(async () => (await store.publishedArticles()).length === 1, 'that it is published');
    expect(await store.articleQuestions()).toHaveLength(1);
    await ben.command(room, '/desk', 'answers');
    await sees(ben, /Can I send a kettle back\? · Ben keeps it · review in/);
  });
});
