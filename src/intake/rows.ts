/** The rows that one message writes: the raw input, the person, the enquiry it opens, the message and its attachments. */

import { aboutOf, onlyGreeting, subjectOf } from '../core/about.ts';
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { ChannelId, EnquiryId, MessageId, RawId } from '../core/ids.ts';
import {
  clampText,
  cleanText,
  type InboundMessage,
  isBlank,
  isToUs,
  SUBJECT_CHARS_MAX,
  TEXT_CHARS_MAX,
} from '../core/message.ts';
import { NOTES } from '../desk/notes.ts';
import type { Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { CustomerReads } from '../ports/reads.ts';
import type { ChannelRow, MessageRow } from '../ports/rows.ts';
import { NEXT_NUMBER, type Op } from '../ports/store.ts';
import { AIMED_AT_LEAST } from '../shield/judge.ts';
import { nameKind } from './match.ts';

/** Addresses of other people in a mail that are remembered as taking part: each is a row. */
const PARTICIPANTS_MAX = 500;
/** Addresses of others that are kept with a message; a circular to more is cut, and says so. */
export const OTHERS_MAX = 2_000;
/** Answers of a form before the first message; nobody fills in more. */
const DETAILS_MAX = 20;

export function rawOp(parts: Parts, channelId: ChannelId, inbound: Inbound, id: RawId, receivedAt: number): Op {
  return {
    do: 'insert',
    table: 'raws',
    row: {
      id,
      workspaceId: parts.workspaceId,
      channelId,
      externalId: inbound.externalId,
      contentKey: inbound.contentKey,
      type: inbound.raw.type,
      bytes: inbound.raw.bytes,
      status: inbound.content.as === 'unreadable' ? 'unreadable' : 'understood',
      receivedAt,
    },
  };
}

export interface Correspondent {
  known: boolean;
  customer: Customer;
  identity: Identity;
  ops: Op[];
}

/** The customer behind an address. Two people with the same name stay two: only the address tells them apart. */
export async function findOrMake(
  parts: Parts,
  channelKind: string,
  message: InboundMessage,
  now: number,
): Promise<Correspondent> {
  const { store, ids, workspaceId } = parts;
  const { name } = message.from;
  const identity = await store.identityByAddress(channelKind, message.from.address);
  const customer = identity && (await store.customer(identity.customerId));
  if (identity && customer) {
    const isNews =
      name !== null && name !== customer.name && (!customer.name || (await isRenamed(store, customer, message)));
    if (!isNews) return { known: true, customer, identity, ops: [] };
    return {
      known: true,
      customer,
      identity,
      ops: [{ do: 'update', table: 'customers', id: customer.id, set: { name } }],
    };
  }
  const { address, proven } = message.from;
  // Somebody who is proven to have another address that is known here is not a new customer. Where everybody can read
  // along, only a person says so.
  const isPrivate = parts.kinds.of(channelKind).visibility === 'private';
  const other = proven && isPrivate ? await store.identityByAddress(proven.channelKind, proven.address) : null;
  const same = other && (await store.customer(other.customerId));
  const made: Customer = same ?? { id: ids.make('customer'), workspaceId, name, createdAt: now };
  const known: Identity = {
    id: ids.make('identity'),
    workspaceId,
    customerId: made.id,
    channelKind,
    address,
    createdAt: now,
  };
  return {
    known: false,
    customer: made,
    identity: known,
    ops: [
      ...(same ? [] : [{ do: 'insert' as const, table: 'customers' as const, row: made }]),
      { do: 'insert', table: 'identities', row: known },
    ],
  };
}

/** Whoever was joined with somebody keeps the name that people know. */
async function isRenamed(store: CustomerReads, { id }: Customer, { from }: InboundMessage): Promise<boolean> {
  return from.renames === true && (await store.identitiesOf(id)).length === 1;
}

export function newEnquiry(
  parts: Parts,
  channel: ChannelRow,
  person: Correspondent,
  message: InboundMessage,
  linkedTo: EnquiryId | null,
  now: number,
): Enquiry {
  return {
    id: parts.ids.make('enquiry'),
    workspaceId: parts.workspaceId,
    number: NEXT_NUMBER,
    version: 0,
    status: 'open',
    ownerId: null,
    channelId: channel.id,
    channelKind: channel.kind,
    roomId: channel.roomId,
    customerId: person.customer.id,
    identityId: person.identity.id,
    visibility: message.visibility,
    subject: aboutOf(message),
    contactReason: null,
    openedAt: now,
    customerMessages: 0,
    lastCustomerAt: now,
    waitingSince: now,
    firstResponseAt: null,
    snoozedUntil: null,
    resolvedAt: null,
    mergedInto: null,
    linkedTo,
  };
}

/** What an enquiry without a name is called from now on, and one that only says hello so far. */
export function nameOps({ id, subject }: Enquiry, earlier: MessageRow[], message: InboundMessage): Op[] {
  const given = earlier.some(each => isToUs(each) && subjectOf(each.subject) !== null);
  const about = message.kind === 'human' ? aboutOf(message) : null;
  if (given || about === null || (subject !== null && !onlyGreeting(subject))) return [];
  return [{ do: 'update', table: 'enquiries', id, set: { subject: about } }];
}

export function messageOps(
  parts: Parts,
  channelKind: string,
  enquiryId: EnquiryId,
  id: MessageId,
  rawId: RawId,
  message: InboundMessage,
  inbound: Inbound,
  notes: string[],
  now: number,
  /** A stranger takes part only once staff allowed it. */
  takesPart = true,
): Op[] {
  const { ids, workspaceId } = parts;
  const { text, cut } = clampText(cleanText(message.text), TEXT_CHARS_MAX);
  const warnings = [...message.warnings, ...notes];
  if (cut) warnings.push(NOTES.veryLong);
  if (isBlank(text) && message.attachments.length === 0 && inbound.content.as !== 'unreadable')
    if (message.kind !== 'withdrawn') warnings.push(NOTES.noText);
  const ops: Op[] = [
    {
      do: 'insert',
      table: 'messages',
      row: {
        id,
        workspaceId,
        enquiryId,
        direction: inbound.content.as === 'staff' ? 'out' : 'in',
        kind: inbound.content.as === 'unreadable' ? 'unreadable' : message.kind,
        from: {
          address: message.from.address,
          name: message.from.name,
          ...(message.from.maybeOurs ? { maybeOurs: message.from.maybeOurs } : {}),
        },
        text: isBlank(text) ? '' : text,
        folded: message.folded.map(each => ({
          why: each.why,
          text: clampText(cleanText(each.text), TEXT_CHARS_MAX).text,
        })),
        warnings,
        names: message.names,
        rawId,
        replyId: null,
        writtenAt: message.writtenAt > 0 ? Math.min(message.writtenAt, now) : now,
        subject:
          message.subject === null
            ? null
            : clampText(cleanText(message.subject).trim(), SUBJECT_CHARS_MAX).text || null,
        others: message.others.length ? message.others : null,
        writtenTo: message.writtenTo ?? null,
        forwardOf: message.forwardOf ?? null,
        details: message.details?.length ? message.details.slice(0, DETAILS_MAX) : null,
        echo: message.echo ?? null,
        shield: inbound.content.as === 'staff' ? null : kept(message),
      },
    },
  ];
  ops.push(...fileOps(parts, id, message));
  for (const name of message.names) {
    ops.push({
      do: 'insert',
      table: 'refs',
      row: { id: ids.make('event'), workspaceId, kind: nameKind(channelKind), ref: name, enquiryId, replyId: null },
    });
  }
  for (const address of takesPart ? [message.from.address, ...message.others].slice(0, PARTICIPANTS_MAX) : []) {
    ops.push({ do: 'insert', table: 'participants', row: { id: ids.make('event'), workspaceId, enquiryId, address } });
  }
  return ops;
}

/** What hurts nobody is judged again when it is read, which costs less than to keep it; a colleague's words never are. */
function kept({ shield, colleague }: InboundMessage): MessageRow['shield'] {
  if (!shield) return null;
  const says = shield.level !== 'none' || shield.despair || shield.score >= AIMED_AT_LEAST;
  return says || colleague ? shield : null;
}

function fileOps({ ids, workspaceId }: Parts, messageId: MessageId, { attachments }: InboundMessage): Op[] {
  return attachments.map((each, position) => ({
    do: 'insert',
    table: 'attachments',
    row: { id: ids.make('attachment'), workspaceId, messageId, position, ...each },
  }));
}
