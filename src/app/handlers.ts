/** Which flow does which kind of job, and what happens when a job is given up. */

import type { Dispatch } from '../acts/ask.ts';
import { perform } from '../acts/perform.ts';
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import { commandEnquiry } from '../handling/command.ts';
import { REPLY_WAITS, RetryAt, waitAfter } from '../outbox/retry.ts';
import { type Desk, type StaffAction, ThreadGone, TryLater } from '../ports/desk.ts';
import { type ClaimedJob, deskKey, type JobKind, type JobPayloads, job as newJob } from '../ports/jobs.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { postAnew, showCard, updateCard } from '../posting/card.ts';
import { giveBack } from '../posting/give-back.ts';
import { moveThread, pointOn } from '../posting/move.ts';
import { askOwner, showStopped } from '../posting/privately.ts';
import {
  redrawMessage,
  showFiles,
  showGivenUp,
  showKept,
  showLine,
  showMark,
  showMessage,
  showReply,
  showUnsure,
} from '../posting/thread.ts';
import { askRating } from '../rating/ask.ts';
import { showPraise } from '../rating/praise.ts';
import { acknowledge } from '../reply/acknowledge.ts';
import { reconcileReply } from '../reply/reconcile.ts';
import { releaseReply, settle } from '../reply/release.ts';
import { measureFrom } from '../transfer/backfill.ts';
import { showReminder, tellOfWaiting } from '../waiting/say.ts';
import { goOn } from '../watching/fall-back.ts';
import { echoMessage, followEnquiry } from '../watching/follow.ts';
import { sendTranscript } from '../watching/transcript.ts';

type Handlers = { [K in JobKind]: (payload: JobPayloads[K]) => Promise<void> };

export function makeHandlers(dispatch: Dispatch, housekeeping: () => Promise<void>): Handlers {
  const { parts } = dispatch;
  return {
    'desk.act': ({ action }) => perform(dispatch, action),
    'desk.event': async ({ payload }) => {
      await dispatch.desk.handle?.(payload);
    },
    'desk.file': async ({ payload }) => {
      await dispatch.desk.handle?.(payload);
    },
    'card.show': ({ enquiryId }) => showCard(parts, enquiryId),
    'card.update': ({ enquiryId }) => updateCard(parts, enquiryId),
    'thread.files': ({ enquiryId, messageId }) => showFiles(parts, enquiryId, messageId),
    'thread.move': ({ enquiryId, version }) => moveThread(parts, enquiryId, version),
    'thread.point': ({ enquiryId, version }) => pointOn(parts, enquiryId, version),
    'thread.kept': ({ enquiryId, remarkId }) => showKept(parts, enquiryId, remarkId),
    'thread.message': ({ enquiryId, messageId, bump }) => showMessage(parts, enquiryId, messageId, bump),
    'thread.redraw': ({ enquiryId, messageId }) => redrawMessage(parts, enquiryId, messageId),
    'thread.line': ({ enquiryId, version }) => showLine(parts, enquiryId, version),
    'thread.reply': ({ enquiryId, replyId }) => showReply(parts, enquiryId, replyId),
    'mark.show': async ({ enquiryId, replyId }) => {
      await showMark(parts, enquiryId, replyId);
      await giveBack(parts, enquiryId, replyId);
    },
    'private.stopped': ({ enquiryId, replyId }) => showStopped(parts, enquiryId, replyId),
    'private.takeover': ({ enquiryId, by, owner }) => askOwner(parts, enquiryId, by, owner),
    'reply.release': async ({ enquiryId, replyId }) => {
      const release = await releaseReply(parts, enquiryId, replyId, REPLY_WAITS);
      if (release) throw new RetryAt(release.again, release.why);
    },
    'reply.reconcile': async ({ enquiryId, replyId }) => {
      if (await reconcileReply(parts, enquiryId, replyId)) await showUnsure(parts, enquiryId, replyId);
    },
    'reply.goOn': ({ enquiryId, replyId }) => goOn(parts, enquiryId, replyId),
    'channel.follow': ({ enquiryId, seen }) => followEnquiry(parts, enquiryId, seen),
    'channel.echo': ({ enquiryId, messageId }) => echoMessage(parts, enquiryId, messageId),
    'transcript.send': ({ enquiryId, at }) => sendTranscript(parts, enquiryId, at),
    'automatic.answer': ({ enquiryId }) => acknowledge(parts, enquiryId),
    'room.notice': async ({ roomId, key, words, tone }) => {
      const room = await parts.store.room(roomId);
      if (room) await (await parts.desk(roomId)).notice(room, words, tone, key);
    },
    'room.remind': due => showReminder(parts, due),
    'person.remind': ({ person, ...due }) => tellOfWaiting(parts, due, person),
    'room.praise': ({ enquiryId, of }) => showPraise(parts, enquiryId, of),
    'rating.ask': ({ enquiryId, of }) => askRating(parts, enquiryId, of),
    'figures.measure': ({ after }) => measureFrom(parts, after),
    'enquiry.wake': async ({ enquiryId, until }) => {
      // Snoozed again meanwhile: that snooze has a job of its own.
      const enquiry = await parts.store.enquiry(enquiryId);
      if (enquiry?.snoozedUntil === until) await commandEnquiry(parts, enquiryId, { do: 'wake' });
    },
    housekeeping,
  };
}

export async function runJob(parts: Parts, handlers: Handlers, job: ClaimedJob): Promise<void> {
  const handler = handlers[job.kind as JobKind] as ((payload: unknown) => Promise<void>) | undefined;
  if (!handler) throw new Error(`Nothing here does jobs of the kind ${job.kind}. Was it made by a newer version?`);
  try {
    await handler(job.payload);
  } catch (error) {
    const { enquiryId } = (job.payload ?? {}) as { enquiryId?: EnquiryId };
    if (error instanceof ThreadGone && enquiryId) {
      const times = await postAnew(parts, enquiryId);
      const at = parts.clock.now() + (times > 1 ? waitAfter(times, 0) : 0);
      // The card comes with whatever is shown next; where that was the card itself, it is posted now.
      if (job.kind !== 'card.update') throw new RetryAt(at, error.message);
      const card = newJob('card.show', deskKey(enquiryId), { enquiryId }, { runAt: at });
      return void (await parts.recorder.enqueue([card]));
    }
    // A desk that is shut or counts: what waits for it is kept, however long it takes.
    if (error instanceof TryLater) throw new RetryAt(error.at, error.message, error.wholeRoom ? job.lane : null);
    throw error;
  }
}

/** A job was given up: a reply has failed, and everything else is said in its thread. */
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
