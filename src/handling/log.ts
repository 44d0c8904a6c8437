/** Logs a phone call or a visitor; one that needs no callback is resolved at once. */
import type { EnquiryId } from '../core/ids.ts';
import { isBlank } from '../core/message.ts';
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
  if (isBlank(call.what)) return 'There is nothing to log yet. Say in a few words what happened.';
  const taken = await take({ key: id, at: parts.clock.now(), ...call });
  if (!taken) return 'There is no room to post this in yet. Ask an admin to choose one.';
  const { enquiryId } = taken;
  if (!enquiryId) return 'This is already logged.';
  if (callBack) return `Logged as ${await numberOf(parts, enquiryId)}. Anyone can claim the callback.`;
  await commandEnquiry(parts, enquiryId, { do: 'resolve', by: by.id, reason: null });
  return `Logged as ${await numberOf(parts, enquiryId)}, done.`;
}

async function numberOf({ store }: Parts, enquiryId: EnquiryId): Promise<string> {
  const enquiry = await store.enquiry(enquiryId);
  return enquiry ? `#${enquiry.number}` : 'an enquiry';
}
