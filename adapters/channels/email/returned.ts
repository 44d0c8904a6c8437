/**
 * Tells a notice of a mail server, or a mailing list's refusal, from what people write: a machine must have sent it, and
 * its subject or words, the failed address, an error or our own mail within it must say so. Pure.
 */
import { isAutoReplySubject } from './absence-words.ts';
import {
  BARE_CODE,
  BODY,
  ENCLOSED_BELOW,
  LIST_REFUSES,
  LIST_REFUSES_SUBJECT,
  LIST_SERVER,
  PARCEL,
  PERSONAL,
  SERVER_SUBJECT,
  SMTP_ERROR,
  SUBJECT,
} from './bounce-words.ts';
import type { Bones, Headers } from './mime.ts';

/** Addresses behind which only a mail server stands; a local part may be missing. No sender at all says nothing of one. */
const DAEMON =
  /^@|^(mailer-?daemon|mail-?daemon|mailerdaemon|mailer_daemon|mail[._-]?delivery[._-]?(sub)?system|double-bounce|mdaemon|ndr|mxl-bounce\S*|microsoftexchange[0-9a-f]{16,})(\+.*)?(@|$)/i;
/** Addresses of those who look after a mail server, seldom written from by a person. */
const POSTMASTER =
  /^("?(post[._-]?master|mail[._-]?admin|bounces?|daemon|mailmarshal|no-?reply-?(bounce|dsn))\b.*|.*(smtp|antivirus|virusalert|mail_?service|mailgateway|quarantine).*)@/i;
/** Addresses that many people use: more must point to a server. */
const ADMIN = /^"?(system[ ._-]?administrator|systemadmin|sysadmin|delivery|system|administrator|admin|robot)\b.*@/i;
const DAEMON_NAME =
  /^"?(mail(er)?[ -]?(deliver(y)? )?(sub)?system|mail(er)?[ -_]?daemon|mail administrator|delivery (sub)?system|system administrator|internet mail delivery|mail router|mail delivery (service|system|subsystem)|courier mail server|electronic postmaster|postmaster)("|$|\s+(at|on|<)\b|\s*\()/i;
/** Headers that servers write into their notices alone. */
const NOTICE_HEADERS = ['x-ms-exchange-message-is-ndr', 'x-dsncontext', 'x-mx-bounce', 'x-mdaemon-deliver-to'];
/** How much of a list server's answer is looked at: the refusal stands at its top. */
const REFUSAL_CHARS_MAX = 2_000;

export interface Letter {
  subject: string | null;
  from: { address: string; name: string | null } | null;
  nullSender: boolean;
}

/** No one to answer: the null sender, as servers and mail programs write it down. */
export function isNullSender(headers: Headers, envelopeFrom: string | null | undefined): boolean {
  if (envelopeFrom === '') return true;
  const path = headers.get('return-path')?.replace(/[<>\s]/g, '');
  return (
    (path !== undefined && /^(mailer-daemon(@.*)?)?$/i.test(path)) ||
    /^[^<]*<\s*>$/.test(headers.get('from')?.trim() ?? '')
  );
}

/** True for a mail server, whatever it wrote. */
export function isDaemon({ from, nullSender }: Letter): boolean {
  return nullSender || DAEMON.test(from?.address ?? '');
}

/** Somebody passed a report on, and says so in the subject. */
export function isPassedOn({ headers, containers }: Bones, letter: Letter): boolean {
  return (
    /^\s*(re|aw|sv|antw|fw|fwd|wg|tr|rv|vs|i|enc|doorst)\s*:/i.test(letter.subject ?? '') &&
    containers[0] !== 'multipart/report' &&
    !headers.has('x-failed-recipients') &&
    !isDaemon(letter)
  );
}

/** Could a server have sent it? The label "report" alone is none: anybody can write it. */
export function isServer(letter: Letter): boolean {
  const address = letter.from?.address ?? '';
  return isDaemon(letter) || POSTMASTER.test(address) || ADMIN.test(address);
}

/** Without a machine-readable report. */
export function soundsReturned(bones: Bones, letter: Letter, text: string): boolean {
  const { headers } = bones;
  const subject = letter.subject ?? '';
  const address = letter.from?.address ?? '';
  const name = letter.from?.name ?? '';
  const automatic = (headers.get('auto-submitted') ?? '').toLowerCase();
  if (isAutoReplySubject(subject) && !/mailer-?daemon/i.test(address)) return false;
  if (listRefuses(headers, letter, text)) return true;

  const says = SUBJECT.test(subject);
  const below = ENCLOSED_BELOW.test(text);
  const enclosed =
    bones.containers[0] === 'multipart/report' ||
    bones.parts.some(each => /^(message\/rfc822|text\/rfc822-headers?)$/.test(each.type));
  const error = SMTP_ERROR.test(text);
  const body = BODY.test(text);
  /** What only a notice about mail has; people who wait for a parcel do not. */
  const aboutMail = enclosed || below || error || namesAnother(`${subject}\n${text}`, address);
  const named = !/^[\w.+-]+@/.test(name) && DAEMON_NAME.test(name);
  if ((DAEMON.test(address) || named) && !isReplySubject(subject))
    return says || body || error || enclosed || DAEMON.test(address);
  if (NOTICE_HEADERS.some(each => headers.has(each)) && (says || body || error || enclosed)) return true;

  if (letter.nullSender) {
    // Absence notes have no sender either, and say that nobody reads the mail.
    if (/^auto-replied/.test(automatic) || headers.has('x-autoreply') || headers.has('x-autorespond'))
      return enclosed && (says || body || error);
    if (enclosed || below) return body || says || error || BARE_CODE.test(text);
    if (PARCEL.test(text) && !error) return false;
    if (body && (aboutMail || says || POSTMASTER.test(address))) return true;
    if (says && (aboutMail || POSTMASTER.test(address) || ADMIN.test(address))) return true;
    return BARE_CODE.test(text) && (aboutMail || isServer({ ...letter, nullSender: false }) || isOnlyCode(text));
  }
  if (isReplySubject(subject) || PARCEL.test(text)) return false;
  if (POSTMASTER.test(address)) {
    if (SERVER_SUBJECT.test(subject)) return true;
    if (says && (body || aboutMail)) return true;
    return body && error && !PERSONAL.test(text);
  }
  const machine = /^auto-(generated|replied)/.test(automatic) || ADMIN.test(address);
  return machine && says && (body || SERVER_SUBJECT.test(subject)) && aboutMail && !PERSONAL.test(text);
}

/** A mailing list does not take it: an end like any other. What is merely held for a moderator is none. */
function listRefuses(headers: Headers, { subject, from }: Letter, text: string): boolean {
  const runs =
    LIST_SERVER.test(from?.address ?? '') || headers.has('x-mlserver') || headers.has('x-list-administrivia');
  if (!runs || isReplySubject(subject ?? '')) return false;
  return LIST_REFUSES_SUBJECT.test(subject ?? '') || LIST_REFUSES.test(text.slice(0, REFUSAL_CHARS_MAX));
}

function isReplySubject(subject: string): boolean {
  return /^\s*(re|aw|sv|antw|fw|fwd|wg|tr)\s*:/i.test(subject);
}

/** An address in it that is not the sender's. */
function namesAnother(text: string, own: string): boolean {
  const found = text.slice(0, 8_000).match(/[^\s<>()[\]"',;:]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+/gi) ?? [];
  return found.some(each => each.toLowerCase() !== own);
}

/** Nothing but a code, and perhaps a word before it: no letter is that short. */
function isOnlyCode(text: string): boolean {
  return text.replace(BARE_CODE, '').replace(/[^\p{L}]/gu, '').length < 12;
}
