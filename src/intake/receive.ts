/** Takes in what a channel delivers: once, whole, in one commit with the cursor, and by the way that is its own. */

import { decide } from '../core/decide.ts';
import { makeTurns } from '../core/in-turn.ts';
import { CHANGES } from '../desk/changes.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { judgedNow } from '../posting/tone.ts';
import { takeBystander } from './bystander.ts';
import { earlierVersion, takeVersion } from './changed.ts';
import type { Coming, Taken } from './coming.ts';
import { aboutLetter } from './letter.ts';
import { ownNames } from './named.ts';
import { answeredElsewhere, bounced } from './of-ours.ts';
import { takeQuestion } from './question.ts';
import { readable, shortName, tidy } from './screen.ts';
import { wasWithdrawn, withdrawMessages, withoutWords } from './withdraw.ts';

/** Rounds against rivals (another process, the same customer twice) before the source is asked to deliver again. */
const ROUNDS_MAX = 60;

interface Intake {
  /** @param threads how this channel's messages refer to each other */
  accept(channel: ChannelRow, threads: 'names' | 'flat', inbound: Inbound): Promise<AcceptResult>;
}

export function makeIntake(parts: Parts): Intake {
  /** Messages of one sender are taken one after another, in the order they came. */
  const inTurn = makeTurns();
  return {
    accept: (channel, threads, given) => {
      const message = tidy(readable(given));
      const inbound = {
        ...given,
        externalId: shortName(given.externalId),
        contentKey: given.contentKey && shortName(given.contentKey),
      };
      const cursor = cursorOps(channel, inbound);
      const coming = { channel, threads: message.threads ?? threads, inbound, message, cursor };
      return inTurn(`${channel.kind}:${message.from.address}`, async () => {
        for (let i = 0; i < ROUNDS_MAX; i++) {
          const result = await takeIn(parts, coming);
          if (result.as !== 'again') return result;
          await parts.clock.sleep(parts.ids.fraction() * 10);
        }
        throw new Error('Too many messages at once; this one is left at its source and taken later.');
      });
    },
  };
}

/**
 * What its author took back before it came is taken in without its words, and what they take back meanwhile goes again:
 * between the two looks it was stored, and whoever takes back looks once more after writing it down.
 */
async function takeIn(parts: Parts, coming: Coming): Promise<Taken> {
  const { channel, inbound, message } = coming;
  if (!parts.kinds.of(channel.kind).takesBack) return sorted(parts, coming);
  const own = ownNames(message);
  const gone = () => wasWithdrawn(parts, channel.kind, own);
  if (await gone()) {
    const raw = { ...inbound.raw, bytes: new Uint8Array() };
    const empty = { ...coming, inbound: { ...inbound, raw }, message: withoutWords(message) };
    const result = await sorted(parts, empty);
    // It may have come whole before: whoever took it in died before the second look.
    if (result.as === 'duplicate') await withdrawMessages(parts, channel, own, CHANGES.takenBackBefore);
    return result;
  }
  const result = await sorted(parts, coming);
  if (result.as === 'stored' && (await gone())) await withdrawMessages(parts, channel, own, CHANGES.takenBackBefore);
  return result;
}

/** Versions of messages that are known, what bystanders wrote, and what is about something of ours go ways of their own. */
async function sorted(parts: Parts, given: Coming): Promise<Taken> {
  const { channel, inbound, cursor } = given;
  const { content } = inbound;
  if (await parts.store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) {
    await noteAlsoSent(parts, given);
    if (cursor.length) await parts.store.commit(cursor);
    return { as: 'duplicate' };
  }
  const message = await judgedNow(parts.store, given.message, parts.clock.now());
  const coming = { ...given, message };
  if (content.as === 'changed' || content.as === 'bystander' || content.as === 'message') {
    const earlier = await earlierVersion(parts, coming);
    if (earlier) return (await takeVersion(parts, earlier, coming)) ?? { as: 'again' };
    if (content.as === 'bystander')
      return (await takeBystander(parts, channel, inbound, message, cursor)) ?? { as: 'again' };
  }
  const ofLetter = await aboutLetter(parts, coming);
  if (ofLetter) return ofLetter;
  if (content.as === 'bounce') {
    const done = await bounced(parts, coming);
    if (done) return done;
  }
  if (content.as !== 'staff') return takeQuestion(parts, coming);
  const done = await answeredElsewhere(parts, coming);
  if (done.as !== 'stored' || done.enquiryId !== null || content.else !== 'message') return done;
  return takeQuestion(parts, { ...coming, inbound: { ...inbound, content: { as: 'message', message } } });
}

function cursorOps(channel: ChannelRow, { cursor }: Inbound): Op[] {
  return cursor ? [{ do: 'update', table: 'channels', id: channel.id, set: { cursor } }] : [];
}

/** The same mail at a second address of ours: one enquiry, and a line that says so. */
async function noteAlsoSent(parts: Parts, { channel, inbound, message }: Coming): Promise<void> {
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
