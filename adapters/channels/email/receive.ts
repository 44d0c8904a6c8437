/** Makes a message of a raw mail: headers, text, what is folded, attachments, and what kind of mail it is. Pure. */
import { createHash } from 'node:crypto';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_MAX,
  type InboundAttachment,
  type InboundBounce,
  type InboundMessage,
  isBlank,
  type MessageKind,
  REFERENCES_MAX,
} from '../../../src/core/message.ts';
import { bounceOf } from './bounce.ts';
import { foldText } from './fold.ts';
import { htmlToPlain } from './html.ts';

/** A mail that a mail server lets through is smaller; the rest is kept raw and shown as too large. */
export const MAIL_BYTES_MAX = 60 * 1024 * 1024;
/** Headers larger than this are an attack; mail servers add a few KB. */
const HEADER_BYTES_MAX = 1024 * 1024;

/** HTML longer than this is not compared with its plain twin: real letters are shorter. */
const COMPARED_CHARS_MAX = 200_000;
/** Link addresses and invisible preheaders make up less than this share of the words. */
const MISSING_SHARE_MAX = 0.4;
/** Endings that a computer runs when somebody clicks them; kept, but not handed to staff. */
const DANGEROUS =
  /\.(exe|com|scr|pif|bat|cmd|msi|msp|jar|js|jse|vbs|vbe|wsf|wsh|ps1|lnk|iso|img|hta|cpl|reg|html?|svg|xhtml|docm|xlsm|pptm)$/i;

export interface ReceivedMail {
  message: InboundMessage;
  bounce: InboundBounce | null;
  /** For the same mail in two folders: Message-ID and a hash of what it says; null without a Message-ID. */
  contentKey: string | null;
  to: string[];
  cc: string[];
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  date: Date | null;
}

/** Why a mail could not be understood, in words for staff. */
export class UnreadableMail extends Error {
  override name = 'UnreadableMail';
}

/** @param envelopeFrom MAIL FROM, where the mail came over SMTP: stands in for a missing From */
export async function receiveMail(
  raw: Uint8Array,
  own: string[],
  envelopeFrom: string | null = null,
): Promise<ReceivedMail> {
  if (raw.length === 0) throw new UnreadableMail('the mail is empty.');
  if (raw.length > MAIL_BYTES_MAX) throw new UnreadableMail(`it is larger than ${MAIL_BYTES_MAX / 1024 / 1024} MB.`);
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (headerEnd(buffer) > HEADER_BYTES_MAX) throw new UnreadableMail('its headers are larger than any real mail has.');
  let mail: ParsedMail;
  try {
    mail = await simpleParser(buffer, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      maxHtmlLengthToParse: 2_000_000,
    });
  } catch (error) {
    throw new UnreadableMail(`its structure is broken (${(error as Error).message.slice(0, 120)}).`);
  }
  const from = firstAddress(mail.from) ?? (envelopeFrom ? { address: envelopeFrom.toLowerCase(), name: null } : null);
  if (!from) throw new UnreadableMail('it names no sender.');
  const header = (name: string) => {
    const value = mail.headers.get(name);
    return typeof value === 'string'
      ? value
      : value === undefined
        ? null
        : String((value as { value?: unknown }).value ?? value);
  };
  const bounce = bounceOf(mail, header, buffer);
  const kind = bounce ? 'bounce' : kindOf(header, mail, from.address);
  const plain = textOf(mail);
  const { text, folded } = foldText(plain.text);
  const ownSet = new Set(own.map(each => each.toLowerCase()));
  const [to, cc] = [addresses(mail.to), addresses(mail.cc)];
  const references = (
    Array.isArray(mail.references) ? mail.references : mail.references ? [mail.references] : []
  ).slice(-REFERENCES_MAX);
  const answers = [...(mail.inReplyTo ? idsIn(mail.inReplyTo) : []), ...references.flatMap(idsIn).reverse()];
  const messageId = mail.messageId ? (idsIn(mail.messageId)[0] ?? null) : null;
  const warnings = [...plain.warnings];
  if (mail.attachments.length > ATTACHMENTS_MAX) {
    warnings.push(`${mail.attachments.length - ATTACHMENTS_MAX} more attachments are in the full message.`);
  }
  const message: InboundMessage = {
    kind,
    from,
    subject: mail.subject ?? null,
    text,
    folded,
    attachments: mail.attachments.slice(0, ATTACHMENTS_MAX).map(toAttachment),
    writtenAt: mail.date?.getTime() || 0,
    visibility: 'private',
    names: messageId ? [messageId] : [],
    answers: [...new Set(answers)],
    others: [...new Set([...to, ...cc])].filter(each => !ownSet.has(each) && each !== from.address),
    warnings,
  };
  const contentKey = messageId
    ? `${messageId} ${sha256(`${from.address}\n${mail.subject ?? ''}\n${plain.text}`)}`
    : null;
  return {
    message,
    bounce,
    contentKey,
    to,
    cc,
    messageId,
    inReplyTo: mail.inReplyTo ?? null,
    references,
    date: mail.date ?? null,
  };
}

function headerEnd(buffer: Buffer): number {
  const crlf = buffer.indexOf('\r\n\r\n');
  const lf = buffer.indexOf('\n\n');
  if (crlf < 0 && lf < 0) return buffer.length > HEADER_BYTES_MAX ? HEADER_BYTES_MAX + 1 : buffer.length;
  return crlf < 0 ? lf : lf < 0 ? crlf : Math.min(crlf, lf);
}

/**
 * The plain text, unless the HTML says more: a scanner's or a mailing list's footer is often the only plain part of a
 * mail whose words are in the HTML. Then both are shown, for nothing that was written may be missing.
 */
function textOf(mail: ParsedMail): { text: string; warnings: string[] } {
  const plain = mail.text ?? '';
  if (!mail.html) return { text: plain, warnings: [] };
  if (!isBlank(plain) && mail.html.length > COMPARED_CHARS_MAX) return { text: plain, warnings: [] };
  const converted = htmlToPlain(mail.html);
  if (isBlank(plain)) return converted;
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  const known = new Set(words(plain));
  const said = words(converted.text);
  const missing = said.filter(word => !known.has(word)).length;
  if (missing <= said.length * MISSING_SHARE_MAX) return { text: plain, warnings: [] };
  return { text: `${converted.text}\n\n${plain}`, warnings: converted.warnings };
}

function firstAddress(value: AddressObject | undefined): { address: string; name: string | null } | null {
  const flat = flatten(value ? [value] : []);
  return flat[0] ?? null;
}

function flatten(objects: AddressObject[]): { address: string; name: string | null }[] {
  const found: { address: string; name: string | null }[] = [];
  for (const object of objects) {
    for (const each of object.value) {
      for (const one of each.group ?? [each]) {
        if (one.address) found.push({ address: one.address.toLowerCase(), name: one.name || null });
      }
    }
  }
  return found;
}

function addresses(value: AddressObject | AddressObject[] | undefined): string[] {
  return flatten(value === undefined ? [] : Array.isArray(value) ? value : [value]).map(each => each.address);
}

/** `<a@b>` as it stands in a header; several may share one. */
export function idsIn(text: string): string[] {
  return text.match(/<[^<>\s]{1,996}>/g) ?? [];
}

function contentTypeParameter(mail: ParsedMail, name: string): string {
  const value = mail.headers.get('content-type') as { params?: Record<string, string> } | undefined;
  return value?.params?.[name] ?? '';
}

/** Reads values, not mere presence: `Auto-Submitted: no` is a person. */
function kindOf(header: (name: string) => string | null, mail: ParsedMail, from: string): MessageKind {
  const automatic = header('auto-submitted')
    ?.toLowerCase()
    .split(/[;(\s]/)[0];
  if (automatic && automatic !== 'no') return 'auto_reply';
  for (const name of [
    'x-autoreply',
    'x-autorespond',
    'x-auto-reply-from',
    'x-mail-autoreply',
    'x-fc-machinegenerated',
  ]) {
    if (header(name) !== null) return 'auto_reply';
  }
  if (/auto_?reply/i.test(`${header('precedence') ?? ''} ${header('x-precedence') ?? ''}`)) return 'auto_reply';
  if (
    /^(automatic reply|auto:|out of office|abwesenheitsnotiz|automatische antwort|autosvar|r[ée]ponse automatique|respuesta autom[áa]tica|risposta automatica|automatisch antwoord)/i.test(
      mail.subject ?? '',
    )
  ) {
    return 'auto_reply';
  }
  if (/disposition-notification/i.test(contentTypeParameter(mail, 'report-type'))) return 'receipt';
  if (/^(mailer-daemon|postmaster)@/.test(from)) return 'bounce';
  if (mail.headers.has('list') || /^(list|bulk|junk)$/i.test(header('precedence') ?? '')) return 'list';
  return 'human';
}

function toAttachment(part: ParsedMail['attachments'][number]): InboundAttachment {
  const name = cleanName(part.filename ?? nameFor(part.contentType));
  const tooLarge = part.content.length > ATTACHMENT_BYTES_MAX;
  const withheld = tooLarge
    ? 'too large to keep here; it is in the full message'
    : DANGEROUS.test(name) || looksExecutable(part.content)
      ? 'held back: files like this can harm a computer'
      : null;
  return {
    name,
    type: part.contentType,
    bytes: part.content.length,
    sha256: sha256(part.content),
    content: tooLarge ? null : part.content,
    withheld,
  };
}

/** No path, no control or bidi signs, 120 characters. */
function cleanName(name: string): string {
  const clean = name
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^.*[\\/]/, '')
    .trim();
  return clean.slice(-120) || 'file';
}

function nameFor(type: string): string {
  if (type === 'message/rfc822') return 'forwarded message.eml';
  return type === 'text/calendar' ? 'invitation.ics' : 'file';
}

/** By its first bytes, whatever it is called: Windows and Unix programs. */
function looksExecutable(content: Buffer): boolean {
  return (
    (content[0] === 0x4d && content[1] === 0x5a) || content.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]))
  );
}

export function sha256(value: string | Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}
