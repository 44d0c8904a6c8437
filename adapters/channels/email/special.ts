/** Mail that is more, or less, than a letter: invitations, encrypted and signed mail, Outlook's own packets, in words. */
import { type Bones, contentOf, type Part } from './mime.ts';

const CALENDAR_BYTES_MAX = 256 * 1024;

export interface Special {
  /** What stands in for the text when there is none, or above it. */
  lines: string[];
  warnings: string[];
}

export function readSpecial(raw: Buffer, bones: Bones, text: string): Special {
  const lines: string[] = [];
  const warnings: string[] = [];
  const type = bones.containers[0] ?? bones.parts[0]?.type ?? '';
  const parameters = (bones.headers.get('content-type') ?? '').toLowerCase();
  const is = (pattern: RegExp) => bones.parts.find(each => pattern.test(each.type));
  const envelope = is(/^application\/(x-)?pkcs7-mime$/);
  if (envelope && !/signed-data/.test(`${parameters} ${envelope.headers.get('content-type') ?? ''}`.toLowerCase())) {
    lines.push('This mail is encrypted (S/MIME). Read it in your mail program.');
    warnings.push('Encrypted: only your mail program can read it.');
  } else if (envelope) {
    lines.push('This mail is wrapped in a signature (S/MIME). Read it in your mail program.');
  }
  if (type === 'multipart/encrypted' || /-----BEGIN PGP MESSAGE-----/.test(text.slice(0, 5_000))) {
    lines.push('This mail is encrypted (PGP). Read it in your mail program.');
    warnings.push('Encrypted: only your mail program can read it.');
  }
  if (bones.parts.some(isTnef)) {
    warnings.push(
      'It carries a winmail.dat, which only Outlook can open. Ask the sender to send it again as HTML or plain text if something is missing.',
    );
  }
  const calendar =
    is(/^(text\/calendar|application\/ics)$/) ?? bones.parts.find(each => /\.ics$/i.test(each.filename ?? ''));
  if (calendar) {
    const line = invitation(contentOf(raw, calendar, CALENDAR_BYTES_MAX).toString('utf8'));
    if (line) lines.push(line);
  }
  return { lines, warnings };
}

/** Signatures of programs and Outlook's packets are no attachments of the customer's. */
export function isWrapping(part: { type: string; filename: string | null }): boolean {
  return (
    /^application\/(pgp-signature|(x-)?pkcs7-signature|pgp-encrypted|pgp-keys)$/.test(part.type) ||
    /^(smime\.p7s|signature\.asc)$/i.test(part.filename ?? '')
  );
}

function isTnef(part: Part): boolean {
  return /^application\/(ms-tnef|vnd\.ms-tnef)$/.test(part.type) || /^winmail\.dat$/i.test(part.filename ?? '');
}

/** One line of an invitation: what, when, who asks. Never answered by a machine. */
function invitation(ics: string): string | null {
  const lines = ics
    .replaceAll('\r\n', '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
  const start = lines.findIndex(each => /^BEGIN:VEVENT/i.test(each));
  if (start < 0) return null;
  const event = lines.slice(start, start + 200);
  const value = (name: string) => {
    const line = event.find(each => new RegExp(`^${name}[;:]`, 'i').test(each));
    return line
      ? line
          .slice(line.indexOf(':') + 1)
          .replace(/\\n/gi, ' ')
          .replace(/\\(.)/g, '$1')
          .trim()
      : '';
  };
  const zone = event.find(each => /^DTSTART;.*TZID=/i.test(each))?.match(/TZID="?([^:;"]{1,60})/i)?.[1];
  const method = (lines.find(each => /^METHOD:/i.test(each)) ?? '').slice(7).trim().toUpperCase();
  const organiser = event.find(each => /^ORGANIZER/i.test(each)) ?? '';
  const by = /CN="?([^:;"]{1,80})/i.exec(organiser)?.[1] ?? /mailto:(\S+)/i.exec(organiser)?.[1] ?? '';
  const [from, to] = [when(value('DTSTART')), when(value('DTEND'))];
  const until = to && to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to;
  const what = method === 'CANCEL' ? 'Cancelled' : method === 'REPLY' ? 'Answer to an invitation' : 'Invitation';
  const place = value('LOCATION');
  return `${what}: ${value('SUMMARY') || 'no title'}${from ? `, ${from}${until ? ` to ${until}` : ''}${zone ? ` (${zone})` : ''}` : ''}${place ? `, ${place}` : ''}${by ? `, from ${by}` : ''}. Nothing was answered; do that in your calendar.`;
}

/** `20260601T090000Z` as a person reads it. */
function when(value: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*(Z?))?/.exec(value);
  if (!found) return '';
  const [, year, month, day, hour, minute, utc] = found;
  return `${year}-${month}-${day}${hour ? ` ${hour}:${minute}${utc ? ' UTC' : ''}` : ''}`;
}
