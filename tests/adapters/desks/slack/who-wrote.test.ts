/** In Slack: who wrote a mail that looks like a colleague's is said by a press, and the post is drawn anew. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();
const mail = (from: string, to: string, id: string, headers: string[], text: string) => ({
  from,
  raw: [`From: ${from}`, `To: ${to}`, `Message-ID: <${id}>`, 'Subject: The lid', ...headers, '', text].join('\r\n'),
});
const BOB = 'Bob <bob@shop.example>';
const withBob = async () => {
  const shop = await begin();
  await shop.shop.mail(
    mail('Maya <maya@example.com>', 'help@shop.example', '1@x', ['Cc: bob@shop.example'], 'It rattles.'),
  );
  const [root] = await shop.cards(1);
  await shop.shop.mail(
    mail(BOB, 'maya@example.com', '2@x', ['In-Reply-To: <1@x>', 'Cc: help@shop.example'], 'Turn it.'),
  );
  const entry = await shop.entry(root!.ts, 'Turn it.');
  return { ...shop, root: root!, post: entry };
};

const says = (shop: Awaited<ReturnType<typeof withBob>>, ts: string, words: RegExp) =>
  until(() => words.test(wordsOf(shop.room.message(ts)!)), `${words} on the post`);
const gone = (shop: Awaited<ReturnType<typeof withBob>>, ts: string) =>
  until(() => !/Looks like Bob|It was Bob|It is a customer/.test(wordsOf(shop.room.message(ts)!)), 'no question');

test('"It was Bob" in the thread: the customer waits no more, the question goes, and a late press is answered', async () => {
  const shop = await withBob();
  const before = shop.room.message(shop.post.ts)!;
  expect(wordsOf(before)).toMatch(/Looks like Bob[\s\S]*It was Bob[\s\S]*It is a customer/);
  await shop.ann.press(before, 'enquiry.ours');
  await says(shop, shop.root.ts, /Waiting for Maya/);
  await shop.entry(shop.root.ts, 'Ann said that a colleague wrote this. It counts as our answer to Maya.');
  await gone(shop, shop.post.ts);
  await says(shop, shop.post.ts, /answered outside Deskhand/);
  await shop.ben.press(before, 'enquiry.theirs');
  await shop.sees(shop.ben, 'Somebody has already said who wrote this.');
  expect(shop.wire()).toEqual([]);
});

test('"It is a customer" in the thread: only the question goes', async () => {
  const shop = await withBob();
  await shop.ann.press(shop.room.message(shop.post.ts)!, 'enquiry.theirs');
  await gone(shop, shop.post.ts);
  await says(shop, shop.root.ts, /Open, nobody has it yet/);
  expect(wordsOf(shop.room.message(shop.post.ts)!)).toContain('Turn it.');
});

test('on the card of an enquiry that a colleague opened, "It was Bob" closes it', async () => {
  const shop = await begin();
  await shop.shop.mail(mail(BOB, 'help@shop.example', '1@x', [], 'Who has the key?'));
  const [root] = await shop.cards(1);
  expect(wordsOf(root!)).toMatch(/Looks like Bob[\s\S]*It was Bob[\s\S]*It is a customer/);
  await shop.ann.press(root!, 'enquiry.ours');
  await until(() => /Resolved/.test(wordsOf(shop.card(root!.ts))), 'the card says resolved');
  expect(wordsOf(shop.card(root!.ts))).not.toMatch(/It was Bob|not proven/);
});
