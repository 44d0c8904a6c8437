/**
 * Once a working day each room is told, in one line, what its day begins with: what waits longest, what falls due, who is back,
 * and what came while nobody was there. Nothing where there is nothing; no staff who have not answered are named.
 */
import { isAlerting } from '../core/alerting.ts';
import { addDays, type Day, startOf } from '../core/days.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { whenInWords } from '../core/hours.ts';
import type { RoomId } from '../core/ids.ts';
import { clampText, firstLine } from '../core/message.ts';
import { morningNow } from '../core/morning.ts';
import { DAY, type DurationMs, HOUR, type Instant, MINUTE } from '../core/time.ts';
import { waitWords } from '../desk/durations.ts';
import { MORNING } from '../desk/together.ts';
import { aboutWords } from '../desk/wording.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Desk } from '../ports/desk.ts';
import { type JobPayloads, job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { heldBackSince, holdBack, openButton, saidNow, summaryOf } from '../posting/summary.ts';
import { whoOf } from '../posting/who.ts';

/** What waits longest: three are read. */
const WAITING_SHOWN = 3;
/** What falls due on a day; more is a list that nobody reads. */
const DUE_SHOWN = 5;
const LOOKED_AT = 1_000;
const NAMES_SHOWN = 10;
const SUBJECT_CHARS_MAX = 60;
/** A morning line that comes later is none. */
const SAID_WITHIN: DurationMs = 6 * HOUR;

/** A room that is made while it is morning is told so late; until then the looks of that day read nothing. */
const LOOKED_AGAIN: DurationMs = 15 * MINUTE;

/** Workspaces, as this process has them open, of which all rooms were told on that day: until when that is known. */
const told = new WeakMap<Parts, { day: Day; until: Instant }>();

/** Looks once, every minute; of many processes that look one leaves the jobs. */
export async function greetRooms(parts: Parts): Promise<void> {
  const { store, clock, hours, workspaceId, recorder } = parts;
  const now = clock.now();
  const morning = morningNow(hours, now);
  if (!morning || !parts.morningLine()) return;
  const { day, at } = morning;
  const known = told.get(parts);
  // A thousand workspaces look each minute of three hours, and each has something to say once.
  if (known?.day === day && now < known.until && now >= known.until - LOOKED_AGAIN) return;
  const rooms = await store.rooms();
  const markOf = (roomId: RoomId) => `${workspaceId}:morning:${roomId}:${day}`;
  const seen = await store.seenAmong(rooms.map(each => markOf(each.id)));
  for (const { id: roomId } of rooms) {
    const mark = markOf(roomId);
    if (seen.has(mark)) continue;
    const since = await heldBackSince(parts, roomId);
    const ops: Op[] = [
      ...(since === null ? [] : [saidNow(workspaceId, roomId, since)]),
      { do: 'insert', table: 'seen', row: { id: mark, workspaceId, at: now } },
    ];
    const line = job('room.morning', `morning:${roomId}`, { roomId, day, at, since }, { lane: roomLane(roomId) });
    await recorder.enqueue([line], ops);
  }
  // Only what was read is known: what was left just now may have been refused.
  if (rooms.every(each => seen.has(markOf(each.id)))) told.set(parts, { day, until: now + LOOKED_AGAIN });
}

/** Says it, as things are now. */
export async function showMorning(
  parts: Parts,
  { roomId, day, at, since }: JobPayloads['room.morning'],
): Promise<void> {
  const room = await parts.store.room(roomId);
  if (!room) return;
  // The room could not be reached all morning: what came is still to be said, and the rest is old.
  if (parts.clock.now() - at > SAID_WITHIN) return since === null ? undefined : holdBack(parts, { roomId }, since);
  const desk = await parts.desk(roomId);
  const came = since === null ? null : await summaryOf(parts, roomId, since);
  const waiting = await waitingLines(parts, roomId, at);
  const due = await dueLines(parts, roomId, at, day);
  const back = await backLine(parts, desk, room, at, day);
  const lines = [
    ...(came === null ? [] : [came]),
    ...(waiting.lines.length ? [MORNING.waiting, ...waiting.lines] : []),
    ...(due.lines.length ? [MORNING.due, ...due.lines] : []),
    ...(back === null ? [] : [back]),
  ];
  if (lines.length === 0) return;
  const view = plainAnswer(
    [MORNING.hello, ...lines].join('\n'),
    await linksOf(parts, [...waiting.named, ...due.named]),
  );
  await desk.show(room, { ...view, buttons: [openButton(roomId)] }, `morning:${roomId}:${day}`);
}

interface Lines {
  lines: string[];
  named: Enquiry[];
}

/** Who has waited since before this morning, the longest first. */
async function waitingLines(parts: Parts, roomId: RoomId, at: Instant): Promise<Lines> {
  const { store, clock, calendar } = parts;
  const rows = (await store.waiting(LOOKED_AT)).filter(each => each.roomId === roomId && each.waitingSince < at);
  const named: Enquiry[] = [];
  for (const { id } of rows) {
    const enquiry = await store.enquiry(id);
    if (enquiry?.waitingSince != null && (await alerts(parts, enquiry))) named.push(enquiry);
    if (named.length === WAITING_SHOWN) break;
  }
  const lines = await Promise.all(
    named.map(async each => {
      const waited = calendar.openBetween(each.channelKind, each.waitingSince ?? at, clock.now());
      const { customer } = await whoOf(parts, each);
      return MORNING.waits(
        each.number,
        customer,
        await aboutOf(parts, each),
        waited > 0 ? waitWords(waited) : null,
        !each.ownerId,
      );
    }),
  );
  return { lines, named };
}

/** What was promised, and what a snooze or a plan ends, on this day. */
async function dueLines(parts: Parts, roomId: RoomId, at: Instant, day: string): Promise<Lines> {
  const { store, hours } = parts;
  const ends = startOf(hours.timezone, addDays(day, 1));
  const clock = (moment: Instant) => whenInWords(hours, moment).slice(4);
  const due: { at: Instant; enquiry: Enquiry; words: string }[] = [];
  for (const promise of await store.promisesBefore(ends, LOOKED_AT)) {
    const enquiry = await store.enquiry(promise.enquiryId);
    if (enquiry?.roomId !== roomId || enquiry.status === 'merged' || enquiry.status === 'spam') continue;
    const words = MORNING.promised(clampText(firstLine(promise.words), SUBJECT_CHARS_MAX).text);
    due.push({ at: promise.dueAt, enquiry, words });
  }
  const from = startOf(hours.timezone, day);
  for (const enquiry of await store.dueBetween(roomId, from, ends, LOOKED_AT)) {
    const { resolveAt, snoozedUntil } = enquiry;
    const moment = resolveAt ?? snoozedUntil ?? at;
    const words = resolveAt == null ? MORNING.wakes(clock(moment)) : MORNING.ends(clock(moment));
    due.push({ at: moment, enquiry, words });
  }
  const heard: typeof due = [];
  for (const each of due.sort((a, b) => a.at - b.at)) if (await alerts(parts, each.enquiry)) heard.push(each);
  const shown = heard.slice(0, DUE_SHOWN);
  const lines = await Promise.all(
    shown.map(async ({ enquiry, words }) => {
      const { customer } = await whoOf(parts, enquiry);
      return `#${enquiry.number} ${customer}: ${words}`;
    }),
  );
  const more = heard.length - shown.length;
  return { lines: more > 0 ? [...lines, MORNING.more(more)] : lines, named: shown.map(each => each.enquiry) };
}

/** Who said that they would be back today, or since yesterday; of the room's own people. */
async function backLine(parts: Parts, desk: Desk, room: RoomRow, at: Instant, day: string): Promise<string | null> {
  const { store, hours, clock } = parts;
  const ends = startOf(hours.timezone, addDays(day, 1));
  const now = clock.now();
  const names: string[] = [];
  for (const staff of await store.allStaff()) {
    const { awaySince, awayUntil } = staff;
    if (awaySince == null || awayUntil == null || awayUntil <= at - DAY || awayUntil >= ends) continue;
    if ((await desk.reads?.(staff.deskRef, room)) === false) continue;
    const later = awayUntil > now;
    names.push(later ? MORNING.backLater(staff.name, whenInWords(hours, awayUntil).slice(4)) : staff.name);
  }
  return names.length ? MORNING.back(names.slice(0, NAMES_SHOWN).join(', ')) : null;
}

async function alerts({ store, clock }: Parts, { identityId }: Enquiry): Promise<boolean> {
  const identity = await store.identity(identityId);
  return identity === null || isAlerting(identity, clock.now());
}

/** What it is called; words that staff are shielded from stand in no room. */
async function aboutOf({ store }: Parts, enquiry: Enquiry): Promise<string> {
  const aimed = (await store.messages(enquiry.id)).find(each => each.shield?.level === 'aimed')?.shield;
  const words = aimed ? (aimed.gist ?? MORNING.unsaid) : aboutWords(enquiry);
  return clampText(firstLine(words), SUBJECT_CHARS_MAX).text;
}

async function linksOf({ store }: Parts, enquiries: Enquiry[]): Promise<AnswerView['links']> {
  const links: AnswerView['links'] = [];
  for (const each of enquiries) {
    const thread = links.some(({ number }) => number === each.number) ? null : await store.thread(each.id);
    if (thread) links.push({ number: each.number, thread: thread.ref });
  }
  return links;
}
