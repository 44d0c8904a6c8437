import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
beforeEach(async () => {
  shop = await openHouse();
});
afterEach(() => shop.close());

test('4,000 messages of 800 customers at once are all kept, each once and in order', async () => {
  const writes: Promise<unknown>[] = [];
  for (let i = 0; i < 4_000; i++) writes.push(shop.provider.write(`c${i % 800}`, `message ${Math.floor(i / 800)}`));
  await Promise.all(writes);
  const rows = await shop.engine.rows<{ n: number; e: number }>(
    'select count(*) as n, count(distinct enquiry_id) as e from messages',
    [],
  );
  expect(rows[0]).toEqual({ n: 4_000, e: 800 });
  const texts = await shop.engine.rows<{ t: string }>(
    `select group_concat(text, ',') as t from (select enquiry_id, text from messages order by seq) group by enquiry_id limit 1`,
    [],
  );
  expect(texts[0]?.t).toBe('message 0,message 1,message 2,message 3,message 4');
});
