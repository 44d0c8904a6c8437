/** Every sentence staff read, in one place, written for a busy person on a phone. */

import type { Enquiry, EnquiryEvent, EnquiryStatus, RefusalCode } from '../core/enquiry.ts';
import { firstNameOf } from '../core/first-name.ts';
import type { StaffId } from '../core/ids.ts';
import type { KindFacts } from '../core/kinds.ts';
import { clampText, type FoldedText } from '../core/message.ts';
import { NAME_CHARS_MAX, type NameProblem, type NameRule } from '../core/name-shown.ts';
import type { Reply } from '../core/reply.ts';
import { durationInWords, type Instant } from '../core/time.ts';
import { shownSubject } from './shown-name.ts';

/** Who can read what is sent, on every card, preview and button of a channel that knows both. */
export type Side = 'PUBLIC' | 'PRIVATE';

/** Null where everything is private. */
export function sideOf({ visibility }: Pick<Enquiry, 'visibility'>, kind: Pick<KindFacts, 'visibility'>): Side | null {
  if (visibility === 'public') return 'PUBLIC';
  return kind.visibility === 'private' ? null : 'PRIVATE';
}

/** "PUBLIC · Sent to Maya"; the words alone where everything is private. */
export function withSide(side: Side | null, words: string): string {
  return side ? `${side} · ${words}` : words;
}

/** "Send publicly", "Send privately and resolve", "Send". */
export function sendLabel(side: Side | null, rest = ''): string {
  return `Send${side === 'PUBLIC' ? ' publicly' : side === 'PRIVATE' ? ' privately' : ''}${rest}`;
}

/** A name on a button of a phone. */
const RECIPIENT_CHARS_MAX = 30;

/** "Send to Maya", "Send privately to Maya and 2 others". What everybody can read is addressed to nobody: null. */
export function sendTo({ side, customer }: Pick<Who, 'side' | 'customer'>, copies = 0): string | null {
  if (side === 'PUBLIC') return null;
  const { text, cut } = clampText(firstNameOf(customer) ?? customer, RECIPIENT_CHARS_MAX);
  const others = copies === 0 ? '' : copies === 1 ? ' and 1 other' : ` and ${copies} others`;
  return sendLabel(side, ` to ${text}${cut ? '…' : ''}${others}`);
}

/** What a sentence may need to know. */
export interface Who {
  /** Of this enquiry; null where everything is private. */
  side: Side | null;
  customer: string;
  owner: string | null;
  name(id: StaffId): string;
  number(enquiryId: string): string;
  clock(at: Instant): string;
  /** The same with the date, where it may be some weeks ahead; absent: as `clock`. */
  date?(at: Instant): string;
}

const REFUSALS: Record<RefusalCode, (who: Who) => string> = {
  'claimed-by-someone-else': who => `${who.owner ?? 'A colleague'} has this one. You can ask to take it over.`,
  'already-yours': () => 'This one is already yours.',
  'not-yours': who => `${who.owner ?? 'A colleague'} has this one, so only they can do that.`,
  'nobody-owns-it': () => 'Nobody has claimed this one. Press Claim to take it.',
  'already-resolved': () => 'This one is already resolved. Write in the thread to send the customer something more.',
  'being-answered': who => `${who.owner ?? 'A colleague'} is answering this one just now. You can ask to take it over.`,
  'asked-already': () => 'The room has been asked. Whoever knows it answers in this thread.',
  'not-resolved': () => 'This one is not resolved, so there is nothing to reopen.',
  'is-spam': () => 'This one is marked as spam. Press Not spam first.',
  'not-spam': () => 'This one is not marked as spam.',
  'was-erased': () => 'The customer of this enquiry was erased. Nothing more can be done with it.',
  'was-emptied': () =>
    'The texts of this enquiry were removed because of their age. Nothing more can be done with it; write to the customer from a new one.',
  'was-merged': () => 'This enquiry was merged with another one. Carry on there.',
  'not-snoozed': () => 'This one is not snoozed.',
  'time-has-passed': () => 'That time has already passed. Choose a later one.',
  'cannot-merge-with-itself': () => 'An enquiry cannot be merged with itself. Type another number.',
  'other-customer': () =>
    "Only enquiries from the same customer can be merged; otherwise one customer's answer could reach another.",
  'other-visibility': () =>
    'One of these is public and the other is private. They cannot be merged, because a private matter could then be answered in public. Answer each in its own thread.',
  'nothing-to-split': () => 'There is only one matter here, so nothing can be split off.',
  'split-some': () => 'Nothing was split off: choose at least one message, and leave at least one here.',
  'already-in-room': () => 'It is already in this room.',
  'files-not-carried': () =>
    'This channel cannot send files, and there is no text to send. Write something, or send the file another way.',
  'files-too-large': () => 'These files are too large for this channel. Send fewer or smaller ones.',
  'cannot-be-answered': who =>
    `${who.customer} called or came by, so there is nothing to write to. Call back, then press Resolve.`,
  'look-again': () => 'Please look at this once more. It has not been sent yet.',
  'changed-since': () => 'This was changed since you saw it. This is what would be sent now.',
  'takes-part-already': () => 'This person already takes part here.',
  'already-theirs': who => `This enquiry already belongs to ${who.customer}.`,
  'said-already': () => 'Somebody has already said who wrote this.',
  'message-moved': () => 'This message is in another enquiry now. Press the button there.',
  'is-a-colleague': () => 'A colleague wrote this, so there is nobody to let in.',
  'owner-did-not-agree': who => `${who.owner ?? 'The owner'} has to agree first.`,
  'reply-in-flight': () => 'A reply is on its way. Wait until it has been sent, or undo it first.',
  'customer-wrote-again': who => `${who.customer} wrote again while you were writing. Read the new message first.`,
  'text-is-empty': () => 'There is nothing to send yet. Write a few words first.',
  'text-too-long': () => 'This is too long for this channel. Shorten it, or send it in two parts.',
  'public-not-confirmed': () =>
    'Everyone can read this reply, so it is sent only when you press "Send publicly" in this preview.',
  'not-from-here': () => 'This cannot be answered from here. The card says why, and what to do instead.',
  'reply-not-yours': () => 'Only its author or the owner of the enquiry can do that.',
  'reply-already-leaving': () => 'Too late: this reply is on its way.',
  'reply-already-sent': ({ customer, side }) =>
    side === 'PUBLIC'
      ? `${customer} already has this reply, and everyone can read it. It cannot be taken back from here: delete it where it stands, or write a correction.`
      : `${customer} already has this reply. It cannot be taken back; write a correction if something in it is wrong.`,
  'reply-already-withdrawn': () => 'This reply was already taken back. Nothing was sent.',
  'reply-not-stopped': () => 'This reply goes out automatically when the time to undo is over.',
  'reply-not-failed': () => 'This reply has not failed, so there is nothing to retry.',
  'reply-finished': () => 'Nothing more can be done with this reply.',
  'channel-not-running': () =>
    'The channel of this enquiry is not running, so nothing can be sent. Ask your admin to look at "health".',
  'not-this-resolution': () => 'This was reopened since, so the rating is about something else.',
  'merge-into-chat': who =>
    `${who.customer} is still in this chat and would not see the rest of it. Merge the other enquiry into this one instead.`,
  'same-customer': who => `That enquiry is from ${who.customer}, too. They are already shown together.`,
  'not-joined': () => 'These are not one customer here any more, so there is nothing to undo.',
  'too-many-enquiries': () =>
    'This customer has too many enquiries to be joined with another one here. Leave them as they are.',
  'cannot-be-blocked': () => 'Nobody can be blocked on this channel. Mark the enquiry as spam instead.',
};

export function refusalWords(code: RefusalCode | 'unknown', who: Who): string {
  return code === 'unknown' ? WORDS.enquiryNotKnown : REFUSALS[code](who);
}

export function statusWords(enquiry: Enquiry, who: Who): string {
  const words: Record<EnquiryStatus, () => string> = {
    open: () => (enquiry.ownerId ? 'Open' : 'Open, nobody has it yet'),
    waiting: () => (enquiry.resolveAt ? planWords(enquiry.resolveAt, who) : `Waiting for ${who.customer}`),
    snoozed: () =>
      enquiry.resolveAt ? planWords(enquiry.resolveAt, who) : `Snoozed until ${who.clock(enquiry.snoozedUntil ?? 0)}`,
    resolved: () => 'Resolved',
    spam: () => 'Spam',
    merged: () => `Merged with ${enquiry.mergedInto ? who.number(enquiry.mergedInto) : 'another enquiry'}`,
  };
  return words[enquiry.status]();
}

function planWords(at: Instant, who: Who): string {
  return `Will be resolved on ${who.date?.(at) ?? who.clock(at)} unless ${who.customer} writes`;
}

/** What an enquiry is called in a list. Without a name it is a file alone, or words that were taken back. */
export function aboutWords({ subject }: Pick<Enquiry, 'subject'>): string {
  return subject === null ? 'no subject' : shownSubject(subject);
}

/** How an earlier enquiry ended, in three words. */
export function outcomeWords(enquiry: Enquiry): string {
  if (enquiry.status === 'resolved') return enquiry.contactReason ? `resolved: ${enquiry.contactReason}` : 'resolved';
  return enquiry.status === 'merged' ? 'merged with another' : enquiry.status;
}

function absorbedWords({ by, from, owner }: Extract<EnquiryEvent, { type: 'EnquiryAbsorbed' }>, who: Who): string {
  const merged = `${who.name(by)} merged ${who.number(from)} with this one.`;
  return owner ? `${merged} ${who.name(owner)} has it.` : merged;
}

/** The quiet line of an event; null for events that the thread shows in another way. */
export function lineWords(event: EnquiryEvent, who: Who, reply: Reply | null): string | null {
  switch (event.type) {
    case 'EnquiryClaimed':
      return `${who.name(event.by)} claimed this.`;
    case 'EnquiryReleased':
      return `${who.name(event.by)} released this. Anyone can claim it.`;
    case 'EnquiryHandedOver':
      return `${who.name(event.by)} handed this over to ${who.name(event.to)}.`;
    case 'EnquiryTakenOver':
      return `${who.name(event.by)} took over from ${who.name(event.from)}.`;
    case 'EnquirySnoozed':
      return `${who.name(event.by)} snoozed this until ${who.clock(event.until)}.`;
    case 'EnquiryWoke':
      return 'The snooze is over. This is open again.';
    case 'EnquiryResolved':
      return resolvedWords(event, who);
    case 'EnquiryReopened':
      if (event.because === 'customer-wrote') return `${who.customer} wrote again. This is open again.`;
      return event.by ? `${who.name(event.by)} reopened this.` : 'This was reopened.';
    case 'ReasonNamed':
      return null;
    case 'EnquiryMoved':
      return `${who.name(event.by)} moved this to another room.`;
    case 'EnquiryMarkedSpam':
      return `${who.name(event.by)} marked this as spam. Nothing was sent.`;
    case 'SpamTakenBack':
      return `${who.name(event.by)} marked this as not spam.`;
    case 'EnquiryMerged':
      return `${who.name(event.by)} merged this with ${who.number(event.into)}. Carry on there.`;
    case 'EnquiryAbsorbed':
      return absorbedWords(event, who);
    case 'StrangerWrote':
      return `Someone new wrote in this enquiry and could not be verified. They see none of it and get no copies, and nothing changes until you allow them.`;
    case 'StrangerAllowed':
      return `${who.name(event.by)} let them take part.`;
    case 'AnsweredElsewhere':
      return `A colleague answered ${who.customer} outside Deskhand.`;
    case 'SaidOurs':
      return event.answered
        ? `${who.name(event.by)} said that a colleague wrote this. It counts as our answer to ${who.customer}.`
        : `${who.name(event.by)} said that a colleague wrote this. Nobody waits for an answer to it.`;
    case 'SaidTheirs':
      return `${who.name(event.by)} said that a customer wrote this.`;
    case 'AnsweredByMachine':
      if (event.shown) return null;
      return `${who.customer} was told automatically that this has arrived${event.by === undefined ? '' : `, and that most people hear back by ${who.clock(event.by)}`}.`;
    case 'AlsoSent':
      return `${who.customer} sent the same message to another address of ours.`;
    case 'AskedWhose':
      return "This looks like a customer's message that was passed on. Open it for them?";
    case 'OpenedFor':
      return `${who.name(event.by)} opened this for ${who.customer}. Answers go to them.`;
    case 'MergeOffered':
      return `${who.customer} wrote about the same subject in ${who.number(event.into)}, which is still open.`;
    case 'CopyMissed':
      return 'Somebody in copy did not get this reply.';
    case 'ReplyDelayed':
      return `This reply has not reached ${who.customer} yet: ${event.reason} Their mail server is still trying; nothing to do.${quote(reply)}`;
    case 'StandingChanged':
      if (event.standing === 'blocked')
        return `${who.name(event.by)} blocked ${who.customer}. They can no longer write here.`;
      if (event.standing === 'muted')
        return `${who.name(event.by)} muted ${who.customer}. Their messages are shown here without a notification.`;
      return `${who.name(event.by)} lets ${who.customer} write again.`;
    case 'CustomerLeft':
      return `${who.customer} ended the chat on their side.`;
    case 'CustomerRated':
      return `${who.customer} rated this ${event.score} of 5.`;
    case 'ReplyGoesOn':
      return `${who.customer} has left the chat, so this reply goes on by email.${quote(reply)} Their answer will come back here.`;
    case 'ReplyUnread':
      return event.because === 'no-mailbox'
        ? `${who.customer} has left the chat and has not seen this reply.${quote(reply)} They gave an email address, but no mailbox is connected: ask your admin. They see it when they come back.`
        : `${who.customer} has left the chat and has not seen this reply.${quote(reply)} They gave no email address, so they cannot be reached until they come back; then they see it.`;
    case 'EnquirySplit':
      return `${who.name(event.by)} moved a part of this to ${who.number(event.to)}.`;
    case 'ReplySent':
      if (event.andResolve) return withSide(who.side, `${who.name(event.by)} answered and resolved this.`);
      return event.partly ? 'Not everybody in copy got this reply.' : null;
    case 'ReplyBounced':
      return withSide(
        who.side,
        `This reply did not reach ${who.customer}: ${event.reason}${quote(reply)} Check the address, then press Try again, or reach them another way.`,
      );
    case 'ReplyFailed':
      return withSide(who.side, `This reply was not sent to ${who.customer}: ${event.reason}${quote(reply)}`);
    default:
      return event.type === 'ReplyReturned' && event.signIn ? waitsForSignIn(event.reason, reply, who) : null;
  }
}

function waitsForSignIn(reason: string, reply: Reply | null, who: Who): string {
  return withSide(
    who.side,
    `This reply to ${who.customer} is not sent yet: ${reason}${quote(reply)} It is sent as soon as the sign-in works; nobody has to press anything.`,
  );
}

function resolvedWords({ by, reason, planned }: Extract<EnquiryEvent, { type: 'EnquiryResolved' }>, who: Who): string {
  const ended = planned
    ? `${who.customer} did not write again, so this is resolved, as ${who.name(by)} planned`
    : `${who.name(by)} resolved this`;
  return reason ? `${ended}: ${reason}.` : `${ended}.`;
}

/** First words of a fold in its label: enough to see on a phone whether it must be opened. */
const FOLD_CHARS_MAX = 48;
const FOLD_KINDS: Record<string, string> = {
  quote: 'earlier message',
  signature: 'signature',
  earlier: 'earlier version',
};

/**
 * What stands on a closed fold: its first words, then what it was taken for. Hidden text is only named: its sender wanted
 * it read by somebody who cannot see it.
 */
export function foldLabel({ why, text }: FoldedText): string {
  const kind = FOLD_KINDS[why];
  if (!kind) return 'Hidden text';
  const words = text
    .slice(0, 1_000)
    .split('\n')
    .map(line => line.replace(/^[\s>|_=–—*-]{2,}|^[>|]|[\s>|]+$|\s?[-_=–—*]{3,}$/g, ''))
    .filter(line => /[\p{L}\p{N}]/u.test(line))
    .join(' ')
    .replace(/\s+/g, ' ');
  if (why === 'earlier') return words ? `Earlier version, ${clampText(words, FOLD_CHARS_MAX).text}` : 'Earlier version';
  if (!words) return kind;
  const { text: first, cut } = clampText(words, FOLD_CHARS_MAX);
  const whole =
    cut && first.includes(' ') && words[first.length] !== ' ' ? first.slice(0, first.lastIndexOf(' ')) : first;
  return `${whole}${cut ? '…' : ''} (${kind})`;
}

/** Names the reply that a failure line is about. */
function quote(reply: Reply | null): string {
  if (!reply) return '';
  const short = reply.text.replace(/\s+/g, ' ').slice(0, 80);
  return ` ("${short}${reply.text.length > 80 ? '…' : ''}")`;
}

/** It was asked about, and then it was found. */
export function arrivedWords(who: Who, reply: Reply): string {
  return withSide(who.side, `This reply has reached ${who.customer}${quote(reply)}. It was not certain for a while.`);
}

/** Its channel shows everything that left, and this is not among it. */
export function missingWords(who: Who, reply: Reply): string {
  return withSide(
    who.side,
    `This reply most likely did not reach ${who.customer}${quote(reply)}: the connection dropped while sending, and it is not among what was sent there. It was not sent again. Choose below.`,
  );
}

export function unsureWords(who: Who, reply: Reply): string {
  return withSide(
    who.side,
    `It is not certain that this reply reached ${who.customer}${quote(reply)}. The connection dropped while sending. It was not sent again. Ask them, or choose below.`,
  );
}

/** The mark on the message a reply came from. */
export function markWords(reply: Reply, who: Who): string {
  return withSide(who.side, whereItIs(reply, who));
}

function whereItIs(reply: Reply, who: Who): string {
  switch (reply.status) {
    case 'held':
      if (reply.holdUntil === null) return `${who.customer} wrote again. This is not sent yet.`;
      if (reply.failure) return `Not sent yet: ${reply.failure} Next try at ${who.clock(reply.holdUntil)}.`;
      return `Goes to ${who.customer} in a moment${reply.andResolve ? ', then this is resolved' : ''}`;
    case 'leaving':
      return 'On its way';
    case 'sent':
      return `Sent to ${who.customer}`;
    case 'delivered':
      return `${who.customer} has it`;
    case 'bounced':
      return `Did not reach ${who.customer}: ${reply.failure ?? 'it came back'}`;
    case 'failed':
      return `Not sent: ${reply.failure ?? 'refused'}`;
    case 'unsure':
      return 'Not certain that it arrived';
    case 'withdrawn':
      return 'Taken back, not sent';
  }
}

/** @param sender whom the customer sees; null where the channel shows nobody */
export function previewLabel(
  kind: KindFacts,
  who: Pick<Who, 'side' | 'customer'>,
  address: string,
  copies: string[],
  sender: string | null,
): string {
  const from = sender === null ? '' : `, from ${sender}`;
  if (who.side === 'PUBLIC') return `PUBLIC reply to ${who.customer} (${kind.words})${from}: everyone can read it`;
  const copied = copies.length ? `, copy to ${copies.join(', ')}` : '';
  const to = who.side === 'PRIVATE' ? 'PRIVATE reply to' : 'To';
  return `${to} ${who.customer}, ${kind.route(address)}${copied}${from}`;
}

/** What wrote it, when no person did; beside the sender's name. */
export const MACHINE_WORDS: Record<string, string | undefined> = {
  auto_reply: 'automatic reply',
  receipt: 'receipt',
  bounce: 'mail server',
  bystander: 'not your customer',
};

/** What an admin may prescribe about names. */
export const NAME_RULE_WORDS: Record<NameRule, string> = {
  own: 'What each person chose',
  first: 'First names only',
  team: 'Only the name of the team',
};

export const NAME_WORDS = {
  how: 'To change it, type: name <your name>, name first (your first name), or name team (only the name of the team).',
  nowhere: 'Saved. None of the running channels shows customers a name.',
  prescribed: 'set by your admin',
  colleague: "That is a colleague's name. Choose your own, or type: name team",
  empty: 'Type the name that customers should see.',
  fieldHelp: `Up to ${NAME_CHARS_MAX} characters. It appears on every reply you send; nothing else from your profile does.`,
};

const NAME_PROBLEMS: Record<NameProblem, string> = {
  empty: NAME_WORDS.empty,
  'too-long': `That is too long: customers see up to ${NAME_CHARS_MAX} characters.`,
  'several-lines': 'Write the name on one line.',
  'hidden-characters': 'It contains an invisible character. Type the name by hand.',
  address: 'Customers must not be able to find you elsewhere: leave out addresses, handles and numbers.',
  'no-letters': 'A name needs letters.',
  symbols: 'Use letters, spaces, hyphens, dots and apostrophes.',
};

export function nameProblemWords(problem: NameProblem): string {
  return NAME_PROBLEMS[problem];
}

/** Stands beside a mail until somebody says who wrote it. */
export function maybeColleague({ address, name }: { address: string; name: string | null }): string {
  return `Looks like ${name ?? address} from your team, but this could not be verified. It is treated as a customer's message.`;
}

export const WORDS = {
  itWas: (name: string) => `It was ${name}`,
  itIsACustomer: 'It is a customer',
  colleagueAside: 'A colleague wrote this only to us. The customer did not get it.',
  colleagueWrote: 'A colleague wrote this.',
  nobodyWaits: 'Automatic reply. Nothing to do',
  enquiryNotKnown: 'This enquiry was not found. It may have been erased.',
  noSuchButton: 'This button no longer works. Use the buttons on the card; they are up to date.',
  opensForm: 'This opens a form. Press it on the card itself.',
  notThereAnyMore: 'This is no longer here. It may have been sent, withdrawn or erased in the meantime.',
  noSuchForm: 'This form is out of date. Open it again from the card.',
  noSuchEnquiry: (typed: string) => `There is no enquiry #${clampText(typed, 20).text}.`,
  noSuchTime: 'That is not a time to snooze until. Open the form again and choose one.',
  noSuchPerson: 'This person was not found. Open the form again and choose someone.',
  editTooLate: (who: Who) => `${who.customer} already has the earlier text. Send a correction?`,
  deleteTooLate: (who: Who) => `${who.customer} already has this message. Deleting it here does not take it back.`,
  hasEarlierText: (who: Who) => `${who.customer} has the earlier text`,
  hasThis: (who: Who) => `${who.customer} has this message`,
  has: (who: Who) => `${who.customer} has:`,
  mayHave: (who: Who) => `What goes to ${who.customer}, or is there already:`,
  changedSent: (author: string) => `${author} changed a message after it was sent.`,
  deletedSent: (author: string) => `${author} deleted a message that was sent.`,
  onlyFiles: '(no words, only the files that went with it)',
  takenBack: 'You took this back. Send it again, or edit it first.',
  yourWords: 'Your words',
  stoppedByEdit: (who: Who) =>
    `You changed a public reply to ${who.customer} before it was sent, so it was stopped. Nothing was sent.`,
  newWords: (who: Who) =>
    `The new words were not sent to ${who.customer}. Everyone can read a public reply, so confirm them first.`,
  becameTalk: (who: Who) => `This is team talk now. Nothing was sent to ${who.customer}.`,
  mayMention: 'An @ may address a colleague, so this waits for you. Press Send only if the customer shall read it.',
  stopped: (who: Who) => `${who.customer} wrote again before your reply went out. Send it anyway?`,
  askWhose: (address: string) =>
    `This looks like a message from ${address} that was passed on. Open it for ${address}? Answers then go there.`,
  notTheirs: 'It stays with the one who passed it on.',
  movedHere: (name: string, room: string) => `${name} moved this here from ${room}.`,
  movedAway: (name: string, room: string) => `${name} moved this to ${room}. Carry on there.`,
  filesLeft: (names: string) => `${names} cannot go along from here. Ask its author to put it beside a new message.`,
  goesOnElsewhere: 'This enquiry goes on in another thread. Carry on there; what is written here stays here.',
  whatAbout: 'Resolved. What was it about? One press, or nothing at all.',
  reasonNamed: (reason: string) => `Noted: ${reason}.`,
  fileLeftOut: (name: string, why: string) => `${name} does not go along: ${why}`,
  fileAfterSend: 'It came after Send was pressed.',
  nothingToSend:
    'There is nothing here that the customer could get, so nothing can be sent. Write a few words, or attach a file.',
  partsLeft: (sentences: string) => `${sentences} Ask its author to send it from their preview.`,
  filesStay: (channel: string) => `Files cannot go by ${channel}: only your words are sent.`,
  nobodyReads: (address: string) =>
    `${address} says that nobody reads answers there. Is there another way to reach them?`,
  notInCopy: (inCopy: number, named: string, left: number, mayBeMore: boolean) =>
    [
      inCopy === 0
        ? `Nobody gets a copy, so ${left} ${left === 1 ? 'does' : 'do'} not get it: ${named}.`
        : `${inCopy} ${inCopy === 1 ? 'is' : 'are'} in copy, and ${left === 1 ? '1 other does' : `${left} others do`} not get it: ${named}.`,
      ...(mayBeMore ? ['An admin can allow more ("Most in copy" in the settings of the channel).'] : []),
    ].join(' '),
  authorSends: (warnings: string) => `${warnings} Its author can still send it, from the preview.`,
  noCopyToMachines: (named: string) => `No copy goes to ${named}: a mailing list or an automated address.`,
  tooLong: (over: number, max: number) =>
    `This is ${over} ${over === 1 ? 'character' : 'characters'} too long: this channel takes ${max}. Shorten it, or send it in two parts.`,
  lengthIs: (length: number, max: number) =>
    `${length} of ${max} characters${length > max ? `: ${length - max} too many` : ''}`,
  atMost: (max: number) => `Up to ${max} characters, as this channel counts them.`,
  filesGo: (names: string) => `With: ${names}`,
  looksLikeTalk: (lines: string) => `Marked with // but part of this message, so the customer would read it: ${lines}`,
  commentInCode: (lines: string) => `In a code block // is a comment, not team talk, so it is sent too: ${lines}`,
  writePrivately: 'Ask to write privately',
  everyoneReads: 'Everyone can read it. You see a preview before it is sent.',
  onlyTo: (who: Who) => `Only ${who.customer} gets this.`,
  takeOver: (who: Who, asker: string) => `${asker} asks to take over ${who.customer}'s enquiry.`,
  takeOverAsked: (owner: string) => `${owner} has been asked. You will see it here when they agree.`,
  notYoursToWrite: (who: Who) => `${who.owner ?? 'A colleague'} has this one. Your message stays team talk.`,
  unreadable: (why: string) =>
    `This message could not be read (${why}). It is kept as it arrived; open it to see everything.`,
  praise: (who: Who, number: number, score: number) =>
    `${who.customer} rated #${number} ${score} of 5. Thank you, all of you.`,
  from: (sender: string) => `Customers see it from ${sender}.`,
  seenAs: (sender: string) =>
    `This is how customers see you: ${sender}. To choose another name, use the command "name".`,
  waited: (since: Instant, now: Instant) => durationInWords(now - since),
  jobDead:
    'Something about this enquiry could not be shown or done, after several tries. Ask your admin to run "deskhand doctor".',
};
