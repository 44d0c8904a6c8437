/** What stands on a desk in place of an erased customer's card and words. Pure. */
import type { CardView, EntryView } from '../ports/views.ts';
import { ERASE } from './erase-words.ts';
import { RETENTION } from './retention-words.ts';

/** The card with its number and nothing else that says who it was. @param day when it was erased, in words */
export function erasedCard(card: CardView, day: string): CardView {
  return withoutWords(card, { words: ERASE.on(day), status: ERASE.status, customer: ERASE.status });
}

/** The card with its customer and its number, and none of its words. @param days after how many they went */
export function emptiedCard(card: CardView, days: number): CardView {
  const { customer } = card.message;
  return withoutWords(card, { words: RETENTION.textsGone(days), status: card.statusWords, customer });
}

function withoutWords(
  card: CardView,
  { words, status, customer }: Record<'words' | 'status' | 'customer', string>,
): CardView {
  const { messageId, writtenAt } = card.message;
  return {
    ...card,
    statusWords: status,
    subject: null,
    message: {
      ...{ messageId, writtenAt, customer, address: '', text: words, full: null },
      ...{ folded: [], attachments: [], warnings: [], details: [], others: [] },
    },
    earlier: [],
    help: [],
    buttons: [],
    menu: [],
    links: [],
    summary: words,
  };
}

/** @param days after how many the texts of a thread went */
export function emptiedLine(days: number): EntryView {
  return { as: 'line', words: RETENTION.textsGone(days), buttons: [], tone: 'quiet' };
}

export function erasedLine(day: string): EntryView {
  return { as: 'line', words: ERASE.on(day), buttons: [], tone: 'quiet' };
}
