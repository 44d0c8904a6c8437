/** The backlog now, or at a past moment. */

import { asOpened } from '../core/as-known.ts';
import type { Enquiry, StoredEvent } from '../core/enquiry.ts';
import { evolve } from '../core/evolve.ts';
import type { EnquiryId } from '../core/ids.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { FigureParts, Scope } from './tallies.ts';

/** Upper ends of the age groups of the backlog, in days. */
const AGE_DAYS = [1, 3, 7, 30] as const;
/** Enquiries whose histories are read at once: a few ms. */
const EVENTS_AT_ONCE = 100;

export interface Backlog {
  at: Instant;
  total: number;
  open: number;
  waiting: number;
  snoozed: number;
  /** Customers who wait for us, and since when the first of them. Only known for now. */
  customersWaiting: number | null;
  waitingSince: Instant | null;
  /** By how long ago they were opened; the last group has no upper end. Snoozed ones are left out. */
  ages: { underDays: number | null; n: number }[];
}

/** @param rooms only what is in these; null: in all */
export async function backlogNow({ store, clock, kinds }: FigureParts, rooms: Scope = null): Promise<Backlog> {
  const at = clock.now();
  const rows = await store.backlog(
    at,
    AGE_DAYS.map(days => days * DAY),
    kinds.all.filter(each => !each.counted).map(each => each.kind),
    rooms,
  );
  const count = (test: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(test).reduce((sum, each) => sum + each.n, 0);
  const since = rows.flatMap(each =>
    each.waitingSince === null || each.status === 'snoozed' ? [] : [each.waitingSince],
  );
  return {
    at,
    total: count(() => true),
    open: count(each => each.status === 'open'),
    waiting: count(each => each.status === 'waiting'),
    snoozed: count(each => each.status === 'snoozed'),
    customersWaiting: rows.reduce((sum, each) => sum + (each.status === 'open' ? each.waiting : 0), 0),
    waitingSince: since.length ? Math.min(...since) : null,
    ages: [...AGE_DAYS, null].map((underDays, age) => ({
      underDays,
      n: count(each => each.age === age && each.status !== 'snoozed'),
    })),
  };
}

/** A moment that has passed: what was unfinished then, and in which state each of them was. */
export async function pastBacklog({ store }: FigureParts, at: Instant, rooms: Scope = null): Promise<Backlog> {
  const living = await store.livingAt(at, rooms);
  const states = new Map<Enquiry['status'], number>();
  const ages = [...AGE_DAYS, null].map(underDays => ({ underDays: underDays as number | null, n: 0 }));
  for (let i = 0; i < living.length; i += EVENTS_AT_ONCE) {
    const some = living.slice(i, i + EVENTS_AT_ONCE);
    const ids = some.map(each => each.enquiryId);
    const [enquiries, events] = await Promise.all([store.enquiriesById(ids), store.eventsOf(ids)]);
    const statuses = statusesAt(enquiries, events, at);
    for (const { enquiryId, openedAt } of some) {
      const status = statuses.get(enquiryId) ?? 'open';
      states.set(status, (states.get(status) ?? 0) + 1);
      const age = AGE_DAYS.findIndex(days => at - openedAt < days * DAY);
      if (status !== 'snoozed') ages[age < 0 ? AGE_DAYS.length : age]!.n++;
    }
  }
  const count = (status: Enquiry['status']) => states.get(status) ?? 0;
  return {
    at,
    total: living.length,
    open: living.length - count('waiting') - count('snoozed'),
    waiting: count('waiting'),
    snoozed: count('snoozed'),
    customersWaiting: null,
    waitingSince: null,
    ages,
  };
}

function statusesAt(enquiries: Enquiry[], events: StoredEvent[], at: Instant): Map<EnquiryId, Enquiry['status']> {
  const states = new Map(enquiries.map(each => [each.id, asOpened(each)]));
  for (const each of events) {
    const state = states.get(each.enquiryId);
    if (state && each.at < at) states.set(each.enquiryId, evolve(state, each.event, each.at));
  }
  return new Map([...states].map(([id, state]) => [id, state.status]));
}
