/** Keeps text from a form as team talk: in the thread, under its author's name. */
import { deskKey, job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import { keepRemark } from '../reply/remark.ts';

export async function keepInThread(parts: Parts, remark: RemarkRow): Promise<void> {
  await keepRemark(parts, remark);
  const { enquiryId } = remark;
  const roomId = (await parts.store.thread(enquiryId))?.roomId;
  const kept = job('thread.kept', deskKey(enquiryId), { enquiryId, remarkId: remark.id });
  await parts.recorder.enqueue([roomId ? { ...kept, lane: roomLane(roomId) } : kept]);
}
