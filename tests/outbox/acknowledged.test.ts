/** What was acknowledged holds: an Undo or a deletion that was taken in before the hold's end, however the process ends. */
import { describe, expect, test } from 'vitest';
import { SECOND } from '../../src/core/time.ts';
import type { Engine } from '../../src/store/engine.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { mortal } from '../kit/mortal.ts';
import { randomFrom, testClock, testIds } from '../kit/world.ts';

const HOLD_MS = 15 * SECOND;
/** On PostgreSQL each takes ten times as long. */
const KILLS = { sqlite: 1_000, postgres: 40 };
/** Replies in one thread: as long as threads get. */
const THREAD_MAX = 20;
/** More database calls than an Undo takes. */
const CALLS_MAX = 14;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`an acknowledged Undo on ${kind.name}`, () => {
    test(`holds in ${KILLS[kind.name]} kills, and so does a deletion`, async () => {
      const { engine, close } = await kind.open();
      const random = randomFrom(4);
      const clock = testClock();
      const ids = testIds(clock, random);
      const provider = makeProvider({ holdMs: HOLD_MS });
      const live = async (on: Engine) => {
        const { context } = provider;
        const opened = await openHouse({ engine: on, clock, ids, provider });
        // Customers write to the one that lives on.
        if (context) provider.context = context;
        return opened;
      };
      const shop = await live(engine);
      let enquiry = '';
      let died = 0;
      for (let i = 0; i < KILLS[kind.name]; i++) {
        if (i % THREAD_MAX === 0) {
          enquiry = (await provider.write(`customer ${i}`, 'Hello'))!;
          await shop.settle();
        }
        const body = mortal(engine);
        const doomed = await live(body.engine);
        const post = await holdReply(shop, enquiry, `reply ${i}`);
        clock.advance(HOLD_MS - Math.round((10 + 4 * random()) * SECOND));
        await takeIn(doomed, { post, undo: random() < 0.5, n: i });
        body.dieIn(Math.floor(random() * CALLS_MAX), random() < 0.5 ? 'before' : 'after');
        await doomed.house.worker.drain().catch(() => {});
        if (body.dead) died++;
        // Another process goes on at once, and the hold ends long before the lease of the dead one.
        for (let waited = 0; waited < 4; waited++) await shop.pass(HOLD_MS);
        expect(provider.delivered, `kill ${i}`).toEqual([]);
      }
      const replies = await engine.rows<{ status: string }>('select distinct status from replies', []);
      expect(replies).toEqual([{ status: 'withdrawn' }]);
      expect(died).toBeGreaterThan(KILLS[kind.name] / 2);
      await close();
    }, 240_000);

    test('holds up no reply of another thread, and nothing that follows it', async () => {
      const { engine, close } = await kind.open();
      const clock = testClock();
      const provider = makeProvider({ holdMs: HOLD_MS });
      const ids = testIds(clock);
      const shop = await openHouse({ engine, clock, ids, provider });
      const [one, two] = [(await provider.write('maya', 'One'))!, (await provider.write('tom', 'Two'))!];
      await shop.settle();
      const post = await holdReply(shop, one, 'to Maya');
      await holdReply(shop, two, 'to Tom');
      const body = mortal(engine);
      const doomed = await openHouse({ engine: body.engine, clock, ids, provider });
      await takeIn(doomed, { post, undo: true, n: 1 });
      body.dieIn(1, 'before');
      await doomed.house.worker.drain().catch(() => {});
      await shop.pass(HOLD_MS);
      expect(provider.delivered.map(each => each.text)).toEqual(['to Tom']);
      await shop.pass(2 * HOLD_MS);
      await holdReply(shop, one, 'to Maya again');
      await shop.pass(HOLD_MS);
      expect(provider.delivered.map(each => each.text)).toEqual(['to Tom', 'to Maya again']);
      await close();
    });
  });
}

/** @returns the post of a reply that is held now */
async function holdReply(shop: TestHouse, enquiry: string, text: string): Promise<string> {
  const post = await shop.as('Ann').write(enquiry, text);
  await shop.as('Ann').choose(enquiry, 'Send');
  return post;
}

/** Acknowledges an Undo or a deletion, and does no more. */
async function takeIn({ house }: TestHouse, { post, undo, n }: { post: string; undo: boolean; n: number }) {
  const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
  const remark = (await house.parts.store.remarkByPost(post))!;
  const thread = (await house.parts.store.thread(remark.enquiryId))!.ref;
  if (undo)
    await house.act({ id: `undo-${n}`, by, do: 'press', thread, button: 'reply.undo', value: remark.replyId ?? '' });
  else await house.act({ id: `delete-${n}`, by, do: 'delete', thread, post });
}
