/**
 * Where the head of a mail ends and its words begin, when a broken program made it: no headers at all, a blank line too
 * early or none, line ends of an old machine, a header cut in two. The libraries take everything above the first blank
 * line for headers; here words stay words, and a true header below a broken line still counts.
 */

/** A head that is longer is left as it is: only an attack has one, and it is read in part. */
const HEAD_BYTES_MAX = 256 * 1024;
/** Blank lines above the first header, as some gateways leave them, and the first headers are within this. */
const TOP_BYTES = 4_000;

/** Names of headers without a hyphen: RFC 5322, RFC 2045, and what mail programs add. */
const NAMES = new Set(
  'from to cc bcc date subject sender received comments keywords references importance sensitivity priority precedence organization organisation lines status autoforwarded encoding encrypted expires path newsgroups xref approved control distribution summary supersedes obsoletes conversion autosubmitted envelope face'.split(
    ' ',
  ),
);
/**
 * Where there is none of these, with what belongs there, there is no head. "Received: one lid", "References: Mrs Lee"
 * and "X-Large: two shirts" are what customers write.
 */
const TELLING: [name: RegExp, value: RegExp][] = [
  [/^subject$/, /\S/],
  [/^(from|to|cc|bcc|sender|reply-to)$/, /@|<|undisclosed/i],
  [/^(message-id|in-reply-to)$/, /<[^<>]*@[^<>]*>|^\s*\S+@\S+\s*$/],
  [/^(return-path|delivered-to|envelope-to|x-original-to)$/, /@|<\s*>/],
  [/^resent-/, /@|\d:\d\d/],
  [/^mime-version$/, /\d\.\d/],
  [/^content-type$/, /^\s*[a-z]+\/[a-z]/i],
  [/^content-transfer-encoding$/, /^\s*(7bit|8bit|binary|base64|quoted-printable)/i],
  [/^(content-(disposition|language|id|description|length))$/, /\S/],
  [/^(dkim-signature|arc-[a-z-]+|authentication-results)$/, /=/],
  [/^received-spf$/, /^\s*(pass|fail|softfail|neutral|none|temperror|permerror)/i],
  [/^auto-submitted$/, /^\s*(no|auto-)/i],
  [/^list-/, /[<.]/],
  [/^thread-(topic|index)$/, /\S/],
];
/** Headers that only programs write. */
const TECHNICAL = /^(received|message-id|return-path|delivered-to|mime-version|content-type|dkim-signature)\s*:/i;
/** Alone such a line may be somebody's: "Date: 3 May 2026 10:00". */
const HALF_TELLING: [name: RegExp, value: RegExp][] = [
  [/^date$/, /\d:\d\d/],
  [/^received$/, /\b(from|by)\b.*\b(by|with|id|for)\b|;.*\d:\d\d/i],
  [/^references$/, /<[^<>]*@[^<>]*>|^\s*\S+@\S+\s*$/],
  [/^(x-(mailer|priority|spam-[a-z]+|msmail-priority)|user-agent)$/, /\S/],
];
/** Below blank lines or words, "Subject: x" alone may be somebody's words too; two such headers are a head. */
const TELLING_MIN = 2;
/** A form may ask for a subject and an address; From, To and Subject together are a mail's. */
const TELLING_IN_FORM_MIN = 3;
/** Headers that are long, and have been seen broken. A sender or a date is never joined from two lines. */
const WRAPPED = /^(subject|comments|keywords|to|cc|references|received|dkim-signature|x-[\w-]+)\s*:/i;
const HTML_HEAD = 'Content-Type: text/html\r\n\r\n';
/** The line that a mailbox file puts above each mail: `From ann@x Mon Nov  2 09:00:00 2026`. */
const ENVELOPE = /^>?From \S+ +(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d{4}/;

/**
 * The same mail with a head that every reader understands; the very same bytes when there is nothing to mend. Bodies are
 * left alone, but for line ends when the whole mail has none but CR.
 */
export function mendHead(raw: Buffer): Buffer {
  const bytes = evenLineEnds(withoutMark(raw));
  const { lines, whole, rest } = linesOfHead(bytes);
  const above = lines.length === 0 ? blankAbove(bytes) : 0;
  if (above > 0) return mendHead(bytes.subarray(above));
  const start = ENVELOPE.test(lines[0] ?? '') ? 1 : 0;
  const end = lastHeader(lines, start) + 1;
  // A head that never ends is an attack's, unless it begins with words.
  if (!whole && nameOf(lines[0] ?? '')) return bytes;
  if (end <= start) return Buffer.concat([Buffer.from(startsAsHtml(bytes) ? HTML_HEAD : '\r\n'), bytes]);
  const sound =
    (isKnown(lines[0]!) || lines.some(isTechnical)) &&
    start === 0 &&
    end === lines.length &&
    lines.every((line, i) => nameOf(line) || (i > 0 && isFold(line)));
  if (sound || !whole) return bytes;
  const { head, stray } = joined(lines.slice(start, end));
  const words = [...stray, ...lines.slice(end)];
  // The blank line that ended the head stays where it was: between two paragraphs.
  const text = [...head, '', ...(words.length ? [...words, ''] : []), ''].join('\r\n');
  return Buffer.concat([Buffer.from(text, 'latin1'), bytes.subarray(rest)]);
}

/** Words of a page, sent without a head: nobody begins a letter with a tag. */
function startsAsHtml(bytes: Buffer): boolean {
  return /^\s{0,200}<(!doctype html|html|head|body|div|p|table|meta|style)[\s>]/i.test(
    bytes.toString('latin1', 0, TOP_BYTES),
  );
}

/** A byte order mark says nothing in a mail. */
function withoutMark(raw: Buffer): Buffer {
  return raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? raw.subarray(3) : raw;
}

/**
 * CR alone ends a line only where nothing else does, as on old machines; CR CR LF is one line end that passed two
 * gateways. Elsewhere a lone CR in the head is a blank: it must not begin a header that the mail server did not see.
 */
function evenLineEnds(raw: Buffer): Buffer {
  const ends = [raw.indexOf('\n\n'), raw.indexOf('\n\r\n')].filter(at => at >= 0);
  const head = raw.toString('latin1', 0, Math.min(HEAD_BYTES_MAX, ends.length ? Math.min(...ends) : raw.length));
  if (!/\r(?!\n|$)/.test(head)) return raw;
  const mended = (text: string) => Buffer.from(text, 'latin1');
  if (head.includes('\r\r\n')) return mended(raw.toString('latin1').replaceAll('\r\r\n', '\r\n'));
  const lf = head.indexOf('\n');
  const gap = head.indexOf('\r\r');
  if (lf < 0 || (gap >= 0 && gap < lf)) return mended(raw.toString('latin1').replace(/\r(?!\n)/g, '\r\n'));
  return Buffer.concat([mended(head.replace(/\r(?!\n|$)/g, ' ')), raw.subarray(head.length)]);
}

/** The lines up to the first blank one, whether that was reached, and where what follows it begins. */
function linesOfHead(bytes: Buffer): { lines: string[]; whole: boolean; rest: number } {
  const lines: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at >= HEAD_BYTES_MAX) return { lines, whole: false, rest: at };
    const lf = bytes.indexOf(0x0a, at);
    const line = bytes.toString('latin1', at, lf < 0 ? bytes.length : lf).replace(/\r$/, '');
    at = lf < 0 ? bytes.length : lf + 1;
    if (line === '') break;
    lines.push(line);
  }
  return { lines, whole: true, rest: at };
}

/** How many bytes of blank lines stand above headers; 0 when what follows them is none. */
function blankAbove(bytes: Buffer): number {
  const top = bytes.toString('latin1', 0, TOP_BYTES);
  const blank = /^(?:[ \t]{0,80}\r?\n)+/.exec(top)?.[0].length ?? 0;
  const lines = top.slice(blank).split(/\r?\n/, 5);
  if (ENVELOPE.test(lines[0] ?? '')) lines.shift();
  return lines.filter(isTelling).length >= TELLING_MIN ? blank : 0;
}

function nameOf(line: string): string | null {
  return /^([!-9;-~]{1,80})[ \t]*:/.exec(line)?.[1] ?? null;
}

/** With a hyphen it is a header whoever invented it; "Hello: the lid rattles" has none. */
function isKnown(line: string): boolean {
  const name = nameOf(line)?.toLowerCase();
  return name !== undefined && (NAMES.has(name) || /^(x|[a-z][a-z0-9]*([-_][a-z0-9]+)+)$/.test(name));
}

/** A header that makes a head: one that mail programs write, with what belongs there. */
function isTelling(line: string): boolean {
  return [...TELLING, ...HALF_TELLING].some(each => fits(line, each));
}

function fits(line: string, [wanted, value]: [name: RegExp, value: RegExp]): boolean {
  const name = nameOf(line);
  return name !== null && wanted.test(name.toLowerCase()) && value.test(line.slice(line.indexOf(':') + 1));
}

/** `Gruppe: 7` below other headers is one that somebody invented; more words may be a customer's. */
function isOfOneWord(line: string): boolean {
  return nameOf(line) !== null && !/\S\s+\S/.test(line.slice(line.indexOf(':') + 1));
}

function isFold(line: string): boolean {
  return /^[ \t]/.test(line);
}

/**
 * The last line that surely belongs to the head, with what is folded below it; `start - 1` when there is none. A first
 * line that is not a header begins the body, unless a whole head stands below it.
 */
function lastHeader(lines: string[], start: number): number {
  let last = start - 1;
  let telling = 0;
  let half = 0;
  const byProgram = lines.some(isTechnical);
  for (let i = start; i < lines.length; i++) {
    if (isKnown(lines[i]!)) {
      if (HALF_TELLING.some(each => fits(lines[i]!, each))) half++;
      else if (isTelling(lines[i]!)) telling++;
      last = i;
    } else if (last === i - 1 && i > start && (isFold(lines[i]!) || (byProgram && isOfOneWord(lines[i]!)))) last = i;
  }
  // One header alone makes a head only where nothing else stands in it: "Subject: lid" above "Message: it rattles" is a form.
  const alone = lines.slice(start).every((line, i) => isKnown(line) || (i > 0 && isFold(line)));
  const all = telling + half;
  if (all < (alone && telling > 0 ? 1 : TELLING_MIN)) return start - 1;
  // `Name: Ann` first, as forms begin: it is a head only with what no customer writes.
  const form = nameOf(lines[start] ?? '') !== null && !isKnown(lines[start]!);
  return form && !byProgram && all < TELLING_IN_FORM_MIN ? start - 1 : last;
}

function isTechnical(line: string): boolean {
  return TECHNICAL.test(line) && isTelling(line);
}

/** A line that is not a header between headers is the rest of the one above it, wrapped without a blank, or astray. */
function joined(lines: string[]): { head: string[]; stray: string[] } {
  const head: string[] = [];
  const stray: string[] = [];
  let open = false;
  const first = lines.findIndex(isKnown);
  for (const [i, line] of lines.entries()) {
    // What stands above all headers is somebody's, colon or not.
    if (i < first) {
      stray.push(line);
      continue;
    }
    if (nameOf(line)) open = WRAPPED.test(line);
    if (nameOf(line) || (isFold(line) && head.length)) head.push(line);
    else if (open) head.push(` ${line}`);
    else stray.push(line);
  }
  return { head, stray };
}
