/** The coach in the preview: what stops a reply until Send is pressed again, hints and their lessons, and to whom all of it is told. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { FORM_POST } from '../../src/desk/cards.ts';
import { homeOf } from '../../src/posting/home.ts';
import { openBoardHouse } from '../kit/board-house.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { openMailHouse } from '../kit/mail-house.ts';

const GAP = 'Hi Maya, your parcel [order number] left today.';
const PROMISE = "Hi Maya, we'll get back to you soon.";

let shop: TestHouse;
let enquiry: string;
let ann: Person;
const sent = () => shop.provider.delivered.map(each => each.text);
const open = async (reply: 'preview' | 'direct' = 'preview') => {
  shop = await openHouse({ reply });
  enquiry = (await shop.provider.write('maya', 'Where is my parcel?'))!;
  await shop.settle();
  ann = shop.as('Ann');
};
const preview = async (person: Person = ann) =>
  (await person.privates(enquiry)).findLast(each => each.tone === 'preview');
const said = async (person: Person = ann) => (await preview(person))?.coach ?? [];
const labels = async () => (await preview())?.buttons.map(each => each.label) ?? [];
const pressHint = async (label: string, n = 0) => {
  const button = (await said())[n]!.buttons.find(each => each.label === label)!;
  await ann.press(button.id, button.value);
};
afterEach(() => shop.close());

describe('what stops a reply', () => {
  beforeEach(() => open());

  test('is said in the preview; the first press shows it again, the second one sends', async () => {
    await ann.write(enquiry, GAP);
    expect(await said()).toMatchObject([
      { stops: true, words: '"[order number]" still stands in here. You could fill it in.' },
    ]);
    await ann.choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect((await preview())?.hints[0]).toBe('Please look at this once more. It has not been sent yet.');
    expect(await labels()).toEqual(['Send anyway', 'Send anyway and resolve', 'Keep as team talk']);
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP]);
    expect(await preview()).toBeUndefined();
  });

  test('holds for Send and resolve, too, and for a press of an old card', async () => {
    await ann.write(enquiry, GAP);
    const old = (await preview())!.buttons.find(each => each.id === 'reply.send')!;
    await ann.choose(enquiry, 'Send and resolve');
    await ann.press(old.id, old.value);
    await ann.press(old.id, old.value);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    await ann.choose(enquiry, 'Send anyway and resolve');
    await ann.press(old.id, old.value);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP]);
    expect((await shop.card(enquiry)).status).toBe('resolved');
  });

  test('is judged again once the words change', async () => {
    const post = await ann.write(enquiry, GAP);
    await ann.choose(enquiry, 'Send');
    const anyway = (await preview())!.buttons[0]!;
    await ann.edit(enquiry, post, 'Hi Maya, it left today. The password is Kettle77.');
    await ann.press(anyway.id, anyway.value);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await said()).toMatchObject([{ stops: true, words: expect.stringContaining('password') }]);
    await ann.edit(enquiry, post, 'Your parcel left today.');
    await ann.choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    expect(sent()).toEqual(['Your parcel left today.']);
  });

  test('shows a third and a fourth after the first two were pressed over', async () => {
    await ann.write(enquiry, 'Hi Maya, card 4111 1111 1111 1111, password is Kettle77, http://intranet/x [name]');
    expect(await said()).toHaveLength(2);
    await ann.choose(enquiry, 'Send');
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toHaveLength(1);
  });

  test('comes back with the words of a Reply form, which can be edited there', async () => {
    await ann.submit('reply.form', enquiry, 'reply.send', { text: GAP, seen: '1' });
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await said()).toMatchObject([{ stops: true }]);
    expect(await labels()).toEqual(['Send anyway', 'Send anyway and resolve', 'Edit', 'Keep as team talk']);
    const edit = (await preview())!.buttons.find(each => each.label === 'Edit')!;
    const of = /rem_\S+/.exec(edit.value)?.[0] ?? '';
    await ann.submit('reply.form', enquiry, 'reply.send', { text: 'Your parcel 4471 left today.', seen: '1', of });
    await shop.pass(MINUTE);
    expect(sent()).toEqual(['Your parcel 4471 left today.']);
    await ann.submit('reply.form', enquiry, 'reply.send_and_resolve', { text: GAP, seen: '1' });
    await ann.choose(enquiry, 'Send anyway and resolve');
    await shop.pass(MINUTE);
    expect(sent().at(-1)).toBe(GAP);
    expect(FORM_POST).toBeTruthy();
  });

  test('asks before "Send to customer", and from the home page', async () => {
    const post = await ann.write(enquiry, `// ${GAP}`);
    await ann.press('message.send_to_customer', post);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await said()).toMatchObject([{ stops: true }]);
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP]);
    await ann.write(enquiry, GAP);
    const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
    const [draft] = (
      await homeOf({ parts: shop.house.parts, channelKinds: [], isWritten: () => false, troubles: () => [] }, by)
    ).drafts;
    const press = draft!.buttons[0]!;
    await ann.press(press.id, press.value);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP]);
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP, GAP]);
  });

  test('takes a held reply back when a gap is written into it; editing what stood there before goes on', async () => {
    const post = await ann.write(enquiry, 'Your parcel left today.');
    await ann.choose(enquiry, 'Send');
    await shop.pass(SECOND);
    await ann.edit(enquiry, post, GAP);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect(await said()).toMatchObject([{ stops: true }]);
    await ann.choose(enquiry, 'Send');
    await ann.choose(enquiry, 'Send anyway');
    await ann.edit(enquiry, post, `${GAP} Bye!`);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([`${GAP} Bye!`]);
  });

  test('is asked about before a reply that was refused is tried again with a gap in it', async () => {
    shop.provider.mood = 'refuses';
    const post = await ann.write(enquiry, 'Hi Maya, it left today.');
    await ann.choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    await ann.edit(enquiry, post, GAP);
    const views = await ann.privates(enquiry);
    expect(views.at(-1)?.words).toBe('Please look at this once more. It has not been sent yet.');
    shop.provider.mood = 'takes';
    await ann.choose(enquiry, 'Preview the new words');
    expect(await said()).toMatchObject([{ stops: true }]);
    expect(sent()).toEqual([]);
  });

  test('says nothing of what the customer wrote first', async () => {
    await shop.provider.write('maya', 'My part is XXX, see http://intranet/kettle');
    await shop.settle();
    await ann.write(enquiry, 'Part XXX fits, as http://intranet/kettle says.');
    expect((await said()).filter(each => each.stops)).toEqual([]);
  });
});

describe('a room in direct mode', () => {
  beforeEach(async () => {
    await open('direct');
    await ann.press('enquiry.claim', enquiry);
  });

  test('asks about what would stop it, and then sends it by one press', async () => {
    await ann.write(enquiry, GAP);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([]);
    expect((await preview())?.hints[0]).toMatch(/has not been sent yet/);
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([GAP]);
  });

  test('sends what only has a hint, without a word', async () => {
    await ann.write(enquiry, PROMISE);
    await shop.pass(MINUTE);
    expect(sent()).toEqual([PROMISE]);
    expect(await ann.privates(enquiry)).toEqual([]);
  });
});

describe('a hint', () => {
  beforeEach(() => open());

  test('stops nothing, and has its lesson behind "Why?"', async () => {
    await ann.write(enquiry, PROMISE);
    expect(await said()).toMatchObject([{ stops: false, words: expect.stringContaining('"by Thursday"') }]);
    await pressHint('Why?');
    const [hint] = await said();
    expect(hint?.lesson).toHaveLength(2);
    expect(hint?.buttons.map(each => each.label)).toEqual(["Don't tell me this"]);
    await ann.choose(enquiry, 'Send');
    await shop.pass(MINUTE);
    expect(sent()).toEqual([PROMISE]);
  });

  test('keeps what was pressed over while a lesson is read', async () => {
    await ann.write(enquiry, `${GAP} ${PROMISE}`);
    await ann.choose(enquiry, 'Send');
    await pressHint('Why?', 1);
    expect(await labels()).toContain('Send anyway');
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(MINUTE);
    expect(sent()).toHaveLength(1);
  });

  test('carries the first line of its lesson in the first three replies of somebody new', async () => {
    for (let n = 0; n < 4; n++) {
      await ann.write(enquiry, PROMISE);
      expect((await said())[0]?.lesson).toHaveLength(n < 3 ? 1 : 0);
      await ann.choose(enquiry, 'Send');
      await shop.pass(MINUTE);
    }
  });

  test('is left out for whoever wishes so, until they want it again; what stops is always said', async () => {
    await ann.write(enquiry, `${GAP} ${PROMISE}`);
    expect((await said()).map(each => each.buttons.map(({ label }) => label))).toEqual([
      ['Why?'],
      ['Why?', "Don't tell me this"],
    ]);
    const [stop, hint] = (await said()).map(each => each.buttons[0]!);
    await ann.press('hint.mute', hint!.value);
    await ann.press('hint.mute', hint!.value);
    await ann.press('hint.mute', stop!.value);
    expect(await said()).toMatchObject([{ stops: true }]);
    expect(await ann.command('hints')).toMatch(/Switched off: promises without a day\./);
    const ben = shop.as('Ben');
    await ben.write(enquiry, PROMISE);
    expect(await said(ben)).toHaveLength(1);
    const { buttons } = await ann.asks('hints');
    const answer = await ann.presses(buttons.find(each => each.label === 'Tell me about promises without a day')!);
    expect(answer.text).not.toMatch(/Switched off/);
    await ann.write(enquiry, PROMISE);
    expect(await said()).toHaveLength(1);
    expect(await ann.command('hints off placeholder')).toMatch(/always pointed out/);
    expect(await ann.command('hints off kindness')).toMatch(/no hint called "kindness"/);
    expect(await ann.command('hints off')).toMatch(/Switched off: .*long sentences/);
    expect(await ann.command('hints on')).not.toMatch(/Switched off/);
  });

  test("is its author's alone: nobody else can press it, or see it", async () => {
    await ann.write(enquiry, PROMISE);
    const [why, mute] = (await said())[0]!.buttons;
    const ben = shop.as('Ben');
    for (const each of [why!, mute!]) await ben.press(each.id, each.value);
    expect(await ben.privates(enquiry)).toEqual([]);
    expect(await ben.command('hints')).not.toMatch(/Switched off/);
    await ann.choose(enquiry, 'Send');
    await ann.press(why!.id, why!.value);
    expect(await preview()).toBeUndefined();
    await ann.press('hint.why', 'rem_1kt16jkm0barr68a92f promise');
    await ann.press('hint.why', 'nonsense');
  });
});

describe('nothing of it is kept', () => {
  beforeEach(() => open());

  test('not in the schema, nor in any row, on any page or in the log once a reply has left', async () => {
    await ann.write(enquiry, `${GAP} ${PROMISE}`);
    await pressHint('Why?', 1);
    await ann.choose(enquiry, 'Send');
    await ann.choose(enquiry, 'Send anyway');
    await shop.pass(60 * MINUTE);
    expect(sent()).toHaveLength(1);
    const words = /still stands in here|names no day|by Thursday|"placeholder"|"promise"|hint\.why/;
    const tables = (await shop.engine.slowRows<{ name: string }>(
      "select name from sqlite_master where type = 'table'",
      [],
    )) as { name: string }[];
    for (const { name } of tables) {
      const rows = await shop.engine.slowRows(`select * from "${name}"`, []);
      const found = rows.filter(row => words.test(JSON.stringify(row)));
      expect(found, name).toEqual([]);
    }
    expect(JSON.stringify(shop.log)).not.toMatch(words);
    expect(JSON.stringify([await shop.room(), await shop.thread(enquiry)])).not.toMatch(words);
  });
});

describe('the first reply to a mail', () => {
  test('is asked for a greeting, the second one is not', async () => {
    const house = await openMailHouse();
    shop = house;
    ann = house.as('Ann');
    await house.mail({ id: 'one@example.com', text: 'Hello,\n\nthe lid rattles.\n\nMaya' });
    const { id } = await house.enquiry(1);
    enquiry = id as EnquiryId;
    await ann.write(id, 'A new lid left today and arrives on Thursday.');
    expect((await said()).map(each => each.words)).toEqual([
      'This begins without a greeting. You could start with "Hello" and their name.',
    ]);
    await ann.choose(id, 'Send');
    await house.pass(MINUTE);
    await ann.write(id, 'It is a blue one, by the way, and it fits.');
    expect(await said()).toEqual([]);
    await ann.write(id, 'Hi Sara, it is a blue one.');
    expect((await said()).map(each => each.words)).toEqual([expect.stringContaining('"Sara"')]);
  });
});

test('the owner who sends a public reply of a colleague sees what stops it, and no advice', async () => {
  const house = await openBoardHouse();
  shop = house.shop;
  ann = shop.as('Ann');
  enquiry = await house.comes('public', 'When are you open on Sunday?');
  const ben = shop.as('Ben');
  await ann.press('enquiry.claim', enquiry);
  const post = await ben.write(enquiry, 'At [time]. We will get back to you soon.');
  await ann.press('message.send_to_customer', post);
  const view = await preview();
  expect(view?.coach).toMatchObject([{ stops: true, buttons: [], lesson: [] }]);
  await house.leave();
  expect(house.board.got).toEqual([]);
  await ann.choose(enquiry, 'Send publicly anyway');
  await house.leave();
  expect(house.board.got).toHaveLength(1);
  await house.close();
});
