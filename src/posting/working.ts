/** Whether somebody is answering an enquiry just now: what they have in hand is offered to nobody, and taken from nobody. */
import { isAway } from '../core/away.ts';
import { decide } from '../core/decide.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { DAY, type Instant, MINUTE } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';

/** Who wrote in the thread, or opened the Reply form, is at it for so long. */
const AT_IT_FOR = 20 * MINUTE;
/** A draft that has waited for longer is forgotten. */
const DRAFT_FOR = 3 * DAY;

/** One for each enquiry, and no name in it: that a reply is being written, not by whom. */
const writing = (workspaceId: string, enquiryId: EnquiryId) => `${workspaceId}:writing:${enquiryId}`;

/** Somebody opened the Reply form. */
export async function noteWriting({ store, clock, workspaceId }: Parts, enquiryId: EnquiryId): Promise<void> {
  const row = { id: writing(workspaceId, enquiryId), workspaceId, at: clock.now() };
  await store.commit([{ do: 'put', table: 'seen', row }]);
}

/** A draft of anybody, the form, or words of its owner in the thread. Replies on their way are for whoever decides. */
export async function isAnswered({ store, workspaceId }: Parts, enquiry: Enquiry, now: Instant): Promise<boolean> {
  const [draft] = await store.draftsIn(enquiry.id, 1);
  if (draft && now - draft.writtenAt < DRAFT_FOR) return true;
  const owner = enquiry.ownerId && (await store.staff(enquiry.ownerId));
  // Whoever went away since is not at it any more.
  const since = Math.max(now - AT_IT_FOR, owner && isAway(owner, now) ? (owner.awaySince ?? 0) : 0);
  const opened = await store.seenAt(writing(workspaceId, enquiry.id));
  if (opened !== null && opened > since) return true;
  const said = owner && (await store.lastRemark(enquiry.id, owner.id));
  return Boolean(said && said.lane !== 'deleted' && said.writtenAt > since);
}

/** Whoever has it is at it: it is not offered any more. */
export async function keepMine(parts: Parts, enquiryId: EnquiryId, by: StaffId): Promise<void> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (enquiry?.offeredAt == null || enquiry.ownerId !== by) return;
  await parts.recorder.change(enquiryId, ({ enquiry: now, replies, now: at }) =>
    decide(now, replies, { do: 'keep', by }, at),
  );
}
