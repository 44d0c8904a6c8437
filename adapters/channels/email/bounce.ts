/**
 * Recognises that a mail of ours came back and says why in plain words. First what RFC 3464 wrote down for programs, then
 * what hundreds of servers write for people. Ordinary mail never is one: words alone are not enough.
 */
import type { InboundBounce } from '../../../src/core/message.ts';
import { type Bones, contentOf, textOfPart } from './mime.ts';

/** Bytes of a report and of the mail that came back that are looked at. */
const REPORT_BYTES_MAX = 64 * 1024;
const TEXT_CHARS_MAX = 16_000;

export interface MailBounce extends InboundBounce {
  /** RFC 3463, such as 5.1.1; null when the report names none. */
  status: string | null;
}

/** Addresses behind which only a mail server stands. */
const DAEMON =
  /^(mailer-?daemon|mail-?daemon|mailerdaemon|mailer_daemon|mail[._-]?delivery[._-]?(sub)?system|double-bounce|mdaemon|ndr|mxl-bounce\S*|microsoftexchange[0-9a-f]{16,})(\+.*)?(@|$)/i;
/** Addresses that people use too: more must point to a server. */
const PERHAPS =
  /^("?(postmaster|system[ ._-]?administrator|mail[._-]?admin|delivery|bounces?|daemon|system|administrator|admin|no-?reply-?(bounce|dsn))\b.*|.*(smtp|antivirus|mail_?service|mailgateway).*)@/i;
/** What only servers write above their notices. */
const SERVER_SUBJECT =
  /^\s*(delivery status notification|undeliver(able|ed)( mail| message)?( returned to sender)?\s*(:|$)|delivery (failure|failed|report|notification)|mail delivery (failed|failure|warning|error|system)|non-delivery( report|:)|nondeliverable mail|returned mail|failure notice|failed mail to|message undeliverable|undelivered message|mail system error|unzustellbar:|zustellung fehlgeschlagen)/i;
const DAEMON_NAME =
  /^"?(mail(er)?[ -]?(delivery )?(sub)?system|mail(er)?[ -_]?daemon|mail administrator|delivery (sub)?system|system administrator|internet mail delivery|mail router|mail delivery \S+)\b/i;
/** Subjects of servers' own notices. A reply's "Re:" is not among them. */
const SUBJECT =
  /^\s*(undeliver(able|ed)|delivery status notification|delivery (notification|failure|has failed|failed|report|delayed|problem)|delivery status|failure notice|failed? (mail|message|delivery)|returned? (mail|message|to sender)|mail (delivery|system error|could not|failure|returned|undeliverable|error)|message (delivery|not delivered|undeliverable|delayed|status)|non[- ]?deliver|nondeliverable|warning: (could not send|message|mail)|undelivered mail|could not (be )?(send|deliver)|error sending|sender notification|returned|bounce|email (delivery|not delivered)|mailer-daemon|dsn|e?-?mail konnte nicht|unzustellbar|nicht zugestellt|fehler bei der (zustellung|auslieferung)|zustell(ung|fehler)|zugestellt|rückläufer|non remis|non[- ]?distribu|échec de (la )?(remise|distribution)|avis de non|message non|retour à l.exp|no (se pudo|entregad)|mensaje no entregado|notificaci[óo]n de estado|devuelto|error de entrega|mancata consegna|non recapitabile|impossibile recapitare|notifica (di|sullo)|onbestelbaar|niet[- ]?bezorgd|onbezorgd|não foi entregue|n[ãa]o entregue|falha na entrega|kan inte levereras|olevererat|kunne ikke leveres|ikke leveret|ej levererat|toimittamaton|niedostarczon|nie dostarczono|zwrot|недостав|не доставлено|сообщение не доставлено|ошибка доставки|iletilem|nedoruč|kézbesíthetetlen|退信|邮件.{0,6}(失败|退)|系统退信|配信.{0,4}(不能|エラー|失敗)|メール.{0,4}(配信|送信)|반송|전송 실패|배달 실패)/i;
const BODY =
  /(could not be delivered|couldn't be delivered|wasn't able to deliver|was not able to deliver|unable to deliver|not be delivered|was(n't| not) delivered|undeliverable|delivery (to the following|has failed|failed|attempt|temporarily)|failed permanently|permanent(ly)? (fatal )?(error|failure|failed)|returned (to sender|mail|below)|recipient.{0,40}(rejected|not found|unknown|failed|could not)|address (rejected|not found|couldn't be found|does not exist|was not found|failed)|user (unknown|doesn't exist|not found|is unknown)|unknown (user|recipient|address|local)|no such (user|mailbox|recipient|person)|mailbox (is )?(full|unavailable|not found|disabled)|over quota|quota exceeded|message (delayed|rejected|was undeliverable|could not)|still being retried|will (be )?(re)?tr(y|ied)|did not reach|has not been delivered|attempts? (to deliver )?will continue|postponed due to|returning to sender|failed addresses follow|not a valid user|had (permanent|transient|temporary)|has been delayed|not yet been delivered|i'm afraid i wasn't able|this is a permanent error|does not like recipient|nicht zugestellt|konnte nicht (zugestellt|ausgeliefert|übermittelt|gesendet)|konnte[^.\n]{0,60}nicht zugestellt|unzustellbar|nicht erreich|n'a pas (pu|été) (être )?(remis|livr|distribu|transmis|délivr)|impossible de (remettre|livrer)|adresse n'existe pas|no se (pudo|ha podido|puede) entregar|no (pudo|ha podido) (ser )?(entreg|enviar)|non è stato (possibile )?(consegn|recapit)|kon niet worden (bezorgd|afgeleverd)|niet (worden )?(bezorgd|afgeleverd)|não (foi|pôde) (ser )?(entreg|possível entregar)|kunde inte levereras|kunne ikke leveres|nie (można|udało się) dostarczy|не (удалось доставить|может быть доставлен|доставлено)|无法(投递|送达|发送)|退信|配信できません|届きません|전송되지|존재하지 않는 (메일|주소))/i;
const SMTP_ERROR =
  /\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\b(said|error|code|smtp|server)\b[^\n]{0,20}\b[45]\d\d\b|\(#[45]\.\d{1,3}\.\d{1,3}\)|(^|\s)[45]\d\d [a-z]/im;

export function bounceOf(
  raw: Buffer,
  bones: Bones,
  mail: {
    subject: string | null;
    from: { address: string; name: string | null } | null;
    text: string;
    nullSender: boolean;
    messageId: string | null;
    answers: string[];
  },
): MailBounce | null {
  const rejected = /automatically rejected/i.test(mail.subject ?? '');
  const reports = bones.parts.filter(each =>
    rejected
      ? /^message\/(delivery-status|disposition-notification)$/.test(each.type)
      : /^message\/(delivery-status|global-delivery-status)$/.test(each.type),
  );
  const type = (bones.headers.get('content-type') ?? '').toLowerCase();
  const failedHeader = bones.headers.get('x-failed-recipients');
  // The label alone is no report: anybody can write it.
  const labelled =
    /report-type="?delivery-status/.test(type) &&
    (mail.nullSender || DAEMON.test(mail.from?.address ?? '') || PERHAPS.test(mail.from?.address ?? ''));
  const isReport = reports.length > 0 || labelled;
  const text = mail.text.slice(0, TEXT_CHARS_MAX);
  const report = reports.map(each => contentOf(raw, each, REPORT_BYTES_MAX).toString('utf8')).join('\n\n');
  if (!isReport && failedHeader === null && !soundsReturned(bones, mail, text)) return null;
  const fields = report ? fieldsOf(report) : fieldsOf(text);
  const diagnostic = `${fields['diagnostic-code'] ?? ''} ${fields['x-display-name'] ?? ''}`.trim();
  const status = statusOf(fields.status, diagnostic, text);
  const action = actionOf(fields.action, mail.subject ?? '', text, status);
  const returned = returnedHeaders(raw, bones, text);
  const named = fields['original-message-id']?.match(/<[^<>\s]{1,996}>/g) ?? [];
  // What it answers by itself counts only from a server: anybody can answer a mail.
  const daemon = mail.nullSender || DAEMON.test(mail.from?.address ?? '');
  const about = [...new Set([...named, ...idsOf(returned, mail.messageId), ...(daemon ? mail.answers : [])])];
  const said = reasonWords(status, diagnostic || text);
  // A diagnosis that says nothing is often explained in the words beside it.
  const reason = said === NO_REASON ? reasonWords(status, text) : said;
  return {
    about,
    recipient: recipientOf(fields, failedHeader, text),
    status,
    action,
    permanent: action === 'failed' && (status ? status[0] !== '4' : !isTemporary(diagnostic || text)),
    reason,
  };
}

/**
 * Without a machine-readable report: a machine must have sent it, and its subject or words must say so. Customers write of
 * parcels that could not be delivered, and quote errors they got; they are people all the same.
 */
function soundsReturned(
  bones: Bones,
  mail: { subject: string | null; from: { address: string; name: string | null } | null; nullSender: boolean },
  text: string,
): boolean {
  const subject = mail.subject ?? '';
  const { address = '', name = null } = mail.from ?? {};
  const [says, body] = [SUBJECT.test(subject), BODY.test(text)];
  const named = name !== null && DAEMON_NAME.test(name);
  if ((DAEMON.test(address) || (named && !/^[\w.+-]+@/.test(name ?? ''))) && (says || body)) return true;
  if (/^\s*(re|aw|sv|antw|fw|fwd|wg|tr)\s*:/i.test(subject)) return false;
  const automatic = (bones.headers.get('auto-submitted') ?? '').toLowerCase();
  const machine =
    mail.nullSender ||
    /^auto-(generated|replied)/.test(automatic) ||
    bones.containers[0] === 'multipart/report' ||
    bones.parts.some(each => /^(message\/rfc822|text\/rfc822-headers?)$/.test(each.type)) ||
    DAEMON.test(address) ||
    named;
  if (SERVER_SUBJECT.test(subject) && (machine || PERHAPS.test(address))) return true;
  if (says && body && (machine || (PERHAPS.test(address) && SMTP_ERROR.test(text)))) return true;
  return mail.nullSender && body && SMTP_ERROR.test(text);
}

const FIELD =
  /^(action|status|final-recipient|original-recipient|diagnostic-code|remote-mta|x-display-name|original-message-id|disposition)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)/gim;

/** The fields of the first recipient that failed, else of the first at all. */
function fieldsOf(text: string): Record<string, string> {
  const blocks = text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .slice(0, 50)
    .map(block => {
      const fields: Record<string, string> = {};
      for (const [, name = '', value = ''] of block.matchAll(FIELD))
        fields[name.toLowerCase()] ??= value.replace(/\s+/g, ' ').trim();
      return fields;
    });
  const about = blocks.filter(each => each['final-recipient'] || each['original-recipient']);
  const chosen = about.find(each => /fail/i.test(each.action ?? '')) ?? about[0];
  // Some servers write what they did above, and for whom below.
  const whole = blocks.find(each => each.action || each.status) ?? {};
  return chosen ? { ...whole, ...chosen } : whole;
}

function statusOf(given: string | undefined, diagnostic: string, text: string): string | null {
  const find = (from: string) => /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(from)?.[1] ?? null;
  const stated = find(given ?? '');
  // "5.0.0" says nothing; the server's own words often do.
  if (stated && !/^[245]\.0\.0$/.test(stated)) return stated;
  // In free words only what can be an error: a program's version looks like a code too.
  const said =
    find(diagnostic) ??
    (diagnostic || given ? null : (/(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1] ?? null));
  if (said && (!stated || said[0] === stated[0])) return said;
  if (stated) return stated;
  const code = /(?:^|[^\d.])([45])\d\d[ -]/.exec(diagnostic || text)?.[1];
  return code ? `${code}.0.0` : null;
}

function actionOf(
  given: string | undefined,
  subject: string,
  text: string,
  status: string | null,
): MailBounce['action'] {
  const action = given?.toLowerCase() ?? '';
  if (/^delay/.test(action)) return 'delayed';
  if (/^(deliver|relay|expand)/.test(action)) return 'delivered';
  if (/^fail/.test(action)) return 'failed';
  if (
    /\b(delayed|warning|verzögert|retardé|retrasad|ritardo|vertraagd)\b/i.test(subject) ||
    /(still being retried|will (keep|continue) (trying|to try)|no action is required|do not (need to )?resend|has not yet been delivered|delivery temporarily suspended)/i.test(
      text,
    )
  )
    return 'delayed';
  if (
    /^\s*(delivered|relayed|success)/i.test(subject) ||
    /delivery status notification \(success\)/i.test(subject) ||
    /successfully (delivered|relayed)/i.test(text.slice(0, 2_000))
  )
    return 'delivered';
  return status?.[0] === '2' ? 'delivered' : 'failed';
}

function isTemporary(text: string): boolean {
  if (/permanent (fatal )?error|unknown|no such|does not exist|not a valid/i.test(text)) return false;
  return /mailbox (is )?full|over ?quota|quota exceeded|try again later|temporar|timed? ?out|connection refused|greylist/i.test(
    text,
  );
}

function recipientOf(fields: Record<string, string>, header: string | null, text: string): string | null {
  const ADDRESS = /([^\s;<>,"'()[\]:=]+@[^\s;<>,"'():[\]]*[^\s;<>,"'():.[\]])/;
  const find = (value: string | undefined | null) => ADDRESS.exec((value ?? '').slice(0, 500))?.[1] ?? null;
  const field = find(fields['final-recipient']) ?? find(fields['original-recipient']) ?? find(header);
  if (field) return field.toLowerCase();
  const short = text.slice(0, 8_000);
  const line =
    /^[ \t]*<([^<>\s]+@[^<>\s]+)>:?/m.exec(short)?.[1] ??
    /(?:recipients?|address(?:es)?|to|user|empfänger|destinataire|destinatario)\b[^@\n]{0,80}?(?:\n{1,2}[ \t]*|[\s:<("'[])([^\s<>()[\]"':;,=]+@[^\s<>:,;()[\]"']+)/i.exec(
      short,
    )?.[1] ??
    ADDRESS.exec(short)?.[1];
  return line?.toLowerCase().replace(/[.:;,]+$/, '') ?? null;
}

/** Headers of the mail that came back, wherever the server put them. */
function returnedHeaders(raw: Buffer, bones: Bones, text: string): string {
  const part = bones.parts.find(each =>
    /^(message\/rfc822|text\/rfc822-headers?|message\/rfc822-headers?|message\/global(-headers)?|message\/partial)$/.test(
      each.type,
    ),
  );
  if (part) return contentOf(raw, part, REPORT_BYTES_MAX).toString('latin1');
  const plain = bones.parts.filter(each => each.type.startsWith('text/')).at(-1);
  const whole = plain ? textOfPart(raw, plain).slice(0, REPORT_BYTES_MAX) : text;
  return /^[> \t]*message-id[ \t]*:/im.test(whole)
    ? whole
    : raw.subarray(bones.headerBytes, bones.headerBytes + REPORT_BYTES_MAX).toString('latin1');
}

/** The id of the mail that came back first, then what it answered. */
function idsOf(headers: string, own: string | null): string[] {
  const unfolded = headers.replaceAll('\r\n', '\n').replace(/\n[ \t]+/g, ' ');
  const of = (name: string) =>
    [...unfolded.matchAll(new RegExp(`^[> \\t]*${name}[ \\t]*:[ \\t]*(.*)$`, 'gim'))].flatMap(
      ([, value = '']) => value.match(/<[^<>\s]{1,996}>/g) ?? [],
    );
  return [
    ...of('message-id'),
    ...of('x-(?:google-)?original-message-id'),
    ...of('in-reply-to'),
    ...of('references').reverse(),
  ].filter(id => id !== own);
}

const NO_REASON = 'their mail server did not take it.';

/** What a busy person understands; the codes are those of RFC 3463, the words those of the servers. */
export function reasonWords(status: string | null, diagnostic: string): string {
  const detail = status?.slice(2) ?? '';
  const says = (pattern: RegExp) => pattern.test(diagnostic);
  if (
    detail === '2.2' ||
    says(
      /mailbox (is )?full|over ?quota|quota (exceeded|full)|exceeded.{0,20}(quota|storage)|storage allocation|inbox is full|insufficient (disk|system storage)/i,
    )
  )
    return 'the mailbox is full.';
  if (
    /^2\.1$/.test(detail) ||
    says(
      /(account|mailbox|user).{0,30}(disabled|suspended|inactive|deactivated|expired|locked)|not accepting messages/i,
    )
  )
    return 'this mailbox is closed or does not take mail.';
  if (
    /^1\.[01346]$/.test(detail) ||
    says(
      /user unknown|unknown user|no such (user|recipient|mailbox|person|address)|does ?n[o']t exist|unknown recipient|recipient (not found|unknown)|invalid (recipient|mailbox|address|user)|address (rejected|not found|couldn't be found|unknown)|not listed|no mail ?box|bad_recipient|not (a )?known user|not an active (address|user)|mailbox not found|mailbox unavailable|user not found|account.{0,20}(not exist|unknown)|not a valid/i,
    )
  )
    return 'there is no such address.';
  if (
    /^1\.2$|^4\.4$/.test(detail) ||
    says(
      /domain (not found|does not exist)|host (or domain name )?(not found|unknown)|nxdomain|no mx|unrouteable|no such domain|malformed name server|unable to route|name or service not known|null mx/i,
    )
  )
    return 'that mail domain does not exist or takes no mail.';
  if (
    /^[234]\.(3\.4)$/.test(status ?? '') ||
    detail === '3.4' ||
    detail === '2.3' ||
    says(/too large|(message )?size (limit|exceed)|exceeds.{0,30}size|message too big/i)
  )
    return 'the message is too large for them.';
  if (
    /^4\.[1257]$/.test(detail) ||
    says(
      /timed? ?out|connection refused|no route to host|network (is )?unreachable|lost connection|not responding|retry time(out)?|expired|could not connect|host.{0,20}down/i,
    )
  )
    return 'their mail server could not be reached for a long time.';
  if (
    /^7\./.test(detail) ||
    says(
      /spam|blocked|black ?list|blocklist|block list|policy|dmarc|\bspf\b|dkim|reputation|denied|not (allowed|permitted)|refused to talk|banned|abuse|authenticat|content rejected|virus/i,
    )
  )
    return 'their mail server refused it (taken for spam, or by a rule of theirs).';
  if (
    /^[45]\.3\./.test(status ?? '') ||
    says(/try again later|temporar|greylist|too many|rate limit|system not accepting/i)
  )
    return 'their mail server has trouble.';
  if (detail === '4.6' || says(/loop|too many hops/i)) return 'it went round in circles between mail servers.';
  return NO_REASON;
}
