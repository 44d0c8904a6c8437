/** Handing over offers everybody of the room, also those who have never acted, and makes them known when they are chosen. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { formFor } from '../../src/posting/forms.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let ann: Person;
let id: string;
const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };

beforeEach(async () => {
  shop = await openHouse();
  ann = shop.as('Ann');
  id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
  await shop.settle();
});
afterEach(() => shop.close());

const offered = async () => {
  const form = await formFor(shop.house.parts, 'enquiry.handover', id as EnquiryId, ANN);
  if ('refusal' in form) throw new Error(form.refusal);
  return form.fields[0]!.choices!;
};

describe('on a fresh install', () => {
  test('everybody of the room is offered, but not oneself', async () => {
    expect((await offered()).map(each => each.label)).toEqual(['Ben', 'Chidi', 'Zoë Martín']);
    await ann.press('enquiry.claim', id);
    expect((await offered()).map(each => each.label)).toEqual([
      'Ben',
      'Chidi',
      'Zoë Martín',
      'Nobody in particular: anyone can claim it',
    ]);
  });

  test('whoever is chosen has it and is known from then on, once', async () => {
    const { value } = (await offered()).find(each => each.label === 'Zoë Martín')!;
    await ann.submit('handover.form', id, 'handover', { to: value });
    expect((await shop.card(id)).owner).toBe('Zoë Martín');
    expect((await shop.thread(id)).lines.at(-1)).toBe('Ann handed this over to Zoë Martín.');
    const known = (await shop.house.parts.store.allStaff()).filter(each => each.name === 'Zoë Martín');
    expect(known).toMatchObject([{ deskRef: value, admin: false }]);
    // They act under the same row; two of one person would be two owners.
    await shop.house.act({
      id: 'zoe',
      by: { deskRef: value, name: 'Zoë Martín', admin: false },
      do: 'press',
      thread: null,
      button: 'enquiry.release',
      value: id,
    });
    await shop.settle();
    expect((await shop.card(id)).owner).toBeNull();
    expect(await offered()).toContainEqual({ value: known[0]!.id, label: 'Zoë Martín' });
  });

  test.each(['practice:mallory', 'staff_0', '', 'slack:U1'])('nobody gets it by the name %j', async to => {
    await ann.submit('handover.form', id, 'handover', { to });
    expect((await shop.card(id)).owner).toBeNull();
    expect((await ann.privates(id)).at(-1)?.tone).toBe('refusal');
    expect(await shop.house.parts.store.allStaff()).toHaveLength(1);
  });

  test('who is away comes last, and says so', async () => {
    await shop.as('Ben').command('away');
    expect((await offered()).map(each => each.label)).toEqual(['Chidi', 'Zoë Martín', 'Ben (away)']);
  });
});
