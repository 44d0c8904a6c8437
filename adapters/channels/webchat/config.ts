/** The settings of a web chat channel, described once for every form. */
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { SettingsSchema, SettingsValue } from '../../../src/ports/settings.ts';

/** Characters of one chat message: longer ones are letters. */
export const CHAT_CHARS_MAX = 4_000;

export const webchatLimits: ChannelLimits = {
  text: { max: CHAT_CHARS_MAX, unit: 'utf16' },
  attachments: null,
  visibility: 'private',
  initiate: 'no',
  replyWindowMs: null,
  idempotent: true,
  threads: 'flat',
  holdMs: 3_000,
  automaticAnswer: 'allowed',
};

export const webchatSettings: SettingsSchema = [
  {
    name: 'origins',
    label: 'Sites',
    help: 'The sites that may show the chat, such as https://shop.example. Nothing else may frame it.',
    kind: 'list',
    required: true,
    basic: true,
  },
  {
    name: 'title',
    label: 'Title',
    help: 'What stands at the top of the chat, such as the name of the shop.',
    kind: 'text',
    required: false,
    default: 'Chat with us',
    basic: true,
  },
];

/** What is wrong with settings that are each right by themselves. */
export function webchatProblems(settings: Record<string, SettingsValue>, where: string): string[] {
  const origins = (settings.origins as string[] | null) ?? [];
  return origins
    .filter(each => !URL.canParse(each) || !/^https?:$/.test(new URL(each).protocol))
    .map(each => `${where}: "origins" has "${each}", which is no site. Write the whole address: https://shop.example`);
}
