/** Weekly letters that quote a customer: who they are was taken out, but the words are theirs. */
import type { WorkspaceId } from '../../core/ids.ts';
import { DAY } from '../../core/time.ts';
import type { Op } from '../../ports/store.ts';
import type { Engine } from '../engine.ts';

/** As many of somebody's own words in a row are a quote, and no chance. */
const WORDS_IN_A_ROW = 5;
/** A letter is about the days before it: one that was late by a week is found as well. */
const QUOTED_WITHIN = 21 * DAY;
const INSTEAD = 'This letter quoted a customer who was erased, so its words are not kept.';

export async function lettersQuoting(
  engine: Engine,
  ws: WorkspaceId,
  messages: readonly { text: string; written_at: number }[],
): Promise<Op[]> {
  if (messages.length === 0) return [];
  const times = messages.map(each => Number(each.written_at));
  const letters = await engine.rows<{ id: string; text: string; due_at: number }>(
    'select id, text, due_at from letters where workspace_id = ? and due_at >= ? and due_at <= ?',
    [ws, Math.min(...times), Math.max(...times) + QUOTED_WITHIN],
  );
  if (letters.length === 0) return [];
  const runs = new Set(messages.flatMap(each => runsOf(each.text)));
  const quoting = letters.filter(each => runsOf(each.text).some(run => runs.has(run)));
  return quoting.map(({ id }) => ({
    do: 'update',
    table: 'letters',
    id,
    set: { text: INSTEAD, html: `<p>${INSTEAD}</p>` },
  }));
}

function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, Math.max(0, words.length - WORDS_IN_A_ROW + 1)).map((_, i) => {
    return words.slice(i, i + WORDS_IN_A_ROW).join(' ');
  });
}
