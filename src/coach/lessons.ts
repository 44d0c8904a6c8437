/** What stands behind "why": two lines for each check, kind and short. Pure. */
import type { Check } from './checks.ts';

/** What a check is called in a list, and its lesson: the first line stands by itself. */
export const LESSONS: Record<Check, { called: string; lesson: readonly [string, string] }> = {
  card: {
    called: 'card numbers',
    lesson: [
      'A whole card number in a message can be read by everybody who ever opens that mailbox.',
      'The last four digits are enough to know which card it is. Nobody needs the rest from you.',
    ],
  },
  secret: {
    called: 'passwords and keys',
    lesson: [
      'Messages are kept for years and forwarded. A password in one of them stays usable all that time.',
      'You could let them choose a new one by themselves, or tell them on the phone.',
    ],
  },
  internal: {
    called: 'internal links',
    lesson: [
      'Customers land on a sign-in page they cannot pass, and learn how your team names things.',
      'You could copy the two sentences they need, or link a page that everybody can open.',
    ],
  },
  placeholder: {
    called: 'places still to be filled in',
    lesson: [
      'A text with a gap tells customers that it was not written for them.',
      'It happens to everybody who works from a draft. Filling it in, or taking the sentence out, is enough.',
    ],
  },
  'other-customer': {
    called: "details that may be somebody else's",
    lesson: [
      'A number or an address from another enquiry is the most common way for private data to get out.',
      'It often comes along with copied text. You could compare it with what this customer wrote.',
    ],
  },
  name: {
    called: 'another name in the greeting',
    lesson: [
      'People notice their own name first. A wrong one makes the rest read as copied.',
      'How they sign is how they like to be called. With no name at all, "Hello" is fine.',
    ],
  },
  language: {
    called: 'another language than theirs',
    lesson: [
      'People write in the language they read best.',
      'You could answer in theirs, with a colleague who speaks it, or say in one line why you go on in yours.',
    ],
  },
  question: {
    called: 'a question without an answer',
    lesson: [
      'When one of two questions stays open, customers have to write again, and wait again.',
      'You could answer in the order they asked. "I don\'t know yet" is an answer, too.',
    ],
  },
  promise: {
    called: 'promises without a day',
    lesson: [
      '"Soon" is an hour for one person and a week for another. A day lets them stop waiting.',
      'You could name one that is easy to keep. Being early is a nice surprise.',
    ],
  },
  shouting: {
    called: 'capitals and exclamation marks',
    lesson: [
      'Capitals and "!!" read as a raised voice, even when they are meant warmly.',
      'What matters stands out just as well in a sentence of its own.',
    ],
  },
  apology: {
    called: 'an apology by itself',
    lesson: [
      '"Sorry" opens the door. What people hope for behind it is what happens next.',
      'One small step is enough: what you looked up, what you will do, what they can do meanwhile.',
    ],
  },
  greeting: {
    called: 'a missing greeting',
    lesson: [
      'A first letter without a hello can sound cross, though nobody meant it.',
      '"Hello" and their name take two seconds, and the rest reads more warmly.',
    ],
  },
  reading: {
    called: 'long sentences',
    lesson: [
      'Most people read on a phone, between two other things.',
      'One idea in a sentence, and the words you would use at the counter, get there faster.',
    ],
  },
};
