/** Updates an enquiry's measures in the same commit as its history, so that no figure ever lags behind. */
import type { Calendar } from '../core/calendar.ts';
import { addDays, type Day, dayOf, mondayOf } from '../core/days.ts';
import type { Enquiry, StoredEvent } from '../core/enquiry.ts';
import type { WorkspaceId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import { MEASURED, type Measure, measure } from '../core/measure.ts';
import { tallyId, tallyZone } from '../core/tally.ts';
import type { Instant } from '../core/time.ts';
import type { MeasureRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';

/** An enquiry as it will be after the commit, with the events that the commit adds. */
export interface Changed {
  after: Enquiry;
  events: StoredEvent[];
  isNew: boolean;
}

/** What must be read for it; the store of the workspace has both. */
interface History {
  readonly workspaceId: WorkspaceId;
  events(enquiryId: Enquiry['id']): Promise<StoredEvent[]>;
  measuresOf(enquiryId: Enquiry['id']): Promise<MeasureRow[]>;
}

export async function measureOps(
  history: History,
  { calendar, kinds }: { calendar: Calendar; kinds: Kinds },
  changed: Changed,
  now: Instant,
): Promise<Op[]> {
  const { after, events, isNew } = changed;
  if (!events.some(each => MEASURED.has(each.event.type))) return [];
  const [earlier, there] = isNew
    ? [[], []]
    : await Promise.all([history.events(after.id), history.measuresOf(after.id)]);
  return differences(
    history.workspaceId,
    after,
    there,
    measure(after, [...earlier, ...events], calendar, kinds),
    calendar,
    now,
    events.some(each => each.event.type === 'EnquiryMoved'),
  );
}

/**
 * Steps that turn what is kept of an enquiry into what is measured now.
 * @param moved it is in another room now: what it added to the tallies of the old one goes with it
 */
function differences(
  workspaceId: WorkspaceId,
  enquiry: Enquiry,
  there: MeasureRow[],
  made: Measure[],
  calendar: Calendar,
  now: Instant,
  moved: boolean,
): Op[] {
  const ops: Op[] = [];
  const days = new Set<Day>(moved ? there.map(each => dayOf(calendar.timezone, each.at)) : []);
  for (let n = 0; n < Math.max(there.length, made.length); n++) {
    const [old, fresh] = [there[n], made[n]];
    if (old && fresh && same(old, fresh)) continue;
    if (old) {
      ops.push({ do: 'delete', table: 'measures', where: { enquiryId: enquiry.id, n } });
      days.add(dayOf(calendar.timezone, old.at));
    }
    if (!fresh) continue;
    ops.push({ do: 'insert', table: 'measures', row: { workspaceId, enquiryId: enquiry.id, n, ...fresh } });
    days.add(dayOf(calendar.timezone, fresh.at));
  }
  return [...ops, ...untallied(workspaceId, days, calendar, now)];
}

function same(old: MeasureRow, fresh: Measure): boolean {
  return (Object.keys(fresh) as (keyof Measure)[]).every(key => old[key] === fresh[key]);
}

/**
 * Invalidates the tallies of past days and weeks that this commit changed; the next reader recomputes them. Whoever is
 * adding them up right now meets this row, also before it is committed, and does not keep what they made of the old measures.
 * The days beside it too: in another time zone, which the workspace may have had or get again, the moment lies in one of them.
 */
function untallied(workspaceId: WorkspaceId, days: ReadonlySet<Day>, { timezone }: Calendar, now: Instant): Op[] {
  const today = dayOf(timezone, now);
  const rows = new Map<string, Day>();
  for (const day of days) {
    if (day >= today) continue;
    for (const each of [addDays(day, -1), day, addDays(day, 1)]) {
      rows.set(tallyId(workspaceId, 'day', each), each);
      rows.set(tallyId(workspaceId, 'week', mondayOf(each)), mondayOf(each));
    }
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, day]) => ({
      do: 'put',
      table: 'tallies',
      // Below 0, so that it is never the mark of somebody who adds up.
      row: { id, workspaceId, day, zone: tallyZone(timezone), version: -now, content: null },
    }));
}
