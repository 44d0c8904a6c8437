/**
 * Makes a message of a raw mail: headers, text, what is folded, attachments, and what kind of mail it is. Pure: it asks
 * nobody. A mail that is broken beyond reading is said to be, and its sender and words are shown as far as they go.
 */
import { type InboundMessage, REFERENCES_MAX } from '../../../../src/core/message.ts';
import { type AuthenticationResult, readAuthentication } from '../trust/authentication.ts';
import { unwrapSigned } from '../trust/signed.ts';
import {
  correspondents,
  domainOf,
  impostorWarnings,
  isFreeMail,
  type Mailbox,
  parseList,
  withoutTag,
} from './addresses.ts';
import { readAttachments, sha256 } from './attachments.ts';
import { bounceOf, type MailBounce } from './bounce.ts';
import { type Content, headerText, readContent } from './content.ts';
import { echoOf } from './echo-of.ts';
import { type Forwarded, readForward } from './forward.ts';
import { mendHead } from './head.ts';
import { kindOf } from './kind.ts';
import { MAIL_BYTES_MAX, UnreadableMail } from './limits.ts';
import { type Bones, type Headers, readBones } from './mime.ts';
import { isForwardSubject } from './quote-words.ts';
import { isNullSender } from './returned.ts';
import { enclosedMail, readShown, withLines } from './shown.ts';
import { isWrapping, readSpecial } from './special.ts';

const IDS_MAX = REFERENCES_MAX;
/** Text that is looked at to tell an absence note from a letter: the note stands at the top. */
const KIND_CHARS_MAX = 4_000;

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

export async function receiveMail(raw: Uint8Array, options: ReceiveOptions): Promise<ReceivedMail> {
  if (raw.length === 0) throw new UnreadableMail('the mail is empty.');
  if (raw.length > MAIL_BYTES_MAX) throw new UnreadableMail(`it is larger than ${MAIL_BYTES_MAX / 1024 / 1024} MB.`);
  const given = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const buffer = mendHead(given);
  const { raw: letter, bones, envelopes } = unwrapSigned(buffer, readBones(buffer));
  const content = await readContent(letter, bones, options.byHand ?? false);
  const { headers } = bones;
  const from = senderOf(content, bones, options);

  const own = new Set(options.own.map(each => each.toLowerCase()));
  const alsoOwn = new Set(options.alsoOwn ?? []);
  const ownDomains = new Set([...own].map(domainOf).filter(each => each && !isFreeMail(each)));
  const { subject } = content;
  const nullSender = isNullSender(headers, options.envelopeFrom);
  const [to, cc] = [content.to.map(each => each.address), content.cc.map(each => each.address)];
  const messageId = idsIn(headers.get('message-id') ?? '')[0] ?? null;
  const inReplyTo = headers.get('in-reply-to');
  const lineage = headers.all('references').flatMap(idsIn);
  const references = lineage.slice(-IDS_MAX);
  const answers = [...new Set([...idsIn(inReplyTo ?? ''), ...[...references].reverse()])].slice(0, IDS_MAX);

  const said = content.plain || roughText(content.html);
  const bounce = bounceOf(letter, bones, {
    subject,
    from,
    text: said,
    nullSender,
    messageId,
    answers,
  });
  const { kind, noAutoAnswer, answersItself } = kindOf(bones, {
    subject,
    from: from.address,
    nullSender,
    text: said.slice(0, KIND_CHARS_MAX),
  });
  const forwarded = isForwardSubject(subject);
  // A mail that answers nothing has no history: what looks like one is what it is about. A subject proves nothing.
  const reply = answers.length > 0 || isAnswer(headers);
  const shown = readShown(content, forwarded, reply);
  const special = readSpecial(letter, bones, shown.text);
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
  const people = correspondents(from, content.replyTo, headers, own, ownDomains, new Set([...to, ...cc]));
  const text = withLines(
    enclosed ? `${shown.text}\n\n${enclosed.text}`.trim() : shown.text,
    special.lines,
    shown.pictures,
    attachments.filter(each => !each.withheld),
  );
  const warnings = [
    ...(from.address ? [] : ['It names no sender, so it cannot be answered here.']),
    ...content.warnings,
    ...people.warnings,
    ...impostorWarnings(from, ownDomains, options.ownName ?? null),
    ...shown.warnings,
    ...special.warnings,
    ...(envelopes ? ['Signed (S/MIME). Whether the signature is genuine was not checked.'] : []),
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
    echo: echoOf({ headers, text: shown.text, lineage, inReplyTo: idsIn(inReplyTo ?? '')[0] ?? null }),
    noAutoAnswer: noAutoAnswer || bounce !== null,
    ...(answersItself && !bounce ? { answersItself } : {}),
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
      : `raw ${sha256(given)}`,
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

/** Who wrote it; without an address where a letter names nobody. */
function senderOf(content: Content, bones: Bones, options: ReceiveOptions): ReceivedMail['from'] {
  const fallback = options.envelopeFrom
    ? { address: options.envelopeFrom.toLowerCase(), name: null }
    : senderOtherwise(bones);
  const known = content.from?.address ? content.from : fallback;
  // No sender, nothing else of a letter's head, and no words: then it is none.
  const hasHead = ['subject', 'to', 'date', 'message-id', 'received'].some(name => bones.headers.has(name));
  if (!known && !hasHead && !isWords(content.plain || content.html)) throw new UnreadableMail('it names no sender.');
  return known ?? { address: '', name: null };
}

/** Old programs name what they answer in words: `In-Reply-To: Your message of Monday`. */
function isAnswer(headers: Headers): boolean {
  return ['in-reply-to', 'references'].some(name => (headers.get(name) ?? '').trim() !== '');
}

/** What a person could have typed: bytes of a picture are none. */
function isWords(text: string): boolean {
  const some = text.slice(0, 2_000);
  return (
    /[\p{L}\p{N}]/u.test(some) && (some.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0) * 10 < some.length
  );
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
    const found = parseList(headers.get(name), headerText)[0];
    if (found) return found;
  }
  const bare = headerText(headers.get('from') ?? '').trim();
  // `MAILER-DAEMON <>` has no address, which is no reason to take the whole for one.
  if (/<\s*>$/.test(bare))
    return { address: '', name: bare.slice(0, bare.lastIndexOf('<')).replaceAll('"', '').trim() || null };
  return bare ? { address: bare.toLowerCase().slice(0, 200), name: null } : null;
}

function deliveredTo({ headers }: Bones): string[] {
  return ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to', 'x-delivered-to']
    .flatMap(name => headers.all(name))
    .flatMap(value => parseList(value.includes('@') ? value : null, headerText))
    .map(each => each.address);
}

function isOwn(address: string, own: Set<string>): boolean {
  return own.has(address) || own.has(withoutTag(address));
}

/** `<a@b>` as it stands in a header; several may share one. */
function idsIn(text: string): string[] {
  return text.match(/<[^<>\s]{1,996}>/g) ?? [];
}

/** Google asks for a code before it forwards mail to an address. */
function forwardingCode(from: string, subject: string | null, text: string): string | null {
  if (from !== 'forwarding-noreply@google.com') return null;
  return /\(#?(\d{6,12})\)/.exec(subject ?? '')?.[1] ?? /\b(\d{9})\b/.exec(text)?.[1] ?? null;
}
