/** What the adapter makes of a raw mail, as `deskhand explain email` prints it. Contacts nothing, never throws. */
import type { Json } from '../../../../src/ports/json.ts';
import { decodeBytes } from './charset.ts';
import { makeMailParser } from './parser.ts';
import type { ReceivedMail } from './receive.ts';

/** Of a mail that cannot be read at all, this much is shown as it stands. */
const ROUGH_BYTES_MAX = 4_000;
/** Readers go soon after the last file. */
const parser = makeMailParser(500);

export async function explainMail(raw: Uint8Array): Promise<Json> {
  try {
    return explained(await parser.parse(raw, { own: [] }));
  } catch (error) {
    const text = decodeBytes(raw.subarray(0, ROUGH_BYTES_MAX), null)
      .replace(/[\u0000-\u0008\u000b-\u001f]/g, '')
      .toWellFormed();
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
      text,
      folded: [],
      attachments: [],
      warnings: [`This mail could not be read: ${(error as Error).message}`],
    };
  }
}

function explained(mail: ReceivedMail): Json {
  const { message, bounce, from } = mail;
  const said: { [key: string]: Json } = {
    kind: message.kind,
    from: from.name ? `${from.name} <${from.address}>` : from.address,
    to: mail.to,
    cc: mail.cc,
    subject: message.subject,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date: mail.date?.toISOString() ?? null,
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
  if (message.text.trim() === '' && message.attachments.length === 0)
    said.warnings = [...message.warnings, 'The message has no text.'];
  if (bounce) {
    const { recipient, status, permanent, reason, about } = bounce;
    said.bounce = { recipient, status, permanent, reason, originalMessageId: about[0] ?? null };
  }
  return said;
}
