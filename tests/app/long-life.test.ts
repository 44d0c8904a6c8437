/** Two years of a shop, some days of each month: what is only needed for a while does not grow, and nobody is forgotten. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { overBounds } from '../../bench/life/bounds.ts';
import { type LifeShop, openLife } from '../../bench/life/shop.ts';
import { type Weight, weigh } from '../../bench/life/weigh.ts';
import { engineKinds } from '../kit/engines.ts';

const MONTHS = 24;
/** Of each month: a day on which people write, and the quiet ones after it. */
const MONTH_DAYS = 30;
const PER_DAY = 3;
/** By then what is kept for a season is full. */
const FULL_AFTER = 4;
/** Of what is removed by its age. */
const ABOUT = 1.5;
/** Of an index of what was answered before, which holds the last 50,000, and of the tests' own. */
const HEAP_GROWS_MAX_MB = 25;

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
    const kept = async () => {
      const [row] = await opened.engine.rows<{ n: number }>(
        `select (select coalesce(sum(length(bytes)), 0) from raws) + (select coalesce(sum(length(content)), 0) from attachments) as n`,
        [],
      );
      return Number(row!.n);
    };

    test('keeps what belongs to enquiries and figures, and of everything else no more than after a season', async () => {
      const months: (Weight & { kept: number })[] = [];
      for (let month = 1; month <= MONTHS; month++) {
        await shop.day();
        await shop.quiet(MONTH_DAYS - 1);
        months.push({ ...(await weigh(opened.engine, month === FULL_AFTER || month === MONTHS)), kept: await kept() });
      }
      const [full, last] = [months[FULL_AFTER - 1]!, months.at(-1)!];
      expect(months.slice(FULL_AFTER).flatMap(each => overBounds(full, each))).toEqual([]);
      // Mails go after a quarter of a year, files after half of one.
      const half = months[6]!;
      expect(last.kept).toBeLessThanOrEqual(half.kept * ABOUT);
      expect(last.heapMb - full.heapMb).toBeLessThan(HEAP_GROWS_MAX_MB);
      // Whatever came again, also weeks later, was known.
      expect(shop.counts.known).toBeGreaterThan(0);
      expect(last.rows.get('enquiries')).toBe(shop.counts.opened);

      await shop.keep();
      const again = await weigh(opened.engine);
      expect(Object.fromEntries(again.rows)).toEqual(Object.fromEntries(last.rows));
    });
  });
}
