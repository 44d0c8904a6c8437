/**
 * Decides what colleagues do for each other: offering an enquiry whose owner is not there, taking it, asking the room, and
 * resolving it on a day unless the customer writes. Pure; the time is handed in.
 */
import { accept, type Decision, type Enquiry, type EnquiryCommand, refuse } from './enquiry.ts';
import type { Reply } from './reply.ts';
import { type DurationMs, type Instant, MINUTE } from './time.ts';

/** Commands of this chapter. */
export type Together = Extract<
  EnquiryCommand,
  { do: 'offer' | 'keep' | 'askRoom' | 'planResolve' | 'dropPlan' | 'resolvePlanned' }
>;

const TOGETHER: Record<Together['do'], true> = {
  offer: true,
  keep: true,
  askRoom: true,
  planResolve: true,
  dropPlan: true,
  resolvePlanned: true,
};

export function isTogether(command: EnquiryCommand): command is Together {
  return Object.hasOwn(TOGETHER, command.do);
}

/** The room was asked this recently: asked again it would only be louder. */
const ASK_AGAIN_AFTER: DurationMs = 30 * MINUTE;

/** A claim of what somebody has: taken where it is offered, unless its owner is answering after all. */
export function claimOffered(
  enquiry: Enquiry,
  replies: readonly Reply[],
  { by, working = false }: Extract<EnquiryCommand, { do: 'claim' }>,
): Decision {
  const offered = enquiry.offeredAt != null;
  if (enquiry.ownerId === by) return offered ? accept({ type: 'OfferEnded', by }) : refuse('already-yours');
  if (!enquiry.ownerId || !offered) return refuse('claimed-by-someone-else');
  if (working || replies.length > 0) return refuse('being-answered');
  return accept({ type: 'EnquiryTakenOver', by, from: enquiry.ownerId });
}

export function decideTogether(enquiry: Enquiry, replies: readonly Reply[], command: Together, now: Instant): Decision {
  switch (command.do) {
    case 'offer':
      return offered(enquiry, replies, command);
    case 'keep':
      if (enquiry.offeredAt == null || enquiry.ownerId !== command.by) return accept();
      return accept({ type: 'OfferEnded', by: command.by });
    case 'askRoom':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.status === 'resolved') return refuse('already-resolved');
      if (command.askedAt !== null && now - command.askedAt < ASK_AGAIN_AFTER) return refuse('asked-already');
      return accept({ type: 'RoomAsked', by: command.by });
    case 'planResolve':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.status === 'resolved') return refuse('already-resolved');
      if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('claimed-by-someone-else');
      if (command.at <= now) return refuse('time-has-passed');
      if (enquiry.resolveAt === command.at) return accept();
      return accept({ type: 'ResolvePlanned', by: command.by, at: command.at, reason: command.reason });
    case 'dropPlan':
      if (enquiry.resolveAt == null) return accept();
      if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('not-yours');
      return accept({ type: 'PlanDropped', by: command.by });
    case 'resolvePlanned':
      // Another time was set since, or the customer wrote: that one has a job of its own, or none.
      if (enquiry.resolveAt !== command.at) return accept();
      if (replies.length > 0) return refuse('reply-in-flight');
      return accept({ type: 'EnquiryResolved', by: command.by, reason: command.reason, planned: true });
  }
}

/** Once while it stands, and never over the head of somebody who is at it. */
function offered(
  enquiry: Enquiry,
  replies: readonly Reply[],
  { because, working, by }: Extract<Together, { do: 'offer' }>,
): Decision {
  const { ownerId, status } = enquiry;
  if (by !== undefined && ownerId !== by) return refuse(ownerId ? 'not-yours' : 'nobody-owns-it');
  if (!ownerId || status !== 'open' || enquiry.offeredAt != null) return accept();
  if (by === undefined && (working || replies.length > 0)) return accept();
  return accept({ type: 'EnquiryOffered', because, from: ownerId });
}
