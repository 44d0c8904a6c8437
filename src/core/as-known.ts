/** Rewrites an enquiry's history as if each colleague's message had been recognised when it arrived. Pure. */
import type { Enquiry, EnquiryEvent, History } from './enquiry.ts';
import type { MessageId } from './ids.ts';
import type { Instant } from './time.ts';

/** The enquiry as it was before its first event. */
export function asOpened(enquiry: Enquiry): Enquiry {
  return {
    ...enquiry,
    version: 0,
    status: 'open',
    ownerId: null,
    contactReason: null,
    customerMessages: 0,
    lastCustomerAt: enquiry.openedAt,
    waitingSince: enquiry.openedAt,
    firstResponseAt: null,
    snoozedUntil: null,
    offeredAt: null,
    resolveAt: null,
    resolvedAt: null,
    mergedInto: null,
  };
}

/** What staff recognised later is put where it belongs: an answer when it was written, or words that make nobody wait. */
export function withColleaguesKnown(history: History): History {
  const ours = new Map<MessageId, boolean>();
  for (const { event } of history) if (event.type === 'SaidOurs') ours.set(event.message, event.answered === true);
  if (ours.size === 0) return history;
  const placed = new Set<MessageId>();
  /** The event before was a colleague's: what it reopened was not reopened. */
  let reopens = false;
  return history.flatMap(({ event, at }) => {
    const undone = reopens && event.type === 'EnquiryReopened' && event.because === 'customer-wrote';
    reopens = false;
    if (undone) return [];
    const answered = 'message' in event ? ours.get(event.message) : undefined;
    if (answered === undefined || !('message' in event)) return [{ event, at }];
    reopens = event.type === 'CustomerWrote' || event.type === 'StrangerAllowed';
    const known = knownAs(event, answered, placed.has(event.message), at);
    placed.add(event.message);
    return known;
  });
}

/** One event about a colleague's message. @param placed the message stands in the history already */
function knownAs(
  event: Extract<EnquiryEvent, { message: MessageId }>,
  answered: boolean,
  placed: boolean,
  at: Instant,
): History {
  const answer = { event: { type: 'AnsweredElsewhere' as const, message: event.message }, at };
  switch (event.type) {
    case 'EnquiryOpened':
      // No customer is behind it.
      return [{ event: { ...event, closed: true }, at }];
    case 'CustomerWrote':
      return [answered && !placed ? answer : { event: { ...event, machine: true }, at }];
    case 'StrangerWrote':
      return [answered && !placed ? answer : { event, at }];
    case 'StrangerAllowed':
      return [];
    case 'SaidOurs':
      // It was merged with this one, so its place is in the history of the other.
      if (!placed) return answered ? [answer] : [{ event, at }];
      return [];
    default:
      return [{ event, at }];
  }
}
