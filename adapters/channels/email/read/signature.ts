/**
 * Where a signature at the end begins: by the standard mark, a phone's line, a closing, or a firm's footer. It is one
 * only when each of its lines is what signatures hold; one line that may be the customer's own keeps all of it shown.
 */
import { isBlank } from '../../../../src/core/message.ts';
import { isNameShaped, type LineKind, lineKind } from './contact-lines.ts';
import { isClosing, isDeviceLine, isProgramSite } from './sent-from.ts';

/** A line longer than this is not a line of a signature. */
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
/** Words of a first name, or of what somebody calls herself, in small letters. */
const NICKNAME_WORDS_MAX = 2;
/** Words of a line that a list may go on; "Thanks" says all. */
const OPEN_WORDS_MIN = 3;
/** Words of a motto; a shorter text in quotation marks is what is to be printed. */
const MOTTO_WORDS_MIN = 5;
const FOOTER =
  /confidential|privileged|disclaimer|unsubscribe|mailing list|newsletter|virus|vertraulich|rechtlich|abmelden|confidentiel|désabonner|confidencial|riservat|destinatari|vertrouwelijk|afmelden|konfidenti|fortrolig|luottamuksellis|poufn|důvěrn|конфиденциальн/i;
/** Lawyers and list servers do not speak of themselves. */
const ONE_SPEAKS =
  /(?<!\p{L})(I|I['’](m|ve|d|ll)|[Mm]y|[Mm]ine|[Ii]ch|[Mm]ein\p{L}{0,2}|[Mm]ir|[Mm]ich|[Jj]e|[Jj]['’]\p{L}+|[Mm]on|[Mm]es|[Mm]oi|[Yy]o|[Mm]is?|[Ii]o|[Mm]i[oae]|[Ee]u|[Mm]eu|[Mm]inha|[Ii]k|[Mm]ijn|[Jj]ag|[Jj]eg|[Mm]itt|[Mm]ina|[Mm]ój|[Mm]oj[ae]|[Mm]ůj|[Яя]|[Мм]о[йя]|[Мм]не|[Мм]еня|[Мм]ені|[Мм]ій|[Bb]enim)(?!\p{L})/u;

const GREETING_ALONE =
  /^\s*(hi|hello|hey|hallo|guten (tag|morgen)|bonjour|salut|hola|ciao|buongiorno|hej|hei|cześć|привет|здравствуйте)( (there|all|team|zusammen))?\s?[,.!]?\s*$/iu;

/** Where the signature at the end begins; null when there is none that is surely one. `above` is what it was cut from. */
export function signatureStart(lines: string[], above: string[] = lines): number | null {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1]!)) end--;
  let start: number | null = null;
  let filled = 0;
  for (let i = end - 1; i >= 0 && end - i <= FOOTER_LINES_MAX; i--) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    if (line.length > LINE_CHARS_MAX) break;
    // What a mark further down has taken needs no second look.
    const to = start ?? end;
    if (filled <= SIGNATURE_LINES_MAX && beginsAt(lines, i, to, above, filled)) start = i;
    // A footer between rules: a disclaimer, or what a mailing list adds.
    else if (/^\s*_{2,}\s*$/.test(line) && i > 0 && isFooter(lines, i + 1, end)) start = i;
    else filled++;
    if (start === i) filled = 0;
  }
  return start;
}

function beginsAt(lines: string[], i: number, to: number, above: string[], filled: number): boolean {
  const line = lines[i]!;
  if (isDeviceLine(line)) return lines.slice(i + 1, to).every(isBelowDevice);
  if (line.replace(/\s+$/, ' ') === '-- ')
    return !isAnnounced(lines, i) && isBelowMark(lines.slice(i + 1, to), isOpen(lines[i - 1] ?? ''));
  if (/^\s*(--|—)\s*$/.test(line))
    return (
      filled <= BARE_LINES_MAX &&
      !isAnnounced(lines, i) &&
      (isBelowRule(lines.slice(i + 1, to)) || isRepeated(lines, i, above))
    );
  return (
    filled <= CLOSING_LINES_MAX && isClosing(line) && !isDictated(lines, i) && isBelowClosing(lines.slice(i + 1, to))
  );
}

/** Nothing, another such line, or a greeting without anything behind it: the beginning of an older mail. */
function isBelowDevice(line: string): boolean {
  return isBlank(line) || isDeviceLine(line) || isProgramSite(line) || GREETING_ALONE.test(line);
}

/** A phone's line with words below it: only it goes. Null where there is none, or where somebody may be telling of it. */
export function strayDeviceLine(lines: string[]): number | null {
  for (let i = lines.length - 1; i >= 0 && lines.length - i <= FOOTER_LINES_MAX; i--)
    if (isDeviceLine(lines[i]!)) return isAnnounced(lines, i) ? null : i;
  return null;
}

interface Paragraph {
  kinds: LineKind[];
  lines: string[];
}

function paragraphs(lines: string[]): Paragraph[] {
  const found: Paragraph[] = [];
  let open = false;
  for (const line of lines) {
    if (isBlank(line)) open = false;
    else {
      if (!open) found.push({ kinds: [], lines: [] });
      open = true;
      found.at(-1)!.kinds.push(lineKind(line));
      found.at(-1)!.lines.push(line);
    }
  }
  return found;
}

const reaches = (kinds: LineKind[]) => kinds.some(kind => kind === 'contact' || kind === 'firm' || kind === 'device');

/** Lines that belong to a firm or a person whom they say how to reach; a lone name or street may be an answer. */
function isContactBlock({ kinds, lines }: Paragraph): boolean {
  return (!kinds.includes('words') && reaches(kinds)) || isFooter(lines, 0, lines.length);
}

/** Below `-- `, which programs write: a name and what belongs to it. */
function isBelowMark(lines: string[], open: boolean): boolean {
  const [first, ...more] = paragraphs(lines);
  if (!first) return true;
  // A rule below the mark: all that is left is the firm's legal words.
  if (/^\s*_{2,}\s*$/.test(first.lines[0]!)) return isFooter(lines, 0, lines.length);
  const names = first.kinds.every(
    (kind, i) =>
      kind !== 'words' ||
      (i === 0 && isNickname(first.lines[0]!)) ||
      isQuotation({ kinds: [kind], lines: [first.lines[i]!] }),
  );
  if (open && ![first, ...more].some(each => reaches(each.kinds))) return false;
  return (
    (names || isFooter(first.lines, 0, first.lines.length)) &&
    more.every(each => isContactBlock(each) || isQuotation(each))
  );
}

/** Below `--`, which people write too: nothing that may be what is ordered. */
function isBelowRule(lines: string[]): boolean {
  const all = paragraphs(lines);
  const kinds = all.flatMap(each => each.kinds);
  // A name with a street and a phone is where something is to be sent.
  const placed =
    kinds.includes('place') && !lines.some(line => /@|www\.|https?:/.test(line)) && !kinds.includes('firm');
  return (
    kinds.length === 0 ||
    (!placed &&
      all.every((each, i) => isContactBlock(each) || (i === 0 && !each.kinds.includes('words') && reaches(kinds))))
  );
}

/** Below a closing: a name, then ways to reach its bearer. */
function isBelowClosing(lines: string[]): boolean {
  const [first, ...more] = paragraphs(lines);
  if (!first) return true;
  const { kinds } = first;
  // A person's name comes first: a role alone may be what the mail is about.
  const titled = kinds[0] === 'firm' && /\p{L}\s?[,|–-]\s/u.test(first.lines[0]!);
  const named = kinds[0] === 'name' || titled || (!isBlank(lines[0]!) && isNickname(first.lines[0]!));
  const rest = kinds.slice(named ? 1 : 0);
  const sound = rest.length === 0 || (!rest.includes('words') && reaches(rest));
  if (!sound || !named) return false;
  // "Regards," blank "Ann" blank: the name may stand alone before what belongs to it.
  return more.every(isContactBlock);
}

function isNickname(line: string): boolean {
  const words = line.trim().replace(/[.,]$/, '').split(/\s+/);
  return (
    words.length <= NICKNAME_WORDS_MAX &&
    words.every(word => /^[\p{L}\p{M}'’-]{1,15}$/u.test(word)) &&
    (words.length === 1 || isNameShaped(line))
  );
}

/** A motto in quotation marks, with the name of who said it. */
function isQuotation({ lines }: Paragraph): boolean {
  const words = lines.join(' ').slice(0, LINE_CHARS_MAX).trim().split(/\s+/);
  return (
    words.length >= MOTTO_WORDS_MIN &&
    /^\s*["“„«'‘]/.test(lines[0]!) &&
    /^\s*[–—~-]|["”“»'’][.,]?\s*(\([^()]{2,40}\)|[–—-].{2,40})?$/.test(lines.at(-1)!)
  );
}

/** "I would like to have" right above: what follows may be the rest of it. */
function isOpen(line: string): boolean {
  return /[\p{L}\p{N}]\s*$/u.test(line) && line.slice(0, LINE_CHARS_MAX).trim().split(/\s+/).length >= OPEN_WORDS_MIN;
}

/** "I need:" above it: then it is what is needed. */
function isAnnounced(lines: string[], i: number): boolean {
  return /[:：]\s*$/.test(filledAbove(lines, i));
}

/** What is to be written on a card ends with a greeting as letters do. */
const DICTATES =
  /(?<!\p{L})(cards?|print|engrav\p{L}*|write|text|inscription|dedication|karte|gru(ß|ss)karte|druck\p{L}*|aufdruck|gravur|graviert|schreib\p{L}*|carte|imprim\p{L}*|écri\p{L}*|grav\p{L}*|tarjeta|escrib\p{L}*|cartolina|biglietto|scriv\p{L}*|kaart\p{L}*|kort\p{L}*|skriv\p{L}*|kartk\p{L}*|открытк\p{L}*|напиш\p{L}*)(?!\p{L})/iu;

function isDictated(lines: string[], i: number): boolean {
  return DICTATES.test(filledAbove(lines, i));
}

function filledAbove(lines: string[], i: number): string {
  let above = i - 1;
  while (above >= 0 && isBlank(lines[above]!)) above--;
  return above >= 0 ? lines[above]!.slice(-LINE_CHARS_MAX) : '';
}

/** The same line below the same mark in the history: then it is a signature, whatever it says. */
function isRepeated(lines: string[], i: number, above: string[]): boolean {
  const below = lines.slice(i + 1).filter(line => !isBlank(line));
  if (below.length !== 1) return false;
  const bare = (line: string) =>
    line
      .slice(0, LINE_CHARS_MAX)
      .replace(/^[\s>|]+/, '')
      .trimEnd();
  return above.some((line, at) => /^[\s>|]*>[\s>|]*--\s*$/.test(line) && bare(above[at + 1] ?? '') === bare(below[0]!));
}

/** What firms and lists put below everything: legal words, an address to leave. A link alone may be what is ordered. */
function isFooter(lines: string[], from: number, to: number): boolean {
  const text = lines.slice(from, to).join('\n').slice(0, 4_000);
  if (!FOOTER.test(text) || ONE_SPEAKS.test(text) || /^\s*([-*•]\s+\S|\d{1,3}\s?[x×]?\s\p{Ll})/mu.test(text))
    return false;
  return text.length >= FOOTER_CHARS_MIN || /https?:\/\/|www\.|@/i.test(text);
}
