/** Saves what admins change on the desk: rooms, hold times, hours, answer times, names, and channels. */
import { changeOf } from '../core/audit.ts';
import { readChecklists } from '../core/checklists.ts';
import { parseHours, type WrittenHours } from '../core/hours.ts';
import type { RoomId } from '../core/ids.ts';
import { readLetter } from '../core/letter.ts';
import { clampText, cleanText } from '../core/message.ts';
import { NAME_RULES, type NameRule } from '../core/name-shown.ts';
import { isOn, type Retention, readChannelDays, readKeepDays } from '../core/retention.ts';
import { parseDuration } from '../core/time.ts';
import { RETENTION } from '../desk/retention-words.ts';
import { SETTINGS_WORDS } from '../desk/settings-forms.ts';
import { auditOps } from '../ports/audit.ts';
import type { Json } from '../ports/json.ts';
import { RETENTION_PROPOSED, RETENTION_RULES } from '../ports/retaining.ts';
import type { Person } from '../ports/staff.ts';
import type { Op } from '../ports/store.ts';
import type { SettingsOutcome } from '../ports/views.ts';
import {
  type AdminParts,
  ANSWER,
  type AnswerTimes,
  CHECKLISTS,
  DRAFTS,
  HOLD,
  HOURS,
  LETTER,
  partsOf,
  type Whole,
} from './admin.ts';
import { HOLD_SECONDS_MAX } from './file.ts';
import { keepSetting } from './keep.ts';
import { NAMES, type NameRules, namedChannels } from './name-rules.ts';
import { saveChannelForm } from './save-channel.ts';
import { listOf, wrong } from './typed.ts';

/** A boundary text is a few sentences: longer ones are read by nobody who is angry. */
const BOUNDARY_CHARS_MAX = 2_000;

type Values = Record<string, string>;
/** What is kept under which name, and what is said then; or what is wrong. */
type Read = { name: string; value: Json; words: string } | SettingsOutcome;

const WHOLE: Record<Whole, (admin: AdminParts, values: Values) => Read | Promise<Read>> = {
  hold: readHold,
  hours: readHours,
  answer: readAnswer,
  names: readNames,
  checklists: readLists,
  letter: readLetterForm,
  drafts: readDrafts,
  retention: readRetention,
};

export async function saveSettings(
  admin: AdminParts,
  about: string,
  by: Person,
  values: Values,
): Promise<SettingsOutcome> {
  if (about === admin.ownName.about) return admin.ownName.save(by, values);
  if (!by.admin) return wrong(SETTINGS_WORDS.onlyAdmins);
  if (Object.hasOwn(WHOLE, about)) return saveWhole(admin, about as Whole, by, values);
  const { what, id } = partsOf(about);
  if (what === 'room') return saveRoom(admin, id, by, values);
  if (what === 'channel') return saveChannelForm(admin, id, values, by);
  return wrong(SETTINGS_WORDS.unknown);
}

async function saveWhole(admin: AdminParts, whole: Whole, by: Person, values: Values): Promise<SettingsOutcome> {
  if (admin.isWritten(whole, '')) return wrong(SETTINGS_WORDS.inFile);
  const read = await WHOLE[whole](admin, values);
  if (!('name' in read)) return read;
  const { store } = admin.parts;
  const change = changeOf(await store.setting(read.name), read.value);
  const line = { act: 'settings', by: await admin.staffId(by), via: 'desk', about: whole, change } as const;
  await keepSetting(store, read.name, read.value, auditOps(admin.parts, line));
  await admin.changed();
  return { ok: true, words: read.words };
}

function readHold({ channelKinds }: AdminParts, values: Values): Read {
  const seconds: Record<string, number> = {};
  for (const { kind } of channelKinds) {
    const given = Number((values[kind] ?? '').replace(',', '.'));
    if (!Number.isFinite(given) || given < 0 || given > HOLD_SECONDS_MAX || values[kind]?.trim() === '')
      return wrong(SETTINGS_WORDS.seconds(HOLD_SECONDS_MAX), kind);
    seconds[kind] = given;
  }
  return { name: HOLD, value: seconds, words: SETTINGS_WORDS.holdSaved };
}

function readHours(_: AdminParts, values: Values): Read {
  const weekly: Record<string, string[]> = {};
  for (const line of (values.weekly ?? '').split('\n').filter(each => each.trim())) {
    const at = line.indexOf(':');
    if (at < 0) return wrong(SETTINGS_WORDS.hoursLine, 'weekly');
    weekly[line.slice(0, at).trim()] = listOf(line.slice(at + 1));
  }
  const closed = listOf(values.closed ?? '');
  const written: WrittenHours = { timezone: (values.timezone ?? '').trim(), weekly, closed };
  const { problems } = parseHours(written);
  if (problems.length === 0) return { name: HOURS, value: written as unknown as Json, words: SETTINGS_WORDS.saved };
  const fieldOf = (words: string) =>
    words.includes('time zone') ? 'timezone' : words.includes('no date') ? 'closed' : 'weekly';
  return { ok: false, problems: problems.map(words => ({ field: fieldOf(words), words })) };
}

function readAnswer({ channelKinds }: AdminParts, values: Values): Read {
  const within: AnswerTimes['within'] = {};
  for (const { kind } of channelKinds) {
    const ms = parseDuration(values[kind] ?? 'off');
    if (ms === undefined) return wrong(SETTINGS_WORDS.duration, kind);
    within[kind] = ms;
  }
  const { morning } = values;
  const said = morning === 'on' || morning === 'off' ? { morning: morning === 'on' } : {};
  const boundary = clampText(cleanText(values.boundary ?? '').trim(), BOUNDARY_CHARS_MAX).text;
  const rising = values.rising === undefined ? {} : { rising: values.rising };
  const times: AnswerTimes = { within, escalateTo: listOf(values.escalate ?? ''), boundary, ...said, ...rising };
  return { name: ANSWER, value: times as unknown as Json, words: SETTINGS_WORDS.saved };
}

async function readNames({ parts }: AdminParts, values: Values): Promise<Read> {
  const rule = (value: string | undefined) => NAME_RULES.find((each): each is NameRule => each === value) ?? null;
  const channels: NameRules['channels'] = {};
  for (const { name } of await namedChannels(parts)) {
    const chosen = rule(values[`channel:${name}`]);
    if (chosen) channels[name] = chosen;
  }
  const rules: NameRules = { everywhere: rule(values.everywhere), channels };
  return { name: NAMES, value: rules as unknown as Json, words: SETTINGS_WORDS.namesSaved };
}

function readLists(_: AdminParts, values: Values): Read {
  const lists = readChecklists(values.lists ?? '');
  if (typeof lists === 'string') return wrong(lists, 'lists');
  return { name: CHECKLISTS, value: lists as unknown as Json, words: SETTINGS_WORDS.listsSaved(lists.length) };
}

async function readLetterForm({ parts }: AdminParts, values: Values): Promise<Read> {
  const read = readLetter({ ...values, to: (values.to ?? '').split(/[\s,;]+/) });
  if ('words' in read) return wrong(read.words, read.field);
  const names = (await parts.store.rooms()).map(each => each.name);
  if (read.room && !names.includes(read.room)) return wrong(SETTINGS_WORDS.letterRoom(names), 'room');
  return { name: LETTER, value: read as unknown as Json, words: SETTINGS_WORDS.letterSaved(read.to.length, read.room) };
}

function readDrafts({ parts }: AdminParts, values: Values): Read {
  if (!parts.drafting) return wrong(SETTINGS_WORDS.unknown);
  const on = values.drafts === 'on';
  return { name: DRAFTS, value: on, words: SETTINGS_WORDS.draftsSaved(on) };
}

/** What is longer than before, or off, is no reason to ask; all else is shown first. */
async function readRetention({ parts }: AdminParts, values: Values): Promise<Read> {
  const days = readKeepDays(values);
  if ('words' in days) return wrong(days.words, days.field.replace('keep_raw', 'raws').replace('keep_', ''));
  const names = (await parts.store.channels()).map(each => each.name);
  const channels = readChannelDays(values.channels ?? '', names);
  if (typeof channels === 'string') return wrong(channels, 'channels');
  const rules: Retention = { everywhere: { texts: null, files: null, raws: null, ...days }, channels };
  if (isOn(rules)) return { name: RETENTION_PROPOSED, value: rules as unknown as Json, words: RETENTION.proposed };
  await keepSetting(parts.store, RETENTION_PROPOSED, false);
  return { name: RETENTION_RULES, value: false, words: RETENTION.isOff };
}

async function saveRoom(admin: AdminParts, id: string, by: Person, values: Values): Promise<SettingsOutcome> {
  const { store, ids, workspaceId } = admin.parts;
  const rooms = await store.rooms();
  const room = rooms.find(each => each.id === id) ?? null;
  const name = room?.name ?? (values.name ?? '').trim().toLowerCase();
  if (admin.isWritten('room', name)) return wrong(SETTINGS_WORDS.inFile);
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name)) return wrong(SETTINGS_WORDS.roomName, 'name');
  if (!room && rooms.some(each => each.name === name)) return wrong(SETTINGS_WORDS.roomTaken(name), 'name');
  const deskRef = values.place || null;
  const rival = rooms.find(each => each.deskRef === deskRef && deskRef !== null && each.id !== room?.id);
  if (rival) return wrong(SETTINGS_WORDS.placeTaken(rival.name), 'place');
  const replyMode = values.reply === 'direct' ? 'direct' : 'preview';
  const deskKind = rooms[0]?.deskKind ?? admin.deskKind;
  const op: Op = room
    ? { do: 'update', table: 'rooms', id: room.id, set: { deskRef, replyMode } }
    : {
        do: 'insert',
        table: 'rooms',
        row: { id: ids.make('room'), workspaceId, name, deskKind, deskRef, replyMode },
      };
  const change = changeOf({ place: room?.deskRef, replies: room?.replyMode }, { place: deskRef, replies: replyMode });
  const line = { act: 'room', by: await admin.staffId(by), via: 'desk', about: name, change } as const;
  await store.commit([op, ...auditOps(admin.parts, line)]);
  await admin.changed();
  return { ok: true, words: SETTINGS_WORDS.roomSaved(name) };
}

/** A room gets its place on the desk; false when another has it, or it stands in the file. */
export async function placeRoom({ parts, changed }: AdminParts, id: RoomId, deskRef: string | null): Promise<boolean> {
  const rooms = await parts.store.rooms();
  if (deskRef !== null && rooms.some(each => each.deskRef === deskRef && each.id !== id)) return false;
  const room = rooms.find(each => each.id === id);
  const change = changeOf({ place: room?.deskRef }, { place: deskRef });
  const line = { act: 'room', by: null, via: 'desk', about: room?.name ?? id, change } as const;
  await parts.store.commit([{ do: 'update', table: 'rooms', id, set: { deskRef } }, ...auditOps(parts, line)]);
  await changed();
  return true;
}
