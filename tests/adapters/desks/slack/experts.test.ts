/** Asking an expert in Slack: somebody of another channel, by direct message, who sees this one enquiry and nothing else. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { FakeChannel, FakePerson } from '../../../kit/far-sides/slack/hands.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

/** Tom works elsewhere, and has said what he knows about; Ben is in the room, and has too. */
async function withExperts() {
  let tom!: FakePerson;
  let workshop!: FakeChannel;
  const shop = await begin({
    before: (_slack, team) => {
      tom = team.person('Tom');
      workshop = team.channel('workshop', { members: [tom] });
    },
  });
  await shop.room.convertToPrivate();
  const dm = (person: FakePerson, words: string | RegExp) =>
    shop.until(
      () =>
        person
          .dms()
          .findLast(each => (typeof words === 'string' ? wordsOf(each).includes(words) : words.test(wordsOf(each)))) ??
        null,
      `${person.name} reads "${words}"`,
    );
  const says = async (person: FakePerson, words: string, answer: RegExp) => {
    await person.command(shop.room, '/desk', words);
    await shop.sees(person, answer);
  };
  await says(shop.ben, 'expert add stoves', /Colleagues may ask you about stoves/);
  return { ...shop, tom, workshop, dm, says };
}

async function withQuestion() {
  const shop = await withExperts();
  await shop.tom.command(shop.workshop, '/desk', 'expert add flues');
  await shop.sees(shop.tom, /Colleagues may ask you about flues/);
  const mail = [
    'From: Maya Patel <maya@example.com>',
    'To: help@shop.example',
    'Subject: An old flue',
    'Message-ID: <flue@example.com>',
    '',
    'Does this one fit a <!channel> flue of 1998?',
  ];
  await shop.shop.mail({ from: 'maya@example.com', raw: mail.join('\r\n') });
  const [root] = await shop.cards(1);
  const has = (words: RegExp) => until(() => words.test(wordsOf(shop.card(root!.ts))), `the card says ${words}`);
  return { ...shop, root: root!, has };
}

test('somebody of no room is asked by direct message, tells the answer, and a colleague sends it', async () => {
  const { ann, tom, dm, has, root, ...shop } = await withQuestion();
  await has(/Tom may know about this/);
  await ann.press(shop.card(root.ts), /^Ask Tom$/);
  const asked = await dm(tom, /Ann asks: can you help with this\? #1 "An old flue"/);
  expect(wordsOf(asked)).toMatch(/Maya Patel wrote[\s\S]*flue of 1998[\s\S]*this one enquiry and nothing else/);
  expect(JSON.stringify(asked)).not.toContain('maya@example.com');
  await shop.entry(root.ts, /Ann asked somebody who may know/);
  await tom.press(asked, 'expert.tell');
  const form = await until(() => tom.openView(), 'the form');
  const empty = await tom.submit(form, { text: ' ' });
  expect(empty.body).toMatchObject({ response_action: 'errors', errors: { text: 'Write a few words first.' } });
  await tom.submit(tom.openView()!, { text: 'With the adapter X3 it fits.' });
  const told = await shop.entry(root.ts, 'From Tom, who knows about this: With the adapter X3 it fits.');
  await dm(tom, /What you wrote about #1/);
  expect(tom.dms().filter(each => /#1/.test(wordsOf(each)))).toHaveLength(1);
  await ann.press(told, 'enquiry.reply');
  const reply = await until(() => ann.openView(), 'the Reply form');
  expect(JSON.stringify(reply)).toContain('With the adapter X3 it fits.');
  await ann.submit(reply, { text: 'Hello Maya, with the adapter X3 it fits.', submit: 'reply.send' });
  expect((await shop.mailed(1))[0]!.text).toContain('with the adapter X3');
  expect(shop.wire()).toEqual([]);
});

test('what Tom can reach is this one enquiry while it lasts', async () => {
  const { ann, tom, dm, root, ...shop } = await withQuestion();
  await ann.press(shop.card(root.ts), /^Ask Tom$/);
  const asked = await dm(tom, /Ann asks/);
  await shop.shop.mail({ from: 'lee@example.com', subject: 'Another secret', text: 'Between us' });
  await shop.cards(2);
  for (const words of ['find flue', 'open', 'customer maya', 'stats']) await tom.command(shop.workshop, '/desk', words);
  await shop.idle();
  const seen = JSON.stringify([tom.dms(), tom.ephemerals()].flat().filter(each => each !== asked));
  expect(seen).not.toMatch(/secret|lee@|1998.*1998/i);
  // He joins: who reads no room helps from where he is, and the enquiry stays with nobody.
  await tom.press(asked, 'expert.join');
  await shop.entry(root.ts, 'Tom knows about this and helps.');
  await dm(tom, /Thank you: you help with #1/);
  expect(wordsOf(shop.card(root.ts))).not.toMatch(/Tom has it/);
  const again = [
    'From: Maya Patel <maya@example.com>',
    'To: help@shop.example',
    'Subject: Re: An old flue',
    'In-Reply-To: <flue@example.com>',
    '',
    'It is 15 cm wide.',
  ];
  await shop.shop.mail({ from: 'maya@example.com', raw: again.join('\r\n') });
  await dm(tom, /Maya Patel wrote again[\s\S]*15 cm wide/);
  // Buttons of the card that he does not have, with its id forged.
  const forged = (id: string) => tom.press(asked, (each: Json) => each.action_id === 'expert.decline', { value: id });
  await forged('enq_0000000000000000000');
  await ann.press(shop.card(root.ts), 'enquiry.resolve');
  await until(() => /Resolved/.test(wordsOf(shop.card(root.ts))), 'it is resolved');
  await tom.press(asked, 'expert.tell');
  await shop.idle();
  expect(tom.openView()).toBeNull();
  expect(shop.wire()).toEqual([]);
  // Once she is erased, nothing of what he was shown stands.
  await ann.command(shop.room, '/desk', 'erase maya@example.com');
  await ann.press(await dm(ann, /Erase Maya Patel/), 'customer.erase');
  await dm(ann, /The customer was erased on/);
  await shop.idle();
  expect(tom.dms().map(wordsOf).join()).not.toMatch(/15 cm|1998|Maya/);
});

test('"Not me" asks the next one, a closed account is passed over, and nobody is told', async () => {
  const { ann, ben, tom, dm, root, ...shop } = await withQuestion();
  await tom.command(shop.workshop, '/desk', 'expert add stoves');
  await shop.sees(tom, /about flues and stoves/);
  await shop.shop.mail({ from: 'lee@example.com', subject: 'Stoves', text: 'Which stove do I need?' });
  const [, second] = await shop.cards(2);
  await ann.press(shop.card(second!.ts), /^Ask Ben$/);
  await ben.press(await dm(ben, /Ann asks/), 'expert.decline');
  await dm(ben, /This is settled/);
  const asked = await dm(tom, /Ann asks[\s\S]*Which stove/);
  await tom.press(asked, 'expert.decline');
  await shop.entry(second!.ts, /^Nobody knows this yet/);
  expect(JSON.stringify(shop.room.thread(second!.ts))).not.toMatch(/Ben|Tom/);
  const before = shop.card(root.ts);
  await shop.team.change(tom, { deleted: true });
  await shop.idle();
  await ann.press(before, /^Ask Tom$/);
  await shop.sees(ann, /^Tom cannot be asked right now\./);
  expect(tom.dms().map(wordsOf).join()).not.toMatch(/An old flue/);
});

test('from the menu, somebody for a topic is asked, with what one wants to know', async () => {
  const { ann, ben, dm, root, ...shop } = await withQuestion();
  await chooseOnCard(ann, shop.card(root.ts), 'Ask an expert');
  const form = await until(() => ann.openView(), 'the form');
  await ann.submit(form, { whom: 'topic:stoves', note: 'Is it worth it?' });
  await dm(ben, /Ann asks[\s\S]*Ann wants to know[\s\S]*Is it worth it\?[\s\S]*Maya Patel wrote/);
});

test('the Home tab says what colleagues may ask, and has the form for it', async () => {
  const { ben } = await withExperts();
  await ben.openHome();
  const home = await until(() => (/about stoves/.test(JSON.stringify(ben.home())) ? ben.home() : null), 'the home');
  await ben.press(home!, 'expert.form');
  const form = await until(() => ben.openView(), 'the form');
  const wrong = await ben.submit(form, { topics: 'stoves, flues', hours: 'whenever', asks: '2' });
  expect(wrong.body).toMatchObject({
    response_action: 'errors',
    errors: { hours: expect.stringMatching(/9-12 mon-fri/) },
  });
  await ben.submit(ben.openView()!, { topics: 'stoves, flues', hours: '9-12 mon-fri', asks: '2' });
  await until(
    () => ben.dms().some(each => /at most 2 times a day, 9:00-12:00, Mon-Fri/.test(wordsOf(each))),
    'the answer',
  );
});
