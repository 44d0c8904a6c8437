/** What is rising is told in the room that was named for it: once, with threads and buttons, in any process. */
import { afterEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../src/core/time.ts';
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
    expect(alert!.buttons!.map(each => each.label)).toEqual(['Not new', 'Mute']);
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
