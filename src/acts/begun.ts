/** The words of a Reply form together with what they were begun with: a saved reply may have changed while it was open. */
import type { Enquiry } from '../core/enquiry.ts';
import type { Passage } from '../core/formatted.ts';
import type { SavedId } from '../core/ids.ts';
import { type DurationMs, MINUTE } from '../core/time.ts';
import { STARTS } from '../desk/saved-words.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { NewJob } from '../ports/store.ts';
import { leavingOf } from '../posting/left-out.ts';
import { savedIn } from '../posting/saved-starts.ts';
import { attachStart, startOf } from '../posting/starts.ts';
import { filesPlace } from '../reply/remark.ts';

/** Most replies have left by then. */
const COMPARED_AFTER: DurationMs = MINUTE;

interface Begun {
  text: string;
  formatted: Passage[] | null;
  /** What its author has to see before it leaves; empty for nothing. */
  look: string[];
  /** What it was begun with, as it is now; null for nothing, or what is no longer offered. */
  name: string | null;
  /** The saved reply that it was begun with, where that has not changed since. */
  saved: { id: SavedId; version: number } | null;
}

/** @param values of the form: `text`, `begun` and `whole` */
export async function begunWords(
  parts: Parts,
  enquiry: Enquiry,
  values: Record<string, string>,
  by: Person,
): Promise<Begun> {
  const { text = '', begun = '', whole } = values;
  const plain: Begun = { text, formatted: null, look: [], name: null, saved: null };
  if (!begun) return plain;
  const start = await startOf(parts, enquiry, begun, by);
  if (!start) return { ...plain, look: [STARTS.retired] };
  const all = whole === 'yes' ? [text.trimEnd(), start.text].filter(each => each.trim()).join('\n\n') : text;
  const formatted = all.trimEnd() === start.text.trimEnd() ? start.formatted : null;
  const changed = start.begun === begun ? [] : [STARTS.changed(start.title)];
  const unseen = whole === 'yes' ? [STARTS.unseen(start.title)] : [];
  const saved = changed.length ? null : savedIn(start.begun);
  return { text: all, formatted, look: [...changed, ...unseen], name: start.begun, saved };
}

/** After the hold, how it was changed is looked at. */
export function comparing(
  { clock }: Pick<Parts, 'clock'>,
  { id: remarkId }: RemarkRow,
  { id: saved, version }: { id: SavedId; version: number },
): NewJob {
  const runAt = clock.now() + COMPARED_AFTER;
  return job('saved.compare', `compare:${remarkId}`, { remarkId, saved, version }, { runAt });
}

/** Puts the files of what it was begun with beside it. @returns what of them its author has to know before it leaves */
export async function attachBegun(
  parts: Parts,
  enquiry: Enquiry,
  remark: RemarkRow,
  { name }: Begun,
): Promise<string[]> {
  if (name === null || !(await attachStart(parts, name, filesPlace(remark.postRef)))) return [];
  return (await leavingOf(parts, enquiry, remark)).leftOut;
}
