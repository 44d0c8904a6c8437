/** The lines of a file, a piece of it at a time: nothing is read into memory whole, and no text twice. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ImportError } from './read.ts';

/** Some hundred lines; what is more costs memory, and is no faster. */
const PIECE_BYTES = 1 << 18;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

interface Lines {
  lines: string[];
  /** All of them are UTF-8 without a zero: nothing has to be looked for in any of them. */
  clean: boolean;
}

/** Lines end with a line feed and nothing else: other characters that separate lines stand in customers' words. */
export async function* linesOf(path: string): AsyncGenerator<Lines> {
  const file = await open(path);
  try {
    let piece = Buffer.allocUnsafe(PIECE_BYTES);
    /** How many bytes of it are read and not handed over. */
    let held = await begin(file, piece);
    for (;;) {
      // A line that is longer than it: twice the room, and only what is new is looked through.
      if (held === piece.length) piece = Buffer.concat([piece], piece.length * 2);
      const { bytesRead } = await file.read(piece, held, piece.length - held);
      const there = held + bytesRead;
      const end = bytesRead === 0 ? there : piece.subarray(held, there).lastIndexOf(LINE_FEED) + held + 1;
      if (bytesRead === 0 || end > held) {
        if (end > 0) yield cut(piece, end);
        piece.copyWithin(0, end, there);
        held = there - end;
        if (piece.length > PIECE_BYTES && held < PIECE_BYTES) piece = Buffer.concat([piece], PIECE_BYTES);
      } else held = there;
      if (bytesRead === 0) return;
    }
  } finally {
    await file.close();
  }
}

/** A byte order mark at the beginning is no part of the first line. @returns how many bytes were read */
async function begin(file: FileHandle, piece: Buffer): Promise<number> {
  const { bytesRead } = await file.read(piece, 0, BYTE_ORDER_MARK.length);
  return piece.subarray(0, bytesRead).equals(BYTE_ORDER_MARK) ? 0 : bytesRead;
}

function cut(piece: Buffer, end: number): Lines {
  const bytes = piece.subarray(0, end);
  const lines: string[] = [];
  for (let from = 0; from < end; ) {
    const found = bytes.indexOf(LINE_FEED, from);
    const to = found < 0 ? end : found;
    const last = found >= 0 && to > from && bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    lines.push(bytes.toString('utf8', from, last));
    from = to + 1;
  }
  return { lines, clean: isUtf8(bytes) && !bytes.includes(0) };
}

/** What UTF-16 and other encodings look like when they are read as UTF-8; the first of them may also have been written. */
const NOT_TEXT = /[\uFFFD\0]/;

/** A name with its umlauts broken would be taken in as if it were right. The file is read for it once, and only if it looks so. */
export function makeTextCheck(path: string): (line: string, where: string) => Promise<void> {
  let isText: Promise<boolean> | null = null;
  return async (line, where) => {
    if (!NOT_TEXT.test(line)) return;
    isText ??= isWholeUtf8(path);
    if (line.includes('\0') || !(await isText))
      throw new ImportError(
        `${where}: this is not UTF-8 (it may be UTF-16 or Latin-1, or be damaged). Save the file as UTF-8, or copy it again.`,
      );
  };
}

async function isWholeUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
