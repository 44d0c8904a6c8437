/**
 * Makes a message of a raw mail: headers, text, what is folded, attachments, and what kind of mail it is. Pure: it asks
 * nobody. A library reads the content; what it cannot read is saved by hand; a mail that is broken beyond that is said to
 * be, and its sender and words are shown as far as they go.
 */
import libmime from 'libmime';
import { type ParsedMail, simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { type InboundAttachment, type InboundMessage, isBlank, REFERENCES_MAX } from '../../../src/core/message.ts';
import { correspondents, domainOf, flat, impostorWarnings, isFreeMail, type Mailbox, parseList } from './addresses.ts';
import { readAttachments, sha256 } from './attachments.ts';
import { type AuthenticationResult, readAuthentication } from './authentication.ts';
import { bounceOf, type MailBounce } from './bounce.ts';
import { decodeBytes, isPlainLabel } from './charset.ts';
import { type Folded, foldText } from './fold.ts';
import { type Forwarded, readForward } from './forward.ts';
import { foldHtml, type ReadHtml } from './html.ts';
import { kindOf } from './kind.ts';
import { type Bones, HEADER_BYTES_MAX, isInlineText, readBones, textOfPart } from './mime.ts';
import { isForwardSubject, isReplySubject } from './quote-words.ts';
import { isWrapping, readSpecial } from './special.ts';

/** A mail that a mail server lets through is smaller. */
export const MAIL_BYTES_MAX = 60 * 1024 * 1024;
/** What the large providers let through. Of a larger mail only headers and text are read: the rest would fill the memory. */
export const WHOLE_BYTES_MAX = 35 * 1024 * 1024;
/** Text of a mail that is folded and shown; a 100-page letter has less. The raw mail has the rest. */
const TEXT_CHARS_MAX = 2_000_000;
/** Words of HTML that are missing in the plain text: link addresses and preheaders make up less than this share. */
const MISSING_SHARE_MAX = 0.4;
/** Text of an enclosed mail that is shown; the file has it all. */
const ENCLOSED_CHARS_MAX = 20_000;
/** A shorter line stands in many texts by chance. */
const HIDDEN_CHARS_MIN = 8;
/** What programs write into the plain part when they mean "look at the HTML". */
const STUB =
  /(view|read|see) (this|it|the) (e-?mail|message|newsletter)?.{0,40}(in|with|on) (your |a )?(web )?browser|html[- ](e-?mail|version|format|capable|compatible|enabled)|(does|do|kann|can) ?n[o']t (display|support|show|read) html|im browser (ansehen|anzeigen|öffnen)|nur[- ]?html|ver en (el|tu) navegador|afficher dans (le|votre) navigateur/i;
const IDS_MAX = REFERENCES_MAX;

export interface ReceivedMail {
  message: InboundMessage;
  bounce: MailBounce | null;
  /** For the same mail in two folders: Message-ID and a hash of what it says; the hash of all of it without one. */
  contentKey: string;
  /** The From header. */
  from: Mailbox;
  to: string[];
  cc: string[];
  /** Every address it says it was sent to, for tokens and aliases: Delivered-To and its kin first. */
  recipients: string[];
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  date: Date | null;
  authentication: AuthenticationResult[];
  /** It carries a DKIM signature. */
  signed: boolean;
  /** It is somebody else's mail, passed on. */
  forward: Forwarded | null;
  /** The code that Google asks for before it forwards to this address. */
  forwardingCode: string | null;
}

export interface ReceiveOptions {
  /** Our own addresses. */
  own: string[];
  /** Those of our other mailboxes: no customers either. */
  alsoOwn?: string[];
  ownName?: string | null;
  /** MAIL FROM, where the mail came over SMTP: stands in for a missing From. */
  envelopeFrom?: string | null;
  /** Look only at what can be read by hand; after a mail that the library did not manage in time. */
  byHand?: boolean;
}

/** Why a mail could not be understood, in words for staff. */
export class UnreadableMail extends Error {
  override name = 'UnreadableMail';
}

/** What either way of reading finds. */
interface Content {
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

export async function receiveMail(raw: Uint8Array, options: ReceiveOptions): Promise<ReceivedMail> {
  if (raw.length === 0) throw new UnreadableMail('the mail is empty.');
  if (raw.length > MAIL_BYTES_MAX) throw new UnreadableMail(`it is larger than ${MAIL_BYTES_MAX / 1024 / 1024} MB.`);
  const buffer = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const bones = readBones(buffer);
  const content = await readContent(buffer, bones, options.byHand ?? false);
  const { headers } = bones;
  const fallback = options.envelopeFrom
    ? { address: options.envelopeFrom.toLowerCase(), name: null }
    : senderOtherwise(bones);
  const known = content.from?.address ? content.from : fallback;
  // No sender and nothing else of a letter's head: then it is none.
  if (!known && !['subject', 'to', 'date', 'message-id', 'received'].some(name => bones.headers.has(name)))
    throw new UnreadableMail('it names no sender.');
  const from = known ?? { address: '', name: null };

  const own = new Set(options.own.map(each => each.toLowerCase()));
  const alsoOwn = new Set(options.alsoOwn ?? []);
  const ownDomains = new Set([...own].map(domainOf).filter(each => each && !isFreeMail(each)));
  const { subject } = content;
  const nullSender =
    options.envelopeFrom === '' || headers.get('return-path')?.trim() === '<>' || headers.get('from')?.trim() === '<>';
  const [to, cc] = [content.to.map(each => each.address), content.cc.map(each => each.address)];
  const messageId = idsIn(headers.get('message-id') ?? '')[0] ?? null;
  const inReplyTo = headers.get('in-reply-to');
  const references = headers.all('references').flatMap(idsIn).slice(-IDS_MAX);
  const answers = [...new Set([...idsIn(inReplyTo ?? ''), ...[...references].reverse()])].slice(0, IDS_MAX);

  const bounce = bounceOf(buffer, bones, {
    subject,
    from,
    text: content.plain || roughText(content.html),
    nullSender,
    messageId,
    answers,
  });
  const { kind, noAutoAnswer } = kindOf(bones, subject, from.address, nullSender);
  const forwarded = isForwardSubject(subject);
  // A mail that answers nothing has no history: what looks like one is what it is about.
  const reply = answers.length > 0 || isReplySubject(subject);
  const shown = readText(content, forwarded, reply);
  const special = readSpecial(buffer, bones, shown.text);
  const { attachments, warnings: fileWarnings } = readAttachments(
    content.attachments
      .filter(each => !(bounce && /^(message\/|text\/rfc822)/.test(each.type)))
      .map(each => ({
        ...each,
        wrapping: isWrapping(each),
        inline: each.cid !== null && (each.related || shown.cids.includes(each.cid)),
      })),
  );
  const enclosed = bounce ? null : enclosedMail(content.attachments);
  const people = correspondents(from, content.replyTo, headers, own, ownDomains);
  const text = withLines(
    enclosed ? `${shown.text}\n\n${enclosed.text}`.trim() : shown.text,
    special.lines,
    shown.pictures,
    attachments.filter(each => !each.withheld),
  );
  const warnings = [
    ...(known ? [] : ['It names no sender, so it cannot be answered here.']),
    ...content.warnings,
    ...people.warnings,
    ...impostorWarnings(from, ownDomains, options.ownName ?? null),
    ...shown.warnings,
    ...special.warnings,
    ...fileWarnings,
  ];
  const recipients = [...new Set([...deliveredTo(bones), ...to, ...cc])];
  const customer = people.customer;
  const message: InboundMessage = {
    kind: bounce ? 'bounce' : kind,
    from: customer,
    subject,
    text,
    folded: shown.folded,
    attachments,
    writtenAt: content.date?.getTime() || 0,
    visibility: 'private',
    names: messageId ? [messageId] : [],
    answers,
    others: [...new Set([...to, ...cc])].filter(
      each => !isOwn(each, own) && !isOwn(each, alsoOwn) && each !== customer.address && each !== from.address,
    ),
    warnings: [...new Set(warnings)],
    noAutoAnswer: noAutoAnswer || bounce !== null,
    writtenTo: recipients.map(withoutTag).find(each => own.has(each)) ?? null,
    // Two senders are one too many: programs show one, servers prove the other.
    trust: people.through || headers.all('from').length > 1 || content.senders > 1 ? 'fail' : 'unknown',
  };
  return {
    message,
    bounce,
    // Without a name, only the same bytes are the same mail.
    contentKey: messageId
      ? `${messageId} ${sha256(`${from.address}\n${subject ?? ''}\n${content.plain}\n${content.plain ? '' : content.html}`)}`
      : `raw ${sha256(buffer)}`,
    from,
    to,
    cc,
    recipients,
    messageId,
    inReplyTo,
    references,
    date: content.date,
    authentication: readAuthentication(headers),
    signed: headers.has('dkim-signature'),
    forward: enclosed?.forward ?? (options.byHand ? null : readForward(content.plain || shown.whole, subject)),
    forwardingCode: forwardingCode(from.address, subject, content.plain),
  };
}

async function readContent(raw: Buffer, bones: Bones, byHand: boolean): Promise<Content> {
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
    // Next the other library, which takes other things amiss.
  }
  try {
    const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 100 } as never);
    const box = (value: unknown): Mailbox[] =>
      (Array.isArray(value) ? value : value ? [value] : []).flatMap(
        (each: { address?: string; name?: string; group?: { address?: string; name?: string }[] }) =>
          (each.group ?? [each])
            .filter(one => one.address)
            .map(one => ({ address: one.address!.toLowerCase(), name: one.name || null })),
      );
    const date = mail.date ? new Date(mail.date) : null;
    return {
      subject: mail.subject ?? null,
      senders: box(mail.from).length,
      from: box(mail.from)[0] ?? null,
      replyTo: box(mail.replyTo),
      to: box(mail.to),
      cc: box(mail.cc),
      plain: (mail.text ?? '').slice(0, TEXT_CHARS_MAX),
      html: mail.html ?? '',
      date: date && !Number.isNaN(date.getTime()) ? date : null,
      attachments: mail.attachments.map(each => ({
        filename: each.filename,
        type: each.mimeType,
        content: Buffer.from(each.content as ArrayBuffer),
        cid: each.contentId?.replace(/[<>]/g, '') ?? null,
        related: each.related ?? false,
      })),
      warnings: [],
    };
  } catch {
    return salvage(raw, bones, 'Its structure is broken; it is shown as far as it could be read.');
  }
}

function fromMailparser(raw: Buffer, bones: Bones, mail: ParsedMail): Content {
  const subject = repaired(mail.subject ?? null, bones.headers.get('subject'));
  const name = (box: Mailbox[], header: string) =>
    box.map(each => ({
      ...each,
      name: each.name?.includes('\ufffd')
        ? (parseList(bones.headers.get(header), words)[0]?.name ?? each.name)
        : each.name,
    }));
  const date = mail.date && !Number.isNaN(mail.date.getTime()) && bones.headers.has('date') ? mail.date : null;
  return {
    subject,
    senders: flat(mail.from).length,
    from: name(flat(mail.from), 'from')[0] ?? parseList(bones.headers.get('from'), words)[0] ?? null,
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
  // Flowed text was put together by the library; only the letters may be wrong.
  if (!text.includes('\ufffd') && parts.some(each => /flowed/i.test(each.parameters.format ?? ''))) return text;
  const mine = parts.map(each => textOfPart(raw, each)).join('\n');
  return mine.includes('\ufffd') && !text.includes('\ufffd') ? text : mine;
}

/** A subject with raw or wrongly labelled signs, read again. */
function repaired(subject: string | null, header: string | null): string | null {
  if (!header || !subject || !(subject.includes('\ufffd') || /[\u0080-\u009f]/.test(subject))) return subject;
  return words(header);
}

/** Encoded words and raw bytes of a header (which was read byte by byte) as text. */
function words(header: string): string {
  const text = /[\x80-\xff]/.test(header) ? decodeBytes(Buffer.from(header, 'latin1'), null) : header;
  try {
    return libmime.decodeWords(text);
  } catch {
    return text;
  }
}

/** By hand: the first text there is, names of what is attached, and a sentence about it. */
function salvage(raw: Buffer, bones: Bones, why: string): Content {
  const { headers, parts } = bones;
  const plain = parts.find(each => isInlineText(each, 'text/plain'));
  const html = parts.find(each => isInlineText(each, 'text/html'));
  const files = parts.filter(each => each.disposition === 'attachment' || each.filename !== null).slice(0, 20);
  const named = files.map(each => words(each.filename ?? each.type)).join(', ');
  const date = headers.get('date') ? new Date(headers.get('date')!) : null;
  const subject = headers.get('subject');
  return {
    subject: subject === null ? null : words(subject),
    senders: parseList(headers.get('from'), words).length,
    from: parseList(headers.get('from'), words)[0] ?? null,
    replyTo: parseList(headers.get('reply-to'), words),
    to: parseList(headers.get('to'), words),
    cc: parseList(headers.get('cc'), words),
    plain: plain ? textOfPart(raw, plain).slice(0, TEXT_CHARS_MAX) : '',
    html: html ? textOfPart(raw, html) : '',
    date: date && !Number.isNaN(date.getTime()) ? date : null,
    attachments: [],
    warnings: [why, ...(named ? [`Attached, to be opened in the mailbox: ${named}.`] : [])],
  };
}

interface Shown extends Folded {
  warnings: string[];
  pictures: string[];
  cids: string[];
  /** Everything, unfolded, for finding a forwarded mail in it. */
  whole: string;
}

/**
 * The plain text, unless the HTML says more: a scanner's or a mailing list's footer is often the only plain part of a
 * mail whose words are in the HTML. Nothing that was written may be missing.
 */
function readText({ plain: given, html }: Content, forwarded: boolean, reply: boolean): Shown {
  const plain = cleanPlain(given);
  const bare = { pictures: [], cids: [], warnings: [] };
  if (!html) return { ...foldText(plain, { forwarded, reply }), ...bare, whole: plain };
  const read: ReadHtml = foldHtml(html, { forwarded, reply });
  const { text, folded, warnings, pictures, cids } = read;
  const whole = isBlank(plain)
    ? [text, ...folded.filter(each => each.why === 'quote').map(each => each.text)].join('\n')
    : plain;
  const asHtml = { text, folded, warnings, pictures, cids, whole };
  if (isBlank(plain)) return asHtml;
  const htmlWords = wordsOf([text, ...folded.filter(each => each.why !== 'hidden').map(each => each.text)].join(' '));
  const plainWords = wordsOf(plain);
  if (missingShare(htmlWords, plainWords) > MISSING_SHARE_MAX) {
    const stub = plain.length < 2_000 && STUB.test(plain);
    if (stub || isBlank(text) || missingShare(plainWords, htmlWords) <= MISSING_SHARE_MAX)
      return isBlank(text) ? { ...foldText(plain, { forwarded, reply }), warnings, pictures, cids, whole } : asHtml;
    return { ...asHtml, text: `${text}\n\n${plain.trim()}` };
  }
  const asPlain = withoutHidden(foldText(plain, { forwarded, reply }), read);
  // Answers between marked lines were kept whole: then the plain text knows better.
  if (/^>/m.test(plain) && !asPlain.folded.some(each => each.why === 'quote'))
    return { ...asPlain, warnings, pictures, cids, whole };
  // The markup knows a quote that the plain text does not show.
  if (
    read.marked &&
    folded.some(each => each.why === 'quote') &&
    !asPlain.folded.some(each => each.why === 'quote') &&
    !isBlank(text)
  )
    return asHtml;
  return { ...asPlain, warnings, pictures, cids, whole };
}

/** A mail that somebody passed on as a file: whose it was, and what it says. */
function enclosedMail(attachments: Content['attachments']): { text: string; forward: Forwarded | null } | null {
  const file = attachments.find(each => each.type === 'message/rfc822');
  if (!file || file.content.length > WHOLE_BYTES_MAX) return null;
  const bones = readBones(file.content);
  const { plain, html, subject, from } = salvage(file.content, bones, '');
  const said = (plain || foldHtml(html).text).trim().slice(0, ENCLOSED_CHARS_MAX);
  if (!from && !said) return null;
  const who = from ? (from.name ? `${from.name} <${from.address}>` : from.address) : 'unknown';
  const text = `---------- Forwarded message ----------\nFrom: ${who}\nSubject: ${subject ?? ''}\n\n${said}`;
  return { text, forward: from ? { ...from, subject } : null };
}

/** Words that the markup hides are no words of the customer in the plain part either. */
function withoutHidden(shown: Folded, read: ReadHtml): Folded {
  const hidden = read.folded
    .filter(each => each.why === 'hidden')
    .map(each => squeezed(each.text))
    .join(' ');
  if (!hidden) return shown;
  const visible = squeezed(
    [read.text, ...read.folded.filter(each => each.why !== 'hidden').map(each => each.text)].join(' '),
  );
  const gone: string[] = [];
  const kept = shown.text.split('\n').filter(line => {
    const plain = squeezed(line);
    const secret = plain.length >= HIDDEN_CHARS_MIN && hidden.includes(plain) && !visible.includes(plain);
    if (secret) gone.push(line);
    return !secret;
  });
  if (gone.length === 0 || isBlank(kept.join(''))) return shown;
  return { text: kept.join('\n').trim(), folded: [...shown.folded, { why: 'hidden', text: gone.join('\n') }] };
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function cleanPlain(text: string): string {
  return text.replace(/\u00ad|\u034f|\u180e|[\u200b\u2060-\u2064\ufeff]/g, '').replace(/\r\n?/g, '\n');
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, 200_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? [],
  );
}
/** The share of `these` that is not among `those`. */
function missingShare(these: Set<string>, those: Set<string>): number {
  if (these.size === 0) return 0;
  let missing = 0;
  for (const word of these) if (!those.has(word)) missing++;
  return missing / these.size;
}

/** What stands in for words where there are none. */
function withLines(text: string, lines: string[], pictures: string[], attachments: InboundAttachment[]): string {
  const parts = [...lines];
  if (!isBlank(text)) parts.push(text);
  if (parts.length) return parts.join('\n\n');
  const images = attachments.filter(each => each.type.startsWith('image/'));
  if (images.length)
    return `No words, only ${images.length === 1 ? 'a picture' : `${images.length} pictures`}: ${images
      .slice(0, 5)
      .map(each => each.name)
      .join(', ')}.`;
  const alt = pictures.filter(each => !isBlank(each));
  if (alt.length) return `No words, only pictures: ${alt.slice(0, 5).join(', ')}.`;
  if (pictures.length) return 'No words, only pictures that are kept on another server. They were not fetched.';
  if (attachments.length)
    return `No words, only ${attachments.length === 1 ? 'an attachment' : `${attachments.length} attachments`}: ${attachments
      .slice(0, 5)
      .map(each => each.name)
      .join(', ')}.`;
  return '';
}

function roughText(html: string): string {
  return html
    .slice(0, 100_000)
    .replace(/<br\b[^>]{0,200}>|<\/(p|div|tr|li)>/gi, '\n')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ');
}

/** Who sent it, when From does not say. */
function senderOtherwise({ headers }: Bones): Mailbox | null {
  for (const name of ['sender', 'reply-to', 'x-sender', 'return-path', 'x-envelope-from', 'envelope-from']) {
    const found = parseList(headers.get(name), words)[0];
    if (found) return found;
  }
  const bare = words(headers.get('from') ?? '').trim();
  return bare ? { address: bare.toLowerCase().slice(0, 200), name: null } : null;
}

function deliveredTo({ headers }: Bones): string[] {
  return ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to', 'x-delivered-to']
    .flatMap(name => headers.all(name))
    .flatMap(value => parseList(value.includes('@') ? value : null, words))
    .map(each => each.address);
}

/** `help+token@shop.example` is help@shop.example. */
export function withoutTag(address: string): string {
  return address.replace(/\+[^@]*(?=@)/, '');
}
function isOwn(address: string, own: Set<string>): boolean {
  return own.has(address) || own.has(withoutTag(address));
}

/** `<a@b>` as it stands in a header; several may share one. */
export function idsIn(text: string): string[] {
  return text.match(/<[^<>\s]{1,996}>/g) ?? [];
}

/** Google asks for a code before it forwards mail to an address. */
function forwardingCode(from: string, subject: string | null, text: string): string | null {
  if (from !== 'forwarding-noreply@google.com') return null;
  return /\(#?(\d{6,12})\)/.exec(subject ?? '')?.[1] ?? /\b(\d{9})\b/.exec(text)?.[1] ?? null;
}
