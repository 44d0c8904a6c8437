/** Two processes on one database: what both of them make at once, there is once. */
import { expect, test } from 'vitest';
import { makeSignedFiles } from '../../../../adapters/desks/teams/actions/files.ts';
import { makePlaces } from '../../../../adapters/desks/teams/connection/places.ts';
import type { AttachmentId } from '../../../../src/core/ids.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import { memoryShelf } from '../../../kit/shelf.ts';

test('whoever adds Deskhand first is the one in both of them', async () => {
  const context = { shelf: memoryShelf(), rooms: async () => [] } as unknown as DeskContext;
  const processes = [1, 2].map(() => makePlaces(context, { clientId: null, admins: [] } as never, null));
  const learnt = await Promise.all(processes.map((each, i) => each.learnInstaller(['ann', 'ben'][i]!)));
  expect(learnt.filter(Boolean)).toHaveLength(1);
  expect(new Set(processes.map(each => each.installer()))).toEqual(new Set([['ann', 'ben'][learnt.indexOf(true)]]));
});

test('a link to a file is signed alike by both of them', async () => {
  const secrets = new Map<string, string>();
  const vault = {
    read: async (name: string) => secrets.get(name) ?? null,
    write: async (name: string, secret: string) => void secrets.set(name, secret),
  };
  let n = 0;
  const ids = { secret: () => `secret ${++n}` };
  const context = { vault, ids, clock: { now: () => 0 }, publicUrl: '', shelf: memoryShelf() };
  const processes = [1, 2].map(() => makeSignedFiles({ context, places: { tenant: () => 'a' } } as never));
  const links = () => Promise.all(processes.map(each => each.urlOf('att_1' as AttachmentId)));
  await links();
  expect(new Set(await links()).size).toBe(1);
});
