/** What a manager reads: what is urgent first, what it is compared with, what it is few of, and the picture beside it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR } from '../../src/core/time.ts';
import { readAsked } from '../../src/figures/asked.ts';
import { chartOf } from '../../src/figures/chart.ts';
import { makeReport, type Report, type SplitBy } from '../../src/figures/report.ts';
import { reportParts, reportWords } from '../../src/figures/words.ts';
import { engineKinds } from '../kit/engines.ts';
import { type Happened, type History, LONDON, type Told, tell } from '../kit/history.ts';

const [sqlite] = engineKinds();
/** Wednesday. */
const NOW = '2026-06-17T12:00:00Z';
const PEOPLE = ['ann', 'ben', 'chidi', 'dora'];

let n = 0;
/** One enquiry: answered after so many minutes, resolved with the answer. */
function one(channel: string, opened: string, minutes: number | null, more: Happened[] = []): History {
  const id = `w${++n}`;
  const at = new Date(Date.parse(opened) + (minutes ?? 0) * 60_000).toISOString();
  const sent: Happened[] =
    minutes === null ? [] : [[at, 'ReplySent', { reply: `r${n}`, by: PEOPLE[n % PEOPLE.length], andResolve: true }]];
  return { id, channel, opened, events: [[opened, 'EnquiryOpened'], ...sent, ...more] };
}
const HISTORIES: History[] = [
  // Figures begin on Wednesday 20 May.
  one('help', '2026-05-20T10:00:00Z', 30),
  ...['21', '22', '26', '27', '28'].map(day => one('help', `2026-05-${day}T10:00:00Z`, 60)),
  // The week of 1 June: in time, and twice not.
  ...['01', '02', '03', '04', '05'].flatMap(day => [
    one('help', `2026-06-${day}T09:00:00Z`, 30),
    one('site', `2026-06-${day}T10:30:00Z`, 300),
  ]),
  // A call, done at once.
  {
    id: 'call',
    channel: 'log',
    opened: '2026-06-02T09:00:00Z',
    events: [['2026-06-02T09:00:00Z', 'EnquiryResolved', { by: 'ann', reason: null }]],
  },
  // A weekend at which somebody looked.
  ...['06', '07'].flatMap(day => ['08', '09', '10'].map(hour => one('help', `2026-06-${day}T${hour}:00:00Z`, 45))),
  // Came back, and is open again.
  one('help', '2026-06-09T09:00:00Z', 240, [
    ['2026-06-10T09:00:00Z', 'CustomerWrote'],
    ['2026-06-10T09:00:00Z', 'EnquiryReopened', { because: 'customer-wrote' }],
  ]),
  one('help', '2026-06-10T09:00:00Z', 10),
  one('site', '2026-06-16T09:00:00Z', null),
];

let shop: Told;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await sqlite!.open();
  close = opened.close;
  shop = await tell(opened.engine, HISTORIES, NOW, LONDON);
});
afterAll(async () => {
  await shop.close();
  await close();
});
const ask = async (words: string, by: SplitBy | null = null, of = shop): Promise<Report> => {
  const { parts } = of.shop.house;
  const now = parts.clock.now();
  const parsed = readAsked(words ? words.split(' ') : [], [], { rooms: null, admin: true }, now, 'Europe/London', by);
  if (!parsed.ok) throw new Error(parsed.problem);
  return makeReport({ ...parts, answerWithin: kind => (kind === 'log' ? null : 4 * HOUR) }, parsed.pair, by);
};
const line = (report: Report, label: string) =>
  reportWords(report)
    .split('\n')
    .find(each => each.startsWith(label));

describe.skipIf(!sqlite!.there)('the words of figures', () => {
  test('begin with what waits now; times and rates come below the picture', async () => {
    const { above, below } = reportParts(await ask('week'));
    expect(above.split('\n').map(each => each.split(':')[0])).toEqual([
      'This week, Mon 15 Jun to Sun 21 Jun, so far',
      'Waiting for us',
      'Backlog',
      'New',
    ]);
    expect(below).not.toMatch(/^(Waiting|Backlog|New)/m);
  });

  test('lead with the clock where most of it was while closed, and say so', async () => {
    expect(line(await ask('6 jun 7 jun'), 'First response')).toBe(
      'First response time: median 45 min by the clock (n 6, before 2 h 45 min, few); most of it was while we were closed, so it is 0 s in opening hours',
    );
    expect(line(await ask('1 jun 5 jun'), 'First response')).toMatch(
      /^First response time: median 30 min|^First response time: median 2 h/,
    );
  });

  test('compare with nothing where there were no figures, and say since when there are', async () => {
    for (const words of ['may', 'last 3 months', '20 may 26 may']) {
      const report = await ask(words);
      expect(reportWords(report), words).not.toMatch(/\(\+|\(before|, before|the same\)/);
      expect(reportWords(report), words).toMatch(
        /Figures begin on Wed 20 May: before that there is nothing to compare with/,
      );
    }
    expect(reportWords(await ask('27 may 2 jun'))).toMatch(/New: \d+ \(\+\d+\).*\n[\s\S]*Changes are against/);
  });

  test('flag what there is little of', async () => {
    expect(line(await ask('20 may'), 'First response')).toMatch(/\(n 1, few\)$/);
    expect(line(await ask('20 may'), 'Reopen rate')).toBe('Reopen rate: 0 %, 0 of 1, few');
    expect(line(await ask('1 jun 5 jun'), 'First response')).not.toMatch(/n 10, few/);
  });

  test('do not sound as if coming back made anything faster', async () => {
    const words = reportWords(await ask('8 jun 14 jun'));
    expect(words).not.toMatch(/with what came back/);
    expect(words).toMatch(
      /To the last resolution: median 10 min \(n 1, few\), without what came back and is not resolved again/,
    );
  });

  test('say whether the promise was kept, what came in less what was resolved, and who waits longer now', async () => {
    const week = await ask('1 jun 5 jun');
    expect(line(week, 'Promise kept')).toBe('Promise kept: 50 % within your 4 h, 5 of 10 (before 100 %, few)');
    expect(line(week, 'Came in')).toBe('Came in or came back: 11, as many as were resolved');
    expect(line(await ask('9 jun 10 jun'), 'Came in')).toBe('Came in or came back: 3, 1 more than were resolved');
    expect(line(await ask('week'), 'Promise kept')).toBe('Promise kept: 2 customers wait longer now');
  });

  test('show a trend by week against the target, and an average week with its opening hours', async () => {
    const weeks = reportWords(await ask('', 'week')).split('\n');
    expect(weeks).toContainEqual(expect.stringMatching(/^By week \(medians in opening hours; the target is 4 h\):/));
    expect(weeks.filter(each => each.startsWith('•'))[0]).toMatch(/^• 18 May/);
    expect(weeks).toContainEqual(
      expect.stringMatching(
        /^• 18 May \(5 days\): 3 new, first response 1 h \(n 3, few\), 100 % in time, in minus resolved 0$/,
      ),
    );
    expect(weeks).toContainEqual(expect.stringMatching(/^• 8 Jun: 2 new, .*in minus resolved \+1$/));
    const days = reportWords(await ask('1 jun 14 jun', 'weekday')).split('\n');
    expect(days).toContain('By weekday, an average of 2 weeks (Mon 1 Jun to Sun 14 Jun):');
    expect(days).toContainEqual(expect.stringMatching(/^• Tue: 2 new, most 10-12 \(2\); 09:00-17:00/));
    expect(days).toContainEqual(expect.stringMatching(/^• Sat: 1.5 new, .*; closed$/));
    // Figures begin on a Wednesday: no week before them, and not that one, is a part of the average.
    const all = reportWords(await ask('1 apr 14 jun', 'weekday')).split('\n');
    expect(all).toContain('By weekday, an average of 3 weeks (Mon 25 May to Sun 14 Jun):');
    expect(all).toContainEqual(expect.stringMatching(/^• Sat: 1 new/));
    expect(reportWords(await ask('18 may 24 may', 'weekday'))).toMatch(/By weekday: not shown/);
    expect(reportWords(await ask('today', 'weekday'))).toMatch(/By weekday: not shown, because it is for whole weeks/);
  });
});

test.skipIf(!sqlite!.there)(
  'what is answered while closed is called so, also in a line of a week and of a weekday',
  async () => {
    const { engine, close } = await sqlite!.open();
    const hours = ['08', '09', '10'];
    const saturdays = ['04-25', '06-06', '06-13'].flatMap(day =>
      hours.map(hour => one('help', `2026-${day}T${hour}:00:00Z`, 45)),
    );
    const closed = await tell(engine, saturdays, NOW, LONDON);
    try {
      const said = async (by: SplitBy, when: string) => reportWords(await ask(when, by, closed));
      expect(await said('week', '')).toMatch(/• 8 Jun: 3 new, first response while closed \(n 3, few\)/);
      const weekday = await said('weekday', '1 jun 14 jun');
      expect(weekday).toMatch(/• Sat: 3 new, .*; closed, first response while closed/);
      expect(weekday).not.toMatch(/first response 0 s|\d 0 s/);
      const chart = chartOf(await ask('1 jun 14 jun', 'weekday', closed))!;
      expect(chart.alt).not.toMatch(/ 0 s/);
    } finally {
      await closed.close();
      await close();
    }
  },
);

describe.skipIf(!sqlite!.there)('the picture of figures', () => {
  test('has pale bars with their days where a week is cut, and none from before there were figures', async () => {
    const chart = chartOf(await ask('11 may 17 jun'))!;
    expect(chart.bars).toEqual(['18 May, 5 days', '25 May', '1 Jun', '8 Jun', '15 Jun, 3 days']);
    expect(chart.pale).toEqual([0, 4]);
    expect(chart.alt).toMatch(/18 May, 5 days: 3 new, 3 answered/);
    // Nothing is cut: nothing is pale.
    expect(chartOf(await ask('1 jun 7 jun'))!.pale).toBeUndefined();
  });

  test('gives each channel one colour, however much came, and sets calls apart', async () => {
    const colours = async (words: string) =>
      new Map(chartOf(await ask(words))!.series.map(each => [each.name, each.apart ? 'apart' : each.colour]));
    const [all, one_] = [await colours('1 jun 5 jun'), await colours('16 jun')];
    expect(all.get('log')).toBe('apart');
    expect(one_.get('site')).toBe(all.get('site'));
    expect(new Set(all.values()).size).toBe(3);
    expect(chartOf(await ask('1 jun 5 jun'))!.series.at(-1)!.name).toBe('log');
    expect(chartOf(await ask('1 jun 5 jun'))!.line).toMatchObject({ name: 'answered', values: [2, 2, 2, 2, 2] });
  });

  test('of an average week has a field for each hour of each weekday, frames for opening hours, and the time to an answer', async () => {
    const chart = chartOf(await ask('1 jun 14 jun', 'weekday'))!;
    const grid = chart.grid!;
    const of = (hour: string) => grid.values[grid.rows.indexOf(hour)]!;
    expect([grid.rows[0], grid.rows.at(-1)]).toEqual(['09:00', '16:00']);
    // Two weeks: on both Tuesdays one at ten, one on one of them at half past eleven.
    expect([of('10:00')[1], of('11:00')[1], of('11:00')[4], of('15:00')[1]]).toEqual([1.5, 0.5, 0.5, 0]);
    expect(grid.frames).toEqual([0, 1, 2, 3, 4].map(bar => ({ bar, from: 0, to: 8 })));
    expect(grid.beside[grid.rows.indexOf('10:00')]).toMatch(/min|s$/);
    // Nobody's median: of fewer than five answers, or people.
    expect(grid.beside[grid.rows.indexOf('09:00')]).toBeNull();
    expect(chart.alt).toMatch(/Tue \(09:00-17:00\): .*11:00 0\.5.*First answer by hour of arrival: 10:00/);
    expect(reportWords(await ask('1 jun 14 jun', 'weekday'))).toMatch(
      /First answer by hour of arrival: 10:00 .*, 11:00 /,
    );
  });

  test('names bars of two hours by both, as the words do', () => {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      hour === 1 ? 1 : hour === 10 || hour === 11 ? 4 : hour === 22 ? 2 : 0,
    );
    const report = { hours, period: { name: 'This week' }, split: { by: 'hour', groups: null } } as unknown as Report;
    const chart = chartOf(report)!;
    expect(chart.bars).toContain('10-12');
    expect(chart.series[0]!.values[chart.bars.indexOf('10-12')]).toBe(8);
  });
});
