/** Sentences about messages that their authors changed or took back, and about customers who turned out to be one. Pure. */
import type { EnquiryEvent } from '../core/enquiry.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Who } from './wording.ts';

export const CHANGES = {
  /** Stands in place of words that were taken back before they came. */
  takenBackBefore: 'Its author deleted this message before it was taken in.',
  sameAs: (one: string, other: string, number: number) =>
    `Are these one person: ${one}, and ${other} in #${number}? Their enquiries will be shown together. Answers still go only where each enquiry came from. It can be undone.`,
  changedSince: (customer: string) =>
    `${customer} changed a message since this was shown to you. Read it again; this is what would be sent.`,
  withdrawnSince: (customer: string) =>
    `${customer} took back a message since this was shown to you. Look at the thread again; this is what would be sent.`,
  stopped: {
    changed: (customer: string) => `${customer} changed a message before your reply went out. Send it anyway?`,
    withdrawn: (customer: string) => `${customer} took back a message before your reply went out. Send it anyway?`,
  },
  notSent: {
    changed: (customer: string) => `${customer} changed a message. This is not sent yet.`,
    withdrawn: (customer: string) => `${customer} took back a message. This is not sent yet.`,
  },
};

/** The quiet line of an event that is about words and not about work; null for none. @param about the message of the event */
export function changeLine(event: EnquiryEvent, who: Who, about: MessageRow | null): string | null {
  switch (event.type) {
    case 'MessageChanged':
      return `${authorOf(about, who)} changed a message. It reads as above now; what it said before is folded away with it.`;
    case 'MessageWithdrawn':
      return `${about?.warnings[0] ?? `${authorOf(about, who)} took a message back.`} What it said is gone here, too.`;
    case 'CustomersJoined':
      return `${who.name(event.by)} said that this is the same person as in ${who.number(event.other ?? '')}. Their enquiries are shown together. Answers still go only where each enquiry came from.`;
    case 'CustomersParted':
      return `${who.name(event.by)} said that this is not the same person as in ${who.number(event.other ?? '')} after all.`;
    default:
      return null;
  }
}

function authorOf(about: MessageRow | null, who: Who): string {
  if (about?.kind === 'bystander') return about.from?.name ?? about.from?.address ?? 'Somebody';
  return about?.direction === 'out' ? 'A colleague' : who.customer;
}
