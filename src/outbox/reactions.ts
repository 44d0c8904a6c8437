/**
 * THE MAP: which jobs follow from which event. What happens next is written here and nowhere else; a flow never calls
 * another flow.
 */
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { ChannelId, EnquiryId, ReplyId } from '../core/ids.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import type { NewJob } from '../ports/store.ts';
import { job } from './jobs.ts';

/** A provider that took a mail files its copy within this time; asked earlier, "not there" would mean nothing. */
export const RECONCILE_AFTER: DurationMs = 60 * SECOND;

export interface Reaction {
  jobs: NewJob[];
  /** Jobs of this reference are taken out in the same commit. */
  cancel?: string;
}

/** What is shown of one enquiry happens in order: one key. */
export function deskKey(enquiryId: EnquiryId): string {
  return `desk:${enquiryId}`;
}
/** Replies of one enquiry leave in order; a held one keeps later ones waiting. */
export function replyKey(enquiryId: EnquiryId): string {
  return `reply:${enquiryId}`;
}

/** Replies of one channel leave at its own pace. */
export function channelLane(channelId: ChannelId): string {
  return `channel:${channelId}`;
}

export interface Happened {
  event: EnquiryEvent;
  enquiryId: EnquiryId;
  /** The enquiry as it was before this event; null while it is being opened, when the card shows everything. */
  before: Enquiry | null;
  /** The enquiry's version after the event. */
  version: number;
  /** The event holds a reply that has no post of its own yet. */
  fromForm: boolean;
  now: Instant;
}

export function reactions({ event, enquiryId, before, version, fromForm, now }: Happened): Reaction {
  const key = deskKey(enquiryId);
  const card = job('card.show', key, { enquiryId });
  const line = job('thread.line', key, { enquiryId, version });
  const mark = (replyId: ReplyId) => job('mark.show', key, { enquiryId, replyId });
  // What leaves by one channel leaves by one lane: providers count.
  const lane = before ? channelLane(before.channelId) : null;
  const release = (replyId: ReplyId, runAt: number) =>
    job(
      'reply.release',
      replyKey(enquiryId),
      { enquiryId, replyId },
      { runAt, ref: replyId, ...(lane ? { lane } : {}) },
    );

  switch (event.type) {
    case 'EnquiryOpened':
      return { jobs: event.acknowledge ? [card, job('automatic.answer', `auto:${enquiryId}`, { enquiryId })] : [card] };
    case 'CustomerWrote': {
      if (!before) return { jobs: [] };
      const bump = before.status === 'waiting' || before.status === 'snoozed' || before.status === 'resolved';
      const show = job('thread.message', key, {
        enquiryId,
        messageId: event.message,
        bump: bump && !event.machine && !event.thanksOnly && !event.quiet,
      });
      return { jobs: [show, card] };
    }
    case 'StrangerWrote':
    case 'AnsweredElsewhere':
      return {
        jobs: [job('thread.message', key, { enquiryId, messageId: event.message, bump: false }), line, card],
      };
    case 'AnsweredByMachine':
    case 'AlsoSent':
    case 'AskedWhose':
    case 'MergeOffered':
    case 'CopyMissed':
    case 'ReplyDelayed':
      return { jobs: [line] };
    case 'StrangerAllowed':
    case 'OpenedFor':
    case 'EnquiryReopened':
    case 'EnquiryClaimed':
    case 'EnquiryReleased':
    case 'EnquiryHandedOver':
    case 'EnquiryTakenOver':
    case 'EnquiryWoke':
    case 'EnquiryResolved':
    case 'EnquiryMarkedSpam':
    case 'SpamTakenBack':
    case 'EnquiryMerged':
      return { jobs: [line, card] };
    case 'EnquiryAbsorbed': {
      // The words of the other one are shown here too: nobody has to look for them.
      const moved = (event.messages ?? []).map(messageId =>
        job('thread.message', key, { enquiryId, messageId, bump: false }),
      );
      return { jobs: [line, ...moved, card] };
    }
    case 'EnquirySplit': {
      // The first of them is on the new card; the others follow in its thread.
      const rest = event.messages
        .slice(1)
        .map(messageId => job('thread.message', deskKey(event.to), { enquiryId: event.to, messageId, bump: false }));
      return { jobs: [line, ...rest, card] };
    }
    case 'EnquirySnoozed':
      return {
        jobs: [
          line,
          card,
          job('enquiry.wake', `wake:${enquiryId}`, { enquiryId, until: event.until }, { runAt: event.until }),
        ],
      };
    case 'TakeOverAsked':
      return { jobs: [job('private.takeover', key, { enquiryId, by: event.by, owner: event.owner })] };
    case 'ReplyHeld': {
      const shown = fromForm ? [job('thread.reply', key, { enquiryId, replyId: event.reply })] : [];
      return { jobs: [...shown, mark(event.reply), release(event.reply, event.until)] };
    }
    case 'ReplyReleased':
      return { jobs: [mark(event.reply), release(event.reply, event.until), card] };
    case 'ReplyEdited':
    case 'ReplyReturned':
      return { jobs: [mark(event.reply)] };
    case 'ReplyStopped':
      return {
        jobs: [job('private.stopped', key, { enquiryId, replyId: event.reply }), mark(event.reply)],
        cancel: event.reply,
      };
    case 'ReplyWithdrawn':
      return { jobs: [mark(event.reply)], cancel: event.reply };
    case 'ReplyLeaving':
      return { jobs: [] };
    case 'ReplySent':
      return { jobs: event.andResolve || event.partly ? [mark(event.reply), line, card] : [mark(event.reply), card] };
    case 'ReplyDelivered':
      return { jobs: [mark(event.reply)] };
    case 'ReplyBounced':
    case 'ReplyFailed':
      return { jobs: [mark(event.reply), line, card], cancel: event.reply };
    case 'ReplyUnsure':
      return {
        jobs: [
          mark(event.reply),
          job(
            'reply.reconcile',
            `reconcile:${event.reply}`,
            { enquiryId, replyId: event.reply },
            { runAt: now + RECONCILE_AFTER, ref: event.reply },
          ),
        ],
      };
  }
}
