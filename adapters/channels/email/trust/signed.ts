/**
 * Extracts the message from an S/MIME envelope that is signed but not encrypted (RFC 8551, CMS signed-data): no key is needed
 * to read it. The signature itself is not checked, and nothing is claimed about it. DER and BER, with indefinite lengths and
 * content in chunks.
 */
import { type Bones, contentOf, type Part, readBones } from '../read/mime.ts';

/** Envelopes within envelopes; a gateway adds one. */
const DEPTH_MAX = 3;
/** Elements that are looked at: a signed letter has some fifty, its content some thousand chunks. */
const ELEMENTS_MAX = 200_000;
const CONTENT_BYTES_MAX = 60 * 1024 * 1024;
const SIGNED_DATA = '06092a864886f70d010702';

interface Unwrapped {
  raw: Buffer;
  bones: Bones;
  /** How many signed envelopes were taken off. */
  envelopes: number;
}

export function unwrapSigned(raw: Buffer, bones: Bones): Unwrapped {
  let at: Unwrapped = { raw, bones, envelopes: 0 };
  while (at.envelopes < DEPTH_MAX) {
    const envelope = at.bones.parts.find(looksSigned);
    const inner = envelope ? innerOf(at.raw, envelope) : null;
    if (!inner) break;
    const beside = at.bones.parts.filter(each => each !== envelope);
    const head = Buffer.from(outerHead(at.raw, at.bones));
    // What a list or a gateway put below the envelope stays below the letter.
    const next = beside.length
      ? Buffer.concat([head, together(inner, at.raw, beside)])
      : Buffer.concat([head, innerHead(inner), inner.subarray(headBytes(inner))]);
    at = { raw: next, bones: readBones(next), envelopes: at.envelopes + 1 };
  }
  return at;
}

/** Between the parts of a message that is rebuilt; nobody who wrote it knew it. */
const BORDER = '=_letter-and-what-stood-beside-its-envelope';

function together(inner: Buffer, raw: Buffer, beside: Part[]): Buffer {
  const border = (end = '') => Buffer.from(`\r\n--${BORDER}${end}\r\n`, 'latin1');
  return Buffer.concat([
    Buffer.from(`MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${BORDER}"\r\n`, 'latin1'),
    border(),
    innerHead(inner),
    inner.subarray(headBytes(inner)),
    ...beside.flatMap(each => [border(), partHead(each), raw.subarray(each.from, each.to)]),
    border('--'),
  ]);
}

function partHead({ headers }: Part): Buffer {
  const lines = ['content-type', 'content-transfer-encoding', 'content-disposition', 'content-id'].flatMap(name => {
    const value = headers.get(name);
    return value === null ? [] : [`${name}: ${value}\r\n`];
  });
  return Buffer.from(`${lines.join('')}\r\n`, 'latin1');
}

function looksSigned(part: Part): boolean {
  return (
    /^application\/(x-)?pkcs7-mime$/.test(part.type) ||
    (part.type === 'application/octet-stream' && /\.p7[ms]$/i.test(part.filename ?? ''))
  );
}

function innerOf(raw: Buffer, part: Part): Buffer | null {
  let bytes = contentOf(raw, part, CONTENT_BYTES_MAX);
  if (bytes[0] !== 0x30) {
    const text = bytes.toString('latin1').replace(/-----[^-\n]{3,40}-----/g, '');
    bytes = /^[a-z0-9+/=\s]+$/i.test(text.slice(0, 2_000)) ? Buffer.from(text, 'base64') : bytes;
  }
  const content = signedContent(bytes);
  return content && content.length > 0 ? content : null;
}

/** ContentInfo { signedData, [0] SignedData { version, digests, EncapsulatedContentInfo { type, [0] OCTET STRING } } }. */
function signedContent(bytes: Buffer): Buffer | null {
  const budget = { left: ELEMENTS_MAX };
  const info = children(bytes, elementAt(bytes, 0), budget);
  if (!info?.[0] || bytes.toString('hex', info[0].from, info[0].contentTo) !== SIGNED_DATA || !info[1]) return null;
  const data = children(bytes, children(bytes, info[1], budget)?.[0] ?? null, budget);
  const enclosed = data?.[2] && children(bytes, data[2], budget);
  const held = enclosed?.[1] && children(bytes, enclosed[1], budget)?.[0];
  return held ? octets(bytes, held, budget, 0) : null;
}

interface Element {
  tag: number;
  from: number;
  contentFrom: number;
  /** Null length: until the two zero bytes that end it. */
  contentTo: number;
  endless: boolean;
}

function elementAt(bytes: Buffer, from: number): Element | null {
  const tag = bytes[from];
  const first = bytes[from + 1];
  // Tags of more than one byte do not occur here.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  if (first < 0x80)
    return { tag, from, contentFrom: from + 2, contentTo: Math.min(bytes.length, from + 2 + first), endless: false };
  if (first === 0x80) return { tag, from, contentFrom: from + 2, contentTo: bytes.length, endless: true };
  const count = first & 0x7f;
  if (count > 4 || from + 2 + count > bytes.length) return null;
  const length = bytes.readUIntBE(from + 2, count);
  const contentFrom = from + 2 + count;
  return { tag, from, contentFrom, contentTo: Math.min(bytes.length, contentFrom + length), endless: false };
}

/** What stands within an element; those without a length are followed to their end. */
function children(bytes: Buffer, element: Element | null, budget: { left: number }): Element[] | null {
  if (!element) return null;
  const found: Element[] = [];
  let at = element.contentFrom;
  while (at < element.contentTo) {
    if (element.endless && bytes[at] === 0 && bytes[at + 1] === 0) break;
    const each = elementAt(bytes, at);
    if (!each || --budget.left < 0) return found;
    found.push(each);
    const end = endOf(bytes, each, budget, 0);
    if (end <= at) return found;
    at = end;
  }
  return found;
}

function endOf(bytes: Buffer, element: Element, budget: { left: number }, depth: number): number {
  if (!element.endless) return element.contentTo;
  if (depth > 30) return -1;
  let at = element.contentFrom;
  while (at < bytes.length) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at + 2;
    const each = elementAt(bytes, at);
    if (!each || --budget.left < 0) return bytes.length;
    const end = endOf(bytes, each, budget, depth + 1);
    if (end <= at) return -1;
    at = end;
  }
  return bytes.length;
}

/** An OCTET STRING in one piece, or in chunks of which each is one again. */
function octets(bytes: Buffer, element: Element, budget: { left: number }, depth: number): Buffer {
  const constructed = (element.tag & 0x20) !== 0;
  if (!constructed) return bytes.subarray(element.contentFrom, element.contentTo);
  if (depth > 5) return Buffer.alloc(0);
  const chunks = children(bytes, element, budget) ?? [];
  return Buffer.concat(chunks.map(each => octets(bytes, each, budget, depth + 1)));
}

/** The head of the envelope without what speaks of its content. */
function outerHead(raw: Buffer, bones: Bones): string {
  return fields(raw.toString('latin1', 0, bones.headerBytes), name => !/^(content-|mime-version$)/.test(name));
}

/** Only what speaks of the content: nobody gets to be another sender from within. */
function innerHead(inner: Buffer): Buffer {
  const head = fields(inner.toString('latin1', 0, headBytes(inner)), name => /^content-/.test(name));
  return Buffer.from(`MIME-Version: 1.0\r\n${head}`, 'latin1');
}

function fields(head: string, keep: (name: string) => boolean): string {
  const kept: string[] = [];
  let on = false;
  for (const line of head.split(/\r?\n/)) {
    if (line === '') continue;
    if (!/^[ \t]/.test(line))
      on = keep(
        line
          .slice(0, Math.max(0, line.indexOf(':')))
          .trim()
          .toLowerCase(),
      );
    if (on) kept.push(line);
  }
  return kept.map(line => `${line}\r\n`).join('');
}

/** Where the head of the letter within ends; one without any head is all words. */
function headBytes(inner: Buffer): number {
  return readBones(inner).headerBytes;
}
