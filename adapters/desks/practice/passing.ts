/** Answers that are for this moment: in memory only, the last few of each person, until they close them. */
import type { AnswerItem } from './records.ts';

const KEPT_MAX = 3;

export interface Passing {
  keep(person: string, item: AnswerItem): void;
  of(person: string): readonly AnswerItem[];
  /** Takes it away, and those before it; false where there is none of this key. */
  close(person: string, key: string): boolean;
}

export function makePassing(): Passing {
  const kept = new Map<string, AnswerItem[]>();
  const of = (person: string) => kept.get(person) ?? [];
  return {
    of,
    keep: (person, item) =>
      void kept.set(person, [...of(person).filter(each => each.key !== item.key), item].slice(-KEPT_MAX)),
    close: (person, key) => {
      const at = of(person).findIndex(each => each.key === key);
      if (at >= 0) kept.set(person, of(person).slice(at + 1));
      return at >= 0;
    },
  };
}
