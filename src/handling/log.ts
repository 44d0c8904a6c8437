/** Logs a phone call or a visitor; one that needs no callback is resolved at once, and what was promised is remembered. */

import type { EnquiryId } from '../core/ids.ts';
import { isBlank } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import { ANSWERS } from '../desk/answers.ts';
import { PROMISES, readPromised, whenDue } from '../desk/promises.ts';
import type { ToldCall } from '../ports/internal.ts';
import type { Parts } from '../ports/parts.ts';
import type { LoggedCall } from './answer.ts';
import { commandEnquiry } from './command.ts';

interface LogParts {
  /** Takes the call in as an enquiry; null while there is no room for it. */
  take(call: ToldCall): Promise<{ enquiryId: EnquiryId | null } | null>;
  /** Reminds whoever wrote it down, in private. */
  remember(promise: {
    enquiryId: EnquiryId;
    by: LoggedCall['by'];
    words: string;
    dueAt: Instant;
    source: string;
  }): Promise<void>;
}

export async function logCall(parts: Parts, { take, remember }: LogParts, call: LoggedCall): Promise<string> {
  const { id, by, callBack, reason = '', promised = '', when = '', ...told } = call;
  if (isBlank(call.what)) return ANSWERS.logNothing;
  const now = parts.clock.now();
  const due = readPromised(when, now, parts.hours);
  const dueAt = typeof due === 'number' ? due : null;
  const promise = [promised.trim(), when.trim()].filter(Boolean).join(' - ');
  const taken = await take({ key: id, at: now, ...told, promised: promise, writer: by.name });
  if (!taken) return ANSWERS.logNoRoom;
  const { enquiryId } = taken;
  if (!enquiryId) return ANSWERS.logTwice;
  const about = reason.trim() || null;
  if (dueAt !== null) {
    const words = promised.trim() || call.what;
    await remember({ enquiryId, by, words, dueAt, source: `log:${id}` });
  }
  await standOf(parts, enquiryId, { by, callBack, dueAt, about });
  const logged = ANSWERS.logged(await numberOf(parts, enquiryId), { callBack, promised: dueAt !== null });
  return [logged, ...reminderWords(parts, promised, due)].join(' ');
}

/** Anyone may call back, or whoever promised to does; else it is done. */
async function standOf(
  parts: Parts,
  enquiryId: EnquiryId,
  { by, callBack, dueAt, about }: Pick<LoggedCall, 'by' | 'callBack'> & { dueAt: Instant | null; about: string | null },
): Promise<void> {
  if (!callBack && dueAt === null) {
    await commandEnquiry(parts, enquiryId, { do: 'resolve', by: by.id, reason: about });
    return;
  }
  if (about) await commandEnquiry(parts, enquiryId, { do: 'nameReason', by: by.id, reason: about });
  if (callBack || dueAt === null) return;
  await commandEnquiry(parts, enquiryId, { do: 'claim', by: by.id });
  await commandEnquiry(parts, enquiryId, { do: 'snooze', by: by.id, until: dueAt });
}

function reminderWords({ clock, hours }: Parts, promised: string, due: ReturnType<typeof readPromised>): string[] {
  if (typeof due === 'number') return [PROMISES.willRemind(whenDue(hours, due, clock.now()))];
  if (due !== null) return [PROMISES.noReminder(due.problem)];
  return promised.trim() ? [PROMISES.noDay] : [];
}

async function numberOf({ store }: Parts, enquiryId: EnquiryId): Promise<string> {
  const enquiry = await store.enquiry(enquiryId);
  return enquiry ? `#${enquiry.number}` : 'an enquiry';
}
