/** Sentences about articles: answers that anybody may read. Pure. */
import type { EnquiryEvent } from '../core/enquiry.ts';
import { clampText } from '../core/message.ts';

const SAID_CHARS_MAX = 80;
const named = (words: string) => clampText(words, SAID_CHARS_MAX).text;

export const ARTICLE = {
  from: 'Save as answer',
  write: 'Write one',
  edit: (title: string) => `Edit "${title}"`,
  retire: (title: string) => `Take "${title}" off the page`,
  restore: 'Publish it again',
  restoreNamed: (title: string) => `Publish "${title}" again`,
  stillRight: 'Still right',
  none: 'No answers are published yet. Press Save as answer on a resolved enquiry, or write one.',
  noneRetired: 'Nothing was taken off the page.',
  nothingLike: (words: string) => `There is no answer like "${named(words)}". Type answers to see all of them.`,
  which: 'There are several like that. Which one?',
  whichWhat: (what: string) => `Say which one: answers ${what} <title>. Type answers to see all of them.`,
  published: (title: string, where: string | null) =>
    where
      ? `Published "${title}". Anybody can read it at ${where}`
      : `Published "${title}". It stands under the first answer by email where it fits. It has no page of its own yet: that comes with a web chat.`,
  readAt: (pages: readonly string[]) => `Everybody can read them at ${pages.join(' and ')}`,
  isRetired: (title: string) => `"${title}" is off the page and is not suggested any more.`,
  isBack: (title: string) => `"${title}" is published again.`,
  reviewed: (title: string, month: string) => `Thank you. "${title}" counts as reviewed; next time in ${month}.`,
  gone: 'This answer is not there any more.',
  notYours: (title: string, owner: string) =>
    `${owner} keeps "${title}", so only ${owner} or an admin can change it. Ask ${owner}.`,
  changed: (title: string) =>
    `Somebody else changed "${title}" while you were writing, so nothing of theirs was overwritten. Your text is still here: copy it and open the newest.`,
  yourText: 'Your text:',
  notReadable: 'This enquiry is not here, or you cannot read it.',
  needsTitle: 'Give it a title: the question, as a customer would ask it.',
  titleTooLong: (max: number) => `The title is too long: ${max} characters at most.`,
  needsText: 'Write the answer first.',
  textTooLong: (max: number) => `The answer is too long: ${max.toLocaleString('en')} characters at most.`,
  hasBlanks: (blanks: readonly string[]) =>
    `Everybody reads this, so nothing fills in ${blanks.map(each => `{${each}}`).join(', ')}. Write the words, or take them out.`,
  ofCustomer: (found: readonly string[]) =>
    `${found.map(each => `"${named(each)}"`).join(', ')} came from this customer, and everybody would read it. Take it out.`,
  notYourPlace: 'Choose a place that you can read.',
  tooMany: (max: number) => `There are ${max.toLocaleString('en')} answers already. Take some off the page first.`,
  everywhere: 'Every customer',
  onlyRoom: (room: string) => `Only customers who write to ${room}`,
  onlyChannel: (channel: string) => `Only customers of ${channel}`,
  forRoom: (room: string) => `only for ${room}`,
  reviewDue: (title: string) =>
    `The answer "${title}" is due for a look: is it still right? Until then customers go on reading it.`,
  moreDue: (n: number) => `And ${n} more: type answers to see them.`,
  /** What is unknown is said to be. */
  deflected: ({
    shown,
    confirmed,
    asked,
    cameBack,
    silent,
  }: Record<'shown' | 'confirmed' | 'asked' | 'cameBack' | 'silent', number>) =>
    `Answers shown: ${shown}. ${confirmed} said it solved it, ${asked} asked a person, ${cameBack} wrote within three days, ${silent} said nothing (unknown)`,
};

/** The form of an article. */
export const ARTICLE_FORM = {
  add: 'An answer for everybody',
  edit: 'Edit an answer',
  title: 'Question',
  titleHelp: 'As a customer would ask it.',
  text: 'Answer',
  textHelp: 'This is all that customers read, word for word. An address that begins with https:// becomes a link.',
  fromHelp:
    'Everybody can read this once you press Publish. Names and numbers of this customer are blanks now, such as {name}: take them out, and read it once.',
  owner: 'Who keeps it up to date?',
  where: 'Who is it for?',
  review: 'When should somebody look at it again?',
  publish: 'Publish',
};

/** The quiet line of an event about an article, or about what its customer says of it; null for other events. @param title null: it is gone */
export function articleLine(event: EnquiryEvent, customer: string, title: string | null): string | null {
  const answer = title === null ? 'an answer of ours' : `our answer "${named(title)}"`;
  if (event.type === 'ArticleShown') return `${customer} was shown ${answer}, which may help.`;
  if (event.type !== 'CustomerSolved') return null;
  const by = event.article === null ? 'it is solved' : `${answer} solved it`;
  return `${customer} said that ${by}. Resolved by the customer.`;
}
