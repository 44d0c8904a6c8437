/** Files that came with an answer, for whoever asked: in memory only, the last few of each person. */
import type { AnswerView } from '../../../src/ports/answer.ts';

/** Who needs an older one asks again. */
const KEPT_MAX = 3;

type AnswerFile = NonNullable<AnswerView['file']>;

export interface AnswerFiles {
  keep(person: string, key: string, file: AnswerFile): void;
  find(person: string, key: string): AnswerFile | null;
}

export function makeAnswerFiles(): AnswerFiles {
  const kept = new Map<string, { key: string; file: AnswerFile }[]>();
  return {
    keep: (person, key, file) => kept.set(person, [{ key, file }, ...(kept.get(person) ?? [])].slice(0, KEPT_MAX)),
    find: (person, key) => kept.get(person)?.find(each => each.key === key)?.file ?? null,
  };
}
