/** The settings forms on a desk, and their sentences. Pure. */

import { type Checklist, checklistsText, ITEMS_MAX } from '../core/checklists.ts';
import type { WrittenHours } from '../core/hours.ts';
import { clockOf, type LetterTimes, WEEKDAYS } from '../core/letter.ts';
import { NAME_RULES, type NameRule } from '../core/name-shown.ts';
import { channelDaysText, type Retention } from '../core/retention.ts';
import type { Staff } from '../core/staff.ts';
import { type DurationMs, durationText, SECOND } from '../core/time.ts';
import type { SettingsField, SettingsValue } from '../ports/settings.ts';
import type { FormField, FormView } from '../ports/views.ts';
import { choice, form, text } from './form-fields.ts';
import { RETENTION } from './retention-words.ts';
import { NAME_RULE_WORDS, NAME_WORDS } from './wording.ts';

export const SETTINGS_WORDS = {
  onlyAdmins: 'Only admins can change settings. Ask one of them.',
  inFile: 'This is set in deskhand.yaml. Change it there.',
  unknown: 'There is no such setting.',
  unknownRoom: 'This room no longer exists.',
  unknownChannel: 'This channel no longer exists.',
  saved: 'Saved.',
  testAndSave: 'Test and save',
  holdSaved: 'Saved. Replies that are held now keep their time.',
  namesSaved: 'Saved. It applies to replies from now on.',
  letterRoom: (names: readonly string[]) => `Choose a room that is there: ${names.join(', ')}.`,
  letterSaved: (n: number, room: string | null) =>
    n === 0 && room === null
      ? 'Saved. There is no weekly letter.'
      : 'Saved. Type letter to see it: nothing is sent before somebody has seen it and pressed Send.',
  draftsSaved: (on: boolean) =>
    on
      ? 'Saved. The Reply form offers a draft where something like it was answered before.'
      : 'Saved. Nothing is sent to a model.',
  listsSaved: (n: number) =>
    n === 0 ? 'Saved. There are no checklists now.' : 'Saved. They are shown in the form that logs a call.',
  roomSaved: (name: string) => `Saved. Enquiries of "${name}" are posted there from now on.`,
  connected: (room: string) => `It works, and is saved. New messages are posted in "${room}" from now on.`,
  seconds: (most: number) => `Write a number of seconds from 0 to ${most}.`,
  hoursLine: 'Write each line as mon-fri: 09:00-17:30.',
  duration: 'Write a time such as 4 h or 5 min, or off. The shortest is a minute.',
  roomName: 'Write small letters, digits, - and _, 40 at most.',
  roomTaken: (name: string) => `There is already a room "${name}".`,
  placeTaken: (name: string) => `The room "${name}" already uses this place. Choose another one.`,
  noRoom: 'Choose a room first: enquiries need somewhere to go.',
  retype: 'Type it again: the server or the user name has changed.',
  notPublic: 'This server is not on the internet, so it cannot be used here.',
  notLetIn: 'it did not let Deskhand in. Check the server, the port, the user and the password.',
};

/** What stands above each form. */
export const SETTINGS_TITLES = {
  ownName: 'How customers see you',
  hold: 'Time to undo',
  hours: 'Opening hours',
  answer: 'Answer times',
  names: 'Names that customers see',
  checklists: 'Checklists for calls',
  letter: 'Weekly letter',
  drafts: 'Drafts by a model',
  retention: RETENTION.title,
  room: (name: string | null) => (name === null ? 'Add a room' : `Room ${name}`),
  /** A new one is called as the button that opens its form. */
  channel: ({ label, connect }: { label: string; connect: string }, name: string | null) =>
    name === null ? connect : `${label} ${name}`,
};

/**
 * @param about which settings: handed back when the form is saved
 * @param save on the button: what happens
 */
export function settingsFormView(about: string, title: string, fields: FormField[], save = 'Save'): FormView {
  return { ...form('settings.form', title, null, fields, { save }), about };
}

export function holdFields(kinds: { kind: string; label: string; holdMs: DurationMs }[]): FormField[] {
  return kinds.map(({ kind, label, holdMs }) => text(kind, `${label}: seconds`, String(holdMs / SECOND)));
}

export function answerFields(
  kinds: { kind: string; label: string; within: DurationMs | null }[],
  escalateTo: readonly string[],
  morning: boolean,
  boundary: string | null = null,
  rising: { now: string | null; rooms: readonly string[] } = { now: null, rooms: [] },
): FormField[] {
  return [
    ...kinds.map(({ kind, label, within }) =>
      text(kind, `${label}: answer within`, durationText(within), {
        help: 'In opening hours, such as 4 h or 5 min; off for no limit. The room is reminded at 75 % and when it is overdue.',
      }),
    ),
    text('escalate', 'Tell these people when it is overdue', escalateTo.join(', '), {
      optional: true,
      help: 'Names or member ids, separated by commas. Empty: nobody.',
    }),
    choice(
      'morning',
      'A morning line in each room',
      morning ? 'on' : 'off',
      [
        { value: 'on', label: 'Once a working day' },
        { value: 'off', label: 'Never' },
      ],
      { help: 'What waits longest, what falls due, and who is back. Nothing when there is nothing.' },
    ),
    choice(
      'rising',
      'Say what is rising in',
      rising.now ?? '',
      [{ value: '', label: 'No room' }, ...rising.rooms.map(name => ({ value: name, label: name }))],
      {
        help: 'One post when several customers suddenly write about the same thing, with their threads and what is usual.',
      },
    ),
    text('boundary', 'Boundary text', boundary ?? '', {
      kind: 'long-text',
      optional: true,
      help: 'What you agreed to send when somebody insults or threatens you; it always waits for a press on Send. Empty: a text in their language.',
    }),
  ];
}

/** @param christmas the next one: an example that has passed would look like a date to be forgotten */
export function hoursFields(written: WrittenHours | null, christmas: string): FormField[] {
  const week = Object.entries(written?.weekly ?? { 'mon-fri': ['09:00-17:00'] });
  return [
    text('timezone', 'Time zone', written?.timezone ?? 'Europe/London', {
      help: 'An IANA name, such as Europe/Berlin.',
    }),
    text('weekly', 'Open', week.map(([days, spans]) => `${days}: ${spans.join(', ')}`).join('\n'), {
      kind: 'long-text',
      help: 'One line each: mon-fri: 09:00-12:30, 13:30-17:30',
    }),
    text('closed', 'Closed on', (written?.closed ?? []).join(', '), {
      optional: true,
      help: `Dates such as ${christmas}, separated by commas.`,
    }),
  ];
}

/** To whom, and when. */
export function letterFields(letter: LetterTimes | null, rooms: readonly string[]): FormField[] {
  const days = WEEKDAYS.map(value => ({ value, label: `${value[0]!.toUpperCase()}${value.slice(1)}` }));
  return [
    text('to', 'To', (letter?.to ?? []).join('\n'), {
      kind: 'long-text',
      optional: true,
      help: 'One mail address on each line: people of your business who do not read the threads.',
    }),
    choice('room', 'And into a room', letter?.room ?? '', [
      { value: '', label: 'Into no room' },
      ...rooms.map(value => ({ value, label: value })),
    ]),
    choice('day', 'Every', WEEKDAYS[letter?.weekday ?? 4]!, days),
    text('time', 'At', clockOf(letter?.minutes ?? 16 * 60), {
      help: 'On the clock of your opening hours. Nothing is sent before somebody has seen it: type letter.',
    }),
  ];
}

/** How long things are kept. Nothing is removed before an admin has seen what that would be. */
export function retentionFields(rules: Retention | null, channel: string): FormField[] {
  const days = (name: string, label: string, now: number | null | undefined, help: string) =>
    text(name, label, now == null ? '' : String(now), { optional: true, help });
  const { texts, files, raws } = rules?.everywhere ?? {};
  return [
    days(
      'texts',
      'Texts: days',
      texts,
      'Of enquiries that ended so long ago, such as 730. Empty: for ever. Figures, names and addresses stay.',
    ),
    days('files', 'Files: days', files, 'Such as 365. Empty: as long as the texts.'),
    days(
      'raws',
      'Mails as they came: days',
      raws,
      'Such as 90. Each holds its files once more. Empty: as long as the files.',
    ),
    text('channels', 'On single channels', rules ? channelDaysText(rules) : '', {
      kind: 'long-text',
      optional: true,
      help: `One line for each that differs, such as ${channel}: texts 365, files 90, raw 30`,
    }),
  ];
}

/** Whether a model may draft; which one is decided by whoever runs the installation. */
export function draftFields(on: boolean, asked: { model: string; where: string } | null): FormField[] {
  const help = `Words of a customer and earlier answers go to ${asked?.model ?? 'a model'} at ${asked?.where ?? 'its server'}. Names, addresses and numbers are taken out first where they are recognised. Nothing is sent to a customer before somebody has read it and pressed Send.`;
  return [
    choice(
      'drafts',
      'In the Reply form',
      on ? 'on' : 'off',
      [
        { value: 'off', label: 'No drafts' },
        { value: 'on', label: 'Offer a draft by a model' },
      ],
      { help },
    ),
  ];
}

/** All of them in one field: on a phone that is quicker than a field for each line. */
export function checklistFields(lists: readonly Checklist[]): FormField[] {
  return [
    text('lists', 'Checklists', checklistsText(lists), {
      kind: 'long-text',
      optional: true,
      help: `A contact reason on a line of its own, such as Refund; below it what to ask or say, each after a dash: - Ask for the order number. At most ${ITEMS_MAX} lines for a reason.`,
    }),
  ];
}

/** @param channels names of those whose customers see who writes */
export function nameRuleFields(
  rules: { everywhere: NameRule | null; channels: Record<string, NameRule> } | null,
  channels: string[],
): FormField[] {
  const choices = NAME_RULES.map(value => ({ value, label: NAME_RULE_WORDS[value] }));
  const asElse = { value: '', label: 'Same as on every channel' };
  return [
    choice('everywhere', 'On every channel', rules?.everywhere ?? 'own', choices),
    ...channels.map(name => choice(`channel:${name}`, `On ${name}`, rules?.channels[name] ?? '', [asElse, ...choices])),
  ];
}

/** How customers see one person: the only form that is not for admins alone. */
export function ownNameFields(staff: Staff | null): FormField[] {
  const now = staff?.shownAs ?? { as: 'first' };
  return [
    choice('as', 'Customers see', now.as, [
      { value: 'first', label: 'My first name' },
      { value: 'chosen', label: 'The name that I type below' },
      { value: 'team', label: 'Only the name of the team' },
    ]),
    text('name', 'Name', now.as === 'chosen' ? now.name : '', { optional: true, help: NAME_WORDS.fieldHelp }),
  ];
}

/** @param room null for another one */
export function roomFields(room: { deskRef: string | null; replyMode: string } | null): FormField[] {
  return [
    ...(room ? [] : [text('name', 'Name', '', { help: 'Small letters and digits, such as returns.' })]),
    text('place', 'Where enquiries are posted', room?.deskRef ?? '', {
      kind: 'place',
      help: 'Deskhand joins a public one by itself; invite it into a private one.',
    }),
    choice('reply', 'How replies leave', room?.replyMode ?? 'preview', [
      { value: 'preview', label: 'After a preview and a press on Send' },
      { value: 'direct', label: 'Automatically after the hold, when the owner writes' },
    ]),
  ];
}

/**
 * One setting of a channel.
 * @param now what it is; of a new channel its default
 * @param kept a secret of this channel is there already
 * @param isNew the channel is being connected: a choice that has no default is still to be made
 */
export function settingField(
  field: SettingsField,
  now: SettingsValue | undefined,
  kept: boolean,
  isNew = false,
): FormField {
  const secret = field.kind === 'secret';
  const value =
    secret || now === null || now === undefined
      ? ''
      : Array.isArray(now)
        ? now.join(field.kind === 'lines' ? '\n' : ', ')
        : String(now);
  const yesNo = [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ];
  const choices = field.choices ?? (field.kind === 'yes-no' ? yesNo : undefined);
  const keeps = secret && kept;
  return {
    name: field.name,
    label: field.label,
    kind: choices ? 'choice' : field.kind === 'lines' ? 'long-text' : 'text',
    value: choices && !choices.some(each => each.value === value) ? (choices[0]?.value ?? '') : value,
    help: field.help + (keeps ? ' Leave it empty to keep the current one.' : ''),
    optional: !field.required || keeps,
    ...(secret ? { secret } : {}),
    ...(choices ? { choices } : {}),
    ...(field.when ? { when: field.when } : {}),
    ...(isNew && field.choices && field.default === undefined ? { unchosen: true as const, optional: false } : {}),
  };
}

/** @param names of the rooms, of which there are several */
export function roomChoice(names: string[], value: string): FormField {
  return choice(
    'room',
    'Room',
    value,
    names.map(name => ({ value: name, label: name })),
  );
}
