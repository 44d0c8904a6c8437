/** The form of a saved reply, filled for one person; and what is wrong with it when it comes back. */
import { dayOf } from '../core/days.ts';
import { looksLikeId, type RoomId, type StaffId } from '../core/ids.ts';
import { looksAfter } from '../core/managers.ts';
import { clampText, isBlank } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { dayWords } from '../desk/dates.ts';
import { EVERY_ROOM, ME, NOBODY, savedFormView } from '../desk/saved-forms.ts';
import { SAVED, SAVED_FORM } from '../desk/saved-words.ts';
import type { ButtonId } from '../ports/button.ts';
import type { SavedReplyRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { managedBy } from './managing.ts';
import { sentToSave } from './saved-from.ts';
import { SAVED_TEXT_CHARS_MAX, SAVED_TITLE_CHARS_MAX } from './saved-limits.ts';
import { dueWords, keeperOf, mayChange, maySee } from './saved-rights.ts';

/** People to choose from: a list that a phone scrolls. */
const OWNERS_MAX = 50;

export async function savedForm(
  parts: Parts,
  button: ButtonId,
  value: string,
  by: Person,
): Promise<FormView | { refusal: string }> {
  const me = await parts.store.staffByRef(by.deskRef);
  const rooms = (await parts.store.rooms()).filter(each => maySee(by, { roomId: each.id }));
  const choices = { rooms: rooms.map(each => ({ value: each.id, label: each.name })) };
  if (button === 'saved.from') {
    const sent = await sentToSave(parts, value, by);
    if ('refusal' in sent) return sent;
    const owners = await ownersFor(parts, me, null);
    const { from, title, text, files, roomId } = sent;
    const room = rooms.length > 1 ? roomId : EVERY_ROOM;
    const rest = { saved: null, owner: ME, owners, room, reviewDay: null } as const;
    return savedFormView({ ...rest, ...choices, from, title, text, files: files.map(each => each.name) });
  }
  const row = looksLikeId('saved', value.split(' ')[0])
    ? await parts.store.savedReply(value.split(' ')[0] as never)
    : null;
  if (button === 'saved.edit') {
    if (!row || !maySee(by, row)) return { refusal: SAVED.gone };
    const refused = await refusalFor(parts, row, me, by);
    if (refused) return { refusal: refused };
  }
  const keeper = row && (await keeperOf(parts, row));
  const saved = row ? { id: row.id, version: row.version } : null;
  const { hours } = parts;
  const ahead = row?.reviewAt && !dueWords(parts, row) ? dayWords(dayOf(hours.timezone, row.reviewAt)) : null;
  return savedFormView({
    saved,
    from: null,
    title: row?.title ?? '',
    text: row?.text ?? '',
    owner: row ? (keeper ? (keeper.id === me?.id ? ME : keeper.id) : NOBODY) : ME,
    owners: await ownersFor(parts, me, row),
    room: row?.roomId ?? EVERY_ROOM,
    ...choices,
    reviewDay: ahead,
    files: row ? (await parts.store.savedFilesOf(row.id)).map(each => each.name) : [],
  });
}

/** Why this person may not change it; null where they may. */
export async function refusalFor(
  parts: Parts,
  row: SavedReplyRow,
  staff: Pick<Staff, 'id'> | null,
  by: Pick<Person, 'admin'>,
): Promise<string | null> {
  const keeper = await keeperOf(parts, row);
  const admin = by.admin || (staff !== null && looksAfter(await managedBy(parts, staff.id), row.roomId));
  return mayChange(keeper, staff, { admin }) ? null : SAVED.notYours(row.title, keeper?.name ?? '');
}

/** Me, whoever keeps it now, the others, and nobody. */
export async function ownersFor({ store }: Parts, me: Staff | null, row: Pick<SavedReplyRow, 'ownerId'> | null) {
  const others = (await store.allStaff()).filter(each => each.id !== me?.id);
  const first = (id: StaffId) => (id === row?.ownerId ? 0 : 1);
  const sorted = others.toSorted((a, b) => first(a.id) - first(b.id)).slice(0, OWNERS_MAX);
  return [
    { value: ME, label: SAVED_FORM.me },
    ...sorted.map(each => ({ value: each.id as string, label: each.name })),
    { value: NOBODY, label: SAVED_FORM.nobody },
  ];
}

/** What is wrong with a filled-in form now; null for nothing. Asked before it is taken in: nothing that was typed is lost. */
export async function wrongInSaved(
  parts: Parts,
  values: Record<string, string>,
  submit: string,
  by: Person,
): Promise<{ field: string | null; words: string } | null> {
  const { title = '', text = '', long, room = EVERY_ROOM, saved, version } = values;
  if (isBlank(title)) return { field: 'title', words: SAVED.needsTitle };
  if (clampText(title.trim(), SAVED_TITLE_CHARS_MAX).cut)
    return { field: 'title', words: SAVED.titleTooLong(SAVED_TITLE_CHARS_MAX) };
  if (long !== 'yes' && isBlank(text)) return { field: 'text', words: SAVED.needsText };
  if (text.length > SAVED_TEXT_CHARS_MAX) return { field: 'text', words: SAVED.textTooLong(SAVED_TEXT_CHARS_MAX) };
  if (room !== EVERY_ROOM && (!looksLikeId('room', room) || !maySee(by, { roomId: room as RoomId })))
    return { field: 'room', words: SAVED.notYourRoom };
  if (!saved || submit === 'saved.copy') return null;
  const row = looksLikeId('saved', saved) ? await parts.store.savedReply(saved) : null;
  if (!row || !maySee(by, row)) return { field: null, words: SAVED.gone };
  const refused = await refusalFor(parts, row, await parts.store.staffByRef(by.deskRef), by);
  if (refused) return { field: null, words: refused };
  return row.version === Number(version) ? null : { field: null, words: SAVED.changed(row.title) };
}
