/** What somebody promises a customer and by when: read in plain words, and how they are reminded of it. Pure. */
import { addDays, dayOf, startOf, weekdayOf } from '../core/days.ts';
import { instantOf, nextOpening, type OpeningHours } from '../core/hours.ts';
import type { EnquiryId, ReminderId } from '../core/ids.ts';
import { clampText, firstLine } from '../core/message.ts';
import { DAY, type DurationMs, HOUR, type Instant } from '../core/time.ts';
import type { ButtonView } from '../ports/button.ts';
import { LATER } from './actions.ts';
import { calledBackElsewhere } from './call-back.ts';
import { button } from './cards.ts';
import { dateParts, momentWords, readDay, readUntil } from './dates.ts';
import { dayFromElsewhere, withoutPoints } from './days-elsewhere.ts';

/** "Am 30.11." on 1 December: a day that far ahead has rather just passed. */
const ROUND_AGAIN: DurationMs = 300 * DAY;
/** "Today" without a time: there is still time to do it. */
const LATER_TODAY: DurationMs = 2 * HOUR;
/** On a day without opening hours, and none before it. */
const MORNING_MIN = 9 * 60;
/** Days before a closed one that are looked at for one on which somebody is there. */
const DAYS_BEFORE = 7;
const ALWAYS = { weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 24 * 60 }]), dates: {} };
const WORDS_CHARS = 200;
const TYPED_CHARS = 60;

/**
 * By when something was promised: "tomorrow 10", "by Friday", "1 dec". A day without a time means when the business opens on
 * it; of a closed day, when it opens on the last day before.
 * @returns null for no words
 */
export function readPromised(typed: string, now: Instant, hours: OpeningHours): Instant | null | { problem: string } {
  const read = readInEnglish(withoutPoints(typed), now, hours);
  if (read === null || typeof read === 'number') return read;
  const english = dayFromElsewhere(typed, dayOf(hours.timezone, now));
  const again = english === null ? null : readInEnglish(english, now, hours);
  return typeof again === 'number' ? again : read;
}

function readInEnglish(typed: string, now: Instant, hours: OpeningHours): Instant | null | { problem: string } {
  const hour = withHourOf(typed.trim().replace(/[.,;!?]+$/, ''));
  if (hour === null) return { problem: PROMISES.unread(typed) };
  const today = dayOf(hours.timezone, now);
  const told = hour
    .split(/[\s,]+/)
    .filter(each => each && !/^(by|before|until|till|on|at|around|about|o'clock)$/i.test(each));
  const words = withoutWeekday(told, today);
  if (words === null) return { problem: PROMISES.unread(typed) };
  if (words.length === 0) return null;
  if (words.join(' ').toLowerCase() === 'today') return now + LATER_TODAY;
  const open = readUntil(words, now, hours);
  const plain = readUntil(words, now, { ...hours, ...ALWAYS });
  if (open === null) return null;
  if (typeof open === 'string') return { problem: open };
  if (typeof open !== 'number') return { problem: PROMISES.unread(typed) };
  // With a time it is that time, open or not.
  if (typeof plain !== 'number' || plain !== startOf(hours.timezone, dayOf(hours.timezone, plain))) return open;
  return onDay(dayOf(hours.timezone, plain), now, hours) ?? open;
}

const OF_DAY = '(morning|noon|afternoon|evening|night)';
const HOUR_OF = new RegExp(
  `(?<![\\d.:-]|(?<!\\d(?:st|nd|rd|th)? )(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* )(\\d{1,2})(?:[:.](\\d{2}))?,? (?:in the |at )?${OF_DAY}\\b`,
  'i',
);
const HOUR_BEHIND = new RegExp(`\\b${OF_DAY},? (?:(?:at|around|by) )?(\\d{1,2})(?:[:.](\\d{2}))?$`, 'i');

/** "3 in the afternoon" and "afternoon at 3" are 15:00; null for an hour that is not in that part of the day. */
function withHourOf(typed: string): string | null {
  const first = HOUR_OF.exec(typed);
  const found = first ?? HOUR_BEHIND.exec(typed);
  if (!found) return typed;
  const [hour, minutes, part] = first ? [found[1], found[2], found[3]] : [found[2], found[3], found[1]];
  const inDay = hourInPart(Number(hour), part!.toLowerCase());
  if (inDay === null) return null;
  const behind = typed.slice(found.index + found[0].length);
  return `${typed.slice(0, found.index)}${inDay}:${minutes ?? '00'}${behind}`;
}

/** Of each part of the day its first and last hour. */
const PART_HOURS = new Map([
  ['morning', [1, 12]],
  ['noon', [11, 15]],
  ['afternoon', [12, 23]],
  ['evening', [16, 23]],
  ['night', [18, 23]],
]);

function hourInPart(hour: number, part: string): number | null {
  const [from, to] = PART_HOURS.get(part) as [number, number];
  const fits = [hour, hour + 12].filter(each => each >= from && each <= to && (hour !== 12 || each === hour));
  return fits.length === 1 && !(part === 'morning' && hour === 12) ? fits[0]! : null;
}

/** "Friday 4 dec" is 4 December; null where that is no Friday. */
function withoutWeekday(words: string[], today: string): string[] | null {
  const [first = '', ...rest] = words.map(each => each.toLowerCase());
  if (!/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(first) || /^\d{1,2}\.\d{1,2}$/.test(rest[0] ?? ''))
    return words;
  const weekday = readDay([first], today, 'future');
  const date = readDay(rest, today, 'future');
  if (typeof weekday === 'string' || typeof date === 'string' || !/^\d/.test(rest[0] ?? '')) return words;
  return weekdayOf(weekday.day) === weekdayOf(date.day) ? rest : null;
}

/** When somebody is there on a day, or on the last day before it; null where it has come already. */
function onDay(day: string, now: Instant, hours: OpeningHours): Instant | null {
  for (let back = 0; back <= DAYS_BEFORE; back++) {
    const opens = opensOn(addDays(day, -back), hours);
    if (opens !== null && opens > now) return opens;
  }
  const morning = instantOf(hours.timezone, dateParts(day), MORNING_MIN);
  return morning > now ? morning : null;
}

/** When the business opens on a day: in the morning where it never closes; null where it stays closed. */
function opensOn(day: string, hours: OpeningHours): Instant | null {
  const midnight = startOf(hours.timezone, day);
  const opens = nextOpening(hours, midnight);
  if (opens === null || dayOf(hours.timezone, opens) !== day) return null;
  return opens === midnight ? instantOf(hours.timezone, dateParts(day), MORNING_MIN) : opens;
}

const DAY_WORDS =
  'today|tomorrow|(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|next week|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \\d{1,2}(?:st|nd|rd|th)?|\\d{4}-\\d{2}-\\d{2}';
const TIME_WORDS =
  '(?: (?:at |around |by )?\\d{1,2}(?:[:.]\\d{2})?(?: ?(?:am|pm))?(?: in the (?:morning|afternoon|evening)| at night)?(?![\\d%€$£]| ?(?:items?|pieces?|days?|weeks?|hours?))| (?:morning|noon|afternoon|evening))?';
const PROMISES_SOMETHING =
  /\b(?:i|we)(?:['’]ll| will| shall| am going to| are going to|['’]m going to|['’]re going to)\b|\byou(?:['’]ll| will) (?:have|get|hear|receive)\b/i;
const WHEN = new RegExp(`\\b(${DAY_WORDS})${TIME_WORDS}`, 'i');

/** A promise with a day in a reply: its sentence, and when it falls due; null where there is none that can be read. */
export function promisedIn(text: string, now: Instant, hours: OpeningHours): { words: string; at: Instant } | null {
  for (const sentence of text.split(/(?<=[.!?])\s+|\n+/)) {
    if (!PROMISES_SOMETHING.test(sentence) || /\?\s*$/.test(sentence)) continue;
    const found = WHEN.exec(sentence);
    const at = found && readPromised(found[0].replace(/\bof\b|\baround\b/gi, ' '), now, hours);
    if (typeof at === 'number' && at > now) return { words: clampText(sentence.trim(), WORDS_CHARS).text, at };
  }
  return null;
}

/** "call back", "ring her back", "phone Mr Okafor back", "callback"; not "she called back". */
const CALL_BACK = /\b(?:call|ring|phone)(?: (?!back)[\p{L}.'’-]+){0,3} back\b|\bcallback\b/iu;
/** Before it: that nobody has to, or that it is theirs to do ("she will call back", "Tom may call back"). */
const NOT_OURS =
  /(?:\bnot|n['’]t|\bnever|\bno need(?: for a| to)?|\bneed not)(?: \p{L}+)? $|(?<!\p{L})(?!(?:i|we|you|somebody|someone|anyone)['’ ])\p{L}+(?:['’]ll| will| may| might| would| can| could| wants? to| is going to| promised to) $/iu;
/** A day stands behind it: "call back by Friday 10", "we will send the parts on 1 dec". */
const DAY_BEHIND_CHARS = 40;

/** What stands in a call that is written down in one line: that somebody calls back, or a promise with its day. */
export function toldInCall(
  what: string,
  now: Instant,
  hours: OpeningHours,
): { callBack: boolean; promised?: string; when?: string } {
  const elsewhere = CALL_BACK.test(what) ? null : calledBackElsewhere(what);
  if (elsewhere?.ours === false) return { callBack: false };
  if (elsewhere) {
    const { when } = elsewhere;
    const at = when === null ? null : readPromised(when, now, hours);
    const isNear = typeof at === 'number' && (at - now < ROUND_AGAIN || /\d{4}/.test(when ?? ''));
    return isNear && when !== null ? { callBack: false, promised: what, when } : { callBack: true };
  }
  const back = CALL_BACK.exec(what);
  const isBack = back !== null && !NOT_OURS.test(what.slice(0, back.index));
  const said = isBack ? back : PROMISES_SOMETHING.exec(what);
  if (!said) return { callBack: false };
  const [behind = ''] = what.slice(said.index + said[0].length).split(/[.;!?](?=\s|$)/, 1);
  const found = WHEN.exec(behind);
  if (!found || found.index > DAY_BEHIND_CHARS) return { callBack: isBack };
  const when = found[0].replace(/\bof\b/i, ' ');
  // A day that cannot be read, or has passed, leaves it to whoever comes first: nothing that was promised is done.
  if (typeof readPromised(when, now, hours) !== 'number') return { callBack: true };
  return { callBack: false, promised: what, when };
}

export const PROMISES = {
  unread: (typed: string) =>
    `I did not understand "${clampText(typed.trim(), TYPED_CHARS).text}". Write it like this: tomorrow 10, Friday, or Monday 14:00.`,
  willRemind: (moment: string) => `You will be reminded, only you, ${moment}.`,
  noReminder: (problem: string) => `No reminder is set: ${problem}`,
  noDay: 'No reminder is set: the promise has no day.',
  offer: (words: string) => `You promised: "${words}" Shall I remind you? Only you will see it.`,
  set: (moment: string) => `You will be reminded ${moment}. Nobody else sees it.`,
  gone: 'This reminder is not there any more.',
  done: (enquiry: string) => `Done. You will not be reminded of ${enquiry} again.`,
  wasDone: 'This is done already.',
  moved: (moment: string) => `You will be reminded again ${moment}.`,
};

/** When a reminder that is put off comes again: in opening hours. */
export function laterThan(now: Instant, how: string, hours: OpeningHours): Instant {
  if (how !== 'tomorrow') return nextOpening(hours, now + HOUR) ?? now + HOUR;
  const tomorrow = addDays(dayOf(hours.timezone, now), 1);
  const opens = nextOpening(hours, startOf(hours.timezone, tomorrow));
  const day = opens === null ? tomorrow : dayOf(hours.timezone, opens);
  return opensOn(day, hours) ?? instantOf(hours.timezone, dateParts(tomorrow), MORNING_MIN);
}

interface Due {
  enquiryId: EnquiryId;
  id: ReminderId;
  dueAt: Instant;
  words: string;
  number: number;
  customer: string;
}

/** Press once for done, once for later; the moment says which reminder was meant, should it have moved since. */
function reminderButtons({ enquiryId, id, dueAt }: Due): ButtonView[] {
  const value = `${enquiryId} ${id} ${dueAt}`;
  return [
    button('reminder.done', 'Done', value, 'primary'),
    button('reminder.later', 'In an hour', `${value} ${LATER[0]}`),
    button('reminder.later', 'Tomorrow', `${value} ${LATER[1]}`),
  ];
}

/** What whoever promised something is told that day, and nobody else. @param promisedBy who promised it, where that is somebody else who is away */
export function reminderAnswer(due: Due, promisedBy: string | null): { text: string; buttons: ButtonView[] } {
  const who = promisedBy === null ? 'You promised' : `${promisedBy} is away and promised`;
  return { text: `${who} ${due.customer} (#${due.number}): ${said(due.words)}`, buttons: reminderButtons(due) };
}

/** Nobody who could be told is there: it is said in the thread, for whoever reads it. */
export function reminderLine(due: Due): { words: string; buttons: ButtonView[] } {
  return { words: `Promised for today: ${said(due.words)}`, buttons: reminderButtons(due).slice(0, 1) };
}

function said(words: string): string {
  return firstLine(words, WORDS_CHARS);
}

/** "Fri 10:00" */
export function whenDue(hours: OpeningHours, at: Instant, now: Instant): string {
  return momentWords(hours, at, now);
}
