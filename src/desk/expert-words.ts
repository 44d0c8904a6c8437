/** Every sentence about experts that staff read: on the card, in a question to somebody, and when they volunteer. Pure. */
import type { EnquiryEvent } from '../core/enquiry.ts';
import type { StaffId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';

/** Of a topic or a name in a sentence. */
const SAID_CHARS_MAX = 80;

function said(typed: string): string {
  const { text, cut } = clampText(typed, SAID_CHARS_MAX);
  return cut ? `${text}…` : text;
}

/** "stoves", "stoves and flues", "stoves, flues and chimneys" */
function and(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What somebody reads about themselves, and about who volunteered. */
export const VOLUNTEERING = {
  none: 'You have no topics yet. Type what colleagues may ask you about: expert add stoves',
  notWilling: 'Colleagues do not ask you anything at the moment. To change that, type for instance: expert add stoves',
  mine: (topics: readonly string[], asks: number, hours: string) =>
    `Colleagues may ask you about ${topics.length ? and(topics) : 'what you have resolved before'}: at most ${
      asks === 1 ? 'once' : `${asks} times`
    } a day, ${hours}, and never while you are away.`,
  notAbout: (topics: readonly string[]) => `Never about ${and(topics)}.`,
  how: 'To change it: expert add <topic>, expert remove <topic>, expert hours 9-12 mon-fri, expert asks 2, expert stop.',
  paused: 'With 0 asks a day nobody asks you. Your topics are kept.',
  stopped: 'Nobody asks you any more. Your topics are kept, for you alone; "expert add" begins again.',
  noTopic: 'That is not a topic. Write a word or two, such as: expert add stoves',
  tooMany: (most: number) => `You have ${most} topics already. Remove one first: expert remove <topic>`,
  notYours: (topic: string) => `"${said(topic)}" was not among your topics. Nobody asks you about it from now on.`,
  asksHow: (most: number) => `Write how often colleagues may ask you on a day, from 0 to ${most}: expert asks 3`,
  whoKnows: (topic: string, names: readonly string[]) =>
    names.length ? `${said(topic)}: ${names.join(', ')}` : `Nobody has volunteered for "${said(topic)}" yet.`,
  nobody: 'Nobody has volunteered for a topic yet. Begin with yours: expert add stoves',
  nothing: 'Colleagues do not ask you anything at the moment.',
  offer: 'What do you know about? Say so, and colleagues can ask you when a customer wants to know.',
};

/** The quiet line of what happened with experts; null for other events. Nobody reads in it whom it was that did not answer. */
export function expertLine(event: EnquiryEvent, name: (id: StaffId) => string): string | null {
  switch (event.type) {
    case 'ExpertAsked':
      return `${name(event.by)} asked somebody who may know. The answer comes into this thread.`;
    case 'ExpertJoined':
      return `${name(event.by)} knows about this and helps.`;
    case 'NobodyKnows':
      return 'Nobody knows this yet. Everybody who may know was asked, or cannot be asked right now.';
    default:
      return null;
  }
}

/** On the card, for everybody in the room: only that somebody knows, never who said no. */
export const ON_CARD = {
  mayKnow: (names: readonly string[]) => `${and(names)} may know about this`,
  ask: (name: string) => `Ask ${name}`,
  asked: 'Somebody who may know was asked',
  helps: (names: readonly string[]) => `${and(names)} ${names.length === 1 ? 'helps' : 'help'} with this`,
  notNow: 'Somebody here knows about this, but cannot be asked right now',
  nobody: 'Nobody knows this yet',
};

/** To whoever asks. */
export const ASKING = {
  menu: 'Ask an expert',
  asked: (name: string) =>
    `${name} was asked. What they answer comes into this thread; if they cannot, the next one is asked.`,
  already: (name: string) => `${name} was asked about this already.`,
  /** @param owner who has it; null for nobody. @param claims it can be claimed, with the button below */
  yourself: (owner: string | null, claims: boolean) =>
    `That is you: colleagues read here that you may know this. ${
      claims
        ? 'Claim it and answer, or write in the thread what you know.'
        : `Write in the thread what you know${owner ? `: ${owner} has this and reads it there` : ''}.`
    }`,
  claim: 'Claim it',
  noneLeft: 'Nobody could answer what you asked. Everybody who may know was asked, or cannot be asked right now.',
  owns: (name: string) => `${name} has this enquiry already.`,
  notNow: (name: string) => `${name} cannot be asked right now.`,
  others: 'You could ask somebody else:',
  nobody:
    'Nobody knows this yet: nobody has volunteered for it or resolved anything like it, or they cannot be asked right now.',
  ended: 'This enquiry has ended, so nobody is asked any more.',
  title: 'Ask an expert',
  whom: 'Whom?',
  best: 'Whoever is likely to know',
  topic: (topic: string) => `Somebody for: ${topic}`,
  note: 'What do you want to know? (optional)',
  noteHelp: 'They see it above what the customer wrote.',
  submit: 'Ask',
};

/** To whoever is asked, and to nobody else. */
export const ASKED = {
  question: (asker: string, about: string) => `${asker} asks: can you help with this? ${about}`,
  wantsToKnow: (asker: string) => `${asker} wants to know`,
  wrote: (who: string) => `${who} wrote`,
  answered: (who: string) => `${who} answered`,
  folded: (gist: string | null) =>
    `(This message may be upsetting and is not shown here.${gist ? ` What they need: ${gist}` : ''})`,
  noWords: '(no words)',
  files: (names: readonly string[]) => `With it: ${names.join(', ')}`,
  only: 'You see this one enquiry and nothing else of its room.',
  once: 'You have resolved something like this before, so you are asked, this once. To be asked again is up to you.',
  join: "I'll answer",
  tell: 'Tell them this …',
  tellMore: 'Tell them more …',
  no: 'Not me',
  joined: (about: string) => `Thank you: you help with ${about}. Colleagues see it in the thread.`,
  here: 'Write in its thread, or tell them here what to answer.',
  away: 'Tell them here what to answer. When the customer writes again, you see it here.',
  told: (about: string) =>
    `Thank you. What you wrote about ${about} stands in its thread, under your name; a colleague sends it.`,
  again: 'May colleagues ask you about such things again?',
  yes: 'Yes, they may',
  never: 'Better not',
  saidYes: 'Thank you. At most 3 times a day, in opening hours. To change it, type: expert',
  saidNo: 'Nobody asks you again. Should you think differently, type: expert add <topic>',
  open: 'Open the thread',
  nothing: 'There is nothing to tell them yet. Write a few words first.',
  notAsked: 'You were not asked about this, or it is no longer here.',
  over: 'This is settled. There is nothing more to do.',
  notUsed: (text: string) => `Nobody was shown what you wrote: "${text}"`,
  resolved: (about: string) => `${about} is resolved. Thank you for your help.`,
  wroteAgain: (customer: string, about: string) => `${customer} wrote again: ${about}`,
  title: 'Tell them this',
  text: 'What should the customer be told?',
  textHelp: 'It comes into the thread as a draft, under your name. A colleague checks and sends it.',
  submit: 'Tell them',
  from: (name: string, text: string) => `From ${name}, who knows about this: ${text}`,
  use: 'Use as draft',
  answer: (name: string) => `${name} knows. Use it as a draft: check it, change it, then send it.`,
  fromLabel: (name: string) => `From ${name}`,
  happy: (customer: string, number: number) =>
    `${customer} is happy with how #${number} went. You knew the answer: thank you.`,
  quoted: (customer: string, text: string) => `${customer} wrote: "${text}"`,
};

/** The form in which people volunteer. */
export const EXPERT_FORM = {
  title: 'What colleagues may ask you',
  topics: 'Topics, separated by commas',
  topicsHelp: 'Such as: stoves, flues. Empty: nobody asks you.',
  hours: 'When?',
  hoursHelp: 'Such as 9-12 mon-fri. Empty: in opening hours.',
  asks: 'How often a day, at most?',
  asksHelp: 'You can always say "Not me". Nobody is told.',
  save: 'Save',
};
