/** Saves what admins change on the desk: rooms, hold times, hours, and channels, which are tried out before they are kept. */
import { parseHours, type WrittenHours } from '../core/hours.ts';
import { type ChannelId, looksLikeId, type RoomId } from '../core/ids.ts';
import { parseDuration } from '../core/time.ts';
import type { Channel, ChannelKind } from '../ports/channel.ts';
import type { Person, SettingsOutcome } from '../ports/desk.ts';
import type { Json, JsonObject } from '../ports/json.ts';
import { readSettings, type SettingsField, type SettingsValue } from '../ports/settings.ts';
import type { Op } from '../ports/store.ts';
import { HOLD_SECONDS_MAX } from './file.ts';
import { type AdminParts, ANSWER, type AnswerTimes, HOLD, HOURS, IN_FILE, MADE_HERE, ONLY_ADMINS } from './forms.ts';
import { keepSetting } from './keep.ts';
import { saveRules } from './name-forms.ts';
import { anywhere, onlyPublic, privateHosts } from './private-hosts.ts';
import { saveChannel, settingsOf } from './provision.ts';

export async function saveSettings(
  admin: AdminParts,
  about: string,
  by: Person,
  values: Record<string, string>,
): Promise<SettingsOutcome> {
  if (about === admin.ownName.about) return admin.ownName.save(by, values);
  if (!by.admin) return wrong(ONLY_ADMINS);
  if (about === 'hold') return saveHold(admin, values);
  if (about === 'hours') return saveHours(admin, values);
  if (about === 'answer') return saveAnswer(admin, values);
  if (about === 'names') return saveNames(admin, values);
  const [what, id] = [about.slice(0, about.indexOf(':')), about.slice(about.indexOf(':') + 1)];
  if (what === 'room') return saveRoom(admin, id, values);
  if (what === 'channel') return saveChannelForm(admin, id, values);
  return wrong('There is no such setting.');
}

function wrong(words: string, field: string | null = null): SettingsOutcome {
  return { ok: false, problems: [{ field, words }] };
}

async function saveHold(admin: AdminParts, values: Record<string, string>): Promise<SettingsOutcome> {
  if (admin.isWritten('hold', '')) return wrong(IN_FILE);
  const seconds: Record<string, number> = {};
  for (const { kind } of admin.channelKinds) {
    const given = Number((values[kind] ?? '').replace(',', '.'));
    if (!Number.isFinite(given) || given < 0 || given > HOLD_SECONDS_MAX || values[kind]?.trim() === '')
      return wrong(`Write a number of seconds from 0 to ${HOLD_SECONDS_MAX}.`, kind);
    seconds[kind] = given;
  }
  await keepSetting(admin.parts.store, HOLD, seconds);
  await admin.changed();
  return { ok: true, words: 'Saved. Replies that are held now keep their time.' };
}

async function saveHours(admin: AdminParts, values: Record<string, string>): Promise<SettingsOutcome> {
  if (admin.isWritten('hours', '')) return wrong(IN_FILE);
  const weekly: Record<string, string[]> = {};
  for (const line of (values.weekly ?? '').split('\n').filter(each => each.trim())) {
    const at = line.indexOf(':');
    if (at < 0) return wrong('Write each line as mon-fri: 09:00-17:30.', 'weekly');
    weekly[line.slice(0, at).trim()] = listOf(line.slice(at + 1));
  }
  const written: WrittenHours = {
    timezone: (values.timezone ?? '').trim(),
    weekly,
    closed: listOf(values.closed ?? ''),
  };
  const { problems } = parseHours(written);
  if (problems.length)
    return {
      ok: false,
      problems: problems.map(words => ({
        field: words.includes('time zone') ? 'timezone' : words.includes('no date') ? 'closed' : 'weekly',
        words,
      })),
    };
  await keepSetting(admin.parts.store, HOURS, written as unknown as Json);
  await admin.changed();
  return { ok: true, words: 'Saved.' };
}

async function saveAnswer(admin: AdminParts, values: Record<string, string>): Promise<SettingsOutcome> {
  if (admin.isWritten('answer', '')) return wrong(IN_FILE);
  const within: AnswerTimes['within'] = {};
  for (const { kind } of admin.channelKinds) {
    const ms = parseDuration(values[kind] ?? 'off');
    if (ms === undefined) return wrong('Write a time such as 4 h or 5 min, or off. A minute is the least.', kind);
    within[kind] = ms;
  }
  const times: AnswerTimes = { within, escalateTo: listOf(values.escalate ?? '') };
  await keepSetting(admin.parts.store, ANSWER, times as unknown as Json);
  await admin.changed();
  return { ok: true, words: 'Saved.' };
}

async function saveNames(admin: AdminParts, values: Record<string, string>): Promise<SettingsOutcome> {
  if (admin.isWritten('names', '')) return wrong(IN_FILE);
  const saved = await saveRules(admin.parts, values);
  if (saved.ok) await admin.changed();
  return saved;
}

async function saveRoom(admin: AdminParts, id: string, values: Record<string, string>): Promise<SettingsOutcome> {
  const { store, ids, workspaceId } = admin.parts;
  const rooms = await store.rooms();
  const room = rooms.find(each => each.id === id) ?? null;
  const name = room?.name ?? (values.name ?? '').trim().toLowerCase();
  if (admin.isWritten('room', name)) return wrong(IN_FILE);
  if (!/^[a-z0-9][a-z0-9_-]{0,39}$/.test(name))
    return wrong('Write small letters, digits, - and _, 40 at most.', 'name');
  if (!room && rooms.some(each => each.name === name)) return wrong(`There is a room "${name}" already.`, 'name');
  const deskRef = values.place || null;
  const rival = rooms.find(each => each.deskRef === deskRef && deskRef !== null && each.id !== room?.id);
  if (rival) return wrong(`The room "${rival.name}" is there already. Choose another place.`, 'place');
  const replyMode = values.reply === 'direct' ? 'direct' : 'preview';
  const op: Op = room
    ? { do: 'update', table: 'rooms', id: room.id, set: { deskRef, replyMode } }
    : {
        do: 'insert',
        table: 'rooms',
        row: { id: ids.make('room'), workspaceId, name, deskKind: admin.deskKind, deskRef, replyMode },
      };
  await store.commit([op]);
  await admin.changed();
  return { ok: true, words: `Saved. Enquiries of "${name}" are posted there from now on.` };
}

async function saveChannelForm(
  admin: AdminParts,
  id: string,
  values: Record<string, string>,
): Promise<SettingsOutcome> {
  const { parts, channelKinds, sealer } = admin;
  const row = looksLikeId('channel', id) ? await parts.store.channel(id as ChannelId) : null;
  const kind = channelKinds.find(each => each.kind === (row?.kind ?? id));
  if (!kind) return wrong('This channel is not known any more.');
  if (row && admin.isWritten('channel', row.name)) return wrong(IN_FILE);
  const before = row ? settingsOf(row, sealer) : {};
  const forgotten = secretsToRetype(kind.settings, values, before);
  if (forgotten.length)
    return {
      ok: false,
      problems: forgotten.map(field => ({
        field,
        words: 'Type it again: the server or the user name is another one now.',
      })),
    };
  const where = 'This';
  const read = readSettings(kind.settings, nested(kind.settings, values, before), where);
  const problems = [
    ...read.problems,
    ...(read.problems.length ? [] : (kind.problems?.(read.settings, where) ?? [])),
  ].map(words => ({
    field: kind.settings.find(each => each.basic && words.includes(`"${each.name}"`))?.name ?? null,
    words: words.replace(/^This: /, '').replace(/"([a-z._]+)"/g, (all, name) => labelOf(kind.settings, name) ?? all),
  }));
  if (problems.length) return { ok: false, problems };
  if (admin.publicHostsOnly) {
    const inside = await privateHosts(kind.settings, read.settings);
    if (inside.length)
      return {
        ok: false,
        problems: inside.map(field => ({
          field,
          words: 'This server is not on the internet, so it cannot be used here.',
        })),
      };
  }
  const tried = (await kind.tryOut?.(read.settings, admin.publicHostsOnly ? onlyPublic : anywhere)) ?? [];
  const bad = tried.filter(each => !each.ok);
  // What a strange server answered is nobody's business where many share this installation.
  const told = admin.publicHostsOnly
    ? 'it did not let Deskhand in. Check the server, the port, the user and the password.'
    : null;
  if (bad.length)
    return { ok: false, problems: bad.map(({ what, words }) => ({ field: null, words: `${what}: ${told ?? words}` })) };
  const rooms = await parts.store.rooms();
  const room = rooms.find(each => each.name === values.room) ?? rooms.find(each => each.id === row?.roomId) ?? rooms[0];
  if (!room) return wrong('Choose a room first: enquiries have to be posted somewhere.');
  const name = row?.name ?? (await nameFor(admin, kind, read.settings));
  // First what lets it be opened again: a channel without it would be there, and closed, after a crash in between.
  await keepSetting(parts.store, `${MADE_HERE}${name}`, true);
  const saved = await saveChannel(
    parts.store,
    { name, kind: kind.kind, room: room.name, schema: kind.settings, settings: read.settings },
    { ids: parts.ids, sealer },
  );
  await admin.changed();
  return { ok: true, words: connectedWords(parts.channel(saved.id)?.paste, room.name) };
}

/** A kept password goes only to the server and the user it was given for: with another one it has to be typed again. */
function secretsToRetype(
  schema: readonly SettingsField[],
  values: Record<string, string>,
  before: Record<string, SettingsValue>,
): string[] {
  const groupOf = (name: string) => name.split('.')[0];
  const changed = (field: SettingsField) => {
    const now = (values[field.name] ?? '').trim();
    const was = before[field.name];
    return field.kind !== 'secret' && now !== (was === null || was === undefined ? '' : String(was));
  };
  return schema
    .filter(each => each.kind === 'secret' && each.basic && before[each.name] && !(values[each.name] ?? '').trim())
    .filter(secret =>
      schema.some(
        each =>
          each.basic && changed(each) && (groupOf(each.name) === groupOf(secret.name) || each.name === 'provider'),
      ),
    )
    .map(each => each.name);
}

/** Form values in the shape of the file, over what was there before; an empty secret keeps the old one. */
function nested(schema: readonly SettingsField[], values: Record<string, string>, before: Record<string, unknown>) {
  const made: JsonObject = {};
  for (const field of schema) {
    const typed = field.basic ? (values[field.name] ?? '').trim() : '';
    const value: unknown =
      !field.basic || (field.kind === 'secret' && typed === '') ? before[field.name] : parsed(field, typed);
    if (value === undefined || value === null) continue;
    const path = field.name.split('.');
    let at = made as Record<string, unknown>;
    for (const part of path.slice(0, -1)) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[path.at(-1)!] = value;
  }
  return made;
}

function parsed(field: SettingsField, typed: string): unknown {
  if (typed === '') return null;
  if (field.kind === 'yes-no') return /^(true|yes|on)$/i.test(typed);
  if (field.kind === 'lines')
    return typed
      .split('\n')
      .map(each => each.trim())
      .filter(Boolean);
  return field.kind === 'list' ? listOf(typed) : typed;
}

function listOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map(each => each.trim())
    .filter(Boolean);
}

function labelOf(schema: readonly SettingsField[], name: string): string | null {
  const label = schema.find(each => each.name === name)?.label;
  return label ? `"${label}"` : null;
}

/** A name that no other channel has. */
async function nameFor({ parts }: AdminParts, kind: ChannelKind, settings: Record<string, SettingsValue>) {
  const base =
    (kind.suggestName?.(settings, parts.ids) ?? '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30) || kind.kind;
  const taken = new Set((await parts.store.channels()).map(each => each.name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}

function connectedWords(paste: Channel['paste'], room: string): string {
  return paste
    ? `Saved. ${paste.words}\n${paste.line}`
    : `It works, and is saved. New messages are posted in "${room}" from now on.`;
}

/** A room gets its place on the desk; false when another has it, or it stands in the file. */
export async function placeRoom({ parts, changed }: AdminParts, id: RoomId, deskRef: string | null): Promise<boolean> {
  const rooms = await parts.store.rooms();
  if (deskRef !== null && rooms.some(each => each.deskRef === deskRef && each.id !== id)) return false;
  await parts.store.commit([{ do: 'update', table: 'rooms', id, set: { deskRef } }]);
  await changed();
  return true;
}
