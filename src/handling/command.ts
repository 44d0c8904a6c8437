/** Runs commands of staff and of the clock on an enquiry: claim, release, hand over, snooze, resolve, spam, and back. */
import { decide } from '../core/decide.ts';
import type { EnquiryCommand } from '../core/enquiry.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { clampText, cleanText } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { Recorded } from '../ports/store.ts';
import { passedOn } from './together.ts';

/** A contact reason is a few words, not a report. */
const REASON_CHARS_MAX = 80;

export function commandEnquiry(parts: Parts, enquiryId: EnquiryId, command: EnquiryCommand): Promise<Recorded> {
  const clean = cleaned(command);
  return parts.recorder.change(enquiryId, ({ enquiry, replies, now }) => {
    const decision = decide(enquiry, replies, clean, now);
    if (!decision.ok) return decision;
    return {
      events: decision.events,
      replies,
      ops: passedOn(parts, decision.events, enquiryId, clean.do === 'takeOver'),
    };
  });
}

/** A reason as it is typed, made fit to be kept. */
function cleaned(command: EnquiryCommand): EnquiryCommand {
  if (command.do !== 'resolve' && command.do !== 'planResolve' && command.do !== 'nameReason') return command;
  const reason = command.reason && clampText(cleanText(command.reason).trim(), REASON_CHARS_MAX).text;
  return command.do === 'nameReason'
    ? { ...command, reason: reason || 'Other' }
    : { ...command, reason: reason || null };
}

/** The end of a snooze. Snoozed again meanwhile: that snooze has a job of its own. */
export async function wake(parts: Parts, enquiryId: EnquiryId, until: Instant): Promise<void> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (enquiry?.snoozedUntil === until) await commandEnquiry(parts, enquiryId, { do: 'wake' });
}

/** The owner agrees to a colleague's wish to take over: it is a take-over, agreed by whoever pressed. */
export function agreeToTakeOver(parts: Parts, enquiryId: EnquiryId, to: StaffId, agreedBy: StaffId): Promise<Recorded> {
  return commandEnquiry(parts, enquiryId, { do: 'takeOver', by: to, agreedBy });
}
