/**
 * Shows what the customer really has: a post that was edited or deleted after it was sent is marked, and a line below it
 * holds the text that was sent.
 */
import { fingerprintOf } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import { sendable } from '../desk/actions.ts';
import { type Who, WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import { ensureThread } from './thread.ts';
import { whoOf } from './who.ts';

/** A post of Slack takes 3,000 characters with what stands around them; longer words go on in the next line. */
const LINE_CHARS_MAX = 2_500;

/** Once for what each edit made of it, and once for its deletion. */
export async function showWhatTheyHave(parts: Parts, remark: RemarkRow, reply: Reply): Promise<void> {
  const place = await ensureThread(parts, remark.enquiryId);
  const author = await parts.store.staff(remark.staffId);
  if (!place || !author) return;
  const who = await whoOf(parts, place.enquiry);
  const key = `${reply.id}:${remark.lane === 'deleted' ? 'deleted' : fingerprintOf(remark.text)}`;
  const pieces = inPieces(saidWords(remark, reply, author.name, who));
  for (const [n, words] of pieces.entries())
    await place.desk.post(
      place.thread.ref,
      { as: 'line', words, buttons: [], tone: 'warning' },
      `has:${key}${n ? `:${n}` : ''}`,
    );
}

function saidWords(remark: RemarkRow, reply: Reply, author: string, who: Who): string {
  const arrived = reply.status !== 'leaving' && reply.status !== 'unsure';
  const has = arrived ? WORDS.has(who) : WORDS.mayHave(who);
  const did = remark.lane === 'deleted' ? WORDS.deletedSent(author) : WORDS.changedSent(author);
  return `${did} ${has}\n${reply.text || WORDS.onlyFiles}`;
}

/** Is what stands in the thread still what was sent? */
export function isAsSent(remark: RemarkRow, reply: Reply): boolean {
  return remark.lane !== 'deleted' && sendable(remark) === reply.text;
}

function inPieces(words: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of words) {
    if (piece.length + character.length > LINE_CHARS_MAX) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
