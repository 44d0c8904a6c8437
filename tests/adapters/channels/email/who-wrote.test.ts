/** A mail that looks like a colleague's and is not proven: the team says who wrote it, and everything stands as if it had been known. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EntryView } from '../../../../src/ports/views.ts';
import { type MailHouse, openMailHouse } from '../../../kit/mail-house.ts';
import { openShop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const BOB = 'Bob <bob@shop.example>';
const MINUTE = 60_000;
const DOUBT = 'Looks like Bob from your team, but this could not be verified';

let house: MailHouse;
beforeEach(async () => {
  house = await openMailHouse({ plus_addresses: 'yes', trusted_server: 'mx.shop.example' });
});
afterEach(() => house.close());

const maya = (n: number, text: string, headers: string[] = []) => house.mail({ id: `${n}@x`, text, headers });
const bob = (n: number, text: string, to: string, headers = ['In-Reply-To: <1@x>', 'Cc: help@shop.example']) =>
  house.mail({ id: `${n}@x`, from: BOB, to, headers, text });
const about = async (number: number, text: string) => {
  const message = (await house.messages(number)).find(each => each.text === text)!;
  return `${(await house.enquiry(number)).id} ${message.id}`;
};
const say = async (name: string, what: 'enquiry.ours' | 'enquiry.theirs', number: number, text: string) => {
  const { id } = await house.enquiry(number);
  const { ref } = await house.thread(id);
  await house.as(name).press(what, await about(number, text), ref);
};
const shown = async (number: number, text: string) => {
  const { posts } = await house.thread((await house.enquiry(number)).id);
  const entries = posts.flatMap(({ post }) => (post.as === 'entry' && post.entry.as === 'message' ? [post.entry] : []));
  return entries.find(each => each.message.text === text) as Extract<EntryView, { as: 'message' }>;
};
const labels = (buttons: { label: string }[] = []) => buttons.map(each => each.label);
const figures = async (number: number) => {
  const rows = await house.house.parts.store.measuresOf((await house.enquiry(number)).id);
  return rows.map(each => [each.what, each.calendarMs]).sort();
};

test('the thread offers both; "It was Bob" makes it our answer, at the time it was written', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await house.pass(5 * MINUTE);
  await bob(2, 'Turn it.', 'maya@example.com');
  expect(labels((await shown(1, 'Turn it.')).buttons)).toEqual(['It was Bob', 'It is a customer']);
  expect((await shown(1, 'Turn it.')).message.warnings.join()).toContain(DOUBT);
  await house.pass(60 * MINUTE);
  await say('Ann', 'enquiry.ours', 1, 'Turn it.');
  expect(await house.enquiry(1)).toMatchObject({ status: 'waiting', waitingSince: null });
  expect((await house.messages(1)).map(each => [each.direction, each.text])).toEqual([
    ['in', 'The lid rattles.'],
    ['out', 'Turn it.'],
  ]);
  const after = await shown(1, 'Turn it.');
  expect([after.ours, after.buttons, after.message.warnings.join().includes(DOUBT)]).toEqual([true, undefined, false]);
  expect(await house.lines(1)).toContain('Ann said that a colleague wrote this. It counts as our answer to Maya.');
  expect(await figures(1)).toEqual([
    ['first', 5 * MINUTE],
    ['opened', null],
  ]);
  expect((await house.cards())[0]).toMatchObject({ status: 'waiting', waitingSince: null });
});

test('"It is a customer" takes the sentence and the buttons away, and the wait runs', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await bob(2, 'Turn it.', 'maya@example.com');
  const before = await house.enquiry(1);
  await say('Ann', 'enquiry.theirs', 1, 'Turn it.');
  expect(await house.enquiry(1)).toMatchObject({ status: 'open', waitingSince: before.waitingSince });
  const after = await shown(1, 'Turn it.');
  expect([after.ours, after.buttons, after.message.warnings.join().includes(DOUBT)]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  expect((await house.messages(1)).every(each => each.direction === 'in')).toBe(true);
  expect(await figures(1)).toEqual([['opened', null]]);
});

test('a customer who wrote after the colleague still waits, since their own words', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await house.pass(MINUTE);
  await bob(2, 'Turn it.', 'maya@example.com');
  await house.pass(MINUTE);
  await maya(3, 'It still rattles.', ['In-Reply-To: <2@x>']);
  const at = house.clock.now();
  await house.pass(MINUTE);
  await say('Ann', 'enquiry.ours', 1, 'Turn it.');
  const now = await house.enquiry(1);
  expect([now.status, Math.abs(now.waitingSince! - at) < MINUTE / 2]).toEqual(['open', true]);
});

test('words to us alone are no answer: the customer waits as before', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  const since = (await house.enquiry(1)).waitingSince;
  await house.pass(MINUTE);
  await bob(2, 'I know her lid.', 'help@shop.example', ['In-Reply-To: <1@x>']);
  await say('Ann', 'enquiry.ours', 1, 'I know her lid.');
  expect(await house.enquiry(1)).toMatchObject({ status: 'open', waitingSince: since, firstResponseAt: null });
  expect((await shown(1, 'I know her lid.')).message.warnings.join()).toContain('The customer did not get it');
  expect(await figures(1)).toEqual([['opened', null]]);
});

test('words to us alone below our answer make nobody wait', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await house.answer(1, 'Send it back.');
  const known = await figures(1);
  await bob(2, 'I know her lid.', 'help@shop.example', ['In-Reply-To: <1@x>']);
  expect((await house.enquiry(1)).status).toBe('open');
  await say('Ann', 'enquiry.ours', 1, 'I know her lid.');
  expect(await house.enquiry(1)).toMatchObject({ status: 'waiting', waitingSince: null });
  expect(await figures(1)).toEqual(known);
});

test('what a colleague reopened is closed again, and was never reopened for the figures', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await house.answer(1, 'Send it back.');
  await house.as('Ann').press('enquiry.resolve', (await house.enquiry(1)).id);
  const known = await figures(1);
  await bob(2, 'Turn it.', 'maya@example.com');
  expect((await house.enquiry(1)).status).toBe('open');
  await say('Ann', 'enquiry.ours', 1, 'Turn it.');
  expect((await house.enquiry(1)).status).toBe('resolved');
  expect(await figures(1)).toEqual(known);
});

test('an enquiry that a colleague opened has both on its card, is closed without a question to its sender, and counts nowhere', async () => {
  await bob(1, 'Who has the key?', 'help@shop.example', []);
  const { id } = await house.enquiry(1);
  expect(labels((await house.card(id)).buttons).slice(0, 2)).toEqual(['It was Bob', 'It is a customer']);
  const sent = house.smtp.mails.length;
  await say('Ann', 'enquiry.ours', 1, 'Who has the key?');
  await house.pass(10 * MINUTE);
  expect(await house.enquiry(1)).toMatchObject({ status: 'resolved', waitingSince: null });
  const card = await house.card(id);
  expect(labels(card.buttons)).not.toContain('It was Bob');
  expect(card.message.warnings.join()).not.toContain('not proven.');
  expect(house.smtp.mails.length).toBe(sent);
  const jobs = await house.engine.rows("select kind from jobs where kind = 'rating.ask'", []);
  expect(jobs).toEqual([]);
  expect(await figures(1)).toEqual([]);
});

test('on a card "It is a customer" leaves it open', async () => {
  await bob(1, 'Who has the key?', 'help@shop.example', []);
  await say('Ann', 'enquiry.theirs', 1, 'Who has the key?');
  const card = await house.card((await house.enquiry(1)).id);
  expect(labels(card.buttons)).not.toContain('It is a customer');
  expect([card.status, card.message.warnings.join().includes(DOUBT)]).toEqual(['open', false]);
});

test('the second press is answered in words, whoever presses and whichever button', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await bob(2, 'Turn it.', 'maya@example.com');
  await Promise.all([say('Ann', 'enquiry.ours', 1, 'Turn it.'), say('Ben', 'enquiry.theirs', 1, 'Turn it.')]);
  await say('Ben', 'enquiry.ours', 1, 'Turn it.');
  const { id } = await house.enquiry(1);
  const events = (await house.house.parts.store.events(id)).filter(each => /^Said/.test(each.event.type));
  expect(events).toHaveLength(1);
  expect((await house.as('Ben').privates(id)).map(each => each.words)).toContain(
    'Somebody has already said who wrote this.',
  );
});

test('a forged value, or one of another enquiry, changes nothing', async () => {
  await maya(1, 'The lid rattles.', ['Cc: bob@shop.example']);
  await bob(2, 'Turn it.', 'maya@example.com');
  await house.mail({ id: '3@x', from: 'Tom <tom@example.com>', text: 'Hello' });
  const [one, other] = [await about(1, 'Turn it.'), (await house.enquiry(2)).id];
  for (const value of [`${other} ${one.split(' ')[1]}`, await about(1, 'The lid rattles.'), 'x y', ''])
    await house.as('Ann').press('enquiry.ours', value);
  expect((await house.enquiry(1)).status).toBe('open');
  expect((await house.enquiry(2)).status).toBe('open');
});

test('a colleague who was not in copy is nobody to let in once it is known who wrote', async () => {
  await maya(1, 'The lid rattles.');
  const { id } = await house.enquiry(1);
  await house.mail({
    id: '2@x',
    from: BOB,
    to: 'maya@example.com',
    headers: [`In-Reply-To: <${house.signs.messageId(id, 'shop.example')}>`, 'Cc: help@shop.example'],
    text: 'Turn it.',
  });
  const number = (await house.messages(1)).length > 1 ? 1 : 2;
  await say('Ann', 'enquiry.ours', number, 'Turn it.');
  const before = await house.enquiry(number);
  await house.as('Ann').press('enquiry.allow', await about(number, 'Turn it.'));
  expect((await house.enquiry(number)).status).toBe(before.status);
});

test('through the mail receiver and the practice desk: the question, one press, and it is our answer', async () => {
  const shop = await openShop();
  try {
    const raw = (from: string, to: string, id: string, more: string[], text: string) =>
      [`From: ${from}`, `To: ${to}`, `Message-ID: <${id}>`, 'Subject: The lid', ...more, '', text].join('\r\n');
    await shop.mail({
      from: 'maya@example.com',
      raw: raw('Maya <maya@example.com>', 'help@shop.example', 'p1@x', ['Cc: bob@shop.example'], 'It rattles.'),
    });
    const [root] = await shop.cards(1);
    const answers = ['In-Reply-To: <p1@x>', 'Cc: help@shop.example'];
    await shop.mail({ from: BOB, raw: raw(BOB, 'maya@example.com', 'p2@x', answers, 'Turn it.') });
    const entry = async () => {
      const { posts } = await shop.thread(root!.thread);
      const entries = posts.flatMap(({ post }) =>
        post.as === 'entry' && post.entry.as === 'message' ? [post.entry] : [],
      );
      return entries.find(each => each.message.text.trim() === 'Turn it.') ?? null;
    };
    const asked = await until(entry, 'the mail in the thread');
    expect(labels(asked.buttons)).toEqual(['It was Bob', 'It is a customer']);
    await shop.press('Ann', root!.thread, asked.buttons![0]!);
    await until(async () => (await entry())?.ours, 'our answer');
    expect((await entry())!.buttons).toBeUndefined();
    await until(async () => (await shop.cards())[0]!.card.status === 'waiting', 'the card');
  } finally {
    await shop.stop();
  }
});
