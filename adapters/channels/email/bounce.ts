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

const DAEMON =
  /^(mailer-?daemon|mail-?daemon|mailerdaemon|postmaster|mail(er)?[._-]?(delivery|system|admin)\S*|delivery[._-]?(status|system)?\S*|bounces?|double-bounce|mdaemon|daemon|no-?reply-?(bounce|dsn)\S*|mxl-bounce\S*|microsoftexchange[0-9a-f]{16,})(\+.*)?@/i;
const DAEMON_NAME =
  /mail(er)?[ -]?(delivery )?(sub)?system|mail(er)?[ -]daemon|mail administrator|delivery (sub)?system|postmaster|mailer_daemon|system administrator|internet mail delivery|mail router/i;
/** Subjects of servers' own notices. A reply's "Re:" is not among them. */
const SUBJECT =
  /^\s*(undeliver(able|ed)|delivery status notification|delivery (notification|failure|has failed|failed|report|delayed|problem)|delivery status|failure notice|failed? (mail|message|delivery)|returned? (mail|message|to sender)|mail (delivery|system error|could not|failure|returned|undeliverable|error)|message (delivery|not delivered|undeliverable|delayed|status)|non[- ]?deliver|nondeliverable|warning: (could not send|message|mail)|undelivered mail|could not (be )?(send|deliver)|error sending|sender notification|returned|bounce|email (delivery|not delivered)|mailer-daemon|dsn|e?-?mail konnte nicht|unzustellbar|nicht zugestellt|fehler bei der (zustellung|auslieferung)|zustell(ung|fehler)|zugestellt|rückläufer|non remis|non[- ]?distribu|échec de (la )?(remise|distribution)|avis de non|message non|retour à l.exp|no (se pudo|entregad)|mensaje no entregado|notificaci[óo]n de estado|devuelto|error de entrega|mancata consegna|non recapitabile|impossibile recapitare|notifica (di|sullo)|onbestelbaar|niet[- ]?bezorgd|onbezorgd|não foi entregue|n[ãa]o entregue|falha na entrega|kan inte levereras|olevererat|kunne ikke leveres|ikke leveret|ej levererat|toimittamaton|niedostarczon|nie dostarczono|zwrot|недостав|не доставлено|сообщение не доставлено|ошибка доставки|iletilem|nedoruč|kézbesíthetetlen|退信|邮件.{0,6}(失败|退)|系统退信|配信.{0,4}(不能|エラー|失敗)|メール.{0,4}(配信|送信)|반송|전송 실패|배달 실패)/i;
const BODY =
  /(could not be delivered|couldn't be delivered|wasn't able to deliver|was not able to deliver|unable to deliver|not be delivered|was(n't| not) delivered|undeliverable|delivery (to the following|has failed|failed|attempt|temporarily)|failed permanently|permanent(ly)? (fatal )?(error|failure|failed)|returned (to sender|mail|below)|recipient.{0,40}(rejected|not found|unknown|failed|could not)|address (rejected|not found|couldn't be found|does not exist|was not found|failed)|user (unknown|doesn't exist|not found|is unknown)|unknown (user|recipient|address|local)|no such (user|mailbox|recipient|person)|mailbox (is )?(full|unavailable|not found|disabled)|over quota|quota exceeded|message (delayed|rejected|was undeliverable|could not)|still being retried|will (be )?(re)?tr(y|ied)|did not reach|had (permanent|transient|temporary)|has been delayed|not yet been delivered|i'm afraid i wasn't able|this is a permanent error|does not like recipient|nicht zugestellt|konnte nicht|unzustellbar|nicht erreich|n'a pas (pu|été)|impossible de (remettre|livrer)|n'existe pas|no (se|ha) (pudo|podido|puede)|non (è stato|consegnat|recapitat)|kon niet|niet (worden )?(bezorgd|afgeleverd)|não (foi|pôde)|kunde inte|kunne ikke|nie (można|udało)|не (удалось|может|доставлен)|无法|失败|できません|届き|배달|존재하지)/i;
const SMTP_ERROR = /\b(5\d\d|4\d\d)[ -](#?[245]\.\d{1,3}\.\d{1,3})?|\b[245]\.\d{1,3}\.\d{1,3}\b/;

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
  const reports = bones.parts.filter(each => /^message\/(delivery-status|global-delivery-status)$/.test(each.type));
  const type = (bones.headers.get('content-type') ?? '').toLowerCase();
  const failedHeader = bones.headers.get('x-failed-recipients');
  const isReport = reports.length > 0 || /report-type="?delivery-status/.test(type);
  const text = mail.text.slice(0, TEXT_CHARS_MAX);
  const report = reports.map(each => contentOf(raw, each, REPORT_BYTES_MAX).toString('utf8')).join('\n\n');
  if (!isReport && failedHeader === null && !soundsReturned(mail, text)) return null;
  const fields = report ? fieldsOf(report) : fieldsOf(text);
  const diagnostic = `${fields['diagnostic-code'] ?? ''} ${fields['x-display-name'] ?? ''}`.trim();
  const status = statusOf(fields.status, diagnostic, text);
  const action = actionOf(fields.action, mail.subject ?? '', text, status);
  const returned = returnedHeaders(raw, bones, text);
  const about = [...new Set([...idsOf(returned, mail.messageId), ...mail.answers])];
  const reason = reasonWords(status, `${diagnostic} ${diagnostic ? '' : text}`);
  return {
    about,
    recipient: recipientOf(fields, failedHeader, text),
    status,
    action,
    permanent: action === 'failed' && (status ? status[0] !== '4' : !isTemporary(diagnostic || text)),
    reason,
  };
}

/** Without a machine-readable report: who sent it, what its subject says, and what it says of an error, two of three. */
function soundsReturned(
  mail: { subject: string | null; from: { address: string; name: string | null } | null; nullSender: boolean },
  text: string,
): boolean {
  const subject = mail.subject ?? '';
  const { address = '', name = null } = mail.from ?? {};
  const daemon = DAEMON.test(address) || (name !== null && DAEMON_NAME.test(name));
  const says = SUBJECT.test(subject);
  const body = BODY.test(text);
  if (daemon && (says || body)) return true;
  if (mail.nullSender && says && body) return true;
  // A person who asks about a bounce writes "Re:" or a sentence; a server quotes the error.
  return (
    says &&
    body &&
    SMTP_ERROR.test(text) &&
    /<[^<>\s]+@[^<>\s]+>|^\s*\S+@\S+\s*$|original message|returned message|reporting-mta|message headers follow/im.test(
      text,
    ) &&
    !/^\s*(re|aw|sv|fw|fwd|wg|tr)\s*:/i.test(subject)
  );
}

const FIELD =
  /^(action|status|final-recipient|original-recipient|diagnostic-code|remote-mta|x-display-name)[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)/gim;

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
  const about = blocks.filter(each => each['final-recipient'] || each['original-recipient'] || each.action);
  return about.find(each => /fail/i.test(each.action ?? '')) ?? about[0] ?? blocks.find(each => each.status) ?? {};
}

function statusOf(given: string | undefined, diagnostic: string, text: string): string | null {
  const find = (from: string) => /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(from)?.[1] ?? null;
  const stated = find(given ?? '');
  // "5.0.0" says nothing; the server's own words often do.
  if (stated && !/^[245]\.0\.0$/.test(stated)) return stated;
  const said = find(diagnostic) ?? (diagnostic || given ? null : find(text));
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
  return /mailbox (is )?full|over ?quota|quota exceeded|try again later|temporar|timed? ?out|connection refused|greylist/i.test(
    text,
  );
}

function recipientOf(fields: Record<string, string>, header: string | null, text: string): string | null {
  const find = (value: string | undefined | null) =>
    /([^\s;<>,"'()]+@[^\s;<>,"'():]+[^\s;<>,"'():.])/.exec(value ?? '')?.[1] ?? null;
  const field = find(fields['final-recipient']) ?? find(fields['original-recipient']) ?? find(header);
  if (field) return field.toLowerCase();
  const line =
    /^\s*<([^<>\s]+@[^<>\s]+)>:?/m.exec(text)?.[1] ??
    /(?:recipients?|address(?:es)?|to|user|empfänger|destinataire|destinatario)\b[^@\n]{0,80}\n{0,2}\s*<?([^\s<>]+@[^\s<>:,;]+)/i.exec(
      text,
    )?.[1] ??
    find(text);
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
  return /^(?:[>\s]*)message-id\s*:/im.test(whole)
    ? whole
    : raw.subarray(bones.headerBytes, bones.headerBytes + REPORT_BYTES_MAX).toString('latin1');
}

/** The id of the mail that came back first, then what it answered. */
function idsOf(headers: string, own: string | null): string[] {
  const unfolded = headers.replaceAll('\r\n', '\n').replace(/\n[ \t]+/g, ' ');
  const of = (name: string) =>
    [...unfolded.matchAll(new RegExp(`^[>\\s]*${name}\\s*:\\s*(.*)$`, 'gim'))].flatMap(
      ([, value = '']) => value.match(/<[^<>\s]{1,996}>/g) ?? [],
    );
  return [
    ...of('message-id'),
    ...of('x-(?:google-)?original-message-id'),
    ...of('in-reply-to'),
    ...of('references').reverse(),
  ].filter(id => id !== own);
}

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
      /user unknown|unknown user|no such (user|recipient|mailbox|person|address)|does ?n[o']t exist|unknown recipient|recipient (not found|unknown)|invalid (recipient|mailbox|address|user)|address (rejected|not found|couldn't be found|unknown)|not listed|no mailbox|mailbox not found|mailbox unavailable|user not found|account.{0,20}(not exist|unknown)|not a valid/i,
    )
  )
    return 'there is no such address.';
  if (
    /^1\.2$|^4\.4$/.test(detail) ||
    says(
      /domain (not found|does not exist)|host (or domain name )?(not found|unknown)|nxdomain|no mx|unrouteable|unable to route|name or service not known|null mx/i,
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
  return 'their mail server did not take it.';
}
