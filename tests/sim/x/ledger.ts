/** What the outside knows to be true of a simulated shop on X, beside what the database says. */
import type { FakePerson } from '../../kit/far-sides/x/hands.ts';

export type Side = 'public' | 'private';

/** One thing that somebody wrote on X: a post in all its versions, or a private message. */
export interface Said {
  side: Side;
  by: FakePerson;
  /** Of each version, oldest first. */
  ids: string[];
  tokens: string[];
  at: number;
  /** It has to be shown once; of the others nobody says that they must be. */
  must: boolean;
  /** It may be an enquiry of its own. */
  opens: boolean;
  deleted: boolean;
}

export interface Ledger {
  said: Said[];
  /** Tokens of staff's texts, and in which enquiry each was written. */
  written: Map<string, { enquiryId: string; side: Side; customer: string }>;
  /** Tokens for which somebody pressed Send, and of which previews: a correction has one of its own. */
  meant: Map<string, Set<string>>;
  /** Replies whose author took them back in time and was told yes, and how often their words were out by then. */
  undone: Map<string, number>;
  /** How often people said "Send again" of a token. */
  repeats: Map<string, number>;
  /** Tokens of which somebody said "It arrived". */
  vouched: Set<string>;
  /** What was checked of our posts and messages so far. */
  checked: { posts: number; dms: number };
}

export function makeLedger(): Ledger {
  return {
    said: [],
    written: new Map(),
    meant: new Map(),
    undone: new Map(),
    repeats: new Map(),
    vouched: new Set(),
    checked: { posts: 0, dms: 0 },
  };
}

export function mean({ meant }: Ledger, token: string, preview?: string): void {
  const previews = meant.get(token) ?? new Set();
  meant.set(token, preview ? previews.add(preview) : previews);
}

/** `c` of customers, `s` of staff at the desk, `o` of our own people in the X app; no two texts have the same. */
export function tokensIn(text: string): string[] {
  return text.match(/\((?:c|s|o)\d+\)/g) ?? [];
}

export class Broken extends Error {}

export function holds(condition: boolean, promise: string, detail: () => string): void {
  if (!condition) throw new Broken(`${promise}: ${detail()}`);
}

export function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}
