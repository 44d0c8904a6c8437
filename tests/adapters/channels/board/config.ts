/** What a notice board can carry, its settings, and what it counts and bills. */
import type { Budget, Meter } from '../../../../src/core/budget.ts';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelLimits } from '../../../../src/ports/channel.ts';
import type { SettingsSchema, SettingsValue } from '../../../../src/ports/settings.ts';

/** The board shortens links: each counts as this many characters. */
const LINK_LENGTH = 20;
const LOOK_EVERY_SECONDS = 60;

export function lengthOf(text: string): number {
  const rest = text.replace(/https?:\/\/\S+/g, '');
  const links = text.match(/https?:\/\/\S+/g)?.length ?? 0;
  return [...rest].length + links * LINK_LENGTH;
}

export const boardLimits: ChannelLimits = {
  text: { max: 300, length: lengthOf },
  publicText: { max: 100, length: lengthOf },
  attachments: null,
  idempotent: true,
  threads: 'flat',
  holdMs: 5_000,
  automaticAnswer: 'forbidden',
};

export const boardSettings: SettingsSchema = [
  {
    name: 'url',
    label: 'Board',
    help: 'The address of the board, such as https://board.example.',
    kind: 'text',
    required: true,
    basic: true,
  },
  {
    name: 'token',
    label: 'Token',
    help: 'From the page of your shop on the board.',
    kind: 'secret',
    required: true,
    basic: true,
  },
  {
    name: 'notes',
    label: 'Notes',
    help: 'How many private notes the board takes in 15 minutes.',
    kind: 'number',
    required: false,
    default: 3,
  },
  {
    name: 'every',
    label: 'Look every',
    help: 'How often the board is asked for news, in seconds.',
    kind: 'number',
    required: false,
    default: LOOK_EVERY_SECONDS,
  },
  {
    name: 'looks',
    label: 'Looks',
    help: 'How often the board can be asked for news in 15 minutes.',
    kind: 'number',
    required: false,
    default: 30,
  },
  {
    name: 'month',
    label: 'Budget',
    help: 'What the board may cost in a month, in dollars.',
    kind: 'number',
    required: false,
    default: 5,
  },
];

export interface BoardConfig {
  url: string;
  token: string;
  everyMs: number;
  meter: Meter;
}

export function boardConfig(values: Record<string, SettingsValue>): BoardConfig {
  const perQuarter = (name: string, what: string, step: string): Budget => ({
    name,
    what,
    counts: [step],
    max: Number(values[name]),
    window: 15 * MINUTE,
  });
  return {
    url: String(values.url),
    token: String(values.token),
    everyMs: Number(values.every ?? LOOK_EVERY_SECONDS) * SECOND,
    meter: {
      budgets: [
        perQuarter('notes', 'private notes', 'note'),
        perQuarter('looks', 'looks for news', 'look'),
        { name: 'month', what: 'the board', counts: 'money', max: Number(values.month) * 1_000_000, window: 'month' },
      ],
      prices: { answer: 20_000, note: 10_000, item: 1_000 },
      currency: '$',
    },
  };
}
