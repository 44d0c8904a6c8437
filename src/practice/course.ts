/** What is remembered of a practice while it lasts: for whoever practises, and for nobody else. Pure. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import type { PracticeRow } from '../ports/help-rows.ts';
import type { Json } from '../ports/json.ts';
import { type Asked, PAST, type Script, scriptOf } from './scripts.ts';
import type { Standing } from './turn.ts';

export interface Course extends Standing {
  /** The act that began it: done again, it is the same practice. */
  key: string;
  /** Null until its enquiry is there. */
  enquiryId: EnquiryId | null;
  /** Whoever practises sees answers elsewhere, and is led to it. */
  apart: boolean;
  /** The reply that the customer took last. */
  last: ReplyId | null;
  /** Of a past enquiry, its words: they are nobody's any more. */
  past: string | null;
  content: boolean;
}

export function courseOf({ course }: PracticeRow): Course {
  return course as unknown as Course;
}

export function asJson(course: Course): Json {
  return course as unknown as Json;
}

/** The customer that somebody practises with. */
export function scriptIn(row: PracticeRow): Script {
  const { past } = courseOf(row);
  return (past === null ? scriptOf(row.script) : null) ?? pastScript(past ?? '');
}

/** Words that say what a question is about are longer than that. */
const TELLING_MIN = 4;
const QUESTIONS_MAX = 3;
const EVERYBODYS =
  /^(what|when|where|which|would|could|should|there|their|have|with|that|this|from|your|will|does|been|about|still|someone|please|because|after|before|just|like|need|want|know|much|many|some|into|they|them|than|then|also)$/;

/** Plays a customer by their own questions; where they asked none, an answer of some length is one. */
function pastScript(opens: string): Script {
  const questions = opens
    .split(/(?<=[.!?])\s+|\n+/)
    .filter(each => each.endsWith('?'))
    .slice(0, QUESTIONS_MAX);
  const asks = questions.map((question): Asked => {
    const telling = (question.toLowerCase().match(/\p{L}+/gu) ?? []).filter(
      each => each.length >= TELLING_MIN && !EVERYBODYS.test(each),
    );
    const roots = telling.map(each => each.slice(0, Math.max(TELLING_MIN, each.length - 2)));
    return {
      about: `"${question}"`,
      answered: roots.length ? new RegExp(`\\b(${roots.join('|')})`, 'i') : /\S.{20,}/s,
      again: question.charAt(0).toLowerCase() + question.slice(1),
    };
  });
  const plain: Asked = { about: 'what they wrote', answered: /\S.{40,}/s, again: 'what happens now?' };
  return {
    key: PAST,
    title: '',
    customer: 'Alex Winter',
    subject: null,
    opens,
    facts: ['This was a real question once; names, numbers and dates are made up. Answer as your team would.'],
    asks: asks.length ? asks : [plain],
    mood: 0,
  };
}
