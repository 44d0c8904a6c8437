/** What a team wants asked and said, by contact reason: a short list to tick off while somebody calls. Pure. */
import { cleanText, fingerprintOf, isBlank } from './message.ts';

export interface Checklist {
  /** The contact reason it belongs to. */
  reason: string;
  items: string[];
}

/** A form with more of them is no help on a phone, and one message of Slack takes no more beside each other. */
const CHECKLISTS_MAX = 12;
/** Slack shows at most so many boxes in a group. */
export const ITEMS_MAX = 10;
/** A line beside a box; Slack cuts what is longer. */
const ITEM_CHARS_MAX = 75;
/** A contact reason is a few words. */
const REASON_CHARS_MAX = 60;

/** What is wrong with a list, each a sentence with what to do. */
const WRONG = {
  noReason: (item: string) =>
    `"${item}" stands below no contact reason. Write the reason on a line of its own above it.`,
  noItems: (reason: string) => `"${reason}" has no lines to tick off. Write them below it, each after a dash.`,
  twice: (reason: string) => `"${reason}" is there twice. Put its lines together.`,
  manyLists: `At most ${CHECKLISTS_MAX} checklists fit into the form. Take some away.`,
  manyItems: (reason: string) => `"${reason}" has more than ${ITEMS_MAX} lines. Keep the ones that matter.`,
  longItem: (item: string) => `"${item.slice(0, 30)}…" is longer than ${ITEM_CHARS_MAX} characters. Shorten it.`,
  longReason: (reason: string) =>
    `"${reason.slice(0, 30)}…" is longer than ${REASON_CHARS_MAX} characters. Shorten it.`,
};

/**
 * As an admin types them: a contact reason on a line, below it one line for each thing to tick off, after a dash.
 * @returns what is wrong as a sentence, or the lists
 */
export function readChecklists(typed: string): Checklist[] | string {
  const lists: Checklist[] = [];
  for (const line of cleanText(typed)
    .split('\n')
    .map(each => each.trim())) {
    if (isBlank(line)) continue;
    const item = /^[-*•–]\s*(.*)$/.exec(line)?.[1]?.trim();
    if (item === undefined) lists.push({ reason: line.replace(/\s*:$/, ''), items: [] });
    else if (item === '') continue;
    else if (lists.length === 0) return WRONG.noReason(item);
    else if (!lists.at(-1)!.items.includes(item)) lists.at(-1)!.items.push(item);
  }
  return wrongIn(lists) ?? lists;
}

/** What is wrong with lists, however they were written; null for nothing. */
export function wrongIn(lists: readonly Checklist[]): string | null {
  if (lists.length > CHECKLISTS_MAX) return WRONG.manyLists;
  for (const [n, { reason, items }] of lists.entries()) {
    if ([...reason].length > REASON_CHARS_MAX) return WRONG.longReason(reason);
    if (items.length === 0) return WRONG.noItems(reason);
    if (items.length > ITEMS_MAX) return WRONG.manyItems(reason);
    const long = items.find(each => [...each].length > ITEM_CHARS_MAX);
    if (long !== undefined) return WRONG.longItem(long);
    if (lists.findIndex(each => sameReason(each.reason, reason)) !== n) return WRONG.twice(reason);
  }
  return null;
}

/** Lists as they are typed, for the form in which they are changed. */
export function checklistsText(lists: readonly Checklist[]): string {
  return lists.map(({ reason, items }) => [reason, ...items.map(each => `- ${each}`)].join('\n')).join('\n\n');
}

/** Lists as they are kept: whatever else stands there is none. */
export function checklistsIn(kept: unknown): Checklist[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (each): each is Checklist =>
      typeof each?.reason === 'string' &&
      Array.isArray(each.items) &&
      each.items.every((one: unknown) => typeof one === 'string'),
  );
}

function sameReason(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The field of a list in a form, and of one of its lines: a list that is changed meanwhile ticks nothing else. */
export function checkName(reason: string): string {
  return `check_${fingerprintOf(reason)}`;
}

export function tickName(item: string): string {
  return fingerprintOf(item);
}

/** What was ticked in a form, of the list of the reason that was chosen. */
export function ticked(
  lists: readonly Checklist[],
  reason: string,
  values: Readonly<Record<string, string>>,
): string[] {
  const list = lists.find(each => each.reason === reason);
  const names = (values[checkName(reason)] ?? '').split(',');
  return (list?.items ?? []).filter(each => names.includes(tickName(each)));
}
