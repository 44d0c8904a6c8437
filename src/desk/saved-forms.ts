/** The form of a saved reply. Pure. */
import type { RoomId, SavedId, StaffId } from '../core/ids.ts';
import type { FormField, FormView } from '../ports/views.ts';
import { choice, form, text } from './form-fields.ts';
import { SAVED_FORM } from './saved-words.ts';

/** What a field of a form takes on every desk; longer words would come back cut. */
const FORM_CHARS_MAX = 3_000;
/** Stands in the field of rooms for all of them. */
export const EVERY_ROOM = 'all';
/** When it is to be looked at again, in months; 0 for never. */
export const REVIEWS: readonly { value: string; label: string; months: number }[] = [
  { value: '3m', label: 'In three months', months: 3 },
  { value: '6m', label: 'In six months', months: 6 },
  { value: '12m', label: 'In a year', months: 12 },
  { value: 'never', label: 'Never', months: 0 },
];
/** Stays as it was. */
export const AS_IT_IS = 'as-it-is';
export const NOBODY = 'nobody';
/** Whoever fills it in, whom we may not know before they do. */
export const ME = 'me';

interface SavedForm {
  /** The one that is edited; null for another one. */
  saved: { id: SavedId; version: number } | null;
  /** The reply that it is made of: `<enquiry> <reply>`; null where it is not. */
  from: string | null;
  title: string;
  text: string;
  owner: StaffId | typeof NOBODY | typeof ME;
  owners: { value: string; label: string }[];
  room: RoomId | typeof EVERY_ROOM;
  /** Those that whoever fills it in can read; of one room there is nothing to choose. */
  rooms: { value: RoomId; label: string }[];
  /** The day of the next look; null where there is none to keep. */
  reviewDay: string | null;
  /** Names of files that go out with it. */
  files: string[];
}

export function savedFormView(given: SavedForm): FormView {
  const { saved, from, owner, owners, room, rooms, reviewDay, files } = given;
  const isLong = given.text.length > FORM_CHARS_MAX;
  const long = (from ? SAVED_FORM.longFrom : SAVED_FORM.long)(given.text.length);
  const help = [from ? SAVED_FORM.fromHelp : '', isLong ? '' : SAVED_FORM.textHelp].filter(Boolean).join(' ');
  const reviews = [
    ...(reviewDay ? [{ value: AS_IT_IS, label: SAVED_FORM.unchanged(reviewDay) }] : []),
    ...REVIEWS.map(({ value, label }) => ({ value, label })),
  ];
  const everywhere = { value: EVERY_ROOM, label: SAVED_FORM.everywhere };
  const places = rooms.map(each => ({ value: each.value, label: SAVED_FORM.onlyIn(each.label) }));
  const hidden = (name: string, value: string) => text(name, '', value, { kind: 'hidden' });
  const fields: FormField[] = [
    text('title', SAVED_FORM.title, given.title, { help: isLong ? long : SAVED_FORM.titleHelp }),
    ...(isLong
      ? [hidden('long', 'yes')]
      : [text('text', SAVED_FORM.text, given.text, { kind: 'long-text', ...(help ? { help } : {}) })]),
    ...(files.length
      ? [
          choice('files', SAVED_FORM.files, 'with', [
            { value: 'with', label: SAVED_FORM.withFiles(files) },
            { value: 'without', label: SAVED_FORM.withoutFiles },
          ]),
        ]
      : []),
    choice('owner', SAVED_FORM.owner, owner, owners),
    ...(places.length > 1 ? [choice('room', SAVED_FORM.room, room, [everywhere, ...places])] : [hidden('room', room)]),
    choice('review', SAVED_FORM.review, reviewDay ? AS_IT_IS : '6m', reviews),
    ...(saved ? [hidden('saved', saved.id), hidden('version', String(saved.version))] : []),
    ...(from ? [hidden('from', from)] : []),
  ];
  const submit = { 'saved.save': SAVED_FORM.save, ...(saved ? { 'saved.copy': SAVED_FORM.copy } : {}) };
  return form('saved.form', saved ? SAVED_FORM.edit : SAVED_FORM.add, null, fields, submit);
}
