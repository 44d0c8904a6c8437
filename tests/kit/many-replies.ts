/** Many replies by mail at once, each to a customer of their own, as people sent them. */
import type { Shop } from './shop.ts';
import { until } from './world.ts';

/** Takes in as many mails, and presses Send for an answer to each; resolves when every reply is held, or further. */
export async function holdReplies(shop: Shop, count: number): Promise<void> {
  await atOnce(count, i => shop.mail({ from: `c${i}@example.com`, subject: `mail ${i}`, text: `Question ${i}` }));
  const threads = (await shop.cards(count)).map(each => each.thread);
  await atOnce(count, i => shop.reply('Ann', threads[i]!, `Answer ${i}`));
  await until(
    async () =>
      Number((await shop.running.engine.rows<{ n: number }>('select count(*) as n from replies', []))[0]?.n) >= count,
    `${count} replies`,
    30_000,
  );
}

/** Ten at a time, as a busy team. */
async function atOnce(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: 10 }, one));
}
