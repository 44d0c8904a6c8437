/** Recognises that a mail of ours came back (RFC 3464) and says why in plain words. Pure. */
import type { ParsedMail } from 'mailparser';
import type { InboundBounce } from '../../../src/core/message.ts';

const FIELD = /^(action|status|final-recipient|original-recipient|diagnostic-code)\s*:\s*(.*(?:\n[ \t].*)*)/gim;

export function bounceOf(mail: ParsedMail, header: (name: string) => string | null, raw: Buffer): InboundBounce | null {
  const type = rawHeader(raw, 'content-type');
  const isReport = /multipart\/report/i.test(type) && /delivery-status/i.test(type);
  const from = mail.from?.value[0]?.address?.toLowerCase() ?? '';
  const nullSender = header('return-path') === '<>' || /^(mailer-daemon|postmaster)@/.test(from);
  const text = raw
    .subarray(0, 512 * 1024)
    .toString('latin1')
    .replaceAll('\r\n', '\n');
  if (
    !isReport &&
    !(
      nullSender &&
      /undeliver|delivery.{0,20}fail|returned mail|unzustellbar|non remis|no entregado/i.test(
        `${mail.subject} ${mail.text?.slice(0, 2_000)}`,
      )
    )
  ) {
    return null;
  }
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(FIELD))
    fields[name.toLowerCase()] ??= value.replace(/\s+/g, ' ').trim();
  const status = /\b([245])\.(\d{1,3})\.(\d{1,3})\b/.exec(
    `${fields.status ?? ''} ${fields['diagnostic-code'] ?? ''} ${isReport ? '' : text}`,
  );
  const action = fields.action?.toLowerCase() ?? (status?.[1] === '4' ? 'delayed' : 'failed');
  const recipient =
    /([^\s;<>]+@[^\s;<>]+)/.exec(fields['final-recipient'] ?? fields['original-recipient'] ?? '')?.[1] ?? null;
  // Ids of the mail that came back: in its own headers at the end of the report, and in what this one answers.
  const own = [...text.matchAll(/^(?:message-id|in-reply-to|references|x-deskhand-reply)\s*:\s*(.*(?:\n[ \t].*)*)/gim)];
  const about = [...new Set(own.flatMap(([, value = '']) => value.match(/<[^<>\s]{1,996}>/g) ?? []))]
    .filter(id => id !== mail.messageId)
    .reverse();
  return {
    about,
    recipient,
    permanent: action === 'failed' && status?.[1] !== '4',
    reason: reasonWords(status?.[0] ?? null, fields['diagnostic-code'] ?? mail.text ?? ''),
  };
}

function rawHeader(raw: Buffer, name: string): string {
  const head =
    raw
      .subarray(0, 64 * 1024)
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .split('\n\n')[0] ?? '';
  return new RegExp(`^${name}:\\s*(.*(?:\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '';
}

/** What a busy person understands; the codes are those of RFC 3463. */
export function reasonWords(status: string | null, diagnostic: string): string {
  const detail = status?.slice(2) ?? '';
  if (detail === '2.2' || /mailbox (is )?full|over ?quota|quota exceeded/i.test(diagnostic))
    return 'the mailbox is full.';
  if (
    /^1\.[1-6]$/.test(detail) ||
    /user unknown|no such user|does not exist|unknown recipient|mailbox unavailable/i.test(diagnostic)
  ) {
    return 'there is no such address.';
  }
  if (/^1\.2$|^4\.[14]$/.test(detail) || /domain not found|host not found|nxdomain/i.test(diagnostic))
    return 'that mail domain does not exist or does not answer.';
  if (detail === '3.4' || /too large|size limit/i.test(diagnostic)) return 'the message is too large for them.';
  if (/^7\./.test(detail) || /spam|blocked|blacklist|policy|rejected/i.test(diagnostic))
    return 'their mail server refused it (taken for spam, or by a rule of theirs).';
  return 'their mail server did not take it.';
}
