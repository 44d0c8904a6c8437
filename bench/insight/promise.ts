/** What customers are told: how often four of five do hear back by then, beside the plain ways, on shops that are made up. */
import { type Calendar, makeCalendar } from '../../src/core/calendar.ts';
import { dayOf, weekdayOf } from '../../src/core/days.ts';
import { parseHours, type WrittenHours } from '../../src/core/hours.ts';
import { makePromiseRecord } from '../../src/core/promise.ts';
import { DAY, HOUR, type Instant } from '../../src/core/time.ts';
import { randomOf } from '../../tests/figures/recount.ts';
import type { Result } from '../run.ts';

const KIND = 'mail';
const WEEKS = 16;
const START = Date.UTC(2026, 7, 24);
/** Weeks with too few people, and by how much they are slower. */
const SHORT = [6, 11];
const SLOWER = 1.6;
/** Median wait in opening hours, and how far waits lie apart. */
const MEDIAN = 1.3 * HOUR;
const FINISHED_MIN = 20;

interface World {
  name: string;
  hours: WrittenHours;
  perDay: number;
  shops: number;
  /** By week: how much longer it takes than in the week before. */
  trend?: number;
  /** What comes while closed, and on Mondays, takes longer by this. */
  closed?: number;
  monday?: number;
}

const OFFICE: WrittenHours = { timezone: 'UTC', weekly: { 'mon-fri': ['09:00-17:00'] } };
const LUNCH: WrittenHours = {
  ...{ timezone: 'Europe/London', closed: ['2026-10-12', '2026-11-09'] },
  weekly: { 'mon-fri': ['09:00-12:30', '13:30-17:30'], sat: ['10:00-14:00'] },
};
const NIGHT: WrittenHours = { timezone: 'America/New_York', weekly: { 'mon-sun': ['00:00-04:00', '20:00-24:00'] } };
const WORLDS: World[] = [
  { name: 'Mon-Fri 9-17, 12 a day', hours: OFFICE, perDay: 12, shops: 6 },
  { name: 'Mon-Fri 9-17, 4 a day', hours: OFFICE, perDay: 4, shops: 18 },
  { name: 'lunch break, Saturdays, days off, clock change', hours: LUNCH, perDay: 12, shops: 6 },
  { name: 'at night, clock change', hours: NIGHT, perDay: 12, shops: 12 },
  { name: 'slower by 4 % a week', hours: OFFICE, perDay: 12, shops: 6, trend: 0.04 },
  {
    name: 'closed 1.5 times, Mondays 1.4 times as long',
    hours: OFFICE,
    perDay: 12,
    shops: 6,
    closed: 1.5,
    monday: 1.4,
  },
];

interface Enquiry {
  at: Instant;
  answered: Instant;
  waited: number;
  cell: string;
  short: boolean;
}

/** Mail round the clock, most of it by day, less on weekends. */
function shopOf(world: World, seed: number): { calendar: Calendar; enquiries: Enquiry[] } {
  const random = randomOf(seed);
  const calendar = makeCalendar([{ from: 0, hours: parseHours(world.hours).hours }]);
  const enquiries: Enquiry[] = [];
  const most = world.perDay * 2.1;
  for (let at = START; at < START + WEEKS * 7 * DAY; at += (-Math.log(1 - random()) * DAY) / most) {
    const hour = new Date(at).getUTCHours();
    const weekday = (weekdayOf(dayOf(world.hours.timezone, at)) + 1) % 7;
    const busy = hour >= 9 && hour < 17 ? 1 : hour >= 7 && hour < 23 ? 0.5 : 0.12;
    if (random() > busy * (weekday % 6 === 0 ? 0.5 : 1)) continue;
    const week = Math.floor((at - START) / (7 * DAY));
    const short = SHORT.includes(week);
    const open = calendar.openBetween(KIND, at, at + 1) > 0;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const slower =
      (short ? SLOWER : 1) *
      Math.exp((world.trend ?? 0) * week) *
      (open ? 1 : (world.closed ?? 1)) *
      (weekday === 1 ? (world.monday ?? 1) : 1);
    const answered = calendar.openAfter(KIND, at, MEDIAN * slower * Math.exp(normal));
    if (answered === null) continue;
    const waited = calendar.openBetween(KIND, at, answered);
    enquiries.push({ at, answered, waited, cell: `${open ? 'open' : 'closed'} ${weekday}`, short });
  }
  return { calendar, enquiries };
}

type Way = (shop: ReturnType<typeof shopOf>) => (each: Enquiry) => Instant | null;

/** Of what was answered by then. */
const finished = (enquiries: readonly Enquiry[], at: Instant) => enquiries.filter(each => each.answered <= at);
const percentile = (values: number[], share: number) =>
  values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

const WAYS: Record<string, Way> = {
  mean: shop => each => {
    const known = finished(shop.enquiries, each.at).map(one => one.answered - one.at);
    return known.length < FINISHED_MIN ? null : each.at + known.reduce((sum, one) => sum + one, 0) / known.length;
  },
  elapsed: shop => each => {
    const known = finished(shop.enquiries, each.at).map(one => one.answered - one.at);
    return known.length < FINISHED_MIN ? null : each.at + percentile(known, 0.8);
  },
  hours: shop => each => {
    const known = finished(shop.enquiries, each.at).map(one => one.waited);
    return known.length < FINISHED_MIN ? null : shop.calendar.openAfter(KIND, each.at, percentile(known, 0.8));
  },
  promise: shop => {
    const record = makePromiseRecord(shop.calendar, KIND);
    for (const { at, answered } of shop.enquiries) record.add({ openedAt: at, answeredAt: answered, endedAt: null });
    return each => record.at(each.at).by;
  },
};

interface Kept {
  all: number;
  short: number;
  lowest: number;
  highest: number;
  medianHours: number;
}

/** Cells with fewer promises than this over all shops say nothing. */
const CELL_MIN = 250;

function keptBy(way: Way, shops: readonly ReturnType<typeof shopOf>[]): Kept {
  const cells = new Map<string, [kept: number, of: number]>();
  const waits: number[] = [];
  const note = (name: string, kept: boolean) => {
    const [n, of] = cells.get(name) ?? [0, 0];
    cells.set(name, [n + Number(kept), of + 1]);
  };
  for (const shop of shops) {
    const told = way(shop);
    for (const each of shop.enquiries) {
      const by = told(each);
      if (by === null) continue;
      waits.push(by - each.at);
      for (const name of ['all', each.cell, ...(each.short ? ['short'] : [])]) note(name, each.answered <= by);
    }
  }
  const rate = (name: string) => (100 * cells.get(name)![0]) / cells.get(name)![1];
  const rates = [...cells].filter(([name, [, of]]) => name.includes(' ') && of >= CELL_MIN).map(([name]) => rate(name));
  return {
    ...{ all: rate('all'), short: rate('short'), lowest: Math.min(...rates), highest: Math.max(...rates) },
    medianHours: percentile(waits, 0.5) / HOUR,
  };
}

const wordsOf = ({ all, short, lowest, highest, medianHours }: Kept) =>
  `${all.toFixed(0)} / ${short.toFixed(0)} / ${lowest.toFixed(0)}-${highest.toFixed(0)} %, ${medianHours.toFixed(1)} h`;

export async function benchPromise(): Promise<Result[]> {
  return WORLDS.map((world, n) => {
    const shops = Array.from({ length: world.shops }, (_, i) => shopOf(world, 9_000 + n * 100 + i));
    const ours = keptBy(WAYS.promise!, shops);
    const plain = (['mean', 'elapsed', 'hours'] as const).map(way => wordsOf(keptBy(WAYS[way]!, shops)));
    return {
      what: `Promise, ${world.name}: kept in all / in short-staffed weeks / by weekday x open or closed, median`,
      measured: wordsOf(ours),
      baseline: `mean ${plain[0]}; p80 of elapsed ${plain[1]}; p80 of opening hours ${plain[2]}`,
      target: '78 to 85 in each; 75 in short-staffed weeks',
      ok: ours.all >= 78 && ours.all <= 85 && ours.short >= 75 && ours.lowest >= 78 && ours.highest <= 85,
    };
  });
}
