/** Decides what a command does to an enquiry: events, or a refusal as a value. Pure; the time is handed in. */
import { asOpened, withColleaguesKnown } from './as-known.ts';
import { claimOffered, decideTogether, isTogether, type Together } from './decide-together.ts';
import {
  accept,
  type Decision,
  type Enquiry,
  type EnquiryCommand,
  type EnquiryEvent,
  REOPEN_WITHIN,
  refuse,
  whyErased,
} from './enquiry.ts';
import { evolve } from './evolve.ts';
import { isDecided, type Reply } from './reply.ts';
import type { Instant } from './time.ts';

/**
 * @param replies the enquiry's replies that are still on their way (held, leaving or unsure)
 */
export function decide(enquiry: Enquiry, replies: Reply[], command: EnquiryCommand, now: Instant): Decision {
  if (enquiry.erasedAt != null) return refuse(whyErased(enquiry));
  if (enquiry.status === 'merged') return refuse('was-merged');
  if (isTogether(command)) return decideTogether(enquiry, replies, command, now);
  switch (command.do) {
    case 'claim':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.ownerId) return claimOffered(enquiry, replies, command);
      if (enquiry.status === 'resolved') return refuse('already-resolved');
      return accept({ type: 'EnquiryClaimed', by: command.by });
    case 'release':
      if (!enquiry.ownerId) return refuse('nobody-owns-it');
      if (enquiry.ownerId !== command.by) return refuse('not-yours');
      return accept({ type: 'EnquiryReleased', by: command.by });
    case 'handOver':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('not-yours');
      if (enquiry.ownerId === command.to) return refuse('already-yours');
      return accept({ type: 'EnquiryHandedOver', by: command.by, to: command.to });
    case 'askTakeOver':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.ownerId === command.by) return refuse('already-yours');
      if (!enquiry.ownerId) return accept({ type: 'EnquiryClaimed', by: command.by });
      if (command.away === enquiry.ownerId)
        return accept({ type: 'EnquiryTakenOver', by: command.by, from: enquiry.ownerId });
      return accept({ type: 'TakeOverAsked', by: command.by, owner: enquiry.ownerId });
    case 'takeOver':
      if (!enquiry.ownerId) return refuse('nobody-owns-it');
      if (enquiry.ownerId === command.by) return refuse('already-yours');
      if (enquiry.ownerId !== command.agreedBy) return refuse('owner-did-not-agree');
      return accept({ type: 'EnquiryTakenOver', by: command.by, from: enquiry.ownerId });
    case 'snooze':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.status === 'resolved') return refuse('already-resolved');
      if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('claimed-by-someone-else');
      if (command.until <= now) return refuse('time-has-passed');
      return accept({ type: 'EnquirySnoozed', by: command.by, until: command.until });
    case 'wake':
      if (enquiry.status !== 'snoozed') return refuse('not-snoozed');
      return accept({ type: 'EnquiryWoke' });
    case 'resolve':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.status === 'resolved') return refuse('already-resolved');
      if (enquiry.ownerId && enquiry.ownerId !== command.by) return refuse('claimed-by-someone-else');
      return accept({ type: 'EnquiryResolved', by: command.by, reason: command.reason });
    case 'nameReason':
      if (enquiry.status === 'spam') return refuse('is-spam');
      return accept({ type: 'ReasonNamed', by: command.by, reason: command.reason });
    case 'move':
      if (enquiry.roomId === command.to) return refuse('already-in-room');
      return accept({ type: 'EnquiryMoved', by: command.by, from: enquiry.roomId, to: command.to });
    case 'reopen':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (enquiry.status !== 'resolved') return refuse('not-resolved');
      return accept({ type: 'EnquiryReopened', because: 'staff', by: command.by });
    case 'markSpam':
      if (enquiry.status === 'spam') return refuse('is-spam');
      if (replies.length) return refuse('reply-in-flight');
      return accept({ type: 'EnquiryMarkedSpam', by: command.by });
    case 'takeBackSpam':
      if (enquiry.status !== 'spam') return refuse('not-spam');
      return accept({ type: 'SpamTakenBack', by: command.by });
    default:
      return decideBelonging(enquiry, replies, command, now);
  }
}

/** Commands that staff give to an enquiry as it stands. */
type Handled =
  | ('claim' | 'release' | 'handOver' | 'askTakeOver' | 'takeOver' | 'snooze' | 'wake' | 'resolve' | 'nameReason')
  | ('move' | 'reopen' | 'markSpam' | 'takeBackSpam')
  | Together['do'];

/** What belongs to the enquiry: other enquiries, who wrote what, and how its customer stands and was served. */
function decideBelonging(
  enquiry: Enquiry,
  replies: Reply[],
  command: Exclude<EnquiryCommand, { do: Handled }>,
  now: Instant,
): Decision {
  switch (command.do) {
    case 'merge':
      return mergedInto(enquiry, replies, command);
    case 'absorb':
      if (command.from.visibility !== enquiry.visibility) return refuse('other-visibility');
      return accept({
        type: 'EnquiryAbsorbed',
        by: command.by,
        from: command.from.id,
        customerMessages: command.from.customerMessages,
        messages: command.messages,
        waitingSince: command.from.waitingSince,
        ...(enquiry.ownerId === null && command.owner ? { owner: command.owner } : {}),
      });
    case 'split':
      if (command.messages.length === 0 || command.messages.length >= command.allMessages)
        return refuse(command.allMessages > 1 ? 'split-some' : 'nothing-to-split');
      return accept({ type: 'EnquirySplit', by: command.by, to: command.to, messages: command.messages });
    case 'strangerWrote':
      return accept({ type: 'StrangerWrote', message: command.message });
    case 'allow': {
      if (command.takesPart) return refuse('takes-part-already');
      const events: EnquiryEvent[] = [{ type: 'StrangerAllowed', by: command.by, message: command.message }];
      if (enquiry.status === 'resolved') events.push({ type: 'EnquiryReopened', because: 'customer-wrote' });
      return accept(...events, ...stopped(enquiry, replies));
    }
    case 'answeredElsewhere':
      return accept({ type: 'AnsweredElsewhere', message: command.message });
    case 'sayOurs':
      return saidOurs(enquiry, replies, command, now);
    case 'sayTheirs':
      if (command.asked === null) return refuse('said-already');
      return accept({ type: 'SaidTheirs', by: command.by, message: command.message });
    case 'alsoSent':
      return accept({ type: 'AlsoSent', channel: command.channel });
    case 'askWhose':
      return accept({ type: 'AskedWhose', message: command.message });
    case 'openFor':
      if (enquiry.identityId === command.identity) return refuse('already-theirs');
      // What is on its way was written to somebody else.
      if (replies.length) return refuse('reply-in-flight');
      return accept({ type: 'OpenedFor', by: command.by, customer: command.customer, identity: command.identity });
    case 'offerMerge':
      return accept({ type: 'MergeOffered', into: command.into });
    case 'setStanding':
      if (command.standing === command.was) return accept();
      return accept({ type: 'StandingChanged', by: command.by, standing: command.standing });
    case 'pause':
      // Paused already, or not at all: a second press changes nothing.
      if ((command.until === null) === (command.was ?? 0) <= now) return accept();
      return accept({ type: 'CustomerPaused', by: command.by, until: command.until });
    case 'leave':
      return accept({ type: 'CustomerLeft' });
    case 'rate':
    case 'askRating':
    case 'customerSolved':
      return decideOutcome(enquiry, command);
    case 'customerWrote':
      return customerWrote(enquiry, replies, command);
  }
}

/** What the customer says of how it went, and that they are asked. */
function decideOutcome(
  enquiry: Enquiry,
  command: Extract<EnquiryCommand, { do: 'rate' | 'askRating' | 'customerSolved' }>,
): Decision {
  if (command.do === 'customerSolved') {
    if (enquiry.status === 'spam') return refuse('is-spam');
    if (enquiry.status === 'merged') return refuse('was-merged');
    if (enquiry.status === 'resolved') return refuse('already-resolved');
    return accept({ type: 'CustomerSolved', article: command.article });
  }
  if (enquiry.status !== 'resolved' || enquiry.resolvedAt !== command.of) return refuse('not-this-resolution');
  if (command.do === 'askRating') return accept({ type: 'RatingAsked', of: command.of });
  if (command.score === command.was) return accept();
  return accept({ type: 'CustomerRated', score: command.score, of: command.of });
}

/** Only what one answer may reach is put together: the same customer, and all of it public or all of it private. */
function mergedInto(
  enquiry: Enquiry,
  replies: Reply[],
  { by, into }: Extract<EnquiryCommand, { do: 'merge' }>,
): Decision {
  if (into.id === enquiry.id) return refuse('cannot-merge-with-itself');
  if (into.erasedAt != null) return refuse(whyErased(into));
  if (into.status === 'merged') return refuse('was-merged');
  if (enquiry.status === 'spam' || into.status === 'spam') return refuse('is-spam');
  // Two people's words in one thread would send one's answer to the other.
  if (into.customerId !== enquiry.customerId) return refuse('other-customer');
  // A private message in a public enquiry would be answered where everybody reads.
  if (into.visibility !== enquiry.visibility) return refuse('other-visibility');
  if (replies.length) return refuse('reply-in-flight');
  return accept({ type: 'EnquiryMerged', by, into: into.id });
}

/** A later message of the customer: it wakes, reopens, and stops what is held, unless it is a machine's or mere thanks. */
function customerWrote(
  enquiry: Enquiry,
  replies: Reply[],
  command: Extract<EnquiryCommand, { do: 'customerWrote' }>,
): Decision {
  const { message, machine, thanksOnly, quiet } = command;
  const written: EnquiryEvent = { type: 'CustomerWrote', message, machine, thanksOnly };
  const events: EnquiryEvent[] = [quiet ? { ...written, quiet } : written];
  if (machine) return accept(...events);
  if (enquiry.status === 'resolved' && !thanksOnly) events.push({ type: 'EnquiryReopened', because: 'customer-wrote' });
  return accept(...events, ...stopped(enquiry, replies));
}

/** From now on the enquiry stands as if it had been proven when it came: what only a colleague opened or reopened is closed. */
function saidOurs(
  enquiry: Enquiry,
  replies: Reply[],
  { by, message, asked, history }: Extract<EnquiryCommand, { do: 'sayOurs' }>,
  now: Instant,
): Decision {
  if (asked === null) return refuse('said-already');
  if (enquiry.status === 'spam') return refuse('is-spam');
  const said = { type: 'SaidOurs' as const, by, message, ...(asked === 'answered' ? { answered: true } : {}) };
  const unknown = { ...said, waitingSince: enquiry.waitingSince, firstResponseAt: enquiry.firstResponseAt };
  const known = withColleaguesKnown([...history, { event: unknown, at: now }]).reduce(
    (so, { event, at }) => evolve(so, event, at),
    asOpened(enquiry),
  );
  const { waitingSince, firstResponseAt } = known;
  const events: EnquiryEvent[] = [{ ...said, waitingSince, firstResponseAt }];
  const closed = known.status === 'resolved' && waitingSince === null && replies.length === 0;
  if (closed && enquiry.status !== 'resolved') events.push({ type: 'EnquiryResolved', by, reason: null, quiet: true });
  return accept(...events);
}

/** What is held was written before this was read. */
export function stopped(enquiry: Enquiry, replies: Reply[]): EnquiryEvent[] {
  return (
    replies
      // What was sent before and only goes on by another way is with them already.
      .filter(reply => reply.status === 'held' && reply.holdUntil !== null && reply.channelId === enquiry.channelId)
      .filter(reply => !isDecided(reply))
      .map(reply => ({ type: 'ReplyStopped', reply: reply.id }))
  );
}

/** True when a customer's new message belongs to this enquiry rather than to a new one that is linked to it. */
export function continues(enquiry: Enquiry, now: Instant): boolean {
  if (enquiry.status === 'merged' || enquiry.erasedAt != null) return false;
  if (enquiry.status !== 'resolved') return true;
  return now - (enquiry.resolvedAt ?? now) <= REOPEN_WITHIN;
}
