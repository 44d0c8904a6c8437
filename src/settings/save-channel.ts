/** Saves a channel that an admin connects or changes on the desk. */
import { hush } from '../core/hush.ts';
import { type ChannelId, looksLikeId } from '../core/ids.ts';
import { SETTINGS_WORDS } from '../desk/settings-forms.ts';
import { auditOps } from '../ports/audit.ts';
import type { Channel, ChannelKind } from '../ports/channel.ts';
import type { JsonObject } from '../ports/json.ts';
import { readSettings, type SettingsField, type SettingsValue } from '../ports/settings.ts';
import type { Person } from '../ports/staff.ts';
import type { SettingsOutcome } from '../ports/views.ts';
import { type AdminParts, MADE_HERE } from './admin.ts';
import { keepSetting } from './keep.ts';
import { anywhere, onlyPublic, privateHosts } from './private-hosts.ts';
import { saveChannel, settingsOf } from './provision.ts';
import { learnSecrets, listOf, wrong } from './typed.ts';

/** Tries out what was typed, and keeps it only when it works. @param id the channel, or the kind of a new one @param by whom the audit trail names */
export async function saveChannelForm(
  admin: AdminParts,
  id: string,
  values: Record<string, string>,
  by: Person | null = null,
): Promise<SettingsOutcome> {
  const { parts, channelKinds, sealer } = admin;
  const row = looksLikeId('channel', id) ? await parts.store.channel(id as ChannelId) : null;
  const kind = channelKinds.find(each => each.kind === (row?.kind ?? id));
  if (!kind) return wrong(SETTINGS_WORDS.unknownChannel);
  if (row && admin.isWritten('channel', row.name)) return wrong(SETTINGS_WORDS.inFile);
  await sealer.renew?.();
  const before = row ? settingsOf(row, sealer) : {};
  const forgotten = secretsToRetype(kind.settings, values, before);
  if (forgotten.length)
    return {
      ok: false,
      problems: forgotten.map(field => ({
        field,
        words: SETTINGS_WORDS.retype,
      })),
    };
  const where = 'This';
  const read = readSettings(kind.settings, nested(kind.settings, values, before), where);
  // Before a far side can repeat them: what it says is shown, and logged.
  learnSecrets(kind.settings, read.settings);
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
          words: SETTINGS_WORDS.notPublic,
        })),
      };
  }
  const reach = admin.publicHostsOnly ? onlyPublic : anywhere;
  const tried = (await kind.tryOut?.(read.settings, reach, { variable: admin.variable, clock: parts.clock })) ?? [];
  const bad = tried.filter(each => !each.ok);
  // What a strange server answered is nobody's business where many share this installation.
  const told = admin.publicHostsOnly ? SETTINGS_WORDS.notLetIn : null;
  if (bad.length)
    return {
      ok: false,
      problems: bad.map(({ what, words }) => ({ field: null, words: `${what}: ${told ?? hush(words)}` })),
    };
  const rooms = await parts.store.rooms();
  const room = rooms.find(each => each.name === values.room) ?? rooms.find(each => each.id === row?.roomId) ?? rooms[0];
  if (!room) return wrong(SETTINGS_WORDS.noRoom);
  const name = row?.name ?? (await nameFor(admin, kind, read.settings));
  const whose = { by: by && (await admin.staffId(by)), via: 'desk' } as const;
  // First what lets it be opened again: a channel without it would be there, and closed, after a crash in between.
  await keepSetting(parts.store, `${MADE_HERE}${name}`, true);
  const saved = await saveChannel(
    parts.store,
    { name, kind: kind.kind, room: room.name, schema: kind.settings, settings: read.settings },
    { ids: parts.ids, sealer, audited: line => auditOps(parts, { ...line, ...whose }) },
  );
  await admin.changed();
  return { ok: true, words: connectedWords(parts.channel(saved.id)?.paste, room.name) };
}

/** Is it asked for, with what else was filled in? A secret that is not has no server to go to any more. */
function isAsked({ when }: SettingsField, values: Record<string, string>, schema: readonly SettingsField[]): boolean {
  if (!when) return true;
  const typed = (values[when.field] ?? '').trim();
  const standard = schema.find(each => each.name === when.field)?.default;
  return when.is.includes(typed === '' ? String(standard ?? '') : typed);
}

/** A kept password goes only to the server and the user it was given for: with another one it has to be typed again. */
function secretsToRetype(
  schema: readonly SettingsField[],
  values: Record<string, string>,
  before: Record<string, SettingsValue>,
): string[] {
  const groupOf = (name: string) => name.split('.')[0];
  const changed = (field: SettingsField) => {
    // What was not asked has its default from now on.
    const now = (values[field.name] ?? String(field.default ?? '')).trim();
    const was = before[field.name];
    return field.kind !== 'secret' && now !== (was === null || was === undefined ? '' : String(was));
  };
  return schema
    .filter(each => each.kind === 'secret' && each.basic && before[each.name] && !(values[each.name] ?? '').trim())
    .filter(each => isAsked(each, values, schema))
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
    if (field.kind === 'secret' && !isAsked(field, values, schema)) continue;
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
  return paste ? `${SETTINGS_WORDS.saved} ${paste.words}\n${paste.line}` : SETTINGS_WORDS.connected(room);
}
