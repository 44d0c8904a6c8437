/** Sentences about saved replies, and about what else a reply can begin with. Pure. */
import type { Day } from '../core/days.ts';
import { clampText } from '../core/message.ts';
import { dateParts } from './dates.ts';

/** Of what somebody typed, in a sentence. */
const SAID_CHARS_MAX = 80;

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

const listed = (names: readonly string[]) => names.map(each => `{${each}}`).join(', ');

export const SAVED = {
  group: 'Saved replies',
  due: (month: string) => `review was due in ${month}`,
  review: (month: string) => `review in ${month}`,
  keeps: (name: string) => `${name} keeps it`,
  nobodyKeeps: 'nobody keeps it',
  onlyIn: (room: string) => `only in ${room}`,
  retired: 'not offered any more',
  none: 'Nothing is saved yet. Press Write one, or press Save as reply on something that was sent.',
  nothingLike: (words: string) =>
    `There is no saved reply like "${clampText(words, SAID_CHARS_MAX).text}". Type replies to see all of them.`,
  which: 'There are several like that. Which one?',
  write: 'Write one',
  edit: (title: string) => `Edit "${title}"`,
  retire: (title: string) => `Retire "${title}"`,
  restore: 'Offer it again',
  asReply: 'Save as reply',
  lastAsReply: 'Save the last reply',
  stillRight: 'Still right',
  addHow:
    'Press Write one. Or type it on one line: replies add Opening hours: Hello {name}, we are open from nine to five.',
  editWhich: 'Say which one: replies edit <title>. Type replies to see all of them.',
  retireWhich: 'Say which one: replies retire <title>. Type replies to see all of them.',
  saved: (title: string) => `Saved "${title}". It can be found in the Reply form by typing a word of it.`,
  blanks: (blanks: readonly string[]) => `Asked for before Send: ${listed(blanks)}.`,
  isRetired: (title: string) => `"${title}" is not offered any more.`,
  isBack: (title: string) => `"${title}" is offered again.`,
  reviewed: (title: string, month: string) => `Thank you. "${title}" counts as reviewed; next time in ${month}.`,
  gone: 'This saved reply is not there any more.',
  notYours: (title: string, owner: string) =>
    `${owner} keeps "${title}", so only ${owner} or an admin can change it. Ask ${owner}, or write one of your own.`,
  changed: (title: string) =>
    `Somebody else changed "${title}" while you were writing, so nothing of theirs was overwritten. Your text is still here: save it as a new one, or copy it and open the newest.`,
  yourText: 'Your text:',
  nothingSent: 'Nothing was sent to this customer yet, so there is nothing to save.',
  needsTitle: 'Give it a title of a few words.',
  titleTooLong: (max: number) => `The title is too long: ${max} characters at most.`,
  needsText: 'Write the text first.',
  textTooLong: (max: number) => `The text is too long: ${max.toLocaleString('en')} characters at most.`,
  notYourRoom: 'Choose a room that you are in.',
  tooMany: (max: number) => `There are ${max.toLocaleString('en')} saved replies already. Retire some first.`,
  proposal: (title: string) =>
    `"${title}" was changed in the same way three times before it was sent. With that change it reads:`,
  take: 'Take the new version',
  keep: 'Keep',
  taken: (title: string) => `Done. "${title}" is the new version from now on.`,
  kept: (title: string) => `"${title}" stays as it is.`,
  decided: (title: string) => `This was decided already: "${title}" has changed since, or stays as it is.`,
  moreDue: (n: number) => `And ${n} more: type replies to see them.`,
  reviewDue: (title: string) => `"${title}" is due for a look: is it still right? Until then it stays in use.`,
};

/** The form of a saved reply. */
export const SAVED_FORM = {
  title: 'Title',
  titleHelp: 'A few words by which colleagues find it.',
  text: 'Text',
  textHelp:
    '{name}, {number} and {my name} fill themselves in. Anything else in braces, such as {day}, is asked for before Send.',
  fromHelp: 'Names and numbers of this customer are blanks now. Read it once: nothing of them may be left.',
  long: (chars: number) =>
    `The text has ${chars.toLocaleString('en')} characters, more than this form can hold. It is kept as it is.`,
  longFrom: (chars: number) =>
    `The text has ${chars.toLocaleString('en')} characters, more than this form can hold. It is saved whole, with blanks for this customer's names and numbers.`,
  owner: 'Who keeps it up to date?',
  me: 'I do',
  nobody: 'Nobody in particular: anyone may change it',
  room: 'Where is it offered?',
  everywhere: 'In every room',
  onlyIn: (room: string) => `Only in ${room}`,
  review: 'When should somebody look at it again?',
  unchanged: (day: string) => `${day}, as it is`,
  files: 'Files',
  withFiles: (names: readonly string[]) => `With ${names.join(', ')}`,
  withoutFiles: 'Without files',
  add: 'A saved reply',
  edit: 'Edit a saved reply',
  save: 'Save',
  copy: 'Save as a new one',
};

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** "May", and "May 2025" of another year. */
export function monthOf(day: Day, today: Day): string {
  const { year, month } = dateParts(day);
  const name = MONTHS[month - 1]!;
  return year === dateParts(today).year ? name : `${name} ${year}`;
}
