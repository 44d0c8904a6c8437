/** Keeps saved replies: writes and changes them, stops offering one, and decides about a new version that was proposed. */
import { dayOf } from '../core/days.ts';
import { formattedFor, type Passage } from '../core/formatted.ts';
import { looksLikeId, type RoomId, type SavedId } from '../core/ids.ts';
import { cleanText } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { SavedAct } from '../desk/actions.ts';
import { button } from '../desk/cards.ts';
import { EVERY_ROOM, ME } from '../desk/saved-forms.ts';
import { monthOf, SAVED } from '../desk/saved-words.ts';
import { blanksIn } from '../knowledge/saved/blanks.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { SavedReplyRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { actDone, type Op } from '../ports/store.ts';
import { refusalFor, wrongInSaved } from '../posting/saved-form.ts';
import { sentToSave } from '../posting/saved-from.ts';
import { SAVED_MAX } from '../posting/saved-limits.ts';
import { maySee } from '../posting/saved-rights.ts';
import { inMonths, type KeepingAct, kept, ownerOf, REVIEW_MONTHS, reviewOf } from './keeping.ts';
import { keepAsItIs } from './saved-edits.ts';

/** These fill themselves in. */
const FILLED = new Set(['name', 'first name', 'number', 'my name']);

/** Takes in what was filled in. What it says of a conflict has every word that was typed. */
export async function saveSaved(
  parts: Parts,
  values: Record<string, string>,
  submit: string,
  act: KeepingAct,
): Promise<AnswerView> {
  const { store } = parts;
  const title = cleanText(values.title ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (await store.seen(actDone(store.workspaceId, act.id))) return plainAnswer(SAVED.saved(title));
  const wrong = await wrongInSaved(parts, values, submit, act.by);
  if (wrong) return withText(wrong.words, values.text);
  const behind = looksLikeId('saved', values.saved) ? await store.savedReply(values.saved) : null;
  const row = submit === 'saved.copy' ? null : behind;
  const full = row ? null : await fullWords(parts);
  if (full) return withText(full, values.text);
  const sent = values.from ? await sentToSave(parts, values.from, act.by) : null;
  if (sent && 'refusal' in sent) return withText(sent.refusal, values.text);
  const source = sent ?? behind;
  const text = values.long === 'yes' ? (source?.text ?? '') : cleanText(values.text ?? '').trimEnd();
  const set = {
    title,
    text,
    formatted: source ? formattedFor(text, source.formatted as Passage[] | null) : null,
    roomId: roomOf(values.room),
    ownerId: ownerOf(values.owner, act.staff),
    reviewAt: reviewOf(parts, values.review, behind?.reviewAt ?? null),
    proposed: null,
    changedAt: parts.clock.now(),
  };
  const id = row?.id ?? parts.ids.make('saved');
  const files = await filesFor(parts, { id, row, behind, sent: sent?.files ?? [], keep: values.files !== 'without' });
  const ops: Op[] = row
    ? [
        { do: 'update', table: 'savedReplies', id, expect: row.version, set: { ...set, version: row.version + 1 } },
        { do: 'delete', table: 'savedEdits', where: { savedId: id } },
        ...files,
      ]
    : [{ do: 'insert', table: 'savedReplies', row: { ...fresh(parts, id), ...set } }, ...files];
  return (await kept(parts, act, ops)) ? savedView({ id, title, text }) : withText(SAVED.changed(title), text);
}

/** On one line: `replies add <title>: <text>`. */
export async function addOnOneLine(parts: Parts, title: string, text: string, act: KeepingAct): Promise<AnswerView> {
  const values = { title, text, owner: ME, room: await onlyRoom(parts, act.by), review: '6m' };
  return saveSaved(parts, values, 'saved.save', act);
}

/** Whoever cannot read all rooms writes for the first of theirs; whoever can, for all. */
async function onlyRoom({ store }: Parts, by: Person): Promise<string> {
  const rooms = await store.rooms();
  const own = rooms.filter(each => maySee(by, { roomId: each.id }));
  return own.length === rooms.length ? EVERY_ROOM : (own[0]?.id ?? EVERY_ROOM);
}

/** A press about one of them: retire it, offer it again, decide about a new version, or say that it still holds. */
export async function pressSaved(
  parts: Parts,
  { what, id, version }: { what: SavedAct; id: SavedId; version: number },
  act: KeepingAct,
): Promise<AnswerView> {
  const row = await parts.store.savedReply(id);
  if (!row || !maySee(act.by, row)) return plainAnswer(SAVED.gone);
  const refused = await refusalFor(parts, row, act.staff, act.by);
  if (refused) return plainAnswer(refused);
  const { title } = row;
  const now = parts.clock.now();
  const change = async (set: Partial<SavedReplyRow>, more: Op[] = []) =>
    kept(parts, act, [
      { do: 'update', table: 'savedReplies', id, expect: row.version, set: { ...set, changedAt: now } },
      ...more,
    ]);
  const restore = button('saved.restore', SAVED.restore, `${id} ${version}`);
  switch (what) {
    case 'retire':
      if (row.retiredAt === null) await change({ retiredAt: now, version: row.version + 1 });
      return { ...plainAnswer(SAVED.isRetired(title)), buttons: [restore] };
    case 'restore':
      if (row.retiredAt !== null) await change({ retiredAt: null, version: row.version + 1 });
      return plainAnswer(SAVED.isBack(title));
    case 'fresh': {
      const reviewAt = inMonths(parts, REVIEW_MONTHS);
      const isDue = row.reviewAt === null || row.reviewAt <= now;
      if (isDue) await change({ reviewAt });
      return plainAnswer(SAVED.reviewed(title, monthIn(parts, isDue ? reviewAt : row.reviewAt!)));
    }
    case 'take': {
      if (row.proposed === null || row.version !== version) return plainAnswer(SAVED.decided(title));
      const set = { text: row.proposed, formatted: null, proposed: null, version: version + 1 };
      const edits: Op = { do: 'delete', table: 'savedEdits', where: { savedId: id } };
      return plainAnswer((await change(set, [edits])) ? SAVED.taken(title) : SAVED.decided(title));
    }
    case 'keep':
      if (row.proposed === null || row.version !== version) return plainAnswer(SAVED.decided(title));
      return plainAnswer(
        (await change({ proposed: null }, keepAsItIs(row, now))) ? SAVED.kept(title) : SAVED.decided(title),
      );
  }
}

function savedView({ id, title, text }: Pick<SavedReplyRow, 'id' | 'title' | 'text'>): AnswerView {
  const asked = blanksIn(text).filter(each => !FILLED.has(each.toLowerCase()));
  const words = [SAVED.saved(title), ...(asked.length ? [SAVED.blanks(asked)] : [])].join('\n');
  return { ...plainAnswer(words), buttons: [button('saved.edit', SAVED.edit(title), id)] };
}

/** Nothing that was typed is lost, whatever is said. */
function withText(words: string, text: string | undefined): AnswerView {
  return plainAnswer(text?.trim() ? `${words}\n\n${SAVED.yourText}\n${text}` : words);
}

function fresh({ workspaceId, clock }: Parts, id: SavedId) {
  return { id, workspaceId, version: 1, retiredAt: null, createdAt: clock.now() };
}

function roomOf(value: string | undefined): RoomId | null {
  return looksLikeId('room', value) ? (value as RoomId) : null;
}

function monthIn({ clock, hours }: Parts, at: Instant): string {
  return monthOf(dayOf(hours.timezone, at), dayOf(hours.timezone, clock.now()));
}

interface Files {
  id: SavedId;
  row: SavedReplyRow | null;
  /** The one whose files are copied, for a new one that is made of it. */
  behind: SavedReplyRow | null;
  /** Files of the reply that it is made of. */
  sent: { id: string }[];
  keep: boolean;
}

async function filesFor(parts: Parts, { id, row, behind, sent, keep }: Files): Promise<Op[]> {
  const { store, workspaceId } = parts;
  if (row) return keep ? [] : [{ do: 'delete', table: 'savedFiles', where: { savedId: row.id } }];
  if (!keep) return [];
  const copied = behind ? await store.savedFilesOf(behind.id) : [];
  const found = await Promise.all([
    ...copied.map(each => store.savedFile(each.id)),
    ...sent.map(each => store.attachment(each.id as never)),
  ]);
  return found.flatMap((file, position): Op[] => {
    if (!file?.content) return [];
    const { name, type, bytes, sha256, content } = file;
    const own = { id: `${id}:${position}`, workspaceId, savedId: id, position };
    return [{ do: 'insert', table: 'savedFiles', row: { ...own, name, type, bytes, sha256, content } }];
  });
}

/** Is there room for one more? @returns words why not */
async function fullWords({ store }: Parts): Promise<string | null> {
  return (await store.savedOffered()).length >= SAVED_MAX ? SAVED.tooMany(SAVED_MAX) : null;
}
