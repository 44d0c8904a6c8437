/**
 * Sends one answer to many enquiries: each customer once, with one hold and one Undo for all of them. Until the hold is over
 * nothing of it stands in any enquiry. Then each reply is made in one commit with the mark that its customer has it, and
 * leaves as every reply does. What has not left is taken back by an Undo, in whatever moment it comes.
 */
import { decideOneOfMany, decideReply } from '../core/decide-reply.ts';
import { type Enquiry, refuse } from '../core/enquiry.ts';
import { type LeftWhy, whyNot } from '../core/gathering.ts';
import type { EnquiryId, ReplyId, RoundId } from '../core/ids.ts';
import { TEAM_NAME } from '../core/name-shown.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import { type DurationMs, HOUR, type Instant, SECOND } from '../core/time.ts';
import { ROUND } from '../desk/round-words.ts';
import type { Desk } from '../ports/desk.ts';
import type { GatheringRow, RoundPerson, RoundRow } from '../ports/gathering-rows.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { actDone, type Op, type Plan } from '../ports/store.ts';
import type { PrivateView } from '../ports/views.ts';
import { followMerges } from '../posting/merges.ts';
import { nameOnChannel } from '../posting/name-shown.ts';
import { type Addressee, candidatesOf, countRound, mayStop, peopleOf, roundPlan } from '../posting/round.ts';
import { roundKey, roundPreview, roundStatus } from '../posting/round-view.ts';
import { takenBack, unlessUndone } from './release.ts';
import { isRoundActUnderWay } from './under-way.ts';

/** Customers of one answer: a person looks through them before they press Send, and it leaves within the hour. */
const ROUND_CUSTOMERS_MAX = 500;
/** Held for so long where no admin set a time: many are looked at for longer than one. */
const HOLD_MIN: DurationMs = 15 * SECOND;
/** Replies made before others have their turn: some 50 ms of work, in pieces of a few ms. */
const AT_ONCE = 10;
/** Its author is shown how far it is; after an hour whatever still waits, such as for a mail server, is told in its thread. */
const LOOK_EVERY: DurationMs = 15 * SECOND;
const LOOKS_FOR: DurationMs = HOUR;
/** Somebody else was faster that often: something is wrong. */
const TRIES_MAX = 20;
/** An act is done within milliseconds; one of a process that died waits for its lease. */
const ACT_DONE_WITHIN: DurationMs = 100;

/** Who acts, with the rooms that they can read. */
interface Sender {
  /** Of the action: what it does is done once. */
  id: string;
  staff: Staff;
  by: Person;
}

interface Shown {
  round: RoundRow;
  view: PrivateView;
}

/** Prepares a message: nothing of it is sent. */
export async function draftRound(
  parts: Parts,
  gathering: GatheringRow,
  text: string,
  sender: Sender,
  /** The one whose words are changed; absent for another one. */
  before: RoundRow | null = null,
): Promise<Shown> {
  const { store, ids, clock, workspaceId } = parts;
  const out = before?.out ?? [];
  const plan = await roundPlan(parts, gathering, { by: sender.staff, rooms: sender.by.rooms ?? null, text }, out);
  const now = clock.now();
  const round: RoundRow = {
    id: before?.id ?? ids.make('round'),
    workspaceId,
    version: (before?.version ?? 0) + 1,
    gatheringId: gathering.id,
    byId: sender.staff.id,
    text,
    state: 'draft',
    people: peopleOf(plan),
    out,
    holdUntil: null,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
  };
  const op: Op = before
    ? { do: 'update', table: 'rounds', id: round.id, expect: before.version, set: round }
    : { do: 'insert', table: 'rounds', row: round };
  await store.commit([op, doneOp(parts, sender.id)]);
  return { round, view: await roundPreview(parts, { round, gathering, plan, by: sender.staff }) };
}

/** What is pressed in the preview: another page, one customer left out or taken in again. Shown anew, nothing is sent. */
export async function changeRound(
  parts: Parts,
  id: RoundId,
  { page = 1, leave, take }: { page?: number; leave?: string; take?: string },
  sender: Sender,
): Promise<PrivateView | string> {
  const found = await roundOf(parts, id);
  if (!found) return ROUND.isGone;
  const { round, gathering } = found;
  if (round.state !== 'draft') return roundStatus(parts, round);
  if (round.byId !== sender.staff.id) return ROUND.notTheir(await nameOf(parts, round));
  const kept = round.out.filter(each => each !== take);
  const out = leave && !kept.includes(leave as never) ? [...kept, leave as (typeof kept)[number]] : kept;
  return showAnew(parts, { round: { ...round, out }, gathering }, sender, { page });
}

/** Works out once more who gets it, keeps that, and shows it. */
async function showAnew(
  parts: Parts,
  { round, gathering }: { round: RoundRow; gathering: GatheringRow },
  { staff, by }: Sender,
  more: { page?: number; hints?: string[] } = {},
): Promise<PrivateView> {
  const telling = { by: staff, rooms: by.rooms ?? null, text: round.text };
  const plan = await roundPlan(parts, gathering, telling, round.out);
  const people = peopleOf(plan);
  const isSame = JSON.stringify([people, round.out]) === JSON.stringify([round.people, round.out]) && !more.hints;
  const now = parts.clock.now();
  const next = isSame ? round : { ...round, people, version: round.version + 1, changedAt: now };
  await parts.store.commit([{ do: 'update', table: 'rounds', id: round.id, expect: round.version, set: next }]);
  return roundPreview(parts, { round: next, gathering, plan, by: staff, ...more });
}

/**
 * The deliberate act. It goes to exactly those whom the preview named: where one of them cannot get it any more, it is shown
 * again first. Of two answers about one thing that are sent at once, the second one is shown again, too.
 */
export async function sendRound(
  parts: Parts,
  id: RoundId,
  version: number,
  sender: Sender,
): Promise<PrivateView | string> {
  const { store, recorder, clock } = parts;
  for (let i = 0; i < TRIES_MAX; i++) {
    const found = await roundOf(parts, id);
    if (!found) return ROUND.isGone;
    const { round, gathering } = found;
    if (round.state !== 'draft') return roundStatus(parts, round);
    if (round.byId !== sender.staff.id) return ROUND.notTheir(await nameOf(parts, round));
    const telling = { by: sender.staff, rooms: sender.by.rooms ?? null, text: round.text };
    const plan = await roundPlan(parts, gathering, telling, round.out);
    const free = new Set(plan.going.map(({ enquiry }) => enquiry.id));
    const isAsShown = round.version === version && round.people.every(each => free.has(each.enquiryId));
    if (!isAsShown || round.people.length === 0) return showAnew(parts, found, sender, { hints: [ROUND.changed] });
    if (round.people.length > ROUND_CUSTOMERS_MAX) return ROUND.tooMany(ROUND_CUSTOMERS_MAX);
    const now = clock.now();
    const holdUntil = now + holdOf(parts, plan.going);
    const set: Partial<RoundRow> = {
      state: 'held',
      holdUntil,
      version: round.version + 1,
      createdAt: now,
      changedAt: now,
    };
    const result = await recorder.enqueue(
      [job('round.go', `round:${id}`, { roundId: id }, { runAt: holdUntil, ref: id })],
      [
        { do: 'update', table: 'rounds', id, expect: round.version, set },
        // Whoever sends another one at the same moment looks again.
        {
          do: 'update',
          table: 'gatherings',
          id: gathering.id,
          expect: gathering.version,
          set: { version: gathering.version + 1 },
        },
        doneOp(parts, sender.id),
      ],
    );
    if (result.ok) return roundStatus(parts, (await store.round(id))!);
  }
  throw new Error(`The answer to many ${id} is changed by too many at once. It is tried again.`);
}

/** The longest hold of any channel it goes by. */
function holdOf(parts: Parts, going: readonly Addressee[]): DurationMs {
  const own = ({ enquiry }: Addressee) => parts.channel(enquiry.channelId)?.limits.holdMs ?? 0;
  return Math.max(...going.map(each => parts.holdMs(each.enquiry.channelKind, Math.max(HOLD_MIN, own(each)))));
}

/** Stops it for everybody whom it has not left for; decided by the state, in one commit. */
export async function undoRound(parts: Parts, id: RoundId, sender: Sender): Promise<PrivateView | string> {
  for (let i = 0; i < TRIES_MAX; i++) {
    const found = await roundOf(parts, id);
    if (!found) return ROUND.isGone;
    const { round, gathering } = found;
    if (round.state === 'undone' || round.state === 'dropped') return roundStatus(parts, round);
    if (!mayStop(round, gathering, { id: sender.staff.id, admin: sender.by.admin }))
      return ROUND.notYours(await nameOf(parts, round));
    const isDraft = round.state === 'draft';
    if (round.state === 'gone') {
      const { waiting, stopped } = await countRound(parts, round);
      if (waiting + stopped === 0) return ROUND.tooLate;
    }
    const set: Partial<RoundRow> = {
      state: isDraft ? 'dropped' : 'undone',
      version: round.version + 1,
      changedAt: parts.clock.now(),
    };
    const result = await parts.recorder.enqueue(isDraft ? [] : [job('round.stop', `undo:${id}`, { roundId: id })], [
      { do: 'update', table: 'rounds', id, expect: round.version, set },
      doneOp(parts, sender.id),
    ]);
    if (result.ok) return roundStatus(parts, (await parts.store.round(id))!);
  }
  throw new Error(`The answer to many ${id} is changed by too many at once. It is tried again.`);
}

/**
 * Makes the replies, some at a time.
 * @returns when to go on; null when all of them are made
 */
export async function goRound({ parts, desk }: { parts: Parts; desk: Desk }, id: RoundId): Promise<Instant | null> {
  const { store, clock } = parts;
  const round = await store.round(id);
  if (round?.state === 'gone') return lookAgain(parts, desk, round);
  if (!round || (round.state !== 'held' && round.state !== 'going')) return null;
  // An Undo that was taken in before the hold was over comes first.
  if (await isRoundActUnderWay(parts, id)) return clock.now() + ACT_DONE_WITHIN;
  let going = round;
  if (round.state === 'held') {
    going = { ...round, state: 'going', version: round.version + 1, changedAt: clock.now() };
    const begun = await store.commit([{ do: 'update', table: 'rounds', id, expect: round.version, set: going }]);
    if (!begun.ok) return clock.now();
  }
  const author = await store.staff(round.byId);
  if (!author) return null;
  const made = new Set((await store.roundCustomers(id)).map(each => each.id));
  const next = going.people.filter(each => !made.has(customerKey(id, each.customerId)));
  for (const person of next.slice(0, AT_ONCE)) await makeOne(parts, going, person, author);
  if (next.length > AT_ONCE) return clock.now();
  const gone: Partial<RoundRow> = { state: 'gone', version: going.version + 1, changedAt: clock.now() };
  const ended = await store.commit([{ do: 'update', table: 'rounds', id, expect: going.version, set: gone }]);
  if (!ended.ok) return clock.now();
  return lookAgain(parts, desk, { ...going, ...gone });
}

/** Its author sees how far it is while some of it still waits. */
async function lookAgain(parts: Parts, desk: Desk, round: RoundRow): Promise<Instant | null> {
  await showRound(parts, desk, round.id);
  const now = parts.clock.now();
  const { waiting } = await countRound(parts, round);
  return waiting > 0 && now - (round.holdUntil ?? now) < LOOKS_FOR ? now + LOOK_EVERY : null;
}

/** `<round>:<customer>`: there is one reply for each. */
function customerKey(id: RoundId, customer: string): string {
  return `${id}:${customer}`;
}

/** One customer's reply, with the mark that it is made, in one commit. */
async function makeOne(parts: Parts, round: RoundRow, person: RoundPerson, author: Staff): Promise<void> {
  const { store } = parts;
  const asked = await store.enquiry(person.enquiryId);
  const enquiryId = (asked && (await followMerges(store, asked))?.id) ?? person.enquiryId;
  const ended = await parts.recorder.change(enquiryId, async ({ enquiry, now }): Promise<Plan> => {
    const current = await store.round(round.id);
    const isDone = await store.roundCustomer(customerKey(round.id, person.customerId));
    if (current?.state !== 'going' || isDone) return { events: [] };
    const [candidate] = await candidatesOf(parts, [enquiry], { by: author, text: round.text });
    const why = candidate ? whyNot(candidate, author.id) : 'gone';
    const id = parts.ids.make('reply');
    const decision = decideOneOfMany(enquiry, { reply: id, by: author.id, seen: person.seen }, now);
    if (why !== null || !candidate || !decision.ok)
      return { events: [], ops: [unlessUndone(current), markOp(round, person, enquiry.id, null, why ?? 'owned', now)] };
    const reply = await replyFor(parts, { id, round, person, author, enquiry, text: candidate.text, now });
    return {
      events: decision.events,
      ops: [
        unlessUndone(current),
        { do: 'insert', table: 'replies', row: reply },
        markOp(round, person, enquiry.id, id, null, now),
      ],
    };
  });
  // The enquiry itself is gone: that is written down, too.
  if (!ended.ok && ended.refusal === 'unknown')
    await store.commit([markOp(round, person, person.enquiryId, null, 'gone', parts.clock.now())]);
}

interface Making {
  id: ReplyId;
  round: RoundRow;
  person: RoundPerson;
  author: Staff;
  enquiry: Enquiry;
  text: string;
  now: Instant;
}

async function replyFor(parts: Parts, { id, round, person, author, enquiry, text, now }: Making): Promise<Reply> {
  return {
    id,
    workspaceId: parts.workspaceId,
    enquiryId: enquiry.id,
    authorId: author.id,
    shownAs: (await nameOnChannel(parts, author, enquiry.channelId)) ?? TEAM_NAME,
    channelId: enquiry.channelId,
    identityId: enquiry.identityId,
    // Others who took part in one of the enquiries have nothing to do with it.
    copies: null,
    text,
    formatted: null,
    status: 'held',
    holdUntil: enquiry.customerMessages > person.seen ? null : now,
    andResolve: false,
    attempt: 0,
    seenCustomerMessages: person.seen,
    postRef: null,
    externalId: null,
    failure: null,
    heldAt: now,
    sentAt: null,
    roundId: round.id,
  };
}

function markOp(
  round: RoundRow,
  { customerId }: RoundPerson,
  enquiryId: EnquiryId,
  replyId: ReplyId | null,
  why: LeftWhy | null,
  at: Instant,
): Op {
  const { workspaceId, id: roundId } = round;
  const row = { id: customerKey(roundId, customerId), workspaceId, roundId, enquiryId, replyId, why, at };
  return { do: 'insert', table: 'roundCustomers', row };
}

/** Takes back every reply of an undone round that has not left; one that comes to its turn before is not sent either. */
export async function stopRound({ parts, desk }: { parts: Parts; desk: Desk }, id: RoundId): Promise<void> {
  for (const { id: replyId, enquiryId, status } of await parts.store.repliesOfRound(id)) {
    if (status !== 'held') continue;
    await parts.recorder.change(enquiryId, async ({ enquiry, now }) => {
      const reply = await parts.store.reply(replyId);
      if (!reply) return refuse('reply-finished');
      const decision = decideReply(enquiry, reply, takenBack(reply), now);
      return decision.ok ? { events: decision.events, replies: [reply] } : decision;
    });
  }
  await showRound(parts, desk, id);
}

/** Its author sees how far it is, where they pressed Send. */
async function showRound(parts: Parts, desk: Desk, id: RoundId): Promise<void> {
  const round = await parts.store.round(id);
  const author = round && (await parts.store.staff(round.byId));
  if (round && author) await desk.showAlone(author.deskRef, await roundStatus(parts, round), roundKey(round));
}

async function roundOf({ store }: Parts, id: RoundId): Promise<{ round: RoundRow; gathering: GatheringRow } | null> {
  const round = await store.round(id);
  const gathering = round && (await store.gathering(round.gatheringId));
  return round && gathering ? { round, gathering } : null;
}

async function nameOf({ store }: Parts, { byId }: RoundRow): Promise<string> {
  return (await store.staff(byId))?.name ?? 'Somebody else';
}

function doneOp({ workspaceId, clock }: Parts, actionId: string): Op {
  const row = { id: actDone(workspaceId, actionId), workspaceId, at: clock.now() };
  return { do: 'put', table: 'seen', row };
}
