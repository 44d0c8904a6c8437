/** What customers call themselves, their addresses and their subjects, as staff see them: an insult is not repeated. Pure. */
import { type Customer, customerLabel, type Identity } from '../core/customer.ts';
import type { Kinds } from '../core/kinds.ts';
import { isFoulName, judgeTone } from '../shield/judge.ts';

/** In place of a name that is an insult. */
const SOMEBODY = 'name not shown';
/** In place of an address that is one. */
const NO_ADDRESS = 'address not shown';
/** In place of a subject. */
const UPSETTING = 'may be upsetting';

/** What staff call this customer; an insult that they call themselves is not repeated. */
export function shownLabel(
  customer: Pick<Customer, 'name'>,
  identity: Pick<Identity, 'address' | 'channelKind'>,
  kinds: Kinds,
): string {
  return shownName(customerLabel(customer, identity, kinds));
}

export function shownName(name: string): string {
  return isFoulName(name) ? SOMEBODY : name;
}

export function shownAddress(address: string): string {
  return isFoulName(address) ? NO_ADDRESS : address;
}

/** A subject, or first words; as hard as when they were all that was written. */
export function shownSubject(subject: string): string {
  return judgeTone(subject).level === 'aimed' || isFoulName(subject) ? UPSETTING : subject;
}

/** A file, by its name; the ending stays. */
export function shownFile(name: string): string {
  return isFoulName(name.replace(/\.[a-z0-9]{1,5}$/i, '').replace(/[^\p{L}\p{N}]+/gu, ' '))
    ? `file${/\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? ''}`
    : name;
}
