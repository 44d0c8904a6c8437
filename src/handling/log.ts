/** Logs a phone call or a visitor; one that needs no callback is resolved at once. */

import type { EnquiryId } from '../core/ids.ts';
import { isBlank } from '../core/message.ts';
import { ANSWERS } from '../desk/answers.ts';
import type { ToldCall } from '../ports/internal.ts';
import type { Parts } from '../ports/parts.ts';
import type { LoggedCall } from './answer.ts';
import { commandEnquiry } from './command.ts';

/** @param take takes the call in as an enquiry; null while there is no room for it */
export async function logCall(
  parts: Parts,
  take: (call: ToldCall) => Promise<{ enquiryId: EnquiryId | null } | null>,
  { id, by, callBack, ...call }: LoggedCall,
): Promise<string> {
  if (isBlank(call.what)) return ANSWERS.logNothing;
  const taken = await take({ key: id, at: parts.clock.now(), ...call, writer: by.name });
  if (!taken) return ANSWERS.logNoRoom;
  const { enquiryId } = taken;
  if (!enquiryId) return ANSWERS.logTwice;
  if (callBack) return ANSWERS.logged(await numberOf(parts, enquiryId), true);
  await commandEnquiry(parts, enquiryId, { do: 'resolve', by: by.id, reason: null });
  return ANSWERS.logged(await numberOf(parts, enquiryId), false);
}

async function numberOf({ store }: Parts, enquiryId: EnquiryId): Promise<string> {
  const enquiry = await store.enquiry(enquiryId);
  return enquiry ? `#${enquiry.number}` : 'an enquiry';
}
