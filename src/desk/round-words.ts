/** Sentences about an answer to many: the preview, its Undo, and how it went. Pure. */
import type { LeftWhy } from '../core/gathering.ts';
import type { DurationMs } from '../core/time.ts';
import { durationInWords } from '../core/time.ts';

const customers = (n: number) => `${n} ${n === 1 ? 'customer' : 'customers'}`;

/** Why somebody does not get it, after their names. */
const WHY: Record<LeftWhy, string> = {
  'by-hand': 'you left them out',
  'other-room': 'in rooms that you cannot read; somebody of that room can tell them',
  public: 'they wrote in PUBLIC, and this is never posted there',
  blocked: 'blocked or muted',
  paused: 'paused',
  gone: 'not there any more',
  'no-way-back': 'they called or came by, so there is no address to write to',
  refused: 'their channel lets nothing through from here now',
  'no-channel': 'their channel is not running here',
  owned: 'somebody else has their enquiry and is answering it',
  'under-way': 'a reply to them is on its way already',
  spam: 'spam',
  told: 'told already',
  'too-long': 'too long for their channel',
  'nobody-reads': 'nobody reads that address',
};

export const ROUND = {
  finding: (number: number) => `finding ${number}`,
  incident: (number: number) => `incident ${number}`,
  preview: (n: number, about: string) =>
    n === 1
      ? `One customer gets this message about ${about}.`
      : `${customers(n)} get this message about ${about}, each once.`,
  nobody: (about: string) => `Nobody is left who could be told about ${about}.`,
  page: (from: number, to: number, all: number) => `${from} to ${to} of ${all}`,
  label: (label: string, number: number) => `${label} (#${number})`,
  left: (why: LeftWhy, names: readonly string[], more: number) =>
    why === 'other-room'
      ? `Left out: ${customers(names.length + more)} ${WHY[why]}.`
      : `Left out: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${WHY[why]}.`,
  ownedBy: (names: readonly string[], more: number, owner: string) =>
    `Left out: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${owner} has their enquiry. ${owner} can tell them in the same way.`,
  isAnswer: 'They stay resolved; open ones that nobody has become yours.',
  words: 'What they read',
  leftSince: (n: number) => `${customers(n)} were left out after all: something about them changed while it was held.`,
  send: (n: number) => `Send to ${n}`,
  sendAnyway: (n: number) => `Send to ${n} anyway`,
  leave: (name: string) => `Leave out ${name}`,
  take: (name: string) => `Take in ${name}`,
  next: (n: number) => `Next ${n}`,
  first: 'From the first',
  edit: 'Change the words',
  drop: 'Do not send',
  undo: 'Undo for all',
  look: 'How far is it?',
  changed: 'Something changed since this was shown. This is how it would be sent now.',
  held: (n: number, hold: DurationMs) =>
    `Held: in ${durationInWords(hold)} it goes to ${customers(n)}. Until then Undo takes all of it back.`,
  going: (sent: number, waiting: number) =>
    `On its way: ${sent} sent, ${waiting} still to go. Undo takes back those that have not left.`,
  gone: (sent: number) => `Sent to ${customers(sent)}.`,
  stopped: (n: number) =>
    n === 1
      ? 'One customer wrote meanwhile, so theirs waits: you are asked in its thread.'
      : `${customers(n)} wrote meanwhile, so theirs wait: you are asked in their threads.`,
  failed: (n: number) =>
    `${n} could not be delivered: the reason stands in ${n === 1 ? 'its thread' : 'their threads'}.`,
  takenBack: (n: number) => `${n} taken back.`,
  undone: (sent: number) =>
    sent === 0 ? 'Taken back. Nobody got it.' : `Taken back for all the others. ${customers(sent)} had it already.`,
  tooLate: 'All of it has left already, so nothing was taken back.',
  dropped: 'Nothing was sent.',
  notYours: (name: string) => `Only ${name}, whoever looks after it or an admin can do that.`,
  notTheir: (name: string) =>
    `${name} is preparing this. Press the button on the finding or the incident to prepare one of your own.`,
  isGone: 'This message is not there any more.',
  tooMany: (max: number) => `More than ${max} customers at once are too many to look through. Leave some out.`,
};
