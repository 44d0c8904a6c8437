/** Mails out of an mbox file, one after another, whatever its size. */

/** A line that begins a mail: "From " and something that looks like an envelope. */
const BEGINS = Buffer.from('From ');
const LF = 0x0a;
/** A mail longer than this is given in pieces cut off: nothing of the file is held in memory beyond it. */
const MAIL_BYTES_HELD = 64 * 1024 * 1024;

interface MboxMail {
  raw: Buffer;
  /** Bytes of the file read so far. */
  read: number;
}

export async function* readMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMail> {
  let rest = Buffer.alloc(0);
  let read = 0;
  let lines: Buffer[] = [];
  let size = 0;
  let blankBefore = true;
  let begun = false;
  const finish = (): Buffer | null => {
    const raw = Buffer.concat(lines);
    lines = [];
    size = 0;
    return begun && raw.length > 0 ? withoutLastBlank(raw) : null;
  };
  const take = function* (line: Buffer): Generator<MboxMail> {
    if (blankBefore && line.subarray(0, 5).equals(BEGINS)) {
      const raw = finish();
      if (raw) yield { raw, read };
      begun = true;
      blankBefore = false;
      return;
    }
    // ">From " at the start of a line stands for "From ".
    const plain = /^>+From /.test(line.subarray(0, 20).toString('latin1')) ? line.subarray(1) : line;
    if (size < MAIL_BYTES_HELD) lines.push(plain);
    size += plain.length;
    blankBefore = line.length <= 2 && (line[0] === LF || (line[0] === 0x0d && line[1] === LF));
  };
  for await (const chunk of chunks) {
    read += chunk.length;
    let data = rest.length ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    for (let end = data.indexOf(LF); end >= 0; end = data.indexOf(LF)) {
      yield* take(data.subarray(0, end + 1));
      data = data.subarray(end + 1);
    }
    rest = Buffer.from(data);
  }
  if (rest.length) yield* take(rest);
  const raw = finish();
  if (raw) yield { raw, read };
}

function withoutLastBlank(raw: Buffer): Buffer {
  if (raw.length >= 2 && raw.at(-1) === LF && raw.at(-2) === LF) return raw.subarray(0, -1);
  if (raw.length >= 4 && raw.subarray(-4).toString('latin1') === '\r\n\r\n') return raw.subarray(0, -2);
  return raw;
}
