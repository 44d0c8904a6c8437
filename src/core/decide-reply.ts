/** Decides what a command does to a reply: events, or a refusal as a value. Pure; the time is handed in. */
import { accept, type Decision, type Enquiry, type EnquiryEvent, type Refusal, refuse, whyErased } from './enquiry.ts';
import type { ReplyId, StaffId } from './ids.ts';
import { isBlank } from './message.ts';
import { type Reply, type ReplyCommand, seenBy } from './reply.ts';
import type { Instant } from './time.ts';

type Hold = Extract<ReplyCommand, { do: 'hold' }>;
/** What would let a reply leave. */
const AGAIN: ReadonlySet<ReplyCommand['do']> = new Set(['edit', 'sendAnyway', 'depart', 'retry', 'goOn'] as const);

/** A new reply: only the owner sends, or anybody when nobody owns it, which claims it. */
export function decideHold(enquiry: Enquiry, command: Hold, now: Instant): Decision {
  if (enquiry.erasedAt != null) return refuse(whyErased(enquiry));
  if (enquiry.status === 'merged') return refuse('was-merged');
  if (enquiry.status === 'spam') return refuse('is-spam');
  if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('claimed-by-someone-else');
  // The one place: whatever way a reply came here, the public reads only what was confirmed for it.
  if (enquiry.visibility === 'public' && !command.confirmed) return refuse('public-not-confirmed');
  const bad = command.hasFiles && isBlank(command.text) ? null : badText(command);
  if (bad) return bad;
  if (enquiry.customerMessages > command.seenCustomerMessages) return refuse('customer-wrote-again');
  const events: EnquiryEvent[] = enquiry.ownerId ? [] : [{ type: 'EnquiryClaimed', by: command.by }];
  const { reply, by, andResolve } = command;
  return accept(...events, { type: 'ReplyHeld', reply, by, until: now + command.holdMs, andResolve });
}

/**
 * One of an answer to many, due at once: its hold was that of the whole answer. What nobody owns is claimed by its author,
 * unless it is resolved, which it stays. The customer who wrote meanwhile stops it as they stop every reply.
 */
export function decideOneOfMany(
  enquiry: Enquiry,
  { reply, by, seen }: { reply: ReplyId; by: StaffId; seen: number },
  now: Instant,
): Decision {
  if (enquiry.erasedAt != null) return refuse(whyErased(enquiry));
  if (enquiry.status === 'merged') return refuse('was-merged');
  if (enquiry.status === 'spam') return refuse('is-spam');
  if (enquiry.visibility === 'public') return refuse('public-not-confirmed');
  const isResolved = enquiry.status === 'resolved';
  if (!isResolved && enquiry.ownerId !== null && enquiry.ownerId !== by) return refuse('claimed-by-someone-else');
  const claims: EnquiryEvent[] = isResolved || enquiry.ownerId ? [] : [{ type: 'EnquiryClaimed', by }];
  const held: EnquiryEvent = { type: 'ReplyHeld', reply, by, until: now, andResolve: false, many: true };
  const stops: EnquiryEvent[] = enquiry.customerMessages > seen ? [{ type: 'ReplyStopped', reply }] : [];
  return accept(...claims, held, ...stops);
}

/** What became of a reply is still written down; nobody sends it once more. After an age not even that, for it has words. */
function isOver({ erasedAt, keptDays }: Enquiry, does: ReplyCommand['do']): boolean {
  return erasedAt != null && (keptDays != null || AGAIN.has(does));
}

/** Everything that can happen to a reply once it exists. */
export function decideReply(
  enquiry: Enquiry,
  reply: Reply,
  command: Exclude<ReplyCommand, Hold>,
  now: Instant,
): Decision {
  const id = reply.id;
  if (isOver(enquiry, command.do)) return refuse(whyErased(enquiry));
  switch (command.do) {
    case 'edit': {
      if (command.by !== reply.authorId && !command.wroteIt) return refuse('reply-not-yours');
      // What failed reached nobody: edited, it can be tried again.
      const late = reply.status === 'failed' || reply.status === 'bounced' ? null : tooLate(enquiry, reply);
      if (late) return late;
      // Nobody has confirmed the new words for everybody to read.
      if (enquiry.visibility === 'public') return refuse('public-not-confirmed');
      const bad = command.hasFiles && isBlank(command.text) ? null : badText(command);
      return bad ?? accept({ type: 'ReplyEdited', reply: id, by: command.by });
    }
    case 'withdraw': {
      if (!command.wroteIt && !mayDirect(enquiry, reply, command.by)) return refuse('reply-not-yours');
      const late = tooLate(enquiry, reply);
      return late ?? accept({ type: 'ReplyWithdrawn', reply: id, by: command.by, because: command.because });
    }
    case 'sendAnyway':
      if (!mayDirect(enquiry, reply, command.by)) return refuse('reply-not-yours');
      if (reply.status !== 'held' || reply.holdUntil !== null)
        return tooLate(enquiry, reply) ?? refuse('reply-not-stopped');
      return accept({ type: 'ReplyReleased', reply: id, by: command.by, until: now + command.holdMs });
    case 'depart':
      // Not the clock but the state decides: the job's own due time is the hold, and a stopped reply stays.
      if (reply.status !== 'held' || reply.holdUntil === null) return refuse('reply-finished');
      return accept({ type: 'ReplyLeaving', reply: id, attempt: reply.attempt + 1 });
    case 'wait':
      return wait(reply, command);
    case 'settle':
      return settle(enquiry, reply, command.outcome);
    case 'deliver':
      if (reply.status !== 'sent' && reply.status !== 'unsure' && reply.status !== 'leaving')
        return refuse('reply-finished');
      // The customer can be faster than our own "sent": then both happened.
      if (reply.status === 'sent') return accept({ type: 'ReplyDelivered', reply: id });
      return accept(sent(enquiry, reply), { type: 'ReplyDelivered', reply: id });
    case 'bounce':
      return bounce(reply, command.ended, command.reason);
    case 'retry':
      if (!mayDirect(enquiry, reply, command.by)) return refuse('reply-not-yours');
      if (reply.status !== 'failed' && reply.status !== 'bounced' && reply.status !== 'unsure') {
        return refuse('reply-not-failed');
      }
      return accept({ type: 'ReplyReleased', reply: id, by: command.by, until: now + command.holdMs });
    case 'confirmArrived':
      if (!mayDirect(enquiry, reply, command.by)) return refuse('reply-not-yours');
      if (reply.status !== 'unsure') return refuse('reply-finished');
      return accept(sent(enquiry, reply));
    case 'goOn':
      if (reply.status !== 'sent') return refuse('reply-finished');
      return accept({
        type: 'ReplyGoesOn',
        reply: id,
        channel: command.channel,
        identity: command.identity,
        until: now,
      });
    case 'stayUnread':
      if (reply.status !== 'sent') return refuse('reply-finished');
      return accept({ type: 'ReplyUnread', reply: id, because: command.because });
  }
}

/** Its job looks again by itself; one that stands behind another of its enquiry is placed anew. */
function wait(reply: Reply, { until, reason, dueAt }: Extract<ReplyCommand, { do: 'wait' }>): Decision {
  if (reply.status !== 'held' || reply.holdUntil === null) return refuse('reply-finished');
  if (reply.holdUntil === until && reply.failure === reason) return accept();
  const returned = { type: 'ReplyReturned' as const, reply: reply.id, until, reason };
  return accept(dueAt === undefined ? returned : { ...returned, dueAt });
}

/** How an attempt ended. A late "sent" is believed even after the reply was called unsure: the channel knows best. */
function settle(enquiry: Enquiry, reply: Reply, outcome: Extract<ReplyCommand, { do: 'settle' }>['outcome']): Decision {
  const id = reply.id;
  // A held reply whose release was given up must end too, or it would stay held for ever.
  const givenUp = reply.status === 'held' && outcome.as === 'refused';
  if (reply.status !== 'leaving' && reply.status !== 'unsure' && !givenUp) return refuse('reply-finished');
  switch (outcome.as) {
    case 'sent': {
      const left = sent(enquiry, reply);
      return accept(outcome.missed?.length ? ({ ...left, partly: true } as EnquiryEvent) : left);
    }
    case 'not-sent': {
      const { retryAt, reason, untried, signIn } = outcome;
      // Another process had taken it for lost, and with that its job was done: it needs a new one.
      const anew = reply.status === 'unsure' ? { dueAt: retryAt } : {};
      // Somebody has to do something about it: said in the thread, once.
      const asked = signIn && reply.failure === null ? { signIn } : {};
      const returned = { type: 'ReplyReturned' as const, reply: id, until: retryAt, reason, ...anew, ...asked };
      const events: EnquiryEvent[] = [untried ? { ...returned, untried } : returned];
      if (!goesOn(enquiry, reply) && wroteSince(enquiry, reply)) events.push({ type: 'ReplyStopped', reply: id });
      return accept(...events);
    }
    case 'refused':
      return accept({ type: 'ReplyFailed', reply: id, reason: outcome.reason });
    case 'unsure':
      return reply.status === 'unsure' ? refuse('reply-finished') : accept({ type: 'ReplyUnsure', reply: id });
  }
}

/** It left; but what the customer wrote meanwhile still waits for us, and nothing is resolved over their head. */
function sent(enquiry: Enquiry, reply: Reply): EnquiryEvent {
  const customerWaits = wroteSince(enquiry, reply);
  return {
    type: 'ReplySent',
    reply: reply.id,
    by: reply.authorId,
    andResolve: reply.andResolve && !customerWaits,
    customerWaits,
  };
}

/** Did the customer write something that the author of this reply has not seen? */
function wroteSince(enquiry: Enquiry, reply: Reply): boolean {
  return enquiry.customerMessages > seenBy(reply) && enquiry.lastCustomerAt > reply.heldAt;
}

/**
 * A bounce ends the reply in every state in which it may have reached the wire. One that is held again after an attempt
 * has been on the wire too: a bounce that ends it must end that hold, or the reply would stay held for ever.
 */
function bounce(reply: Reply, ended: boolean, reason: string): Decision {
  if (!ended) {
    const underWay = reply.status === 'sent' || reply.status === 'leaving' || reply.status === 'unsure';
    return underWay ? accept({ type: 'ReplyDelayed', reply: reply.id, reason }) : refuse('reply-finished');
  }
  const wasOnTheWire = reply.attempt > 0;
  if (!wasOnTheWire || reply.status === 'withdrawn' || reply.status === 'bounced' || reply.status === 'failed') {
    return refuse('reply-finished');
  }
  return accept({ type: 'ReplyBounced', reply: reply.id, reason });
}

/** Sent once and now on its way by another channel: the first one shows it, so there is nothing to take back. */
function goesOn(enquiry: Enquiry, reply: Reply): boolean {
  return reply.channelId !== enquiry.channelId;
}

function tooLate(enquiry: Enquiry, reply: Reply): Refusal | null {
  switch (reply.status) {
    case 'held':
      return goesOn(enquiry, reply) ? refuse('reply-already-sent') : null;
    case 'leaving':
    case 'unsure':
      return refuse('reply-already-leaving');
    case 'sent':
    case 'delivered':
      return refuse('reply-already-sent');
    case 'withdrawn':
      return refuse('reply-already-withdrawn');
    case 'failed':
    case 'bounced':
      return refuse('reply-finished');
  }
}

/** The author and the owner may stop, release and retry a reply; nobody else. */
function mayDirect(enquiry: Enquiry, reply: Reply, by: StaffId): boolean {
  return by === reply.authorId || by === enquiry.ownerId;
}

function badText({ text, tooLong }: { text: string; tooLong?: boolean }): Refusal | null {
  if (isBlank(text)) return refuse('text-is-empty');
  if (tooLong) return refuse('text-too-long');
  return null;
}
