/** What becomes of saved replies over time: edited alike they propose a new version, and somebody looks at them again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import { parseHours } from '../../src/core/hours.ts';
import type { SavedId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { remindOfReviews } from '../../src/handling/saved-due.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { putSaved } from '../kit/saved.ts';

const TEXT = 'Hi {name}, your parcel comes on {date}. Sorry for the wait.';
const open: TestHouse[] = [];
let house: TestHouse;
const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  house = await openHouse(options);
  open.push(house);
  return house;
};
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const store = () => house.house.parts.store;
const put = (saved: Parameters<typeof putSaved>[1]) => putSaved({ running: { house: house.house } as never }, saved);
const told = async (person: string) =>
  (await store().shelf('desk:practice').latest(`answers:practice:${person.toLowerCase()}`, 50)).map(
    each => each.value as unknown as AnswerItem,
  );
const saved = async (id: SavedId) => (await store().savedReply(id))!;

describe('a saved reply that is edited the same way three times', () => {
  let id: SavedId;
  beforeEach(async () => {
    await begin();
    // Everybody is known here.
    for (const name of ['Ann', 'Ben']) await house.as(name).command('mine');
    id = await put({ title: 'Parcel late', text: TEXT, ownerId: (await store().staffByRef('practice:ben'))!.id });
  });

  /** Somebody answers a customer with it, as the form does. */
  const answer = async (customer: string, text: string, by = 'Ann') => {
    const enquiry = (await house.provider.write(customer, `Where is my order ${customer}-99812?`, { name: customer }))!;
    await house.settle();
    const values = { text, begun: `saved:${id}:${(await saved(id)).version}`, seen: '1' };
    await house.as(by).submit('reply.form', enquiry, 'reply.send', values);
    // It leaves, and then it is looked at.
    await house.pass(MINUTE / 2);
    await house.pass(HOUR);
    return enquiry;
  };
  const alike = (name: string, day: string) =>
    `Hi ${name}, your parcel comes on ${day}. Sorry for the wait. You get 10 % back.`;

  test('proposes it to its keeper, with blanks and nothing of any customer; one press takes it', async () => {
    await answer('Maya', alike('Maya', '3 December'));
    await answer('Jonas', alike('Jonas', 'Friday'));
    expect((await saved(id)).proposed).toBeNull();
    expect(await told('Ben')).toHaveLength(1);
    await answer('Lena', `Hi Lena, your parcel Lena-99812 comes on 5 May. Sorry for the wait. You get 10 % back.`);
    const { proposed } = await saved(id);
    expect(proposed).toBe('Hi {name}, your parcel comes on {date}. Sorry for the wait. You get 10 % back.');
    const [view] = (await told('Ben')).filter(each => each.text.includes('three times'));
    expect(view!.text).toBe(
      `"Parcel late" was changed in the same way three times before it was sent. With that change it reads:\n\n${proposed}`,
    );
    expect(view!.buttons!.map(each => each.label)).toEqual(['Take the new version', 'Keep']);
    expect((await told('Ann')).some(each => each.text.includes('three times'))).toBe(false);
    const [take, keep] = view!.buttons!;
    expect((await house.as('Chidi').presses(take!)).text).toMatch(/^Ben keeps "Parcel late"/);
    expect((await house.as('Ben').presses(take!)).text).toMatch(/^Done\./);
    expect((await house.as('Ben').presses(keep!)).text).toMatch(/^This was decided already/);
    expect(await saved(id)).toMatchObject({ text: proposed, version: 2, proposed: null });
    expect(await store().savedEditsOf(id)).toEqual([]);
  });

  test('one customer counts once, what is filled in is no edit, and nobody is named in what is kept', async () => {
    for (let n = 0; n < 3; n++) await answer('Maya', alike('Maya', `${n + 1} May`));
    for (const name of ['Jonas', 'Lena', 'Ola'])
      await answer(name, `Hi ${name}, your parcel comes on Monday. Sorry for the wait.`);
    expect((await saved(id)).proposed).toBeNull();
    const rows = await store().savedEditsOf(id);
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0]!).sort()).toEqual(['at', 'fingerprint', 'id', 'savedId', 'workspaceId']);
    expect(JSON.stringify(rows)).not.toMatch(/cust_|staff_|enq_|Maya|10 %/);
  });

  test('Keep keeps it, and the same change is not proposed again', async () => {
    for (const name of ['Maya', 'Jonas', 'Lena']) await answer(name, alike(name, 'Friday'));
    const view = (await told('Ben')).find(each => each.text.includes('three times'))!;
    expect((await house.as('Ben').presses(view.buttons![1]!)).text).toBe('"Parcel late" stays as it is.');
    for (const name of ['Ola', 'Piet', 'Rosa']) await answer(name, alike(name, 'Monday'));
    expect(await saved(id)).toMatchObject({ text: TEXT, proposed: null });
    expect((await told('Ben')).filter(each => each.text.includes('three times'))).toHaveLength(1);
  });

  test('what was undone is no edit, and without a keeper the admins decide', async () => {
    await store().commit([{ do: 'update', table: 'savedReplies', id, set: { ownerId: null } }]);
    for (const name of ['Maya', 'Jonas', 'Lena']) {
      const enquiry = (await house.provider.write(name, 'Where is it?', { name }))!;
      await house.settle();
      const values = { text: alike(name, 'Friday'), begun: `saved:${id}:1`, seen: '1' };
      await house.as('Ann').submit('reply.form', enquiry, 'reply.send', values);
      const [reply] = await store().liveReplies(enquiry as never);
      await house.as('Ann').press('reply.undo', reply!.id);
      await house.pass(HOUR);
    }
    expect(await store().savedEditsOf(id)).toEqual([]);
    for (const name of ['Ola', 'Piet', 'Rosa']) await answer(name, alike(name, 'Monday'), 'Ben');
    expect((await saved(id)).proposed).not.toBeNull();
    expect((await told('Ann')).some(each => each.text.includes('three times'))).toBe(true);
  });
});

describe('whoever keeps a saved reply', () => {
  const look = async () => {
    await remindOfReviews(house.house.parts);
    await house.settle();
  };
  const due = async (person: string) => (await told(person)).filter(each => each.text.includes('is due for a look'));

  test('is told once that it is due, in opening hours, and one press says that it is still right', async () => {
    const hours = parseHours({ timezone: 'Europe/London', weekly: { 'mon-sun': ['09:00-17:00'] } }).hours;
    await begin({ hours });
    await house.as('Ben').command('mine');
    const ownerId = (await store().staffByRef('practice:ben'))!.id;
    const id = await put({ title: 'Refund', text: 'x', ownerId, reviewAt: house.clock.now() - 1 });
    await put({ title: 'Hours', text: 'y', ownerId, reviewAt: house.clock.now() - 1 });
    await put({ title: "Nobody's", text: 'y', reviewAt: 1 });
    for (let n = 0; n < 48; n++) {
      const before = (await due('Ben')).length;
      await look();
      const hour = new Date(house.clock.now()).getUTCHours();
      if ((await due('Ben')).length > before) expect(hour).toBeGreaterThanOrEqual(8);
      await house.pass(HOUR);
    }
    const [view, ...more] = await due('Ben');
    expect(more).toEqual([]);
    expect(view!.text.split('\n')).toHaveLength(2);
    const still = view!.buttons!.find(each => each.label === 'Still right: Refund')!;
    expect((await house.as('Ben').presses(still)).text).toMatch(/^Thank you\. "Refund" counts as reviewed/);
    expect((await saved(id)).reviewAt! - house.clock.now()).toBeGreaterThan(170 * DAY);
    await house.pass(200 * DAY);
    await look();
    house.clock.advance(12 * HOUR);
    await look();
    expect((await due('Ben')).length).toBe(2);
  });

  test('hears nothing of one that was retired meanwhile, and of two processes one tells it', async () => {
    await begin();
    await house.as('Ben').command('mine');
    const ownerId = (await store().staffByRef('practice:ben'))!.id;
    const id = await put({ title: 'Refund', text: 'x', ownerId, reviewAt: 1 });
    await Promise.all([remindOfReviews(house.house.parts), remindOfReviews(house.house.parts)]);
    await store().commit([{ do: 'update', table: 'savedReplies', id, set: { retiredAt: 2 } }]);
    await house.settle();
    expect(await due('Ben')).toEqual([]);
    await house.pass(MINUTE);
  });
});
