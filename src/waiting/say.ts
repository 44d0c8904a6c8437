/** Posts overdue customers in the room, and sends the overdue list to each person in `escalate_to`. */

import { isAlerting } from '../core/alerting.ts';
import { isQuiet } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, RoomId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { waitWords } from '../desk/durations.ts';
import { REMINDERS } from '../desk/notes.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Desk } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { whoOf } from '../posting/who.ts';

/** Enquiries that are named; more is a list that nobody reads. */
const NAMED_MAX = 5;

interface Due {
  roomId: RoomId;
  /** When it was found. */
  at: Instant;
  near: { id: EnquiryId; since: Instant }[];
  passed: { id: EnquiryId; since: Instant }[];
  more: { near: number; passed: number };
}

export async function showReminder(parts: Parts, due: Due): Promise<void> {
  const { roomId, at, near, passed, more } = due;
  const room = await parts.store.room(roomId);
  if (!room) return;
  const desk = await parts.desk(roomId);
  const [soon, late] = await Promise.all([stillWaiting(parts, due, near), stillWaiting(parts, due, passed)]);
  // Answered meanwhile: nothing to say.
  if (soon.length + late.length + more.near + more.passed === 0) return;
  const lines = [
    ...(await linesOf(parts, late, REMINDERS.late(late.length + more.passed === 1), more.passed)),
    ...(await linesOf(parts, soon, REMINDERS.soon, more.near)),
  ];
  await desk.show(
    room,
    plainAnswer(lines.join('\n'), await linksOf(parts, [...late, ...soon])),
    `remind:${roomId}:${at}`,
  );
}

/**
 * Sends the overdue list to one person in `escalate_to`.
 * @returns when to try again, where they took some minutes for themselves; null when it was said, or need not be
 */
export async function tellOfWaiting(parts: Parts, due: Due, person: string): Promise<Instant | null> {
  const room = await parts.store.room(due.roomId);
  const late = await stillWaiting(parts, due, due.passed);
  if (!room || late.length === 0) return null;
  const staff = await parts.store.staffByRef(person);
  if (staff && isQuiet(staff, parts.clock.now())) return staff.quietUntil!;
  const desk = await parts.desk(due.roomId);
  const key = `escalate:${due.roomId}:${due.at}:${person}`;
  if ((await desk.reads?.(person, room)) === false) {
    const words = REMINDERS.escalatedUnread(room.name, late.length + due.more.passed);
    await desk.answer(person, null, plainAnswer(words), key);
    return null;
  }
  const head = REMINDERS.escalated(room.name, late.length + due.more.passed === 1);
  const text = (await linesOf(parts, late, head, due.more.passed)).join('\n');
  const view: AnswerView = plainAnswer(text, await linksOf(parts, late));
  await desk.answer(person, null, view, key);
  return null;
}

/** The same wait, in the same room, of somebody who may write. */
async function stillWaiting({ store, clock }: Parts, { roomId }: Due, wanted: Due['near']): Promise<Enquiry[]> {
  const found = await Promise.all(
    wanted.map(async ({ id, since }) => {
      const enquiry = await store.enquiry(id);
      if (enquiry?.status !== 'open' || enquiry.waitingSince !== since || enquiry.roomId !== roomId) return [];
      const identity = await store.identity(enquiry.identityId);
      return identity && !isAlerting(identity, clock.now()) ? [] : [enquiry];
    }),
  );
  return found.flat();
}

/** How long they have waited and how long they should; never who has not answered. */
async function linesOf(parts: Parts, enquiries: Enquiry[], head: string, besides: number): Promise<string[]> {
  if (enquiries.length + besides === 0) return [];
  const { calendar, clock } = parts;
  const lines = await Promise.all(
    enquiries.slice(0, NAMED_MAX).map(async each => {
      const who = await whoOf(parts, each);
      const waited = calendar.openBetween(each.channelKind, each.waitingSince ?? clock.now(), clock.now());
      const target = parts.answerWithin(each.channelKind) ?? 0;
      return REMINDERS.wait(each.number, who.customer, waitWords(waited), waitWords(target), each.ownerId !== null);
    }),
  );
  const more = enquiries.length - lines.length + besides;
  return [head, ...lines, ...(more > 0 ? [REMINDERS.more(more)] : [])];
}

async function linksOf({ store }: Parts, enquiries: Enquiry[]): Promise<AnswerView['links']> {
  const links: AnswerView['links'] = [];
  for (const each of enquiries.slice(0, NAMED_MAX * 2)) {
    const thread = await store.thread(each.id);
    if (thread) links.push({ number: each.number, thread: thread.ref });
  }
  return links;
}

/** The people in `escalate_to`, as the desk knows them. Names that lead to nobody are given back, for the admin. */
export async function peopleToTell(parts: Parts, desk: Desk): Promise<{ found: string[]; unknown: string[] }> {
  const staff = desk.personNamed ? [] : await parts.store.allStaff();
  const found: string[] = [];
  const unknown: string[] = [];
  for (const name of parts.escalateTo()) {
    const plain = name
      .replace(/^<?@?/, '')
      .replace(/(\|[^>]*)?>$/, '')
      .toLowerCase();
    const byRef = staff.filter(each => each.deskRef === `${desk.kind}:${plain}`);
    const known = byRef.length ? byRef : staff.filter(each => each.name.toLowerCase() === plain);
    const person = desk.personNamed?.(plain) ?? (known.length === 1 ? known[0]!.deskRef : null);
    if (person) found.push(person);
    else unknown.push(name);
  }
  return { found, unknown };
}
