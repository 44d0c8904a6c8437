/** Weeks in which customers wrote as usual, put straight into the store. */
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { ChannelId, CustomerId, EnquiryId, IdentityId } from '../../src/core/ids.ts';
import { DAY, HOUR, type Instant } from '../../src/core/time.ts';
import type { Op, WorkspaceStore } from '../../src/ports/store.ts';

const REASONS = ['Order', 'Question', 'Return', 'Opening hours'];

/** Four enquiries a day for twenty days until yesterday, each of somebody else. */
export async function putPastWeeks(store: WorkspaceStore, now: Instant): Promise<void> {
  const [channel] = await store.channels();
  const { workspaceId } = store;
  let number = await store.highestNumber();
  const ops: Op[] = [];
  for (let day = 20; day >= 1; day--)
    for (let i = 0; i < 4; i++) {
      const openedAt = now - day * DAY - (i + 1) * HOUR;
      const id = `enq_past${String(++number).padStart(4, '0')}` as EnquiryId;
      const row: Enquiry = {
        ...{ id, workspaceId, number, version: 1, status: 'resolved', ownerId: null },
        ...{ channelId: channel!.id as ChannelId, channelKind: channel!.kind, roomId: channel!.roomId },
        ...{ customerId: `cust_${id}` as CustomerId, identityId: `idn_${id}` as IdentityId, visibility: 'private' },
        ...{ subject: 'As usual', contactReason: REASONS[(day + i) % 4]!, openedAt, customerMessages: 1 },
        ...{ lastCustomerAt: openedAt, waitingSince: null, firstResponseAt: openedAt, snoozedUntil: null },
        ...{ resolvedAt: openedAt + HOUR, mergedInto: null, linkedTo: null },
      };
      ops.push({ do: 'insert', table: 'enquiries', row });
    }
  await store.commit(ops);
}
