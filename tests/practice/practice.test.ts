/** Practice: the real flows with a customer who is made up; nobody else sees it, nothing leaves, and nothing is kept. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RoomItem } from '../../adapters/desks/practice/records.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import type { AnswerView } from '../../src/ports/answer.ts';
import type { CardView } from '../../src/ports/views.ts';
import { offersLesson } from '../../src/posting/home.ts';
import { SCRIPTS } from '../../src/practice/scripts.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { answer, begin, practised, rowCounts } from '../kit/practising.ts';

let shop: TestHouse;
let ann: Person;
let ben: Person;
/** Every answer that the desk was handed, with whom it was for. */
let told: { to: string; view: AnswerView }[];

beforeEach(async () => {
  shop = await openHouse();
  listen(shop);
  [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
});
afterEach(() => shop.close());

function listen(house: TestHouse): void {
  told = [];
  const { desk } = house.house;
  const { answer: real } = desk;
  desk.answer = async (to, room, view, key) => {
    told.push({ to, view });
    return real(to, room, view, key);
  };
}
/** The card in the room of whoever practises. */
async function cardOf(id: EnquiryId): Promise<CardView> {
  const { store } = shop.house.parts;
  const [enquiry, thread] = await Promise.all([store.enquiry(id), store.thread(id)]);
  const item = await store.shelf('desk:practice').get(`room:${enquiry!.roomId}`, thread!.ref);
  return (item!.value as unknown as RoomItem).card!;
}
const textsFor = (name: string) => told.filter(each => each.to === `practice:${name}`).map(each => each.view.text);
const GOOD = {
  easy: 'Hello Nora,\n\nyes, we are open on Saturday from 10:00 to 14:00, and you can park behind the house.',
  angry:
    'Hello Rolf,\n\nI am sorry that we charged you twice; I understand how annoying that is. The second 42.00 goes back to you today, and you will have it by Friday.',
};

describe('a customer who is made up', () => {
  test('writes where only one person reads, is answered through preview and hold, and says thanks', async () => {
    const id = await begin(shop, 'Ben', 'easy');
    expect((await cardOf(id)).message).toMatchObject({ customer: 'Nora Lind' });
    expect((await shop.thread(id)).lines[0]).toMatch(/^This is practice\. Nobody else sees it/);
    await ben.press('enquiry.claim', id);
    await ben.write(id, 'Yes, we are open on Saturday.');
    const [preview] = await ben.privates(id);
    expect(preview!.quote!.text).toBe('Yes, we are open on Saturday.');
    await ben.choose(id, preview!.buttons[0]!.label);
    await shop.pass(MINUTE);
    await shop.pass(MINUTE);
    const messages = await shop.house.parts.store.messages(id);
    // The other question is still open.
    expect(messages.at(-1)!.text).toBe('Thank you! And where can I park?');
    expect(await answer(shop, ben, id, 'You can park behind the house.')).toBe(
      'Perfect, that is all I needed. Thank you!',
    );
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/^They have what they wanted/);
  });

  test('who is angry cools down when met kindly, and gets angrier when blamed', async () => {
    const id = await begin(shop, 'Ben', 'angry');
    expect(await answer(shop, ben, id, 'Calm down, that is your own fault!!')).toMatch(
      /^Do not talk to me like that\./,
    );
    expect(await answer(shop, ben, id, 'I am sorry, I understand that this is annoying.')).toMatch(
      /^All right, thank you\. But/,
    );
    expect(await answer(shop, ben, id, GOOD.angry)).toMatch(/^(Thank you|All right)/);
  });

  test.each(SCRIPTS.map(each => each.key))('"%s" can be made content within six answers', async key => {
    const id = await begin(shop, 'Ben', key);
    const all =
      'Hello, I am sorry, and I understand. We are open from 10 to 14 and you can park behind. We send the red kettle tomorrow at 10:00, keep the blue one. It costs 30 each, the wheelchair is no problem on the ground floor, cancel until two days before. It is ready on Friday, in time for the birthday on Sunday. The 42 come back as a refund. Threats are not acceptable here; we look at the scratch, please send photos. I will call you back myself.';
    await answer(shop, ben, id, all);
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/^They have what they wanted/);
  });

  test('who is rude arrives folded by the shield, and who is upset does not', async () => {
    const id = await begin(shop, 'Ben', 'angry');
    const [rude] = await shop.house.parts.store.messages(id);
    expect(rude!.shield).toMatchObject({ level: 'aimed' });
    expect((await cardOf(id)).message.text).not.toMatch(/thieving/);
    const other = await begin(shop, 'Ann', 'delay');
    expect((await shop.house.parts.store.messages(other))[0]!.shield?.level).not.toBe('aimed');
  });

  test('who threatens is told to no manager, and nothing is learnt from what is said of it', async () => {
    const id = await begin(shop, 'Ben', 'threat');
    const [message] = await shop.house.parts.store.messages(id);
    expect(message!.shield).toMatchObject({ level: 'aimed', threat: true });
    await shop.pass(MINUTE);
    await ben.press('shield.not', `${id} ${message!.id}`);
    await ben.press('shield.pass', id);
    expect(await shop.house.parts.store.shieldTally()).toEqual({ fine: 0, abuse: 0 });
    expect(new Set(told.map(each => each.to))).toEqual(new Set(['practice:ben']));
  });

  test('takes a reply that was undone for nothing', async () => {
    const id = await begin(shop, 'Ben', 'easy');
    await ben.submit('reply.form', id, 'reply.send', { text: GOOD.easy, seen: '1' });
    const [reply] = await shop.house.parts.store.liveReplies(id);
    await ben.press('reply.undo', reply!.id);
    await shop.pass(MINUTE);
    expect(await shop.house.parts.store.messages(id)).toHaveLength(1);
  });
});

describe('the end', () => {
  test('comes with the resolution: two things that were good, one to try, for that person alone', async () => {
    const id = await begin(shop, 'Ben', 'angry');
    await answer(shop, ben, id, GOOD.angry);
    await ben.press('enquiry.resolve', id);
    await shop.pass(MINUTE);
    const text = textsFor('ben').at(-1)!;
    const lines = text.split('\n');
    expect(lines[0]).toBe('Well done. Two things that were good:');
    expect(lines.filter(each => each.startsWith('·'))).toHaveLength(3);
    expect(text).toMatch(/stayed calm/);
    expect(textsFor('ann')).toEqual([]);
    expect(told.at(-1)!.view).toMatchObject({ passing: true, buttons: [{ id: 'command.run', value: '- practice' }] });
  });

  test('by a press, however often, leaves nothing of it in any table or on any shelf', async () => {
    await ben.command('help');
    const before = await rowCounts(shop);
    const id = await begin(shop, 'Ben', 'angry');
    await answer(shop, ben, id, GOOD.angry);
    await ben.write(id, 'What do you think, Ann?');
    await ben.press('practice.end', 'now');
    await ben.press('practice.end', 'now');
    await shop.pass(MINUTE);
    expect(await practised(shop, 'Ben')).toBeNull();
    const after = await rowCounts(shop);
    const more = Object.entries(after).filter(([table, n]) => n > before[table]! && table !== 'seen');
    // The channel itself stays, as that of logged calls does; answers that were shown are notes of the desk.
    expect(more.map(([table]) => table).filter(each => each !== 'shelf' && each !== 'settings')).toEqual(['channels']);
    for (const words of ['thieving', '42.00', 'Rolf', 'annoying', 'What do you think'])
      expect(await everywhere(shop, words), words).toEqual([]);
    // A card that is still to be seen somewhere leads nowhere.
    await ben.press('enquiry.claim', id);
    expect(textsFor('ben').at(-1)).toMatch(/not found/);
  });

  test('without an answer is no reason for words', async () => {
    await begin(shop, 'Ben', 'easy');
    await ben.press('practice.end', 'now');
    await shop.settle();
    expect(textsFor('ben').at(-1)).toMatch(/^Practice is over, and nothing of it is kept\./);
  });

  test('comes by itself the next day', async () => {
    await begin(shop, 'Ben', 'easy');
    await shop.pass(2 * DAY);
    await shop.house.parts.recorder.enqueue([{ kind: 'housekeeping', key: 'housekeeping', payload: {} }]);
    await shop.settle();
    expect(await practised(shop, 'Ben')).toBeNull();
  });
});

/** Tables and columns in which some words stand. */
async function everywhere(house: TestHouse, words: string): Promise<string[]> {
  const found: string[] = [];
  const { getTableColumns, getTableName } = await import('drizzle-orm');
  for (const table of Object.values(house.engine.tables)) {
    const name = getTableName(table);
    for (const { name: column } of Object.values(getTableColumns(table))) {
      const rows = await house.engine.rows(`select 1 as x from ${name} where cast("${snake(column)}" as text) like ?`, [
        `%${words}%`,
      ]);
      if (rows.length) found.push(`${name}.${column}`);
    }
  }
  return found;
}
const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

describe('nobody else', () => {
  let id: EnquiryId;
  beforeEach(async () => {
    await ann.command('help');
    id = await begin(shop, 'Ben', 'angry');
    told = [];
  });

  test('sees it in a list, a search, a figure or a room', async () => {
    const number = (await shop.house.parts.store.enquiry(id))!.number;
    for (const person of [ann, ben])
      for (const words of [
        'open',
        'mine',
        `find ${number}`,
        'find thieving',
        'find brandt',
        'customer brandt',
        'stats today',
      ])
        expect(await person.command(words), words).not.toMatch(/you bunch|Rolf|Charged/);
    expect(await shop.cards()).toEqual([]);
    expect(await shop.house.parts.store.counts()).toMatchObject({ open: 0, unclaimed: 0 });
    expect(await shop.house.parts.store.waiting(10)).toEqual([]);
    expect((await shop.house.parts.store.rooms()).map(each => each.name)).toEqual(['customers']);
    expect(await shop.house.parts.store.measuresOf(id)).toEqual([]);
  });

  test('can press, write, fill in or read anything of it', async () => {
    const { store } = shop.house.parts;
    const before = await store.enquiry(id);
    for (const button of ['enquiry.claim', 'enquiry.resolve', 'enquiry.spam', 'enquiry.release'] as const)
      await ann.press(button, id);
    await ann.submit('reply.form', id, 'reply.send', { text: 'I answer instead', seen: '1' });
    await ann.write(id, 'I write here');
    await shop.pass(MINUTE);
    expect(await store.enquiry(id)).toEqual(before);
    expect(await store.draftsIn(id, 5)).toEqual([]);
    expect(new Set(told.map(each => each.to))).toEqual(new Set(['practice:ann']));
    expect(new Set(textsFor('ann'))).toEqual(new Set(['This enquiry was not found. It may have been erased.']));
  });

  test('is asked, handed it, or finds it merged with something real', async () => {
    const real = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
    await shop.settle();
    const annId = (await shop.house.parts.store.staffByRef('practice:ann'))!.id;
    await ben.submit('handover.form', id, 'handover', { to: annId });
    await ben.press('enquiry.merge', `${id} ${real}`);
    await ben.press('enquiry.merge', `${real} ${id}`);
    await ben.submit('merge.form', real, 'merge', { into: String((await shop.house.parts.store.enquiry(id))!.number) });
    await ben.press('customer.join', `${id} ${real}`);
    await ben.command(`move ${(await shop.house.parts.store.enquiry(id))!.number} customers`);
    const { store } = shop.house.parts;
    expect(await store.enquiry(id)).toMatchObject({ ownerId: null, status: 'open' });
    expect(await store.enquiry(real as EnquiryId)).toMatchObject({ status: 'open', mergedInto: null });
    const menu = (await cardOf(id)).menu.map(each => each.label);
    expect(menu).not.toContain('Hand over');
    expect(menu).not.toContain('Merge with …');
  });

  test('is written to: no far side hears of it', async () => {
    await answer(shop, ben, id, GOOD.angry);
    await ben.press('enquiry.resolve', id);
    await shop.pass(DAY);
    expect(shop.provider.delivered).toEqual([]);
  });

  test('finds it in an export, or in what becomes of replies', async () => {
    await answer(shop, ben, id, GOOD.angry);
    const rows = (await shop.house.parts.store.enquiriesAfter('', 10)).map(each => each.id);
    expect(rows).toEqual([]);
  });
});

describe('whoever practises', () => {
  test('begins once, though the button is pressed twice, and one person does not disturb another', async () => {
    await Promise.all([ben.press('practice.start', 'easy'), ben.press('practice.start', 'angry')]);
    expect((await shop.engine.rows('select id from practices', [])).length).toBe(1);
    await begin(shop, 'Ann', 'delay');
    const [bens, anns] = [(await practised(shop, 'Ben'))!, (await practised(shop, 'Ann'))!];
    expect(bens).not.toBe(anns);
    await ann.press('enquiry.claim', bens);
    expect((await shop.house.parts.store.enquiry(bens))!.ownerId).toBeNull();
    await ann.press('practice.end', 'now');
    await shop.settle();
    expect(await practised(shop, 'Ben')).toBe(bens);
  });

  test('goes on after a restart in the middle', async () => {
    const id = await begin(shop, 'Ben', 'easy');
    await ben.submit('reply.form', id, 'reply.send', { text: GOOD.easy, seen: '1' });
    const next = await openHouse({ engine: shop.engine, clock: shop.clock, provider: shop.provider, instance: 'two' });
    await next.house.loadSettings();
    await next.pass(MINUTE);
    await next.pass(MINUTE);
    const messages = await next.house.parts.store.messages(id);
    expect(messages.at(-1)!.text).toBe('Perfect, that is all I needed. Thank you!');
  });

  test('is told what there is, that they practise already, and that a name leads nowhere', async () => {
    const choose = await ben.asks('practice');
    expect(choose.text).toMatch(/^Practise with a customer who is made up\./);
    expect(choose.buttons.map(each => each.value)).toEqual([...SCRIPTS.map(each => each.key), 'past']);
    expect(await ben.command('practice nonsense')).toMatch(/^There is no practice called "nonsense"/);
    await begin(shop, 'Ben', 'easy');
    const going = await ben.asks('practice');
    expect(going.text).toMatch(/^You are practising already\./);
    expect(going.buttons.map(each => each.id)).toEqual(['practice.end']);
    await ben.press('practice.start', 'x y; drop');
    expect(await practised(shop, 'Ben')).not.toBeNull();
  });

  test('practises with a past enquiry of which nobody is left, and is told where there is none', async () => {
    expect(await ben.command('practice past')).toMatch(/^There is no enquiry of the past/);
    const text =
      'Hello,\n\nmy order 48213 has not arrived. I live at 14 Elm Street. Can you call me on 0160 1234567?\n\nKind regards\nMaya Patel';
    const real = (await shop.provider.write('maya', text, { name: 'Maya Patel' }))!;
    await shop.settle();
    await ann.submit('reply.form', real, 'reply.send_and_resolve', {
      text: 'Hello Maya, we will call you.',
      seen: '1',
    });
    await shop.pass(MINUTE);
    const id = await begin(shop, 'Ben', 'past');
    const [message] = await shop.house.parts.store.messages(id);
    expect(message!.text).toMatch(/has not arrived/);
    expect(message!.text).not.toMatch(/48213|Elm|1234567|Maya|Patel/);
    expect(await answer(shop, ben, id, 'Hello, I am sorry. We will call you today.')).toMatch(/Thank you/);
  });

  test('hears it in a sentence where the desk has no place for one person', async () => {
    shop.house.desk.ownPlace = async () => null;
    expect(await ben.command('practice easy')).toMatch(/^This desk has no place that only you can read/);
    expect(await practised(shop, 'Ben')).toBeNull();
  });

  test('is offered the first lesson once, on their first day, and not again after no', async () => {
    await ben.press('practice.no', 'lesson');
    const staff = await shop.house.parts.store.staffByRef('practice:ben');
    expect(staff!.lessonOfferedAt).not.toBeNull();
    expect(textsFor('ben').at(-1)).toBe('All right. If you ever want to, type practice.');
    const { parts } = shop.house;
    const person = { deskRef: 'practice:ben', name: 'Ben', admin: false };
    expect(await offersLesson(parts, person)).toBe(false);
    expect(await offersLesson(parts, { ...person, deskRef: 'practice:new' })).toBe(true);
    await ann.command('help');
    expect(await offersLesson(parts, { ...person, deskRef: 'practice:ann' })).toBe(true);
    await shop.pass(2 * DAY);
    expect(await offersLesson(parts, { ...person, deskRef: 'practice:ann' })).toBe(false);
  });
});
