/** Asking an expert in Teams: in their chat with the bot, and what they tell comes back into the thread as a draft. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();

test('from what somebody knows about to the answer that a colleague sends', async () => {
  const at = await openShop();
  const { ann, ben, shop, room } = at;
  await ben.install();
  await ben.say(null, 'expert add stoves');
  await at.sees(ben, /Colleagues may ask you about stoves/);
  await shop.mail({
    from: 'Maya Patel <maya@example.com>',
    subject: 'An old flue',
    text: 'Does a stove fit {{DATE(2026-01-01,SHORT)}} my <at>Ben</at> flue?',
  });
  const [root] = await at.cards(1);
  await until(() => /Ben may know about this/.test(at.words(at.card(root!.id))), 'the card names Ben');
  await ann.press(at.card(root!.id), 'Ask Ben');
  await at.entry(root!.id, /Ann asked somebody who may know/);
  const asked = await at.sees(ben, /Ann asks: can you help with this\? #1/);
  expect(at.words(asked)).toMatch(/Maya Patel wrote[\s\S]*Does a stove fit/);
  expect(at.words(asked)).not.toContain('maya@example.com');
  await ben.press(asked, 'Tell them this …');
  await ben.submit({ text: 'It fits, with the adapter X3.' });
  const told = await at.entry(root!.id, 'From Ben, who knows about this: It fits, with the adapter X3.');
  await until(() => /What you wrote about #1/.test(ben.chat().map(at.words).join()), 'his card says that it arrived');
  expect(ben.chat().filter(each => /#1/.test(at.words(each)))).toHaveLength(1);
  await ann.press(told, 'Use as draft');
  expect(JSON.stringify(ann.openDialog())).toContain('It fits, with the adapter X3.');
  await ann.submit({ text: 'Hello Maya, it fits, with the adapter X3.' });
  expect((await at.mailed(1))[0]!.text).toContain('with the adapter X3');
  expect(room.posts().map(at.words).join()).not.toMatch(/can you help with this/);
  expect(at.wire()).toEqual([]);
});

test('"Not me" says nothing to anybody, and "I\'ll answer" joins', async () => {
  const at = await openShop();
  const { ann, ben, shop } = at;
  await ben.install();
  await ben.say(null, 'expert add stoves');
  await at.sees(ben, /Colleagues may ask you about stoves/);
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'A stove', text: 'Which stove do I need?' });
  const [root] = await at.cards(1);
  await until(() => /Ben may know about this/.test(at.words(at.card(root!.id))), 'the card names Ben');
  await ann.press(at.card(root!.id), 'Ask Ben');
  const asked = await at.sees(ben, /Ann asks/);
  await ben.press(asked, 'Not me');
  await at.entry(root!.id, /Nobody knows this yet/);
  await at.sees(ben, /This is settled/);
  expect(at.room.thread(root!.id).slice(1).map(at.words).join()).not.toMatch(/Ben/);
  await shop.mail({ from: 'Lee <lee@example.com>', subject: 'Stoves', text: 'Are stoves dangerous?' });
  const [, second] = await at.cards(2);
  await until(() => /Ben may know about this/.test(at.words(at.card(second!.id))), 'the second card names Ben');
  await ann.press(at.card(second!.id), 'Ask Ben');
  await ben.press(await at.sees(ben, /Ann asks[\s\S]*dangerous/), "I'll answer");
  await at.entry(second!.id, 'Ben knows about this and helps.');
  await until(() => /Ben/.test(at.words(at.card(second!.id))), 'the card says who has it');
});
