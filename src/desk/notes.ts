/** Sentences beside a customer's message, and in reminders about customers who wait. Pure. */

export const NOTES = {
  doubt: (number: number | null, why: string) =>
    `May belong to ${number === null ? 'an enquiry of another room' : `#${number}`}: it answers a message there, but ${why}.`,
  unverified: 'its sender could not be verified',
  tookNoPart: (address: string) => `${address} took no part in it`,
  colleague: 'A colleague wrote this; their address was verified.',
  passedOn: (address: string, verified: boolean) =>
    `Passed on by a colleague; ${address} wrote it. Say in the thread whose enquiry this is.${verified ? '' : " The colleague's address was not verified."}`,
  newSubject: (subject: string) =>
    `The subject is now "${subject}". If this is a different matter, it can be split off.`,
  flood: (messages: number) =>
    `More than ${messages} messages within an hour: they are shown quietly, and no automatic replies are sent.`,
  sameText: 'The same text arrived less than an hour ago.',
  otherWay: (words: string, address: string) =>
    `This came by ${words} from ${address}, an address that was typed in the chat. It may be someone else: your answer is shown in the chat first.`,
  veryLong: 'This message is very long; open the full message for the rest.',
  noText: 'The message has no text.',
  unreadable: (why: string) => `This message could not be read: ${why} It is kept exactly as it arrived.`,
  manyOthers: (all: number, listed: number) => `It went to ${all} others; only the first ${listed} are listed here.`,
};

export const REMINDERS = {
  late: (one: boolean) => `${one ? 'This customer has' : 'These customers have'} waited too long:`,
  soon: 'Due soon:',
  escalated: (room: string, one: boolean) =>
    `In ${room}, ${one ? 'a customer has' : 'customers have'} waited too long:`,
  /** To somebody who cannot read that room: nothing of the customers. */
  escalatedUnread: (room: string, n: number) =>
    `In ${room}, ${n === 1 ? 'a customer has' : `${n} customers have`} waited too long. You cannot read that room; ask somebody who can.`,
  wait: (number: number, customer: string, waited: string, target: string, claimed: boolean) =>
    `#${number} ${customer} has waited ${waited} (target ${target})${claimed ? '' : ', nobody has it yet'}`,
  more: (n: number) => `and ${n} more: type open`,
};
