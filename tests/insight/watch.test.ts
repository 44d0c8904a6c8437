/** What is rising is told in the room that was named for it: once, with threads and buttons, in any process. */
import { afterEach, describe, expect, test } from 'vitest';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { MINUTE } from '../../src/core/time.ts';
import { commandEnquiry } from '../../src/handling/command.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { putPastWeeks } from '../kit/past-weeks.ts';
import { testClock, testIds } from '../kit/world.ts';

const SAID = [
  'The checkout is broken',
  'I get an error at checkout',
  'Your checkout shows an error page',
  'I cannot pay, checkout fails',
  'checkout error again and again',
  'Is your checkout broken?',
];

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function shopWithPast(options: Parameters<typeof openHouse>[0] = {}, past = true) {
  const shop = await openHouse({ risingRoom: 'customers', ...options });
  open.push(shop);
  if (past) await putPastWeeks(shop.house.parts.store, shop.clock.now());
  return shop;
}
const write = async (shop: TestHouse, who: string, text: string) => {
  await shop.provider.write(who, text, { name: who });
  await shop.settle();
  shop.clock.advance(10 * MINUTE);
};
const alerts = async (shop: TestHouse) => (await shop.room()).filter(each => each.words?.startsWith('Rising:'));
const press = async (shop: TestHouse, label: string) => {
  const button = (await alerts(shop)).at(-1)!.buttons!.find(each => each.label === label)!;
  await shop.as('Ben').press(button.id, button.value);
};

describe('six customers who write about the same thing', () => {
  test('are one post with their words, their threads and what is usual; it takes in who comes later', async () => {
    const shop = await shopWithPast();
    for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
    await shop.pass(MINUTE);
    const [alert, ...more] = await alerts(shop);
    expect(more).toEqual([]);
    expect(alert!.words).toMatch(/^Rising: "checkout/);
    expect(alert!.words).toMatch(/\n6 customers since \w{3} \d\d:\d\d; usually none in that time\.\n/);
    expect(alert!.words).toMatch(/Threads: #81, #82, #83, #84, #85, #86$/);
    expect(alert!.links).toHaveLength(6);
    expect(alert!.buttons!.map(each => each.label)).toEqual(['Incident', 'Not new', 'Mute']);
  });

  test('are told of no more once somebody says that it is not new, until that is taken back', async () => {
    const shop = await shopWithPast();
    for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
    await press(shop, 'Not new');
    const [alert] = await alerts(shop);
    expect(alert!.words).toMatch(/Not new: you know about it, and hear no more of it until/);
    expect(alert!.buttons!.map(each => each.label)).toEqual(['Tell us again']);
    // Two days later, and they go on.
    shop.clock.advance(2 * 24 * 60 * MINUTE);
    for (const [i, text] of SAID.entries()) await write(shop, `later${i}`, text);
    expect(await alerts(shop)).toHaveLength(1);
    await press(shop, 'Tell us again');
    expect((await alerts(shop))[0]!.words).not.toMatch(/Not new/);
    await write(shop, 'one more', 'The checkout is broken, an error');
    expect(await alerts(shop)).toHaveLength(2);
    await press(shop, 'Mute');
    expect((await alerts(shop)).at(-1)!.words).toMatch(/Muted: you hear no more of it until/);
  });

  test('are told of nowhere while no room is named, and leave no work', async () => {
    const shop = await shopWithPast({ risingRoom: null });
    for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
    expect(await alerts(shop)).toEqual([]);
  });

  test('are no matter for whoever cannot read the room of the post', async () => {
    const shop = await shopWithPast();
    for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
    const value = (await alerts(shop))[0]!.buttons![0]!.value;
    await shop.house.act({
      ...{ id: 'elsewhere', by: { deskRef: 'practice:eve', name: 'Eve', admin: false, rooms: [] } },
      ...{ do: 'press', thread: null, button: 'alert.mute', value },
    });
    await shop.settle();
    expect((await alerts(shop))[0]!.words).not.toMatch(/Muted/);
  });
});

describe('an alert becomes an incident', () => {
  const formValues = (
    alert: string,
    had: number,
    shown: string[],
    which: string[],
    more: Record<string, string> = {},
  ) => ({
    ...{ alert, had: String(had), shown: shown.join(','), which: which.join(','), behind: 'alert.incident' },
    ...{ title: 'Card payments fail', ...more },
  });
  const begin = async () => {
    const shop = await shopWithPast();
    for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
    await shop.pass(MINUTE);
    const { store } = shop.house.parts;
    const alert = (await alerts(shop))[0]!.buttons![0]!.value;
    const ids = await Promise.all([81, 82, 83, 84, 85, 86].map(async each => (await store.enquiryByNumber(each))!.id));
    const gathered = async (number = 1) => {
      const row = (await store.gatheringByNumber('incident', number))!;
      return (await store.gathered(row.id, 50)).map(each => each.enquiryId).sort();
    };
    return { shop, store, alert, ids, gathered };
  };

  test('with those that were ticked and the older ones without a box, but not with whoever joined since; the alert says so', async () => {
    const { shop, alert, ids, gathered } = await begin();
    await write(shop, 'late', 'The checkout is broken, an error');
    const shown = ids.slice(2);
    await shop.as('Ben').submit('incident.form', null as never, 'link', formValues(alert, 6, shown, shown.slice(1)));
    expect(await gathered()).toEqual([...ids.slice(0, 2), ...shown.slice(1)].sort());
    expect((await alerts(shop))[0]!.words).toMatch(/\nIncident 1: Card payments fail$/);
    expect((await shop.card(ids[0]!)).help?.[0]?.words).toMatch(/Part of incident 1: Card payments fail/);
    // A second time, into the one that lasts: what belongs to it already stays as it is.
    const row = (await shop.house.parts.store.gatheringByNumber('incident', 1))!;
    await shop.as('Ben').submit('incident.form', null as never, 'link', formValues(alert, 7, [], [], { into: row.id }));
    expect(await gathered()).toHaveLength(7);
    expect(await shop.house.parts.store.gatherings('incident', 5)).toHaveLength(1);
  });

  test('once, however often the same press comes', async () => {
    const { shop, alert, ids, gathered } = await begin();
    const values = formValues(alert, 6, ids, ids);
    const by = { deskRef: 'practice:ben', name: 'Ben', admin: false };
    for (let i = 0; i < 2; i++) {
      await shop.house.act({
        id: 'same',
        by,
        do: 'submit',
        form: 'incident.form',
        enquiryId: null,
        submit: 'link',
        values,
      });
      await shop.settle();
    }
    expect(await gathered()).toHaveLength(6);
    expect(await shop.house.parts.store.gatherings('incident', 5)).toHaveLength(1);
  });

  test('not for whoever cannot read its room, not without an enquiry, and not with one of another room', async () => {
    const { shop, store, alert, ids, gathered } = await begin();
    const act = async (id: string, rooms: never[] | undefined, values: Record<string, string>) => {
      const by = { deskRef: 'practice:eve', name: 'Eve', admin: false, ...(rooms ? { rooms } : {}) };
      await shop.house.act({ id, by, do: 'submit', form: 'incident.form', enquiryId: null, submit: 'link', values });
      await shop.settle();
    };
    await act('elsewhere', [], formValues(alert, 6, ids, ids));
    await act('none', undefined, formValues(alert, 6, ids, []));
    await act('forged', undefined, formValues('alert_nothing', 6, ids, ids));
    expect(await store.gatherings('incident', 5)).toEqual([]);
    const foreign = (await store.enquiryByNumber(3))!.id;
    await act('foreign', undefined, formValues(alert, 6, ids, [ids[0]!, foreign]));
    expect(await gathered()).toEqual([ids[0]]);
  });
});

test('a reason that only other rooms use is not named in the room of the alert', async () => {
  const shop = await shopWithPast();
  const { parts } = shop.house;
  const [room] = await parts.store.rooms();
  const row = { ...room!, id: 'room_zboss' as RoomId, name: 'the boss', deskRef: 'room_zboss' };
  await parts.store.commit([{ do: 'insert', table: 'rooms', row }]);
  const ben = shop.as('Ben');
  await ben.command('hours');
  const [staff] = await parts.store.allStaff();
  for (const [i, text] of [
    'My solicitor',
    'A lawsuit',
    'Papers of the court',
    'In May then',
    'Compensation',
  ].entries()) {
    const id = (await shop.provider.write(`customer${i}`, text, {
      name: `customer${i}`,
    })) as EnquiryId;
    await shop.settle();
    await ben.command(`move ${81 + i} the boss`);
    await commandEnquiry(parts, id, { do: 'resolve', by: staff!.id, reason: 'Dispute' });
    await shop.settle();
    shop.clock.advance(MINUTE);
  }
  await shop.pass(MINUTE);
  const [alert] = await alerts(shop);
  expect(alert!.words).toMatch(/^Rising: a contact reason\.\n/);
  expect(alert!.words).toMatch(/\d in other rooms/);
  expect(alert!.words).not.toContain('Dispute');
});

test('a room for it that nobody has is said by health', async () => {
  const shop = await shopWithPast({ risingRoom: 'nowhere' });
  expect(await shop.as('Ann').command('health')).toMatch(
    /"rising_room" names nowhere, and there is no room of that name: nobody is told what is rising\. .*Rooms: customers\./,
  );
  for (const [i, text] of SAID.entries()) await write(shop, `customer${i}`, text);
  expect(await alerts(shop)).toEqual([]);
});

describe.each(engineKinds().filter(each => each.there))('on $name', kind => {
  test('two processes and a restart in the middle post one alert', async () => {
    const { engine, close } = await kind.open();
    const clock = testClock();
    const ids = testIds(clock);
    const one = await shopWithPast({ engine, clock, ids });
    const two = await shopWithPast({ engine, clock, ids, provider: one.provider, instance: 'two' }, false);
    for (const [i, text] of SAID.entries()) {
      await one.provider.write(`customer${i}`, text, { name: `customer${i}` });
      clock.advance(10 * MINUTE);
      await Promise.all([one.settle(), two.settle()]);
      if (i !== 4) continue;
      open.push(await shopWithPast({ engine, clock, ids, provider: one.provider, instance: 'three' }, false));
    }
    clock.advance(MINUTE);
    await Promise.all([one.settle(), two.settle()]);
    const found = await alerts(one);
    expect(found).toHaveLength(1);
    expect(found[0]!.words).toMatch(/\n6 customers since/);
    for (const each of open.splice(0)) await each.close();
    await close();
  });
});
