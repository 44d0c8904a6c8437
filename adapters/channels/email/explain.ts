/** What the adapter makes of a raw mail, as `deskhand explain email` prints it. Contacts nothing, never throws. */
import type { Json } from '../../../src/ports/json.ts';
import { receiveMail } from './receive.ts';

export async function explainMail(raw: Uint8Array): Promise<Json> {
  try {
    const mail = await receiveMail(raw, []);
    const { message, bounce } = mail;
    const explained: { [key: string]: Json } = {
      kind: message.kind,
      from: message.from.name ? `${message.from.name} <${message.from.address}>` : message.from.address,
      to: mail.to,
      cc: mail.cc,
      subject: message.subject,
      messageId: mail.messageId,
      inReplyTo: mail.inReplyTo,
      references: mail.references,
      date: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date.toISOString() : null,
      text: message.text,
      folded: message.folded.map(({ why, text }) => ({ why, text })),
      attachments: message.attachments.map(({ name, type, bytes, sha256, withheld }) => ({
        name,
        type,
        bytes,
        sha256,
        shown: withheld === null,
        why: withheld,
      })),
      warnings: message.warnings,
    };
    if (bounce) {
      explained.bounce = {
        recipient: bounce.recipient,
        status: null,
        permanent: bounce.permanent,
        reason: bounce.reason,
        originalMessageId: bounce.about[0] ?? null,
      };
    }
    return explained;
  } catch (error) {
    return {
      kind: 'human',
      from: null,
      to: [],
      cc: [],
      subject: null,
      messageId: null,
      inReplyTo: null,
      references: [],
      date: null,
      text: '',
      folded: [],
      attachments: [],
      warnings: [`This mail could not be read: ${(error as Error).message}`],
    };
  }
}
