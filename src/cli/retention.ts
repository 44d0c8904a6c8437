/** `deskhand retention`: how long things are kept, and what the next nights would remove; it changes nothing. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { standing } from '../handling/retention-answers.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { makeRetaining } from '../store/erase/retaining.ts';

export async function retention(env: Env, { workspace }: { workspace?: string }): Promise<void> {
  const { house, engine, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    console.log(await standing({ parts, retaining: makeRetaining(engine, parts.workspaceId) }));
  } finally {
    await close();
  }
}
