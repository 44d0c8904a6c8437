/**
 * Tells a notice of a mail server, or a mailing list's refusal, from what people write: a machine must have sent it, and
 * its subject or words, the failed address, an error or our own mail within it must say so. Pure.
 */
import { isAutoReplySubject } from './absence-words.ts';
import {
  ACCOUNT,
  BARE_CODE,
  BODY,
  ENCLOSED_BELOW,
  LIST_OWNER,
  LIST_REFUSES,
  LIST_REFUSES_SUBJECT,
  LIST_SERVER,
  LIST_WORDS,
  NAMES_SUBJECT,
  SERVER_SUBJECT,
  SMTP_ERROR,
  SUBJECT,
  UNMISTAKABLE_SUBJECT,
} from './bounce-words.ts';
import { hasEnclosedMail } from './enclosed-mail.ts';
import type { Bones, Headers } from './mime.ts';
import {
  failedAddress,
  isForm,
  isGoods,
  isParcel,
  isPersonal,
  isSigned,
  isTrade,
  speaksOfMail,
} from './notice-words.ts';

/** Addresses behind which only a mail server stands; a local part may be missing. No sender at all says nothing of one. */
const DAEMON =
  /^@|^(mailer-?daemon|mail-?daemon|mailerdaemon|mailer_daemon|mail[._-]?delivery[._-]?(sub)?system|double-bounce|mdaemon|ndr|mxl-bounce\S*|microsoftexchange[0-9a-f]{16,})(\+.*)?(@|$)/i;
/** Addresses of those who look after a mail server, seldom written from by a person. */
const POSTMASTER =
  /^("?(post[._-]?master\d{0,2}|mail[._-]?admin|bounces?|daemon|mailmarshal|no-?reply-?(bounce|dsn))\b.*|.*(smtp|antivirus|virusalert|mail_?service|mailgateway|quarantine).*)@/i;
/** Addresses that many people use: more must point to a server. */
const ADMIN = /^"?(system[ ._-]?administrator|systemadmin|sysadmin|delivery|system|administrator|admin|robot)\b.*@/i;
/** Names that only servers bear; people bear those of the second kind too. */
const DAEMON_NAME =
  /^"?(mail(er)?[ -]?(deliver(y)? )?(sub)?system|mail(er)?[ -_]?daemon|delivery (sub)?system|internet mail delivery|mail router|mail delivery (service|system|subsystem)|courier mail server)("|$|\s+(at|on|<)\b|\s*\()/i;
const KEEPER_NAME =
  /^"?(mail administrator|system administrator|electronic postmaster|postmaster)("|$|\s+(at|on|<)\b|\s*\()/i;
/** Headers that servers write into their notices alone. */
const NOTICE_HEADERS = ['x-ms-exchange-message-is-ndr', 'x-dsncontext', 'x-mx-bounce', 'x-mdaemon-deliver-to'];
/** Headers that list servers write into what they send. */
const LIST_HEADERS = ['list-id', 'x-mailman-version', 'x-mailman-rule-hits', 'x-beenthere', 'x-listserver'];
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

/**
 * Without a machine-readable report.
 * @param isOurs was the mail that came back with it written by whom the notice is for?
 */
export function soundsReturned(bones: Bones, letter: Letter, text: string, isOurs: () => boolean): boolean {
  const { headers } = bones;
  const subject = letter.subject ?? '';
  const address = letter.from?.address ?? '';
  if (isAutoReplySubject(subject) && !/mailer-?daemon/i.test(address)) return false;
  if (listRefuses(headers, letter, text)) return true;
  const hints = hintsOf(bones, subject, text);
  const { says, body, error, enclosed } = hints;
  if (isNamedServer(letter) && !isReplySubject(subject))
    return says || body || error || enclosed || DAEMON.test(address);
  if (NOTICE_HEADERS.some(each => headers.has(each)) && (says || body || error || enclosed)) return true;
  return letter.nullSender
    ? nobodySent(headers, letter, text, hints, isOurs)
    : somebodySent(headers, letter, text, hints);
}

interface Hints {
  /** The subject is one of servers' notices. */
  says: boolean;
  /** The text says that something was not delivered. */
  body: boolean;
  error: boolean;
  /** A mail comes with it, as a part or below a line. */
  enclosed: boolean;
  /** As a part of its own, or in a report. */
  attached: boolean;
}

function hintsOf(bones: Bones, subject: string, text: string): Hints {
  const attached = bones.containers[0] === 'multipart/report' || hasEnclosedMail(bones);
  return {
    says: SUBJECT.test(subject),
    body: BODY.test(text),
    error: SMTP_ERROR.test(text),
    enclosed: attached || ENCLOSED_BELOW.test(text),
    attached,
  };
}

/** By its address, or a name that no person has. */
function isNamedServer({ from }: Letter): boolean {
  const name = from?.name ?? '';
  return DAEMON.test(from?.address ?? '') || (!/^[\w.+-]+@/.test(name) && DAEMON_NAME.test(name));
}

/** The null sender: servers, absence notes, parcel services, and forms on web pages. */
function nobodySent(headers: Headers, letter: Letter, text: string, hints: Hints, isOurs: () => boolean): boolean {
  const { says, body, error, enclosed } = hints;
  const subject = letter.subject ?? '';
  const address = letter.from?.address ?? '';
  const automatic = (headers.get('auto-submitted') ?? '').toLowerCase();
  const type = (headers.get('content-type') ?? '').toLowerCase();
  // Receipts and complaints bring the mail back as well.
  if (/report-type="?(disposition-notification|feedback-report)/.test(type)) return false;
  const keeper = POSTMASTER.test(address) || KEEPER_NAME.test(letter.from?.name ?? '');
  // Absence notes have no sender either, and say that nobody reads the mail.
  if (/^auto-replied/.test(automatic) || headers.has('x-autoreply') || headers.has('x-autorespond'))
    return (enclosed || keeper) && (says || body || error);
  const code = BARE_CODE.test(text);
  if (enclosed && (body || says || error || code)) return true;
  if (enclosed) return isOurs() && !isPersonal(text);
  const serverSubject = SERVER_SUBJECT.test(subject);
  if (isForm(subject, text) && !serverSubject) return false;
  const server = keeper || ADMIN.test(address);
  if (!keeper && isGoods(text, address) && !error) return false;
  if (!server && isPersonal(text) && !(serverSubject && (error || speaksOfMail(text)))) return false;
  if (!server && !serverSubject && isTrade(text) && !error) return false;
  const named = namesAnother(text, address);
  const ofMail = speaksOfMail(`${subject}\n${text}`);
  const failed =
    failedAddress(text, address, [BODY, BARE_CODE]) &&
    (ofMail || code || ACCOUNT.test(text) || NAMES_SUBJECT.test(subject));
  const aboutMail = error || serverSubject || ofMail || failed;
  if (says && (aboutMail || server)) return true;
  // Under a subject that says nothing, only with the address that it is about.
  if (body && (server || error || serverSubject || failed || (ofMail && named))) return true;
  if (code) return aboutMail || server || isOnlyCode(text);
  // In a language that is not known here: a postmaster's address, no sender, and the address it is about.
  return keeper && named && !isPersonal(text);
}

/** With a sender: words and errors count only from a server's address or with a machine's header. */
function somebodySent(headers: Headers, letter: Letter, text: string, hints: Hints): boolean {
  const { says, body, error, enclosed, attached } = hints;
  const subject = letter.subject ?? '';
  const { address = '', name = '' } = letter.from ?? {};
  if (isReplySubject(subject) || (POSTMASTER.test(address) ? isParcel(text) : isGoods(text, ''))) return false;
  const serverSubject = SERVER_SUBJECT.test(subject);
  if (isPersonal(text) && !(attached && serverSubject)) return false;
  if (isSigned(text) && !attached) return false;
  const aboutMail = enclosed || error || speaksOfMail(text);
  const found = aboutMail || failedAddress(text, address, [BODY, SMTP_ERROR, BARE_CODE]);
  if (POSTMASTER.test(address)) {
    const named = body || error || enclosed || namesAnother(text, address) || text.trim() === '';
    if (serverSubject && named && (found || speaksOfMail(subject) || text.trim() === '')) return true;
    return (says && found && (body || BARE_CODE.test(text))) || (body && (error || enclosed));
  }
  if (KEEPER_NAME.test(name ?? '')) return says && (body || serverSubject) && (enclosed || error || found);
  if (!says || !(body || serverSubject)) return false;
  const machine = /^auto-(generated|replied)/.test((headers.get('auto-submitted') ?? '').toLowerCase());
  if (machine) return aboutMail || (found && NAMES_SUBJECT.test(subject));
  return ADMIN.test(address) && (enclosed || error || (found && UNMISTAKABLE_SUBJECT.test(subject)));
}

/** A mailing list does not take it: an end like any other. What is merely held for a moderator is none. */
function listRefuses(headers: Headers, letter: Letter, text: string): boolean {
  const subject = letter.subject ?? '';
  const address = letter.from?.address ?? '';
  const refusal = text.slice(0, REFUSAL_CHARS_MAX);
  if (isReplySubject(subject)) return false;
  const runs = LIST_SERVER.test(address) || headers.has('x-mlserver') || headers.has('x-list-administrivia');
  // Departments have such addresses too: `accounts-admin@`.
  const owner = LIST_OWNER.test(address) && !isPersonal(refusal) && !isSigned(refusal);
  const lists =
    letter.nullSender || LIST_HEADERS.some(each => headers.has(each)) || LIST_WORDS.test(`${subject}\n${refusal}`);
  if (!runs && !(owner && lists)) return false;
  return LIST_REFUSES_SUBJECT.test(subject) || LIST_REFUSES.test(refusal);
}

function isReplySubject(subject: string): boolean {
  return /^\s*(re|aw|sv|antw|fw|fwd|wg|tr)\s*:/i.test(subject);
}

/** An address in it that is not the sender's. */
function namesAnother(text: string, own: string): boolean {
  const found = text.slice(0, 8_000).match(/[^\s<>()[\]"',;:@]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+/gi) ?? [];
  return found.some(each => each.toLowerCase() !== own);
}

/** Nothing but a code, and perhaps a word before it: no letter is that short. */
function isOnlyCode(text: string): boolean {
  return text.replace(BARE_CODE, '').replace(/[^\p{L}]/gu, '').length < 12;
}
