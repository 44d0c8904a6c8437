/**
 * The tables of what helps people who were never trained. None says how well somebody works: what is judged about a text
 * carries no name of staff, and what a person may read about themselves stands with that person alone.
 */
import type { Passage } from '../core/formatted.ts';
import type { AskHours, AskRow, FollowerRow, PracticeRow } from '../ports/help-rows.ts';
import type { Json } from '../ports/json.ts';
import type { Kit } from './kit.ts';

/** Every table of the help. */
export function helpTables(kit: Kit) {
  return { ...answerTables(kit), ...expertTables(kit), ...colleagueTables(kit) };
}

/** What is answered again: saved replies, their files and how they are edited; what was said of likenesses and of texts. */
function answerTables({ table, id, text, int, ms, bool, json, bytes, index }: Kit) {
  return {
    savedReplies: table(
      'saved_replies',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        title: text().notNull(),
        text: text().notNull(),
        formatted: json<Passage[]>(),
        roomId: text(),
        ownerId: text(),
        reviewAt: ms(),
        retiredAt: ms(),
        proposed: text(),
        createdAt: ms().notNull(),
        changedAt: ms().notNull(),
      },
      t => [index('saved_replies_title').on(t.workspaceId, t.title)],
    ),
    savedFiles: table(
      'saved_files',
      {
        id: id(),
        workspaceId: text().notNull(),
        savedId: text().notNull(),
        position: int().notNull(),
        name: text().notNull(),
        type: text().notNull(),
        bytes: int().notNull(),
        sha256: text().notNull(),
        content: bytes().notNull(),
      },
      t => [index('saved_files_saved').on(t.workspaceId, t.savedId)],
    ),
    savedEdits: table(
      'saved_edits',
      {
        id: id(),
        workspaceId: text().notNull(),
        savedId: text().notNull(),
        fingerprint: text().notNull(),
        at: ms().notNull(),
      },
      t => [index('saved_edits_saved').on(t.workspaceId, t.savedId, t.fingerprint)],
    ),
    unlike: table(
      'unlike',
      {
        id: id(),
        workspaceId: text().notNull(),
        enquiryId: text().notNull(),
        otherId: text().notNull(),
        at: ms().notNull(),
      },
      t => [index('unlike_enquiry').on(t.workspaceId, t.enquiryId), index('unlike_other').on(t.workspaceId, t.otherId)],
    ),
    shieldMarks: table('shield_marks', {
      id: id(),
      workspaceId: text().notNull(),
      abuse: bool().notNull(),
      score: int().notNull(),
      at: ms().notNull(),
    }),
  };
}

/** Who may be asked, and who was. */
function expertTables({ table, id, text, int, ms, bool, json, index, uniqueIndex }: Kit) {
  return {
    topics: table(
      'topics',
      {
        id: id(),
        workspaceId: text().notNull(),
        staffId: text().notNull(),
        topic: text().notNull(),
        wanted: bool().notNull(),
        createdAt: ms().notNull(),
      },
      t => [uniqueIndex('topics_staff').on(t.workspaceId, t.staffId, t.topic)],
    ),
    volunteers: table('volunteers', {
      id: id(),
      workspaceId: text().notNull(),
      version: int().notNull(),
      willing: bool().notNull(),
      asksADay: int().notNull(),
      hours: json<AskHours>(),
    }),
    asks: table(
      'asks',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        enquiryId: text().notNull(),
        staffId: text().notNull(),
        byId: text().notNull(),
        state: text().$type<AskRow['state']>().notNull(),
        askedAt: ms().notNull(),
        endsAt: ms().notNull(),
        note: text(),
        thankedAt: ms(),
      },
      t => [index('asks_enquiry').on(t.workspaceId, t.enquiryId), index('asks_asked').on(t.workspaceId, t.askedAt)],
    ),
  };
}

/** Who wants to be told, what was promised, and practice. */
function colleagueTables({ table, id, text, int, ms, json, index, uniqueIndex }: Kit) {
  return {
    followers: table(
      'followers',
      {
        id: id(),
        workspaceId: text().notNull(),
        enquiryId: text().notNull(),
        staffId: text().notNull(),
        what: text().$type<FollowerRow['what']>().notNull(),
        at: ms().notNull(),
      },
      t => [uniqueIndex('followers_enquiry').on(t.workspaceId, t.enquiryId, t.staffId, t.what)],
    ),
    reminders: table(
      'reminders',
      {
        id: id(),
        workspaceId: text().notNull(),
        enquiryId: text().notNull(),
        staffId: text().notNull(),
        dueAt: ms().notNull(),
        words: text().notNull(),
        doneAt: ms(),
      },
      t => [
        index('reminders_due').on(t.workspaceId, t.dueAt),
        index('reminders_enquiry').on(t.workspaceId, t.enquiryId),
      ],
    ),
    practices: table(
      'practices',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        staffId: text().notNull(),
        script: text().notNull(),
        step: int().notNull(),
        state: text().$type<PracticeRow['state']>().notNull(),
        course: json<Json>().notNull(),
        startedAt: ms().notNull(),
      },
      t => [index('practices_staff').on(t.workspaceId, t.staffId, t.startedAt)],
    ),
  };
}
