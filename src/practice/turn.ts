/** How a scripted customer takes an answer: by rules that anybody can follow, and the same every time. Pure. */
import type { Asked } from './scripts.ts';

/** More than this is no practice any more. */
const TURNS_MAX = 6;

/** How far a practice has come. */
export interface Standing {
  mood: number;
  /** Which of the customer's questions were answered, by their places. */
  answered: readonly number[];
  turns: number;
}

interface Turn {
  /** What the customer says next. */
  says: string;
  standing: Standing;
  /** They have what they wanted. */
  content: boolean;
}

/** Somebody who was heard. */
const KIND =
  /\b(sorry|apolog\w+|understand\w*|thank\w*|appreciate|happy to|glad|of course|i see|i hear|must be|frustrat\w+|annoy\w+|good (morning|afternoon|day)|please)\b/i;
/** Words that make it worse. */
const UNKIND =
  /\b(stupid|idiot\w*|calm down|your (own )?(fault|problem)|not my (job|problem|fault)|shut up|whatever|as i (already )?said|nothing i can do|you should have|liar|rubbish)\b/i;
const CAPITALS = /\b[A-Z]{4,}\b.*\b[A-Z]{4,}\b|!!/;

export function isKind(text: string): boolean {
  return KIND.test(text) && !isUnkind(text);
}

export function isUnkind(text: string): boolean {
  return UNKIND.test(text) || CAPITALS.test(text);
}

/** @param asks what the customer wants to know */
export function takeAnswer(asks: readonly Asked[], before: Standing, reply: string): Turn {
  const turns = before.turns + 1;
  const answered = asks.flatMap((each, i) => (before.answered.includes(i) || each.answered.test(reply) ? [i] : []));
  const open = asks.filter((_, i) => !answered.includes(i));
  const mood = moodAfter(before.mood, reply, answered.length > before.answered.length);
  const standing = { mood, answered, turns };
  if (open.length === 0) return { says: thanks(before.mood, mood), standing, content: true };
  if (turns >= TURNS_MAX) return { says: GOES.at(Math.min(mood, GOES.length - 1))!, standing, content: true };
  const [next] = open as [Asked];
  return {
    says: `${lead(before.mood, mood, reply, answered.length > before.answered.length)}${next.again}`,
    standing,
    content: false,
  };
}

/** Met kindly they cool down by two steps, answered by one; who is blamed or shouted at gets angrier. */
function moodAfter(mood: number, reply: string, wasAnswered: boolean): number {
  if (isUnkind(reply)) return Math.min(3, mood + 1);
  return Math.max(0, mood - (isKind(reply) ? 2 : wasAnswered ? 1 : 0));
}

const GOES = [
  'I have to go now, but thank you for your time.',
  'I have to go now. Please write when you know more.',
  'This leads nowhere. I will try another shop.',
  'This leads nowhere. Goodbye.',
];

function thanks(before: number, now: number): string {
  if (now > before) return 'At least I know now. Goodbye.';
  if (before >= 3)
    return 'All right. I was very angry, and that was not your fault. Thank you for staying calm, and for sorting it out.';
  if (before >= 1) return 'Thank you. It helps to be taken seriously, and now I know where I stand.';
  return 'Perfect, that is all I needed. Thank you!';
}

/** What goes before the question that is asked again. */
function lead(before: number, now: number, reply: string, wasAnswered: boolean): string {
  if (now > before || (isUnkind(reply) && now > 0)) return 'Do not talk to me like that. So: ';
  if (now < before) return now === 0 ? 'Thank you, that is kind. One more thing: ' : 'All right, thank you. But ';
  if (wasAnswered) return now > 0 ? 'Fine. And ' : 'Thank you! And ';
  return now > 1 ? 'That does not answer my question: ' : 'Hm, I still wonder: ';
}
