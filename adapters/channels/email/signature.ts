/** Where a signature at the end begins: by the standard mark, a phone's line, a closing, or a firm's footer. */
import { isBlank } from '../../../src/core/message.ts';
import { isClosing, isDeviceLine } from './sent-from.ts';

/** A line longer than this is no line of a signature. */
const LINE_CHARS_MAX = 1_000;
/** Lines of a signature: name, role, firm, street, town, phones, web, motto. */
const SIGNATURE_LINES_MAX = 12;
/** Lines below a polite closing that are still a signature. */
const CLOSING_LINES_MAX = 8;
/** A disclaimer or list footer behind a long rule may be longer than a signature. */
const FOOTER_LINES_MAX = 60;
/** Lines below a bare `--`, which is as often a rule between two points. */
const BARE_LINES_MAX = 6;
/** A shorter text with such words and no address is somebody's sentence. */
const FOOTER_CHARS_MIN = 150;
const FOOTER =
  /confidential|privileged|disclaimer|unsubscribe|mailing list|newsletter|virus|vertraulich|rechtlich|abmelden|confidentiel|désabonner|confidencial|riservat|destinatari|vertrouwelijk|afmelden|konfidenti|fortrolig|luottamuksellis|poufn|důvěrn|конфиденциальн/i;
/** So many small words in a line make a sentence; names, streets and firms have fewer. */
const SENTENCE_WORDS_MIN = 4;

/** Where the signature at the end begins; null when there is none that is surely one. */
export function signatureStart(lines: string[]): number | null {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1]!)) end--;
  let start: number | null = null;
  let filled = 0;
  for (let i = end - 1; i >= 0 && end - i <= FOOTER_LINES_MAX; i--) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    if (line.length > LINE_CHARS_MAX) break;
    const standard = line.replace(/\s+$/, ' ') === '-- ';
    if (
      (standard ? filled <= SIGNATURE_LINES_MAX : filled <= BARE_LINES_MAX && /^\s*(--|—)\s*$/.test(line)) &&
      !isAnnounced(lines, i) &&
      (standard || end - i <= 2 ? !hasMatter(lines, i + 1, end) : noSentences(lines, i + 1, end))
    )
      start = i;
    // A footer between rules: a disclaimer, or what a mailing list adds.
    else if (/^\s*_{2,}\s*$/.test(line) && i > 0 && isFooter(lines, i + 1, end)) start = i;
    else if (filled <= SIGNATURE_LINES_MAX && isDeviceLine(line)) start = i;
    else if (filled <= CLOSING_LINES_MAX && isClosing(line) && shortLines(lines, i + 1, end)) start = i;
    else if (start === i + 1 || filled > 0 || start === null) filled++;
    if (start === i) filled = 0;
  }
  return start === null || start === 0 ? null : start;
}

/** A closing and a name are short; a sentence below a closing is a postscript that must be read. */
function shortLines(lines: string[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (lines[i]!.length > 80) return false;
  return noSentences(lines, from, to);
}

/** "I need:" above it: then it is what is needed. */
function isAnnounced(lines: string[], i: number): boolean {
  let above = i - 1;
  while (above >= 0 && isBlank(lines[above]!)) above--;
  return above >= 0 && /[:：]\s*$/.test(lines[above]!.slice(-LINE_CHARS_MAX));
}

/**
 * What customers list and no signature holds: points, numbers of things, prices, a bank account, an order, a question.
 * Somebody's list under `--` is an order; a signature that is shown costs a glance.
 */
const MATTER =
  /^\s*([-*•·–]\s+\S|\d{1,3}\s?[x×]\s?\S|\d{1,3}[.)]\s+\S|\d{1,3}\s?(stk|stück|pcs|pieces?|pack|paar|pairs?)\b)|(^|\s)\d{1,3}\s?[x×]\s|\b[A-Z]{2}\d{2}(\s?[A-Z0-9]{4}){3,7}\b|[€$£¥₽]\s?\d|\d\s?([€£¥₽]|(EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|RUB)\b)|[?？]\s*$|\b(iban|order|bestell\p{L}*|commande|pedido|ordine|tracking|invoice|rechnung\p{L}*|facture|serial|artikel\p{L}*|item)\b[^:]{0,20}[:#№]|\b(error|fehler|erreur)\b|\bplease (call|ring|phone|send|deliver|ship|confirm|reply|answer|refund|change|cancel|check|add|let)\b|\bi (need|want|would|am)\b|\bbitte (rufen|senden|schicken|liefern|melden|ändern|stornieren|erstatten|antworten)\b|\bich (brauche|möchte|hätte|bin)\b/imu;
/** `4 chairs`; a street begins with a capital, or is one of these. */
const COUNTED = /^\s*\d{1,3}\s+(?!rue|av|b(oule)?v?d|bis|ter|all[ée]e|place|chemin|impasse)\p{Ll}/u;

function hasMatter(lines: string[], from: number, to: number): boolean {
  for (let i = from; i < to && i < from + SIGNATURE_LINES_MAX; i++)
    if (MATTER.test(lines[i]!.slice(0, LINE_CHARS_MAX)) || COUNTED.test(lines[i]!)) return true;
  return false;
}

/** No line that somebody has to read: a question, a postscript, or words in small letters as in a sentence. */
function noSentences(lines: string[], from: number, to: number): boolean {
  if (hasMatter(lines, from, to)) return false;
  for (let i = from; i < to; i++) {
    const line = lines[i]!.slice(0, LINE_CHARS_MAX);
    if (
      /\?\s*$|^\s*p\.?\s?s\b|\b(address|adresse|lieferadresse|dirección|indirizzo|order|bestell\p{L}*|tracking|iban|konto)\b[^:]{0,20}:/iu.test(
        line,
      )
    )
      return false;
    if (/https?:|www\.|@|\||•|·/.test(line)) continue;
    const small = line.match(/(?:^|\s)\p{Ll}[\p{L}'’]*/gu)?.length ?? 0;
    if (small >= SENTENCE_WORDS_MIN) return false;
  }
  return true;
}

/** What firms and lists put below everything: legal words, an address to leave. A link alone may be what is ordered. */
function isFooter(lines: string[], from: number, to: number): boolean {
  const text = lines.slice(from, to).join('\n').slice(0, 4_000);
  if (hasMatter(lines, from, to) || !FOOTER.test(text)) return false;
  return text.length >= FOOTER_CHARS_MIN || /https?:\/\/|www\.|@/i.test(text);
}
