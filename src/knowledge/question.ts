/** What a customer asks in an enquiry and what it was answered, of everything that was written in it. Pure. */
import { isFirstWords } from '../core/about.ts';
import type { PastMessage, PastRow, Question } from '../ports/history.ts';
import { gistOf } from './gist.ts';
import type { PastEnquiry } from './past-index.ts';
import { hashOf, termsOf, wordsOf } from './terms.ts';

/** A reply with fewer words of its own says "you are welcome": the one before it was the answer. */
const ANSWER_WORDS_MIN = 3;
/** A sentence with fewer words is in many answers. */
const TELLING_WORDS_MIN = 5;
/** "Hello, anybody there?" says nothing of the matter: the next message does. */
const MATTER_WORDS_MIN = 3;

type Written = Pick<PastMessage, 'direction' | 'kind' | 'subject' | 'text'>;

/** The sentences of what is asked now: by what the customer wrote since the last answer, else by how it began. */
export function askedNow(subject: string | null, messages: readonly Written[]): string[] {
  const lastOut = messages.findLastIndex(each => each.direction === 'out');
  const since = messages.slice(lastOut + 1).filter(isAsked);
  const first = messages.find(isAsked);
  if (!first) return [];
  const fresh = lastOut < 0 ? [] : since.flatMap(each => gistOf(each.text));
  return termsOf(fresh.join('\n')).contentWords.length > 2 ? fresh : asked(subject, [first, ...since.slice(0, 2)]);
}

/** A question whose sentences are worked out, once, where something is compared with them. */
export function questionOf(sentences: () => string[], about: Omit<Question, 'sentences'>): Question {
  let known: string[] | null = null;
  return {
    ...about,
    get sentences() {
      known ??= sentences();
      return known;
    },
  };
}

/** A past enquiry as it is compared; null where there is nothing in it to be used again. */
export function pastOf(row: PastRow): PastEnquiry | null {
  const answer = answerOf(row.messages);
  const before = answer ? row.messages.slice(0, answer.at).filter(isAsked) : [];
  const [first] = before;
  if (!answer || !first) return null;
  const last = before.at(-1)!;
  const sentences = asked(row.subject, first === last ? [first] : [first, last]);
  if (sentences.length === 0) return null;
  const { id, number, version, reason, roomId } = row;
  return { id, number, version, reason, roomId, sentences, answer: signOf(answer.message.text), by: answer.message.by };
}

/** An enquiry by its matter: what its customer began with, and went on with where that says little. For its contact reason. */
export function labelOf(row: PastRow): PastEnquiry | null {
  const sentences = row.reason === null ? [] : matterOf(row.subject, row.messages);
  if (sentences.length === 0) return null;
  const { id, number, version, reason, roomId } = row;
  return { id, number, version, reason, roomId, sentences, answer: null, by: null };
}

/** The sentences of what an enquiry is about, whatever was answered since. */
export function matterOf(subject: string | null, messages: readonly Written[]): string[] {
  const [first, ...later] = messages.filter(isAsked);
  if (!first) return [];
  const begun = asked(subject, [first]);
  const next = later[0];
  return next && termsOf(begun.join('\n')).contentWords.length < MATTER_WORDS_MIN
    ? asked(subject, [first, next])
    : begun;
}

/** The reply that resolved it, and where it stands: the last one of staff that says something. */
export function answerOf<M extends PastMessage>(messages: readonly M[]): { message: M; at: number } | null {
  const replies = messages.flatMap((message, at) => (message.answers && message.text.trim() ? [{ message, at }] : []));
  const says = ({ message }: { message: M }) =>
    termsOf(gistOf(message.text).join('\n')).contentWords.length >= ANSWER_WORDS_MIN;
  return replies.findLast(says) ?? replies.at(-1) ?? null;
}

function isAsked({ direction, kind, text }: Written): boolean {
  return direction === 'in' && kind === 'human' && text.trim() !== '';
}

function asked(subject: string | null, messages: readonly Written[]): string[] {
  const [first] = messages;
  const told = first && !isFirstWords(subject, { subject: null, text: first.text }) ? subject : null;
  return [...new Set(messages.flatMap((each, i) => gistOf(each.text, i === 0 ? told : null)))];
}

/** Answers with the same longest sentence say the same, whoever they are to. */
function signOf(answer: string): number | null {
  const sentences = gistOf(answer).map(each => wordsOf(each).map(word => word.replace(/\d+/g, '0')));
  const longest = sentences.reduce((a, b) => (b.join('').length > a.join('').length ? b : a), []);
  return longest.length >= TELLING_WORDS_MIN ? hashOf(longest.join(' ')) : null;
}
