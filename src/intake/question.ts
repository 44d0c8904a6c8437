/** A customer's message finds its enquiry, or opens one. */
import { isAlerting } from '../core/alerting.ts';
import { continues, decide } from '../core/decide.ts';
import { accept as accepted, type Enquiry, type EnquiryCommand, type EnquiryEvent } from '../core/enquiry.ts';
import type { CustomerId, EnquiryId, MessageId, RoomId } from '../core/ids.ts';
import type { InboundMessage } from '../core/message.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import { maybeColleague } from '../desk/wording.ts';
import type { Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { CustomerReads, EnquiryReads, ThreadReads } from '../ports/reads.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { CommitResult, Op } from '../ports/store.ts';
import { judgeMessage } from '../shield/judge.ts';
import type { Coming, Taken } from './coming.ts';
import { matchEnquiry, type Sender } from './match.ts';
import {
  colleagueNote,
  doubtNote,
  floodOf,
  forwardNote,
  matterOf,
  otherWayNote,
  subjectNote,
  withoutOwnWords,
} from './notes.ts';
import { reachedThem } from './of-ours.ts';
import { type Correspondent, findOrMake, messageOps, nameOps, newEnquiry, rawOp } from './rows.ts';
import { thanksAlone } from './thanks-alone.ts';

/** A machine says "it has arrived" only while that is news. */
const ACKNOWLEDGE_WITHIN: DurationMs = DAY;
/** Enquiries of a customer that are looked through for one about the same. */
const RECENT_LOOKED_AT = 20;
/** A second mail about the same subject within this time is offered for putting together. */
const SAME_MATTER_WITHIN: DurationMs = 7 * DAY;
const LIVING: readonly string[] = ['open', 'waiting', 'snoozed'];

export async function takeQuestion(
  parts: Parts,
  { channel, threads, inbound, message: given, cursor }: Coming,
): Promise<Taken> {
  const { store, ids, clock } = parts;
  const now = clock.now();
  const rawId = ids.make('raw');
  const raw = rawOp(parts, channel.id, inbound, rawId, now);
  const person = await findOrMake(parts, channel.kind, given, now);
  const sender = {
    identityId: person.known ? person.identity.id : null,
    channelId: channel.id,
    channelKind: channel.kind,
    threads,
  };
  const match = await matchEnquiry(store, given, sender, now);
  const { linkedTo, doubtful, stranger, by } = match;
  const enquiry = match.enquiry ?? (doubtful ? null : await answeredByMachine(store, given, sender, now));
  // Who else is in a mail whose sender was not proven, or that came in by a number anybody can type, gets no copies.
  const alone = given.trust === 'fail' || (by === 'number' && given.trust !== 'pass');
  const doubted = given.looksLikeColleague ? await askedAbout(store, enquiry, given) : given;
  const message: InboundMessage = alone ? { ...doubted, others: [] } : doubted;
  const messageId = ids.make('message');
  // What a colleague writes into a customer's thread makes nobody wait, as what a machine writes does not.
  const aside = message.colleague === true && enquiry !== null;
  const machine = aside || (message.kind !== 'human' && message.kind !== 'list');
  const earlier = enquiry ? await store.messages(enquiry.id) : [];
  const own = enquiry ? withoutOwnWords(message, earlier) : message;
  // Without what they wrote before it may sound otherwise; what counts for it stays.
  const from = message.shield?.from;
  const again = () => ({ ...judgeMessage(own), ...(from === undefined ? {} : { from }) });
  const shown = own.text === message.text ? own : { ...own, shield: again() };
  // People in a chat write in short lines; two machines that thank each other do it by mail.
  const flood = threads === 'names' ? floodOf(earlier, message, now) : null;
  const quiet = flood !== null || !isAlerting(person.identity, now);
  const written: EnquiryCommand = stranger
    ? { do: 'strangerWrote', message: messageId }
    : {
        do: 'customerWrote',
        message: messageId,
        machine,
        thanksOnly: await thanksAlone(store, enquiry, message, shown.text),
        quiet,
      };
  const note = [
    ...forwardNote(message),
    ...(message.colleague ? [colleagueNote(aside)] : []),
    ...doubtNote(doubtful, message, enquiry?.roomId ?? channel.roomId),
    ...subjectNote(earlier, message),
    ...(flood ? [flood] : []),
    ...otherWayNote(enquiry, person.customer.id, parts.kinds.of(channel.kind), message),
  ];
  const rows = (enquiryId: EnquiryId) => [
    raw,
    ...person.ops,
    ...(enquiry && !stranger ? nameOps(enquiry, earlier, shown) : []),
    ...messageOps(parts, channel.kind, enquiryId, messageId, rawId, shown, inbound, note, now, !stranger),
    ...cursor,
  ];

  const arrival: Arrival = { channel, inbound, person, message, messageId, written, rows, now };
  return enquiry ? joinEnquiry(parts, enquiry, arrival) : openEnquiry(parts, linkedTo, arrival);
}

/** A customer's message on its way into an enquiry. */
interface Arrival {
  channel: ChannelRow;
  inbound: Inbound;
  person: Correspondent;
  message: InboundMessage;
  messageId: MessageId;
  written: EnquiryCommand;
  /** What it leaves in the store, the cursor of its channel included. */
  rows(enquiryId: EnquiryId): Op[];
  now: Instant;
}

async function joinEnquiry(
  { store, recorder }: Parts,
  enquiry: Enquiry,
  { channel, inbound, message, messageId, written, rows }: Arrival,
): Promise<Taken> {
  const recorded = await recorder.change(enquiry.id, async loaded => {
    // A rival may have delivered the same message while we waited for our turn.
    if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
    const decision = decide(loaded.enquiry, loaded.replies, written, loaded.now);
    if (!decision.ok) return decision;
    const asked = message.forwardOf ? [{ type: 'AskedWhose' as const, message: messageId }] : [];
    const old = inbound.old === true;
    return { events: [...decision.events, ...asked], ops: rows(enquiry.id), replies: loaded.replies, old };
  });
  if (!recorded.ok) return { as: 'again' };
  return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
}

async function openEnquiry(
  parts: Parts,
  linkedTo: Enquiry | null,
  { channel, inbound, person, message, messageId, written, rows, now }: Arrival,
): Promise<Taken> {
  const fresh = newEnquiry(parts, channel, person, message, linkedTo?.id ?? null, now);
  const polite =
    // Beside a chat it is shown without being asked for.
    (parts.automatic(channel.kind) !== false || parts.kinds.of(channel.kind).live) &&
    message.kind === 'human' &&
    !message.colleague &&
    !message.noAutoAnswer &&
    message.trust !== 'fail' &&
    // Old mail that is taken in later is not thanked for.
    (message.writtenAt <= 0 || now - message.writtenAt < ACKNOWLEDGE_WITHIN);
  const opening: EnquiryEvent = { type: 'EnquiryOpened', message: messageId, linkedTo: fresh.linkedTo };
  const opened = accepted({
    ...opening,
    ...(polite ? { acknowledge: true } : {}),
    // Nobody waits: a card that asks who has it would be a false alarm.
    ...(message.answersItself ? { closed: true } : {}),
  });
  const first = message.answersItself
    ? accepted({ type: 'CustomerWrote' as const, message: messageId, machine: true, thanksOnly: false })
    : decide(fresh, [], written, now);
  if (!first.ok) throw new Error('A new enquiry takes every message.');
  const follows: EnquiryEvent[] = [];
  if (message.forwardOf) follows.push({ type: 'AskedWhose', message: messageId });
  const alike =
    person.known && !linkedTo && message.kind === 'human' && message.trust !== 'fail'
      ? await sameMatter(parts, person.customer.id, fresh.roomId, message, now)
      : null;
  if (alike) follows.push({ type: 'MergeOffered', into: alike });
  const events = [...opened.events, ...first.events, ...follows];
  const result = await parts.recorder.open(fresh, { events, ops: rows(fresh.id), old: inbound.old === true });
  return result.ok ? { as: 'stored', enquiryId: fresh.id } : again(result);
}

/** An absence note that names nothing it answers is about what its sender and we last wrote about. */
async function answeredByMachine(
  store: EnquiryReads,
  message: InboundMessage,
  { identityId, channelId }: Sender,
  now: Instant,
): Promise<Enquiry | null> {
  if (!message.answersItself || message.kind === 'withdrawn' || message.trust === 'fail' || identityId === null)
    return null;
  const newest = await store.newestEnquiryOf(identityId, channelId);
  return newest && newest.status !== 'spam' && continues(newest, now) ? newest : null;
}

function again(result: Exclude<CommitResult, { ok: true }>): Taken {
  if (result.conflict === 'unique' && result.table === 'raws') return { as: 'duplicate' };
  return { as: 'again' };
}

/** Looks like a colleague's and is not proven: the team is asked. What a machine wrote makes nobody wait, whoever it was. */
async function askedAbout(
  store: CustomerReads & ThreadReads,
  enquiry: Enquiry | null,
  message: InboundMessage,
): Promise<InboundMessage> {
  const warnings = [maybeColleague(message.from), ...message.warnings];
  if (message.kind !== 'human' && message.kind !== 'list') return { ...message, warnings };
  const others = message.others.filter(each => each !== message.from.address);
  const maybeOurs = enquiry && (await reachedThem(store, enquiry, others)) ? 'answered' : 'alone';
  return { ...message, warnings, from: { ...message.from, maybeOurs } };
}

/**
 * An open enquiry of the same customer about the same subject, in the room of the new one: putting the two together is
 * offered, never done.
 */
async function sameMatter(
  parts: Parts,
  customerId: CustomerId,
  roomId: RoomId,
  message: InboundMessage,
  now: Instant,
): Promise<EnquiryId | null> {
  const subject = matterOf(message.subject);
  if (!subject) return null;
  const recent = await parts.store.enquiriesOfCustomer(customerId, RECENT_LOOKED_AT);
  const found = recent.find(
    each =>
      mayRead(everybodyIn(roomId), each) &&
      // What cannot be merged is not offered.
      each.visibility === message.visibility &&
      LIVING.includes(each.status) &&
      now - each.openedAt < SAME_MATTER_WITHIN &&
      matterOf(each.subject) === subject,
  );
  return found?.id ?? null;
}
