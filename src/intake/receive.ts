/** Takes what a channel hands in: once, whole, in one commit with the cursor; then an enquiry carries it on. */
import { decide } from '../core/decide.ts';
import { decideReply } from '../core/decide-reply.ts';
import { accept as accepted } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { InboundMessage } from '../core/message.ts';
import { isOnlyThanks } from '../core/thanks.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { ChannelRow, CommitResult, Op } from '../ports/store.ts';
import { matchEnquiry, nameKind } from './match.ts';
import { findOrMake, type IntakeParts, messageOps, newEnquiry, rawOp } from './rows.ts';
import { readable, shortName, tidy } from './screen.ts';

/** Rounds against rivals (another process, the same customer twice) before the source is asked to deliver again. */
const ROUNDS_MAX = 60;

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
