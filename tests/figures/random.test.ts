import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startOf } from '../../src/core/days.ts';
import type { Waiting } from '../../src/figures/sum.ts';
import { engineKinds } from '../kit/engines.ts';
import { LONDON, tell } from '../kit/history.ts';
import { DAY, percentile, randomHistories, randomOf, recount } from './recount.ts';

/** Monday; the clocks go forward on the 29th. */
const FROM = Date.parse('2026-03-09T00:00:00Z');
const DAYS = 42;
const NOW = new Date(FROM + 80 * DAY).toISOString();
const day = (n: number) => new Date(FROM + n * DAY).toISOString().slice(0, 10);

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`figures of random histories, on ${kind.name}`, () => {
    const runs = kind.name === 'sqlite' ? 12 : 3;

    test('are those of a plain recount, for any period; and the sums that are kept give the same again', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async seed => {
          const random = randomOf(seed);
          const histories = randomHistories(random, 60, FROM, DAYS);
          const { engine, close } = await kind.open();
          const told = await tell(engine, histories, NOW, LONDON);
          try {
            for (let i = 0; i < 4; i++) {
              const first = Math.floor(random() * DAYS);
              const last = first + Math.floor(random() * (DAYS + 20 - first));
              const { figures, backlog, backlogBefore } = await told.report(`${day(first)} ${day(last)}`);
              const from = startOf('Europe/London', day(first));
              const to = startOf('Europe/London', day(last + 1));
              const plain = recount(histories, from, to);
              const spread = (waiting: Waiting) => waiting.calendar;
              const expected = (values: number[]) => ({
                n: values.length,
                median: percentile(values, 0.5),
                p90: percentile(values, 0.9),
                mean: values.length ? Math.round(values.reduce((sum, each) => sum + each, 0) / values.length) : null,
              });
              expect(figures.opened).toBe(plain.opened);
              expect(figures.answered).toBe(plain.firstResponse.length);
              expect(spread(figures.firstResponse)).toEqual(expected(plain.firstResponse));
              expect(spread(figures.nextResponse)).toEqual(expected(plain.nextResponse));
              expect(spread(figures.firstResolution)).toEqual(expected(plain.firstResolution));
              expect(spread(figures.fullResolution)).toEqual(expected(plain.fullResolution));
              expect([figures.resolutions, figures.resolvedEnquiries, figures.reopened.n]).toEqual([
                plain.resolutions,
                plain.resolvedEnquiries,
                plain.reopened,
              ]);
              expect([figures.firstContact.n, figures.firstContact.of]).toEqual([
                plain.firstContacts,
                plain.firstContactOf,
              ]);
              expect([figures.csat.positive, figures.csat.n, figures.csat.asked]).toEqual([
                plain.positive,
                plain.rated,
                plain.asked,
              ]);
              expect([backlog.total, backlog.snoozed]).toEqual([plain.backlog, plain.snoozed]);
              expect(backlogBefore).toBe(recount(histories, 0, from).backlog);
            }
          } finally {
            await told.close();
            await close();
          }
        }),
        { numRuns: runs },
      );
    });

    test('add up: two periods give the counts of both together, however they are cut', async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 1e9 }), async seed => {
          const random = randomOf(seed);
          const { engine, close } = await kind.open();
          const told = await tell(engine, randomHistories(random, 60, FROM, DAYS), NOW, LONDON);
          try {
            const cut = 1 + Math.floor(random() * (DAYS - 2));
            const counts = async (first: number, last: number) => {
              const { figures, volume } = await told.report(`${day(first)} ${day(last)}`);
              return [
                figures.opened,
                figures.answered,
                figures.nextResponse.calendar.n,
                figures.resolutions,
                figures.firstResolution.calendar.n,
                figures.fullResolution.calendar.n,
                figures.firstContact.n,
                figures.csat.n,
                figures.csat.asked,
                volume.bars.reduce((sum, bar) => sum + bar.opened, 0),
                volume.bars.reduce((sum, bar) => sum + bar.answered, 0),
              ];
            };
            const [one, two, both] = [await counts(0, cut - 1), await counts(cut, DAYS), await counts(0, DAYS)];
            expect(one.map((n, i) => n + two[i]!)).toEqual(both);
          } finally {
            await told.close();
            await close();
          }
        }),
        { numRuns: runs },
      );
    });

    test('show nobody alone: behind every group of a split are three people or more', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 1e9 }),
          fc.constantFrom('channel' as const, 'reason' as const),
          async (seed, by) => {
            const random = randomOf(seed);
            // Few enquiries: many groups in which one or two people worked.
            const histories = randomHistories(random, 4 + Math.floor(random() * 30), FROM, 14);
            const { engine, close } = await kind.open();
            const told = await tell(engine, histories, NOW, LONDON);
            try {
              const report = await told.report(`${day(0)} ${day(13)}`, by);
              const [from, to] = [startOf('Europe/London', day(0)), startOf('Europe/London', day(14))];
              const groups = report.split?.groups;
              for (const { names, figures } of groups ?? []) {
                const own = histories.filter(each =>
                  names.includes(by === 'channel' ? each.channel : (each.reason ?? 'not named yet')),
                );
                const plain = recount(own, from, to);
                expect(figures.resolutions).toBe(plain.resolutions);
                const worked = plain.resolutions + plain.firstResponse.length + plain.nextResponse.length > 0;
                if (worked) expect(plain.staff.size, names.join(' + ')).toBeGreaterThanOrEqual(3);
              }
              if (groups) {
                expect(groups.reduce((sum, each) => sum + each.figures.opened, 0)).toBe(report.figures.opened);
                expect(groups.length).toBeGreaterThan(1);
              }
            } finally {
              await told.close();
              await close();
            }
          },
        ),
        { numRuns: runs * 2 },
      );
    });
  });
}

describe.skipIf(!engineKinds().every(each => each.there))('the same history on both engines', () => {
  test('gives the same figures, to the last digit', async () => {
    for (const seed of [1, 2]) {
      const histories = randomHistories(randomOf(seed), 300, FROM, DAYS);
      const reports = [];
      for (const kind of engineKinds()) {
        const { engine, close } = await kind.open();
        const told = await tell(engine, histories, NOW, LONDON);
        const both = [
          await told.report(`${day(3)} ${day(30)}`, 'reason'),
          await told.report(`${day(0)} ${day(79)}`, 'channel'),
        ];
        reports.push(JSON.stringify(both));
        await told.close();
        await close();
      }
      expect(reports[0]).toBe(reports[1]);
    }
  });
});
