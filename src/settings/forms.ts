/** The settings forms for admins on the desk, filled with the current values. */
import { checklistsIn } from '../core/checklists.ts';
import { dayOf } from '../core/days.ts';
import type { WrittenHours } from '../core/hours.ts';
import { looksLikeId } from '../core/ids.ts';
import { letterIn } from '../core/letter.ts';
import { retentionIn } from '../core/retention.ts';
import {
  answerFields,
  checklistFields,
  draftFields,
  holdFields,
  hoursFields,
  letterFields,
  nameRuleFields,
  retentionFields,
  roomChoice,
  roomFields,
  SETTINGS_TITLES,
  SETTINGS_WORDS,
  settingField,
  settingsFormView,
} from '../desk/settings-forms.ts';
import { RETENTION_PROPOSED } from '../ports/retaining.ts';
import type { SettingsValue } from '../ports/settings.ts';
import type { Person } from '../ports/staff.ts';
import type { FormField, FormView } from '../ports/views.ts';
import { type AdminParts, CHECKLISTS, HOURS, LETTER, partsOf, type Whole } from './admin.ts';
import { NAMES, type NameRules, namedChannels } from './name-rules.ts';

type Form = FormView | { refusal: string };

const WHOLE: Record<Whole, (admin: AdminParts) => Promise<FormField[]>> = {
  hold: async ({ parts, channelKinds }) =>
    holdFields(
      channelKinds.map(({ kind, label, limits }) => ({ kind, label, holdMs: parts.holdMs(kind, limits.holdMs) })),
    ),
  hours: async ({ parts }) => {
    const today = dayOf('UTC', parts.clock.now());
    const year = Number(today.slice(0, 4)) + (today.slice(5) > '12-25' ? 1 : 0);
    return hoursFields((await parts.store.setting(HOURS)) as unknown as WrittenHours | null, `${year}-12-25`);
  },
  answer: async ({ parts, channelKinds }) =>
    answerFields(
      channelKinds.map(({ kind, label }) => ({ kind, label, within: parts.answerWithin(kind) })),
      parts.escalateTo(),
      parts.morningLine(),
      parts.boundary(),
      { now: parts.risingRoom(), rooms: (await parts.store.rooms()).map(each => each.name) },
    ),
  names: async ({ parts }) =>
    nameRuleFields(
      (await parts.store.setting(NAMES)) as unknown as NameRules | null,
      (await namedChannels(parts)).map(each => each.name),
    ),
  letter: async ({ parts }) =>
    letterFields(
      letterIn(await parts.store.setting(LETTER)),
      (await parts.store.rooms()).map(each => each.name),
    ),
  checklists: async ({ parts }) => checklistFields(checklistsIn(await parts.store.setting(CHECKLISTS))),
  retention: async ({ parts }) => {
    const proposed = retentionIn(await parts.store.setting(RETENTION_PROPOSED));
    return retentionFields(proposed ?? (await parts.retention()), (await parts.store.channels())[0]?.name ?? 'help');
  },
  drafts: async ({ parts }) => draftFields(parts.drafts(), parts.drafting?.model ?? null),
};

export async function settingsForm(admin: AdminParts, about: string, by: Person): Promise<Form> {
  const { ownName, isWritten } = admin;
  if (about === ownName.about) return settingsFormView(about, SETTINGS_TITLES.ownName, await ownName.fields(by));
  if (!by.admin) return { refusal: SETTINGS_WORDS.onlyAdmins };
  if (Object.hasOwn(WHOLE, about)) {
    const whole = about as Whole;
    if (isWritten(whole, '')) return { refusal: SETTINGS_WORDS.inFile };
    if (whole === 'drafts' && !admin.parts.drafting) return { refusal: SETTINGS_WORDS.unknown };
    return settingsFormView(about, SETTINGS_TITLES[whole], await WHOLE[whole](admin));
  }
  const { what, id } = partsOf(about);
  if (what === 'room') return roomForm(admin, about, id);
  if (what === 'channel') return channelForm(admin, about, id);
  return { refusal: SETTINGS_WORDS.unknown };
}

async function roomForm({ parts, isWritten }: AdminParts, about: string, id: string): Promise<Form> {
  const room = looksLikeId('room', id) ? await parts.store.room(id) : null;
  if (!room && id !== 'new') return { refusal: SETTINGS_WORDS.unknownRoom };
  if (room && isWritten('room', room.name)) return { refusal: SETTINGS_WORDS.inFile };
  return settingsFormView(about, SETTINGS_TITLES.room(room?.name ?? null), roomFields(room));
}

async function channelForm({ parts, channelKinds, isWritten }: AdminParts, about: string, id: string): Promise<Form> {
  const row = looksLikeId('channel', id) ? await parts.store.channel(id) : null;
  const kind = channelKinds.find(each => each.kind === (row?.kind ?? id));
  if (!kind) return { refusal: SETTINGS_WORDS.unknownChannel };
  if (row && isWritten('channel', row.name)) return { refusal: SETTINGS_WORDS.inFile };
  const now = row?.settings as Record<string, SettingsValue> | undefined;
  const fields = kind.settings
    .filter(each => each.basic && (row || !each.later))
    .map(each => settingField(each, now ? now[each.name] : each.default, Boolean(row?.sealed), row === null));
  const rooms = await parts.store.rooms();
  const [first] = rooms;
  const names = rooms.map(({ name }) => name);
  if (first && rooms.length > 1)
    fields.push(roomChoice(names, rooms.find(each => each.id === row?.roomId)?.name ?? first.name));
  const title = SETTINGS_TITLES.channel(kind, row?.name ?? null);
  return settingsFormView(about, title, fields, SETTINGS_WORDS.testAndSave);
}
