/** Experts: who volunteers, who is asked, what they see and do, and that nobody learns who did not want to. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId, StaffId } from '../../src/core/ids.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import { formFor } from '../../src/posting/forms.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let ann: Person;
let ben: Person;
let chidi: Person;
let id: EnquiryId;

const parts = () => shop.house.parts;
const staff = async (name: string) => (await parts().store.staffByRef(`practice:${name.toLowerCase()}`))!;
/** What somebody is shown alone. */
const alone = async (name: string) =>
  (await parts().store.shelf('desk:practice').latest(`wanted:practice:${name.toLowerCase()}`, 50))
    .map(each => each.value as { words: string; hints: string[]; buttons: { id: ButtonId; label: string }[] } | null)
    .filter(each => each !== null);
const help = async () => (await shop.card(id)).help ?? [];
const ask = async (by: Person, name: string) => by.press('enquiry.expert', `${id} ${(await staff(name)).id}`);
const states = async () =>
  Object.fromEntries((await parts().store.asksOf(id)).map(each => [each.staffId, each.state])) as Record<
    StaffId,
    string
  >;

beforeEach(async () => {
  shop = await openHouse();
  [ann, ben, chidi] = [shop.as('Ann'), shop.as('Ben'), shop.as('Chidi')];
  await ben.command('expert add stoves, flues');
  await chidi.command('expert add stoves');
  id = (await shop.provider.write('maya', 'Does this stove fit a flue of 1998?', { name: 'Maya' })) as EnquiryId;
  await shop.settle();
});
afterEach(() => shop.close());

describe('whoever volunteers', () => {
  test('says what about, when and how often, and reads it again', async () => {
    expect(await ben.command('expert')).toMatch(/about flues and stoves: at most 3 times a day, in opening hours/);
    expect(await ben.command('expert hours 9-12 mon-fri')).toMatch(/9:00-12:00, Mon-Fri/);
    expect(await ben.command('expert asks 1')).toMatch(/at most once a day/);
    expect(await ben.command('expert remove flues')).toMatch(/about stoves: .*\nNever about flues\./);
    expect(await ann.command('expert list stoves')).toBe('stoves: Ben, Chidi');
    expect(await ann.command('expert list flues')).toMatch(/Nobody has volunteered/);
    expect(await ann.command('expert list all')).toBe('stoves: Ben, Chidi');
    expect(await ann.command('expert')).toMatch(/no topics yet/);
  });

  test.each([
    ['expert add', /"expert" needs more/],
    ['expert add !!!', /not a topic/],
    ['expert hours whenever', /Write hours such as/],
    ['expert asks many', /from 0 to 20/],
    ['expert stoves', /"expert" needs more/],
  ])('%s is answered with what to type', async (typed, answer) => {
    expect(await ann.command(typed)).toMatch(answer);
    expect(await parts().store.topics((await staff('Ann')).id)).toEqual([]);
  });

  test('does the same in a form', async () => {
    const values = { topics: 'chimneys', hours: '22-6', asks: '2' };
    await ann.submit('expert.form', null as never, 'save', values);
    expect(await ann.command('expert')).toMatch(/about chimneys: at most 2 times a day, 22:00-6:00, Mon-Sun/);
    await ann.submit('expert.form', null as never, 'save', { topics: '', hours: '', asks: '2' });
    expect(await ann.command('expert')).toMatch(/do not ask you anything.*\nNever about chimneys/);
  });
});

describe('on the card', () => {
  test('two who may know are named, whoever was asked less first', async () => {
    expect(await help()).toMatchObject([
      { words: 'Ben and Chidi may know about this', buttons: [{ label: 'Ask Ben' }, { label: 'Ask Chidi' }] },
    ]);
  });

  test('nobody who took the topic away, stopped, is away or has it is named', async () => {
    await ben.command('expert remove stoves');
    await chidi.command('away');
    await ann.press('enquiry.claim', id);
    expect(await help()).toMatchObject([{ words: 'Somebody here knows about this, but cannot be asked right now' }]);
    await chidi.command('expert stop');
    await ann.press('enquiry.release', id);
    expect(await help()).toEqual([]);
  });
});

describe('whoever is asked', () => {
  beforeEach(() => ask(ann, 'Ben'));

  test('sees the question alone, once, and the room does not see who', async () => {
    expect(await alone('Ben')).toMatchObject([
      {
        words: `Ann asks: can you help with this? #1 "Does this stove fit a flue of 1998?"`,
        quote: { label: 'Maya wrote', text: 'Does this stove fit a flue of 1998?' },
        buttons: [{ label: "I'll answer" }, { label: 'Tell them this …' }, { label: 'Not me' }],
      },
    ]);
    expect(await alone('Chidi')).toEqual([]);
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/^Ann asked somebody who may know/);
    expect(await help()).toMatchObject([{ words: 'Somebody who may know was asked', buttons: [] }]);
    expect((await ann.privates(id)).at(-1)?.words).toMatch(/^Ben was asked/);
    await ask(ann, 'Ben');
    await ask(chidi, 'Ben');
    expect(await alone('Ben')).toHaveLength(1);
    expect(await parts().store.asksOf(id)).toHaveLength(1);
  });

  test('answers it: what nobody has is theirs', async () => {
    await ben.press('expert.join', id);
    expect(await shop.card(id)).toMatchObject({ owner: 'Ben', help: [{ words: 'Ben helps with this' }] });
    expect((await shop.thread(id)).lines).toContain('Ben knows about this and helps.');
    expect(await alone('Ben')).toMatchObject([{ words: expect.stringMatching(/^Thank you: you help with #1/) }]);
    await ben.press('expert.join', id);
    expect((await shop.thread(id)).lines.filter(each => each.includes('knows about this and helps'))).toHaveLength(1);
  });

  test('what they tell comes as a draft with their name, which a colleague sends', async () => {
    await ann.press('enquiry.claim', id);
    await ben.submit('expert.tell.form', id, 'tell', { text: 'It fits with the adapter X3.' });
    expect((await shop.thread(id)).lines.at(-1)).toBe('From Ben, who knows about this: It fits with the adapter X3.');
    const [told] = (await ann.privates(id)).filter(each => each.quote?.label === 'From Ben');
    expect(told).toMatchObject({
      quote: { text: 'It fits with the adapter X3.' },
      buttons: [{ label: 'Use as draft' }],
    });
    const of = told!.buttons[0]!.value.split(' ')[1]!;
    const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
    const form = await formFor(parts(), 'enquiry.reply', id, by, of);
    expect(form).toMatchObject({
      fields: [{ name: 'text', value: 'It fits with the adapter X3.' }, { value: of }, {}],
    });
    await ann.submit('reply.form', id, 'reply.send', {
      text: 'Hello Maya, it fits with the adapter X3.',
      of,
      seen: '1',
    });
    await shop.pass(MINUTE);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['Hello Maya, it fits with the adapter X3.']);
    expect(await help()).toMatchObject([{ words: 'Ben helps with this' }]);
  });

  test('says "Not me": the next one is asked, and nobody is told who did not', async () => {
    const lines = (await shop.thread(id)).lines.length;
    await ben.press('expert.decline', id);
    expect(await alone('Ben')).toEqual([]);
    expect(await alone('Chidi')).toHaveLength(1);
    expect((await shop.thread(id)).lines).toHaveLength(lines);
    await ben.press('expert.decline', id);
    await ben.press('expert.join', id);
    expect((await shop.card(id)).owner).toBeNull();
    await chidi.press('expert.decline', id);
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/^Nobody knows this yet/);
    expect(await help()).toMatchObject([{ words: 'Nobody knows this yet' }]);
    const everything = JSON.stringify([await shop.room(), (await shop.thread(id)).lines, await ann.privates(id)]);
    expect(everything).not.toMatch(/Chidi|said no|declin/i);
  });

  test('says nothing: after half an hour the next one is asked', async () => {
    await shop.pass(29 * MINUTE);
    expect(await alone('Chidi')).toEqual([]);
    await shop.pass(2 * MINUTE);
    expect(await alone('Ben')).toEqual([]);
    expect(await alone('Chidi')).toHaveLength(1);
    await shop.pass(31 * MINUTE);
    expect(await alone('Chidi')).toEqual([]);
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/^Nobody knows this yet/);
    expect(new Set(Object.values(await states()))).toEqual(new Set(['over']));
  });

  test('who helped reads that it is resolved, and has no more to do with it', async () => {
    await ben.press('expert.join', id);
    await ben.press('enquiry.resolve', id);
    await shop.pass(2 * MINUTE);
    expect(await alone('Ben')).toMatchObject([
      { words: expect.stringMatching(/is resolved\. Thank you/), buttons: [] },
    ]);
  });

  test('has nothing more to do with it once it is resolved', async () => {
    await ann.press('enquiry.resolve', id);
    await shop.pass(HOUR);
    expect(await alone('Ben')).toEqual([]);
    expect(await alone('Chidi')).toEqual([]);
    await ben.submit('expert.tell.form', id, 'tell', { text: 'Too late' });
    expect((await shop.thread(id)).lines.join()).not.toMatch(/Too late/);
  });

  test('is thanked once when the customer is', async () => {
    await ben.submit('expert.tell.form', id, 'tell', { text: 'It fits.' });
    await ann.write(id, 'Hello Maya, it fits.');
    await ann.choose(id, 'Send and resolve');
    await shop.pass(MINUTE);
    await shop.provider.write('maya', 'Perfect, thank you!', { name: 'Maya' });
    await shop.settle();
    const told = async () =>
      (await parts().store.shelf('desk:practice').latest('answers:practice:ben', 50)).filter(each =>
        /happy/.test((each.value as { text: string }).text),
      );
    expect(await told()).toMatchObject([{ value: { text: expect.stringMatching(/Perfect, thank you!/) } }]);
    await shop.provider.write('maya', 'Thanks again!', { name: 'Maya' });
    await shop.settle();
    expect(await told()).toHaveLength(1);
  });
});

describe('nobody else is asked', () => {
  test('not oneself, not the owner, and not above the limit of a day, in whatever enquiry', async () => {
    await ask(ben, 'Ben');
    await chidi.press('enquiry.claim', id);
    await ask(ben, 'Chidi');
    expect(await parts().store.asksOf(id)).toEqual([]);
    await ben.command('expert asks 1');
    await ask(ann, 'Ben');
    expect(await alone('Ben')).toHaveLength(1);
    const other = (await shop.provider.write('lee', 'Which stove is the smallest?', { name: 'Lee' })) as EnquiryId;
    await shop.settle();
    await ann.press('enquiry.expert', `${other} ${(await staff('Ben')).id}`);
    expect(await parts().store.asksOf(other)).toEqual([]);
    await shop.pass(24 * HOUR);
    await ann.press('enquiry.expert', `${other} ${(await staff('Ben')).id}`);
    expect(await parts().store.asksOf(other)).toHaveLength(1);
  });

  test('a forged press of somebody who was not asked does nothing', async () => {
    await ask(ann, 'Ben');
    for (const button of ['expert.join', 'expert.decline', 'expert.tell'] as const) await chidi.press(button, id);
    await chidi.submit('expert.tell.form', id, 'tell', { text: 'Me, too' });
    await chidi.press('enquiry.expert', `${id} staff_nobody`);
    await chidi.press('enquiry.expert', 'nonsense');
    expect(await states()).toEqual({ [(await staff('Ben')).id]: 'open' });
    expect((await shop.thread(id)).lines.join()).not.toMatch(/Me, too/);
  });

  test('with nobody who may know, the thread says so once', async () => {
    const other = (await shop.provider.write('lee', 'Do you sell bicycles?', { name: 'Lee' })) as EnquiryId;
    await shop.settle();
    expect((await shop.card(other)).help).toBeUndefined();
    await ann.submit('expert.ask.form', other, 'ask', { whom: '' });
    await ann.submit('expert.ask.form', other, 'ask', { whom: '' });
    expect((await shop.thread(other)).lines.filter(each => each.startsWith('Nobody knows this yet'))).toHaveLength(1);
  });

  test('by hand, somebody for a topic is asked, with what one wants to know', async () => {
    const other = (await shop.provider.write('lee', 'Can you help?', { name: 'Lee' })) as EnquiryId;
    await shop.settle();
    const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
    const form = await formFor(parts(), 'enquiry.expert', other, by);
    expect(form).toMatchObject({
      fields: [{ choices: [{ label: 'Somebody for: flues' }, { label: 'Somebody for: stoves' }] }, {}],
    });
    await ann.submit('expert.ask.form', other, 'ask', { whom: 'topic:flues', note: 'Is 15 cm enough?' });
    expect(await alone('Ben')).toMatchObject([{ before: [{ label: 'Ann wants to know', text: 'Is 15 cm enough?' }] }]);
  });
});
