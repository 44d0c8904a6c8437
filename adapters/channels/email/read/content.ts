/**
 * Parses a mail: with one library, with another that fails on other input, and by hand when both give up. Wrong charsets
 * are repaired on the way.
 */
import libmime from 'libmime';
import { type ParsedMail, simpleParser } from 'mailparser';
import { flat, type Mailbox, parseList, senderOf } from './addresses.ts';
import { isPlainLabel } from './charset.ts';
import { decodeHeader, needsOwnReading } from './encoded-words.ts';
import { MAIL_BYTES_MAX, WHOLE_BYTES_MAX } from './limits.ts';
import { type Bones, HEADER_BYTES_MAX, isInlineText, textOfPart } from './mime.ts';

/** Text of a mail that is folded and shown; a 100-page letter has less. The raw mail has the rest. */
const TEXT_CHARS_MAX = 2_000_000;

/** What was read of a mail. */
export interface Content {
  subject: string | null;
  from: Mailbox | null;
  /** How many addresses stand in From. */
  senders: number;
  replyTo: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  plain: string;
  html: string;
  date: Date | null;
  attachments: { filename: string | null; type: string; content: Buffer; cid: string | null; related: boolean }[];
  warnings: string[];
}

/** The door: from here on a line ends with LF, and nothing behind it looks for CR. */
export async function readContent(raw: Buffer, bones: Bones, byHand: boolean): Promise<Content> {
  const content = await contentOf(raw, bones, byHand);
  return { ...content, plain: withLineFeeds(content.plain), html: withLineFeeds(content.html) };
}

/** CR CR LF is a line end that passed two gateways. */
function withLineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  return text.replaceAll('\r\r\n', '\n').replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}

async function contentOf(raw: Buffer, bones: Bones, byHand: boolean): Promise<Content> {
  if (bones.headerBytes > HEADER_BYTES_MAX)
    return salvage(
      raw,
      bones,
      'Its headers are larger than any real mail has; it is shown as far as it could be read.',
    );
  if (raw.length > WHOLE_BYTES_MAX) {
    return salvage(raw, bones, `This mail is ${Math.round(raw.length / 1024 / 1024)} MB; only its text is shown.`);
  }
  if (bones.tooMany || byHand)
    return salvage(
      raw,
      bones,
      'It is built in a way no mail program builds mail; it is shown as far as it could be read.',
    );
  try {
    const mail = await simpleParser(raw, {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipImageLinks: true,
      maxHtmlLengthToParse: MAIL_BYTES_MAX,
    });
    return fromMailparser(raw, bones, mail);
  } catch {
    return salvage(raw, bones, 'Its structure is broken; it is shown as far as it could be read.');
  }
}

function fromMailparser(raw: Buffer, bones: Bones, mail: ParsedMail): Content {
  const subject = repaired(mail.subject ?? null, bones.headers.get('subject'));
  const name = (box: Mailbox[], header: string) =>
    box.map(each => ({
      ...each,
      name:
        each.name?.includes('\ufffd') || needsOwnReading(bones.headers.get(header) ?? '')
          ? (parseList(bones.headers.get(header), headerText)[0]?.name ?? each.name)
          : each.name,
    }));
  const date = mail.date && !Number.isNaN(mail.date.getTime()) && bones.headers.has('date') ? mail.date : null;
  return {
    subject,
    senders: flat(mail.from).length,
    from: senderOf(name(flat(mail.from), 'from')[0], bones.headers.get('from'), headerText),
    replyTo: flat(mail.replyTo),
    to: flat(mail.to),
    cc: flat(mail.cc),
    plain: repairedText(raw, bones, mail.text ?? '', 'text/plain').slice(0, TEXT_CHARS_MAX),
    html: repairedText(raw, bones, mail.html || '', 'text/html'),
    date,
    attachments: mail.attachments.map(each => ({
      filename: each.filename ?? null,
      type: each.contentType,
      content: each.content,
      cid: each.cid ?? null,
      related: each.related ?? false,
    })),
    warnings: [],
  };
}

/** The text again by hand, when a charset label was missing, unknown or wrong. */
function repairedText(raw: Buffer, bones: Bones, text: string, type: 'text/plain' | 'text/html'): string {
  const parts = bones.parts.filter(each => isInlineText(each, type));
  if (parts.length === 0 || bones.parts.some(each => each.type.startsWith('message/'))) return text;
  const doubtful = text.includes('\ufffd') || parts.some(each => !isPlainLabel(each.parameters.charset ?? null));
  if (!doubtful) return text;
  const mine = parts
    .map(each => {
      const own = textOfPart(raw, each);
      const flowed = /flowed/i.test(each.parameters.format ?? '');
      return flowed ? libmime.decodeFlowed(own, /yes/i.test(each.parameters.delsp ?? '')) : own;
    })
    .join('\n');
  return mine.includes('\ufffd') && !text.includes('\ufffd') ? text : mine;
}

/** A subject with raw or wrongly labelled characters, read again. */
function repaired(subject: string | null, header: string | null): string | null {
  if (!header || !subject) return subject;
  const wrong = subject.includes('\ufffd') || /[\u0080-\u009f]/.test(subject) || needsOwnReading(header);
  return wrong ? headerText(header) : subject;
}

/** Encoded words and raw bytes of a header (which was read byte by byte) as text. */
export function headerText(header: string): string {
  return decodeHeader(header);
}

/** By hand: the first text there is, names of what is attached, and a sentence about it. */
export function salvage(raw: Buffer, bones: Bones, why: string): Content {
  const { headers, parts } = bones;
  const plain = parts.find(each => isInlineText(each, 'text/plain'));
  const html = parts.find(each => isInlineText(each, 'text/html'));
  const files = parts.filter(each => each.disposition === 'attachment' || each.filename !== null).slice(0, 20);
  const named = files.map(each => headerText(each.filename ?? each.type)).join(', ');
  const date = headers.get('date') ? new Date(headers.get('date')!) : null;
  const subject = headers.get('subject');
  return {
    subject: subject === null ? null : headerText(subject),
    senders: parseList(headers.get('from'), headerText).length,
    from: senderOf(undefined, headers.get('from'), headerText),
    replyTo: parseList(headers.get('reply-to'), headerText),
    to: parseList(headers.get('to'), headerText),
    cc: parseList(headers.get('cc'), headerText),
    plain: plain ? textOfPart(raw, plain).slice(0, TEXT_CHARS_MAX) : '',
    html: html ? textOfPart(raw, html) : '',
    date: date && !Number.isNaN(date.getTime()) ? date : null,
    attachments: [],
    warnings: [why, ...(named ? [`Attached, to be opened in the mailbox: ${named}.`] : [])],
  };
}
