/** Imports an export into an empty workspace: checked line by line, written, remeasured, and compared with its manifest. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asOpened } from '../core/as-known.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { evolve } from '../core/evolve.ts';
import type { EnquiryId, ReplyId, WorkspaceId } from '../core/ids.ts';
import type { Progress } from '../ports/channel.ts';
import type { Ids } from '../ports/clock.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { SettingReads } from '../ports/reads.ts';
import type { Commits, Op } from '../ports/store.ts';
import type { Engine } from '../store/engine.ts';
import { beginning } from './check.ts';
import { columnsOf, EXPORTED, type Exported, FORMAT, type Manifest, makeLineSum, sqlName } from './format.ts';
import { makeOnceCheck } from './history.ts';
import { linesOf, makeTextCheck } from './lines.ts';
import {
  checkComplete,
  clearWorkspace,
  enquiryCount,
  ImportError,
  lastAudited,
  makeWriter,
  readLine,
  SET_UP,
  STAYS,
} from './read.ts';
import { historiesOf, measureAll } from './remeasure.ts';
import { exportLines } from './write.ts';
import { DATA, MANIFEST, UNFINISHED } from './write-out.ts';

const ENQUIRIES_AT_ONCE = 1_000;
const UPDATES_AT_ONCE = 200;

interface Imported {
  enquiries: number;
  rows: number;
  /** The rows were compared with the manifest, and are the same; null where there is none. */
  same: boolean | null;
  /** Messages came along: without them there is nothing to show on a desk. */
  messages: boolean;
}

interface Taking {
  engine: Engine;
  parts: Parts;
  ids: Ids;
  folder: string;
  progress: Progress | undefined;
  /** The old place is stopped for good: what was on its way goes on here. */
  moving?: boolean;
}

export async function importFolder(taking: Taking): Promise<Imported> {
  const { engine, parts, folder } = taking;
  const { workspaceId: ws } = parts;
  if (existsSync(join(folder, UNFINISHED)))
    throw new ImportError(
      `${folder} is half: its export was cut off, or still runs. Export again, and import that. (The file "${UNFINISHED}" in it says so.)`,
    );
  const manifest = readManifest(folder);
  const there = EXPORTED.filter(each => existsSync(fileOf(folder, each.table)));
  if (!there.some(each => each.table === 'enquiries'))
    throw new ImportError(
      `${fileOf(folder, 'enquiries')} is not there. Name a folder that "deskhand export" made; docs/export.md says what has to be in it.`,
    );
  const lost = Object.entries(manifest?.tables ?? {}).find(
    ([table, { rows }]) => rows && !there.some(each => each.table === table),
  );
  if (lost)
    throw new ImportError(
      `${fileOf(folder, lost[0])} is not there, and ${lost[1].rows} rows were written to it. Copy the folder again.`,
    );
  const already = await enquiryCount(engine, ws);
  const mark = await parts.store.schedule(cutOffMark(ws));
  const cutOff = mark !== null;
  // The lines up to there were here before, also of an import that is run again.
  const auditedUpTo = mark?.version ?? (await lastAudited(engine, ws));
  if (already && !cutOff)
    throw new ImportError(
      `This workspace has ${already} enquiries. Import into an empty one: name a new database in DATABASE_URL.`,
    );
  // An import that was killed left this: what it took in is half, and goes.
  const tables = there.map(each => each.table);
  if (cutOff) await clearWorkspace(engine, ws, tables, auditedUpTo);
  // Every line is looked at before anything is changed.
  await readAll(taking, manifest, tables, null);
  const aside = await putAside(engine, ws, tables);
  if (!cutOff)
    await parts.store.commit([
      { do: 'insert', table: 'schedules', row: { id: cutOffMark(ws), workspaceId: ws, version: auditedUpTo } },
    ]);
  try {
    return await takeIn(taking, manifest, tables);
  } catch (error) {
    await clearWorkspace(engine, ws, tables, auditedUpTo);
    await aside.putBack();
    throw error;
  } finally {
    await parts.store.commit([{ do: 'delete', table: 'schedules', where: { id: cutOffMark(ws) } }]);
  }
}

/** There while an import runs: one that is found later was killed. */
export function cutOffMark(ws: WorkspaceId): string {
  return `${ws}:importing`;
}

/** Half of a history would look like all of it, and the next import would take away what was written since. */
export async function refuseHalf(store: SettingReads & Commits): Promise<void> {
  if (await store.schedule(cutOffMark(store.workspaceId)))
    throw new ImportError(
      'An import into this database was cut off, and what it took in may be half. Run "deskhand import" again, or name another database in DATABASE_URL.',
    );
}

/** What an admin set up before, with its secrets: it comes back when the import fails. */
async function putAside(engine: Engine, ws: WorkspaceId, tables: string[]) {
  const kept: { exported: Exported; lines: string[] }[] = [];
  for (const { table, key } of EXPORTED) {
    const exported: Exported = { table, key };
    const lines: string[] = [];
    // What was set up and stays is not taken away either.
    if (!STAYS.includes(table) && (tables.includes(table) || !SET_UP.includes(table)))
      for await (const page of exportLines(engine, ws, exported)) lines.push(...page);
    kept.push({ exported, lines });
  }
  return {
    putBack: async () => {
      for (const { exported, lines } of kept) {
        if (lines.length === 0) continue;
        const columns = columnsOf(engine, exported);
        await clearTable(engine, ws, exported.table);
        const writer = makeWriter(engine, ws, exported, () => {});
        for (const line of lines) await writer.add(readLine(columns, line, exported.table), exported.table);
        await writer.end();
      }
    },
  };
}

function readManifest(folder: string): Manifest | null {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return null;
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as Manifest;
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
  const { engine, parts, progress } = taking;
  const { rows, enquiries, unfolded } = await readAll(taking, manifest, tables, parts.workspaceId);
  await settle(taking, unfolded);
  if (!manifest) await answeredBy(taking);
  await measureAll(engine, parts, (done, what) => progress?.at(0.6 + done * 0.3, what), enquiries);
  const same = manifest ? await sameAgain(taking, manifest, tables) : null;
  if (!taking.moving) await holdBack(taking);
  return { enquiries, rows, same, messages: tables.includes('messages') };
}

/** Reads every line of every file. @param into where it is written; null to look at it only */
async function readAll(taking: Taking, manifest: Manifest | null, tables: string[], into: WorkspaceId | null) {
  const { engine, folder, progress } = taking;
  const bytes = tables.reduce((sum, table) => sum + statSync(fileOf(folder, table)).size, 0) || 1;
  let [read, rows, enquiries] = [0, 0, 0];
  const state = await beginning(taking, tables, manifest === null, into !== null);
  const once = makeOnceCheck();
  for (const exported of EXPORTED) {
    const { table } = exported;
    if (!tables.includes(table)) continue;
    if (into && !STAYS.includes(table)) await clearTable(engine, into, table);
    const columns = columnsOf(engine, exported);
    const writer = into ? makeWriter(engine, into, exported, row => state.fill(table, row)) : null;
    const sum = makeLineSum();
    const checkText = makeTextCheck(fileOf(folder, table));
    let [n, written] = [0, 0];
    for await (const { lines, clean } of linesOf(fileOf(folder, table))) {
      for (const line of lines) {
        n++;
        read += line.length + 1;
        if (line.trim() === '') continue;
        const where = `${table}.jsonl, line ${n}`;
        if (!clean) await checkText(line, where);
        const row = readLine(columns, line, where);
        // Most of them need not be waited for, and a wait costs as much as a check.
        const checked = state.check(table, row, where, n);
        if (checked) await checked;
        sum.add(line);
        written++;
        if (writer) {
          const wait = writer.add(row, where);
          if (wait) await wait;
        } else {
          state.fill(table, row);
          checkComplete(columns, row, where);
          once(table, row, where, n);
        }
        const done = (read / bytes) * 0.3 + (into ? 0.3 : 0);
        if (n % ENQUIRIES_AT_ONCE === 0)
          progress?.at(done, `${table}: ${n.toLocaleString('en')} rows ${into ? 'taken in' : 'looked at'}`);
      }
    }
    await writer?.end();
    rows += written;
    if (table === 'enquiries') enquiries = written;
    if (manifest) compare(manifest, table, sum.result());
  }
  state.end();
  return { rows, enquiries, unfolded: state.unfolded };
}

/**
 * What was on its way when it was exported may have left the old place since, and would leave here once more. Its author
 * decides: replies that were held wait for them, one that was leaving is unsure.
 */
async function holdBack({ engine, parts }: Taking): Promise<void> {
  const ws = parts.workspaceId;
  const held = await engine.rows<{ id: ReplyId; enquiry: EnquiryId }>(
    `select id, enquiry_id as enquiry from replies where workspace_id = ? and status = 'held'`,
    [ws],
  );
  await engine.rows(`update replies set hold_until = null where workspace_id = ? and status = 'held'`, [ws]);
  const leaving = await engine.rows<{ id: ReplyId; enquiry: EnquiryId }>(
    `update replies set status = 'unsure' where workspace_id = ? and status = 'leaving' returning id, enquiry_id as enquiry`,
    [ws],
  );
  // Of an answer to many what was not made is not made here: its author sees whom it reached, and sends another one.
  await engine.rows(`update rounds set state = 'draft' where workspace_id = ? and state = 'held'`, [ws]);
  await engine.rows(`update rounds set state = 'gone' where workspace_id = ? and state = 'going'`, [ws]);
  await engine.rows(`delete from jobs where workspace_id = ? and kind in (${SENDING.map(() => '?').join(', ')})`, [
    ws,
    ...SENDING,
  ]);
  await parts.recorder.enqueue([
    ...held.map(({ id, enquiry }) => job('private.stopped', `private:${enquiry}`, { enquiryId: enquiry, replyId: id })),
    ...leaving.flatMap(({ id, enquiry }) => [
      job('mark.show', `mark:${id}`, { enquiryId: enquiry, replyId: id }),
      job('reply.reconcile', `reconcile:${id}`, { enquiryId: enquiry, replyId: id }),
    ]),
  ]);
}

/** Jobs by which something reaches a customer; "reply.reconcile" only looks, and asks. */
const SENDING = ['reply.release', 'reply.goOn', 'round.go', 'automatic.answer', 'rating.ask', 'transcript.send'];

function compare(manifest: Manifest, table: string, { rows, sum }: { rows: number; sum: string }): void {
  const said = manifest.tables[table];
  if (said && (said.rows !== rows || said.sum !== sum))
    throw new ImportError(
      `${table}.jsonl is not as it was written: ${rows} rows, and there were ${said.rows}${said.rows === rows ? ', some of them changed' : ''}. Copy the folder again, or take ${MANIFEST} away if you changed it yourself.`,
    );
}

async function clearTable(engine: Engine, ws: WorkspaceId, table: string): Promise<void> {
  const condition = table === 'shelf' ? ` and owner not like 'vault:%'` : '';
  await engine.rows(`delete from ${sqlName(table)} where workspace_id = ?${condition}`, [ws]);
}

/** Puts enquiries that came without a state into the one that their events led to. */
async function settle({ parts }: Taking, unfolded: ReadonlySet<EnquiryId>): Promise<void> {
  const ids = [...unfolded];
  for (let i = 0; i < ids.length; i += ENQUIRIES_AT_ONCE) {
    const some = ids.slice(i, i + ENQUIRIES_AT_ONCE);
    const [enquiries, events] = await Promise.all([parts.store.enquiriesById(some), parts.store.eventsOf(some)]);
    const histories = historiesOf(events);
    const ops = enquiries.map((enquiry): Op => {
      let now: Enquiry = asOpened(enquiry);
      for (const { event, at } of histories.get(enquiry.id) ?? []) now = evolve(now, event, at);
      // What another program named stays.
      const set = { ...now, contactReason: enquiry.contactReason ?? now.contactReason };
      return { do: 'update', table: 'enquiries', id: enquiry.id, set };
    });
    for (let k = 0; k < ops.length; k += UPDATES_AT_ONCE) {
      const result = await parts.store.commit(ops.slice(k, k + UPDATES_AT_ONCE));
      if (!result.ok) throw new ImportError('The states of enquiries could not be written.');
    }
  }
}

/**
 * When somebody first answered follows from what was sent, where a history from another program does not say it: of its
 * events, else of its messages.
 */
async function answeredBy({ engine, parts }: Taking): Promise<void> {
  const first = (table: string, at: string, which: string) =>
    `(select min(x.${at}) from ${table} x where x.workspace_id = enquiries.workspace_id
        and x.enquiry_id = enquiries.id and ${which})`;
  await engine.rows(
    `update enquiries set first_response_at = coalesce(
       ${first('events', 'at', "x.type in ('ReplySent', 'AnsweredElsewhere')")},
       ${first('messages', 'written_at', "x.direction = 'out' and x.kind = 'human'")})
     where workspace_id = ? and first_response_at is null`,
    [parts.workspaceId],
  );
}

/** Reads everything again and adds it up as the export did: every row is there, as it was. */
async function sameAgain({ engine, parts, progress }: Taking, manifest: Manifest, tables: string[]): Promise<boolean> {
  let done = 0;
  // Nobody else is there whom it would hold up: SQLite's are read here, and not handed over from a thread.
  const { kind, tables: there } = engine;
  const from = kind === 'sqlite' ? { kind, tables: there, slowRows: engine.rows } : engine;
  for (const exported of EXPORTED) {
    const said = manifest.tables[exported.table];
    // The settings have the mark of the import in them now, and the audit trail has lines of here, too.
    const more = exported.table === 'settings' || STAYS.includes(exported.table);
    if (!said || !tables.includes(exported.table) || more) continue;
    const sum = makeLineSum();
    for await (const lines of exportLines(from, parts.workspaceId, exported)) for (const line of lines) sum.add(line);
    const now = sum.result();
    if (now.rows !== said.rows || now.sum !== said.sum)
      throw new ImportError(
        `${exported.table} is not the same after the import: ${now.rows} rows, and ${said.rows} were exported. Nothing was kept; please report this.`,
      );
    progress?.at(0.9 + (++done / EXPORTED.length) * 0.1, `${exported.table} compared`);
  }
  return true;
}
