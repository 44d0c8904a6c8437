/** Enquiries as lines of an answer, a page of them at a time. */

import type { Enquiry } from '../core/enquiry.ts';
import type { RoomId } from '../core/ids.ts';
import { durationInWords } from '../core/time.ts';
import { button } from '../desk/cards.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { aboutWords, outcomeWords } from '../desk/wording.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';

/** Lines of an answer: a phone shows about this many. */
export const LINES_MAX = 20;

/** The part of a list that is on this page, counted from 1, and how many come after it. */
export function pageOf<T>(all: readonly T[], page = 1): { shown: T[]; after: number } {
  const from = (page - 1) * LINES_MAX;
  return { shown: all.slice(from, from + LINES_MAX), after: Math.max(0, all.length - from - LINES_MAX) };
}

/** A button that does what typing the words does. */
export function runButton(room: RoomId | null, words: string, label: string): ButtonView {
  return button('command.run', label, `${room ?? '-'} ${words}`);
}

/** Lines with a button for those that come after them. */
export function paged(text: string, more: { after: number; room: RoomId | null; words: string }): AnswerView {
  const next = more.after > 0 ? [runButton(more.room, more.words, `Next ${Math.min(more.after, LINES_MAX)}`)] : [];
  return { ...plainAnswer(text), buttons: next };
}

export async function enquiryLines(parts: Parts, enquiries: readonly Enquiry[]): Promise<string[]> {
  const now = parts.clock.now();
  const names = new Map((await parts.store.allStaff()).map(each => [each.id, each.name]));
  return Promise.all(
    enquiries.map(async each => {
      const [customer, identity] = await Promise.all([
        parts.store.customer(each.customerId),
        parts.store.identity(each.identityId),
      ]);
      const who = customer && identity ? shownLabel(customer, identity, parts.kinds) : 'a customer';
      const owner = each.ownerId ? (names.get(each.ownerId) ?? 'somebody') : 'nobody yet';
      return `#${each.number} ${who}: ${aboutWords(each)} (${stateWords(each, owner, now)})`;
    }),
  );
}

function stateWords(enquiry: Enquiry, owner: string, now: number): string {
  const { status, waitingSince } = enquiry;
  if (status === 'resolved' || status === 'merged' || status === 'spam') return outcomeWords(enquiry);
  const wait =
    waitingSince !== null
      ? waitWords(now - waitingSince)
      : status === 'snoozed'
        ? 'snoozed'
        : 'waiting for the customer';
  return `${owner}, ${wait}`;
}

function waitWords(ms: number): string {
  const words = durationInWords(ms);
  return words === 'just now' ? 'new' : `customer waits ${words}`;
}
