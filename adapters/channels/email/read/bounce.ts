/**
 * Recognises that a mail of ours came back and says why in plain words. First what RFC 3464 defines for programs, then
 * what hundreds of servers write for people. Ordinary mail never is one: words alone are not enough.
 */
import type { InboundBounce } from '../../../../src/core/message.ts';
import { NOT_TAKEN, reasonWords } from './bounce-reason.ts';
import {
  addresseesOf,
  addressesIn,
  isOurs,
  returnedHeaders,
  returnedRecipient,
  returnedValues,
} from './enclosed-mail.ts';
import { type Bones, contentOf } from './mime.ts';
import { isPersonal } from './notice-words.ts';
import { isDaemon, isPassedOn, isServer, type Letter, soundsReturned } from './returned.ts';

/** Bytes of a report that are looked at. */
const REPORT_BYTES_MAX = 64 * 1024;
const TEXT_CHARS_MAX = 16_000;

export interface MailBounce extends InboundBounce {
  /** RFC 3463, such as 5.1.1; null when the report names none. */
  status: string | null;
}

export function bounceOf(
  raw: Buffer,
  bones: Bones,
  mail: Letter & { text: string; messageId: string | null; answers: string[] },
): MailBounce | null {
  const rejected = /automatically rejected/i.test(mail.subject ?? '');
  const reports = bones.parts.filter(each =>
    rejected
      ? /^message\/(delivery-status|disposition-notification)$/.test(each.type)
      : /^message\/(delivery-status|global-delivery-status)$/.test(each.type),
  );
  const type = (bones.headers.get('content-type') ?? '').toLowerCase();
  const failedHeader = bones.headers.get('x-failed-recipients');
  // The label alone is not a report: anybody can write it.
  const labelled = /report-type="?delivery-status/.test(type) && isServer(mail);
  const text = mail.text.slice(0, TEXT_CHARS_MAX);
  const report = reports.map(each => contentOf(raw, each, REPORT_BYTES_MAX).toString('utf8')).join('\n\n');
  const isReport = (reports.length > 0 || labelled) && !isPassedOn(bones, mail) && !isTheirs(bones, mail, text, report);
  const isOfOurs = () => isOurs(returnedHeaders(raw, bones, text), bones.headers);
  if (!isReport && failedHeader === null && !soundsReturned(bones, mail, text, isOfOurs)) return null;
  const returned = returnedHeaders(raw, bones, text);
  const fields = report ? fieldsOf(report) : fieldsOf(text);
  const diagnostic = `${fields['diagnostic-code'] ?? ''} ${fields['x-display-name'] ?? ''}`.trim();
  const status = statusOf(fields.status, diagnostic, text);
  const action = actionOf(fields.action, mail.subject ?? '', text, status);
  const named = fields['original-message-id']?.match(/<[^<>\s]{1,996}>/g) ?? [];
  // What it answers by itself counts only from a server: anybody can answer a mail.
  const about = [...new Set([...named, ...idsOf(returned, mail.messageId), ...(isDaemon(mail) ? mail.answers : [])])];
  const said = reasonWords(status, diagnostic || text);
  // A diagnosis that says nothing is often explained in the words beside it.
  const reason = said === NOT_TAKEN ? reasonWords(status, text) : said;
  return {
    about,
    recipient: recipientOf(fields, failedHeader, text, returnedRecipient(returned, bones.headers)),
    status,
    action,
    permanent: action === 'failed' && (status ? status[0] !== '4' : !isTemporary(diagnostic || text)),
    reason,
  };
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
    /\b(delay(ed)?|verzögert|retardé|retrasad|ritardo|vertraagd|försenat|forsinket|opóźni|zpožd|задерж)/i.test(
      subject,
    ) ||
    // A warning may be the last word too: "Warning: ann@example.net - User unknown!"
    (/\bwarning\b/i.test(subject) &&
      /past \d+|\d+ (hours|days)|\bstill\b|retr(y|ied)|deferred|temporar|delay/i.test(`${subject} ${text}`)) ||
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
  return /mailbox (is )?full|over (its |the |their )?quota|overquota|quota exceeded|try again later|temporar|timed? ?out|connection refused|greylist/i.test(
    text,
  );
}

/** Somebody attached the report of a mail of theirs, which did not reach us. */
function isTheirs({ headers, containers }: Bones, mail: Letter, text: string, report: string): boolean {
  if (containers[0] === 'multipart/report' || isServer(mail) || headers.has('auto-submitted')) return false;
  const failed = addressesIn(/^final-recipient[ \t]*:(.*)$/im.exec(report)?.[1] ?? '');
  return isPersonal(text) || failed.some(each => addresseesOf(headers).includes(each));
}

function recipientOf(
  fields: Record<string, string>,
  header: string | null,
  text: string,
  enclosed: string | null,
): string | null {
  const ADDRESS = /([^\s;<>,"'()[\]:=：；，（）＜＞]+@[^\s;<>,"'():[\]]*[^\s;<>,"'():.[\]])/;
  const find = (value: string | undefined | null) => ADDRESS.exec((value ?? '').slice(0, 500))?.[1] ?? null;
  const field = find(fields['final-recipient']) ?? find(fields['original-recipient']) ?? find(header);
  if (field) return field.toLowerCase();
  const short = text.slice(0, 8_000);
  const line =
    /^[ \t]*<([^<>\s]+@[^<>\s]+)>:?/m.exec(short)?.[1] ??
    /(?:recipients?|address(?:es)?|to|user|empfänger|destinataire|destinatario)\b[^@\n]{0,80}?(?:\n{1,2}[ \t]*|[\s:<("'[])([^\s<>()[\]"':;,=]+@[^\s<>:,;()[\]"']+)/i.exec(
      short,
    )?.[1] ??
    enclosed ??
    ADDRESS.exec(short)?.[1];
  return line?.toLowerCase().replace(/[.:;,]+$/, '') ?? null;
}

/** The id of the mail that came back first, then what it answered. */
function idsOf(headers: string, own: string | null): string[] {
  const of = (name: string) => returnedValues(headers, name).flatMap(value => value.match(/<[^<>\s]{1,996}>/g) ?? []);
  return [
    ...of('message-id'),
    ...of('x-(?:google-)?original-message-id'),
    ...of('in-reply-to'),
    ...of('references').reverse(),
  ].filter(id => id !== own);
}
