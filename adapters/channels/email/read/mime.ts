/**
 * The bones of a mail, read by hand in one pass with limits: headers as they stand, and where each part begins and ends.
 * The library reads the content; this tells beforehand whether a mail is a bomb, finds what the library folds together
 * (delivery reports), repairs wrong charsets, and saves what can be saved when the library gives up.
 */
import { decodeBytes } from './charset.ts';

/** Headers larger than this are an attack; mail servers add a few KB. */
export const HEADER_BYTES_MAX = 1024 * 1024;
/** Of headers that are larger this much is read: the sender stands at the top or is not known. */
const HEADER_BYTES_READ = 256 * 1024;
/** Parts that are looked at: a letter has five, a digest fifty. */
const PARTS_MAX = 400;
const DEPTH_MAX = 20;
/** Bytes of one text part that are decoded by hand. */
const TEXT_BYTES_MAX = 2 * 1024 * 1024;

/** Browsers look for a page's charset in as much. */
const HTML_TOP_BYTES = 4_096;

export interface Headers {
  /** The values of a header, from the top, unfolded, as they stand. */
  all(name: string): string[];
  /** The first of them; null when there is none. */
  get(name: string): string | null;
  has(name: string): boolean;
  /** How many header lines there are. */
  readonly count: number;
}

export interface Part {
  headers: Headers;
  /** `text/plain` when nothing is said. */
  type: string;
  parameters: Record<string, string>;
  encoding: string;
  disposition: string;
  filename: string | null;
  /** Where its content begins and ends in the mail. */
  from: number;
  to: number;
  depth: number;
  /** The type of the multipart it stands in; empty at the top. */
  within: string;
}

export interface Bones {
  headers: Headers;
  headerBytes: number;
  /** Parts that hold content, in order; those inside an attached mail are not looked into. */
  parts: Part[];
  /** The multipart types on the way. */
  containers: string[];
  /** There were more parts than are looked at. */
  tooMany: boolean;
  /** A multipart whose boundary never came. */
  broken: boolean;
}

export function readBones(raw: Buffer): Bones {
  const end = headerEnd(raw, 0, raw.length);
  const headers = readHeaders(raw.subarray(0, Math.min(end, HEADER_BYTES_READ)));
  const bones: Bones = { headers, headerBytes: end, parts: [], containers: [], tooMany: false, broken: false };
  walk(raw, bones, headers, bodyStart(raw, end), raw.length, 0, '');
  return bones;
}

function walk(raw: Buffer, bones: Bones, headers: Headers, from: number, to: number, depth: number, within: string) {
  const { type, parameters } = typeOf(headers);
  if (!type.startsWith('multipart/') || depth >= DEPTH_MAX) {
    if (depth >= DEPTH_MAX) bones.tooMany = true;
    if (bones.parts.length >= PARTS_MAX) {
      bones.tooMany = true;
      return;
    }
    const disposition = headers.get('content-disposition') ?? '';
    bones.parts.push({
      headers,
      type,
      parameters,
      encoding: (headers.get('content-transfer-encoding') ?? '').toLowerCase().replace(/[^a-z0-9-]/g, ''),
      disposition: disposition.toLowerCase().split(/[;\s]/)[0] ?? '',
      filename: readParameters(disposition).filename ?? parameters.name ?? null,
      from,
      to,
      depth,
      within,
    });
    return;
  }
  bones.containers.push(type);
  const boundary = parameters.boundary ?? '';
  const marks = boundary ? boundariesIn(raw, boundary, from, to) : [];
  if (marks.length === 0) {
    bones.broken = true;
    bones.parts.push({
      headers,
      type: 'text/plain',
      parameters: {},
      encoding: '',
      disposition: '',
      filename: null,
      from,
      to,
      depth,
      within,
    });
    return;
  }
  for (const [i, mark] of marks.entries()) {
    if (mark.last || bones.tooMany) return;
    const next = marks[i + 1];
    const partTo = next ? next.lineFrom : to;
    const partEnd = headerEnd(raw, mark.after, partTo);
    const partHeaders = readHeaders(raw.subarray(mark.after, Math.min(partEnd, mark.after + HEADER_BYTES_READ)));
    walk(raw, bones, partHeaders, Math.min(bodyStart(raw, partEnd), partTo), partTo, depth + 1, type);
  }
}

interface Mark {
  lineFrom: number;
  after: number;
  last: boolean;
}

function boundariesIn(raw: Buffer, boundary: string, from: number, to: number): Mark[] {
  const needle = Buffer.from(`--${boundary}`, 'latin1');
  const marks: Mark[] = [];
  for (let at = raw.indexOf(needle, from); at >= 0 && at < to; at = raw.indexOf(needle, at + needle.length)) {
    if (at > from && raw[at - 1] !== 0x0a && raw[at - 1] !== 0x0d) continue;
    const end = at + needle.length;
    const last = raw[end] === 0x2d && raw[end + 1] === 0x2d;
    // A longer boundary that begins like this one is another.
    const byte = raw[last ? end + 2 : end];
    if (byte !== undefined && byte !== 0x0a && byte !== 0x0d && byte !== 0x20 && byte !== 0x09) continue;
    const lineEnd = raw.indexOf(0x0a, end);
    const lineFrom = at > from && raw[at - 1] === 0x0a ? (raw[at - 2] === 0x0d ? at - 2 : at - 1) : at;
    marks.push({ lineFrom: Math.max(lineFrom, from), after: lineEnd < 0 || lineEnd >= to ? to : lineEnd + 1, last });
    if (last || marks.length > PARTS_MAX * 2) break;
  }
  return marks;
}

/** Where the headers end: at the empty line, or at the end. */
function headerEnd(raw: Buffer, from: number, to: number): number {
  if (raw[from] === 0x0a || (raw[from] === 0x0d && raw[from + 1] === 0x0a)) return from;
  // Within this part only: a search to the end of the mail for each of many parts would take for ever.
  const part = raw.subarray(from, to);
  const ends = [part.indexOf('\n\r\n'), part.indexOf('\n\n'), part.indexOf('\r\r')].filter(at => at >= 0);
  return ends.length ? from + Math.min(...ends) + 1 : to;
}

function bodyStart(raw: Buffer, end: number): number {
  if (raw[end] === 0x0d && raw[end + 1] === 0x0a) return end + 2;
  return raw[end] === 0x0a || raw[end] === 0x0d ? end + 1 : end;
}

function readHeaders(head: Buffer): Headers {
  const lines: [string, string][] = [];
  for (const line of head.toString('latin1').replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    const last = lines.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last && last[1].length < HEADER_BYTES_READ) last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0 || /[\s]/.test(line.slice(0, colon).trimEnd())) continue;
    lines.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
  }
  const all = (name: string) => lines.filter(([each]) => each === name).map(([, value]) => value);
  return {
    all,
    get: name => lines.find(([each]) => each === name)?.[1] ?? null,
    has: name => lines.some(([each]) => each === name),
    count: lines.length,
  };
}

function typeOf(headers: Headers): { type: string; parameters: Record<string, string> } {
  const value = headers.get('content-type') ?? '';
  const type = /^\s*([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)/i.exec(value)?.[1]?.toLowerCase();
  return { type: type ?? 'text/plain', parameters: readParameters(value) };
}

/** `; name="value"; other=value`, with RFC 2231 pieces joined. */
function readParameters(value: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of value
    .slice(0, 8_000)
    .matchAll(/;\s*([^=;\s]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g)) {
    const bare = name.toLowerCase().replace(/\*\d*\*?$/, '');
    const text = quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : (plain ?? '').trim();
    if (name.includes('*')) found[bare] = (found[bare] ?? '') + text.replace(/^[\w-]*'[\w-]*'/, '');
    else found[bare] ??= text;
  }
  return found;
}

/** A part's bytes after its transfer encoding was taken off; at most `bytesMax` of them. */
export function contentOf(raw: Buffer, part: Part, bytesMax = TEXT_BYTES_MAX): Buffer {
  const body = raw.subarray(part.from, Math.min(part.to, part.from + bytesMax * 2));
  if (part.encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64').subarray(0, bytesMax);
  if (part.encoding === 'quoted-printable') return unquote(body).subarray(0, bytesMax);
  return body.subarray(0, bytesMax);
}

function unquote(body: Buffer): Buffer {
  const out = Buffer.alloc(body.length);
  let n = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] !== 0x3d) {
      out[n++] = body[i]!;
      continue;
    }
    const pair = body.toString('latin1', i + 1, i + 3);
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      out[n++] = Number.parseInt(pair, 16);
      i += 2;
    } else {
      // A soft line break, perhaps with blanks before its end.
      let j = i + 1;
      while (body[j] === 0x20 || body[j] === 0x09) j++;
      if (body[j] === 0x0d && body[j + 1] === 0x0a) i = j + 1;
      else if (body[j] === 0x0a) i = j;
      else out[n++] = 0x3d;
    }
  }
  return out.subarray(0, n);
}

/** The text of a part, whatever its label says about its charset. */
export function textOfPart(raw: Buffer, part: Part): string {
  const bytes = contentOf(raw, part);
  return decodeBytes(bytes, part.parameters.charset ?? (part.type === 'text/html' ? charsetInHtml(bytes) : null));
}

/** What a page says of itself at its top. */
function charsetInHtml(bytes: Buffer): string | null {
  const top = bytes.toString('latin1', 0, HTML_TOP_BYTES);
  return /<meta\b[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(top)?.[1] ?? null;
}

/** Parts whose text belongs to the letter itself. */
export function isInlineText(part: Part, type: 'text/plain' | 'text/html'): boolean {
  return part.type === type && part.disposition !== 'attachment';
}
