/** Validates the lines of an import: fills in what other programs leave out, and rejects broken references. */
import { IMPORTED } from '../core/customer.ts';
import type { EnquiryEvent } from '../core/enquiry.ts';
import { EVENT_SHAPES, wrongInEvent } from '../core/event-shapes.ts';
import type { EnquiryId } from '../core/ids.ts';
import { checkName, isNameChoice, TEAM_NAME } from '../core/name-shown.ts';
import type { Ids } from '../ports/clock.ts';
import type { Parts } from '../ports/parts.ts';
import { HOURS_KEPT, wrongInVersions } from '../settings/hours-kept.ts';
import { makeHistoryCheck } from './history.ts';
import { makeNames, type Names } from './names.ts';
import { ImportError, type ImportedRow, readInstant } from './read.ts';

/**
 * What is known on the way: it fills in what other programs leave out, and refuses what leads nowhere.
 * @param strict there is no manifest: somebody else wrote this, and every word of it is checked
 */
export async function beginning(
  { parts, ids }: { parts: Parts; ids: Ids },
  tables: string[],
  strict: boolean,
  writes: boolean,
) {
  const { store } = parts;
  const history = makeHistoryCheck(parts.clock.now());
  const kinds = parts.kinds.all.map(each => each.kind);
  const channels = new Map<string, { kind: string; roomId: string | undefined }>();
  if (!tables.includes('channels'))
    for (const { id, kind, roomId } of await store.channels()) channels.set(id, { kind, roomId });
  let room: string | undefined = tables.includes('rooms') ? undefined : (await store.rooms())[0]?.id;
  const known = { customers: makeNames(), identities: makeNames() };
  const enquiries = makeNames();
  const versions = makeNames();
  /** Enquiries without a state: it follows from their events. */
  const unfolded = new Set<EnquiryId>();
  let nobody: { customerId: string; identityId: string } | null = null;
  let number = 0;
  const fillers: Partial<Record<string, (row: ImportedRow) => void>> = {
    channels: row => defaults(row, { roomId: room, settings: {} }),
    staff: row => defaults(row, { deskRef: `imported:${row.id}`, name: row.id, admin: false, createdAt: 0 }),
    customers: row => defaults(row, { createdAt: 0 }),
    enquiries: row => {
      const channel = channels.get(String(row.channelId));
      number = Math.max(number + 1, Number(row.number ?? 0));
      if (row.status === undefined) {
        unfolded.add(row.id as EnquiryId);
        defaults(row, {
          status: 'open',
          version: 0,
          customerMessages: 0,
          lastCustomerAt: row.openedAt,
          waitingSince: row.openedAt,
        });
      }
      defaults(row, {
        number,
        channelKind: channel?.kind,
        roomId: channel?.roomId ?? room,
        customerId: nobody?.customerId,
        identityId: nobody?.identityId,
        visibility: 'private',
      });
    },
    events: row => {
      const version = versions.get(String(row.enquiryId)) + 1;
      defaults(row, { version, data: {} });
      versions.set(String(row.enquiryId), row.version as number);
    },
  };
  const checkEnquiry = (row: ImportedRow, where: string) => {
    if (typeof row.id !== 'string' || row.id === '') throw new ImportError(`${where}: "id" is missing.`);
    if (!channels.has(String(row.channelId)))
      throw new ImportError(
        `${where}: the channel "${row.channelId}" is not in channels.jsonl. Add a line for it there, such as {"id":"${row.channelId ?? 'chan_mail'}","name":"help","kind":"email"}.`,
      );
    checkStatus(row, where);
    if (strict) checkWhose(row, known, where);
    enquiries.keep(row.id, 1);
    if (strict) history.enquiry(row, where);
    if (row.customerId !== undefined || nobody !== null) return null;
    nobody = { customerId: 'cust_nobody', identityId: 'idn_nobody' };
    return writes
      ? makeNobody(parts, ids).then(made => {
          nobody = made;
        })
      : null;
  };
  return {
    unfolded,
    fill: (table: string, row: ImportedRow) => fillers[table]?.(row),
    end: history.end,
    /**
     * @param line its number
     * @returns what has to be waited for; null for nothing
     */
    check: (table: string, row: ImportedRow, where: string, line: number): Promise<void> | null => {
      if (table === 'settings') checkHours(row, where);
      const name = wrongName(table, row);
      if (name) throw new ImportError(`${where}: ${name}.`);
      if (table === 'rooms') room ??= row.id as string;
      if (table === 'channels') {
        if (strict && !kinds.includes(String(row.kind)))
          throw new ImportError(`${where}: "kind" must be one of ${kinds.join(', ')}, not "${row.kind}".`);
        channels.set(String(row.id), { kind: String(row.kind), roomId: row.roomId as string | undefined });
      }
      if (strict && (table === 'customers' || table === 'identities')) known[table].keep(String(row.id), 1);
      if (table === 'enquiries') return checkEnquiry(row, where);
      if (table !== 'events') return null;
      if (enquiries.get(String(row.enquiryId)) === 0)
        throw new ImportError(`${where}: the enquiry "${row.enquiryId}" is not in enquiries.jsonl.`);
      if (!strict) return null;
      checkEvent(row, where);
      history.event(row, where, line);
      return null;
    },
  };
}

function checkStatus({ status }: ImportedRow, where: string): void {
  if (status !== undefined && !STATUSES.includes(String(status)))
    throw new ImportError(`${where}: "status" must be one of ${STATUSES.join(', ')}, not "${status}".`);
}

function checkWhose(row: ImportedRow, known: Record<'customers' | 'identities', Names>, where: string): void {
  for (const [table, id] of [
    ['customers', row.customerId],
    ['identities', row.identityId],
  ] as const) {
    if (id !== undefined && known[table].get(String(id)) === 0)
      throw new ImportError(`${where}: "${id}" is not in ${table}.jsonl. Add a line for it there.`);
  }
  if ((row.customerId === undefined) !== (row.identityId === undefined))
    throw new ImportError(`${where}: give "customerId" and "identityId", or neither of them.`);
}

function checkHours({ id, value }: ImportedRow, where: string): void {
  const wrong = String(id).endsWith(`:${HOURS_KEPT}`) ? wrongInVersions(value) : null;
  if (wrong) throw new ImportError(`${where}: ${wrong}.`);
}

/** Names that customers see come from outside here: none that the desk would refuse. */
function wrongName(table: string, { shownAs }: ImportedRow): string | null {
  if (shownAs === undefined || shownAs === null) return null;
  if (table === 'staff' && !isNameChoice(shownAs))
    return '"shownAs" must be {"as":"first"}, {"as":"team"} or {"as":"chosen","name":"Priya"}, with a name of one line without an address';
  if (table === 'replies' && shownAs !== TEAM_NAME && !checkName(shownAs).ok)
    return '"shownAs" must be the name the customer saw, on one line and without an address; empty for the name of the team';
  return null;
}

const STATUSES = ['open', 'waiting', 'snoozed', 'resolved', 'spam', 'merged'];

function defaults(row: ImportedRow, values: ImportedRow): void {
  for (const [key, value] of Object.entries(values)) if (row[key] === undefined) row[key] = value;
}

/** Stands for customers that nobody named. */
async function makeNobody({ store, workspaceId }: Parts, ids: Ids) {
  const [customerId, identityId] = [ids.make('customer'), ids.make('identity')];
  await store.commit([
    { do: 'insert', table: 'customers', row: { id: customerId, workspaceId, name: null, createdAt: 0 } },
    {
      do: 'insert',
      table: 'identities',
      row: { id: identityId, workspaceId, customerId, channelKind: IMPORTED, address: identityId, createdAt: 0 },
    },
  ]);
  return { customerId, identityId };
}

function checkEvent(row: ImportedRow, where: string): void {
  const data = row.data ?? {};
  if (typeof row.type !== 'string') throw new ImportError(`${where}: "type" is missing, such as ReplySent.`);
  if (data === null || typeof data !== 'object' || Array.isArray(data))
    throw new ImportError(`${where}: "data" must be an object.`);
  const values = data as Record<string, unknown>;
  for (const [key, kind] of Object.entries(EVENT_SHAPES[row.type as EnquiryEvent['type']] ?? {})) {
    if (kind.startsWith('instant') && typeof values[key] === 'string') values[key] = readInstant(values[key]);
  }
  const wrong = wrongInEvent(row.type, values);
  if (wrong) throw new ImportError(`${where}: ${wrong}.`);
}
