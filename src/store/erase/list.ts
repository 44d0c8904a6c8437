/**
 * The list of erased customers beside the database: ids and dates. A backup that is older than an erasure still has the
 * person in it; whoever restores one erases them again by this list.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ListedErasure } from '../../ports/erasure.ts';
import type { ErasureRow } from '../../ports/erasure-rows.ts';
import { StoreError } from '../engine.ts';
import { makePrivateFile } from '../private-files.ts';

export function listFile(database: string): string {
  return `${database}.erased.jsonl`;
}

/** Written down before anything goes: whatever breaks then, a restored backup does not bring the person back. */
export function addToList(database: string, row: ErasureRow): void {
  const file = listFile(database);
  if (readList(file).some(each => each.id === row.id)) return;
  makePrivateFile(file);
  const { id, workspaceId: workspace, customerId: customer, identities, askedAt } = row;
  const line: ListedErasure = { id, at: new Date(askedAt).toISOString(), workspace, customer, identities };
  // On a line of its own, also where an earlier one was cut off.
  const before = readFileSync(file, 'utf8');
  appendFileSync(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(line)}\n`);
}

/**
 * A last line without its end was being written when the process died: it is asked for again, or was never begun.
 * @throws StoreError where a line cannot be read
 */
export function readList(file: string): ListedErasure[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const listed = listedIn(line);
    if (listed) return [listed];
    if (i === lines.length - 1) return [];
    throw new StoreError(
      `Line ${i + 1} of ${file} cannot be read, and it may name somebody who was erased. Take the file from another copy of the data folder, or delete that line if you know it is none.`,
    );
  });
}

function listedIn(line: string): ListedErasure | null {
  try {
    const { id, at, workspace, customer, identities } = JSON.parse(line) as Partial<ListedErasure>;
    const whole = id && at && workspace && customer && Array.isArray(identities);
    return whole ? { id, at, workspace, customer, identities } : null;
  } catch {
    return null;
  }
}

/** Copies of the database that upgrades and restores left beside it: each still has everybody in it. */
export function copiesOf(database: string): string[] {
  const folder = dirname(resolve(database));
  if (!existsSync(folder)) return [];
  const before = `${basename(database)}.before-`;
  return readdirSync(folder)
    .filter(name => name.startsWith(before))
    .map(name => join(folder, name));
}

/** Those from before a moment; one that was made later was made without whoever was erased then. */
export function deleteCopies(database: string, before: number): void {
  for (const file of copiesOf(database)) if (statSync(file).mtimeMs < before) rmSync(file, { force: true });
}
