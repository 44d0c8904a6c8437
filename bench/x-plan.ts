/** What customers write to a small shop on X in a month, and what it answers, at which minute: the same for a seed. Pure. */
import { DAY, type DurationMs, HOUR, type Instant, MINUTE } from '../src/core/time.ts';

/** A Monday. */
export const BEGINS: Instant = Date.UTC(2027, 2, 1);
export const DAYS = 30;

/** Who writes in turn: the customer (`m`) or the shop (`r`); `.` is resolved without an answer. As many talks go so. */
const SHAPES: readonly { side: Side; turns: string; n: number }[] = [
  { side: 'public', turns: 'mr', n: 40 },
  { side: 'public', turns: 'mrmr', n: 45 },
  { side: 'public', turns: 'mrm.', n: 15 },
  { side: 'public', turns: 'mmr', n: 5 },
  { side: 'public', turns: 'm.', n: 30 },
  { side: 'private', turns: 'mr', n: 10 },
  { side: 'private', turns: 'mrrmrr', n: 10 },
  { side: 'private', turns: 'mrmrrmrr', n: 10 },
  { side: 'private', turns: 'mmrr', n: 10 },
];
/** How often somebody writes who wrote before, on either side. */
const AGAIN = 0.25;
/** Customers write from eight to eleven at night; more on Mondays, and three times as much on the two days of a sale. */
const [CUSTOMERS_FROM, CUSTOMERS_UNTIL] = [8, 23];
const MONDAY_TIMES = 2;
const SALE_DAYS = [11, 12];
const SALE_TIMES = 3;
/** The shop is open from nine to six, not on Sundays. */
const [OPENS, CLOSES] = [9, 18];

export type Side = 'public' | 'private';

export interface Turn {
  at: Instant;
  /** Of the conversation; each has words of its own. */
  conversation: number;
  side: Side;
  /** The customer, by number. */
  customer: number;
  by: 'customer' | 'shop';
  /** Of the shop: the last thing that it does with it. `text` null: it is resolved without an answer. */
  isLast: boolean;
  text: string | null;
}

/** @param next random numbers from 0 to 1 */
export function planMonth(next: () => number): Turn[] {
  const turns: Turn[] = [];
  let people = 0;
  let conversation = 0;
  for (const { side, turns: shape, n } of SHAPES)
    for (let i = 0; i < n; i++) {
      const isKnown = people > 0 && next() < AGAIN;
      const customer = isKnown ? Math.floor(next() * people) : people++;
      turns.push(...talk({ side, shape, customer, conversation: conversation++ }, next));
    }
  return turns.sort((a, b) => a.at - b.at);
}

interface Talk {
  side: Side;
  shape: string;
  customer: number;
  conversation: number;
}

function talk({ side, shape, customer, conversation }: Talk, next: () => number): Turn[] {
  const turns: Turn[] = [];
  const last = Math.max(shape.lastIndexOf('r'), shape.lastIndexOf('.'));
  let at = beginning(next);
  for (const [i, turn] of [...shape].entries()) {
    const by = turn === 'm' ? 'customer' : 'shop';
    if (i > 0) at = by === 'customer' ? soonAwake(at, next) : soonOpen(at, shape[i - 1] === 'r', next);
    const text = turn === '.' ? null : wordsOf(by, conversation, i);
    turns.push({ at, conversation, side, customer, by, isLast: i === last, text });
  }
  return turns;
}

function wordsOf(by: Turn['by'], conversation: number, i: number): string {
  const name = `(${conversation}.${i})`;
  return by === 'customer' ? `the lid of my kettle rattles ${name}` : `We will send you another lid, sorry! ${name}`;
}

/** Of the first days, so that a talk that takes days ends within the month. */
function beginning(next: () => number): Instant {
  const days = Array.from({ length: DAYS - 4 }, (_, day) => day).flatMap(day =>
    Array<number>(SALE_DAYS.includes(day) ? SALE_TIMES : day % 7 === 0 ? MONDAY_TIMES : 1).fill(day),
  );
  const day = days[Math.floor(next() * days.length)]!;
  return BEGINS + day * DAY + CUSTOMERS_FROM * HOUR + Math.floor(next() * (CUSTOMERS_UNTIL - CUSTOMERS_FROM) * HOUR);
}

/** A customer goes on within hours, and not in the night. */
function soonAwake(at: Instant, next: () => number): Instant {
  const wished = at + 5 * MINUTE + next() ** 2 * 5 * HOUR;
  return withinDay(wished, CUSTOMERS_FROM, CUSTOMERS_UNTIL, next);
}

/** The shop answers within two hours of its day; what it adds comes a minute or two later. */
function soonOpen(at: Instant, isMore: boolean, next: () => number): Instant {
  if (isMore) return at + MINUTE + next() * 2 * MINUTE;
  const wished = at + 15 * MINUTE + next() ** 2 * 105 * MINUTE;
  const open = withinDay(wished, OPENS, CLOSES, next);
  return isSunday(open) ? withinDay(dayOf(open) + DAY, OPENS, CLOSES, next) : open;
}

const dayOf = (at: Instant): Instant => Math.floor(at / DAY) * DAY;
const isSunday = (at: Instant): boolean => new Date(at).getUTCDay() === 0;

/** Then, or in the first hour in which somebody is there again. */
function withinDay(at: Instant, from: number, until: number, next: () => number): Instant {
  const day = dayOf(at);
  const later: DurationMs = next() * HOUR;
  if (at < day + from * HOUR) return day + from * HOUR + later;
  return at > day + until * HOUR ? day + DAY + from * HOUR + later : at;
}
