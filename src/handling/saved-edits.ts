/**
 * Notices that a saved reply is changed in the same way each time it is used. Only that it was, is kept: what the change is
 * stands in the third reply itself, without anything of its customer.
 */

import type { StaffId } from '../core/ids.ts';
import { fingerprintOf } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import { DAY, type Instant, MINUTE } from '../core/time.ts';
import { blankOut } from '../knowledge/saved/blank-out.ts';
import { type Edit, editsOf, withEdits } from '../knowledge/saved/edited.ts';
import { TryLater } from '../ports/desk.ts';
import type { SavedEditRow, SavedReplyRow } from '../ports/help-rows.ts';
import { type JobPayloads, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { aboutEnquiry } from '../posting/saved-from.ts';
import { keeperOf } from '../posting/saved-rights.ts';

/** "Edited the same way three times." */
const ALIKE = 3;
/** Before the fingerprint of a change that is not wanted. */
const KEPT = 'kept:';
/** It has left by then, unless it is held for longer. */
const LOOK_AGAIN = 10 * MINUTE;
/** What has not left by then is no answer of today's. */
const WAITED_FOR = 2 * DAY;

/** @throws TryLater where it has not left yet */
export async function compareSaved(
  parts: Parts,
  { remarkId, saved, version }: JobPayloads['saved.compare'],
): Promise<void> {
  const { store, clock } = parts;
  const [remark, row] = await Promise.all([store.remark(remarkId), store.savedReply(saved)]);
  if (!remark || !row || row.version !== version || row.retiredAt !== null) return;
  const reply = remark.replyId ? await store.reply(remark.replyId) : null;
  const waits = reply ? ['held', 'leaving', 'unsure'].includes(reply.status) : remark.lane === 'preview';
  if (waits && clock.now() - remark.writtenAt < WAITED_FOR)
    throw new TryLater(clock.now() + LOOK_AGAIN, 'The reply has not left yet.');
  if (reply?.status === 'sent' || reply?.status === 'delivered') await note(parts, row, reply);
}

async function note(parts: Parts, row: SavedReplyRow, reply: Reply): Promise<void> {
  const { store, workspaceId, clock } = parts;
  const enquiry = await store.enquiry(reply.enquiryId);
  if (!enquiry) return;
  const kept = keptAmong(await store.savedEditsOf(row.id));
  const all = editsOf(row.text, blankOut(reply.text, await aboutEnquiry(parts, enquiry, reply)));
  const edits = all.filter(each => !kept.has(each.fingerprint));
  for (const { fingerprint } of edits) {
    // Whose it was cannot be read from it. One that is there already is refused, and nothing is lost by that.
    const once = fingerprintOf(`${fingerprint}\n${enquiry.customerId}`);
    const edit = { id: `${row.id}:${fingerprint}:${once}`, workspaceId, savedId: row.id, fingerprint, at: clock.now() };
    await store.commit([{ do: 'insert', table: 'savedEdits', row: edit }]);
  }
  // Read again: another process may have noted one at the same time.
  const noted = edits.length ? await store.savedEditsOf(row.id) : [];
  const alike = (edit: Edit) => noted.filter(each => each.fingerprint === edit.fingerprint).length;
  if (row.proposed !== null || !edits.some(each => alike(each) >= ALIKE)) return;
  const proposed = withEdits(
    row.text,
    edits.filter(each => alike(each) >= ALIKE),
  );
  const { id, version } = row;
  const jobs = (await peopleFor(parts, row)).map(person =>
    job('person.saved', `saved:${person}`, { about: 'proposal', saved: [id], person }),
  );
  // Proposed with the version it is for: whoever changes it meanwhile is not overruled.
  const propose: Op = { do: 'update', table: 'savedReplies', id, expect: version, set: { proposed } };
  await parts.recorder.enqueue(jobs, [propose]);
}

/** A change that was proposed and not wanted is not proposed again. */
export function keepAsItIs(row: SavedReplyRow, at: Instant): Op[] {
  const { id: savedId, workspaceId } = row;
  return editsOf(row.text, row.proposed ?? row.text).map(({ fingerprint }): Op => {
    const edit = {
      id: `${savedId}:${KEPT}${fingerprint}`,
      workspaceId,
      savedId,
      fingerprint: `${KEPT}${fingerprint}`,
      at,
    };
    return { do: 'put', table: 'savedEdits', row: edit };
  });
}

function keptAmong(rows: readonly SavedEditRow[]): Set<string> {
  return new Set(rows.flatMap(each => (each.fingerprint.startsWith(KEPT) ? each.fingerprint.slice(KEPT.length) : [])));
}

/** Who decides about it: its keeper, else the admins. */
async function peopleFor({ store }: Parts, row: SavedReplyRow): Promise<StaffId[]> {
  const keeper = await keeperOf({ store }, row);
  if (keeper) return [keeper.id];
  return (await store.allStaff()).filter(each => each.admin).map(each => each.id);
}
