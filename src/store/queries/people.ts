/** Reads of customers, staff, rooms, channels, raw input and attachments. */
import { and, asc, eq, getTableColumns, or, sql } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import type { WorkspaceStore } from '../../ports/store.ts';
import type { Engine } from '../engine.ts';

type Reads = Pick<
  WorkspaceStore,
  | 'customer'
  | 'identity'
  | 'identityByAddress'
  | 'findCustomers'
  | 'staff'
  | 'staffByRef'
  | 'allStaff'
  | 'rooms'
  | 'room'
  | 'channels'
  | 'channel'
  | 'attachmentsOf'
  | 'attachment'
  | 'raw'
  | 'rawKnown'
  | 'messageByContent'
  | 'setting'
  | 'schedule'
  | 'seen'
>;
type Row<K extends keyof Reads> = NonNullable<Awaited<ReturnType<Reads[K]>>>;
type Rows<K extends keyof Reads> = Awaited<ReturnType<Reads[K]>>;

const SOUGHT_CHARS_MAX = 320;

export function peopleReads({ db, tables: t }: Engine, ws: WorkspaceId): Reads {
  const first = async <T>(rows: PromiseLike<unknown[]>): Promise<T | null> =>
    ((await rows)[0] as T | undefined) ?? null;
  const all = <T>(rows: PromiseLike<unknown[]>) => rows as Promise<T>;
  return {
    customer: id =>
      first<Row<'customer'>>(
        db
          .select()
          .from(t.customers)
          .where(and(eq(t.customers.workspaceId, ws), eq(t.customers.id, id))),
      ),
    identity: id =>
      first<Row<'identity'>>(
        db
          .select()
          .from(t.identities)
          .where(and(eq(t.identities.workspaceId, ws), eq(t.identities.id, id))),
      ),
    identityByAddress: (kind, address) =>
      first<Row<'identity'>>(
        db
          .select()
          .from(t.identities)
          .where(
            and(
              eq(t.identities.workspaceId, ws),
              eq(t.identities.channelKind, kind),
              eq(t.identities.address, address),
            ),
          ),
      ),
    findCustomers: async (words, limit) => {
      // Longer than any name or address there is; SQLite refuses patterns of 50,000 bytes.
      if (words.length > SOUGHT_CHARS_MAX) return [];
      const like = `%${words.toLowerCase().replace(/[\\%_]/g, sign => `\\${sign}`)}%`;
      return all<Rows<'findCustomers'>>(
        db
          .select({ customer: t.customers, identity: t.identities })
          .from(t.identities)
          .innerJoin(t.customers, eq(t.customers.id, t.identities.customerId))
          .where(
            and(
              eq(t.identities.workspaceId, ws),
              eq(t.customers.workspaceId, ws),
              or(
                sql`lower(${t.identities.address}) like ${like} escape '\\'`,
                sql`lower(${t.customers.name}) like ${like} escape '\\'`,
              ),
            ),
          )
          .limit(limit),
      );
    },
    staff: id =>
      first<Row<'staff'>>(
        db
          .select()
          .from(t.staff)
          .where(and(eq(t.staff.workspaceId, ws), eq(t.staff.id, id))),
      ),
    staffByRef: ref =>
      first<Row<'staff'>>(
        db
          .select()
          .from(t.staff)
          .where(and(eq(t.staff.workspaceId, ws), eq(t.staff.deskRef, ref))),
      ),
    allStaff: () =>
      all<Rows<'allStaff'>>(db.select().from(t.staff).where(eq(t.staff.workspaceId, ws)).orderBy(asc(t.staff.name))),
    rooms: () =>
      all<Rows<'rooms'>>(db.select().from(t.rooms).where(eq(t.rooms.workspaceId, ws)).orderBy(asc(t.rooms.name))),
    room: id =>
      first<Row<'room'>>(
        db
          .select()
          .from(t.rooms)
          .where(and(eq(t.rooms.workspaceId, ws), eq(t.rooms.id, id))),
      ),
    channels: () =>
      all<Rows<'channels'>>(
        db.select().from(t.channels).where(eq(t.channels.workspaceId, ws)).orderBy(asc(t.channels.name)),
      ),
    channel: id =>
      first<Row<'channel'>>(
        db
          .select()
          .from(t.channels)
          .where(and(eq(t.channels.workspaceId, ws), eq(t.channels.id, id))),
      ),
    attachmentsOf: messageId => {
      const { content: _, ...light } = getTableColumns(t.attachments);
      return all<Rows<'attachmentsOf'>>(
        db
          .select(light)
          .from(t.attachments)
          .where(and(eq(t.attachments.workspaceId, ws), eq(t.attachments.messageId, messageId)))
          .orderBy(asc(t.attachments.position)),
      );
    },
    attachment: id =>
      first<Row<'attachment'>>(
        db
          .select()
          .from(t.attachments)
          .where(and(eq(t.attachments.workspaceId, ws), eq(t.attachments.id, id))),
      ),
    raw: id =>
      first<Row<'raw'>>(
        db
          .select()
          .from(t.raws)
          .where(and(eq(t.raws.workspaceId, ws), eq(t.raws.id, id))),
      ),
    messageByContent: async contentKey => {
      const rows = await db
        .select({ message: t.messages, channelId: t.raws.channelId })
        .from(t.raws)
        .innerJoin(t.messages, and(eq(t.messages.workspaceId, ws), eq(t.messages.rawId, t.raws.id)))
        .where(and(eq(t.raws.workspaceId, ws), eq(t.raws.contentKey, contentKey)))
        .limit(1);
      return (rows[0] as Rows<'messageByContent'> | undefined) ?? null;
    },
    rawKnown: async (channelId, externalId, contentKey) => {
      const same = and(eq(t.raws.channelId, channelId), eq(t.raws.externalId, externalId));
      const rows = await db
        .select({ id: t.raws.id })
        .from(t.raws)
        .where(
          and(eq(t.raws.workspaceId, ws), contentKey === null ? same : or(same, eq(t.raws.contentKey, contentKey))),
        )
        .limit(1);
      return rows.length > 0;
    },
    schedule: id =>
      first<Row<'schedule'>>(
        db
          .select()
          .from(t.schedules)
          .where(and(eq(t.schedules.workspaceId, ws), eq(t.schedules.id, id))),
      ),
    seen: async id => {
      const rows = await db
        .select({ id: t.seen.id })
        .from(t.seen)
        .where(and(eq(t.seen.workspaceId, ws), eq(t.seen.id, id)));
      return rows.length > 0;
    },
    setting: async name => {
      const rows = await db
        .select()
        .from(t.settings)
        .where(and(eq(t.settings.workspaceId, ws), eq(t.settings.id, `${ws}:${name}`)));
      return rows[0]?.value ?? null;
    },
  };
}
