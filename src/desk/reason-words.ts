/** The command `reasons`, and what is said about contact reasons. Pure. */
import { REASON_NAME_CHARS_MAX, REASONS_OFFERED_MAX, type ReasonRefusal } from '../core/reasons.ts';

const ACTS = ['add', 'rename', 'merge', 'retire', 'restore'] as const;

export type ReasonAct = (typeof ACTS)[number];

/** `reasons`, or what is to become of one: what stands behind is taken apart by whoever knows the list. */
export interface ReasonsCommand {
  do: 'reasons';
  what: 'list' | ReasonAct;
  words: string;
  page?: number;
}

/** A map, for people type anything: every object knows a word such as "constructor". */
const OTHER_WORDS = new Map<string, ReasonAct>([
  ['new', 'add'],
  ['join', 'merge'],
  ['combine', 'merge'],
  ['remove', 'retire'],
  ['delete', 'retire'],
  ['stop', 'retire'],
  ['offer', 'restore'],
  ['undo', 'restore'],
]);

/** What follows `reasons`; null for what it cannot be. */
export function reasonsAsked(rest: readonly string[]): ReasonsCommand | null {
  const [first = 'list', ...more] = rest;
  const word = first.toLowerCase();
  const page = word === 'page' ? Number(more[0]) : 1;
  if (word === 'list' || (word === 'page' && Number.isInteger(page) && page > 0))
    return { do: 'reasons', what: 'list', words: '', ...(page > 1 ? { page } : {}) };
  const what = ACTS.find(each => each === word) ?? OTHER_WORDS.get(word);
  return what ? { do: 'reasons', what, words: more.join(' ') } : null;
}

/** "a to b", "a into b", "a: b", in every place where it may be parted: names may hold these words, too. */
export function partedAt(words: string, between: 'to' | 'into'): { from: string; to: string }[] {
  const marks =
    between === 'to' ? /\s+(?:to|into|as)\s+|\s*(?:->|→|:)\s*/giu : /\s+(?:into|with|to|and)\s+|\s*(?:->|→|:)\s*/giu;
  return [...words.matchAll(marks)].map(found => ({
    from: unquoted(words.slice(0, found.index)),
    to: unquoted(words.slice(found.index + found[0].length)),
  }));
}

/** A name as somebody typed it, without quotation marks around it. */
export function unquoted(words: string): string {
  const plain = words.trim();
  return /^["'“”„«].*["'“”»]$/su.test(plain) ? plain.slice(1, -1).trim() : plain;
}

export const REASON_WORDS = {
  onlyAdmins: 'Only admins can change the contact reasons. Everybody chooses from them. Ask one of them.',
  list: 'What an enquiry can be about. One is chosen when it is resolved, and nobody has to:',
  line: (name: string, n: number) => (n > 0 ? `- ${name} (${n} of late)` : `- ${name}`),
  retired: (names: string[]) => `Not offered any more: ${names.join(', ')}`,
  merged: (pairs: { name: string; into: string }[]) =>
    `Counted as another one: ${pairs.map(({ name, into }) => `${name} as ${into}`).join(', ')}`,
  how: 'To change them: reasons add <name>, reasons rename <name> to <new name>, reasons merge <name> into <other>, reasons retire <name>. What was chosen before stays stored as it was.',
  moreElse: (n: number) => `and ${n} more`,
  undo: 'Undo',
  added: (name: string) => `${name} can be chosen from now on.`,
  retiredNow: (name: string) =>
    `${name} is not offered any more. What it was chosen for stays, and is counted under its name.`,
  restored: (name: string) => `${name} is a contact reason of its own again, and is offered.`,
  renamed: (from: string, to: string) => `${from} is called ${to} from now on, also in figures of earlier days.`,
  respelt: (name: string) => `It is written ${name} from now on.`,
  mergedNow: (names: string[], into: string) =>
    `${names.join(' and ')} ${names.length > 1 ? 'count' : 'counts'} as ${into} from now on, also in figures of earlier days. What was chosen stays stored as it was.`,
  busy: 'Somebody else changed the reasons at the same moment. Type it again.',
  howTo: {
    add: 'Say its name: reasons add <name>. For example: reasons add Delivery',
    rename: 'Say both names: reasons rename <name> to <new name>. For example: reasons rename Delivery to Parcel',
    merge:
      'Say which counts as which: reasons merge <name> into <other>. For example: reasons merge Where is my order into Delivery',
    retire: 'Say which: reasons retire <name>. For example: reasons retire Delivery',
    restore: 'Say which: reasons restore <name>. For example: reasons restore Delivery',
  } satisfies Record<ReasonAct, string>,
};

/** Why it was not done, and what to do. */
export function reasonRefused(refused: ReasonRefusal, known: readonly string[] = []): string {
  switch (refused.refusal) {
    case 'empty':
      return REASON_WORDS.howTo.add;
    case 'no-words':
      return 'A contact reason needs a letter, a digit or an emoji that people can recognise it by.';
    case 'too-long':
      return `A contact reason is a few words, at most ${REASON_NAME_CHARS_MAX} characters: it stands on a button. Shorten it.`;
    case 'too-many':
      return `At most ${REASONS_OFFERED_MAX} contact reasons can be offered, and nobody finds one among so many. Retire or merge some first.`;
    case 'there':
      return `There is already a contact reason ${refused.name}. To count another one as this: reasons merge <other> into ${refused.name}`;
    case 'retired':
      return `${refused.name} was a contact reason and was retired. To offer it again: reasons restore ${refused.name}`;
    case 'part-of':
      return `${refused.name} counts as ${refused.into}. To make it one of its own again: reasons restore ${refused.name}`;
    case 'itself':
      return `These are one and the same: ${refused.name}. Nothing has changed.`;
    case 'last':
      return `${refused.name} is the only contact reason that is offered. Add another one first.`;
    case 'unknown': {
      const some = known.length ? ` There are: ${known.join(', ')}.` : '';
      return refused.name ? `There is no contact reason "${refused.name}".${some}` : `Which one?${some}`;
    }
  }
}
