/** Sentences that answer the commands staff type. Pure. */

export const ANSWERS = {
  onlyAdminsExport: 'Only admins can export: the file contains names and addresses of customers.',
  nobodysFigures:
    'Figures are about the team, and nobody is shown those of somebody else. stats me shows yours, only to you.',
  onlyAdminsSettings: 'Only admins see the settings. Ask one of them.',
  onlyAdminsMode: 'Only admins can change how replies leave a room.',
  nothingMine: 'You have no open enquiries.',
  nothingOpen: 'Nothing is open. Well done.',
  nothingFound: (words: string) => `Nothing found for "${words}".`,
  nearlyFound: (words: string, lines: readonly string[]) =>
    [`Nothing found for "${words}". These names are spelled nearly so:`, ...lines].join('\n'),
  noCustomer: (who: string) => `No customer found for "${who}".`,
  noEnquiry: (number: number) => `There is no enquiry #${number}.`,
  noRoom: (typed: string, rooms: string[]) => `There is no room "${typed}". Rooms: ${rooms.join(', ')}.`,
  notInRoom: (room: string) => `You are not in ${room}, so you cannot move anything there.`,
  moved: (number: number, room: string) => `#${number} continues in ${room}.`,
  alreadyThere: (number: number, room: string) => `#${number} is already in ${room}.`,
  moveTheOther: (number: number) => `#${number} was merged with another enquiry. Move that one.`,
  modeOfRoom: 'Type this in the room you want to change.',
  direct:
    "From now on the owner's messages in a thread are sent automatically after the hold, unless they start with // or mention a colleague. Public replies still wait for a press of Send publicly.",
  preview: 'From now on every message is shown to its author first and is sent only when they press Send.',
  splitWhere: (number: number, messages: number) =>
    `#${number} has ${messages === 1 ? '1 message' : `${messages} messages`}. Give the number of the first message to move, 2 or higher.`,
  split: (from: number) => `Done: message ${from} and everything after it are now a separate enquiry.`,
  openNow: 'We are open now.',
  closedNow: (opens: string | null) => (opens ? `Closed now; we open again ${opens}.` : 'Closed.'),
  closedOn: (days: string[]) => `Closed on: ${days.join(', ')}.`,
  otherHours: (days: string[]) => `Other hours on: ${days.join('; ')}.`,
  whereSettings:
    'If your desk has a settings page (in Slack: the Home tab of Deskhand), change them there, or write them in deskhand.yaml.',
  moreOpen: (more: number, atLeast: boolean, waiting: number) =>
    `and ${atLeast ? 'at least ' : ''}${more} more. ${waiting === 1 ? '1 customer is' : `${waiting || 'No'} customers are`} waiting for us.`,
  logWhat: 'Say what happened: log <what happened>. For example: log Mr Okafor called about his invoice',
  logNothing: 'There is nothing to log yet. Say in a few words what happened.',
  logNoRoom: 'There is no room to post this in yet. Ask an admin to choose one.',
  logTwice: 'This is already logged.',
  logged: (enquiry: string, { callBack, promised }: { callBack: boolean; promised: boolean }) =>
    `Logged as ${enquiry}${callBack ? '. Anyone can claim the callback.' : promised ? '. It is yours until then.' : ', done.'}`,
  away: 'You are away.',
  backByWord: 'Type back when you return.',
  backAt: (moment: string) => `You count as back ${moment}.`,
  noEnd: (typed: string) =>
    `I did not understand "${typed}", so no end is set. To set one, type away until friday, or away until monday 9:00.`,
  fromNow: 'This begins now. If you meant that day, type back, and say it then.',
  mayBeTaken: (numbers: number[]) =>
    `Others may now take over your enquiries without asking: ${numbers.map(each => `#${each}`).join(', ')}`,
  welcomeBack: 'Welcome back.',
  wasNotAway: 'You were not away.',
};
