/** Kind words after a practice: two things that were good, and one to try. For that person alone; nothing is counted. Pure. */
import { clampText } from '../core/message.ts';
import type { Asked } from './scripts.ts';
import { isKind, isUnkind } from './turn.ts';

/** As much of somebody's own words is quoted. */
const QUOTE_CHARS = 90;

/** What the coach says of a reply, in its own words; `stops`: a customer must never get that. */
interface Finding {
  words: string;
  stops: boolean;
}

interface Practised {
  /** The customer's first name. */
  customer: string;
  asks: readonly Asked[];
  answered: readonly number[];
  /** How it began and how it ended, 0 for calm. */
  mood: { began: number; ended: number };
  /** What was sent to the customer, in order. */
  replies: readonly string[];
  findings: readonly Finding[];
}

const GREETS = /^\s*(hello|hi|dear|good (morning|afternoon|evening|day)|hey)\b[^\n]{0,40}/i;
const SORRY = /[^.!?\n]*\b(sorry|apolog\w+)\b[^.!?\n]*[.!?]?/i;
const HEARD = /[^.!?\n]*\b(understand|thank\w*|i see|i hear|must be|frustrat\w+|annoy\w+)\b[^.!?\n]*[.!?]?/i;
const DAY =
  /[^.!?\n]*\b(today|tomorrow|(mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}[:.]\d{2}|\d{1,2} ?(am|pm)|within \w+ (hours?|days?))\b[^.!?\n]*[.!?]?/i;
const NEXT_STEP = /[^.!?\n]*\b(i|we)(['’]ll| will| have| can)\b[^.!?\n]*[.!?]?/i;
const BOUNDARY =
  /[^.!?\n]*\b(threat\w*|respect\w*|not (acceptable|okay|ok|all right)|polite|civil|tone)\b[^.!?\n]*[.!?]?/i;

/** @returns null where nothing was sent: there is nothing to say about it */
export function feedbackOn(practised: Practised): { good: string[]; toTry: string } | null {
  if (practised.replies.length === 0) return null;
  return { good: goodIn(practised).slice(0, 2), toTry: toTryIn(practised) };
}

/** The best first; there is always something. */
function goodIn({ customer, asks, answered, mood, replies }: Practised): string[] {
  const all = replies.join('\n');
  const found = (pattern: RegExp) => quote(pattern.exec(all)?.[0]);
  const unkind = replies.some(isUnkind);
  const good: (string | null)[] = [
    mood.began > 1 && mood.ended < mood.began ? 'You stayed calm, and that calmed them down.' : null,
    asks.length > 1 && answered.length === asks.length
      ? `You answered ${asks.length === 2 ? 'both' : `all ${asks.length}`} questions; nothing was left open.`
      : null,
    BOUNDARY.test(all) && mood.began >= 3 ? `You said where the line is, without anger: ${found(BOUNDARY)}` : null,
    SORRY.test(all) && !unkind ? `You said sorry in your own words: ${found(SORRY)}` : null,
    DAY.test(all) ? `You named a time, so they need not ask again: ${found(DAY)}` : null,
    HEARD.test(all) && !unkind ? `You showed that you had heard them: ${found(HEARD)}` : null,
    GREETS.test(all) ? `You greeted ${customer}: ${found(GREETS)}` : null,
    NEXT_STEP.test(all) ? `You said what happens next: ${found(NEXT_STEP)}` : null,
    answered.length ? `They got an answer about ${asks[answered[0]!]?.about ?? 'what they asked'}.` : null,
    all.length < 600 ? `You kept it short enough to read on a phone: ${quote(replies[0])}` : null,
    `You wrote back; most customers wait for just that: ${quote(replies[0])}`,
    'You came here to practise, before a real customer needed you to.',
  ];
  return good.filter(each => each !== null);
}

/** One thing, in the words of the coach where it found something. */
function toTryIn({ customer, asks, answered, mood, replies, findings }: Practised): string {
  const all = replies.join('\n');
  const open = asks.find((_, i) => !answered.includes(i));
  const said = findings.find(each => each.stops) ?? findings[0];
  const unkind = replies.find(isUnkind);
  if (said?.stops) return said.words;
  if (unkind) return `Leave out what sounds like blame, and say what you can do. You wrote: ${quote(unkind)}`;
  if (open) return `One question stayed open: ${open.about}. Counting the question marks before you press Send helps.`;
  if (said) return said.words;
  if (!GREETS.test(replies[0] ?? ''))
    return `You could begin with a greeting and a name, such as "Hello ${customer},".`;
  if (mood.began > 0 && !replies.some(isKind))
    return 'You could say one sentence about how it is for them, before the facts.';
  if (!DAY.test(all)) return 'You could name a day or a time; then nobody has to ask again.';
  return 'You could read your answer once as the customer, aloud, before you press Send.';
}

function quote(words: string | undefined): string {
  const { text, cut } = clampText((words ?? '').trim().replace(/\s+/g, ' '), QUOTE_CHARS);
  return `"${text}${cut ? '…' : ''}"`;
}
