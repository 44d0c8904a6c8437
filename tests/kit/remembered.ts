/** A shop that has answered for a while: what it would promise follows from that. */
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { Shop } from './shop.ts';

const HOUR = 3_600_000;

/** Enquiries of a kind of channel in the days before, each of them answered after the same wait. */
export async function remember(shop: Shop, kind: string, n: number, waitMs: number): Promise<void> {
  const { store, clock, ids, workspaceId } = shop.running.house.parts;
  const { id: channelId, roomId } = (await store.channels()).find(each => each.kind === kind)!;
  const nobody = { customerId: ids.make('customer'), identityId: ids.make('identity') };
  const rows = Array.from({ length: n }, (_, i): Enquiry => {
    const openedAt = clock.now() - (n - i) * 5 * HOUR - 24 * HOUR;
    const answeredAt = openedAt + waitMs;
    return {
      ...{ id: ids.make('enquiry'), workspaceId, number: 100 + i, version: 1, status: 'resolved', ownerId: null },
      ...{ channelId, channelKind: kind, roomId, ...nobody, visibility: 'private', subject: null },
      ...{ contactReason: null, openedAt, customerMessages: 1, lastCustomerAt: openedAt, waitingSince: null },
      ...{ firstResponseAt: answeredAt, resolvedAt: answeredAt, snoozedUntil: null, mergedInto: null, linkedTo: null },
    };
  });
  await store.commit(rows.map(row => ({ do: 'insert', table: 'enquiries', row })));
}
