/** Shows an alert in the room that an admin named: once, and again as more join it or somebody marks it. */
import { whenInWords } from '../../core/hours.ts';
import type { AlertId } from '../../core/ids.ts';
import { everybodyIn, mayRead } from '../../core/readers.ts';
import { alertView } from '../../desk/alert-words.ts';
import { dateWords } from '../../desk/dates.ts';
import { plainAnswer } from '../../ports/answer.ts';
import type { Parts } from '../../ports/parts.ts';

/** Threads that a post leads to: the newest. */
const THREADS_SHOWN = 10;

export async function showAlert(parts: Parts, alertId: AlertId): Promise<void> {
  const { store, hours } = parts;
  const row = await store.alert(alertId);
  const room = row && (await store.room(row.roomId));
  if (!row || !room) return;
  const links: { number: number; thread: string }[] = [];
  const named: number[] = [];
  let elsewhere = 0;
  for (const number of [...row.enquiries].reverse()) {
    const enquiry = await store.enquiryByNumber(number);
    if (!enquiry) continue;
    if (!mayRead(everybodyIn(room.id), enquiry)) elsewhere++;
    else if (named.length < THREADS_SHOWN) {
      named.push(number);
      const thread = await store.thread(enquiry.id);
      if (thread) links.push({ number, thread: thread.ref });
    }
  }
  const words = alertView({
    id: row.id,
    what: row.what,
    reason: row.reason,
    words: row.words,
    customers: row.enquiries.length,
    since: whenInWords(hours, row.since),
    usual: row.usual / 1_000,
    named: named.reverse(),
    elsewhere,
    state: row.state,
    quietUntil: row.quietUntil === null ? null : dateWords(hours, row.quietUntil),
  });
  const desk = await parts.desk(room.id);
  const key = `alert:${row.id}`;
  const view = { ...plainAnswer(words.text, links), ...words };
  await desk.show(room, view, key);
  if (row.version > 1) await desk.reshow?.(room, view, key);
}
