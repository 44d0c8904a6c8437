/** Handles jobs that ran out of retries: a reply fails; anything else is reported in its thread. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import type { Desk } from '../ports/desk.ts';
import type { ClaimedJob } from '../ports/jobs.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { StaffAction } from '../ports/staff.ts';
import { showGivenUp } from '../posting/thread.ts';
import { settle } from '../reply/release.ts';

export async function buryJob(parts: Parts, desk: Desk, job: ClaimedJob, error: string): Promise<void> {
  const { replyId } = (job.payload ?? {}) as { replyId?: ReplyId };
  try {
    if (job.kind === 'desk.event') return await desk.givenUp?.((job.payload as { payload: Json }).payload);
    const enquiryId = await enquiryOf(parts, job);
    if (!enquiryId) return;
    if (job.kind === 'reply.release' && replyId) {
      await settle(
        parts,
        enquiryId,
        replyId,
        { as: 'refused', reason: 'Something went wrong here. Your admin can see it in the log.' },
        [],
      );
    } else if (job.kind !== 'card.show' && job.kind !== 'card.update') {
      await showGivenUp(parts, enquiryId, job.id);
    }
  } catch (failure) {
    parts.log.error(
      { job: job.id, error, failure: String(failure) },
      'A job was given up and could not be shown in its thread.',
    );
  }
}

/** Which enquiry a job is about; what somebody did on the desk names its thread instead. */
async function enquiryOf(parts: Parts, job: ClaimedJob): Promise<EnquiryId | null> {
  const payload = (job.payload ?? {}) as { enquiryId?: EnquiryId; action?: StaffAction };
  const { action } = payload;
  if (!action) return payload.enquiryId ?? null;
  if (action.do === 'submit') return action.enquiryId;
  const thread = 'thread' in action && action.thread ? await parts.store.threadByRef(action.thread) : null;
  return thread?.id ?? null;
}
