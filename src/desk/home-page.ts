/** A person's home, and the greeting of whoever installed Deskhand: as data that each desk draws. */

import type { EnquiryLine, FirstSteps, HomeView } from '../ports/views.ts';
import { LESSON_BUTTONS, PRACTICE } from './practice-words.ts';
import { RETENTION } from './retention-words.ts';

/** A button that opens a form, or does something in the home itself; `value` says which. */
export interface HomeButton {
  id:
    | 'settings.open'
    | 'home.refresh'
    | 'trial.start'
    | 'log.form'
    | 'expert.form'
    | 'command.run'
    | 'practice.start'
    | 'practice.no';
  label: string;
  value: string;
  look?: 'primary';
}

export type HomeBlock =
  | { as: 'heading'; words: string }
  | { as: 'words'; words: string }
  /** Something is wrong, and an admin can fix it. */
  | { as: 'trouble'; words: string }
  | { as: 'small'; words: string }
  | { as: 'enquiry'; enquiry: EnquiryLine }
  | { as: 'draft'; draft: HomeView['drafts'][number] }
  /** A setting: what it is called, its place on the desk where it has one, how it stands, and how it is changed. */
  | {
      as: 'setting';
      name: string | null;
      /** Null: none was chosen yet. Absent: it has none. */
      place?: string | null;
      words: string;
      ok?: boolean;
      /** A line to copy. */
      paste?: { label: string; line: string } | null;
      /** It stands in the provisioning file, and is changed there. */
      fixed: boolean;
      change: HomeButton;
    }
  | { as: 'buttons'; buttons: HomeButton[] }
  | { as: 'line' };

/** Said once, of all settings without a button. */
const FIXED = 'What has no button here is set in deskhand.yaml, or built in. Change it there.';
/** Slack shows 100 blocks, of which a third are customers who wait. */
const LISTS_MAX = 40;
export const NO_PLACE = 'no channel chosen yet';

const settings = (label: string, value: string): HomeButton => ({ id: 'settings.open', label, value });
const topics: HomeButton = { id: 'expert.form', label: 'Change', value: 'topics' };
const tryOut: HomeButton = { id: 'trial.start', label: 'Post a test enquiry', value: 'now' };

/** @param view null for somebody who is in no room: they see how to get in and nothing else */
export function homePage(view: HomeView | null): HomeBlock[] {
  if (!view) {
    const words =
      "Your customers' enquiries will appear here once you are in one of their rooms. Ask a colleague to invite you.";
    return [
      { as: 'heading', words: 'Deskhand' },
      { as: 'words', words },
    ];
  }
  const { mine, drafts, unclaimed, seenAs, knows } = view;
  const enquiries = (lines: EnquiryLine[], none: string): HomeBlock[] =>
    lines.length ? lines.map(enquiry => ({ as: 'enquiry', enquiry })) : [{ as: 'small', words: none }];
  const troubles = view.settings?.troubles ?? [];
  const steps = view.settings?.steps ? firstSteps(view.settings.steps, view.settings.kinds) : [];
  const lesson = view.lesson ? lessonOffer : [];
  // Once customers wait, they come first.
  const isEmpty = mine.length + unclaimed.length + drafts.length === 0;
  return [
    ...(troubles.length ? [{ as: 'heading' as const, words: 'Needs your attention' }] : []),
    ...troubles.map(words => ({ as: 'trouble' as const, words })),
    ...(isEmpty ? steps : []),
    ...(isEmpty ? lesson : []),
    { as: 'heading', words: 'My enquiries' },
    ...enquiries(mine, 'You have no open enquiries.'),
    ...(drafts.length ? [{ as: 'heading' as const, words: 'Drafts' }] : []),
    ...drafts.map(draft => ({ as: 'draft' as const, draft })),
    { as: 'heading', words: 'Not claimed yet' },
    ...enquiries(unclaimed, 'Every enquiry has an owner.'),
    ...(isEmpty ? [] : lesson),
    {
      as: 'buttons',
      buttons: [
        { id: 'log.form', label: 'Log a call', value: 'log' },
        { id: 'command.run', label: 'Practise', value: '- practice' },
        { id: 'home.refresh', label: 'Refresh', value: 'now' },
      ],
    },
    ...(seenAs
      ? [{ as: 'setting' as const, name: null, words: seenAs, fixed: false, change: settings('Change', 'name') }]
      : []),
    ...(knows ? [{ as: 'setting' as const, name: null, words: knows, fixed: false, change: topics }] : []),
    ...(isEmpty ? [] : steps),
    ...(view.settings ? settingsBlocks(view.settings) : []),
  ];
}

/** Said once, and quietly. */
const lessonOffer: HomeBlock[] = [
  { as: 'small', words: PRACTICE.lesson },
  { as: 'buttons', buttons: LESSON_BUTTONS.map(({ id, label, value }) => ({ id, label, value }) as HomeButton) },
];

function settingsBlocks(given: NonNullable<HomeView['settings']>): HomeBlock[] {
  const row = (name: string, words: string, fixed: boolean, about: string): HomeBlock => ({
    as: 'setting',
    name,
    words,
    fixed,
    change: settings('Change', about),
  });
  const lists: HomeBlock[] = [
    { as: 'small', words: 'Rooms: where enquiries are posted' },
    ...given.rooms.map(({ id, name, deskRef, reply, fixed }): HomeBlock => {
      const words = reply === 'direct' ? "the owner's messages are sent without a preview" : 'with a preview';
      return { as: 'setting', name, place: deskRef, words, fixed, change: settings('Change', `room:${id}`) };
    }),
    { as: 'buttons', buttons: [settings('Add a room', 'room:new')] },
    { as: 'small', words: 'Channels: where customers write' },
    ...given.channels.map(({ id, name, label, words, ok, paste, fixed }): HomeBlock => {
      const change = settings('Change', `channel:${id}`);
      return { as: 'setting', name: label, words: `${name}  ·  ${words}`, ok, paste, fixed, change };
    }),
    // The first steps offer it already.
    ...(given.steps?.channel === false ? [] : [{ as: 'buttons' as const, buttons: given.kinds.map(connect) }]),
  ];
  const rows = [
    row('Time to undo', given.hold, given.fixed.hold, 'hold'),
    row('Opening hours', given.hours, given.fixed.hours, 'hours'),
    row('Answer times', given.answer, given.fixed.answer, 'answer'),
    row('Names customers see', given.names, given.fixed.names, 'names'),
    ...(given.checklists === undefined
      ? []
      : [row('Checklists for calls', given.checklists, given.fixed.checklists ?? false, 'checklists')]),
    ...(given.letter === undefined ? [] : [row('Weekly letter', given.letter, given.fixed.letter ?? false, 'letter')]),
    ...(given.retention === undefined
      ? []
      : [row(RETENTION.title, given.retention, given.fixed.retention ?? false, 'retention')]),
    ...(given.drafts === undefined
      ? []
      : [row('Drafts by a model', given.drafts, given.fixed.drafts ?? false, 'drafts')]),
  ];
  return [
    { as: 'line' },
    { as: 'heading', words: 'Settings' },
    { as: 'small', words: someFixed(given) ? `Only admins see this part. ${FIXED}` : 'Only admins see this part.' },
    // A desk may have no room for all of a long list: what there is one of comes first then.
    ...(lists.length > LISTS_MAX ? [...rows, ...lists] : [...lists, ...rows]),
    { as: 'buttons', buttons: [tryOut] },
  ];
}

function connect({ kind, connect: label }: { kind: string; connect: string }): HomeButton {
  return settings(label, `channel:${kind}`);
}

function someFixed({ rooms, channels, fixed }: NonNullable<HomeView['settings']>): boolean {
  return [...rooms, ...channels].some(each => each.fixed) || Object.values(fixed).some(Boolean);
}

/** The first words to whoever installed Deskhand: three steps, and an enquiry to try everything with. */
export function greeting(
  steps: FirstSteps,
  kinds: readonly { kind: string; connect: string }[],
  how: { invite: string; more: string },
): HomeBlock[] {
  return [
    { as: 'heading', words: GREETING },
    ...threeSteps(steps, kinds, how.invite),
    { as: 'small', words: how.more },
  ];
}

/** In the home they stay until all of them are done. */
function firstSteps(steps: FirstSteps, kinds: readonly { kind: string; connect: string }[]): HomeBlock[] {
  return [{ as: 'heading', words: 'First steps' }, ...threeSteps(steps, kinds, null)];
}

/**
 * What is done has a tick, and of the others one stands out.
 * @param invite how Deskhand is brought into a channel; null where it was said before
 */
function threeSteps(
  { room, channel, enquiry }: FirstSteps,
  kinds: readonly { kind: string; connect: string }[],
  invite: string | null,
): HomeBlock[] {
  const placed = room?.deskRef != null;
  const next = placed ? (channel ? (enquiry ? null : 3) : 2) : 1;
  const step = (n: number, isDone: boolean, words: string): HomeBlock => ({
    as: 'words',
    words: `${isDone ? '✅ ' : ''}${n}. ${words}`,
  });
  const buttons = (n: number, all: HomeButton[]): HomeBlock => ({
    as: 'buttons',
    buttons: all.map((each, i) => (n === next && i === 0 ? { ...each, look: 'primary' } : each)),
  });
  const choose = invite
    ? `Choose the room: invite me into the channel where enquiries should be posted (${invite}), or choose it here.`
    : 'Choose the room: the channel where enquiries should be posted.';
  return [
    step(
      1,
      placed,
      placed ? 'The room is chosen: enquiries are posted there, and everybody in it can answer.' : choose,
    ),
    // The settings below have it, too.
    ...(placed && invite === null
      ? []
      : [buttons(1, [settings(placed ? 'Another channel' : 'Choose the room', `room:${room?.id ?? 'new'}`)])]),
    channel
      ? step(2, true, 'Customers can write: a mailbox or a chat is connected.')
      : step(2, false, 'Connect a mailbox, or put the chat on your site. It is tested before it is saved.'),
    ...(channel ? [] : [buttons(2, kinds.map(connect))]),
    step(
      3,
      enquiry,
      enquiry
        ? 'The first enquiry has been posted.'
        : 'Try it with your team: a test enquiry, from a customer who does not exist. Nothing you answer reaches anybody.',
    ),
    ...(enquiry ? [] : [buttons(3, [tryOut])]),
  ];
}

export const GREETING = 'Deskhand is here. Three steps, and customers can write.';
