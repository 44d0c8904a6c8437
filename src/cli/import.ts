/** `deskhand import <folder>`: takes in what `deskhand export` wrote, into an empty workspace. */
import { existsSync } from 'node:fs';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { systemIds } from '../app/world.ts';
import { auditOps } from '../ports/audit.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { importFolder } from '../transfer/take-in.ts';
import { isDeskhand } from './doctor.ts';
import { sayWhenStopped, showProgress } from './progress.ts';

export interface ImportOptions {
  workspace?: string;
  /** The old place is stopped for good. */
  moving?: boolean;
}

export async function importFrom(env: Env, folder: string, { workspace, moving }: ImportOptions): Promise<void> {
  if (!existsSync(folder)) throw new Error(`${folder} is not there. Name a folder that "deskhand export" made.`);
  const start = readStart(env);
  const { host, port } = start.settings;
  // What a running service knows of rooms and channels would not be true any more.
  if (port && (await isDeskhand(host, port)))
    throw new Error(`Deskhand is running at http://${host}:${port}. Stop it, import, then start it again.`);
  const { house, engine, close } = await openParts(start, makeLog('silent'), workspace ?? null, { alone: true });
  try {
    sayWhenStopped('Stopped: what was taken in is half. Import again before anything else.');
    const progress = showProgress(`Importing ${folder}`);
    const { parts } = house;
    const { enquiries, rows, same, messages } = await importFolder({
      engine,
      parts,
      ids: systemIds,
      folder,
      progress,
      moving: moving ?? false,
    });
    await parts.store.commit(auditOps(parts, { act: 'import', by: null, via: 'cli' }));
    const silent = messages ? '' : ' They came without messages: they count in the figures, and are not on the desk.';
    const compared = same ? ' Every row was read again and is as it was written.' : '';
    progress.end(
      `${enquiries === 1 ? '1 enquiry is' : `${enquiries.toLocaleString('en')} enquiries are`} here, ${rows.toLocaleString('en')} rows in all.${compared}${silent} Passwords and tokens were not in the export: enter them again.`,
    );
  } finally {
    await close();
  }
}
