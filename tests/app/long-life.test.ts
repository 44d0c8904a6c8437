/** Two years of a shop, some days of each month: what is only needed for a while does not grow, and nobody is forgotten. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { overBounds } from '../../bench/life/bounds.ts';
import { type LifeShop, openLife } from '../../bench/life/shop.ts';
import { type Weight, weigh } from '../../bench/life/weigh.ts';
import { DAY } from '../../src/core/time.ts';
import { engineKinds } from '../kit/engines.ts';

/** A day on which people write, and the quiet ones after it: twelve times, which are two years. */
const TIMES = 12;
const APART_DAYS = 60;
const PER_DAY = 2;
/** By then what is kept for a season is full. */
const FULL_AFTER = 3;
/** Mails go after 90 days and files after 180 since anything happened, in the one night of so many days. */
const MAILS_GONE_DAYS = 90 + APART_DAYS + 1;
const FILES_GONE_DAYS = 180 + APART_DAYS + 1;
/** The machine may have other work. */
const WITHIN_MS = 300_000;
/** Of an index of what was answered before, which holds the last 50,000, and of the tests' own. */
const HEAP_GROWS_MAX_MB = 25;

/** What belongs to enquiries that ended, and in which nothing happened since a moment. */
const OLD = (on: string) => `messages m on ${on} join enquiries e on e.id = m.enquiry_id
  where e.status in ('resolved', 'spam') and (select max(v.at) from events v where v.enquiry_id = e.id) < ?`;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`a shop of two years on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: LifeShop;
    beforeEach(async () => {
      setFlagsFromString('--expose-gc');
      globalThis.gc ??= runInNewContext('gc') as NodeJS.GCFunction;
      opened = await kind.open();
      shop = await openLife({ engine: opened.engine, perDay: PER_DAY });
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });
    const count = async (sql: string, days = 0) => {
      const before = shop.house.clock.now() - days * DAY;
      const [row] = await opened.engine.rows<{ n: number }>(`select count(*) as n from ${sql}`, days ? [before] : []);
      return Number(row!.n);
    };

    test(
      'keeps what belongs to enquiries and figures, and of everything else no more than after a season',
      async () => {
        const times: Weight[] = [];
        for (let n = 1; n <= TIMES; n++) {
          await shop.day();
          await shop.quiet(APART_DAYS - 1);
          times.push(await weigh(opened.engine, n === FULL_AFTER || n === TIMES));
        }
        const [full, last] = [times[FULL_AFTER - 1]!, times.at(-1)!];
        expect(times.slice(FULL_AFTER).flatMap(each => overBounds(full, each))).toEqual([]);
        expect(await count(`raws r join ${OLD('r.id = m.raw_id')} and length(r.bytes) > 0`, MAILS_GONE_DAYS)).toBe(0);
        expect(
          await count(`attachments a join ${OLD('a.message_id = m.id')} and a.content is not null`, FILES_GONE_DAYS),
        ).toBe(0);
        expect(last.heapMb - full.heapMb).toBeLessThan(HEAP_GROWS_MAX_MB);
        // Each letter is there once, also those that came again weeks later.
        expect(shop.counts.known).toBeGreaterThan(0);
        const letters = `raws where channel_id = (select id from channels where kind = 'post')`;
        expect(await count(letters)).toBe(shop.counts.letters);

        await shop.keep();
        const again = await weigh(opened.engine);
        expect(Object.fromEntries(again.rows)).toEqual(Object.fromEntries(last.rows));
      },
      WITHIN_MS,
    );
  });
}
