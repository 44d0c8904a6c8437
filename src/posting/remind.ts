/** Says in a room which customers have waited long, and to whom the admin wants it said beside. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, RoomId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { waitWords } from '../desk/durations.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { whoOf } from './who.ts';

/** Enquiries that are named; more is a list that nobody reads. */
const NAMED_MAX = 5;

export interface Due {
  roomId: RoomId;
  /** When it was found. */
  at: Instant;
  near: EnquiryId[];
  passed: EnquiryId[];
}

export async function showReminder(parts: Parts, { roomId, at, near, passed }: Due): Promise<void> {
  const room = await parts.store.room(roomId);
  if (!room) return;
  const desk = await parts.desk(roomId);
  const [soon, late] = await Promise.all([stillWaiting(parts, near), stillWaiting(parts, passed)]);
  // Answered meanwhile: nothing to say.
  if (soon.length + late.length === 0) return;
  const lines = [
    ...(await linesOf(
      parts,
      late,
      late.length === 1 ? 'This customer has waited too long:' : 'These customers have waited too long:',
    )),
    ...(await linesOf(parts, soon, 'Soon due:')),
  ];
  const links = await linksOf(parts, [...late, ...soon]);
  const view = plainAnswer(lines.join('\n'), links);
  await desk.show(room, view, `remind:${roomId}:${at}`);
  if (late.length === 0) return;
  for (const person of await peopleToTell(parts, desk.kind)) {
    const text = (await linesOf(parts, late, `In ${room.name}, customers have waited longer than you want:`)).join(
      '\n',
    );
    await desk.answer(person, null, plainAnswer(text, links), `escalate:${roomId}:${at}:${person}`);
  }
}

async function stillWaiting({ store }: Parts, ids: EnquiryId[]): Promise<Enquiry[]> {
  const found = await Promise.all(ids.map(id => store.enquiry(id)));
  return found.filter(each => each !== null && each.status === 'open' && each.waitingSince !== null) as Enquiry[];
}

/** How long they have waited and how long they should; never who has not answered. */
async function linesOf(parts: Parts, enquiries: Enquiry[], head: string): Promise<string[]> {
  if (enquiries.length === 0) return [];
  const { calendar, clock } = parts;
  const lines = await Promise.all(
    enquiries.slice(0, NAMED_MAX).map(async each => {
      const who = await whoOf(parts, each);
      const waited = calendar.openBetween(each.channelKind, each.waitingSince ?? clock.now(), clock.now());
      const target = parts.answerWithin(each.channelKind) ?? 0;
      const free = each.ownerId === null ? ', nobody has it yet' : '';
      return `#${each.number} ${who.customer} has waited ${waitWords(waited)} (wanted within ${waitWords(target)})${free}`;
    }),
  );
  const more = enquiries.length - lines.length;
  return [head, ...lines, ...(more > 0 ? [`and ${more} more: type open`] : [])];
}

async function linksOf({ store }: Parts, enquiries: Enquiry[]) {
  const links = [];
  for (const each of enquiries.slice(0, NAMED_MAX * 2)) {
    const thread = await store.thread(each.id);
    if (thread) links.push({ number: each.number, thread: thread.ref });
  }
  return links;
}

/** As the desk knows them: an admin writes names, or the ids that Slack shows in a profile. */
async function peopleToTell(parts: Parts, deskKind: string): Promise<string[]> {
  const wanted = parts.escalateTo();
  if (wanted.length === 0) return [];
  const staff = await parts.store.allStaff();
  return wanted.flatMap(name => {
    const plain = name.replace(/^<?@?/, '').replace(/>$/, '').toLowerCase();
    const known = staff.find(
      each => each.name.toLowerCase() === plain || each.deskRef.toLowerCase() === `${deskKind}:${plain}`,
    );
    if (known) return [known.deskRef];
    return /^u[a-z0-9]{6,}$/.test(plain) ? [`${deskKind}:${plain.toUpperCase()}`] : [];
  });
}
