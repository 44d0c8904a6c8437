/** Exports a workspace to a folder: a table of enquiries for people, and every row for an import. */
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  type WriteStream,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { WorkspaceId } from '../core/ids.ts';
import type { Progress } from '../ports/channel.ts';
import type { Engine } from '../store/engine.ts';
import { enquiriesHead, enquiryLines, type TableLook } from './enquiries.ts';
import { EXPORTED, FORMAT, type Manifest, makeLineSum } from './format.ts';
import { countRows, exportLines, type Frozen } from './write.ts';

/** Where the rows for an import are, inside the folder. */
export const DATA = 'data';
export const MANIFEST = 'manifest.json';
/** There while an export runs: a folder that still has it afterwards is half. */
export const UNFINISHED = 'unfinished';
const TABLES = ['enquiries.csv', 'enquiries.jsonl'] as const;

interface ExportOptions extends Partial<Pick<TableLook, 'separator' | 'isAddress'>> {
  workspace: string;
  timezone: string;
  exportedAt: string;
  progress?: Progress | undefined;
  /** Called once the folder is there, before anything is read. */
  begins?: () => Promise<void>;
}

export async function exportFolder(
  engine: Engine,
  ws: WorkspaceId,
  folder: string,
  options: ExportOptions,
): Promise<Manifest> {
  prepare(folder);
  await options.begins?.();
  // One moment of everything: what happens meanwhile is in the next one.
  const manifest = await engine.snapshot(frozen => writeAll(frozen, ws, folder, options));
  rmSync(join(folder, UNFINISHED));
  return manifest;
}

/** An empty folder with the mark of an export that is not finished; what an earlier one left half goes. */
function prepare(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`${folder} is a file. Name a folder that is empty, or one that is not there yet.`);
  if (existsSync(join(folder, UNFINISHED)))
    for (const name of [DATA, ...TABLES, MANIFEST, UNFINISHED])
      rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty. Name a folder that is, or one that is not there yet.`);
  try {
    // Names and addresses: for nobody else on this machine.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const mark = 'This export is not finished. If nothing is writing it any more, export again into this folder.\n';
    writeFileSync(join(folder, UNFINISHED), mark, { mode: 0o600 });
    mkdirSync(join(folder, DATA), { mode: 0o700 });
  } catch (error) {
    throw new Error(
      `Nothing can be written to ${folder}: ${(error as Error).message}. Name a folder where you may write, with some room.`,
    );
  }
}

/** Whatever breaks it off, no file is still being written afterwards: it may be done once more, into the same ones. */
async function writeAll(engine: Frozen, ws: WorkspaceId, folder: string, options: ExportOptions): Promise<Manifest> {
  const files: OutFile[] = [];
  const open = (...path: string[]) => {
    const file = openFile(join(folder, ...path));
    files.push(file);
    return file;
  };
  try {
    return await writeFiles(engine, ws, { folder, open }, options);
  } finally {
    await Promise.all(files.map(each => each.leave()));
  }
}

async function writeFiles(
  engine: Frozen,
  ws: WorkspaceId,
  { folder, open }: { folder: string; open(...path: string[]): OutFile },
  options: ExportOptions,
): Promise<Manifest> {
  const counts = await Promise.all(EXPORTED.map(each => countRows(engine, ws, each)));
  const enquiries = counts[EXPORTED.findIndex(each => each.table === 'enquiries')] ?? 0;
  const all = counts.reduce((sum, n) => sum + n, enquiries) || 1;
  let done = 0;
  const step = (n: number, what: string) => {
    done += n;
    options.progress?.at(done / all, `${what}: ${done.toLocaleString('en')} of ${all.toLocaleString('en')} rows`);
  };
  const { timezone, separator = ',', isAddress = () => true } = options;
  await writeEnquiries(engine, ws, open, { timezone, separator, isAddress }, n => step(n, 'enquiries'));
  const tables: Manifest['tables'] = {};
  for (const exported of EXPORTED) {
    const file = open(DATA, `${exported.table}.jsonl`);
    const sum = makeLineSum();
    for await (const lines of exportLines(engine, ws, exported)) {
      for (const line of lines) sum.add(line);
      await file.write(`${lines.join('\n')}\n`);
      step(lines.length, exported.table);
    }
    await file.end();
    tables[exported.table] = sum.result();
  }
  const { workspace, exportedAt } = options;
  const manifest: Manifest = { format: FORMAT, exportedAt, workspace, timezone, tables };
  // Last: a folder without it was not finished.
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}

async function writeEnquiries(
  engine: Frozen,
  ws: WorkspaceId,
  open: (name: string) => OutFile,
  look: TableLook,
  step: (n: number) => void,
): Promise<void> {
  const [csv, jsonl] = TABLES.map(name => open(name)) as [OutFile, OutFile];
  await csv.write(enquiriesHead(look));
  for await (const page of enquiryLines(engine, ws, look)) {
    await Promise.all([csv.write(page.csv), jsonl.write(page.jsonl)]);
    step(page.rows);
  }
  await Promise.all([csv.end(), jsonl.end()]);
}

interface OutFile {
  write(text: string): Promise<void>;
  end(): Promise<void>;
  /** Writes nothing more, whatever waits; resolves when it is shut. */
  leave(): Promise<void>;
}

/** A file that takes text no faster than the disk does; a full disk is an error, at the latest at its end. */
function openFile(path: string): OutFile {
  const stream: WriteStream = createWriteStream(path, { highWaterMark: 1 << 20, mode: 0o600 });
  let failure: Error | null = null;
  stream.on('error', error => {
    failure = error;
  });
  const check = () => {
    if (failure)
      throw new Error(
        `${path} could not be written: ${failure.message}. Make room, and export into the same folder again.`,
      );
  };
  return {
    write: async text => {
      check();
      if (!stream.write(text)) {
        await new Promise<void>(resolve => {
          const go = () => {
            stream.off('drain', go).off('error', go);
            resolve();
          };
          stream.on('drain', go).on('error', go);
        });
      }
      check();
    },
    end: async () => {
      stream.end();
      await finished(stream).catch(() => {});
      check();
    },
    leave: async () => {
      stream.destroy();
      // A failure was said by whoever wrote.
      if (!stream.closed) await once(stream, 'close').catch(() => {});
    },
  };
}
