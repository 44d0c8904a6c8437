/** Sends an automatic message to a customer: recorded first, sent once; an answer to it finds its enquiry. */
import { subjectGiven } from '../core/about.ts';
import { type Customer, customerLabel, type Identity } from '../core/customer.ts';
import { type Language, languageOfCustomer } from '../core/customer-texts/texts.ts';
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import { isErasedAddress } from '../core/erased-address.ts';
import type { Acknowledgement, Channel } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { takingOf } from './taking.ts';

/**
 * The one place where a machine speaks to a customer: where its channel forbids that, nothing is said, whatever the settings
 * are.
 */
export function mayMachineSpeak({ limits, acknowledge }: Channel): boolean {
  return limits.automaticAnswer === 'allowed' && acknowledge !== undefined;
}

/** @returns whether it left; it is not tried again */
export async function letMachineSay(parts: Parts, channel: Channel, words: Acknowledgement): Promise<boolean> {
  const result = mayMachineSpeak(channel) ? await channel.acknowledge?.(words) : undefined;
  if (result?.as === 'sent' || result?.as === 'queued') return true;
  const enquiry = words.enquiryId;
  parts.log.warn({ enquiry, result: result?.as }, 'An automatic message was not sent; it is not retried.');
  return false;
}

interface MachineWords {
  enquiry: Enquiry;
  channel: Channel;
  identity: Identity;
  customer: Customer;
  /** The message it refers to. */
  about: MessageRow;
  language: Language;
  text: string;
  /** What happens in the enquiry by it; an empty list when something came in between. */
  events(now: Enquiry): EnquiryEvent[];
  /** Stored with them. */
  ops?: readonly Op[];
}

/** What an automatic message needs to know about a customer. */
interface Known {
  identity: Identity;
  customer: Customer;
  /** What they are called; null where only their address is known. */
  name: string | null;
  messages: MessageRow[];
  /** The first message of theirs. */
  first: MessageRow;
  language: Language;
}

/** @returns null when nobody wrote, so there is nothing to answer */
export async function whoWrote({ store, kinds, language: otherwise }: Parts, enquiry: Enquiry): Promise<Known | null> {
  const [identity, customer, messages] = await Promise.all([
    store.identity(enquiry.identityId),
    store.customer(enquiry.customerId),
    store.messages(enquiry.id),
  ]);
  const first = messages.find(each => each.direction === 'in');
  if (!identity || !customer || !first || isErasedAddress(identity.address)) return null;
  const name = customerLabel(customer, identity, kinds) === identity.address ? null : customer.name;
  return { identity, customer, name, messages, first, language: languageSpoken(messages, identity, otherwise) };
}

/** The language to answer a customer in, by what they wrote in an enquiry. */
export function languageSpoken(messages: MessageRow[], { address }: Identity, otherwise: Language): Language {
  const own = messages.filter(each => each.direction === 'in' && (each.from?.address ?? address) === address);
  return languageOfCustomer(
    own.flatMap(each => (each.echo ? [each.echo] : [])),
    otherwise,
  );
}

export async function languageOfEnquiry(
  { store, language }: Pick<Parts, 'store' | 'language'>,
  { id, identityId }: Enquiry,
): Promise<Language> {
  const [identity, messages] = await Promise.all([store.identity(identityId), store.messages(id)]);
  return identity ? languageSpoken(messages, identity, language) : language;
}

/** @returns whether it left; it is not tried again */
export async function sayByMachine(parts: Parts, words: MachineWords): Promise<boolean> {
  const { ids, workspaceId } = parts;
  const { enquiry, channel, identity, customer, about, language, text } = words;
  if (!mayMachineSpeak(channel)) return false;
  const id = ids.make('reply');
  const name = channel.nameFor?.(id) ?? null;
  const kind = `name:${enquiry.channelKind}`;
  const ref = { id: ids.make('event'), workspaceId, kind, ref: name ?? '', enquiryId: enquiry.id, replyId: null };
  // Recorded before it is sent: after a crash it is not sent again.
  const ops: Op[] = name ? [{ do: 'insert', table: 'refs', row: ref }] : [];
  const recorded = await parts.recorder.change(enquiry.id, async ({ enquiry: now }) => {
    const events = words.events(now);
    if (events.length === 0) return { events: [] };
    const taken = await takingOf(parts, now.channelId, channel, { text, visibility: now.visibility, copies: [] });
    // Replies of people may wait for the budget; what a machine says is then no news any more.
    return taken.ok ? { events, ops: [...ops, ...(words.ops ?? []), ...taken.ops] } : { events: [] };
  });
  if (!recorded.ok || recorded.events.length === 0) return false;
  return letMachineSay(parts, channel, {
    id,
    enquiryId: enquiry.id,
    to: { address: identity.address, name: customer.name },
    subject: subjectGiven(enquiry.subject, await parts.store.messages(enquiry.id)),
    answers: about.names.slice(0, 1),
    echoes: about.echo ? [about.echo] : [],
    writtenTo: about.writtenTo,
    language,
    text,
  });
}
