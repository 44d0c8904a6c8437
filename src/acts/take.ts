/** Stores staff actions and desk deliveries once, before they are acknowledged; a worker carries them out soon after. */
import { type EnquiryId, looksLikeId } from '../core/ids.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import { job } from '../ports/jobs.ts';
import { storable } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { StaffAction } from '../ports/staff.ts';
import { actTaken } from '../ports/store.ts';

export function takeWith(parts: Parts, deskKind: string): Pick<DeskContext, 'act' | 'keep'> {
  const { recorder, clock, workspaceId } = parts;
  /** A second delivery stops at this row. */
  const storeOnce = async (id: string, next: Parameters<typeof recorder.enqueue>[0]) => {
    const row = { id, workspaceId, at: clock.now() };
    return (await recorder.enqueue(next, [{ do: 'insert', table: 'seen', row }])).ok;
  };
  return {
    act: async given => {
      const action = storable(given);
      const taken = actTaken(workspaceId, deskKind, action.id);
      await storeOnce(taken, [job('desk.act', await keyOf(parts, action), { action })]);
    },
    keep: delivery => {
      const { id, key, payload } = storable(delivery);
      const next = delivery.fetches
        ? job('desk.file', `file:${key}`, { payload })
        : job('desk.event', `event:${key}`, { payload });
      return storeOnce(`${workspaceId}:event:${deskKind}:${id}`, [next]);
    },
  };
}

/** What people do in one thread happens in order, forms included: an undo never overtakes the send before it. */
async function keyOf(parts: Parts, action: StaffAction): Promise<string> {
  const given = 'thread' in action ? action.thread : null;
  const enquiryId = given ? null : await enquiryOf(parts, action);
  const thread = given ?? (enquiryId ? ((await parts.store.thread(enquiryId))?.ref ?? null) : null);
  return `act:${thread ?? action.by.deskRef}`;
}

/** Which enquiry an action is about that names no thread: by the form, the draft, the reply or the post it speaks of. */
async function enquiryOf({ store }: Parts, action: StaffAction): Promise<EnquiryId | null> {
  if (action.do === 'submit') return action.enquiryId;
  if (action.do !== 'press') return null;
  const [id] = action.value.split(' ');
  if (looksLikeId('enquiry', id)) return id;
  if (looksLikeId('remark', id)) return (await store.remark(id))?.enquiryId ?? null;
  if (looksLikeId('reply', id)) return (await store.reply(id))?.enquiryId ?? null;
  return (await store.remarkByPost(action.value))?.enquiryId ?? null;
}
