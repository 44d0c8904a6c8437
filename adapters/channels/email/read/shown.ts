/** The text of a mail that staff see first: plain or HTML, folded, with placeholders where there are no words. */
import { type InboundAttachment, isBlank } from '../../../../src/core/message.ts';
import { type Content, salvage } from './content.ts';
import { type Folded, foldText } from './fold.ts';
import type { Forwarded } from './forward.ts';
import { foldHtml, type ReadHtml } from './html/html.ts';
import { WHOLE_BYTES_MAX } from './limits.ts';
import { readBones } from './mime.ts';

/** Words of HTML that are missing in the plain text: link addresses and preheaders make up less than this share. */
const MISSING_SHARE_MAX = 0.4;
/** Text of an enclosed mail that is shown; the file has it all. */
const ENCLOSED_CHARS_MAX = 20_000;
/** A shorter line stands in many texts by chance. */
const HIDDEN_CHARS_MIN = 8;
/** What programs write into the plain part when they mean "look at the HTML". */
const STUB =
  /(view|read|see) (this|it|the) (e-?mail|message|newsletter)?.{0,40}(in|with|on) (your |a )?(web )?browser|html[- ](e-?mail|version|format|capable|compatible|enabled)|(does|do|kann|can) ?n[o']t (display|support|show|read) html|im browser (ansehen|anzeigen|öffnen)|nur[- ]?html|ver en (el|tu) navegador|afficher dans (le|votre) navigateur/i;

interface Shown extends Folded {
  warnings: string[];
  pictures: string[];
  cids: string[];
  /** Everything, unfolded, for finding a forwarded mail in it. */
  whole: string;
}

/**
 * The plain text, unless the HTML says more: a scanner's or a mailing list's footer is often the only plain part of a
 * mail whose words are in the HTML. Nothing that was written may be missing.
 */
export function readShown({ plain: given, html }: Content, forwarded: boolean, reply: boolean): Shown {
  const plain = cleanPlain(given);
  const bare = { pictures: [], cids: [], warnings: [] };
  if (!html) return { ...foldText(plain, { forwarded, reply }), ...bare, whole: plain };
  const read: ReadHtml = foldHtml(html, { forwarded, reply });
  const { text, folded, warnings, pictures, cids } = read;
  const whole = isBlank(plain)
    ? [text, ...folded.filter(each => each.why === 'quote').map(each => each.text)].join('\n')
    : plain;
  const asHtml = { text, folded, warnings, pictures, cids, whole };
  if (isBlank(plain)) return asHtml;
  const htmlWords = wordsOf([text, ...folded.filter(each => each.why !== 'hidden').map(each => each.text)].join(' '));
  const plainWords = wordsOf(plain);
  if (missingShare(htmlWords, plainWords) > MISSING_SHARE_MAX) {
    const stub = plain.length < 2_000 && STUB.test(plain);
    if (stub || isBlank(text) || missingShare(plainWords, htmlWords) <= MISSING_SHARE_MAX)
      return isBlank(text) ? { ...foldText(plain, { forwarded, reply }), warnings, pictures, cids, whole } : asHtml;
    return { ...asHtml, text: `${text}\n\n${plain.trim()}` };
  }
  // A plain text has no line through "40 EUR 30 EUR"; what was taken back would be said.
  if (read.struck && !isBlank(text)) return asHtml;
  const asPlain = withoutHidden(foldText(plain, { forwarded, reply }), read);
  // Answers between marked lines were kept whole: then the plain text knows better.
  if (/^>/m.test(plain) && !asPlain.folded.some(each => each.why === 'quote'))
    return { ...asPlain, warnings, pictures, cids, whole };
  // The markup knows a quote that the plain text does not show.
  if (
    read.marked &&
    folded.some(each => each.why === 'quote') &&
    !asPlain.folded.some(each => each.why === 'quote') &&
    !isBlank(text)
  )
    return asHtml;
  return { ...asPlain, warnings, pictures, cids, whole };
}

/** A mail that somebody passed on as a file: whose it was, and what it says. */
export function enclosedMail(attachments: Content['attachments']): { text: string; forward: Forwarded | null } | null {
  const file = attachments.find(each => each.type === 'message/rfc822');
  if (!file || file.content.length > WHOLE_BYTES_MAX) return null;
  const bones = readBones(file.content);
  const { plain, html, subject, from } = salvage(file.content, bones, '');
  const said = (plain || foldHtml(html).text).trim().slice(0, ENCLOSED_CHARS_MAX);
  if (!from && !said) return null;
  const who = from ? (from.name ? `${from.name} <${from.address}>` : from.address) : 'unknown';
  const text = `---------- Forwarded message ----------\nFrom: ${who}\nSubject: ${subject ?? ''}\n\n${said}`;
  return { text, forward: from ? { ...from, subject } : null };
}

/** Words that the markup hides are not words of the customer in the plain part either. */
function withoutHidden(shown: Folded, read: ReadHtml): Folded {
  const hidden = read.folded
    .filter(each => each.why === 'hidden')
    .map(each => squeezed(each.text))
    .join(' ');
  if (!hidden) return shown;
  const visible = squeezed(
    [read.text, ...read.folded.filter(each => each.why !== 'hidden').map(each => each.text)].join(' '),
  );
  const gone: string[] = [];
  const kept = shown.text.split('\n').filter(line => {
    const plain = squeezed(line);
    const secret = plain.length >= HIDDEN_CHARS_MIN && hidden.includes(plain) && !visible.includes(plain);
    if (secret) gone.push(line);
    return !secret;
  });
  if (gone.length === 0 || isBlank(kept.join(''))) return shown;
  return { text: kept.join('\n').trim(), folded: [...shown.folded, { why: 'hidden', text: gone.join('\n') }] };
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function cleanPlain(text: string): string {
  return text.replace(/\u00ad|\u034f|\u180e|[\u0001-\u0005\u200b\u2060-\u2064\ufeff]/g, '');
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .slice(0, 200_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? [],
  );
}

/** The share of `these` that is not among `those`. */
function missingShare(these: Set<string>, those: Set<string>): number {
  if (these.size === 0) return 0;
  let missing = 0;
  for (const word of these) if (!those.has(word)) missing++;
  return missing / these.size;
}

/** What stands in for words where there are none. */
export function withLines(text: string, lines: string[], pictures: string[], attachments: InboundAttachment[]): string {
  const parts = [...lines];
  if (!isBlank(text)) parts.push(text);
  if (parts.length) return parts.join('\n\n');
  const images = attachments.filter(each => each.type.startsWith('image/'));
  if (images.length)
    return `No words, only ${images.length === 1 ? 'a picture' : `${images.length} pictures`}: ${images
      .slice(0, 5)
      .map(each => each.name)
      .join(', ')}.`;
  const alt = pictures.filter(each => !isBlank(each));
  if (alt.length) return `No words, only pictures: ${alt.slice(0, 5).join(', ')}.`;
  if (pictures.length) return 'No words, only pictures that are kept on another server. They were not fetched.';
  if (attachments.length)
    return `No words, only ${attachments.length === 1 ? 'an attachment' : `${attachments.length} attachments`}: ${attachments
      .slice(0, 5)
      .map(each => each.name)
      .join(', ')}.`;
  return '';
}
