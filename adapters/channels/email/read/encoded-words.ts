/**
 * The text of a header that was read byte by byte: encoded words (RFC 2047) in any charset, UTF-7 among them, with raw
 * bytes inside or beside them, with blanks where none may be, and with characters cut in two between them.
 */
import { decodeBytes } from './charset.ts';

const WORD = /=\?([^?\s=]{1,60})\?([bq])\?([^?\r\n]*(?:\?(?!=)[^?\r\n]*){0,20})\?=/gi;

interface Piece {
  chunks: Buffer[];
  charset: string | null;
}

export function decodeHeader(header: string): string {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (bytes: Buffer, charset: string | null) => {
    const last = pieces.at(-1);
    // A character may begin in one word and end in the next.
    if (last && last.charset !== null && charset !== null && sameCharset(last.charset, charset))
      last.chunks.push(bytes);
    else pieces.push({ chunks: [bytes], charset });
  };
  for (const found of header.matchAll(WORD)) {
    const [whole, charset = '', encoding = '', content = ''] = found;
    const between = header.slice(at, found.index);
    // Blanks between two words are none.
    if (between && !(at > 0 && between.trim() === '')) add(Buffer.from(between, 'latin1'), null);
    add(encoding.toLowerCase() === 'b' ? fromBase64(content) : fromQuoted(content), charset.split('*')[0]!);
    at = found.index + whole.length;
  }
  if (at < header.length) add(Buffer.from(header.slice(at), 'latin1'), null);
  return pieces
    .map(({ chunks, charset }) => decodeBytes(Buffer.concat(chunks), charset))
    .join('')
    .replace(/[\r\n\0]+/g, ' ');
}

/** True where the libraries read wrongly: raw bytes, and charsets they do not have. */
export function needsOwnReading(header: string): boolean {
  return (
    /[\x80-\xff]|\x1b[$(]/.test(header) || /=\?[^?]{0,40}(utf-?7|unknown|x-|iso-2022-kr)[^?]{0,40}\?/i.test(header)
  );
}

function sameCharset(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function fromQuoted(content: string): Buffer {
  const text = content
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

/** Raw bytes do not belong in base64; where they are, somebody forgot to encode. */
function fromBase64(content: string): Buffer {
  return /[\x80-\xff]/.test(content) ? Buffer.from(content, 'latin1') : Buffer.from(content, 'base64');
}
