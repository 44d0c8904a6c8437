/** Decodes text whose charset label is missing, wrong or unknown: a good guess rather than question marks. */
import iconv from 'iconv-lite';
import { guessText } from './charset-guess.ts';

/** Labels that say nothing. */
const NOTHING =
  /^(|us-ascii|ascii|ansi_x3\.4-1968|unknown|unknown-8bit|x-unknown|8bit|7bit|binary|default|none|x-user-defined|utf[-_]?8.*|iso-10646|unicode-1-1-utf-8)$/i;

/** Labels of old mail programs, by the name the library knows. */
const ALIASES: Record<string, string> = {
  'x-mac-roman': 'macintosh',
  'x-sjis': 'shift_jis',
  'x-gbk': 'gbk',
  'gb2312-80': 'gb2312',
  'ks_c_5601-1987': 'euc-kr',
  ks_c_5601: 'euc-kr',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  'x-windows-949': 'euc-kr',
  'x-euc-jp': 'euc-jp',
  'cp-850': 'cp850',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  utf7: 'utf-7',
};

/** Charsets of one byte for each character: what is whole UTF-8 with such a label was written by a program that changed and kept the label. */
const SINGLE =
  /^(iso[-_]?8859[-_]?\d+|latin-?\d+|l\d|windows-?12\d\d|cp-?12\d\d|win-?12\d\d|koi8-?[ru]|macintosh|tis-620|ibm\d+|cp-?8\d\d)$/;
/** Of these the label is often no more than a habit. */
const WESTERN = /^(iso[-_]?8859[-_]?1|latin-?1|l1|windows-?1252|cp-?1252)$/;
/** So much better another reading must be than Western European, where the label says that. */
const LABELLED_MARGIN = 0.6;

/** Text of bytes with a label. A label that cannot be right is not believed. */
export function decodeBytes(bytes: Uint8Array, label: string | null): string {
  const name = clean(label);
  if (isEscaped(bytes) && /^(|us-ascii|ascii|iso-2022-jp.*|unknown.*|utf-8)$/.test(name))
    return windows('iso-2022-jp', bytes);
  if (name === 'iso-2022-kr') return decodeIso2022Kr(bytes);
  if (NOTHING.test(name)) return guess(bytes);
  const known = ALIASES[name] ?? name;
  if (SINGLE.test(known) && looksUtf8(bytes)) return utf8(bytes)!;
  // Windows programs label their own characters as Latin 1, and so do programs of half the world.
  if (WESTERN.test(known)) return guessText(bytes, LABELLED_MARGIN);
  try {
    if (iconv.encodingExists(known)) {
      const text = iconv.decode(Buffer.from(bytes), known);
      // A wrong label shows itself by characters that could not be read, or by Cyrillic with its cases turned round.
      return text.includes('\ufffd') || isTurned(text) ? guess(bytes) : text;
    }
  } catch {
    // Fall through to what the browsers know.
  }
  try {
    return new TextDecoder(known, { fatal: true }).decode(bytes);
  } catch {
    return guess(bytes);
  }
}

/** "йПШЬЙЮ ЯКНЛЮМЮ": one charset of Cyrillic read as the other. */
function isTurned(text: string): boolean {
  const words = text.match(/[\u0400-\u04ff]{3,}/g) ?? [];
  return (
    words.length > 1 &&
    words.filter(each => /^\p{Ll}?\p{Lu}{2,}$/u.test(each)).length === words.length &&
    words.some(each => /^\p{Ll}/u.test(each))
  );
}

/** True when a label needs no second thought. */
export function isPlainLabel(label: string | null): boolean {
  const name = clean(label);
  if (name === 'utf-8') return true;
  // What others read wrongly, or senders label wrongly, is looked at again.
  if (NOTHING.test(name) || SINGLE.test(ALIASES[name] ?? name) || /^(iso-2022-kr|.*utf-?7)$/.test(name)) return false;
  return iconv.encodingExists(ALIASES[name] ?? name);
}

function clean(label: string | null): string {
  return (
    (label ?? '')
      .trim()
      .toLowerCase()
      .replace(/^["']|["']$/g, '')
      .split('//')[0]!
      .split(/[\s;]/)[0] ?? ''
  );
}

function guess(bytes: Uint8Array): string {
  if (isEscaped(bytes)) return windows('iso-2022-jp', bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return windows('utf-16le', bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return windows('utf-16be', bytes);
  return utf8(bytes) ?? utf8(bytes.subarray(0, lastWhole(bytes))) ?? guessText(bytes);
}

/** UTF-8 that was cut off in the middle of its last character is still UTF-8. */
function lastWhole(bytes: Uint8Array): number {
  let end = bytes.length;
  for (let i = 0; i < 4 && end > 0 && (bytes[end - 1]! & 0xc0) === 0x80; i++) end--;
  // "Café" in Latin 1 ends like a character that was cut off; with another whole one before it is UTF-8.
  return end > 0 && bytes[end - 1]! >= 0xc0 && bytes.subarray(0, end - 1).some(each => each >= 0x80)
    ? end - 1
    : bytes.length;
}

function looksUtf8(bytes: Uint8Array): boolean {
  return bytes.some(each => each >= 0x80) && utf8(bytes) !== null;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function windows(name: string, bytes: Uint8Array): string {
  return new TextDecoder(name).decode(bytes);
}

/** ESC $ begins Japanese in seven bits. */
function isEscaped(bytes: Uint8Array): boolean {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return at.includes('\x1b$B') || at.includes('\x1b$@') || at.includes('\x1b(J') || at.includes('\x1b(I');
}

/** Korean in seven bits: between shift-out and shift-in each byte is one of EUC-KR without its top bit. */
function decodeIso2022Kr(bytes: Uint8Array): string {
  const out: number[] = [];
  let shifted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0x1b && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29 && bytes[i + 3] === 0x43) i += 3;
    else if (byte === 0x0e) shifted = true;
    else if (byte === 0x0f) shifted = false;
    else out.push(shifted && byte >= 0x21 && byte <= 0x7e ? byte | 0x80 : byte);
  }
  return windows('euc-kr', Uint8Array.from(out));
}
