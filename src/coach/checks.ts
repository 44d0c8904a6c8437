/** What the coach looks for, and what it is told of a reply. The looking itself is dear to load: `judge.ts`. Pure. */

/** Every check, the most useful first; those that stop a reply until Send is pressed again come before all others. */
export const CHECKS = [
  ...(['card', 'secret', 'internal', 'placeholder'] as const),
  ...([
    'other-customer',
    'name',
    'language',
    'question',
    'promise',
    'shouting',
    'apology',
    'greeting',
    'reading',
  ] as const),
] as const;
export type Check = (typeof CHECKS)[number];

const STOPS: ReadonlySet<string> = new Set<Check>(['card', 'secret', 'internal', 'placeholder']);

export interface Hint {
  check: Check;
  /** It stays here until Send is pressed again. */
  stops: boolean;
  words: string;
}

/** A reply, and what is known around it. */
export interface Draft {
  reply: string;
  customer: { name: string | null; text: string };
  staff: { name: string | null };
  /** Other texts of this enquiry. */
  thread: readonly string[];
  /** Those of them that the customer wrote: their own gaps and links are theirs. */
  theirs?: readonly string[];
  /** What is the team's own: its names, addresses and saved texts. */
  own?: readonly string[];
  /** `letter`: greeted and signed, as mail is; `chat`: neither. Absent: judged by how both write. */
  form?: 'letter' | 'chat';
  /** Nobody answered here before. Absent: judged by the thread. */
  first?: boolean;
}

/** Two are read; more are a list of faults. */
export const HINTS_MAX = 2;

export function isStop(check: string): boolean {
  return STOPS.has(check);
}
