/** Sends customers a copy of their conversation by email when they ask for it, once per request. */
import { type Language, momentIn, textsIn } from '../core/customer-texts/texts.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { languageSpoken, letMachineSay, mayMachineSpeak } from '../posting/by-machine.ts';
import { nameOnReply } from '../posting/name-shown.ts';
import { mailboxFor } from './fall-back.ts';

export async function sendTranscript(parts: Parts, enquiryId: EnquiryId, at: Instant): Promise<void> {
  const { store, ids, workspaceId, clock } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const identity = enquiry && (await store.identity(enquiry.identityId));
  const email = identity && (await parts.channel(enquiry.channelId)?.watched?.emailOf(identity.address));
  const mailbox = enquiry && (await mailboxFor(parts, enquiry));
  const channel = mailbox && parts.channel(mailbox.id);
  if (!enquiry || !email || !channel || !mayMachineSpeak(channel)) return;
  // Recorded before it is sent: after a crash it is not sent twice.
  const mark: Op = {
    do: 'insert',
    table: 'seen',
    row: { id: `${workspaceId}:transcript:${enquiryId}:${at}`, workspaceId, at: clock.now() },
  };
  if (!(await store.commit([mark])).ok) return;
  // Their own words in the chat, and what was sent to them: nothing of others who take part, nothing that is only for the team.
  const messages = (await store.messages(enquiryId)).filter(
    each => each.direction === 'out' || each.from?.address === identity.address,
  );
  const language = languageSpoken(messages, identity, parts.language);
  const say = textsIn(language);
  const lines = await Promise.all(messages.map(each => lineOf(parts, each, language)));
  const customer = await store.customer(enquiry.customerId);
  await letMachineSay(parts, channel, {
    id: ids.make('reply'),
    enquiryId,
    to: { address: email.address, name: customer?.name ?? null },
    subject: say('chatCopy', { number: String(enquiry.number) }),
    answers: [],
    writtenTo: null,
    language,
    text: [say('chatCopyHere'), ...lines].join('\n\n'),
  });
}

async function lineOf(parts: Parts, message: MessageRow, language: Language): Promise<string> {
  const say = textsIn(language);
  const reply = message.replyId ? await parts.store.reply(message.replyId) : null;
  const who = message.direction === 'in' ? say('you') : ((reply && (await nameOnReply(parts, reply))) ?? say('team'));
  const files = (await parts.store.attachmentsOf(message.id)).map(each => `[${each.name}]`);
  const when = momentIn(language, parts.hours.timezone, message.writtenAt);
  return `${when}  ${who}\n${[message.text, ...files].filter(Boolean).join('\n')}`;
}
