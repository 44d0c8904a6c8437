/** Whoever asks anything, and adds and subtracts what they are told, learns no figure of one person. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WORK, type Work } from '../../src/core/tally.ts';
import { ASIDE, type Aside, type Piece, tellApart } from '../../src/figures/apart.ts';
import { runCli } from '../kit/cli.ts';
import { engineKinds } from '../kit/engines.ts';
import { type Happened, type History, LONDON, tell, writeHistories } from '../kit/history.ts';
import { randomOf } from './recount.ts';

const DAY = 86_400_000;
const MONDAY = Date.parse('2026-06-01T00:00:00Z');
const dayOf = (n: number) => new Date(MONDAY + n * DAY).toISOString().slice(0, 10);
const NAMES = ['ann', 'ben', 'chidi', 'dora', 'emil', 'fay'];

/** How many of these lists of numbers are no sum of multiples of others: exact, with whole numbers of any size. */
function rankOf(given: readonly (readonly number[])[]): number {
  let rows = given.map(row => row.map(BigInt));
  let rank = 0;
  for (let column = 0; column < (given[0]?.length ?? 0); column++) {
    const pivot = rows.find(row => row[column] !== 0n);
    if (!pivot) continue;
    rank++;
    rows = rows
      .filter(row => row !== pivot)
      .map(row => (row[column] === 0n ? row : row.map((n, i) => n * pivot[column]! - pivot[i]! * row[column]!)));
  }
  return rank;
}

/** One answer or resolution, and who did it. */
interface Deed {
  by: string;
  day: number;
  channel: string;
  reason: string;
}
/** A question's answer, as what it is the sum of. */
type Told = (deed: Deed) => boolean;

/** How many figures that are of one or two people alone can be worked out of these. */
function learnt(deeds: readonly Deed[], told: readonly Told[], pair: readonly string[]): number {
  const weights = (some: readonly Deed[]) => told.map(each => some.map(deed => (each(deed) ? 1 : 0)));
  return rankOf(weights(deeds)) - rankOf(weights(deeds.filter(each => !pair.includes(each.by))));
}

const pairs = NAMES.flatMap((one, i) => NAMES.slice(i).map(two => [one, two]));
const totals = Array.from(
  { length: 28 },
  (_, day): Told =>
    deed =>
      deed.day === day,
);

describe('an attacker', () => {
  test('learns nothing of one or two people from everything that a week tells, in random teams', async () => {
    let shown = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const random = randomOf(seed);
      const pick = <T>(list: readonly T[]) => list[Math.floor(random() ** 1.5 * list.length)]!;
      const team = NAMES.slice(0, 3 + Math.floor(random() * 4));
      const work: Work = pick(WORK);
      const deeds = Array.from({ length: 4 + Math.floor(random() * 50) }, () => ({
        by: pick(team),
        day: Math.floor(random() * 7),
        channel: pick(['help', 'site', 'log']),
        reason: pick(['', 'Repair', 'Invoice', 'Delivery']),
      }));
      const pieces = new Map<string, Piece>();
      for (const { by, day, channel, reason } of deeds) {
        const key = `${day} ${channel} ${reason}`;
        const piece = pieces.get(key) ?? { day: dayOf(day), channel, reason, opened: 1, people: {} };
        const people: Piece['people'] = { [work]: new Set([...(piece.people[work] ?? []), by]) };
        pieces.set(key, { ...piece, people });
      }
      const channel = await tellApart([...pieces.values()], 'channel', async () => {});
      const reason = await tellApart([...pieces.values()], 'reason', async () => {});
      const isTold = ({ shown }: typeof channel) => !ASIDE.includes(work as Aside) || shown[work as Aside];
      const told: Told[] = [
        ...(isTold(channel) ? (channel.groups ?? []) : []).map(
          (names): Told =>
            deed =>
              names.includes(deed.channel),
        ),
        ...(isTold(reason) ? (reason.groups ?? []) : []).map(
          (names): Told =>
            deed =>
              names.includes(deed.reason),
        ),
      ];
      if (told.length > 2) shown++;
      for (const pair of pairs)
        expect(learnt(deeds, [...totals, ...told], pair), `${seed}: ${pair}`).toBe(learnt(deeds, totals, pair));
    }
    // It is not that nothing is ever told.
    expect(shown).toBeGreaterThan(40);
  });

  test.skipIf(!engineKinds()[0]!.there)(
    'who asks 50 questions about any days learns nothing more by channel and by reason',
    async () => {
      let answered = 0;
      for (const seed of [3, 4]) {
        const random = randomOf(seed);
        const pick = <T>(list: readonly T[]) => list[Math.floor(random() ** 1.3 * list.length)]!;
        const deeds: Deed[] = [];
        const histories = Array.from({ length: 130 }, (_, i): History => {
          const deed = {
            by: pick(NAMES.slice(0, seed + 1)),
            day: Math.floor(random() * 28),
            channel: pick(['help', 'site']),
            reason: pick(['Repair', 'Invoice', 'Delivery']),
          };
          deeds.push(deed);
          const at = (ms: number) => new Date(MONDAY + deed.day * DAY + 9 * 3_600_000 + ms).toISOString();
          return {
            id: `q${i}`,
            channel: deed.channel,
            reason: deed.reason,
            opened: at(0),
            events: [
              [at(0), 'EnquiryOpened'],
              [at(60_000 * (i + 1)), 'ReplySent', { reply: `r${i}`, by: deed.by, andResolve: true }],
            ],
          };
        });
        const { engine, close } = await engineKinds()[0]!.open();
        const shop = await tell(engine, histories, '2026-07-20T12:00:00Z', LONDON);
        const told: Told[] = [];
        for (let i = 0; i < 50; i++) {
          const first = Math.floor(random() * 22);
          // Often what people would try: a week, two of them, and one day more or less.
          const from = random() < 0.5 ? first - (first % 7) : first;
          const to = Math.min(27, from + pick([6, 13, 20, 7, 3, 27]));
          const by = random() < 0.5 ? ('channel' as const) : ('reason' as const);
          const { split, period } = await shop.report(`${dayOf(from)} ${dayOf(to)}`, by);
          if (!split || split.by === 'hour' || !split.groups) continue;
          answered++;
          const { weeks, groups } = split;
          expect(weeks!.from >= period.firstDay && weeks!.to <= period.endDay).toBe(true);
          for (const { names, figures } of groups) {
            const isIn: Told = each =>
              dayOf(each.day) >= weeks!.from && dayOf(each.day) < weeks!.to && names.includes(each[by]);
            // What it says it is about is what it is about.
            expect(figures.firstResponse.calendar.n).toBe(deeds.filter(isIn).length);
            told.push(isIn);
          }
        }
        await shop.close();
        await close();
        for (const pair of pairs) expect(learnt(deeds, [...totals, ...told], pair)).toBe(learnt(deeds, totals, pair));
      }
      expect(answered).toBeGreaterThan(10);
    },
  );

  test('finds nobody behind a figure that is about some of the work of a group only, on the command line', async () => {
    const histories: History[] = [];
    /** One a day from Monday to Friday; what is resolved is rated, and of some the customer had been told a time. */
    const work = (channel: string, by: string, { rated = false, told = false }) => {
      for (let day = 0; day < 5; day++) {
        const at = (minutes: number) => new Date(MONDAY + day * DAY + (540 + minutes) * 60_000).toISOString();
        const of = Date.parse(at(30));
        const events: Happened[] = [
          ...(told ? [[at(0), 'AnsweredByMachine', { by: at(45) }] as Happened] : []),
          [at(30), 'ReplySent', { reply: `r${histories.length}`, by, andResolve: true }],
          [at(60), 'RatingAsked', { of }],
          ...(rated ? [[at(90), 'CustomerRated', { of, score: 5 }] as Happened] : []),
        ];
        histories.push({ id: `w${histories.length}`, channel, opened: at(0), events });
      }
    };
    // In help only Ann's customers rated, and only hers had been told a time.
    work('help', 'ann', { rated: true, told: true });
    work('help', 'ben', {});
    work('help', 'chidi', {});
    for (const by of ['ben', 'chidi', 'dora']) work('site', by, { rated: true, told: true });
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-attacker-'));
    try {
      writeHistories(join(folder, 'in'), histories);
      const env = { DATABASE_URL: `sqlite:${join(folder, 'deskhand.db')}` };
      expect((await runCli(['import', join(folder, 'in')], folder, env)).code).toBe(0);
      const asked = ['stats', '--from', '2026-06-01', '--to', '2026-06-07', '--by', 'channel'];
      const { split, figures } = JSON.parse((await runCli([...asked, '--json'], folder, env)).out);
      // What is of all of them is told, and so is what three did.
      expect(figures).toMatchObject({ csat: { n: 20 }, told: { of: 20 } });
      expect(split.groups).toMatchObject([
        {
          names: ['help'],
          figures: { csat: null, told: null, firstResponse: { calendar: { n: 15 } }, resolutions: 15 },
        },
        {
          names: ['site'],
          figures: { csat: null, told: null, firstResponse: { calendar: { n: 15 } }, resolutions: 15 },
        },
      ]);
      const words = (await runCli(asked, folder, env)).out;
      expect(words).toContain('help: 15 new, first response 30 min (n 15), 15 resolved\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
