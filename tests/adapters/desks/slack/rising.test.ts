/** What is rising, in Slack: one post in the room that an admin named, which goes on by itself, and what is pressed there. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json, Shown } from '../../../kit/far-sides/slack/shapes.ts';
import { CHECKOUT, mailsOf, RISING_YAML, SURGE, usualBefore } from '../../../kit/rising.ts';
import { type SlackShop, wordsOf } from '../../../kit/slack-shop.ts';

const openShop = slackShopOfEach();
const begin = async () => {
  const open = await openShop({ yaml: RISING_YAML });
  await usualBefore(open.shop);
  return open;
};
const alertsIn = ({ room }: SlackShop): Shown[] =>
  room.messages().filter(each => /^\**Rising/.test(wordsOf(each)) || /Rising:/.test(wordsOf(each)));
const alertOf = (open: SlackShop, words: RegExp) =>
  open.until(() => alertsIn(open).find(each => words.test(wordsOf(each))) ?? null, `the alert says ${words}`);
const labelsOf = (message: Json): string[] =>
  message.blocks.flatMap((each: Json) => each.elements ?? []).flatMap((each: Json) => each.text?.text ?? []);

test('six mails about one thing are one post that goes on by itself, become an incident by one press, and are quiet once known', async () => {
  const open = await begin();
  const { shop, room, ann, ben, card, cards, idle, until } = open;
  await mailsOf(shop, CHECKOUT);
  const [first] = await cards(6);
  await idle();
  const alert = await alertOf(open, /6\s+customers since/);
  expect(wordsOf(alert)).toMatch(/"checkout/);
  // Each number leads to its thread.
  expect(JSON.stringify(alert.blocks).match(/\/archives\//g)?.length).toBe(6);
  expect(labelsOf(alert)).toEqual(expect.arrayContaining(['Incident', 'Not new', 'Mute']));

  await mailsOf(shop, [['Ivo', 'The checkout shows an error to me, too.']]);
  await cards(7);
  await idle();
  await alertOf(open, /7\s+customers since/);
  expect(alertsIn(open)).toHaveLength(1);

  await ann.press(room.message(alert.ts)!, 'alert.incident');
  const view = await until(() => ann.openView(), 'the incident form');
  const field = (name: string): Json => view.blocks.find((each: Json) => each.block_id === name);
  const ticked = (field('which').element.initial_options as Json[]).map(each => each.value);
  expect(ticked).toHaveLength(7);
  await ann.submit(view, { title: 'Card payments fail', which: ticked.slice(1) });
  await until(() => ann.dms().some(each => /Incident 1: Card payments fail has begun/.test(wordsOf(each))), 'the word');
  await idle();
  await alertOf(open, /Incident 1:?\s+Card payments fail/);
  const { store } = shop.running.house.parts;
  const [incident] = await store.gatherings('incident', 5);
  expect((await store.gathered(incident!.id, 20)).map(each => each.enquiryId).sort()).toEqual(ticked.slice(1).sort());
  await until(() => room.messages().some(each => /Part of incident 1/.test(wordsOf(each))), 'a card says so');
  expect(wordsOf(card(first!.ts))).not.toMatch(/Part of incident 1/);

  await ben.press(room.message(alert.ts)!, 'alert.not_new');
  await alertOf(open, /Not new:\s+you know about it/);
  await mailsOf(shop, [
    ['Uwe', 'Your checkout is broken for me.'],
    ['Pia', 'There is an error at checkout.'],
  ]);
  await cards(9);
  await idle();
  expect(alertsIn(open)).toHaveLength(1);
  expect(labelsOf(alertsIn(open)[0]!)).toEqual(expect.arrayContaining(['Tell us again']));
});

test('muted it is heard of no more, and a surge of everything is one post', async () => {
  const open = await begin();
  const { shop, ben, cards, idle } = open;
  await mailsOf(shop, SURGE);
  await cards(SURGE.length);
  await idle();
  const alert = await alertOf(open, /everything is up/);
  expect(alertsIn(open)).toHaveLength(1);
  await ben.press(alert, 'alert.mute');
  await alertOf(open, /Muted:\s+you hear no more of it/);
  await mailsOf(
    shop,
    SURGE.map(([who, text]) => [`${who}x`, `${text} Once more.`] as const),
  );
  await cards(2 * SURGE.length);
  await idle();
  expect(alertsIn(open)).toHaveLength(1);
}, 240_000);
