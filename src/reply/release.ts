/** Hands a reply to its channel when the hold is over: `leaving` is recorded before anything goes out. */

import { subjectGiven } from '../core/about.ts';
import type { UsedUp } from '../core/budget.ts';
import { lastAnswered } from '../core/copies.ts';
import { customerLabel } from '../core/customer.ts';
import { type Language, languageOfCustomer, textsIn } from '../core/customer-texts/texts.ts';
import { decideReply } from '../core/decide-reply.ts';
import type { Enquiry, EnquiryEvent, Refusal } from '../core/enquiry.ts';
import { hush } from '../core/hush.ts';
import type { EnquiryId, ReplyId, StaffId } from '../core/ids.ts';
import type { Outcome, Reply } from '../core/reply.ts';
import { type DurationMs, type Instant, MINUTE } from '../core/time.ts';
import { looksAt, turnOf } from '../core/turns.ts';
import type { Channel, OutgoingReply, SendResult } from '../ports/channel.ts';
import type { RoundRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { nameOnReply } from '../posting/name-shown.ts';
import { takingOf } from '../posting/taking.ts';
import { filesOfReply } from './remark.ts';
import { nameOps, sentOps } from './sent.ts';
import { isActUnderWay } from './under-way.ts';

/** Longer than any channel takes to answer or to fail. */
const RIVAL_SETTLES_WITHIN: DurationMs = MINUTE;

/** A restart brings a channel back within this time; a channel that was taken away does not come back. */
const CHANNEL_BACK_WITHIN: DurationMs = 10 * MINUTE;

/** Acts are done within milliseconds; one of a process that died waits for its lease, and this is asked again meanwhile. */
const ACT_DONE_WITHIN: DurationMs = 100;

/** When to try again, for the worker; null when nothing is left to do. */
type Release = { again: Instant; why: string } | null;

/**
 * @param waits how long to wait after each transient failure; when they are used up the reply has failed
 */
export async function releaseReply(
  parts: Parts,
  enquiryId: EnquiryId,
  replyId: ReplyId,
  waits: readonly number[],
): Promise<Release> {
  const since = parts.clock.elapsed();
  const before = await parts.store.reply(replyId);
  if (!before) return null;
  const channel = parts.channel(before.channelId);
  if (before.status === 'leaving' && !channel?.limits.idempotent) {
    // We or another process died between sending and writing it down. It may have arrived: never sent again by itself.
    await settle(parts, enquiryId, replyId, { as: 'unsure' }, []);
    return null;
  }
  if (before.status !== 'leaving') {
    if (before.status !== 'held' || before.holdUntil === null) return null;
    if (!channel) {
      const now = parts.clock.now();
      if (now - before.holdUntil < CHANNEL_BACK_WITHIN)
        return { again: now + MINUTE, why: 'The channel for this reply is not running.' };
      const reason = 'its channel is not running here. Ask your admin to look at "health", then press Try again.';
      await settle(parts, enquiryId, replyId, { as: 'refused', reason }, []);
      return null;
    }
    if (await isActUnderWay(parts, before))
      return {
        again: parts.clock.now() + ACT_DONE_WITHIN,
        why: 'An earlier action in this thread comes first.',
      };
    const departed = await depart(parts, enquiryId, replyId, channel);
    if (departed.usedUp) {
      const { opensAt, words } = departed.usedUp;
      return { again: looksAt(before, opensAt, parts.clock.now()), why: words };
    }
    if (!departed.left) {
      // Somebody who held this job before us was slow, not dead, and has just sent it off. Look again when they must
      // have recorded how it went: if they have not by then, nobody knows.
      const rival = await parts.store.reply(replyId);
      if (rival?.status !== 'leaving') return null;
      return { again: parts.clock.now() + RIVAL_SETTLES_WITHIN, why: 'Another process is sending this reply.' };
    }
  }
  const [enquiry, reply] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.reply(replyId)]);
  if (!enquiry || !reply || !channel || reply.status !== 'leaving') return null;
  const outgoing = await outgoingReply(parts, enquiry, reply);
  const stoodStill = parts.clock.stoodStill?.(since) ?? false;
  const result = stoodStill ? tooLate(parts) : await channel.send(outgoing);
  const outcome = outcomeOf(result, reply, waits, parts.clock.now());
  const names = result.as === 'sent' || result.as === 'queued' ? result.names : [];
  // Whoever has it must not get it again.
  const reached = result.as === 'refused' || result.as === 'retry' ? (result.reached ?? []) : [];
  await settle(parts, enquiryId, replyId, outcome, names, {
    reached,
    // Others may have gone on with it meanwhile: what became of an earlier attempt takes nothing back.
    attempt: outcome.as === 'sent' ? null : reply.attempt,
    close: async () =>
      result.as === 'retry' && result.usedUp && channel.meter
        ? parts.budgets.close(reply.channelId, channel.meter, result.usedUp, result.at)
        : [],
  });
  return outcome.as === 'not-sent' ? { again: outcome.retryAt, why: outcome.reason } : null;
}

/** Another process may have asked its author meanwhile, and they may have sent it again. */
function tooLate({ clock }: Parts): SendResult {
  return {
    as: 'retry',
    at: clock.now(),
    words: 'Deskhand was paused at that moment, so it was not sent. It is tried again.',
  };
}

/**
 * Records `leaving`, with the name the reply will go by: a bounce or an answer may be faster than our own next line. Where
 * nothing is left of a budget the reply stays held.
 */
async function depart(
  parts: Parts,
  enquiryId: EnquiryId,
  replyId: ReplyId,
  channel: Channel,
): Promise<{ left: boolean; usedUp: UsedUp | null }> {
  let usedUp: UsedUp | null = null;
  const recorded = await parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    usedUp = null;
    const reply = await parts.store.reply(replyId);
    if (!reply) return { events: [] };
    // What goes on by another channel was there already.
    const round =
      reply.roundId && reply.channelId === enquiry.channelId ? await parts.store.round(reply.roundId) : null;
    const isUndone = round?.state === 'undone';
    const decision = decideReply(enquiry, reply, isUndone ? takenBack(reply) : { do: 'depart' }, now);
    if (!decision.ok) return decision;
    if (isUndone) return { events: decision.events, replies: [reply] };
    const outgoing = { text: reply.text, visibility: enquiry.visibility, copies: reply.copies ?? [] };
    const taken = await takingOf(parts, reply.channelId, channel, outgoing, replyId);
    if (!taken.ok) {
      usedUp = taken;
      return waiting(enquiry, reply, replies, taken, now);
    }
    const name = reply.externalId ? null : (channel.nameFor?.(replyId) ?? null);
    return {
      events: decision.events,
      replies: [name ? { ...reply, externalId: name } : reply],
      ops: [
        ...(round ? [unlessUndone(round)] : []),
        ...taken.ops,
        ...(name ? nameOps(parts, reply, channel.kind, [name]) : []),
      ],
    };
  });
  return { left: recorded.ok && recorded.events.length > 0 && !usedUp, usedUp };
}

/** Undo of an answer to many, for one of them. */
export function takenBack({ authorId }: Reply): { do: 'withdraw'; by: StaffId; because: 'undo' } {
  return { do: 'withdraw', by: authorId, because: 'undo' };
}

/** In one commit with whatever goes out: an Undo of all of them that was said yes to holds. */
export function unlessUndone({ id, version }: RoundRow): Op {
  return { do: 'update', table: 'rounds', id, set: { version }, expect: version };
}

/** The reply waits for a budget, and so do those of this enquiry that would leave after it. */
function waiting(
  enquiry: Enquiry,
  reply: Reply,
  live: readonly Reply[],
  { opensAt, words: reason }: UsedUp,
  now: Instant,
): { events: EnquiryEvent[]; replies: Reply[] } | Refusal {
  const waits = (each: Reply, dueAt?: Instant) =>
    decideReply(enquiry, each, { do: 'wait', until: turnOf(each, opensAt), reason, dueAt }, now);
  const own = waits(reply);
  if (!own.ok) return own;
  const behind = live.filter(
    each => each.id !== reply.id && each.channelId === reply.channelId && each.heldAt >= reply.heldAt,
  );
  const events = behind.flatMap(each => {
    const decided = waits(each, looksAt(each, opensAt, now));
    return decided.ok ? decided.events : [];
  });
  return { events: [...own.events, ...events], replies: [reply, ...behind] };
}

interface Settling {
  /** Who has it already. */
  reached?: string[];
  close?(): Promise<Op[]>;
  /** Only if it is still this attempt; null: in any case. */
  attempt?: number | null;
}

export async function settle(
  parts: Parts,
  enquiryId: EnquiryId,
  replyId: ReplyId,
  outcome: Outcome,
  names: string[],
  { reached = [], close = async () => [], attempt = null }: Settling = {},
): Promise<void> {
  await parts.recorder.change(enquiryId, async ({ enquiry, now }) => {
    const stored = await parts.store.reply(replyId);
    if (!stored || (attempt !== null && stored.attempt !== attempt)) return { events: [] };
    const left = (stored.copies ?? []).filter(each => !reached.includes(each));
    const reply: Reply = { ...stored, copies: left.length ? left : null };
    const decision = decideReply(enquiry, reply, { do: 'settle', outcome }, now);
    if (!decision.ok) return { events: [] };
    const ops = outcome.as === 'sent' ? await sentOps(parts, reply, names, now, outcome.missed) : [];
    return { events: decision.events, ops: [...ops, ...(await close())], replies: [reply] };
  });
}

function outcomeOf(result: SendResult, reply: Reply, waits: readonly number[], now: Instant): Outcome {
  switch (result.as) {
    case 'sent':
      return result.missed?.length ? { as: 'sent', missed: result.missed } : { as: 'sent' };
    case 'queued':
      return { as: 'sent' };
    case 'unsure':
      return { as: 'unsure' };
    case 'refused':
      if (result.because !== 'sign-in') return { as: 'refused', reason: hush(result.words) };
      // A password that was changed is put in by somebody within the day.
      return waitsForSignIn(outcomeOf({ as: 'retry', at: now, words: result.words }, reply, waits, now));
    case 'retry': {
      if (result.usedUp) {
        const retryAt = Math.max(turnOf(reply, result.at), now + (waits[0] ?? 0));
        return { as: 'not-sent', retryAt, reason: hush(result.words), untried: true };
      }
      const wait = waits[reply.attempt - 1];
      if (wait === undefined)
        return { as: 'refused', reason: `${hush(result.words)} It was tried ${reply.attempt} times.` };
      return { as: 'not-sent', retryAt: Math.max(result.at, now + wait), reason: hush(result.words) };
    }
  }
}

function waitsForSignIn(outcome: Outcome): Outcome {
  return outcome.as === 'not-sent' ? { ...outcome, signIn: true } : outcome;
}

/** Everything the channel needs and nothing else; it never sees the thread. */
export async function outgoingReply(parts: Parts, enquiry: Enquiry, reply: Reply): Promise<OutgoingReply> {
  const { store } = parts;
  const [identity, customer, name, messages] = await Promise.all([
    store.identity(reply.identityId),
    store.customer(enquiry.customerId),
    nameOnReply(parts, reply),
    store.messages(enquiry.id),
  ]);
  if (!identity || !customer) throw new Error('The address of this reply is gone, so it cannot be sent.');
  // Only what the recipient wrote themselves is quoted to them: words of others who took part are not theirs to read.
  const own = (each: MessageRow) => each.from === null || each.from.address === identity.address;
  const last = messages.findLast(each => each.direction === 'in' && each.kind === 'human' && own(each));
  // What came after the one being answered is not part of its past: mail programs build the tree from this.
  const past = last ? messages.slice(0, messages.indexOf(last) + 1) : messages;
  const echoesOf = (each: MessageRow) => (each.direction === 'in' && each.echo ? [each.echo] : []);
  const echoes = past.filter(own).flatMap(echoesOf);
  // Goes on by a channel on which they have written nothing yet: what they wrote where it began tells their language.
  const carried = reply.channelId !== enquiry.channelId;
  const language = languageOfCustomer(carried && !last ? past.flatMap(echoesOf) : echoes, parts.language);
  const newest = lastAnswered(messages, identity);
  const carries = parts.channel(reply.channelId)?.limits.attachments ?? null;
  const files = carries ? await contentOf(parts, reply) : [];
  return {
    id: reply.id,
    enquiryId: enquiry.id,
    attempt: reply.attempt,
    to: { address: identity.address, name: customer.name },
    copies: reply.copies ?? [],
    writtenTo: newest?.writtenTo ?? null,
    author: { name },
    text: reply.text,
    formatted: reply.formatted ?? null,
    visibility: enquiry.visibility,
    subject:
      newest?.subject ?? (carried ? chatSubject(parts, enquiry, language) : subjectGiven(enquiry.subject, messages)),
    // The one being answered is the last: that is what In-Reply-To is made from.
    answers: past.filter(isThere).flatMap(each => each.names.slice(0, 1)),
    echoes,
    language,
    files,
    lastMessage: last
      ? { text: last.text, writtenAt: last.writtenAt, from: customerLabel(customer, identity, parts.kinds) }
      : null,
  };
}

/** Read in a list of mails: whose chat it was. */
function chatSubject(parts: Parts, enquiry: Enquiry, language: Language): string {
  const shop = parts.channel(enquiry.channelId)?.shopName;
  const say = textsIn(language);
  return shop ? say('yourChatWith', { shop }) : say('yourChat');
}

/** What a bystander wrote is not answered, and what was taken back cannot be. */
function isThere({ kind }: MessageRow): boolean {
  return kind !== 'bystander' && kind !== 'withdrawn';
}

async function contentOf(parts: Parts, reply: Reply): Promise<NonNullable<OutgoingReply['files']>> {
  const files: NonNullable<OutgoingReply['files']> = [];
  // What was sent once belongs to its message; a reply that goes on by another channel takes it along.
  const sent = await parts.store.messageOfReply(reply.id);
  const beside = await filesOfReply(parts, reply);
  for (const { id, withheld } of sent ? await parts.store.attachmentsOf(sent.id) : beside) {
    const file = withheld ? null : await parts.store.attachment(id);
    if (file?.content) files.push({ id, name: file.name, type: file.type, bytes: file.bytes, content: file.content });
  }
  return files;
}
