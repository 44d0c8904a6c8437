/**
 * The contact reasons of a team, and what became of each: offered, retired, or counted as another one. What was chosen in an
 * enquiry stays as it was; whoever counts reads it through `reasonMap`. Pure.
 */
import { cleanText } from './message.ts';

/** Of the row that holds the list of a workspace. */
export function reasonListId(workspaceId: string): string {
  return `${workspaceId}:reasons`;
}

/** A reason by the name that was chosen, and what became of it. */
export type ReasonEntry =
  | { name: string; state: 'offered' | 'retired' }
  /** Merged, or renamed: counted as the one of this name. */
  | { name: string; state: 'merged'; into: string };

/** Slack shows 100 choices in a list, and one of them is "No reason". */
export const REASONS_OFFERED_MAX = 99;
/** With what was retired and merged: a list of 20 KB at most, read with each figure. */
const REASONS_KEPT_MAX = 400;
/** A contact reason is a few words: what fits on a button of a phone. */
export const REASON_NAME_CHARS_MAX = 60;

/** Why a change of the list was not made. */
export type ReasonRefusal =
  | { refusal: 'empty' | 'no-words' | 'too-long' | 'too-many' }
  /** It stands in the list: as it is, retired, or as part of another one. */
  | { refusal: 'there' | 'retired' | 'itself' | 'unknown' | 'last'; name: string }
  | { refusal: 'part-of'; name: string; into: string };

export type ReasonChange = { ok: true; entries: ReasonEntry[]; name: string } | ({ ok: false } & ReasonRefusal);

/** What reads reasons as they are called today. */
export interface ReasonMap {
  /** The reason that counts for one that was chosen: the end of all merges; itself where nothing became of it. */
  now(chosen: string): string;
  /** The same, where none may have been chosen. */
  nowOr(chosen: string | null): string | null;
  /** May it be offered? Not where it was retired or merged. */
  offers(name: string): boolean;
}

/** Names that differ only in capitals, spaces and how their letters are put together are one. */
export function reasonKey(name: string): string {
  return tidied(name).normalize('NFKC').toLowerCase();
}

/** A name as it is kept: on one line, without spaces around it. */
export function tidied(name: string): string {
  return cleanText(name).replace(/\s+/gu, ' ').trim();
}

/** The list as it is kept: whatever else stands there is none. */
export function reasonEntriesIn(kept: unknown): ReasonEntry[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (each): each is ReasonEntry =>
      typeof each?.name === 'string' &&
      (each.state === 'offered' ||
        each.state === 'retired' ||
        (each.state === 'merged' && typeof each.into === 'string')),
  );
}

/** Names nobody has listed keep the spelling in which they are first asked for. */
export function reasonMap(entries: readonly ReasonEntry[]): ReasonMap {
  const byKey = new Map(entries.map(each => [reasonKey(each.name), each]));
  const spelt = new Map<string, string>();
  const known = new Map<string, string>();
  const now = (chosen: string): string => {
    const before = known.get(chosen);
    if (before !== undefined) return before;
    const last = endOf(byKey, chosen);
    const key = reasonKey(last);
    const name = byKey.get(key)?.name ?? spelt.get(key) ?? last;
    spelt.set(key, name);
    known.set(chosen, name);
    return name;
  };
  return {
    now,
    nowOr: chosen => (chosen === null ? null : now(chosen)),
    offers: name => (byKey.get(reasonKey(name))?.state ?? 'offered') === 'offered',
  };
}

/** Follows merges to their end; a ring, which only a broken import could bring, ends where it would begin again. */
function endOf(byKey: ReadonlyMap<string, ReasonEntry>, chosen: string): string {
  const seen = new Set<string>();
  let name = chosen;
  for (;;) {
    const key = reasonKey(name);
    const entry = byKey.get(key);
    if (entry?.state !== 'merged' || seen.has(key)) return name;
    seen.add(key);
    name = entry.into;
  }
}

/** @param entries the list as it is; a name that was retired or merged away is told, not added twice */
export function addReason(entries: readonly ReasonEntry[], typed: string): ReasonChange {
  const name = tidied(typed);
  const wrong = wrongName(name) ?? full(entries);
  if (wrong) return { ok: false, ...wrong };
  const there = find(entries, name);
  if (there) return { ok: false, ...asItIs(entries, there) };
  return { ok: true, entries: [...entries, { name, state: 'offered' }], name };
}

/** Stops offering it; what was chosen stays and is counted under its name. */
export function retireReason(entries: readonly ReasonEntry[], typed: string): ReasonChange {
  const entry = find(entries, typed);
  if (!entry) return { ok: false, refusal: 'unknown', name: tidied(typed) };
  if (entry.state !== 'offered') return { ok: false, ...asItIs(entries, entry) };
  if (entries.filter(each => each.state === 'offered').length === 1)
    return { ok: false, refusal: 'last', name: entry.name };
  return { ok: true, entries: put(entries, { name: entry.name, state: 'retired' }), name: entry.name };
}

/** Offers it again, as one of its own: what was chosen as it counts as it again. */
export function restoreReason(entries: readonly ReasonEntry[], typed: string): ReasonChange {
  const entry = find(entries, typed);
  if (!entry) return { ok: false, refusal: 'unknown', name: tidied(typed) };
  if (entry.state === 'offered') return { ok: false, refusal: 'there', name: entry.name };
  const wrong = full(entries);
  if (wrong) return { ok: false, ...wrong };
  return { ok: true, entries: put(entries, { name: entry.name, state: 'offered' }), name: entry.name };
}

/** From now on the one counts as the other, in every figure, also of the past. */
export function mergeReasons(entries: readonly ReasonEntry[], from: string, into: string): ReasonChange {
  const one = find(entries, from);
  const other = find(entries, into);
  if (!one) return { ok: false, refusal: 'unknown', name: tidied(from) };
  if (!other) return { ok: false, refusal: 'unknown', name: tidied(into) };
  if (one === other) return { ok: false, refusal: 'itself', name: one.name };
  // Into what is part of another one it would go there; and into a part of itself, nowhere.
  if (one.state === 'merged') return { ok: false, ...asItIs(entries, one) };
  if (other.state === 'merged') return { ok: false, ...asItIs(entries, other) };
  return {
    ok: true,
    entries: put(entries, { name: one.name, state: 'merged', into: other.name }),
    name: other.name,
  };
}

/** Calls it by another name, also in figures of the past. The name of another one is refused: that would merge them unsaid. */
export function renameReason(entries: readonly ReasonEntry[], from: string, to: string): ReasonChange {
  const name = tidied(to);
  const entry = find(entries, from);
  if (!entry) return { ok: false, refusal: 'unknown', name: tidied(from) };
  const wrong = wrongName(name);
  if (wrong) return { ok: false, ...wrong };
  if (entry.state === 'merged') return { ok: false, ...asItIs(entries, entry) };
  const there = find(entries, name);
  // Only its capitals or spaces change.
  if (there === entry) {
    if (entry.name === name) return { ok: false, refusal: 'itself', name };
    const renamed = entries.map(each =>
      each.state === 'merged' && reasonKey(each.into) === reasonKey(name) ? { ...each, into: name } : each,
    );
    return { ok: true, entries: put(renamed, { ...entry, name }), name };
  }
  const earlier = there?.state === 'merged' && reasonKey(reasonMap(entries).now(there.name)) === reasonKey(entry.name);
  if (there && !earlier) return { ok: false, ...asItIs(entries, there) };
  if (!there && entries.length >= REASONS_KEPT_MAX) return { ok: false, refusal: 'too-many' };
  // A name that it had before is taken up again; what stood under it goes on doing so.
  const renamed = there
    ? put(entries, { name, state: entry.state })
    : entries.flatMap(each => (each === entry ? [{ name, state: entry.state }, each] : [each]));
  return { ok: true, entries: put(renamed, { name: entry.name, state: 'merged', into: name }), name };
}

/** The entry of a name, in whatever capitals it was typed. */
export function find(entries: readonly ReasonEntry[], typed: string): ReasonEntry | null {
  const key = reasonKey(typed);
  return entries.find(each => reasonKey(each.name) === key) ?? null;
}

function put(entries: readonly ReasonEntry[], entry: ReasonEntry): ReasonEntry[] {
  const key = reasonKey(entry.name);
  return entries.map(each => (reasonKey(each.name) === key ? entry : each));
}

function asItIs(entries: readonly ReasonEntry[], entry: ReasonEntry): ReasonRefusal {
  if (entry.state === 'merged')
    return { refusal: 'part-of', name: entry.name, into: reasonMap(entries).now(entry.name) };
  return { refusal: entry.state === 'offered' ? 'there' : 'retired', name: entry.name };
}

function wrongName(name: string): ReasonRefusal | null {
  if (name === '') return { refusal: 'empty' };
  // An emoji is a name, as long as it can be seen; a dash or a dot is a slip.
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(name)) return { refusal: 'no-words' };
  return [...name].length > REASON_NAME_CHARS_MAX ? { refusal: 'too-long' } : null;
}

function full(entries: readonly ReasonEntry[]): ReasonRefusal | null {
  const offered = entries.filter(each => each.state === 'offered').length;
  return offered >= REASONS_OFFERED_MAX || entries.length >= REASONS_KEPT_MAX ? { refusal: 'too-many' } : null;
}
