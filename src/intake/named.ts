/** Finds messages by the names they go by on their channel, and the enquiries that show them. */
import { aboutOf } from '../core/about.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, MessageId } from '../core/ids.ts';
import { type InboundMessage, isToUs } from '../core/message.ts';
import type { EnquiryReads, EventReads, MessageReads, ThreadReads } from '../ports/reads.ts';
import type { MessageRow } from '../ports/rows.ts';
import { nameKind } from './match.ts';

type NamedReads = EnquiryReads & EventReads & MessageReads & ThreadReads;

/** Merges and splits that are followed from one message; more would be a loop. */
const ENQUIRIES_MAX = 40;

/** The names that are this message's alone: one that it also answers is the name of its whole thread. */
export function ownNames({ names, answers }: InboundMessage): string[] {
  return names.filter(each => !answers.includes(each));
}

/** The message that goes by one of these names, wherever merges and splits have taken it; null for none. Never a reply of ours. */
export async function messageNamed(
  store: NamedReads,
  channelKind: string,
  names: readonly string[],
): Promise<MessageRow | null> {
  if (names.length === 0) return null;
  const refs = await store.refs(nameKind(channelKind), [...names]);
  const open = refs.filter(each => each.replyId === null).map(each => each.enquiryId);
  const looked = new Set<EnquiryId>();
  for (let id = open.shift(); id !== undefined && looked.size < ENQUIRIES_MAX; id = open.shift()) {
    if (looked.has(id)) continue;
    looked.add(id);
    const found = (await store.messages(id)).find(
      each => each.replyId === null && each.names.some(name => names.includes(name)),
    );
    if (found) return found;
    open.push(...(await wentTo(store, id)));
  }
  return null;
}

/** Where messages of an enquiry went: it was merged, or some were split off. Names stay where they were first. */
async function wentTo(store: NamedReads, id: EnquiryId): Promise<EnquiryId[]> {
  const into = (await store.enquiry(id))?.mergedInto;
  const events = await store.events(id);
  return [...(into ? [into] : []), ...events.flatMap(({ event }) => (event.type === 'EnquirySplit' ? [event.to] : []))];
}

/** Other enquiries on whose card or in whose thread a message still stands, from before a merge or a split. */
async function alsoShownIn(store: NamedReads, id: EnquiryId, message: MessageId): Promise<Enquiry[]> {
  const looked = new Set<EnquiryId>([id]);
  const open = [id];
  for (let at = open.shift(); at !== undefined && looked.size < ENQUIRIES_MAX; at = open.shift()) {
    for (const { event } of await store.events(at)) {
      const from =
        event.type === 'EnquiryAbsorbed' && event.messages?.includes(message)
          ? event.from
          : event.type === 'EnquiryOpened' && event.linkedTo && (await splitOff(store, event.linkedTo, message))
            ? event.linkedTo
            : null;
      if (from === null || looked.has(from)) continue;
      looked.add(from);
      open.push(from);
    }
  }
  looked.delete(id);
  return (await store.enquiriesById([...looked])).filter(each => each !== null);
}

/** Later enquiries of a customer that are looked at: their cards name an earlier one. */
const LATER_MAX = 50;

/**
 * Everything else that shows a message, or a name that was made from it: from before a merge or a split, and the cards of
 * later enquiries, which name earlier ones.
 */
export async function alsoShowing(
  store: NamedReads,
  enquiry: Enquiry,
  message: Pick<MessageRow, 'id' | 'subject' | 'text'>,
): Promise<Enquiry[]> {
  const shown = await alsoShownIn(store, enquiry.id, message.id);
  const about = aboutOf(message);
  const named = [enquiry, ...shown].filter(each => about !== null && each.subject === about);
  const later = await Promise.all(
    named.map(async ({ customerId, openedAt }) =>
      (await store.enquiriesOfCustomer(customerId, LATER_MAX)).filter(each => each.openedAt >= openedAt),
    ),
  );
  const all = new Map([...later.flat(), ...shown].map(each => [each.id, each]));
  all.delete(enquiry.id);
  return [...all.values()];
}

export interface Named {
  enquiry: Enquiry;
  /** What it is called without this message. */
  otherwise: string | null;
}

/** Those of these enquiries that are called by this message, and no other of their messages says the same. */
export async function namedAfter(
  store: MessageReads,
  enquiries: Enquiry[],
  message: Pick<MessageRow, 'id' | 'subject' | 'text'>,
): Promise<Named[]> {
  const about = aboutOf(message);
  const alike = about === null ? [] : enquiries.filter(each => each.subject === about);
  const found: Named[] = [];
  for (const each of alike) {
    const others = (await store.messages(each.id)).filter(({ id }) => id !== message.id);
    if (others.some(other => aboutOf(other) === about)) continue;
    const next = others
      .filter(isToUs)
      .map(aboutOf)
      .find(other => other !== null);
    found.push({ enquiry: each, otherwise: next ?? null });
  }
  return found;
}

async function splitOff(store: EventReads, id: EnquiryId, message: MessageId): Promise<boolean> {
  return (await store.events(id)).some(
    ({ event }) => event.type === 'EnquirySplit' && event.messages.includes(message),
  );
}
