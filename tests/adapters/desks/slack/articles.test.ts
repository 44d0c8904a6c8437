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
      text: 'Can I send the kettle of order KX-44719 back?',
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
    await ben.submit(ben.openView()!, { text: 'Yes, within thirty days.' });
    const { store } = shop.running.house.parts;
    await until(async () => (await store.publishedArticles()).length === 1, 'that it is published');
    expect(await store.articleQuestions()).toHaveLength(1);
    await ben.command(room, '/desk', 'answers');
    await sees(ben, /Can I send a kettle back\? · Ben keeps it · review in/);
  });
});
