/** Histories of every kind that docs/export.md names, counted once more from docs/metrics.md alone, to the ms. */
import { describe, expect, test } from 'vitest';
import { type OpeningHours, parseHours } from '../../src/core/hours.ts';
import { spreadOf } from '../../src/core/quantiles.ts';
import { engineKinds } from '../kit/engines.ts';
import { type Happened, type History, tell } from '../kit/history.ts';

const MIN = 60_000;
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

type Random = () => number;
function randomOf(seed: number): Random {
  let s = seed >>> 0 || 1;
  return () => {
    s ^= s << 13;
    s >>>= 0;
    s ^= s >>> 17;
    s ^= s << 5;
    s >>>= 0;
    return s / 4_294_967_296;
  };
}

/** The wall clock there, by the quarter of an hour: no zone of today moves its clock by less. */
const QUARTER = 15 * MIN;
const walls = new Map<string, { day: string; minutes: number }>();
const formats = new Map<string, Intl.DateTimeFormat>();
function wallAt(zone: string, at: number): { day: string; minutes: number } {
  const slot = Math.floor(at / QUARTER) * QUARTER;
  const key = `${zone}${slot}`;
  let known = walls.get(key);
  if (!known) {
    let format = formats.get(zone);
    if (!format) {
      format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      formats.set(zone, format);
    }
    const [day, time] = format.format(slot).split(' ') as [string, string];
    const [h, m] = time.split(':').map(Number) as [number, number];
    known = { day, minutes: h * 60 + m };
    walls.set(key, known);
  }
  return { day: known.day, minutes: known.minutes + (at - slot) / MIN };
}
/** The first moment of a day, found by walking. */
function midnight(zone: string, day: string): number {
  for (let at = Date.parse(`${day}T00:00:00Z`) - DAY; ; at += QUARTER) if (wallAt(zone, at).day >= day) return at;
}
export interface Plain {
  zone: string;
  /** Sunday first, in minutes. */
  week: [number, number][][];
  dates: Record<string, [number, number][]>;
}
function openMs({ zone, week, dates }: Plain, from: number, to: number): number {
  let total = 0;
  for (let slot = Math.floor(from / QUARTER) * QUARTER; slot < to; slot += QUARTER) {
    const { day, minutes } = wallAt(zone, slot);
    const spans = dates[day] ?? week[new Date(`${day}T12:00:00Z`).getUTCDay()]!;
    for (const [a, b] of spans) {
      const start = Math.max(slot + (a - minutes) * MIN, slot, from);
      const end = Math.min(slot + (b - minutes) * MIN, slot + QUARTER, to);
      if (end > start) total += end - start;
    }
  }
  return total;
}

interface Counted {
  opened: number[];
  first: [number, number, number][];
  next: [number, number, number][];
  /** When it was settled, and whether they heard back by the time they were told. */
  told: [number, boolean][];
  resolutions: {
    at: number;
    enquiry: string;
    first: boolean;
    since: number;
    open: number;
    lasting: boolean;
    real: boolean;
    contact: boolean | null;
    asked: boolean;
    score: number | null;
  }[];
}

/** docs/metrics.md, "The enquiry's states, as figures see them", line by line. */
function countUp(histories: readonly History[], open: (channel: string, from: number, to: number) => number): Counted {
  const all: Counted = { opened: [], first: [], next: [], told: [], resolutions: [] };
  for (const { id, channel, opened: text, events } of histories) {
    if (channel === 'trial') continue;
    const spam = events.filter(each => each[1] === 'EnquiryMarkedSpam').length;
    const back = events.filter(each => each[1] === 'SpamTakenBack').length;
    if (spam > back || events.some(each => each[1] === 'EnquiryMerged')) continue;
    const opened = Date.parse(text);
    all.opened.push(opened);
    let state = 'open';
    let waits: number | null = opened;
    let wrote = opened;
    let told: number | null = null;
    const answers = new Set<string>();
    const own: (Counted['resolutions'][number] & { reopened: { at: number; customer: boolean } | null })[] = [];
    const resolve = (at: number) => {
      if (state !== 'resolved') {
        if (told !== null && answers.size === 0 && at > told) {
          all.told.push([at, false]);
          told = null;
        }
        own.push({
          at,
          enquiry: id,
          first: own.length === 0,
          since: at - opened,
          open: open(channel, opened, at),
          lasting: true,
          real: false,
          contact: answers.size === 1,
          asked: false,
          score: null,
          reopened: null,
        });
      }
      state = 'resolved';
      waits = null;
    };
    const undo = (at: number, real: boolean, customer: boolean) => {
      if (state === 'resolved') {
        const last = own.at(-1)!;
        last.lasting = false;
        last.real = real;
        last.reopened = { at, customer };
      }
      state = 'open';
    };
    for (const [when, type, data = {}] of events) {
      const at = Date.parse(when);
      const answer = (key: string, customerWaits: boolean) => {
        if (answers.has(key)) return;
        answers.add(key);
        if (answers.size === 1 && told !== null) all.told.push([at, at <= told]);
        if (answers.size === 1) all.first.push([at, at - opened, open(channel, opened, at)]);
        else if (waits !== null && !customerWaits) all.next.push([at, at - waits, open(channel, waits, at)]);
      };
      switch (type) {
        case 'AnsweredByMachine':
          told ??= typeof data.by === 'number' ? data.by : null;
          break;
        case 'CustomerWrote':
          if (data.machine || data.thanksOnly) break;
          wrote = at;
          waits ??= at;
          if (state === 'waiting' || state === 'snoozed') state = 'open';
          break;
        case 'ReplySent':
          answer(`r ${data.reply}`, data.customerWaits === true);
          if (data.customerWaits) break;
          waits = null;
          if (data.andResolve) resolve(at);
          else if (state === 'open') state = 'waiting';
          break;
        case 'AnsweredElsewhere':
          answer(`m ${data.message}`, false);
          waits = null;
          if (state === 'open') state = 'waiting';
          break;
        case 'ReplyBounced':
        case 'ReplyFailed':
          undo(at, false, false);
          waits ??= wrote;
          break;
        case 'EnquirySnoozed':
          state = 'snoozed';
          break;
        case 'EnquiryWoke':
          state = 'open';
          break;
        case 'EnquiryResolved':
          resolve(at);
          break;
        case 'EnquiryReopened':
          undo(at, data.because !== 'not-delivered', data.because === 'customer-wrote');
          break;
        case 'EnquiryAbsorbed': {
          if (data.waitingSince == null) break;
          const since =
            typeof data.waitingSince === 'string' ? Date.parse(data.waitingSince) : Number(data.waitingSince);
          undo(at, true, true);
          waits = Math.min(waits ?? since, since);
          break;
        }
        case 'RatingAsked':
        case 'CustomerRated': {
          const of = typeof data.of === 'string' ? Date.parse(data.of) : data.of;
          const about = own.find(each => each.at === of);
          if (!about) break;
          about.asked = true;
          if (type === 'CustomerRated') about.score = Number(data.score);
        }
      }
    }
    const [one] = own;
    if (one) {
      const soon = one.reopened?.customer && one.reopened.at - one.at <= 604_800_000;
      one.contact = one.contact === true && !soon;
    }
    for (const each of own) {
      if (!each.first || channel === 'log') each.contact = null;
      all.resolutions.push(each);
    }
  }
  return all;
}

/** In whole numbers: the place is (n - 1) x tenths / 10. */
function exactly(values: number[], tenths: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * tenths;
  const [low, part] = [Math.floor(place / 10), place % 10];
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  return a + Math.floor(((b - a) * part + 5) / 10);
}
function spread(values: number[]) {
  const sum = values.reduce((total, each) => total + each, 0);
  const n = values.length;
  return {
    n,
    median: n ? exactly(values, 5) : null,
    p90: n ? exactly(values, 9) : null,
    mean: n ? Math.floor((2 * sum + n) / (2 * n)) : null,
  };
}

function figuresIn(all: Counted, from: number, to: number) {
  const inside = (at: number) => at >= from && at < to;
  const waiting = (rows: [number, number][]) => ({
    calendar: spread(rows.map(each => each[0])),
    open: spread(rows.map(each => each[1])),
  });
  const first = all.first.filter(each => inside(each[0]));
  const next = all.next.filter(each => inside(each[0]));
  const done = all.resolutions.filter(each => inside(each.at));
  const enquiries = new Set(done.map(each => each.enquiry)).size;
  const back = new Set(done.filter(each => each.real).map(each => each.enquiry)).size;
  const contacts = done.filter(each => each.contact !== null);
  const share = (n: number, of: number) => ({ n, of, rate: of ? n / of : null });
  const [asked, rated] = [done.filter(each => each.asked).length, done.filter(each => each.score !== null)];
  const positive = rated.filter(each => each.score! >= 4).length;
  return {
    opened: all.opened.filter(inside).length,
    answered: first.length,
    firstResponse: waiting(first.map(([, a, b]) => [a, b])),
    nextResponse: waiting(next.map(([, a, b]) => [a, b])),
    firstResolution: waiting(done.filter(each => each.first).map(each => [each.since, each.open])),
    fullResolution: waiting(done.filter(each => each.lasting).map(each => [each.since, each.open])),
    resolutions: done.length,
    resolvedEnquiries: enquiries,
    reopened: share(back, enquiries),
    told: share(
      all.told.filter(each => inside(each[0]) && each[1]).length,
      all.told.filter(each => inside(each[0])).length,
    ),
    firstContact: share(contacts.filter(each => each.contact).length, contacts.length),
    csat: {
      positive,
      n: rated.length,
      rate: rated.length ? positive / rated.length : null,
      asked,
      responseRate: asked ? rated.length / asked : null,
    },
  };
}

/** @param anchors moments that things like to happen at: midnights, clock changes */
function histories(
  random: Random,
  n: number,
  from: number,
  days: number,
  anchors: number[],
  spamBack = false,
): History[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const near = () => pick(anchors) + pick([-1, 0, 0, 1]);
  return Array.from({ length: n }, (_, i) => {
    const channel = pick(['help', 'help', 'site', 'log', 'trial']);
    let at = random() < 0.3 ? near() : from + Math.floor(random() * days * DAY);
    const opened = at;
    const events: Happened[] = [];
    const add = (type: string, data: Record<string, unknown> = {}) => events.push([iso(at), type, data]);
    let state = 'open';
    let resolvedAt = 0;
    let sent = 0;
    if (random() < 0.7) add('EnquiryOpened');
    for (let step = Math.floor(random() * 14); step > 0; step--) {
      const dice = random();
      if (dice < 0.15) at += 0;
      else if (dice < 0.25) at += 7 * DAY + pick([-1, 0, 1]);
      else if (dice < 0.4) at = Math.max(at, near());
      else at += Math.floor(random() ** 4 * 6 * DAY);
      const by = pick(['ann', 'ben', 'chidi', 'dora']);
      const what = random();
      if (what < 0.05) add('AnsweredByMachine', random() < 0.7 ? { by: at + Math.floor(random() * 2 * DAY) } : {});
      else if (what < 0.1) add('CustomerWrote', { machine: true, thanksOnly: false });
      else if (what < 0.13) add('EnquiryHandedOver', { by, to: 'emil' });
      else if (what < 0.15) add('EnquiryClaimed', { by });
      else if (what < 0.17) add('EnquiryReleased', { by });
      else if (what < 0.2)
        add('EnquiryAbsorbed', { by, from: 'enq_x', customerMessages: 1, messages: [], waitingSince: null });
      else if (what < 0.24) {
        add('EnquiryAbsorbed', {
          by,
          from: 'enq_x',
          customerMessages: 2,
          messages: [],
          waitingSince: Math.max(opened, at - Math.floor(random() * 3 * DAY)),
        });
        state = 'open';
      } else if (what < 0.28 && sent > 0) {
        add(pick(['ReplyBounced', 'ReplyFailed']), { reply: `r${i}-${Math.floor(random() * sent)}`, reason: 'gone' });
        state = 'open';
      } else if (spamBack && what < 0.33) {
        add('EnquiryMarkedSpam', { by });
        if (random() < 0.3) at += Math.floor(random() * DAY);
        add('SpamTakenBack', {});
      } else if (state === 'resolved') {
        if (what < 0.4) add('RatingAsked', { of: resolvedAt });
        else if (what < 0.6) add('CustomerRated', { score: 1 + Math.floor(random() * 5), of: resolvedAt });
        else if (what < 0.75) {
          add('CustomerWrote', {});
          add('EnquiryReopened', { because: 'customer-wrote' });
          state = 'open';
        } else if (what < 0.9) {
          add('EnquiryReopened', { because: pick(['staff', 'not-delivered', 'customer-wrote']) });
          state = 'open';
        } else add('ReplySent', { reply: `r${i}-${sent++}`, by, andResolve: random() < 0.5 });
      } else if (what < 0.45) {
        add('CustomerWrote', {});
        state = 'open';
      } else if (what < 0.5) {
        add('EnquirySnoozed', { by, until: at + DAY });
        state = 'snoozed';
      } else if (what < 0.53 && state === 'snoozed') {
        add('EnquiryWoke');
        state = 'open';
      } else if (what < 0.58) {
        add('AnsweredElsewhere', { message: `m${i}-${Math.floor(random() * 3)}` });
        if (state === 'open') state = 'waiting';
      } else if (what < 0.85) {
        const again = sent > 0 && random() < 0.15;
        const reply = again ? `r${i}-${Math.floor(random() * sent)}` : `r${i}-${sent++}`;
        const customerWaits = random() < 0.1;
        const andResolve = !customerWaits && random() < 0.45;
        add('ReplySent', { reply, by, andResolve, customerWaits });
        if (andResolve) [state, resolvedAt] = ['resolved', at];
        else if (!customerWaits && state === 'open') state = 'waiting';
      } else {
        add('EnquiryResolved', { by, reason: null });
        [state, resolvedAt] = ['resolved', at];
      }
    }
    const end = random();
    if (end < 0.05) add('EnquiryMarkedSpam', { by: 'ann' });
    else if (end < 0.1) add('EnquiryMerged', { by: 'ann', into: 'enq_n0' });
    return { id: `n${i}`, channel, opened: iso(opened), events };
  });
}

const WRITTEN = {
  weekly: { 'mon-thu': ['09:15-12:30', '13:10-17:45'], fri: ['00:00-24:00'], sat: ['05:00-06:30', '22:00-24:00'] },
  channels: { webchat: { weekly: { 'mon-sun': ['14:00-16:00', '20:01-20:02'] } } },
};
const PLAIN_WEEK: [number, number][][] = (() => {
  const day: [number, number][] = [
    [555, 750],
    [790, 1065],
  ];
  return [
    [],
    day,
    day,
    day,
    day,
    [[0, 1440]],
    [
      [300, 390],
      [1320, 1440],
    ],
  ];
})();
const CHAT_WEEK: [number, number][][] = Array.from({ length: 7 }, () => [
  [840, 960],
  [1201, 1202],
]);

/** A zone, and a Monday some weeks before its clocks change. */
const ZONES: [zone: string, from: string, closed: string][] = [
  ['Europe/London', '2025-10-06', '2025-10-27'],
  ['Asia/Kathmandu', '2025-03-03', '2025-03-12'],
  ['America/St_Johns', '2025-02-24', '2025-03-12'],
  ['Australia/Lord_Howe', '2025-03-17', '2025-04-07'],
  ['Australia/Lord_Howe', '2025-09-15', '2025-10-06'],
  ['Africa/Cairo', '2025-04-07', '2025-04-25'],
  ['America/Havana', '2025-10-20', '2025-11-03'],
  ['America/Santiago', '2025-08-25', '2025-09-08'],
  ['Pacific/Apia', '2011-12-12', '2011-12-27'],
];

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`a plain recount of every kind of event, on ${kind.name}`, () => {
    for (const [i, [zone, monday, closed]] of ZONES.entries()) {
      if (kind.name === 'postgres' && i % 4) continue;
      test(`gives the same figures to the ms, in ${zone} from ${monday}`, async () => {
        const from = midnight(zone, monday);
        const { hours, problems } = parseHours({ timezone: zone, ...WRITTEN, closed: [closed] });
        expect(problems).toEqual([]);
        const dates = { [closed]: [] };
        // Until some day other hours held.
        const changed = from + 11 * DAY + 3 * 3_600_000 + 77;
        const before: Plain = { zone, week: Array.from({ length: 7 }, () => [[420, 1380]]), dates: {} };
        const kept = [
          { from: 0, hours: parseHours({ timezone: zone, weekly: { 'mon-sun': ['07:00-23:00'] } }).hours },
          { from: changed, hours },
        ];
        const open = (channel: string, a: number, b: number) =>
          openMs(before, a, Math.min(b, changed)) +
          openMs({ zone, week: channel === 'site' ? CHAT_WEEK : PLAIN_WEEK, dates }, Math.max(a, changed), b);
        const random = randomOf(1_000 + i);
        const days = Array.from({ length: 42 }, (_, d) =>
          iso(Date.parse(`${monday}T00:00:00Z`) + d * DAY).slice(0, 10),
        );
        const anchors = days.map(day => midnight(zone, day));
        const told = histories(random, 150, from, 35, anchors);
        const all = countUp(told, open);
        const { engine, close } = await kind.open();
        const house = await tell(engine, told, iso(from + 200 * DAY), hours as OpeningHours, kept);
        try {
          for (let k = 0; k < 6; k++) {
            const a = Math.floor(random() * 40);
            const b = k === 0 ? a : a + Math.floor(random() * (41 - a));
            const { figures } = await house.report(`${days[a]} ${days[b]}`);
            const end = midnight(zone, iso(Date.parse(`${days[b]}T00:00:00Z`) + DAY).slice(0, 10));
            expect(figures, `${days[a]} ${days[b]}`).toEqual(figuresIn(all, anchors[a]!, end));
          }
        } finally {
          await house.close();
          await close();
        }
      });
    }
  });
}

describe('median and p90', () => {
  const random = randomOf(77);
  const values = (n: number, top: number) => Array.from({ length: n }, () => Math.floor(random() ** 3 * top));
  const told = (list: number[]) => {
    // In two lists, one of them with room to spare, as sums of weeks leave them.
    const cut = list.length >> 1;
    const rest = new Float64Array(list.length - cut + 5).fill(9e15);
    rest.set(list.slice(cut));
    return spreadOf([
      { values: Float64Array.from(list.slice(0, cut)), length: cut },
      { values: rest, length: list.length - cut },
    ]);
  };

  // src/core/quantiles.ts:57 between(): (n - 1) * 0.9 is not exact in floating point, so a half is now and then a little
  // less than a half and is rounded down. About one p90 in forty is a ms too low; (n - 1) * 9 in whole numbers is exact.
  test('are rounded halves up, whatever the number of values', () => {
    // Place 7 x 0.9 = 6.3, between 0 and 5: 1.5, and so 2.
    expect(told([0, 0, 0, 0, 0, 0, 0, 5]).p90).toBe(2);
  });

  test('are within a ms of whole-number arithmetic on both sides of 4096 values', () => {
    for (const n of [1, 2, 3, 10, 11, 4_094, 4_095, 4_096, 4_097, 9_001, 20_000]) {
      for (const top of [1, 3, 1_000, 86_400_000, 4e10]) {
        const list = values(n, top);
        const { median, p90, mean } = told(list);
        expect(median).toBe(exactly(list, 5));
        expect(Math.abs(p90! - exactly(list, 9))).toBeLessThanOrEqual(1);
        expect(mean).toBe(Math.round(list.reduce((sum, each) => sum + each, 0) / n));
      }
    }
  });
});
