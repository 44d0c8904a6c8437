/** Random days with people who press at the same moment: an enquiry has one owner, and goes back and forth with nobody. */
import { expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { openHouse } from '../kit/house.ts';
import { randomFrom } from '../kit/world.ts';

/** `OFFER_DAYS=300` does more of them. */
const DAYS = Number(process.env.OFFER_DAYS ?? 15);
const PEOPLE = ['Ann', 'Ben', 'Cleo'];
const counts: Record<string, number> = {};

test.each(Array.from({ length: DAYS }, (_, i) => i + 1))('day %i', async seed => {
  const random = randomFrom(seed);
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)]!;
  const shop = await openHouse({ answerWithin: { post: HOUR }, holdMs: { post: 30_000 } });
  const id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))! as EnquiryId;
  await shop.settle();
  let n = 0;
  const customer = () => shop.provider.write('maya', `Hello ${++n}?`, { name: 'Maya' });
  const claim = () => shop.as(pick(PEOPLE)).press('enquiry.claim', id);
  /** A draft does not lie about for long: while it does, nothing is offered. */
  const decide = async () => {
    for (const each of PEOPLE)
      for (const label of ['Send', 'Keep as team talk'])
        await shop
          .as(each)
          .choose(id, label)
          .catch(() => {});
  };
  const acts: (() => Promise<unknown>)[] = [
    ...[customer, customer, customer, claim, claim, claim, decide],
    () => shop.as(pick(PEOPLE)).command(pick(['away', 'away', 'back', 'take 10'])),
    () => shop.as(pick(PEOPLE)).write(id, pick([`Dear Maya ${++n}`, `// who knows? ${++n}`])),
  ];
  for (let i = 0; i < 40; i++) {
    await Promise.all([pick(acts)(), pick(acts)(), pick(acts)()]);
    if (random() < 0.5) await decide();
    shop.clock.advance(pick([1_000, MINUTE, 25 * MINUTE, 90 * MINUTE]));
    await shop.settle();
  }
  const events = (await shop.house.parts.store.events(id)).map(each => each.event);
  let owner: string | null = null;
  let offered = false;
  let written = 0;
  for (const event of events) {
    if (event.type === 'CustomerWrote') written++;
    if (event.type === 'EnquiryClaimed') {
      expect(owner).toBeNull();
      owner = event.by;
    }
    if (event.type === 'EnquiryOffered') {
      // Of its owner, once while it stands, and for a message that came since the last one.
      expect([event.from, offered, written > 0]).toEqual([owner, false, true]);
      offered = true;
      written = 0;
    }
    if (event.type === 'EnquiryTakenOver') {
      // Never but by an offer: each take-over had a question of its own before it.
      expect([event.from, offered]).toEqual([owner, true]);
      owner = event.by;
    }
    if (['EnquiryTakenOver', 'OfferEnded', 'ReplyHeld', 'EnquiryReleased'].includes(event.type)) offered = false;
  }
  expect((await shop.house.parts.store.enquiry(id))!.ownerId).toBe(owner);
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  await shop.close();
});

test('offers were made in these days, and taken', () => {
  expect(counts.EnquiryOffered).toBeGreaterThan(DAYS);
  expect(counts.EnquiryTakenOver).toBeGreaterThan(DAYS / 2);
});
