/**
 * Sentences for what colleagues do for each other: nobody is late in them, and nobody is to blame. They stand in rooms and in
 * notifications, so what staff are shielded from is in none of them. Pure.
 */
import type { EnquiryEvent } from '../core/enquiry.ts';
import type { Instant } from '../core/time.ts';
import type { Who } from './wording.ts';

/**
 * The line of an event in the thread and, of some of them, in the room; null for events that are none of these.
 * @param question what the customer wants to know, for those who are asked; null where it is not to be said again
 */
export function togetherLine(event: EnquiryEvent, who: Who, question: string | null): string | null {
  switch (event.type) {
    case 'EnquiryOffered':
      return offerWords(event, who);
    case 'RoomAsked':
      return helpWords(who.name(event.by), who.customer, question);
    case 'ResolvePlanned':
      return `${who.name(event.by)} planned to resolve this on ${dateOf(who, event.at)}, unless ${who.customer} writes before.`;
    case 'PlanDropped':
      return `${who.name(event.by)} keeps this open.`;
    default:
      return null;
  }
}

function helpWords(name: string, customer: string, question: string | null): string {
  const asked = question === null ? '.' : `: "${question}"`;
  return `${name} would like some help with ${customer}'s enquiry${asked} If you know it, write in this thread.`;
}

/** Somebody else may have time: that is all there is to say. */
function offerWords({ because, from }: Extract<EnquiryEvent, { type: 'EnquiryOffered' }>, who: Who): string {
  switch (because) {
    case 'away':
      return `${who.customer} wrote again. ${who.name(from)} is away. Who takes it?`;
    case 'silent':
      return `${who.customer} wrote again. Who has time for it?`;
    case 'hard':
      return `${who.customer} wrote again. Who takes this one?`;
    case 'asked':
      return `${who.name(from)} would be glad if somebody else took this one. Who does?`;
  }
}

function dateOf(who: Who, at: Instant): string {
  return who.date?.(at) ?? who.clock(at);
}

export const TOGETHER = {
  follows: (customer: string) => `You will be told once, privately, when ${customer} answers.`,
  followsOwn: 'This one is yours: what they answer is shown in its thread, and on your list.',
  unfollow: 'Do not tell me',
  followsNoMore: 'You will not be told.',
  answered: (number: number, customer: string) =>
    `#${number}: ${customer} has answered. You asked to be told; this is all there is.`,
  /** @param how its end in words */
  ended: (number: number, customer: string, how: string) =>
    `#${number}, ${customer}'s enquiry that you passed on, has come to an end: ${how}. Passing it on helped.`,
  endedResolved: 'it is resolved',
  endedReason: (reason: string) => `it is resolved (${reason})`,
  endedSpam: 'it was spam',
  rough:
    'This one may be rough, and it is not the first today. You can leave it to somebody else, or take ten minutes.',
  offerIt: 'Offer it to the room',
  takeTen: 'Take 10',
  tookMinutes: (minutes: number) =>
    `Take your time. For ${minutes} minutes you are not reminded of anything and not asked anything, and nobody else sees this.`,
  resolved: (number: number) => `#${number} is resolved.`,
  resolveWhich: 'Say which enquiry: resolve 17 on friday. In a thread, "resolve on friday" is enough.',
  noSuchDay: (why: string) => `${why} For example: resolve 17 on friday`,
  planned: (number: number, date: string) => `#${number} will be resolved on ${date} unless the customer writes.`,
};

function nobodyHas(enquiries: number, unclaimed: number): string {
  if (unclaimed < enquiries) return `${unclaimed} of them ${unclaimed === 1 ? 'has' : 'have'} no owner yet.`;
  return enquiries === 1 ? 'Nobody has it yet.' : 'Nobody has any of them yet.';
}

/** What a room begins its day with, and what it is told after a pause. */
export const MORNING = {
  hello: 'Good morning.',
  since: (when: string, enquiries: number, fresh: number, unclaimed: number) => {
    const wrote = enquiries === 1 ? 'a customer wrote in 1 enquiry' : `customers wrote in ${enquiries} enquiries`;
    const isNew =
      fresh === 0 ? '' : fresh === enquiries ? (fresh === 1 ? ', a new one' : ', all new') : `, ${fresh} of them new`;
    const nobody = unclaimed === 0 ? '' : ` ${nobodyHas(enquiries, unclaimed)}`;
    return `Since ${when} ${wrote}${isNew}.${nobody}`;
  },
  waiting: 'Waiting longest:',
  waits: (number: number, customer: string, about: string, waited: string | null, unclaimed: boolean) =>
    `#${number} ${customer}: ${about}${waited ? `, waiting ${waited}` : ''}${unclaimed ? ', nobody has it yet' : ''}`,
  /** In place of words that nobody should have to read. */
  unsaid: 'a message for the team',
  due: 'Due today:',
  back: (names: string) => `Back: ${names}`,
  backLater: (name: string, time: string) => `${name} (from ${time})`,
  open: 'Show what is open',
  wakes: (time: string) => `snoozed until ${time}`,
  ends: (time: string) => `resolved at ${time} unless they write`,
  promised: (words: string) => `promised: ${words}`,
  more: (n: number) => `and ${n} more`,
};

/** What admins are told when promises are not kept. */
export const SLIPPING = {
  words: (kept: number, of: number) =>
    `Of the last ${of} customers who were told by when most people hear back, ${kept} did. What is promised is longer now, until it goes better. \`open\` shows who waits, \`stats\` how it went.`,
};
