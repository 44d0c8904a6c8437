/** Recomputes the measures of every enquiry of a workspace, in bulk. */
import { makeCalendar } from '../core/calendar.ts';
import type { EnquiryEvent, StoredEvent } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { measure } from '../core/measure.ts';
import { tallyUp } from '../figures/tallies.ts';
import type { Parts } from '../ports/parts.ts';
import { hoursKept } from '../settings/hours-kept.ts';
import { keepSetting } from '../settings/keep.ts';
import type { Engine } from '../store/engine.ts';
import { makeWriter, type Writer } from './read.ts';

/** Name of the setting that says that every enquiry has been measured. */
export const MEASURED_ALL = 'measured';
const ENQUIRIES_AT_ONCE = 1_000;
/** Ten years; whoever asks for more waits a little. */
const WEEKS_AT_ONCE = 520;

/** Measures every enquiry again, by the hours that are kept, and adds up all closed weeks. */
export async function measureAll(
  engine: Engine,
  parts: Parts,
  told: (share: number, what: string) => void,
  total: number,
): Promise<void> {
  const { store, workspaceId } = parts;
  for (const table of ['measures', 'tallies'])
    await engine.rows(`delete from ${table} where workspace_id = ?`, [workspaceId]);
  const kept = await hoursKept(store);
  const calendar = kept.length ? makeCalendar(kept) : parts.calendar;
  const writer: Writer = makeWriter(engine, workspaceId, { table: 'measures', key: 'seq' }, () => {});
  let [after, done] = ['', 0];
  for (;;) {
    const ids = await engine.rows<{ id: EnquiryId }>(
      'select id from enquiries where workspace_id = ? and id > ? order by id limit ?',
      [workspaceId, after, ENQUIRIES_AT_ONCE],
    );
    if (ids.length === 0) break;
    const some = ids.map(each => each.id);
    const [enquiries, events] = await Promise.all([store.enquiriesById(some), store.eventsOf(some)]);
    const histories = historiesOf(events);
    for (const enquiry of enquiries) {
      for (const [n, each] of measure(enquiry, histories.get(enquiry.id) ?? [], calendar, parts.kinds).entries())
        await writer.add({ enquiryId: enquiry.id, n, ...each }, `measures of ${enquiry.id}`);
    }
    after = some.at(-1)!;
    done += some.length;
    told(
      total ? Math.min(1, done / total) : 1,
      `figures: ${done.toLocaleString('en')} ${done === 1 ? 'enquiry' : 'enquiries'} measured`,
    );
  }
  await writer.end();
  // Without statistics PostgreSQL guesses, and looks through everything; SQLite is told at each start.
  if (engine.kind === 'postgres') await engine.rows('analyze', []);
  await keepSetting(store, MEASURED_ALL, true);
  told(1, 'figures: adding up weeks');
  await tallyUp({ ...parts, calendar }, WEEKS_AT_ONCE);
}

export function historiesOf(events: readonly StoredEvent[]): Map<string, { event: EnquiryEvent; at: number }[]> {
  const histories = new Map<string, { event: EnquiryEvent; at: number }[]>();
  for (const each of events) {
    const known = histories.get(each.enquiryId);
    if (known) known.push(each);
    else histories.set(each.enquiryId, [each]);
  }
  return histories;
}
