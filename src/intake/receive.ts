/** Takes in what a channel delivers: once, whole, in one commit with the cursor, into its enquiry. */
import { continues, decide } from '../core/decide.ts';
import { decideReply } from '../core/decide-reply.ts';
import { accept as accepted, type Enquiry, type EnquiryCommand, type EnquiryEvent } from '../core/enquiry.ts';
import type { CustomerId, EnquiryId, MessageId, RawId, RoomId } from '../core/ids.ts';
import { makeTurns } from '../core/in-turn.ts';
import type { InboundMessage } from '../core/message.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import { CHANGES } from '../desk/changes.ts';
import { maybeColleague } from '../desk/wording.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { CustomerReads, EnquiryReads, ThreadReads } from '../ports/reads.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { CommitResult, Op } from '../ports/store.ts';
import { takeBystander } from './bystander.ts';
import { earlierVersion, takeVersion } from './changed.ts';
import { matchEnquiry, nameKind, type Sender } from './match.ts';
import { ownNames } from './named.ts';
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
import { type Correspondent, findOrMake, messageOps, nameOps, newEnquiry, rawOp } from './rows.ts';
import { readable, shortName, tidy } from './screen.ts';
import { thanksAlone } from './thanks-alone.ts';
import { wasWithdrawn, withdrawMessages, withoutWords } from './withdraw.ts';

/** Rounds against rivals (another process, the same customer twice) before the source is asked to deliver again. */
const ROUNDS_MAX = 60;

/** A machine says "it has arrived" only while that is news. */
const ACKNOWLEDGE_WITHIN: DurationMs = DAY;
/** Enquiries of a customer that are looked through for one about the same. */
const RECENT_LOOKED_AT = 20;
/** A second mail about the same subject within this time is offered for putting together. */
const SAME_MATTER_WITHIN: DurationMs = 7 * DAY;
const LIVING: readonly string[] = ['open', 'waiting', 'snoozed'];

interface Intake {
  /** @param threads how this channel's messages refer to each other */
  accept(channel: ChannelRow, threads: 'names' | 'flat', inbound: Inbound): Promise<AcceptResult>;
}

export function makeIntake(parts: Parts): Intake {
  /** Messages of one sender are taken one after another, in the order they came. */
  const inTurn = makeTurns();
  /** The last number given here; the database has the last word, by its unique index. */
  let lastNumber = 0;

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
          const result = await takeIn(parts, channel, message.threads ?? threads, inbound, message, nextNumber);
          if (result.as !== 'again') return result;
          if (result.because === 'number') lastNumber = 0;
          await parts.clock.sleep(parts.ids.fraction() * 10);
        }
        throw new Error('Too many messages at once; this one is left at its source and taken later.');
      });
    },
  };
}

type Again = { as: 'again'; because: 'number' | 'rival' };

/** What its author took back before it came is taken in without its words, and what they take back meanwhile goes again. */
async function takeIn(
  parts: Parts,
  channel: ChannelRow,
  threads: 'names' | 'flat',
  inbound: Inbound,
  message: InboundMessage,
  nextNumber: () => Promise<number>,
): Promise<AcceptResult | Again> {
  const own = ownNames(message);
  const gone = () => wasWithdrawn(parts, channel.kind, own);
  if (await gone()) {
    const raw = { ...inbound.raw, bytes: new Uint8Array() };
    return sorted(parts, channel, threads, { ...inbound, raw }, withoutWords(message), nextNumber);
  }
  const result = await sorted(parts, channel, threads, inbound, message, nextNumber);
  if (result.as === 'stored' && (await gone())) await withdrawMessages(parts, channel, own, CHANGES.takenBackBefore);
  return result;
}

/** Versions of messages that are known, and what bystanders wrote, go ways of their own. */
async function sorted(
  parts: Parts,
  channel: ChannelRow,
  threads: 'names' | 'flat',
  inbound: Inbound,
  message: InboundMessage,
  nextNumber: () => Promise<number>,
): Promise<AcceptResult | Again> {
  const { as } = inbound.content;
  if (as === 'changed' || as === 'bystander' || as === 'message') {
    const cursor = cursorOps(channel, inbound);
    const fresh = !(await parts.store.rawKnown(channel.id, inbound.externalId, inbound.contentKey));
    const version = { channel, inbound, message, cursor };
    const earlier = fresh ? await earlierVersion(parts, version) : null;
    if (earlier) return (await takeVersion(parts, earlier, version)) ?? { as: 'again', because: 'rival' };
    if (fresh && as === 'bystander')
      return (await takeBystander(parts, channel, inbound, message, cursor)) ?? { as: 'again', because: 'rival' };
  }
  return receiveOnce(parts, channel, threads, inbound, message, nextNumber);
}

function cursorOps(channel: ChannelRow, { cursor }: Inbound): Op[] {
  return cursor ? [{ do: 'update', table: 'channels', id: channel.id, set: { cursor } }] : [];
}

async function receiveOnce(
  parts: Parts,
  channel: ChannelRow,
  threads: 'names' | 'flat',
  handed: Inbound,
  given: InboundMessage,
  nextNumber: () => Promise<number>,
): Promise<AcceptResult | Again> {
  let inbound = handed;
  const { store, ids, clock } = parts;
  const cursor = cursorOps(channel, inbound);
  if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) {
    await noteAlsoSent(parts, channel, inbound, given);
    if (cursor.length) await store.commit(cursor);
    return { as: 'duplicate' };
  }
  const now = clock.now();
  const rawId = ids.make('raw');
  const raw = rawOp(parts, channel.id, inbound, rawId, now);

  if (inbound.content.as === 'bounce') {
    const done = await bounced(parts, channel, inbound, rawId, [raw, ...cursor], now);
    if (done) return done;
  }

  if (inbound.content.as === 'staff') {
    const done = await answeredElsewhere(parts, channel, threads, inbound, given, rawId, [raw, ...cursor], now);
    if (done.as !== 'stored' || done.enquiryId !== null || inbound.content.else !== 'message') return done;
    inbound = { ...inbound, content: { as: 'message', message: given } };
  }

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
  const shown = enquiry ? withoutOwnWords(message, earlier) : message;
  // People in a chat write in short lines; two machines that thank each other do it by mail.
  const flood = threads === 'names' ? floodOf(earlier, message, now) : null;
  const quiet = flood !== null || Boolean(person.identity.standing);
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
  return enquiry ? joinEnquiry(parts, enquiry, arrival) : openEnquiry(parts, linkedTo, arrival, nextNumber);
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
): Promise<AcceptResult | Again> {
  const recorded = await recorder.change(enquiry.id, async loaded => {
    // A rival may have delivered the same message while we waited for our turn.
    if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
    const decision = decide(loaded.enquiry, loaded.replies, written, loaded.now);
    if (!decision.ok) return decision;
    const asked = message.forwardOf ? [{ type: 'AskedWhose' as const, message: messageId }] : [];
    return { events: [...decision.events, ...asked], ops: rows(enquiry.id), replies: loaded.replies };
  });
  if (!recorded.ok) return { as: 'again', because: 'rival' };
  return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
}

async function openEnquiry(
  parts: Parts,
  linkedTo: Enquiry | null,
  { channel, person, message, messageId, written, rows, now }: Arrival,
  nextNumber: () => Promise<number>,
): Promise<AcceptResult | Again> {
  const fresh = newEnquiry(parts, channel, person, message, await nextNumber(), linkedTo?.id ?? null, now);
  const polite =
    parts.automatic(channel.kind) !== false &&
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
  const result = await parts.recorder.open(fresh, { events, ops: rows(fresh.id) });
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

function again(result: Exclude<CommitResult, { ok: true }>): AcceptResult | Again {
  if (result.conflict === 'unique' && result.table === 'raws') return { as: 'duplicate' };
  return { as: 'again', because: result.conflict === 'unique' && result.table === 'enquiries' ? 'number' : 'rival' };
}

/** The same mail at a second address of ours: one enquiry, and a line that says so. */
async function noteAlsoSent(
  parts: Parts,
  channel: ChannelRow,
  inbound: Inbound,
  message: InboundMessage,
): Promise<void> {
  if (!inbound.contentKey) return;
  const first = await parts.store.messageByContent(inbound.contentKey);
  if (!first || first.message.direction !== 'in') return;
  const elsewhere = first.channelId !== channel.id || (message.writtenTo ?? null) !== first.message.writtenTo;
  if (!elsewhere) return;
  await parts.recorder.change(first.message.enquiryId, async ({ enquiry, replies, now }) => {
    const said = (await parts.store.events(enquiry.id)).some(
      each => each.event.type === 'AlsoSent' && each.event.channel === channel.id,
    );
    return said ? { events: [] } : decide(enquiry, replies, { do: 'alsoSent', channel: channel.id }, now);
  });
}

/** A colleague answered from a mail program: it belongs to the enquiry it answers. What answers none is not ours to show. */
async function answeredElsewhere(
  parts: Parts,
  channel: ChannelRow,
  threads: 'names' | 'flat',
  inbound: Inbound,
  message: InboundMessage,
  rawId: RawId,
  ops: Op[],
  now: Instant,
): Promise<AcceptResult | Again> {
  const { store, recorder } = parts;
  const refs = await store.refs(nameKind(channel.kind), message.answers);
  const proven = (message.proofs ?? []).flatMap(each => (each.of === 'enquiry' ? [each.id as EnquiryId] : []));
  for (const id of [...proven, ...refs.map(each => each.enquiryId)]) {
    const { enquiry } = await matchEnquiry(
      store,
      { ...message, proofs: [{ of: 'enquiry', id }], answers: [] },
      {
        identityId: (await store.enquiry(id))?.identityId ?? null,
        channelId: channel.id,
        channelKind: channel.kind,
        threads,
      },
      now,
    );
    if (!enquiry) continue;
    if (!(await reachedThem(store, enquiry, message.others))) continue;
    const messageId = parts.ids.make('message');
    const recorded = await recorder.change(enquiry.id, async loaded => {
      if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
      const decision = decide(
        loaded.enquiry,
        loaded.replies,
        { do: 'answeredElsewhere', message: messageId },
        loaded.now,
      );
      if (!decision.ok) return decision;
      const rows = messageOps(parts, channel.kind, enquiry.id, messageId, rawId, message, inbound, [], now, false);
      return { events: decision.events, ops: [...ops, ...rows], replies: loaded.replies };
    });
    if (!recorded.ok) return { as: 'again', because: 'rival' };
    return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
  }
  return { as: 'stored', enquiryId: null };
}

/** Passed on to a supplier is not answered: it must have gone to the customer, or to one who takes part. */
async function reachedThem(store: CustomerReads & ThreadReads, enquiry: Enquiry, others: string[]): Promise<boolean> {
  const identity = await store.identity(enquiry.identityId);
  return (identity !== null && others.includes(identity.address)) || anyTakesPart(store, enquiry.id, others);
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

async function anyTakesPart(store: ThreadReads, enquiryId: EnquiryId, addresses: string[]): Promise<boolean> {
  for (const address of addresses) if (await store.isParticipant(enquiryId, address)) return true;
  return false;
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

/**
 * A bounce ends the reply it is about; one that belongs to no reply of ours, or is about somebody who never got it from
 * us, is shown like any message. What it says is kept in the enquiry either way.
 */
async function bounced(
  parts: Parts,
  channel: ChannelRow,
  inbound: Inbound,
  rawId: RawId,
  ops: Op[],
  received: Instant,
): Promise<AcceptResult | null> {
  if (inbound.content.as !== 'bounce') return null;
  const { bounce, message } = inbound.content;
  const refs = await parts.store.refs(nameKind(channel.kind), bounce.about);
  const about = refs.find(ref => ref.replyId !== null);
  const asked = about?.replyId ? await parts.store.reply(about.replyId) : null;
  if (!about?.replyId || !asked) return null;
  const identity = await parts.store.identity(asked.identityId);
  const missed = bounce.recipient;
  const inCopy = missed !== null && missed !== identity?.address && (asked.copies ?? []).includes(missed);
  const stranger = missed !== null && missed !== identity?.address && !inCopy && (asked.copies ?? []).length > 0;
  if (stranger) return null;
  const messageId = parts.ids.make('message');
  const note = inCopy ? [`${missed} did not get it: ${bounce.reason}`] : [];
  const rows = (enquiryId: EnquiryId) => [
    ...ops,
    ...messageOps(parts, channel.kind, enquiryId, messageId, rawId, message, inbound, note, received, false),
  ];
  const replyId = about.replyId;
  const recorded = await parts.recorder.change(about.enquiryId, async ({ enquiry, now }) => {
    if (await parts.store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
    const reply = await parts.store.reply(replyId);
    if (!reply) return { events: [], ops };
    // Somebody in copy missed it: that is said, and the reply itself arrived all the same.
    if (inCopy && bounce.action === 'failed')
      return { events: [{ type: 'CopyMissed', reply: replyId, message: messageId }], ops: rows(enquiry.id) };
    const decision = decideReply(
      enquiry,
      reply,
      bounce.action === 'delivered'
        ? { do: 'deliver' }
        : // A server that gave up has ended it, whatever the first number of its code says.
          { do: 'bounce', ended: bounce.action === 'failed', reason: bounce.reason },
      now,
    );
    if (!decision.ok || inCopy) return { events: [], ops: rows(enquiry.id) };
    // Those in copy have it; another try is for the one who has not.
    const only: Op[] =
      bounce.action === 'failed' ? [{ do: 'update', table: 'replies', id: replyId, set: { copies: null } }] : [];
    const replies = [bounce.action === 'failed' ? { ...reply, copies: null } : reply];
    return { events: decision.events, ops: [...rows(enquiry.id), ...only], replies };
  });
  return recorded.ok ? { as: 'stored', enquiryId: about.enquiryId } : null;
}
