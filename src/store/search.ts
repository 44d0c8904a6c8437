/** Search in messages, newest first; the workspace is a token inside the index on both engines. */
import type { EnquiryId, WorkspaceId } from '../core/ids.ts';
import type { SearchHit } from '../ports/reads.ts';
import type { Engine } from './engine.ts';
import { notPractice } from './tables.ts';

/** Words of a search that are looked at. */
const WORDS_MAX = 8;
const WORD_CHARS_MAX = 200;

/** Every word must occur, at least as the beginning of one; a word of the query is never syntax. */
export async function search(engine: Engine, ws: WorkspaceId, words: string, limit: number): Promise<SearchHit[]> {
  const terms = words.match(/[\p{L}\p{N}]+/gu)?.slice(0, WORDS_MAX) ?? [];
  // No index has such words, and PostgreSQL refuses to look for one of 2 KB.
  if (terms.length === 0 || terms.some(each => each.length > WORD_CHARS_MAX)) return [];
  const columns = `e.id as "enquiryId", e.number as "number", e.subject as "subject", m.text as "text", m.written_at as "writtenAt"`;
  if (engine.kind === 'sqlite') {
    const match = `workspace_id : "${ws}" AND text : (${terms.map(term => `"${term}"*`).join(' AND ')})`;
    return engine.slowRows<SearchHit>(
      `select ${columns} from messages_fts f join messages m on m.seq = f.rowid
         join enquiries e on e.id = m.enquiry_id and e.workspace_id = m.workspace_id and ${notPractice('e.')}
       where messages_fts match ? and m.workspace_id = ? order by f.rowid desc limit ?`,
      [match, ws, limit],
    );
  }
  return engine.slowRows<SearchHit>(
    `select ${columns} from messages m join enquiries e on e.id = m.enquiry_id and e.workspace_id = m.workspace_id and ${notPractice('e.')}
     where (array_to_tsvector(array['ws=' || m.workspace_id]) || to_tsvector('simple'::regconfig, m.text))
           @@ (quote_literal(?)::tsquery && to_tsquery('simple'::regconfig, ?))
       and m.workspace_id = ? order by m.seq desc limit ?`,
    [`ws=${ws}`, terms.map(term => `${term}:*`).join(' & '), ws, limit],
  );
}

/** In subjects, as a part of any word. They are short: all of a workspace are looked through, beside the loop. */
export async function searchSubjects(
  engine: Engine,
  ws: WorkspaceId,
  words: string,
  limit: number,
): Promise<EnquiryId[]> {
  if (words.length > WORD_CHARS_MAX) return [];
  const [lower, capital] = patternsOf(words);
  const rows = await engine.slowRows<{ id: EnquiryId }>(
    `select e.id as "id" from enquiries e
     where e.workspace_id = ? and ${notPractice('e.')} and (lower(e.subject) like ? escape '\\' or e.subject like ? escape '\\')
     order by e.number desc limit ?`,
    [ws, lower, capital, limit],
  );
  return rows.map(each => each.id);
}

/** Patterns for `like`: in small letters, and as names and first words are written, for SQLite knows small letters of ASCII only. */
export function patternsOf(words: string): [lower: string, capital: string] {
  const literal = (text: string) => `%${text.replace(/[\\%_]/g, character => `\\${character}`)}%`;
  const lower = words.toLowerCase();
  return [literal(lower), literal(lower.replace(/(?<!\p{L})\p{L}/gu, letter => letter.toUpperCase()))];
}
