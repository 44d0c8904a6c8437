/** Sends the weekly letter when it is due, once a week whatever how many processes look; the first time a person sees it before. */
import { letterDue } from '../core/letter.ts';
import type { Instant } from '../core/time.ts';
import { LETTER } from '../desk/letter-words.ts';
import { sendLetterMail } from '../insight/letter-mail.ts';
import { draftLetter, letterId, makeLetter, STARTED } from '../insight/letter-make.ts';
import { onDesk } from '../insight/letter-words.ts';
import { insightChart } from '../insight/words.ts';
import { type Painter, plainAnswer } from '../ports/answer.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { tellAdmins } from '../posting/admins.ts';
import { isFineToQuote } from '../posting/tone.ts';

/** Looks once, every minute; of many processes that look one leaves the job. */
export async function lookForLetter(parts: Parts): Promise<void> {
  const { store, hours, clock, workspaceId, recorder } = parts;
  const times = await parts.letter();
  if (!times || (times.to.length === 0 && times.room === null)) return;
  const due = letterDue(times, hours, clock.now());
  if (!due) return;
  const started = await store.setting(STARTED);
  // Stopped is stopped; of one that nobody has seen yet the preview is due.
  if (started === false) return;
  const mark = `${workspaceId}:letter:${due.week}:${started ? 'sent' : 'shown'}`;
  if (await store.seen(mark)) return;
  await recorder.enqueue(
    [job('letter.make', `letter:${workspaceId}`, { week: due.week })],
    [{ do: 'insert', table: 'seen', row: { id: mark, workspaceId, at: clock.now() } }],
  );
}

/** Makes it, or shows admins what would leave. */
export async function makeDueLetter(parts: Parts, week: string, draw: Painter['draw']): Promise<void> {
  const { store, hours, clock } = parts;
  const times = await parts.letter();
  const due = times && letterDue(times, hours, clock.now());
  if (!times || due?.week !== week) return;
  const started = await store.setting(STARTED);
  if (started) {
    await makeLetter(parts, { times, due, draw, isFine: isFineToQuote });
    return;
  }
  if (started === false) return;
  const draft = await draftLetter(parts, times, due, { isFine: isFineToQuote });
  if (!draft) return;
  const view = LETTER.preview(onDesk(draft.words.text), draft.chart, times, LETTER.firstTime, draft.links);
  await tellAdmins(parts, view, `letter:${letterId(parts.workspaceId, week)}`);
}

/** @returns when to try again, and why */
export async function sendMailOfLetter(parts: Parts, mail: string): Promise<{ again: Instant; why: string } | null> {
  const result = await sendLetterMail(parts, mail);
  if (result === null || 'again' in result) return result;
  await tellAdmins(parts, plainAnswer(result.tell), `letter-mail:${mail}`);
  return null;
}

/** Posts it in its room, with its picture as that desk draws it. What its own people wrote there is quoted there, too. */
export async function showLetter(parts: Parts, id: string): Promise<void> {
  const { store } = parts;
  const [letter, times] = await Promise.all([store.letter(id), parts.letter()]);
  const room = times?.room ? (await store.rooms()).find(each => each.name === times.room) : undefined;
  if (!letter || !room) return;
  const due = times && letterDue(times, parts.hours, parts.clock.now());
  const isOfNow = due && letterId(parts.workspaceId, due.week) === id;
  const draft = isOfNow ? await draftLetter(parts, times, due, { isFine: isFineToQuote, room: room.id }) : null;
  const desk = await parts.desk(room.id);
  const text = draft?.words.text ?? letter.text;
  const view = {
    ...plainAnswer(onDesk(text.split('\n-- \n')[0]!), draft?.links),
    chart: draft ? insightChart(draft.insight) : null,
  };
  await desk.show(room, view, `letter:${id}`);
}
