/** Runs a job with its handler, and says when a failed one is due again. */
import type { EnquiryId } from '../core/ids.ts';
import { ThreadGone, TryLater } from '../ports/desk.ts';
import { type ClaimedJob, deskKey, type JobKind, type JobPayloads, job as newJob } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { RetryAt, waitAfter } from './retry.ts';

export type Handlers = { [K in JobKind]: (payload: JobPayloads[K]) => Promise<void> };

interface RunParts extends Pick<Parts, 'recorder' | 'clock'> {
  handlers: Handlers;
  /** Forgets where the card was posted; says how often that has happened. */
  postAnew(enquiryId: EnquiryId): Promise<number>;
}

export async function runJob({ recorder, clock, handlers, postAnew }: RunParts, job: ClaimedJob): Promise<void> {
  const handler = handlers[job.kind as JobKind] as ((payload: unknown) => Promise<void>) | undefined;
  if (!handler) throw new Error(`Nothing here does jobs of the kind ${job.kind}. Was it made by a newer version?`);
  try {
    await handler(job.payload);
  } catch (error) {
    const { enquiryId } = (job.payload ?? {}) as { enquiryId?: EnquiryId };
    if (error instanceof ThreadGone && enquiryId) {
      const times = await postAnew(enquiryId);
      const at = clock.now() + (times > 1 ? waitAfter(times, 0) : 0);
      // The card comes with whatever is shown next; where that was the card itself, it is posted now.
      if (job.kind !== 'card.update') throw new RetryAt(at, error.message);
      const card = newJob('card.show', deskKey(enquiryId), { enquiryId }, { runAt: at });
      return void (await recorder.enqueue([card]));
    }
    // A desk that is shut or counts: what waits for it is kept, however long it takes.
    if (error instanceof TryLater) throw new RetryAt(error.at, error.message, error.wholeRoom ? job.lane : null);
    throw error;
  }
}
