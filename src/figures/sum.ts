/** Merges tallies and computes figures from them. Pure; the formulas are in docs/metrics.md. */
import { type Spread, spreadOf } from '../core/quantiles.ts';
import {
  COUNTS,
  type CountName,
  countFrom,
  emptyValues,
  type GroupReader,
  LISTS,
  type ListName,
  type Values,
} from '../core/tally.ts';
import type { Instant } from '../core/time.ts';

/** Everything of a group over the whole period. */
export interface Sum {
  counts: Record<CountName, number>;
  hours: number[];
  /** In pages: a list that grows to a million values would stop everything each time that it is copied to a larger place. */
  lists: Record<ListName, Values[]>;
}

/** Values on a page, 512 KB. */
const PAGE_VALUES = 65_536;

/** Where the next `length` values go. */
function pageFor(pages: Values[], length: number): Values {
  const last = pages.at(-1);
  if (last && last.length + length <= PAGE_VALUES) return last;
  // The first of a list is as large as it has to be; a list that needs a second will fill it.
  const page = last ? emptyValues(Math.max(PAGE_VALUES, length)) : emptyValues();
  pages.push(page);
  return page;
}

export function emptySum(): Sum {
  return {
    counts: Object.fromEntries(COUNTS.map(name => [name, 0])) as Record<CountName, number>,
    hours: Array<number>(24).fill(0),
    lists: Object.fromEntries(LISTS.map(name => [name, []])) as unknown as Record<ListName, Values[]>,
  };
}

/** Adds what a tally has of a group. */
export function intoSum(sum: Sum): GroupReader {
  return {
    count: (name, n) => {
      sum.counts[name] += n;
    },
    hour: (hour, n) => {
      sum.hours[hour]! += n;
    },
    staff: () => {},
    list: (name, length) => pageFor(sum.lists[name], length),
  };
}

/** Waiting times, by the calendar and while the business was open; in ms. */
export interface Waiting {
  calendar: Spread;
  open: Spread;
}

/** A share of something, with what it is a share of; null where there is nothing to have a share of. */
interface Proportion {
  n: number;
  of: number;
  rate: number | null;
}

export interface Figures {
  /** New enquiries. */
  opened: number;
  /** Enquiries that got their first answer from a person. */
  answered: number;
  firstResponse: Waiting;
  nextResponse: Waiting;
  firstResolution: Waiting;
  fullResolution: Waiting;
  /** How often something was resolved, and how many enquiries these were. */
  resolutions: number;
  resolvedEnquiries: number;
  /** Of the enquiries resolved in the period, those that came back after it. */
  reopened: Proportion;
  /** Of the enquiries resolved for the first time: one reply, and the customer did not come back within seven days. */
  firstContact: Proportion;
  /** Customers who were told by when most people hear back, and those who did by then. */
  told: Proportion;
  /** Ratings of 4 and 5 of all ratings of the period's resolutions. */
  csat: { positive: number; n: number; rate: number | null; asked: number; responseRate: number | null };
}

/**
 * @param from when the period begins: what was resolved before that too counts in it only once
 * @param breathe lets others run when it is time: of a million values each spread takes some ms
 */
export async function figuresOf(sums: readonly Sum[], from: Instant, breathe: () => Promise<void>): Promise<Figures> {
  const count = (name: CountName) => sums.reduce((total, each) => total + each.counts[name], 0);
  const lists = (...names: ListName[]) => sums.flatMap(each => names.flatMap(name => each.lists[name]));
  const spread = async (...names: ListName[]) => {
    const found = spreadOf(lists(...names));
    await breathe();
    return found;
  };
  const waiting = async (...names: ('first' | 'next' | 'only' | 'begun' | 'ended')[]): Promise<Waiting> => ({
    calendar: await spread(...names),
    open: await spread(...names.map(name => `${name}Open` as const)),
  });
  const firstResponse = await waiting('first');
  const resolutions = count('resolved');
  const resolvedEnquiries = resolutions - countAll(lists('again'), from);
  const cameBack = count('cameBack') - countAll(lists('cameBackAgain'), from);
  return {
    opened: count('opened'),
    answered: firstResponse.calendar.n,
    firstResponse,
    nextResponse: await waiting('next'),
    firstResolution: await waiting('only', 'begun'),
    fullResolution: await waiting('only', 'ended'),
    resolutions,
    resolvedEnquiries,
    reopened: share(cameBack, resolvedEnquiries),
    firstContact: share(count('firstContacts'), count('firstContactOf')),
    told: share(count('toldKept'), count('told')),
    csat: {
      positive: count('positive'),
      n: count('rated'),
      rate: rateOf(count('positive'), count('rated')),
      asked: count('asked'),
      responseRate: rateOf(count('rated'), count('asked')),
    },
  };
}

function countAll(lists: readonly Values[], from: Instant): number {
  return lists.reduce((total, list) => total + countFrom(list, from), 0);
}

export function share(n: number, of: number): Proportion {
  return { n, of, rate: rateOf(n, of) };
}

function rateOf(n: number, of: number): number | null {
  return of === 0 ? null : n / of;
}
