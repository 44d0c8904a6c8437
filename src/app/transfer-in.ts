/** Takes an export into an empty workspace: checked line by line, written, measured anew, and compared with what was written down. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeCalendar } from '../core/calendar.ts';
import type { Enquiry, EnquiryEvent, StoredEvent } from '../core/enquiry.ts';
import { evolve } from '../core/evolve.ts';
import type { ChannelId, EnquiryId, WorkspaceId } from '../core/ids.ts';
import { asOpened, measure } from '../core/measure.ts';
import { tallyUp } from '../figures/tallies.ts';
import { hoursKept } from '../install/hours-kept.ts';
import { keepSetting } from '../install/keep.ts';
import type { Progress } from '../ports/channel.ts';
import type { Ids } from '../ports/clock.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/store.ts';
import type { Engine } from '../store/engine.ts';
import { columnsOf, EXPORTED, FORMAT, type Manifest, makeLineSum } from '../store/transfer/format.ts';
import {
  clearWorkspace,
  enquiryCount,
  ImportError,
  type ImportedRow,
  makeWriter,
  readLine,
  type Writer,
} from '../store/transfer/read.ts';
import { exportLines } from '../store/transfer/write.ts';
import { DATA, MANIFEST } from './transfer-out.ts';

/** Name of the setting that says that every enquiry has been measured. */
export const MEASURED_ALL = 'measured';
const ENQUIRIES_AT_ONCE = 1_000;
/** More weeks than there are. */
const ALL_WEEKS = 100_000;

export interface Imported {
  enquiries: number;
  rows: number;
  /** The rows were compared with the manifest, and are the same; null where there is none. */
  same: boolean | null;
}

interface Taking {
  engine: Engine;
  parts: Parts;
  ids: Ids;
  folder: string;
  progress: Progress | undefined;
}

export async function importFolder(taking: Taking): Promise<Imported> {
  const { engine, parts, folder } = taking;
  const { workspaceId: ws } = parts;
  const manifest = readManifest(folder);
  const there = EXPORTED.filter(each => existsSync(fileOf(folder, each.table)));
  if (!there.some(each => each.table === 'enquiries'))
    throw new ImportError(
      `${fileOf(folder, 'enquiries')} is not there. Name a folder that "deskhand export" made; docs/export.md says what has to be in it.`,
    );
  const already = await enquiryCount(engine, ws);
  if (already)
    throw new ImportError(
      `This workspace has ${already} enquiries. Import into an empty one: name a new database in DATABASE_URL.`,
    );
  try {
    return await takeIn(
      taking,
      manifest,
      there.map(each => each.table),
    );
  } catch (error) {
    // Nothing half taken in stays; what stood in the provisioning file is made again by the next start.
    await clearWorkspace(engine, ws);
    throw error;
  }
}

function readManifest(folder: string): Manifest | null {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return null;
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (error) {
    throw new ImportError(
      `${path} cannot be read: ${(error as Error).message}. Export again, or take the file away: then nothing is compared.`,
    );
  }
  if (manifest.format !== FORMAT)
    throw new ImportError(
      `${path} says format ${manifest.format}, and this version reads ${FORMAT}. Import with the version that made it.`,
    );
  return manifest;
}

function fileOf(folder: string, table: string): string {
  return join(folder, DATA, `${table}.jsonl`);
}

async function takeIn(taking: Taking, manifest: Manifest | null, tables: string[]): Promise<Imported> {
  const { engine, parts, folder, progress } = taking;
  const bytes = tables.reduce((sum, table) => sum + statSync(fileOf(folder, table)).size, 0) || 1;
  let [read, rows, enquiries] = [0, 0, 0];
  const state = await beginning(taking);
  for (const exported of EXPORTED) {
    const { table } = exported;
    if (!tables.includes(table)) continue;
    await clearTable(engine, parts.workspaceId, table);
    const columns = columnsOf(engine, exported);
    const writer = makeWriter(engine, parts.workspaceId, exported, row => state.fill(table, row));
    const sum = makeLineSum();
    let n = 0;
    for await (const line of linesOf(fileOf(folder, table))) {
      n++;
      read += line.length + 1;
      if (line.trim() === '') continue;
      const where = `${table}.jsonl, line ${n}`;
      const row = readLine(columns, line, where);
      await state.check(table, row, where);
      sum.add(line);
      await writer.add(row, where);
      if (n % ENQUIRIES_AT_ONCE === 0) progress?.at((read / bytes) * 0.6, `${table}: ${n.toLocaleString('en')} rows`);
    }
    const written = await writer.end();
    rows += written;
    if (table === 'enquiries') enquiries = written;
    if (manifest) compare(manifest, table, sum.result());
    await state.after(table);
  }
  await settle(taking, state.unfolded);
  await measureAll(engine, parts, (done, what) => progress?.at(0.6 + done * 0.3, what), enquiries);
  const same = manifest ? await sameAgain(taking, manifest, tables) : null;
  return { enquiries, rows, same };
}

/** Lines end with a line feed and nothing else: other signs that separate lines stand in customers' words. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest) yield rest;
}

function compare(manifest: Manifest, table: string, { rows, sum }: { rows: number; sum: string }): void {
  const said = manifest.tables[table];
  if (said && (said.rows !== rows || said.sum !== sum))
    throw new ImportError(
      `${table}.jsonl is not as it was written: ${rows} rows, and there were ${said.rows}${said.rows === rows ? ', some of them changed' : ''}. Copy the folder again, or take ${MANIFEST} away if you changed it yourself.`,
    );
}

async function clearTable(engine: Engine, ws: WorkspaceId, table: string): Promise<void> {
  const condition = table === 'shelf' ? ` and owner not like 'vault:%'` : '';
  await engine.rows(`delete from ${table} where workspace_id = ?${condition}`, [ws]);
}

/** What is known on the way: it fills in what other programs leave out, and refuses what leads nowhere. */
async function beginning({ parts, ids }: Taking) {
  const { store } = parts;
  let channels = new Map<ChannelId, ChannelRow>();
  const loadChannels = async () => {
    channels = new Map((await store.channels()).map(each => [each.id, each]));
  };
  const loadRoom = async () => (await store.rooms())[0]?.id;
  await loadChannels();
  let room = await loadRoom();
  const enquiries = new Set<string>();
  const versions = new Map<string, number>();
  /** Enquiries without a state: it follows from their events. */
  const unfolded = new Set<EnquiryId>();
  let nobody: { customerId: string; identityId: string } | null = null;
  let number = 0;
  const fillers: Partial<Record<string, (row: ImportedRow) => void>> = {
    channels: row => defaults(row, { roomId: room, settings: {} }),
    staff: row => defaults(row, { deskRef: `imported:${row.id}`, name: row.id, admin: false, createdAt: 0 }),
    customers: row => defaults(row, { createdAt: 0 }),
    enquiries: row => {
      const channel = channels.get(row.channelId as ChannelId);
      number = Math.max(number + 1, Number(row.number ?? 0));
      if (row.status === undefined) unfolded.add(row.id as EnquiryId);
      defaults(row, {
        number,
        version: 0,
        status: 'open',
        channelKind: channel?.kind,
        roomId: channel?.roomId ?? room,
        customerId: nobody?.customerId,
        identityId: nobody?.identityId,
        visibility: 'private',
        customerMessages: 0,
        lastCustomerAt: row.openedAt,
        waitingSince: row.status === undefined ? row.openedAt : null,
      });
    },
    events: row => {
      const version = (versions.get(row.enquiryId as string) ?? 0) + 1;
      defaults(row, { version, data: {} });
      versions.set(row.enquiryId as string, row.version as number);
    },
  };
  return {
    unfolded,
    fill: (table: string, row: ImportedRow) => fillers[table]?.(row),
    check: async (table: string, row: ImportedRow, where: string) => {
      if (table === 'enquiries') {
        if (typeof row.id !== 'string' || row.id === '') throw new ImportError(`${where}: "id" is missing.`);
        if (!channels.has(row.channelId as ChannelId))
          throw new ImportError(
            `${where}: the channel "${row.channelId}" is not in channels.jsonl. Add a line for it there, such as {"id":"${row.channelId ?? 'chan_mail'}","name":"help","kind":"email"}.`,
          );
        if (row.customerId === undefined && nobody === null) nobody = await makeNobody(parts, ids);
        enquiries.add(row.id);
      }
      if (table !== 'events') return;
      if (!enquiries.has(row.enquiryId as string))
        throw new ImportError(`${where}: the enquiry "${row.enquiryId}" is not in enquiries.jsonl.`);
      checkEvent(row, where);
    },
    after: async (table: string) => {
      if (table === 'rooms') room = await loadRoom();
      if (table === 'channels') await loadChannels();
    },
  };
}

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
      row: { id: identityId, workspaceId, customerId, channelKind: 'import', address: identityId, createdAt: 0 },
    },
  ]);
  return { customerId, identityId };
}

/** What the figures need of an event. */
const NEEDED: Partial<Record<string, string[]>> = {
  ReplySent: ['reply'],
  AnsweredElsewhere: ['message'],
  CustomerRated: ['score', 'of'],
  RatingAsked: ['of'],
  EnquiryReopened: ['because'],
  EnquirySnoozed: ['until'],
};
const MOMENTS = ['of', 'until', 'waitingSince'];

function checkEvent(row: ImportedRow, where: string): void {
  if (typeof row.type !== 'string') throw new ImportError(`${where}: "type" is missing, such as ReplySent.`);
  const data = (row.data ?? {}) as Record<string, unknown>;
  for (const key of NEEDED[row.type] ?? []) {
    if (data[key] === undefined) throw new ImportError(`${where}: an event ${row.type} needs "${key}" in its data.`);
  }
  for (const key of MOMENTS) {
    if (typeof data[key] !== 'string') continue;
    const at = Date.parse(data[key]);
    if (Number.isNaN(at)) throw new ImportError(`${where}: "${key}" is no moment. Write 2026-11-16T09:00:00Z.`);
    data[key] = at;
  }
}

/** Puts enquiries that came without a state into the one that their events led to. */
async function settle({ parts }: Taking, unfolded: ReadonlySet<EnquiryId>): Promise<void> {
  const ids = [...unfolded];
  for (let i = 0; i < ids.length; i += ENQUIRIES_AT_ONCE) {
    const some = ids.slice(i, i + ENQUIRIES_AT_ONCE);
    const [enquiries, events] = await Promise.all([parts.store.enquiriesById(some), parts.store.eventsOf(some)]);
    const histories = group(events);
    for (const enquiry of enquiries) {
      let now: Enquiry = asOpened(enquiry);
      for (const { event, at } of histories.get(enquiry.id) ?? []) now = evolve(now, event, at);
      // What another program named stays.
      const set = { ...now, contactReason: enquiry.contactReason ?? now.contactReason };
      const result = await parts.store.commit([{ do: 'update', table: 'enquiries', id: enquiry.id, set }]);
      if (!result.ok) throw new ImportError(`The state of ${enquiry.id} could not be written.`);
    }
  }
}

function group(events: readonly StoredEvent[]): Map<string, { event: EnquiryEvent; at: number }[]> {
  const histories = new Map<string, { event: EnquiryEvent; at: number }[]>();
  for (const each of events) {
    const known = histories.get(each.enquiryId);
    if (known) known.push(each);
    else histories.set(each.enquiryId, [each]);
  }
  return histories;
}

/** Measures every enquiry anew, by the hours that are kept, and adds up all closed weeks. */
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
    const histories = group(events);
    for (const enquiry of enquiries) {
      for (const [n, each] of measure(enquiry, histories.get(enquiry.id) ?? [], calendar).entries())
        await writer.add({ enquiryId: enquiry.id, n, ...each }, `measures of ${enquiry.id}`);
    }
    after = some.at(-1)!;
    done += some.length;
    told(total ? Math.min(1, done / total) : 1, `figures: ${done.toLocaleString('en')} enquiries measured`);
  }
  await writer.end();
  await keepSetting(store, MEASURED_ALL, true);
  told(1, 'figures: adding up weeks');
  await tallyUp({ store, clock: parts.clock, calendar }, ALL_WEEKS);
}

/** Reads everything again and adds it up as the export did: every row is there, as it was. */
async function sameAgain({ engine, parts, progress }: Taking, manifest: Manifest, tables: string[]): Promise<boolean> {
  let done = 0;
  for (const exported of EXPORTED) {
    const said = manifest.tables[exported.table];
    // The settings have the mark of the import in them now.
    if (!said || !tables.includes(exported.table) || exported.table === 'settings') continue;
    const sum = makeLineSum();
    for await (const lines of exportLines(engine, parts.workspaceId, exported)) for (const line of lines) sum.add(line);
    const now = sum.result();
    if (now.rows !== said.rows || now.sum !== said.sum)
      throw new ImportError(
        `${exported.table} is not the same after the import: ${now.rows} rows, and ${said.rows} were exported. Nothing was kept; please report this.`,
      );
    progress?.at(0.9 + (++done / EXPORTED.length) * 0.1, `${exported.table} compared`);
  }
  return true;
}
