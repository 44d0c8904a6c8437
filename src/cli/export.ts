/** `deskhand export <folder>`: everything of the workspace as files, while the service may be running. */

import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { auditOps } from '../ports/audit.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { lookOf } from '../transfer/answer.ts';
import { readSeparator } from '../transfer/csv.ts';
import { exportPerson, makeEmptyFolder } from '../transfer/person.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { exportFolder } from '../transfer/write-out.ts';
import { theOne } from './erase.ts';
import { sayWhenStopped, showProgress } from './progress.ts';
import { UsageError } from './stats.ts';

/** @param typed what stands between the fields of the CSV: `;`, `,` or `tab`; null: as the language of the workspace has it */
export async function exportTo(
  env: Env,
  folder: string,
  workspace: string | null,
  typed: string | null = null,
): Promise<void> {
  const separator = typed === null ? null : readSeparator(typed);
  if (typed !== null && separator === null)
    throw new UsageError(`"${typed}" cannot separate fields. Give --separator ";", "," or tab.`);
  const { house, engine, close } = await openParts(readStart(env), makeLog('silent'), workspace);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    sayWhenStopped('Stopped: the export is incomplete. Export into this folder again.');
    const progress = showProgress(`Exporting to ${folder}`);
    const manifest = await exportFolder(engine, parts.workspaceId, folder, {
      ...lookOf(parts, separator),
      workspace: parts.workspaceId,
      timezone: parts.calendar.timezone,
      exportedAt: new Date(parts.clock.now()).toISOString(),
      progress,
      // Before anything leaves, and not where nothing can.
      begins: async () => void (await parts.store.commit(auditOps(parts, { act: 'export', by: null, via: 'cli' }))),
    });
    const enquiries = manifest.tables.enquiries?.rows ?? 0;
    progress.end(
      `${enquiries === 1 ? '1 enquiry is' : `${enquiries.toLocaleString('en')} enquiries are`} in ${folder}: enquiries.csv and enquiries.jsonl with one row each, and everything for "deskhand import". Secrets are not in it; names, addresses and words of customers are.`,
    );
  } finally {
    await close();
  }
}

/** What is kept of one customer, for them: a page, JSON, their files and their mails. */
export async function exportCustomer(env: Env, folder: string, who: string, workspace: string | null): Promise<void> {
  const { house, engine, close } = await openParts(readStart(env), makeLog('silent'), workspace);
  try {
    const customer = await theOne(house.parts, who);
    const { store } = house.parts;
    makeEmptyFolder(folder);
    await store.commit(auditOps(house.parts, { act: 'export.customer', by: null, via: 'cli', about: customer }));
    const { enquiries, messages, files } = await exportPerson(engine, house.parts, customer, folder);
    console.log(
      `${folder} has what is kept of this customer: ${enquiries} ${enquiries === 1 ? 'enquiry' : 'enquiries'}, ${messages} ${messages === 1 ? 'message' : 'messages'} and ${files} ${files === 1 ? 'file' : 'files'}. Open index.html. What your team wrote to each other is not in it.`,
    );
  } finally {
    await close();
  }
}
