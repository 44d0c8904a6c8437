/** What a reply takes from what was kept of the customer's mails. */
import type { Echo } from '../../../../src/core/message.ts';

/** Names of messages that are kept of a long line: the root, and as many of the last as mail programs use. */
const LINEAGE_LAST_MAX = 20;
/** Characters of all names together; servers refuse longer headers. */
const LINEAGE_CHARS_MAX = 4_000;
/** Names that other programs can read, in a line that they take. */
const NAME = /^<[\x21-\x7e]{1,250}>$/;

interface Echoed {
  language: string | null;
  /** Minutes ahead of UTC. */
  offset: number | null;
  /** Names of messages, the root first. */
  references: string[];
  topic: string | null;
  index: string | null;
}

/** Of all that they wrote: how they write by the newest that tells, what it descends from by the last. */
export function echoed(echoes: Echo[]): Echoed {
  const newest = <K extends string>(key: K) => echoes.findLast(each => each[key] !== undefined)?.[key];
  const last = echoes.at(-1) ?? {};
  const text = (value: Echo[string] | undefined) => (typeof value === 'string' ? value : null);
  const offset = newest('offset');
  return {
    language: text(newest('language')) ?? text(newest('locale')),
    offset: typeof offset === 'number' ? offset : null,
    references: Array.isArray(last.references) ? last.references : [],
    topic: text(last.topic),
    index: text(last.index),
  };
}

/** The root first, then the last ones, as many as a header takes. */
export function shortened(lineage: string[]): string[] {
  const names = [...new Set(lineage)].filter(each => NAME.test(each));
  const kept = names.length > LINEAGE_LAST_MAX + 1 ? [names[0]!, ...names.slice(-LINEAGE_LAST_MAX)] : names;
  while (kept.length > 2 && kept.join(' ').length > LINEAGE_CHARS_MAX) kept.splice(1, 1);
  return kept;
}
