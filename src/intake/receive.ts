/** Takes what a channel hands in: once, whole, in one commit with the cursor; then an enquiry carries it on. */
import type { Customer, Identity } from '../core/customer.ts';
import { decide } from '../core/decide.ts';
import { decideReply } from '../core/decide-reply.ts';
import { accept as accepted, type Enquiry } from '../core/enquiry.ts';
import type { ChannelId, EnquiryId, MessageId, RawId } from '../core/ids.ts';
import {
  clampText,
  cleanText,
  type InboundMessage,
  isBlank,
  REFERENCES_MAX,
  SUBJECT_CHARS_MAX,
  TEXT_CHARS_MAX,
} from '../core/message.ts';
import { isOnlyThanks } from '../core/thanks.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow, CommitResult, Op } from '../ports/store.ts';
import { matchEnquiry, nameKind } from './match.ts';

/** Rounds against rivals (another process, the same customer twice) before the source is asked to deliver again. */
const ROUNDS_MAX = 60;
/** Addresses of other people in a mail that are remembered as taking part. */
const PARTICIPANTS_MAX = 50;
/** A mail address has at most 254 characters; what is longer is no address, but is kept as far as this. */
const ADDRESS_CHARS_MAX = 400;
/** Names of messages: RFC 5322 allows lines of 998 characters, and Postgres indexes no more than 2,700 bytes. */
const NAME_CHARS_MAX = 600;

export type IntakeParts = Pick<Parts, 'workspaceId' | 'store' | 'recorder' | 'clock' | 'ids' | 'log'>;

export interface Intake {
  /** @param threads how this channel's messages refer to each other */
  accept(channel: ChannelRow, threads: 'names' | 'flat', inbound: Inbound): Promise<AcceptResult>;
}

export function makeIntake(parts: IntakeParts): Intake {
  const turns = new Map<string, Promise<unknown>>();
  /** The last number given here; the database has the last word, by its unique index. */
  let lastNumber = 0;

  /** Messages of one sender are taken one after another, in the order they came. */
  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (turns.get(key) === settled) turns.delete(key);
      });
    turns.set(key, settled);
    return turn;
  };

  const nextNumber = async () => {
    if (lastNumber === 0) lastNumber = Math.max(lastNumber, await parts.store.highestNumber());
    return ++lastNumber;
  };

  return {
    accept: (channel, threads, given) => {
      const message = tidy(readable(given));
      const inbound = {
        ...given,
        externalId: shortName(given.externalId),
        contentKey: given.contentKey && shortName(given.contentKey),
      };
      return inTurn(`${channel.kind}:${message.from.address}`, async () => {
        for (let i = 0; i < ROUNDS_MAX; i++) {
          const result = await receiveOnce(parts, channel, threads, inbound, message, nextNumber);
          if (result.as !== 'again') return result;
          if (result.because === 'number') lastNumber = 0;
          await parts.clock.sleep(parts.ids.fraction() * 10);
        }
        throw new Error('Too many messages at once; this one is left at its source and taken later.');
      });
    },
  };
}

/** The message to show: an unreadable one becomes a message that says so, with everything kept in the raw input. */
function readable(inbound: Inbound): InboundMessage {
  const { content } = inbound;
  if (content.as !== 'unreadable') return content.message;
  return {
    kind: 'human',
    from: { address: content.from ?? 'unknown sender', name: null },
    subject: content.subject,
    text: '',
    folded: [],
    attachments: [],
    writtenAt: 0,
    visibility: 'private',
    names: [],
    answers: [],
    others: [],
    warnings: [`This message could not be read: ${content.why} It is kept exactly as it came.`],
  };
}

/** No sign that a database refuses, no name longer than an index takes. */
function tidy(message: InboundMessage): InboundMessage {
  return {
    ...message,
    from: {
      address: clampText(cleanText(message.from.address), ADDRESS_CHARS_MAX).text || 'unknown sender',
      name: senderName(message.from.name),
    },
    names: message.names.slice(0, REFERENCES_MAX).map(shortName),
    answers: message.answers.slice(0, REFERENCES_MAX).map(shortName),
    others: message.others.slice(0, PARTICIPANTS_MAX).map(each => clampText(cleanText(each), ADDRESS_CHARS_MAX).text),
    warnings: message.warnings.map(cleanText),
    attachments: message.attachments.map(each => ({ ...each, name: cleanText(each.name), type: cleanText(each.type) })),
  };
}

function senderName(name: string | null): string | null {
  return name ? clampText(cleanText(name).replace(/\s+/g, ' ').trim(), 100).text || null : null;
}

function shortName(name: string): string {
  return clampText(cleanText(name), NAME_CHARS_MAX).text;
}

type Again = { as: 'again'; because: 'number' | 'rival' };

async function receiveOnce(
  parts: IntakeParts,
  channel: ChannelRow,
  threads: 'names' | 'flat',
  inbound: Inbound,
  message: InboundMessage,
  nextNumber: () => Promise<number>,
): Promise<AcceptResult | Again> {
  const { store, recorder, ids, clock } = parts;
  const cursor: Op[] = inbound.cursor
    ? [{ do: 'update', table: 'channels', id: channel.id, set: { cursor: inbound.cursor } }]
    : [];
  if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) {
    if (cursor.length) await store.commit(cursor);
    return { as: 'duplicate' };
  }
  const now = clock.now();
  const rawId = ids.make('raw');
  const raw = rawOp(parts, channel.id, inbound, rawId, now);

  if (inbound.content.as === 'bounce') {
    const done = await bounced(parts, channel, inbound, [raw, ...cursor]);
    if (done) return done;
  }

  const person = await findOrMake(parts, channel.kind, message, now);
  const sender = {
    identityId: person.known ? person.identity.id : null,
    channelId: channel.id,
    channelKind: channel.kind,
    threads,
  };
  const { enquiry, linkedTo, doubtful } = await matchEnquiry(store, message, sender, now);
  const messageId = ids.make('message');
  const machine = message.kind !== 'human' && message.kind !== 'list';
  const written = { do: 'customerWrote', message: messageId, machine, thanksOnly: isOnlyThanks(message.text) } as const;
  const note = doubtful
    ? [`May belong to #${doubtful.number}: it answers a message there, but ${message.from.address} took no part in it.`]
    : [];
  const rows = (enquiryId: EnquiryId) => [
    raw,
    ...person.ops,
    ...messageOps(parts, channel.kind, enquiryId, messageId, rawId, message, inbound, note, now),
    ...cursor,
  ];

  if (enquiry) {
    const recorded = await recorder.change(enquiry.id, async loaded => {
      // A rival may have delivered the same message while we waited for our turn.
      if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
      const decision = decide(loaded.enquiry, loaded.replies, written, loaded.now);
      return decision.ok ? { events: decision.events, ops: rows(enquiry.id), replies: loaded.replies } : decision;
    });
    if (!recorded.ok) return { as: 'again', because: 'rival' };
    return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
  }

  const fresh = newEnquiry(parts, channel, person, message, await nextNumber(), linkedTo?.id ?? null, now);
  const opened = accepted({ type: 'EnquiryOpened' as const, message: messageId, linkedTo: fresh.linkedTo });
  const first = decide(fresh, [], written, now);
  if (!first.ok) throw new Error('A new enquiry takes every message.');
  const result = await recorder.open(fresh, { events: [...opened.events, ...first.events], ops: rows(fresh.id) });
  return result.ok ? { as: 'stored', enquiryId: fresh.id } : again(result);
}

function again(result: Exclude<CommitResult, { ok: true }>): AcceptResult | Again {
  if (result.conflict === 'unique' && result.table === 'raws') return { as: 'duplicate' };
  return { as: 'again', because: result.conflict === 'unique' && result.table === 'enquiries' ? 'number' : 'rival' };
}

/** A bounce ends the reply it is about; one that belongs to no reply of ours is shown like any message. */
async function bounced(
  parts: IntakeParts,
  channel: ChannelRow,
  inbound: Inbound,
  ops: Op[],
): Promise<AcceptResult | null> {
  if (inbound.content.as !== 'bounce') return null;
  const { bounce } = inbound.content;
  const refs = await parts.store.refs(nameKind(channel.kind), bounce.about);
  const about = refs.find(ref => ref.replyId !== null);
  if (!about?.replyId) return null;
  const replyId = about.replyId;
  const recorded = await parts.recorder.change(about.enquiryId, async ({ enquiry, now }) => {
    if (await parts.store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
    const reply = await parts.store.reply(replyId);
    if (!reply) return { events: [], ops };
    const decision = decideReply(
      enquiry,
      reply,
      { do: 'bounce', permanent: bounce.permanent, reason: bounce.reason },
      now,
    );
    return decision.ok ? { events: decision.events, ops, replies: [reply] } : { events: [], ops };
  });
  return recorded.ok ? { as: 'stored', enquiryId: about.enquiryId } : null;
}

function rawOp(parts: IntakeParts, channelId: ChannelId, inbound: Inbound, id: RawId, receivedAt: number): Op {
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

interface Person {
  known: boolean;
  customer: Customer;
  identity: Identity;
  ops: Op[];
}

/** The customer behind an address. Two people with the same name stay two: only the address tells them apart. */
async function findOrMake(
  parts: IntakeParts,
  channelKind: string,
  message: InboundMessage,
  now: number,
): Promise<Person> {
  const { store, ids, workspaceId } = parts;
  const { name } = message.from;
  const identity = await store.identityByAddress(channelKind, message.from.address);
  const customer = identity && (await store.customer(identity.customerId));
  if (identity && customer) {
    if (!name || customer.name) return { known: true, customer, identity, ops: [] };
    return {
      known: true,
      customer,
      identity,
      ops: [{ do: 'update', table: 'customers', id: customer.id, set: { name } }],
    };
  }
  const made: Customer = { id: ids.make('customer'), workspaceId, name, createdAt: now };
  const { address } = message.from;
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
      { do: 'insert', table: 'customers', row: made },
      { do: 'insert', table: 'identities', row: known },
    ],
  };
}

function newEnquiry(
  parts: IntakeParts,
  channel: ChannelRow,
  person: Person,
  message: InboundMessage,
  number: number,
  linkedTo: EnquiryId | null,
  now: number,
): Enquiry {
  const subject = message.subject
    ? clampText(cleanText(message.subject).replace(/\s+/g, ' ').trim(), SUBJECT_CHARS_MAX).text
    : null;
  return {
    id: parts.ids.make('enquiry'),
    workspaceId: parts.workspaceId,
    number,
    version: 0,
    status: 'open',
    ownerId: null,
    channelId: channel.id,
    channelKind: channel.kind,
    roomId: channel.roomId,
    customerId: person.customer.id,
    identityId: person.identity.id,
    visibility: message.visibility,
    subject: subject || null,
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

function messageOps(
  parts: IntakeParts,
  channelKind: string,
  enquiryId: EnquiryId,
  id: MessageId,
  rawId: RawId,
  message: InboundMessage,
  inbound: Inbound,
  notes: string[],
  now: number,
): Op[] {
  const { ids, workspaceId } = parts;
  const { text, cut } = clampText(cleanText(message.text), TEXT_CHARS_MAX);
  const warnings = [...message.warnings, ...notes];
  if (cut) warnings.push('This message is very long; its end is only in the full message.');
  if (isBlank(text) && message.attachments.length === 0 && inbound.content.as !== 'unreadable')
    warnings.push('The message has no text.');
  const ops: Op[] = [
    {
      do: 'insert',
      table: 'messages',
      row: {
        id,
        workspaceId,
        enquiryId,
        direction: 'in',
        kind: inbound.content.as === 'unreadable' ? 'unreadable' : message.kind,
        from: message.from,
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
      },
    },
  ];
  for (const [position, each] of message.attachments.entries()) {
    ops.push({
      do: 'insert',
      table: 'attachments',
      row: { id: ids.make('attachment'), workspaceId, messageId: id, position, ...each },
    });
  }
  for (const name of message.names) {
    ops.push({
      do: 'insert',
      table: 'refs',
      row: { id: ids.make('event'), workspaceId, kind: nameKind(channelKind), ref: name, enquiryId, replyId: null },
    });
  }
  for (const address of [message.from.address, ...message.others].slice(0, PARTICIPANTS_MAX)) {
    ops.push({ do: 'insert', table: 'participants', row: { id: ids.make('event'), workspaceId, enquiryId, address } });
  }
  return ops;
}
