/** "Not abuse" and "This was abuse": shows or folds one message, and moves the threshold of the workspace. Nobody's name is kept. */
import { isFirstWords } from '../core/about.ts';
import { clampText, SUBJECT_CHARS_MAX } from '../core/message.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op, Plan } from '../ports/store.ts';
import { judgeTone } from '../shield/judge.ts';

/** A second time it changes nothing; the other word takes the place of the first. */
export async function markMessage(parts: Parts, message: MessageRow, abuse: boolean): Promise<void> {
  const { store, recorder, clock, workspaceId } = parts;
  const { id, enquiryId } = message;
  const judged = judgeTone(message.text);
  const { score, gist } = judged;
  const from = message.shield?.from;
  const recorded = await recorder.change(enquiryId, async ({ enquiry }): Promise<Plan> => {
    const known = await store.shieldMark(id);
    if (known?.abuse === abuse) return { events: [] };
    const at = clock.now();
    const marked: Op = known
      ? { do: 'update', table: 'shieldMarks', id, set: { abuse, score, at } }
      : { do: 'insert', table: 'shieldMarks', row: { id, workspaceId, abuse, score, at } };
    const subject = gist && clampText(gist, SUBJECT_CHARS_MAX).text;
    // What it begins with is no name for an enquiry any more.
    const renamed: Op[] =
      abuse && isFirstWords(enquiry.subject, message)
        ? [{ do: 'update', table: 'enquiries', id: enquiryId, set: { subject } }]
        : [];
    const level = abuse ? 'aimed' : judged.level === 'aimed' ? 'none' : judged.level;
    const said: Op = {
      do: 'update',
      table: 'messages',
      id,
      set: { shield: { ...judged, level, ...(from === undefined ? {} : { from }) } },
    };
    return { events: [{ type: 'MessageMarked', message: id, abuse }], ops: [marked, said, ...renamed] };
  });
  const files = abuse && recorded.ok ? await store.attachmentsOf(id) : [];
  if (files.length === 0) return;
  const gone = { enquiryId, files: files.map(each => each.id) };
  await recorder.enqueue([job('thread.detach', `files:${enquiryId}`, gone)]);
}
