/** Shows an alert in the room that an admin named: once, and again as more join it or somebody marks it. */
import { GATHERED_MAX } from '../../core/gathering.ts';
import { whenInWords } from '../../core/hours.ts';
import type { AlertId, EnquiryId } from '../../core/ids.ts';
import { everybodyIn, mayRead } from '../../core/readers.ts';
import { reasonMap } from '../../core/reasons.ts';
import { type DurationMs, MINUTE, SECOND } from '../../core/time.ts';
import { alertView } from '../../desk/alert-words.ts';
import { dateWords } from '../../desk/dates.ts';
import { GATHERING } from '../../desk/gathering-words.ts';
import { plainAnswer } from '../../ports/answer.ts';
import type { Parts } from '../../ports/parts.ts';
import { redrawAlert } from './watch.ts';

/** Threads that a post leads to: the newest. */
const THREADS_SHOWN = 10;
/** An alert may be posted before the card of its newest enquiry: then it is drawn again, and leads there, too. */
const CARD_WITHIN: DurationMs = MINUTE;
const CARD_AGAIN: DurationMs = 5 * SECOND;
/** Incidents that are looked through; nobody has more at once. */
const INCIDENTS_MAX = 20;

export async function showAlert(parts: Parts, alertId: AlertId): Promise<void> {
  const { store, hours, clock } = parts;
  const row = await store.alert(alertId);
  const room = row && (await store.room(row.roomId));
  if (!row || !room) return;
  const links: { number: number; thread: string }[] = [];
  const named: number[] = [];
  const ids = new Set<EnquiryId>();
  const here = new Set<string | null>();
  let elsewhere = 0;
  let isEarly = false;
  for (const number of [...row.enquiries].reverse()) {
    const enquiry = await store.enquiryByNumber(number);
    if (!enquiry) continue;
    ids.add(enquiry.id);
    if (!mayRead(everybodyIn(room.id), enquiry)) {
      elsewhere++;
      continue;
    }
    here.add(enquiry.contactReason);
    if (named.length < THREADS_SHOWN) {
      named.push(number);
      const thread = await store.thread(enquiry.id);
      if (thread) links.push({ number, thread: thread.ref });
      else if (clock.now() - enquiry.openedAt < CARD_WITHIN) isEarly = true;
    }
  }
  const words = alertView({
    id: row.id,
    what: row.what,
    reason: row.reason !== null && (await isKnownHere(parts, row.reason, here)) ? row.reason : null,
    words: row.words,
    customers: row.enquiries.length,
    since: whenInWords(hours, row.since),
    usual: row.usual / 1_000,
    named: named.reverse(),
    elsewhere,
    state: row.state,
    quietUntil: row.quietUntil === null ? null : dateWords(hours, row.quietUntil),
    incidents: await incidentsWith(parts, ids),
  });
  const desk = await parts.desk(room.id);
  const key = `alert:${row.id}`;
  const view = { ...plainAnswer(words.text, links), ...words };
  await desk.show(room, view, key);
  if (row.version > 1) await desk.reshow?.(room, view, key);
  if (isEarly) await redrawAlert(parts, row.id, clock.now() + CARD_AGAIN);
}

/** What a reason that only other rooms use is called is not told: of what stands here nobody has it. */
async function isKnownHere({ store }: Parts, reason: string, here: ReadonlySet<string | null>): Promise<boolean> {
  if (here.has(reason)) return true;
  const reasons = reasonMap((await store.reasonList())?.entries ?? []);
  return [...here].some(each => reasons.nowOr(each) === reason);
}

/** Those that last and have some of its enquiries. What they are called everybody may read. */
async function incidentsWith({ store }: Parts, enquiries: ReadonlySet<EnquiryId>): Promise<string[]> {
  const lasting = (await store.gatherings('incident', INCIDENTS_MAX)).filter(each => each.state === 'lasting');
  const found: string[] = [];
  for (const { id, what, number, title } of lasting) {
    const theirs = await store.gathered(id, GATHERED_MAX);
    if (theirs.some(each => enquiries.has(each.enquiryId))) found.push(GATHERING.called(what, number, title));
  }
  return found;
}
