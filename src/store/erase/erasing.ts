/** What the store does to erase a customer, for one workspace: docs/decisions/030-erase.md says what happens to each table. */
import { erasedAddress } from '../../core/erased-address.ts';
import type { WorkspaceId } from '../../core/ids.ts';
import type { Erasing } from '../../ports/erasure.ts';
import type { Engine } from '../engine.ts';
import { addToList, copiesOf, deleteCopies, listFile, readList } from './list.ts';
import { othersStep } from './others.ts';
import { scopeReads } from './scope.ts';
import { shelfStep } from './shelf.ts';
import { wordsStep } from './words.ts';

export function makeErasing(engine: Engine, ws: WorkspaceId): Erasing {
  const reads = scopeReads(engine, ws);
  const { file } = engine;
  return {
    ...reads,
    anonymous: ({ customerId, identities }, joined) => [
      ...[customerId, ...joined].map(id => ({
        do: 'update' as const,
        table: 'customers' as const,
        id,
        set: { name: null },
      })),
      ...identities.map(id => ({
        do: 'update' as const,
        table: 'identities' as const,
        id,
        set: { address: erasedAddress(id), customerId, standing: null, pausedUntil: null },
      })),
    ],
    gather: async ({ customerId, identities }) => {
      for (const id of identities)
        await engine.rows('update enquiries set customer_id = ? where workspace_id = ? and identity_id = ?', [
          customerId,
          ws,
          id,
        ]);
    },
    list: async row => {
      if (file) addToList(file, row);
    },
    listed: async () => (file ? readList(listFile(file)).filter(each => each.workspace === ws) : []),
    copies: () => (file ? copiesOf(file) : []),
    words: wordsStep(engine, ws, reads.enquiriesAfter),
    others: othersStep(engine, ws),
    shelf: shelfStep(engine, ws),
    file: async ({ askedAt }) => {
      if (file) deleteCopies(file, askedAt);
      return engine.clean();
    },
  };
}
