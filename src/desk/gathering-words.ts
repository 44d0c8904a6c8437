/** Sentences about findings and incidents: causes, and never anybody's fault. Pure. */
import type { GatheringState } from '../core/gathering.ts';

const enquiries = (n: number) => `${n} ${n === 1 ? 'enquiry' : 'enquiries'}`;

export const STATE_WORDS: Record<GatheringState, string> = {
  open: 'open',
  fixing: 'being fixed',
  fixed: 'fixed',
  'wont-fix': 'will not be fixed',
  lasting: 'lasting',
  ended: 'ended',
};

type What = 'finding' | 'incident';
const A: Record<What, string> = { finding: 'Finding', incident: 'Incident' };

export const GATHERING = {
  flag: 'Flag for the business …',
  link: 'Part of an incident …',
  /** "Finding 3: The lid cracks" */
  called: (what: What, number: number, title: string | null) =>
    title ? `${A[what]} ${number}: ${title}` : `${A[what]} ${number}`,
  state: (words: string) => `State: ${words}`,
  owner: (name: string | null) => `Looked after by: ${name ?? 'nobody yet'}`,
  step: (words: string | null) => `Next step: ${words ?? 'none yet'}`,
  evidence: (n: number) =>
    n === 0 ? 'No enquiries belong to it.' : `${enquiries(n)} belong${n === 1 ? 's' : ''} to it.`,
  around: (before: number, after: number) => `Before it was fixed: ${before}. Since then: ${after}.`,
  elsewhere: (n: number) => `${enquiries(n)} ${n === 1 ? 'is' : 'are'} in rooms that you cannot read.`,
  strip: (words: string) => `Visitors of the web chat read: ${words}`,
  toldOn: (when: string, sent: number) => `Told ${when}: ${sent} ${sent === 1 ? 'customer' : 'customers'}.`,
  listed: (called: string, state: string, n: number, owner: string | null) =>
    `${called} (${state}, ${enquiries(n)}${owner ? `, ${owner}` : ', nobody looks after it'})`,
  none: {
    finding:
      'Nothing is flagged. Press "Flag for the business" in the menu of an enquiry that the business should learn from.',
    incident: 'There is no incident. Say what is going on to begin one: incident card payments fail',
  },
  noSuch: (what: What, number: number) =>
    `There is no ${what} ${number}. Type ${what === 'finding' ? 'findings' : 'incident'} to see all of them.`,
  gone: 'This is not there any more.',
  flagged: (called: string, n: number) => `Flagged. ${called}: ${enquiries(n)} so far.`,
  already: (called: string) => `This enquiry belongs to it already. ${called}.`,
  alreadyAll: (called: string) => `They belong to it already. ${called}.`,
  linked: (called: string, n: number) => `Linked. ${called}: ${enquiries(n)} so far.`,
  linkedAll: (called: string, n: number) => `${n === 1 ? 'Linked' : `${n} linked`}. ${called}.`,
  noneReadable: 'None of its enquiries is in a room that you can read.',
  noneChosen: 'Tick at least one enquiry, so that the incident has something to begin with.',
  begun: (called: string) =>
    `${called} has begun. Enquiries that are like it are offered for linking on their cards; nothing is linked by itself.`,
  full: (max: number) => `More than ${max} enquiries do not fit into one. Begin another one.`,
  needsWords: 'Say in a few words what is going on, such as: card payments fail.',
  tooLong: (max: number) => `At most ${max} characters, so that it reads at a glance.`,
  changed: 'Somebody else changed it while you were writing, so nothing of theirs was overwritten. Open it again.',
  saved: 'Saved.',
  isOver: 'It is over already.',
  ended: (called: string) => `${called} has ended. Its line is gone from the web chat.`,
  notNumber: (typed: string) => `"${typed}" is no enquiry that you can read. Write its number, such as 17.`,
  notPractice: 'What is practised is nothing for the business.',
  blankLeft: (names: readonly string[]) =>
    `Fill in ${names.map(each => `{${each}}`).join(', ')} first: only {name}, {number} and {my name} are filled in for each customer.`,
  open: 'Open',
  own: 'I look after it',
  edit: 'Change …',
  editEvidence: 'Enquiries …',
  tell: { finding: 'Tell the customers who reported it …', incident: 'Answer all of them …' },
  end: 'It has ended',
  next: (n: number) => `Next ${n}`,
  add: (number: number) => `Add #${number}`,
  mayBelong: 'These may belong to it:',
  onCard: {
    finding: (called: string, state: string) => `Flagged for the business. ${called} (${state})`,
    incident: (called: string) => `Part of ${called.charAt(0).toLowerCase()}${called.slice(1)}`,
  },
  looksLike: (called: string, n: number) =>
    `Is this ${called.charAt(0).toLowerCase()}${called.slice(1)} (${enquiries(n)})?`,
  linkIt: 'Link it',
};

export const GATHERING_FORM = {
  flag: 'Flag for the business',
  why: 'What is the cause, or the idea? (optional)',
  whyHelp:
    'In your own words. Everybody in the team can read this, in every room, so leave customers out of it. It is about causes, not about people.',
  into: 'Is it one of these?',
  fresh: 'No, it is a new one',
  flagIt: 'Flag it',
  link: 'Part of an incident',
  which: 'Which incident?',
  going: 'What is going on? (for a new one)',
  goingHelp: 'A few words that everybody in the team can read, such as: card payments fail.',
  linkIt: 'Link it',
  linkThem: 'Link them',
  andOlder: (n: number) => `${n} older ${n === 1 ? 'one is' : 'ones are'} linked with them.`,
  edit: { finding: 'The finding', incident: 'The incident' },
  title: 'What is it?',
  state: 'How does it stand?',
  step: 'What is the next step?',
  owner: 'Who looks after it?',
  nobody: 'Nobody yet',
  notice: 'A line for visitors of the web chat (optional)',
  noticeHelp: 'They read exactly this while it lasts. Empty: they read nothing.',
  sites: 'On which sites?',
  sitesHelp: 'None ticked: on all of them.',
  save: 'Save',
  evidence: 'Which enquiries belong to it?',
  add: 'Add an enquiry by its number',
  take: 'Take out',
  tell: { finding: 'Tell the customers who reported it', incident: 'Answer all of them' },
  text: 'What do they read?',
  textHelp: '{name} and {number} are filled in for each customer. You see each message before anything is sent.',
  begin: {
    finding: 'Hello {name},\n\nyou told us about a problem. It is fixed now. Thank you for letting us know.',
    incident: 'Hello {name},\n\n',
  },
  look: 'Look at each message',
};
