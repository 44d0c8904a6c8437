/** Reads of customers and staff, of rooms and channels, and of what was set. */
import { and, eq, notLike, or, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import { SCRIPTED } from '../../core/practice.ts';
import type { CustomerReads, RoomReads, SettingReads, StaffReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { patternsOf } from '../search.ts';
import { makeRowReads } from './rows.ts';

const SOUGHT_CHARS_MAX = 320;

export function customerReads(engine: Engine, ws: WorkspaceId): CustomerReads {
  const { customers, identities } = engine.tables;
  const { one, all } = makeRowReads(engine, ws);
  return {
    customer: id => one('customers', { id }),
    identity: id => one('identities', { id }),
    identitiesOf: customerId => all('identities', { customerId }, { order: ['id'] }),
    identityByAddress: (kind, address) => one('identities', { channelKind: kind, address }),
    findCustomers: async (words, limit, within = 'all') => {
      // Longer than any name or address there is; SQLite refuses patterns of 50,000 bytes.
      const sought = [words].flat().filter(each => each.length <= SOUGHT_CHARS_MAX);
      if (sought.length === 0) return [];
      const rows = await engine.db
        .select({ customer: customers, identity: identities })
        .from(identities)
        .innerJoin(customers, and(eq(customers.workspaceId, ws), eq(customers.id, identities.customerId)))
        .where(
          and(
            eq(identities.workspaceId, ws),
            notLike(identities.address, `${SCRIPTED}%`),
            or(
              ...sought
                .map(patternsOf)
                .flatMap(([lower, capital]) => [
                  ...(within === 'all' ? [sql`lower(${identities.address}) like ${lower} escape '\\'`] : []),
                  sql`lower(${customers.name}) like ${lower} escape '\\'`,
                  sql`${customers.name} like ${capital} escape '\\'`,
                ]),
            ),
          ),
        )
        .limit(limit);
      return rows as unknown as Awaited<ReturnType<CustomerReads['findCustomers']>>;
    },
  };
}

export function staffReads(engine: Engine, ws: WorkspaceId): StaffReads {
  const { one, all } = makeRowReads(engine, ws);
  return {
    staff: id => one('staff', { id }),
    staffByRef: ref => one('staff', { deskRef: ref }),
    allStaff: () => all('staff', {}, { order: ['name'] }),
  };
}

export function roomReads(engine: Engine, ws: WorkspaceId): RoomReads {
  const { one, all } = makeRowReads(engine, ws);
  return {
    rooms: () => all('rooms', {}, { always: 'rooms', order: ['name'] }),
    room: id => one('rooms', { id }),
    channels: () => all('channels', {}, { order: ['name'] }),
    channel: id => one('channels', { id }),
  };
}

export function settingReads(engine: Engine, ws: WorkspaceId): SettingReads {
  const { one } = makeRowReads(engine, ws);
  return {
    setting: async name => (await one('settings', { id: `${ws}:${name}` }))?.value ?? null,
    schedule: id => one('schedules', { id }),
  };
}
