/** What stands on a desk in place of an erased customer's card and words. Pure. */
import type { CardView, EntryView } from '../ports/views.ts';
import { ERASE } from './erase-words.ts';

/** The card with its number and nothing else that says who it was. @param day when it was erased, in words */
export function erasedCard(card: CardView, day: string): CardView {
  const words = ERASE.on(day);
  const { messageId, writtenAt } = card.message;
  return {
    ...card,
    statusWords: ERASE.status,
    subject: null,
    message: {
      ...{ messageId, writtenAt, customer: ERASE.status, address: '', text: words, full: null },
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

export function erasedLine(day: string): EntryView {
  return { as: 'line', words: ERASE.on(day), buttons: [], tone: 'quiet' };
}
