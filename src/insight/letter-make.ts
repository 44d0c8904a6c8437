/** Makes the weekly letter: once for its week, however many processes look; everybody on its list gets the same. */
import { addDays, dayOf, startOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import type { DueLetter, LetterTimes } from '../core/letter.ts';
import { fingerprintOf } from '../core/message.ts';
import { type Period, type PeriodPair, parsePeriod } from '../figures/period.ts';
import { reasonRooms } from '../figures/reason-rooms.ts';
import type { ChartView, Painter } from '../ports/answer.ts';
import type { LetterMailRow, LetterRow } from '../ports/insight-rows.ts';
import { job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { NewJob, Op } from '../ports/store.ts';
import { type Insight, learn } from './learn.ts';
import { letterChannel } from './letter-mail.ts';
import { type LetterWords, letterWords } from './letter-words.ts';
import { audienceOf } from './open-rooms.ts';
import { insightChart } from './words.ts';

/** Somebody saw a letter and let it go: from then on it goes by itself. */
export const STARTED = 'letter-started';

export function letterId(workspaceId: string, week: string): string {
  return `${workspaceId}:letter:${week}`;
}

interface Draft {
  words: LetterWords;
  insight: Insight;
  chart: ChartView | null;
  /** The threads of its quotes, by the numbers in its text. */
  links: Pick<Quoted, 'number' | 'thread'>[];
}

interface Quoted {
  number: number;
  thread: string;
  roomId: RoomId;
}

/**
 * The letter about some days. Its numbers are of all rooms, as those of `stats`; its words (quotes, what is new, links to
 * threads) are only of rooms that everybody reads. A reason that somebody sees in no room of theirs is not named to anybody.
 * @param room one that it is shown in: its people read that, too
 * @returns null where nobody wrote: it is not sent empty
 */
export async function draftLetter(
  parts: Parts,
  times: LetterTimes | null,
  { firstDay, lastDay }: Pick<DueLetter, 'firstDay' | 'lastDay'>,
  { isFine, room }: { isFine(text: string): boolean; room?: RoomId },
): Promise<Draft | null> {
  const { calendar, clock } = parts;
  const parsed = parsePeriod([firstDay, lastDay], clock.now(), calendar.timezone);
  if (!parsed.ok) return null;
  const pair = await withUsual(parts, parsed.pair);
  const { rooms: readable, knows } = await audienceOf(parts, room);
  const usedIn = await reasonRooms(parts, pair);
  const names = (reason: string) => knows(usedIn.get(reason) ?? new Set());
  const insight = await learn(parts, pair, { scope: null, readable, isFine, names });
  const chart = insightChart(insight);
  const quoted = await quotedThreads(parts, insight);
  const links = await addressesOf(parts, quoted);
  const channel = await letterChannel(parts, times);
  const shop = channel?.shopName ?? channel?.signedAs?.(null, 'en') ?? null;
  const words = letterWords(insight, { shop, links, alt: chart?.alt ?? null });
  return words && { words, insight, chart, links: quoted };
}

/** Compared with one week chance is loud: with four where there are so many, so that what grows slowly is seen. */
async function withUsual({ store, calendar }: Parts, pair: PeriodPair): Promise<PeriodPair> {
  const { period } = pair;
  const firstDay = addDays(period.firstDay, -USUAL_DAYS);
  const from = startOf(calendar.timezone, firstDay);
  const first = await store.firstMeasureAt();
  if (first === null || dayOf(calendar.timezone, first) > firstDay) return pair;
  return {
    period,
    previous: { name: 'before', firstDay, endDay: period.firstDay, from, to: period.from, until: period.from },
  };
}

const USUAL_DAYS = 28;

/** Threads of its quotes: whoever reads the letter on the desk reads them, too. */
async function quotedThreads({ store }: Pick<Parts, 'store'>, { topics, fresh }: Insight): Promise<Quoted[]> {
  const quoted: Quoted[] = [];
  for (const { number } of [...topics, ...(fresh ?? [])].flatMap(each => each.quotes)) {
    const enquiry = await store.enquiryByNumber(number);
    const thread = enquiry && (await store.thread(enquiry.id));
    if (thread) quoted.push({ number, thread: thread.ref, roomId: enquiry.roomId });
  }
  return quoted;
}

/** Where they can be opened from a mail, on desks that can be linked to. */
async function addressesOf({ desk }: Parts, quoted: readonly Quoted[]): Promise<Map<number, string>> {
  const links = new Map<number, string>();
  for (const { number, thread, roomId } of quoted) {
    const url = (await desk(roomId)).linkTo?.(thread) ?? null;
    if (url) links.set(number, url);
  }
  return links;
}

/** As wide as the page of the letter. */
const PICTURE_PX = 520;

/** One commit: the letter, each of its mails, and the jobs that send them. Made again it is there already. */
export async function makeLetter(
  parts: Parts,
  {
    times,
    due,
    draw,
    isFine,
  }: { times: LetterTimes; due: DueLetter; draw: Painter['draw']; isFine(text: string): boolean },
): Promise<'made' | 'empty' | 'there'> {
  const { store, recorder, workspaceId, clock, log } = parts;
  const id = letterId(workspaceId, due.week);
  if (await store.letter(id)) return 'there';
  const draft = await draftLetter(parts, times, due, { isFine });
  if (!draft) return 'empty';
  const { words, chart } = draft;
  const picture = chart
    ? await draw(chart, { widthPx: PICTURE_PX, dark: false }).catch((error: unknown) => {
        log.warn({ error: String(error) }, 'The picture of the weekly letter could not be drawn; it goes without.');
        return null;
      })
    : null;
  const html = picture ? words.html : words.html.replace(/<p[^>]*><img [^>]*><\/p>/, '');
  const letter: LetterRow = { id, workspaceId, subject: words.subject, text: words.text, html, picture, dueAt: due.at };
  const mails = times.to.map((address): LetterMailRow => {
    const mail = `${id}:${fingerprintOf(address)}${fingerprintOf(`${address} 2`)}`;
    return {
      id: mail,
      workspaceId,
      version: 1,
      letterId: id,
      address,
      status: 'waiting',
      words: null,
      name: null,
      changedAt: clock.now(),
    };
  });
  const room = times.room ? (await store.rooms()).find(each => each.name === times.room) : undefined;
  const jobs: NewJob[] = [
    ...mails.map(each => job('letter.mail', `letter:${each.id}`, { mail: each.id })),
    ...(room ? [job('letter.room', `letter:${id}`, { letter: id }, { lane: roomLane(room.id) })] : []),
  ];
  const ops: Op[] = [
    { do: 'insert', table: 'letters', row: letter },
    ...mails.map((row): Op => ({ do: 'insert', table: 'letterMails', row })),
  ];
  await recorder.enqueue(jobs, ops);
  return 'made';
}

/** The seven whole days until yesterday: what a letter would say now. */
export function lastSevenDays({ calendar, clock }: Parts): { firstDay: string; lastDay: string } {
  const parsed = parsePeriod(['yesterday'], clock.now(), calendar.timezone);
  const { firstDay: lastDay } = (parsed as { pair: { period: Period } }).pair.period;
  return { firstDay: addDays(lastDay, -6), lastDay };
}
