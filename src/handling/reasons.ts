/** Answers `reasons`: the list of contact reasons, and how admins add, rename, merge, retire and restore one. */
import { changeOf } from '../core/audit.ts';
import type { RoomId } from '../core/ids.ts';
import { looksAfter } from '../core/managers.ts';
import {
  addReason,
  find,
  mergeReasons,
  type ReasonChange,
  type ReasonEntry,
  reasonListId,
  reasonMap,
  renameReason,
  restoreReason,
  retireReason,
  tidied,
} from '../core/reasons.ts';
import type { Staff } from '../core/staff.ts';
import {
  partedAt,
  REASON_WORDS,
  type ReasonAct,
  type ReasonsCommand,
  reasonRefused,
  unquoted,
} from '../desk/reason-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import { auditOps } from '../ports/audit.ts';
import type { Parts } from '../ports/parts.ts';
import { actDone, type Op } from '../ports/store.ts';
import { managedBy } from '../posting/managing.ts';
import { reasonListOf } from '../posting/reasons.ts';
import { LINES_MAX, paged, pageOf, runButton } from './lines.ts';

/** Times that a change is made anew because somebody else was first. */
const TRIES_MAX = 5;
/** Names said in one sentence; a phone shows no more. */
const NAMED_MAX = 12;

interface Asked {
  /** Of the action: what it does is done once. */
  id: string;
  staff: Staff;
  room: RoomId | null;
}

export async function answerReasons(parts: Parts, command: ReasonsCommand, asked: Asked): Promise<AnswerView> {
  const { what } = command;
  if (what === 'list') return listed(parts, command.page ?? 1, asked);
  const may = asked.staff.admin || looksAfter(await managedBy(parts, asked.staff.id), null);
  if (!may) return plainAnswer(REASON_WORDS.onlyAdmins);
  const words = command.words.trim();
  if (words === '') return plainAnswer(REASON_WORDS.howTo[what]);
  const { store } = parts;
  // The same action came twice: what it did stands in the list.
  if (await store.seen(actDone(store.workspaceId, asked.id))) return listed(parts, 1, asked);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const { version, entries } = await reasonListOf(store);
    const change = CHANGES[what](entries, words);
    if (!change.ok) return plainAnswer(refusalOf(change, entries));
    const id = reasonListId(store.workspaceId);
    const set = { entries: change.entries, changedAt: parts.clock.now() };
    const done: Op = {
      do: 'insert',
      table: 'seen',
      row: { id: actDone(store.workspaceId, asked.id), workspaceId: store.workspaceId, at: parts.clock.now() },
    };
    const row = { id, workspaceId: store.workspaceId, version: 1, ...set };
    const op: Op =
      version === null
        ? { do: 'insert', table: 'reasonLists', row }
        : { do: 'update', table: 'reasonLists', id, expect: version, set: { ...set, version: version + 1 } };
    const line = { act: 'reasons', by: asked.staff.id, via: 'desk', about: what } as const;
    const told = changeOf(statesOf(entries), statesOf(change.entries));
    const kept = await store.commit([op, done, ...auditOps(parts, { ...line, change: told })]);
    if (kept.ok)
      return {
        ...plainAnswer(change.words),
        buttons: change.undo ? [runButton(asked.room, change.undo, REASON_WORDS.undo)] : [],
      };
  }
  return plainAnswer(REASON_WORDS.busy);
}

/** What became of each reason: `offered`, `retired`, or the name of the one that it is now. */
function statesOf(entries: readonly ReasonEntry[]): Record<string, string> {
  return Object.fromEntries(
    entries.map(each => [each.name, each.state === 'merged' ? `now ${each.into}` : each.state]),
  );
}

/** What a change says, and which words undo it. */
type Change = ({ ok: true; entries: ReasonEntry[] } & { words: string; undo: string | null }) | Refused;
type Refused = Extract<ReasonChange, { ok: false }> | { ok: false; refusal: 'how'; what: ReasonAct };

const CHANGES: Record<ReasonAct, (entries: readonly ReasonEntry[], words: string) => Change> = {
  add: (entries, words) =>
    said(addReason(entries, unquoted(words)), ({ name }) => [REASON_WORDS.added(name), `reasons retire ${name}`]),
  retire: (entries, words) =>
    said(retireReason(entries, unquoted(words)), ({ name }) => [
      REASON_WORDS.retiredNow(name),
      `reasons restore ${name}`,
    ]),
  restore: (entries, words) =>
    said(restoreReason(entries, unquoted(words)), ({ name }) => [REASON_WORDS.restored(name), null]),
  rename: (entries, words) => {
    const pair = pairIn(entries, words, 'to');
    if (!pair) return { ok: false, refusal: 'how', what: 'rename' };
    const before = find(entries, pair.from)?.name ?? pair.from;
    return said(renameReason(entries, pair.from, pair.to), ({ name }) =>
      tidied(before).toLowerCase() === name.toLowerCase()
        ? [REASON_WORDS.respelt(name), `reasons rename ${name} to ${before}`]
        : [REASON_WORDS.renamed(before, name), `reasons rename ${name} to ${before}`],
    );
  },
  merge: (entries, words) => {
    const pair = pairIn(entries, words, 'into');
    if (!pair) return { ok: false, refusal: 'how', what: 'merge' };
    const from = find(entries, pair.from) ? [pair.from] : pair.from.split(',').map(unquoted).filter(Boolean);
    let merged: ReasonChange = mergeReasons(entries, from[0] ?? '', pair.to);
    for (const name of from.slice(1)) {
      if (!merged.ok) break;
      merged = mergeReasons(merged.entries, name, pair.to);
    }
    const names = from.map(each => find(entries, each)?.name ?? each);
    return said(merged, ({ name }) => [
      REASON_WORDS.mergedNow(names, name),
      names.length === 1 ? `reasons restore ${names[0]}` : null,
    ]);
  },
};

function said(
  change: ReasonChange,
  words: (done: Extract<ReasonChange, { ok: true }>) => [string, string | null],
): Change {
  if (!change.ok) return change;
  const [told, undo] = words(change);
  return { ok: true, entries: change.entries, words: told, undo };
}

/** Where the words are parted so that what stands before is a reason, the longest name first; else in the first place. */
function pairIn(entries: readonly ReasonEntry[], words: string, between: 'to' | 'into') {
  const pairs = partedAt(words, between).filter(each => each.from !== '' && each.to !== '');
  const known = (name: string) => find(entries, name) !== null;
  const both =
    between === 'into'
      ? pairs.find(each => known(each.to) && each.from.split(',').every(part => known(unquoted(part))))
      : null;
  return (
    pairs.findLast(each => known(each.from) && known(each.to)) ??
    both ??
    pairs.find(each => known(each.from)) ??
    pairs[0] ??
    null
  );
}

function refusalOf(refused: Refused, entries: readonly ReasonEntry[]): string {
  if (refused.refusal === 'how') return REASON_WORDS.howTo[refused.what];
  const offered = entries.filter(each => each.state === 'offered').map(each => each.name);
  return reasonRefused(refused, some(offered));
}

function some(names: readonly string[]): string[] {
  const more = names.length - NAMED_MAX;
  return more > 1 ? [...names.slice(0, NAMED_MAX), REASON_WORDS.moreElse(more)] : [...names];
}

async function listed({ store }: Parts, page: number, { staff, room }: Asked): Promise<AnswerView> {
  const { entries } = await reasonListOf(store);
  const map = reasonMap(entries);
  const counts = new Map<string, number>();
  for (const { reason, n } of await store.usedReasons())
    counts.set(map.now(reason), (counts.get(map.now(reason)) ?? 0) + n);
  const offered = entries.filter(each => each.state === 'offered').map(each => each.name);
  const retired = entries.filter(each => each.state === 'retired').map(each => each.name);
  const merged = entries.flatMap(each =>
    each.state === 'merged' ? [{ name: each.name, into: map.now(each.name) }] : [],
  );
  const { shown, after } = pageOf(offered, page);
  const lines = shown.map(name => REASON_WORDS.line(name, counts.get(name) ?? 0));
  const rest =
    after > 0 || page > Math.ceil(offered.length / LINES_MAX)
      ? []
      : [
          ...(retired.length ? [REASON_WORDS.retired(some(retired))] : []),
          ...(merged.length ? [REASON_WORDS.merged(merged.slice(-NAMED_MAX))] : []),
          ...(staff.admin ? [REASON_WORDS.how] : []),
        ];
  const text = [...(page === 1 ? [REASON_WORDS.list] : []), ...lines, ...rest].join('\n');
  return paged(text, { after, room, words: `reasons page ${page + 1}` });
}
