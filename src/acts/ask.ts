/** Answers commands that staff type on a desk: to them alone, or to the whole room if they choose. */
import { type EnquiryId, looksLikeId, type RoomId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import type { ButtonMeaning } from '../desk/actions.ts';
import { refusalView } from '../desk/cards.ts';
import { mayBeShown, parseCommand } from '../desk/commands.ts';
import { WORDS } from '../desk/wording.ts';
import { answerCommand, type LoggedCall, type Question } from '../handling/answer.ts';
import { askErase } from '../handling/erase-ask.ts';
import { followName } from '../handling/own-name.ts';
import { answerRetention } from '../handling/retention-answers.ts';
import { type AnswerView, type Painter, plainAnswer } from '../ports/answer.ts';
import { auditOps } from '../ports/audit.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { Erasing } from '../ports/erasure.ts';
import type { Parts } from '../ports/parts.ts';
import type { Retaining } from '../ports/retaining.ts';
import type { StaffAction } from '../ports/staff.ts';
import { managedBy } from '../posting/managing.ts';
import { beginPractice, offerPractice, type PracticeParts } from '../practice/begin.ts';

export interface Dispatch {
  parts: Parts;
  desk: Desk;
  health(): Promise<HealthItem[]>;
  /** Writes down a phone call or a visitor. */
  log(call: LoggedCall): Promise<string>;
  /** Draws a picture; for what leaves by mail. */
  draw: Painter['draw'];
  /** Customers who are made up. */
  practice: PracticeParts;
  erasing: Erasing;
  retaining: Retaining;
  /** Every enquiry of these rooms in a table, as a file; null: of all rooms. */
  exportAll(separator: string, rooms: RoomId[] | null): Promise<AnswerView>;
}

/** Words for somebody whose act cannot be done, now or later: where they acted, or to them alone. */
export async function sayTo({ parts, desk }: Dispatch, action: StaffAction, words: string): Promise<void> {
  const enquiryId = action.do === 'submit' ? action.enquiryId : null;
  const thread = 'thread' in action && action.thread ? await parts.store.threadByRef(action.thread) : null;
  const place = thread ?? (looksLikeId('enquiry', enquiryId) ? await parts.store.thread(enquiryId) : null);
  const { deskRef } = action.by;
  if (place) return desk.showPrivately(place.ref, deskRef, refusalView(words), `refused:${action.id}`);
  return desk.answer(deskRef, null, plainAnswer(words), `answer:${action.id}`);
}

/** Answers whoever acted, and nobody else. */
export async function answer({ desk }: Dispatch, { id, by }: StaffAction, view: AnswerView): Promise<void> {
  return desk.answer(by.deskRef, null, view, `answer:${id}`);
}

/** A command with everything that its answer may need. */
function questionOf(
  dispatch: Dispatch,
  action: StaffAction,
  staff: Staff,
  room: RoomId | null,
  typed: string,
): Question {
  const { health, log, exportAll, practice } = dispatch;
  const { rooms = null, roomsElsewhere = [] } = action.by;
  const command = parseCommand(typed);
  const practise = (which: string) =>
    which ? beginPractice(practice, { staff, which, key: action.id, rooms }) : offerPractice(practice.parts, staff);
  return {
    id: action.id,
    command,
    typed,
    staff,
    room,
    rooms,
    roomsElsewhere,
    health,
    log,
    practise,
    export: async separator => {
      // Before anything leaves: what could not be written down does not.
      await dispatch.parts.store.commit(auditOps(dispatch.parts, { act: 'export', by: staff.id, via: 'desk' }));
      return exportAll(separator, rooms);
    },
    retention: command => answerRetention(dispatch, command, staff),
    erase: who => askErase(dispatch, { who, staff, person: action.by.deskRef, rooms }),
  };
}

/** The enquiry in whose thread a command was typed. */
async function threadOf({ parts }: Dispatch, action: StaffAction): Promise<EnquiryId | null> {
  if (action.do !== 'command' || !action.thread) return null;
  return (await parts.store.threadByRef(action.thread))?.id ?? null;
}

/** Answers a command to whoever typed it, or pressed what stands for it. */
export async function runCommand(
  dispatch: Dispatch,
  action: StaffAction,
  staff: Staff,
  { room, words }: { room: string | null; words: string },
): Promise<void> {
  const { parts, desk } = dispatch;
  const ours = looksLikeId('room', room) ? (room as RoomId) : null;
  const asked = questionOf(dispatch, action, staff, ours, words);
  const manages = await managedBy(parts, staff.id);
  const question = { ...asked, manages, thread: await threadOf(dispatch, action) };
  const view = await answerCommand(parts, question);
  if (question.command.do === 'name') await followName(parts, staff);
  return desk.answer(action.by.deskRef, room, view, `answer:${action.id}`);
}

/** Asked once more, with the enquiries of this room only, and shown to everybody there; once for each answer. */
export async function showInRoom(
  dispatch: Dispatch,
  action: StaffAction,
  staff: Staff,
  { room: roomId, words: typed, answer }: Extract<ButtonMeaning, { as: 'show' }>,
): Promise<void> {
  const { parts, desk } = dispatch;
  const room = await parts.store.room(roomId);
  // As the room would ask: with no rights of whoever shows it.
  const asking = { ...staff, admin: false };
  const question = { ...questionOf(dispatch, action, asking, roomId, typed), rooms: [roomId] };
  if (!room || !mayBeShown(question.command)) return sayTo(dispatch, action, WORDS.noSuchButton);
  if (action.by.rooms && !action.by.rooms.includes(roomId)) return;
  const view = await answerCommand(parts, question);
  // Figures of another room are nothing for this one.
  if (['stats', 'insight'].includes(question.command.do) && !view.labels) return sayTo(dispatch, action, view.text);
  const text = `${staff.name} asked for "${typed}":\n${view.text}`;
  // One line more stands above the picture.
  const after = view.chartAfterLines === undefined ? {} : { chartAfterLines: view.chartAfterLines + 1 };
  await desk.show(room, { ...view, ...after, text, buttons: [] }, `shown:${roomId}:${answer}`);
}
