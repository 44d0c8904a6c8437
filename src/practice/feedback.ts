/** Kind words after a practice: two things that were good, and one to try. For that person alone; nothing is counted. Pure. */
import { clampText } from '../core/message.ts';
import type { Asked } from './scripts.ts';
import { isKind, isUnkind } from './turn.ts';

/** As much of somebody's own words is quoted. */
const QUOTE_CHARS = 90;

/** What the coach found in a reply: the check, and the words that it is about. */
interface Finding {
  check: string;
  words: string;
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
      ? `You answered all ${asks.length} questions; nothing was left open.`
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
  const said = findings.find(each => STOPS.has(each.check)) ?? findings.find(each => HINTS[each.check]);
  const unkind = replies.find(isUnkind);
  if (said && STOPS.has(said.check)) return `${HINTS[said.check]} You wrote: ${quote(said.words)}`;
  if (unkind) return `Leave out what sounds like blame, and say what you can do. You wrote: ${quote(unkind)}`;
  if (open) return `One question stayed open: ${open.about}. Counting the question marks before you press Send helps.`;
  if (said) return `${HINTS[said.check]}${said.words ? ` You wrote: ${quote(said.words)}` : ''}`;
  if (!GREETS.test(replies[0] ?? ''))
    return `You could begin with a greeting and a name, such as "Hello ${customer},".`;
  if (mood.began > 0 && !replies.some(isKind))
    return 'You could say one sentence about how it is for them, before the facts.';
  if (!DAY.test(all)) return 'You could name a day or a time; then nobody has to ask again.';
  return 'You could read your answer once as the customer, aloud, before you press Send.';
}

/** What a customer must never get. */
const STOPS: ReadonlySet<string> = new Set(['card', 'secret', 'internal', 'placeholder', 'other-customer']);
/** The coach's checks, as something to try. */
const HINTS: Record<string, string> = {
  card: 'Never put a card number into an answer.',
  secret: 'Never put a password or a key into an answer.',
  internal: 'Leave out links that only work inside the business.',
  placeholder: 'Fill in every blank before you send.',
  'other-customer': 'Make sure that every number is this customer’s own.',
  name: 'Look at the name once more: they are called otherwise.',
  question: 'You could go through their questions one by one.',
  greeting: 'You could begin with a greeting and a name.',
  promise: 'You could add a day to what you promise.',
  shouting: 'You could write capitals as small letters: capitals read like shouting.',
  apology: 'You could add to the apology what you do about it.',
  language: 'You could answer in the language they wrote in.',
  reading: 'You could use shorter sentences.',
};

function quote(words: string | undefined): string {
  const { text, cut } = clampText((words ?? '').trim().replace(/\s+/g, ' '), QUOTE_CHARS);
  return `"${text}${cut ? '…' : ''}"`;
}
