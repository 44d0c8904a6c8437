/** Describes special mail in words: invitations, encrypted and signed mail, Outlook's own packets. */
import { calendarLine } from './calendar.ts';
import { decodeBytes } from './charset.ts';
import { type Bones, contentOf, type Part } from './mime.ts';

const CALENDAR_BYTES_MAX = 256 * 1024;

interface Special {
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
    const line = calendarLine(
      decodeBytes(contentOf(raw, calendar, CALENDAR_BYTES_MAX), calendar.parameters.charset ?? null),
      text,
    );
    if (line) lines.push(line);
  }
  return { lines, warnings };
}

/** Signatures of programs and Outlook's packets are not attachments of the customer's. */
export function isWrapping(part: { type: string; filename: string | null }): boolean {
  return (
    /^application\/(pgp-signature|(x-)?pkcs7-signature|pgp-encrypted|pgp-keys)$/.test(part.type) ||
    /^(smime\.p7s|signature\.asc)$/i.test(part.filename ?? '')
  );
}

function isTnef(part: Part): boolean {
  return /^application\/(ms-tnef|vnd\.ms-tnef)$/.test(part.type) || /^winmail\.dat$/i.test(part.filename ?? '');
}
