/** Examples in refusals: where a day to come is meant, a day to come stands there, on whatever day it is read. */
import { afterEach, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

let shop: TestHouse | null = null;
afterEach(async () => {
  await shop?.close();
  shop = null;
});

test.each([
  ['in December', Date.UTC(2026, 11, 1, 10), '2026-12-09, 9 dec', '2026-11-23, 23 nov'],
  ['over the end of a year', Date.UTC(2027, 11, 28, 10), '2028-01-05, 5 jan', '2027-12-20, 20 dec'],
])('%s: what is planned has an example that can be typed as it stands, figures one that has been', async (_, now, next, last) => {
  shop = await openHouse({ clock: testClock(now) });
  const ann = shop.as('Ann');
  await shop.provider.write('maya', 'Where is my lid?', { name: 'Maya' });
  await shop.settle();
  const refused = await ann.command('resolve 1 on whenever');
  expect(refused).toContain(`Write ${next}, monday or tomorrow.`);
  expect(await ann.command(`resolve 1 on ${next.split(',')[0]}`)).toMatch(/^#1 will be resolved on/);
  expect(await ann.command('resolve 1 on 2028-02-31')).toMatch(
    /not a date in the calendar\. Write it like today, 202\d-12-\d\d\./,
  );
  expect(await ann.command('insight blurb')).toContain(`Write ${last}, monday or yesterday.`);
  expect(await ann.command('away until whenever')).not.toMatch(/\d (dec|nov)\b/);
});
