/** Who else gets a reply: those who took part in the customer's message that it answers, and nobody else. Pure. */
import type { Identity } from './customer.ts';
import type { InboundSender } from './message.ts';

/** What of a message decides who gets the answer. */
export interface Answerable {
  direction: 'in' | 'out';
  kind: string;
  from: InboundSender | null;
  others: string[] | null;
}

/** More than this in copy is a circular, not a conversation. */
export const COPIES_MAX = 20;
/** Mailboxes of machines and lists: a copy there reaches nobody, or everybody. */
const NO_PERSON =
  /^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|notifications?|newsletter|list|listserv|majordomo)([+._-].*)?@|-(request|owner|bounces|list)@/i;

/** @returns addresses in copy, without the customer's own; none when the message was not proven to be the customer's */
export function copiesFor(messages: Answerable[], customer: Identity): string[] {
  const last = lastAnswered(messages, customer);
  if (!last) return [];
  const all = [
    ...(last.from && last.from.address !== customer.address ? [last.from.address] : []),
    ...(last.others ?? []),
  ];
  return [...new Set(all)]
    .filter(each => each !== customer.address && /^[^\s@]+@[^\s@]+$/.test(each) && !NO_PERSON.test(each))
    .slice(0, COPIES_MAX);
}

/** The newest message a person wrote that takes part here. */
export function lastAnswered<M extends Answerable>(messages: M[], customer: Identity): M | null {
  const people = messages.filter(each => each.direction === 'in' && (each.kind === 'human' || each.kind === 'list'));
  const known = new Set([
    customer.address,
    ...people.filter(each => each.from?.address === customer.address).flatMap(each => each.others ?? []),
  ]);
  return people.findLast(each => each.from === null || known.has(each.from.address)) ?? null;
}
