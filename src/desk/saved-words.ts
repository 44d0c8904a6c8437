/** Sentences about saved replies, and about what else a reply can begin with. Pure. */
import type { Day } from '../core/days.ts';
import { dateParts } from './dates.ts';

export const STARTS = {
  label: 'Begin with a saved reply or an earlier answer',
  help: 'Type a word of it, such as refund. What you have written stays.',
  gone: 'This is no longer offered. Everything you wrote is still here.',
  began: (title: string) => `Began with "${title}".`,
  toFill: (blanks: readonly string[]) =>
    `Still to fill in: ${blanks.map(each => `{${each}}`).join(', ')}. It is not sent before that.`,
  files: (names: readonly string[]) => `${names.join(', ')} ${names.length === 1 ? 'goes' : 'go'} along with it.`,
  retired:
    'The saved reply you began with is no longer offered. Your words are still here: check that they still hold.',
  changed: (title: string) =>
    `"${title}" was changed after you began with it. Your words are as you wrote them: check that they still hold.`,
  unseen: (title: string) => `This is all of "${title}", which was too long for the form.`,
  tooLong: (title: string, chars: number) =>
    `"${title}" has ${chars.toLocaleString('en')} characters, more than this form can show. Press Send: you see all of it first, below what you write here.`,
};

export const SAVED = {
  group: 'Saved replies',
  due: (month: string) => `review was due in ${month}`,
};

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** "May", and "May 2025" of another year. */
export function monthOf(day: Day, today: Day): string {
  const { year, month } = dateParts(day);
  const name = MONTHS[month - 1]!;
  return year === dateParts(today).year ? name : `${name} ${year}`;
}
