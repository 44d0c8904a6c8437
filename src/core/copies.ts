/** Who else gets a reply: those who took part in the customer's message that it answers, and nobody else. Pure. */
import type { Identity } from './customer.ts';
import type { InboundSender } from './message.ts';
import { isMachine } from './unread-address.ts';

/** What of a message decides who gets the answer. */
interface Answerable {
  direction: 'in' | 'out';
  kind: string;
  from: InboundSender | null;
  others: string[] | null;
}

export interface Copies {
  /** Those who get one, without the customer. */
  addresses: string[];
  /** Those who are too many. */
  over: string[];
  /** Mailboxes of machines and lists. */
  machines: string[];
}

export const NO_COPIES: Copies = { addresses: [], over: [], machines: [] };

/** @param max how many get a copy at most. None when the message was not proven to be the customer's */
export function copiesFor(messages: Answerable[], customer: Identity, max: number): Copies {
  const last = lastAnswered(messages, customer);
  if (!last) return NO_COPIES;
  const all = [
    ...(last.from && last.from.address !== customer.address ? [last.from.address] : []),
    ...(last.others ?? []),
  ];
  const others = [...new Set(all)].filter(each => each !== customer.address && /^[^\s@]+@[^\s@]+$/.test(each));
  const [people, machines]: [string[], string[]] = [[], []];
  for (const each of others) (isMachine(each) ? machines : people).push(each);
  return { addresses: people.slice(0, max), over: people.slice(max), machines };
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
