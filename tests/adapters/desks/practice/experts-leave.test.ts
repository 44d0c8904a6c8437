/** Experts on days that go wrong, over the practice desk's HTTP API: who leaves while asked, who is late, who is asked by two at once. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnswerItem, WantedItem } from '../../../../adapters/desks/practice/records.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
});
afterEach(() => shop.stop());

const start = async () =>
  (await (await fetch(`${shop.url}/practice/start`)).json()) as { rooms: { id: string; name: string }[] };
const roomOf = async (person: string, room?: string) => {
  const id = room ?? (await start()).rooms[0]!.id;
  const found = await fetch(`${shop.url}/practice/room?person=${person}&room=${id}`);
  return (await found.json()) as {
    items: { thread: string; card: { help?: { words: string; buttons: { id: string; label: string }[] }[] } | null }[];
    answers: AnswerItem[];
    wanted: WantedItem[];
    own: { id: string } | null;
  };
};
const types = async (person: string, words: string, answer: RegExp) => {
  await shop.act(person, { do: 'command', text: words, room: (await start()).rooms[0]!.id });
  await hears(person, answer);
};
const hears = (person: string, answer: RegExp) =>
  until(async () => (await roomOf(person)).answers.find(each => answer.test(each.text)), `${person} reads ${answer}`);
/** The questions that somebody is shown alone. */
const asked = async (person: string) =>
  (await roomOf(person)).wanted.filter(each => /asks: can you help/.test(JSON.stringify(each)));
const isAsked = (person: string, times: number) =>
  until(async () => (await asked(person)).length === times, `${person} is asked ${times} times`);
const lines = async (thread: string) =>
  (await shop.thread(thread)).posts.flatMap(each => JSON.stringify(each.post)).join('\n');
const says = (thread: string, words: RegExp) => until(async () => words.test(await lines(thread)), `it says ${words}`);
const privately = (person: string, thread: string, words: RegExp) =>
  until(
    async () => (await shop.thread(thread, person)).privates.find(each => words.test(each.view.words))?.view,
    `${person} reads ${words}`,
  );
const buttonOf = async (number: number, label: string) => {
  const find = async () => {
    const { card } = (await shop.cards(number))[number - 1]!;
    const all = [...card.buttons, ...card.menu, ...(card.help ?? []).flatMap(each => each.buttons)];
    return all.find(each => each.label === label);
  };
  return until(find, label);
};
const writes = async (number: number, text: string, from = `c${number}@example.com`) => {
  await shop.mail({ from, subject: text, text });
  return (await shop.cards(number))[number - 1]!;
};
const tells = async (thread: string, text: string) => {
  const enquiryId = (await shop.running.house.parts.store.threadByRef(thread))!.id;
  await shop.act('Ben', { do: 'submit', form: 'expert.tell.form', enquiryId, submit: 'tell', values: { text } });
};
const STOVE = 'Which stove fits a flue of 1998?';

test('whoever withdraws the topic, or goes away, is followed at once by the next one; at last the asker hears it', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  await types('Chidi', 'expert add stoves', /about stoves/);
  const { thread } = await writes(1, STOVE);
  await shop.press('Ann', thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await types('Ben', 'expert remove stoves', /Never about stoves/);
  await isAsked('Ben', 0);
  await isAsked('Chidi', 1);
  await types('Chidi', 'away', /away/i);
  await isAsked('Chidi', 0);
  await says(thread, /Nobody knows this yet/);
  await privately('Ann', thread, /^Nobody could answer what you asked/);
  expect(await lines(thread)).not.toMatch(/Ben|Chidi/);
});

test('asked about two enquiries, with nobody else to ask: both end when they go away, and each asker hears it', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  const one = await writes(1, STOVE);
  const two = await writes(2, 'Is there a smaller stove?');
  await shop.press('Ann', one.thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await shop.press('Chidi', two.thread, await buttonOf(2, 'Ask Ben'));
  await isAsked('Ben', 2);
  await types('Ben', 'away', /away/i);
  await isAsked('Ben', 0);
  for (const each of [one, two]) await says(each.thread, /Nobody knows this yet/);
  await privately('Ann', one.thread, /^Nobody could answer what you asked/);
  await privately('Chidi', two.thread, /^Nobody could answer what you asked/);
});

test.each([
  'expert stop',
  'expert asks 0',
])('"%s" passes on what somebody is asked; of other topics it stays', async words => {
  await types('Ben', 'expert add stoves, chimneys', /about chimneys and stoves/);
  const { thread } = await writes(1, STOVE);
  await shop.press('Ann', thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await types('Ben', 'expert remove chimneys', /Never about chimneys/);
  await isAsked('Ben', 1);
  await types('Ben', words, /[Nn]obody asks you/);
  await isAsked('Ben', 0);
  await privately('Ann', thread, /^Nobody could answer/);
});

test('the same words told twice are one draft; other words are another', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  const { thread } = await writes(1, STOVE);
  await shop.press('Ann', thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await Promise.all([tells(thread, 'The X3 fits.'), tells(thread, 'The X3 fits.')]);
  await says(thread, /The X3 fits/);
  await tells(thread, 'The X3 fits.');
  await tells(thread, 'With the adapter, that is.');
  await says(thread, /With the adapter, that is/);
  expect((await lines(thread)).match(/The X3 fits/g)).toHaveLength(1);
  // She asks something else, and the same words answer that.
  await shop.mail({ from: 'c1@example.com', subject: `Re: ${STOVE} [#1]`, text: 'And for the other flue?' });
  await says(thread, /And for the other flue/);
  await tells(thread, 'With the adapter, that is.');
  await until(async () => ((await lines(thread)).match(/With the adapter/g) ?? []).length === 2, 'it is told again');
  const drafts = (await shop.thread(thread)).privates.filter(each => each.view.quote?.label === 'From Ben');
  expect(drafts.map(each => each.view.quote!.text)).toEqual([
    'The X3 fits.',
    'With the adapter, that is.',
    'With the adapter, that is.',
  ]);
});

test('told after it was resolved, nothing comes into the thread, and their words are given back', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  const { thread } = await writes(1, STOVE);
  await shop.press('Ann', thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await shop.press('Ann', thread, await buttonOf(1, 'Resolve'));
  await isAsked('Ben', 0);
  await tells(thread, 'The X3 fits.');
  await hears('Ben', /^This is settled\..*Nobody was shown what you wrote: "The X3 fits\."$/);
  expect(await lines(thread)).not.toMatch(/X3/);
});

test('told after the customer was erased, nothing of it is kept anywhere', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  const { thread } = await writes(1, STOVE, 'maya@example.com');
  await shop.press('Ann', thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  const { store } = shop.running.house.parts;
  const enquiryId = (await store.threadByRef(thread))!.id;
  await shop.act('Ann', { do: 'command', text: 'erase maya@example.com', room: (await start()).rooms[0]!.id });
  const button = await until(
    async () => (await roomOf('Ann')).wanted.flatMap(each => each.buttons).find(each => each.id === 'customer.erase'),
    'the confirmation',
  );
  const room = (await start()).rooms[0]!.id;
  await shop.act('Ann', { do: 'press', room, thread: null, button: button.id, value: button.value });
  await until(async () => (await store.identityByAddress('email', 'maya@example.com')) === null, 'she is erased');
  await isAsked('Ben', 0);
  const values = { text: 'Maya lives at 12 Elm Road.' };
  await shop.act('Ben', { do: 'submit', form: 'expert.tell.form', enquiryId, submit: 'tell', values });
  await hears('Ben', /^This is settled|no longer here/);
  expect(JSON.stringify([await roomOf('Ben'), await roomOf('Ann')])).not.toMatch(/Elm Road/);
});

test('asked about two that are merged: one card goes on, what is told on the other one arrives, too', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  const [one, two] = [await writes(1, STOVE, 'maya@example.com'), await writes(2, 'A small stove', 'maya@example.com')];
  await shop.press('Ann', one.thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  await shop.press('Chidi', two.thread, await buttonOf(2, 'Ask Ben'));
  await isAsked('Ben', 2);
  const enquiryId = (await shop.running.house.parts.store.threadByRef(one.thread))!.id;
  await shop.act('Ann', { do: 'submit', form: 'merge.form', enquiryId, submit: 'merge', values: { into: '2' } });
  await says(two.thread, /Ann merged #1 with this one/);
  await isAsked('Ben', 1);
  expect(JSON.stringify(await asked('Ben'))).toMatch(/can you help with this\? #2/);
  await tells(one.thread, 'The X3 fits.');
  await says(two.thread, /From Ben, who knows about this: The X3 fits/);
  await isAsked('Ben', 0);
  expect(await lines(one.thread)).not.toMatch(/X3/);
  await privately('Chidi', two.thread, /^Ben knows/);
});

test('nobody answers: a question that went along with a merge goes on when its time is over', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  await types('Chidi', 'expert add stoves', /about stoves/);
  const [one, two] = [await writes(1, STOVE, 'maya@example.com'), await writes(2, 'A small stove', 'maya@example.com')];
  await shop.press('Ann', one.thread, await buttonOf(1, 'Ask Ben'));
  await isAsked('Ben', 1);
  const { store } = shop.running.house.parts;
  const enquiryId = (await store.threadByRef(one.thread))!.id;
  await shop.act('Ann', { do: 'submit', form: 'merge.form', enquiryId, submit: 'merge', values: { into: '2' } });
  await says(two.thread, /Ann merged #1 with this one/);
  // Half an hour later.
  await store.commit(
    (await store.asksSince(0)).map(({ id }) => ({ do: 'update', table: 'asks', id, set: { endsAt: 1 } })),
  );
  await shop.running.engine.rows("update jobs set run_at = 1 where kind = 'expert.next'", []);
  await isAsked('Chidi', 1);
  await isAsked('Ben', 0);
  expect(JSON.stringify(await asked('Chidi'))).toMatch(/can you help with this\? #2/);
});

test('two ask the same person at once: one card each, and never more than they said of a day', async () => {
  await types('Ben', 'expert add stoves', /about stoves/);
  await types('Ben', 'expert asks 1', /once a day/);
  const one = await writes(1, STOVE);
  const two = await writes(2, 'Is there a smaller stove?');
  const [first, second] = [await buttonOf(1, 'Ask Ben'), await buttonOf(2, 'Ask Ben')];
  await Promise.all([
    ...[1, 2, 3].map(() => shop.press('Ann', one.thread, first)),
    ...[1, 2, 3].map(() => shop.press('Chidi', two.thread, second)),
  ]);
  await isAsked('Ben', 1);
  expect(await shop.running.house.parts.store.asksSince(0)).toHaveLength(1);
  const told = [await shop.thread(one.thread), await shop.thread(two.thread, 'Chidi')].flatMap(each => each.privates);
  expect(told.map(each => each.view.words).sort()).toEqual([
    expect.stringMatching(/^Ben (can|was)/),
    expect.stringMatching(/^Ben was asked/),
  ]);
});

test('nobody is offered to ask themselves, and in practice nobody is offered at all', async () => {
  await types('Ann', 'expert add parking, saturday', /about parking/);
  const { thread } = await writes(1, 'Is there parking at your shop?');
  const helpFor = async (person: string) =>
    (await roomOf(person)).items.flatMap(each => each.card?.help ?? []).flatMap(each => each.buttons);
  await until(async () => (await helpFor('Ben')).some(each => each.label === 'Ask Ann'), 'Ben may ask Ann');
  expect((await helpFor('Ann')).filter(each => each.id === 'enquiry.expert')).toEqual([]);
  // A desk whose cards are the same for everybody: she needs the enquiry, not to be asked.
  const { store } = shop.running.house.parts;
  const [enquiryId, ann] = [(await store.threadByRef(thread))!.id, (await store.staffByRef('practice:ann'))!.id];
  await shop.press('Ann', thread, { id: 'enquiry.expert', value: `${enquiryId} ${ann}` });
  const view = await privately('Ann', thread, /^That is you/);
  await shop.press('Ann', thread, view.buttons.find(each => each.label === 'Claim it')!);
  await until(async () => (await store.enquiry(enquiryId))?.ownerId === ann, 'it is hers');
  // Her practice is about the same.
  const room = (await start()).rooms[0]!.id;
  await shop.act('Ann', { do: 'press', room, thread: null, button: 'practice.start', value: 'easy' });
  const own = await until(async () => (await roomOf('Ann')).own, 'her room of practice');
  await until(async () => (await roomOf('Ann', own.id)).items.some(each => each.card), 'a customer who is made up');
  expect(JSON.stringify((await roomOf('Ann', own.id)).items)).not.toMatch(/may know about this|Ask (Ann|Ben)/);
});
