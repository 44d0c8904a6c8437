/** Applies an event to an enquiry and to a reply. Accepts every event ever stored, so history can always be read. */
import type { Enquiry, EnquiryEvent } from './enquiry.ts';
import type { CustomerId } from './ids.ts';
import type { Reply } from './reply.ts';
import type { Instant } from './time.ts';

/** The enquiry after `event`; each event raises the version by one. Unknown events of other versions change nothing else. */
export function evolve(enquiry: Enquiry, event: EnquiryEvent, at: Instant): Enquiry {
  const next: Enquiry = { ...together(enquiry, event, at), version: enquiry.version + 1 };
  switch (event.type) {
    case 'EnquiryOpened':
      return event.closed ? resolved(next, at, null) : next;
    case 'CustomerWrote':
      // A machine's message is shown, but nobody has to have read it before they answer.
      return event.machine ? next : written(next, at, event.thanksOnly);
    case 'StrangerAllowed':
      return written(next, at, false);
    case 'AnsweredElsewhere':
      next.firstResponseAt ??= at;
      next.waitingSince = null;
      if (next.status === 'open') next.status = 'waiting';
      return next;
    case 'SaidOurs':
      // The count of messages stays: a reply remembers how many its author had seen.
      next.firstResponseAt = event.firstResponseAt ?? next.firstResponseAt;
      next.waitingSince = event.waitingSince ?? null;
      if (next.status === 'open' && next.waitingSince === null) next.status = 'waiting';
      return next;
    case 'OpenedFor':
    case 'CustomersJoined':
    case 'CustomersParted':
      return { ...next, ...whose(event) };
    case 'EnquiryReopened':
      next.status = 'open';
      next.resolvedAt = null;
      return next;
    case 'EnquiryClaimed':
      next.ownerId = event.by;
      return next;
    case 'EnquiryReleased':
      next.ownerId = null;
      return next;
    case 'EnquiryHandedOver':
      next.ownerId = event.to;
      return next;
    case 'EnquiryTakenOver':
      next.ownerId = event.by;
      return next;
    case 'EnquirySnoozed':
      next.status = 'snoozed';
      next.snoozedUntil = event.until;
      return next;
    case 'EnquiryWoke':
      next.status = 'open';
      next.snoozedUntil = null;
      return next;
    case 'EnquiryResolved':
      return resolved(next, at, event.reason ?? next.contactReason);
    case 'ReasonNamed':
      next.contactReason = event.reason;
      return next;
    case 'EnquiryMoved':
      next.roomId = event.to;
      return next;
    case 'EnquiryMarkedSpam':
      next.status = 'spam';
      next.snoozedUntil = null;
      next.waitingSince = null;
      return next;
    case 'SpamTakenBack':
      next.status = 'open';
      next.waitingSince = next.lastCustomerAt;
      return next;
    case 'EnquiryMerged':
      next.status = 'merged';
      next.mergedInto = event.into;
      next.waitingSince = null;
      next.snoozedUntil = null;
      return next;
    case 'EnquiryAbsorbed':
      return absorbed(next, event);
    case 'EnquirySplit':
      next.customerMessages = Math.max(0, next.customerMessages - event.messages.length);
      return next;
    case 'ReplySent':
      next.firstResponseAt ??= at;
      if (event.customerWaits) return next;
      next.waitingSince = null;
      if (event.andResolve && next.status !== 'resolved') return resolved(next, at, next.contactReason);
      if (next.status === 'open') next.status = 'waiting';
      return next;
    case 'ReplyBounced':
    case 'ReplyFailed':
      // A failure puts the ball back with us, whatever the enquiry looked like a moment ago.
      if (next.status === 'waiting' || next.status === 'resolved' || next.status === 'snoozed') {
        next.status = 'open';
        next.resolvedAt = null;
        next.snoozedUntil = null;
      }
      next.waitingSince ??= next.lastCustomerAt;
      return next;
    default:
      return event.type === 'CustomerSolved' ? resolved(next, at, next.contactReason) : unlessErased(next, event, at);
  }
}

function unlessErased(next: Enquiry, event: EnquiryEvent, at: Instant): Enquiry {
  if (event.type === 'EnquiryEmptied') return { ...erased(next, at), keptDays: event.days };
  return event.type === 'EnquiryErased' ? erased(next, at) : next;
}

function absorbed(before: Enquiry, event: Extract<EnquiryEvent, { type: 'EnquiryAbsorbed' }>): Enquiry {
  const { customerMessages, waitingSince, owner = null } = event;
  const next = {
    ...before,
    customerMessages: before.customerMessages + customerMessages,
    ownerId: before.ownerId ?? owner,
  };
  if (waitingSince == null) return next;
  // The other one's customer is still waiting: so is this one's now, whatever it looked like before.
  next.waitingSince = Math.min(next.waitingSince ?? waitingSince, waitingSince);
  return next.status === 'open' ? next : { ...next, status: 'open', resolvedAt: null, snoozedUntil: null };
}

/** Nobody has to do anything, and nobody can; what was counted stays. */
function erased(next: Enquiry, at: Instant): Enquiry {
  const over = { ...next, subject: null, waitingSince: null, snoozedUntil: null, offeredAt: null, resolveAt: null };
  const ended = next.status === 'spam' || next.status === 'merged' || next.status === 'resolved';
  return ended
    ? { ...over, erasedAt: at }
    : { ...over, status: 'resolved', resolvedAt: next.resolvedAt ?? at, erasedAt: at };
}

/** Somebody has it in hand, or nobody has to: what was offered is not offered any more. */
const ENDS_OFFER: ReadonlySet<EnquiryEvent['type']> = new Set<EnquiryEvent['type']>([
  ...(['OfferEnded', 'EnquiryClaimed', 'EnquiryReleased', 'EnquiryHandedOver', 'EnquiryTakenOver'] as const),
  ...(['EnquirySnoozed', 'EnquiryResolved', 'EnquiryMarkedSpam', 'EnquiryMerged', 'ReplyHeld'] as const),
  ...(['AnsweredElsewhere', 'ResolvePlanned', 'CustomerSolved'] as const),
]);
/** What was to be resolved by itself is not: somebody decided otherwise, or the customer does not have our answer. */
const ENDS_PLAN: ReadonlySet<EnquiryEvent['type']> = new Set<EnquiryEvent['type']>([
  ...(['PlanDropped', 'EnquirySnoozed', 'EnquiryReopened', 'EnquiryResolved', 'EnquiryMarkedSpam'] as const),
  ...([
    'EnquiryMerged',
    'EnquiryAbsorbed',
    'StrangerAllowed',
    'ReplyFailed',
    'ReplyBounced',
    'CustomerSolved',
  ] as const),
]);

/** Whether it is offered, and whether it is to be resolved by itself. */
function together(before: Enquiry, event: EnquiryEvent, at: Instant): Enquiry {
  if (event.type === 'EnquiryOffered') return { ...before, offeredAt: at };
  if (event.type === 'ResolvePlanned') return planned(before, event.at);
  const wrote = event.type === 'CustomerWrote' && !event.machine && !event.thanksOnly;
  const resolves = event.type === 'ReplySent' && event.andResolve;
  const next = { ...before };
  if (next.offeredAt != null && (ENDS_OFFER.has(event.type) || resolves)) next.offeredAt = null;
  if (next.resolveAt == null || !(wrote || resolves || ENDS_PLAN.has(event.type))) return next;
  next.resolveAt = null;
  // Nobody had snoozed it: it only waited for that time.
  if (event.type === 'PlanDropped' && next.status === 'snoozed') {
    next.status = 'open';
    next.snoozedUntil = null;
  }
  return next;
}

/** Until then nobody has to do anything; what waits for the customer goes on waiting for them. */
function planned(before: Enquiry, until: Instant): Enquiry {
  const next = { ...before, offeredAt: null, resolveAt: until };
  return before.status === 'waiting' ? next : { ...next, status: 'snoozed', snoozedUntil: until };
}

/** Whose the enquiry is from now on; of one customer's addresses it keeps the one that wrote. */
function whose(
  event: Extract<EnquiryEvent, { customer: CustomerId }>,
): Pick<Enquiry, 'customerId'> & Partial<Pick<Enquiry, 'identityId'>> {
  const { customer: customerId } = event;
  return event.type === 'OpenedFor' ? { customerId, identityId: event.identity } : { customerId };
}

/** Words of a person are here that somebody has to read. */
function written(next: Enquiry, at: Instant, thanksOnly: boolean): Enquiry {
  next.customerMessages++;
  next.lastCustomerAt = at;
  if (thanksOnly || next.status === 'spam') return next;
  next.waitingSince ??= at;
  if (next.status === 'waiting' || next.status === 'snoozed') {
    next.status = 'open';
    next.snoozedUntil = null;
  }
  return next;
}

function resolved(next: Enquiry, at: Instant, reason: string | null): Enquiry {
  return { ...next, status: 'resolved', resolvedAt: at, contactReason: reason, snoozedUntil: null, waitingSince: null };
}

/** The reply after `event`; an event about another reply leaves it as it is. */
export function evolveReply(reply: Reply, event: EnquiryEvent, at: Instant): Reply {
  if (!('reply' in event) || event.reply !== reply.id) return reply;
  switch (event.type) {
    case 'ReplyStopped':
      return { ...reply, holdUntil: null };
    case 'ReplyReleased':
      return { ...reply, status: 'held', holdUntil: event.until, failure: null };
    case 'ReplyWithdrawn':
      return { ...reply, status: 'withdrawn', holdUntil: null };
    case 'ReplyLeaving':
      return { ...reply, status: 'leaving', attempt: event.attempt };
    case 'ReplyReturned':
      return {
        ...reply,
        status: 'held',
        holdUntil: event.until,
        failure: event.reason,
        attempt: event.untried ? Math.max(0, reply.attempt - 1) : reply.attempt,
      };
    case 'ReplySent':
      return { ...reply, status: 'sent', sentAt: at, failure: null };
    case 'ReplyDelivered':
      return { ...reply, status: 'delivered', sentAt: reply.sentAt ?? at, failure: null };
    case 'ReplyBounced':
      return { ...reply, status: 'bounced', failure: event.reason, holdUntil: null };
    case 'ReplyFailed':
      return { ...reply, status: 'failed', failure: event.reason, holdUntil: null };
    case 'ReplyUnsure':
      return { ...reply, status: 'unsure' };
    case 'ReplyGoesOn':
      return {
        ...reply,
        status: 'held',
        holdUntil: event.until,
        channelId: event.channel,
        identityId: event.identity,
        externalId: null,
        // That was done when it was first sent; whoever reopened it since meant it.
        andResolve: false,
      };
    default:
      return reply;
  }
}
