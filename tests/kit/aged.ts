/** Makes what a shop has older than it is, and runs one night of its retention. */
import { parseHours } from '../../src/core/hours.ts';
import { DAY } from '../../src/core/time.ts';
import { nightState, retainOn } from '../../src/handling/retention.ts';
import type { Parts } from '../../src/ports/parts.ts';
import { keepSetting } from '../../src/settings/keep.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeRetaining } from '../../src/store/erase/retaining.ts';

/** Every hour is night. */
const { hours: CLOSED } = parseHours({ timezone: 'UTC', weekly: {}, closed: [] });

const TIMES: Record<string, string[]> = {
  enquiries: ['opened_at', 'last_customer_at', 'resolved_at'],
  events: ['at'],
  messages: ['written_at'],
  raws: ['received_at'],
  replies: ['held_at', 'sent_at'],
  measures: ['at'],
};

/** Everything happened so many days earlier. */
export async function ageAll(engine: Engine, days: number): Promise<void> {
  for (const [table, columns] of Object.entries(TIMES))
    await engine.rows(`update ${table} set ${columns.map(each => `${each} = ${each} - ${days * DAY}`).join(', ')}`, []);
  await ageShelf(engine, days);
}

/** What channels show again, too. */
async function ageShelf(engine: Engine, days: number): Promise<void> {
  const lite = engine.kind === 'sqlite';
  const at = lite ? `json_extract(value, '$.at')` : `(value->>'at')::bigint`;
  const set = lite
    ? `json_set(value, '$.at', ${at} - ${days * DAY})`
    : `jsonb_set(value, '{at}', to_jsonb(${at} - ${days * DAY}))`;
  await engine.rows(`update shelf set value = ${set} where owner like 'channel:%' and ${at} is not null`, []);
}

/** One night to its end, with a clock that is believed. */
export async function runNight(parts: Parts, engine: Engine, name: string): Promise<void> {
  const retaining = makeRetaining(engine, parts.workspaceId);
  await keepSetting(parts.store, 'retention-night', { ...(await nightState(parts)), seen: parts.clock.now() } as never);
  while ((await retainOn({ parts: { ...parts, hours: CLOSED }, retaining }, name)) !== null);
}
