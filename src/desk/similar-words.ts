/** Past enquiries that are like one, as staff read of them. Pure. */
import type { Enquiry } from '../core/enquiry.ts';
import { clampText } from '../core/message.ts';
import { DAY, type DurationMs, HOUR } from '../core/time.ts';
import type { ButtonView } from '../ports/button.ts';
import type { HelpLine, PrivateRow, PrivateView } from '../ports/views.ts';

/** Rows of past enquiries: on a phone they are a screen each two. */
export const SIMILAR_MAX = 3;
/** Of a customer's words: about a line and a half on a phone. */
const ASKED_CHARS_MAX = 90;
/** Of an answer: two lines on a desktop, four on a phone. */
const ANSWER_CHARS_MAX = 200;

/** What is shown of a past enquiry. */
export interface Past {
  enquiry: Enquiry;
  asked: string;
  answer: string;
  /** Who answered, as the team knows them; null for somebody who is no longer known. */
  by: string | null;
  ago: DurationMs;
  received: { score: number | null; thanked: boolean; cameBack: boolean };
  thread: string | null;
}

export const SIMILAR = {
  line: (n: number) => `${n} like this, answered before`,
  show: 'Show',
  title: (n: number) =>
    n === 1 ? 'A question like this was answered before:' : 'Questions like this were answered before:',
  none: 'Nothing like this was answered before in a room that you can read.',
  notReady: 'Past answers are being looked through for the first time. Try again in a minute.',
  use: 'Use as draft',
  unlike: 'Not similar',
  menu: 'Similar answers',
  group: 'Answered before',
  gone: 'That answer is no longer there, so nothing was put into the form.',
  check: 'Fill in or take out every [check: …]: what stood there belongs to somebody else.',
  folded: 'A message that may be upsetting',
  noWords: 'A message without words',
};

/** Shows them. Its value says that whoever presses it is asked which rooms they read. */
export function similarButton(enquiryId: string, label: string = SIMILAR.menu): ButtonView {
  return { id: 'enquiry.similar', label, value: `${enquiryId} similar`, look: 'plain' };
}

/** On the card, for everybody in its room. */
export function similarLine(enquiryId: string, n: number): HelpLine | null {
  if (n === 0) return null;
  return { words: SIMILAR.line(n), buttons: [similarButton(enquiryId, SIMILAR.show)] };
}

/** To one person. */
export function similarView(enquiryId: string, past: readonly Past[], ready = true): PrivateView {
  const rows = past.map(each => rowOf(enquiryId, each));
  const words = rows.length ? SIMILAR.title(rows.length) : ready ? SIMILAR.none : SIMILAR.notReady;
  return { words, quote: null, hints: [], buttons: [], tone: 'notice', post: null, ...(rows.length ? { rows } : {}) };
}

function rowOf(enquiryId: string, past: Past): PrivateRow {
  const value = `${enquiryId} ${past.enquiry.id}`;
  return {
    title: short(past.asked, ASKED_CHARS_MAX),
    text: short(past.answer, ANSWER_CHARS_MAX),
    about: aboutOf(past),
    thread: past.thread,
    buttons: [
      { id: 'answer.use', label: SIMILAR.use, value, look: 'plain' },
      { id: 'answer.unlike', label: SIMILAR.unlike, value, look: 'plain' },
    ],
  };
}

/** "#12 · Priya, 3 weeks ago · they said thanks" */
function aboutOf({ enquiry, by, ago, received: { score, thanked, cameBack } }: Past): string {
  const who = `${by ?? 'Somebody'}, ${agoWords(ago)}`;
  const how = [
    score === null ? null : `rated ${score} of 5`,
    thanked ? 'they said thanks' : null,
    cameBack ? 'they came back about it' : null,
  ];
  return [`#${enquiry.number}`, who, ...how.filter(each => each !== null)].join(' · ');
}

/** "today", "3 weeks ago" */
export function agoWords(ms: DurationMs): string {
  if (ms < HOUR) return 'just now';
  if (ms < DAY) return counted(Math.floor(ms / HOUR), 'hour');
  const days = Math.floor(ms / DAY);
  if (days < 14) return counted(days, 'day');
  if (days < 60) return counted(Math.floor(days / 7), 'week');
  if (days < 730) return counted(Math.floor(days / 30), 'month');
  return counted(Math.floor(days / 365), 'year');
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'} ago`;
}

function short(text: string, charsMax: number): string {
  const { text: kept, cut } = clampText(text.replace(/\s+/gu, ' ').trim(), charsMax);
  return cut ? `${kept.replace(/\s+\S*$/u, '')}…` : kept;
}
