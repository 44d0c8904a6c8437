/** Begins a practice: a room that only one person reads, and a customer of a script who writes there. */
import type { EnquiryId, RoomId } from '../core/ids.ts';
import { practiceOf, practiceRoom, SCRIPTED } from '../core/practice.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { choices, FINISH, introLine, PRACTICE } from '../desk/practice-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Desk } from '../ports/desk.ts';
import type { PracticeRow } from '../ports/help-rows.ts';
import type { ToldScript } from '../ports/internal.ts';
import { deskKey, job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { asJson, type Course, courseOf, scriptIn } from './course.ts';
import { forget } from './forget.ts';
import { pastWords } from './past.ts';
import { PAST, SCRIPTS, scriptOf } from './scripts.ts';

/** Nobody comes back to a practice of yesterday. */
export const OVER_AFTER: DurationMs = DAY;

export interface PracticeParts {
  parts: Parts;
  desk: Desk;
  /** Takes in what a scripted customer writes, as every message is; null while there is no room at all. */
  say(told: ToldScript, room: RoomId): Promise<{ enquiryId: EnquiryId | null } | null>;
}

interface Wish {
  staff: Staff;
  /** The key of a script, `past`, or nothing yet. */
  which: string;
  /** The act it came with: of one act there is one practice. */
  key: string;
  /** Rooms whose past enquiries they may practise with; null for all. */
  rooms: readonly RoomId[] | null;
}

/** Whom one can practise with; the customer one has, while there is one. */
export async function offerPractice({ store, clock }: Parts, staff: Staff): Promise<AnswerView> {
  const row = await store.practice(practiceOf(staff.id));
  if (row && clock.now() - row.startedAt < OVER_AFTER) return { ...plainAnswer(PRACTICE.going), buttons: [FINISH] };
  const all = [...SCRIPTS, { key: PAST, title: 'A past enquiry, made anonymous' }];
  return { ...plainAnswer(PRACTICE.choose), buttons: choices(all) };
}

/** @returns what is said about it */
export async function beginPractice(given: PracticeParts, wish: Wish): Promise<AnswerView> {
  const { parts } = given;
  const id = practiceOf(wish.staff.id);
  const there = await parts.store.practice(id);
  const isThis = there !== null && courseOf(there).key === wish.key;
  if (there && !isThis) {
    if (parts.clock.now() - there.startedAt < OVER_AFTER) return offerPractice(parts, wish.staff);
    await forget(given, there);
  }
  const row = isThis ? there : await makeRow(given, wish);
  if (typeof row === 'string') return plainAnswer(row);
  const enquiryId = courseOf(row).enquiryId ?? (await firstWords(given, row));
  if (!enquiryId) {
    await forget(given, row);
    return plainAnswer(PRACTICE.noRoom);
  }
  return plainAnswer(PRACTICE.comes);
}

/** The practice and its room, in one commit: of two presses at once one begins it. */
async function makeRow({ parts, desk }: PracticeParts, wish: Wish): Promise<PracticeRow | string> {
  const { store, workspaceId, clock } = parts;
  const { staff, which, key } = wish;
  const script = scriptOf(which);
  if (!script && which !== PAST) return PRACTICE.noSuch(which.slice(0, 40));
  const past = script ? null : await pastWords(parts, wish.rooms);
  if (!script && past === null) return PRACTICE.noPast;
  const place = (await desk.ownPlace?.(staff.deskRef)) ?? null;
  if (!place) return PRACTICE.noPlace;
  const course: Course = {
    key,
    enquiryId: null,
    apart: place.apart ?? false,
    last: null,
    past,
    content: false,
    mood: script?.mood ?? 0,
    answered: [],
    turns: 0,
  };
  const row: PracticeRow = {
    id: practiceOf(staff.id),
    workspaceId,
    version: 0,
    staffId: staff.id,
    script: which,
    step: 0,
    state: 'going',
    course: asJson(course),
    startedAt: clock.now(),
  };
  const room = practiceRoom(staff.id);
  const made = await store.commit([
    { do: 'insert', table: 'practices', row },
    {
      do: 'put',
      table: 'rooms',
      row: { id: room, workspaceId, name: room, deskKind: desk.kind, deskRef: place.ref, replyMode: 'preview' },
    },
  ]);
  return made.ok ? row : PRACTICE.comes;
}

/** Their first message; the enquiry is remembered with what follows from it. Done again it is the same. */
async function firstWords({ parts, say }: PracticeParts, row: PracticeRow): Promise<EnquiryId | null> {
  const { customer: name, subject, opens: text } = scriptIn(row);
  const room = practiceRoom(row.staffId);
  const told = {
    key: `${row.id}:${row.startedAt}`,
    at: parts.clock.now(),
    address: addressOf(row),
    name,
    subject,
    text,
  };
  const taken = await say(told, room);
  if (!taken?.enquiryId) return null;
  const { enquiryId } = taken;
  const intro = job('practice.intro', deskKey(enquiryId), { practiceId: row.id }, { lane: roomLane(room) });
  const course = asJson({ ...courseOf(row), enquiryId });
  await parts.recorder.enqueue(
    [intro],
    [{ do: 'update', table: 'practices', id: row.id, expect: row.version, set: { version: row.version + 1, course } }],
  );
  return enquiryId;
}

/** Another one each time: nothing of an earlier practice is known of this customer. */
export function addressOf(row: PracticeRow): string {
  return `${SCRIPTED}${row.id}/${row.startedAt}`;
}

/** Below the card: that it is practice, and what a colleague would look up. */
export async function introduce({ parts }: PracticeParts, practiceId: PracticeRow['id']): Promise<void> {
  const { store } = parts;
  const row = await store.practice(practiceId);
  const { enquiryId, apart } = row ? courseOf(row) : { enquiryId: null, apart: false };
  const [enquiry, thread, staff] = await Promise.all([
    enquiryId && store.enquiry(enquiryId),
    enquiryId && store.thread(enquiryId),
    row && store.staff(row.staffId),
  ]);
  if (!row || !enquiry || !thread || !staff) return;
  const script = scriptIn(row);
  const desk = await parts.desk(enquiry.roomId);
  await desk.post(thread.ref, introLine(script.facts, script.lesson ?? []), `intro:${enquiry.id}`);
  if (!apart) return;
  const links = [{ number: enquiry.number, thread: thread.ref }];
  const view = { ...plainAnswer(PRACTICE.there(script.customer, enquiry.number), links), passing: true as const };
  await desk.answer(staff.deskRef, null, view, `practice:${row.id}:${row.startedAt}`);
}
