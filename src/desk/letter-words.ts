/** What is said about the weekly letter. Pure. */

import { titled } from '../core/hours.ts';
import { clockOf, type LetterTimes, WEEKDAYS } from '../core/letter.ts';
import type { AnswerView, ChartView } from '../ports/answer.ts';
import { button } from './cards.ts';

/** "Every Friday at 16:00 to 3 addresses and into shop" */
export function letterTimesWords(times: LetterTimes | null): string {
  if (!times || (times.to.length === 0 && times.room === null)) return 'none';
  const to = times.to.length === 1 ? times.to[0]! : `${times.to.length} addresses`;
  const where = [...(times.to.length ? [`to ${to}`] : []), ...(times.room ? [`into ${times.room}`] : [])];
  return `every ${titled(WEEKDAYS[times.weekday] ?? 'friday')} at ${clockOf(times.minutes)} ${where.join(' and ')}`;
}

export const LETTER = {
  onlyAdmins: 'Only admins see and send the weekly letter. Ask one of them.',
  none: 'There is no weekly letter yet. Say in the settings to whom it goes (Weekly letter), or in the file: letter: { to: [boss@shop.example], day: friday, time: "16:00" }',
  empty: 'Nobody wrote in the last seven days, so there is nothing to send. An empty letter is never sent.',
  firstTime:
    'This is the first weekly letter. Nothing leaves before somebody presses Send; after that it goes by itself.',
  notStarted: 'Nothing leaves before somebody presses Send; after that it goes by itself.',
  stopped: 'The weekly letter is stopped. Type letter send to start it again.',
  isStopped: 'It is stopped: Send starts it again.',
  goes: (times: LetterTimes) => `It goes ${letterTimesWords(times)}. letter stop ends that.`,
  started: (times: LetterTimes, next: string) =>
    `From now on it goes ${letterTimesWords(times)}, next ${next}. letter stop ends that.`,
  sentNow: (times: LetterTimes) =>
    `It is on its way, and from now on it goes ${letterTimesWords(times)}. letter stop ends that.`,
  last: (of: string) => `The last one: ${of}.`,
  noChannel: 'No mailbox is connected that could send it: connect one, or only a room gets it.',
  preview: (
    text: string,
    chart: ChartView | null,
    times: LetterTimes,
    words: string,
    links: AnswerView['links'] = [],
  ): AnswerView => ({
    text: `${words} It would go ${letterTimesWords(times)}.\n\n${text.trim()}`,
    links,
    file: null,
    chart,
    buttons: [button('letter.send', 'Send', 'letter')],
  }),
};
