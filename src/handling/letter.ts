/** Answers `letter`: how the weekly letter stands, with a preview; starts it and stops it. */
import { changeOf } from '../core/audit.ts';
import { whenInWords } from '../core/hours.ts';
import type { StaffId } from '../core/ids.ts';
import { letterDue, nextLetter } from '../core/letter.ts';
import { looksAfter } from '../core/managers.ts';
import type { Staff } from '../core/staff.ts';
import type { Command } from '../desk/commands.ts';
import { LETTER } from '../desk/letter-words.ts';
import { letterChannel } from '../insight/letter-mail.ts';
import { draftLetter, lastSevenDays, letterId, STARTED } from '../insight/letter-make.ts';
import { onDesk } from '../insight/letter-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import { auditOps } from '../ports/audit.ts';
import { job } from '../ports/jobs.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { managedBy } from '../posting/managing.ts';
import { isFineToQuote } from '../posting/tone.ts';

export async function answerLetter(
  parts: Parts,
  { what }: Extract<Command, { do: 'letter' }>,
  staff: Staff,
): Promise<AnswerView> {
  const may = staff.admin || looksAfter(await managedBy(parts, staff.id), null);
  if (!may) return plainAnswer(LETTER.onlyAdmins);
  const times = await parts.letter();
  if (!times || (times.to.length === 0 && times.room === null)) return plainAnswer(LETTER.none);
  const { store, clock, hours, workspaceId, recorder } = parts;
  if (what === 'stop') {
    await setStarted(parts, staff.id, false);
    return plainAnswer(LETTER.stopped);
  }
  if (what === 'send') {
    await setStarted(parts, staff.id, { by: staff.id, at: clock.now() });
    const due = letterDue(times, hours, clock.now());
    if (due && !(await store.letter(letterId(workspaceId, due.week)))) {
      const mark: Op = {
        do: 'insert',
        table: 'seen',
        row: { id: `${workspaceId}:letter:${due.week}:sent`, workspaceId, at: clock.now() },
      };
      // A schedule that looked meanwhile has left the job already.
      await recorder.enqueue([job('letter.make', `letter:${workspaceId}`, { week: due.week })], [mark]);
      return plainAnswer(LETTER.sentNow(times));
    }
    return plainAnswer(LETTER.started(times, whenInWords(hours, nextLetter(times, hours, clock.now()).at)));
  }
  const started = await store.setting(STARTED);
  const draft = await draftLetter(parts, times, lastSevenDays(parts), { isFine: isFineToQuote });
  const words = started ? LETTER.goes(times) : started === false ? LETTER.isStopped : LETTER.notStarted;
  const warned = times.to.length && !(await letterChannel(parts, times)) ? ` ${LETTER.noChannel}` : '';
  if (!draft) return plainAnswer(`${words}${warned}\n${LETTER.empty}`);
  const shown = onDesk(draft.words.text);
  const view = LETTER.preview(shown, draft.chart, times, `${words}${warned}`, draft.links);
  return started ? { ...view, text: `${words}${warned}\n\n${shown}`, buttons: [] } : view;
}

async function setStarted(parts: Parts, by: StaffId, value: Json): Promise<void> {
  const { store, workspaceId } = parts;
  const change = changeOf({ sent: Boolean(await store.setting(STARTED)) }, { sent: Boolean(value) });
  await store.commit([
    { do: 'put', table: 'settings', row: { id: `${workspaceId}:${STARTED}`, workspaceId, value } },
    ...auditOps(parts, { act: 'letter', by, via: 'desk', change }),
  ]);
}
