/** The forms in which admins change settings on the desk, made from what the settings are now. */
import type { WrittenHours } from '../core/hours.ts';
import { looksLikeId } from '../core/ids.ts';
import { durationText, SECOND } from '../core/time.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { FormField, FormView, Person, SettingsOutcome } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { SettingsField, SettingsValue } from '../ports/settings.ts';
import { ruleFields } from './name-forms.ts';
import type { Sealer } from './provision.ts';

/** Names of settings in the store. */
export const HOLD = 'hold-seconds';
export const HOURS = 'hours';
/** How long customers may wait, and who is told. */
export const ANSWER = 'answer-times';
export interface AnswerTimes {
  /** ms by kind of channel; null for as long as it takes. */
  within: Record<string, number | null>;
  escalateTo: string[];
}
/** Channels that were made on the desk, by name: they start by themselves, without a file. */
export const MADE_HERE = 'made-here:';

export interface AdminParts {
  parts: Parts;
  channelKinds: ChannelKind[];
  sealer: Sealer;
  /** The kind of desk that new rooms are on. */
  deskKind: string;
  /** The one form that is not for admins alone. */
  ownName: {
    about: string;
    fields(by: Person): Promise<FormField[]>;
    save(by: Person, values: Record<string, string>): Promise<SettingsOutcome>;
  };
  /** Many workspaces share this installation: nobody may point it at what is not on the internet. */
  publicHostsOnly: boolean;
  /** Stands in the provisioning file, and is changed there. */
  isWritten(what: 'room' | 'channel' | 'hold' | 'hours' | 'answer' | 'names', name: string): boolean;
  /** Settings changed: everything that uses them takes them up, here and in other processes. */
  changed(): Promise<void>;
}

export const ONLY_ADMINS = 'Only admins can change settings. Ask one of them.';
export const IN_FILE = 'This stands in deskhand.yaml and is changed there.';

export async function settingsForm(
  admin: AdminParts,
  about: string,
  by: Person,
): Promise<FormView | { refusal: string }> {
  const { parts, channelKinds } = admin;
  const form = (title: string, fields: FormField[]): FormView => ({
    id: 'settings.form',
    title,
    enquiryId: null,
    about,
    fields,
    submit: [{ id: 'save', label: 'Save' }],
  });
  if (about === admin.ownName.about) return form('How customers see you', await admin.ownName.fields(by));
  if (!by.admin) return { refusal: ONLY_ADMINS };
  if (about === 'hold') {
    if (admin.isWritten('hold', '')) return { refusal: IN_FILE };
    const fields = channelKinds.map(({ kind, label, limits }) => ({
      name: kind,
      label: `${label}: seconds`,
      kind: 'text' as const,
      value: String(parts.holdMs(kind, limits.holdMs) / SECOND),
    }));
    return form('Time to undo', fields);
  }
  if (about === 'hours') {
    if (admin.isWritten('hours', '')) return { refusal: IN_FILE };
    return form('Opening hours', hoursFields((await parts.store.setting(HOURS)) as unknown as WrittenHours | null));
  }
  if (about === 'answer') {
    if (admin.isWritten('answer', '')) return { refusal: IN_FILE };
    return form('Answering on time', answerFields(admin));
  }
  if (about === 'names') {
    if (admin.isWritten('names', '')) return { refusal: IN_FILE };
    return form('Names that customers see', await ruleFields(parts));
  }
  const [what, id] = [about.slice(0, about.indexOf(':')), about.slice(about.indexOf(':') + 1)];
  if (what === 'room') return roomForm(admin, id, form);
  if (what === 'channel') return channelForm(admin, id, form);
  return { refusal: 'There is no such setting.' };
}

function answerFields({ parts, channelKinds }: AdminParts): FormField[] {
  return [
    ...channelKinds.map(({ kind, label }) => ({
      name: kind,
      label: `${label}: answer within`,
      kind: 'text' as const,
      value: durationText(parts.answerWithin(kind)),
      help: 'In opening hours, such as 4 h or 5 min; off for as long as it takes. The room is reminded at 75 % and when it has passed.',
    })),
    {
      name: 'escalate',
      label: 'Tell these people when it has passed',
      kind: 'text',
      value: parts.escalateTo().join(', '),
      optional: true,
      help: 'Names or member ids, with commas between. Nobody, when it is empty.',
    },
  ];
}

function hoursFields(written: WrittenHours | null): FormField[] {
  const week = Object.entries(written?.weekly ?? { 'mon-fri': ['09:00-17:00'] });
  return [
    {
      name: 'timezone',
      label: 'Time zone',
      kind: 'text',
      value: written?.timezone ?? 'Europe/London',
      help: 'An IANA name, such as Europe/Berlin.',
    },
    {
      name: 'weekly',
      label: 'Open',
      kind: 'long-text',
      value: week.map(([days, spans]) => `${days}: ${spans.join(', ')}`).join('\n'),
      help: 'One line each: mon-fri: 09:00-12:30, 13:30-17:30',
    },
    {
      name: 'closed',
      label: 'Closed on',
      kind: 'text',
      value: (written?.closed ?? []).join(', '),
      optional: true,
      help: 'Dates such as 2026-12-25, with commas between.',
    },
  ];
}

type Form = (title: string, fields: FormField[]) => FormView;

async function roomForm({ parts, isWritten }: AdminParts, id: string, form: Form) {
  const room = looksLikeId('room', id) ? await parts.store.room(id) : null;
  if (!room && id !== 'new') return { refusal: 'This room is not known any more.' };
  if (room && isWritten('room', room.name)) return { refusal: IN_FILE };
  const name: FormField = {
    name: 'name',
    label: 'Name',
    kind: 'text',
    value: '',
    help: 'Small letters and digits, such as returns.',
  };
  return form(room ? `Room ${room.name}` : 'Another room', [
    ...(room ? [] : [name]),
    {
      name: 'place',
      label: 'Where enquiries are posted',
      kind: 'place',
      value: room?.deskRef ?? '',
      help: 'Deskhand joins a public one by itself; invite it into a private one.',
    },
    {
      name: 'reply',
      label: 'How replies leave',
      kind: 'choice',
      value: room?.replyMode ?? 'preview',
      choices: [
        { value: 'preview', label: 'After a preview and a press on Send' },
        { value: 'direct', label: 'By themselves after the hold, when the owner writes' },
      ],
    },
  ]);
}

async function channelForm({ parts, channelKinds, isWritten }: AdminParts, id: string, form: Form) {
  const row = looksLikeId('channel', id) ? await parts.store.channel(id) : null;
  const kind = channelKinds.find(each => each.kind === (row?.kind ?? id));
  if (!kind) return { refusal: 'This channel is not known any more.' };
  if (row && isWritten('channel', row.name)) return { refusal: IN_FILE };
  const rooms = await parts.store.rooms();
  const fields = kind.settings.filter(each => each.basic).map(each => fieldOf(each, row));
  if (rooms.length > 1)
    fields.push({
      name: 'room',
      label: 'Room',
      kind: 'choice',
      value: rooms.find(each => each.id === row?.roomId)?.name ?? rooms[0]!.name,
      choices: rooms.map(({ name }) => ({ value: name, label: name })),
    });
  return form(row ? `${kind.label} ${row.name}` : `Connect ${kind.label.toLowerCase()}`, fields);
}

function fieldOf(field: SettingsField, row: ChannelRow | null): FormField {
  const now = row ? (row.settings as Record<string, SettingsValue>)[field.name] : (field.default ?? null);
  const secret = field.kind === 'secret';
  const text =
    secret || now === null || now === undefined
      ? ''
      : Array.isArray(now)
        ? now.join(field.kind === 'lines' ? '\n' : ', ')
        : String(now);
  const choices =
    field.choices ??
    (field.kind === 'yes-no'
      ? [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]
      : undefined);
  const kept = secret && row?.sealed ? ' Leave it empty to keep the one that is there.' : '';
  return {
    name: field.name,
    label: field.label,
    kind: choices ? 'choice' : field.kind === 'lines' ? 'long-text' : 'text',
    value: choices && text === '' ? (choices[0]?.value ?? '') : text,
    help: field.help + kept,
    optional: !field.required || kept !== '',
    ...(secret ? { secret } : {}),
    ...(choices ? { choices } : {}),
  };
}
