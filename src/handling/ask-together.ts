/** Answers "resolve 17 on friday" and "take 10". */
import { dayOf, startOf } from '../core/days.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { nextOpening } from '../core/hours.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { ANSWERS } from '../desk/answers.ts';
import type { Command } from '../desk/commands.ts';
import { dateWords, readUntil } from '../desk/dates.ts';
import { TOGETHER } from '../desk/together.ts';
import { refusalWords } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import { whoOf } from '../posting/who.ts';
import { commandEnquiry } from './command.ts';
import { takeMinutes } from './together.ts';

interface Asked {
  command: Extract<Command, { do: 'resolve' | 'take' }>;
  staff: Staff;
  /** The enquiry in whose thread it was typed. */
  thread: EnquiryId | null;
  readable(enquiry: Enquiry): boolean;
}

export async function sayTogether(parts: Parts, { command, staff, thread, readable }: Asked): Promise<string> {
  if (command.do === 'take') {
    await takeMinutes(parts, staff.id, command.minutes);
    return TOGETHER.tookMinutes(command.minutes);
  }
  const { number, on } = command;
  const { store, clock, hours } = parts;
  if (number === null && thread === null) return TOGETHER.resolveWhich;
  const enquiry = number !== null ? await store.enquiryByNumber(number) : await store.enquiry(thread!);
  if (!enquiry || !readable(enquiry)) return number === null ? TOGETHER.resolveWhich : ANSWERS.noEnquiry(number);
  const until = readUntil(on, clock.now(), hours);
  if (typeof until === 'string') return until;
  if (until !== null && typeof until === 'object') return TOGETHER.noSuchDay(until.unread);
  return resolveOn(parts, enquiry, staff, until === null ? null : inTheMorning(parts, until));
}

/** A day without a time begins at midnight where nobody ever closes: nothing is resolved in the night. */
function inTheMorning({ hours }: Parts, until: Instant): Instant {
  if (startOf(hours.timezone, dayOf(hours.timezone, until)) !== until) return until;
  return nextOpening(hours, until + MORNING) ?? until + MORNING;
}
const MORNING = 9 * HOUR;

/** @param until null: at once */
async function resolveOn(parts: Parts, enquiry: Enquiry, { id: by }: Staff, until: Instant | null): Promise<string> {
  const recorded = await commandEnquiry(
    parts,
    enquiry.id,
    until === null ? { do: 'resolve', by, reason: null } : { do: 'planResolve', by, at: until, reason: null },
  );
  if (!recorded.ok) return refusalWords(recorded.refusal, await whoOf(parts, enquiry));
  return until === null
    ? TOGETHER.resolved(enquiry.number)
    : TOGETHER.planned(enquiry.number, dateWords(parts.hours, until));
}
