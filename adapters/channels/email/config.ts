/** The settings of an email channel, described once for every form. */
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { SettingsSchema, SettingsValue } from '../../../src/ports/settings.ts';

export const emailLimits: ChannelLimits = {
  text: { max: 50_000, unit: 'utf16' },
  attachments: null,
  visibility: 'private',
  initiate: 'yes',
  replyWindowMs: null,
  idempotent: false,
  threads: 'names',
  holdMs: 15_000,
  automaticAnswer: 'allowed',
};

export const emailSettings: SettingsSchema = [
  {
    name: 'address',
    label: 'Address',
    help: 'The address customers write to, such as help@shop.example.',
    kind: 'text',
    required: true,
  },
  {
    name: 'name_shown',
    label: 'Name shown',
    help: 'What customers see as the sender, such as Shop Help.',
    kind: 'text',
    required: false,
    default: '',
  },
  {
    name: 'imap.host',
    label: 'IMAP server',
    help: 'The name of the incoming mail server; your provider lists it under IMAP.',
    kind: 'text',
    required: false,
  },
  { name: 'imap.port', label: 'IMAP port', help: 'Usually 993.', kind: 'number', required: false, default: 993 },
  {
    name: 'imap.secure',
    label: 'IMAP by TLS',
    help: 'Yes for port 993; no for port 143, which then switches to TLS by itself.',
    kind: 'yes-no',
    required: false,
    default: true,
  },
  { name: 'imap.user', label: 'IMAP user name', help: 'Often the whole address.', kind: 'text', required: false },
  {
    name: 'imap.password',
    label: 'IMAP password',
    help: 'For Google and Microsoft an app password.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'imap.folder',
    label: 'Folder',
    help: 'The folder customers’ mail arrives in.',
    kind: 'text',
    required: false,
    default: 'INBOX',
  },
  {
    name: 'smtp.host',
    label: 'SMTP server',
    help: 'The name of the outgoing mail server; your provider lists it under SMTP.',
    kind: 'text',
    required: true,
  },
  {
    name: 'smtp.port',
    label: 'SMTP port',
    help: 'Usually 587, or 465 with TLS from the start.',
    kind: 'number',
    required: false,
    default: 587,
  },
  {
    name: 'smtp.secure',
    label: 'SMTP by TLS',
    help: 'Yes for port 465; no for port 587, which then switches to TLS by itself.',
    kind: 'yes-no',
    required: false,
    default: false,
  },
  { name: 'smtp.user', label: 'SMTP user name', help: 'Often the whole address.', kind: 'text', required: false },
  {
    name: 'smtp.password',
    label: 'SMTP password',
    help: 'Often the same as for IMAP.',
    kind: 'secret',
    required: false,
  },
];

export interface EmailConfig {
  address: string;
  nameShown: string;
  imap: { host: string; port: number; secure: boolean; user: string; password: string; folder: string } | null;
  smtp: { host: string; port: number; secure: boolean; user: string | null; password: string | null };
}

export function emailConfig(values: Record<string, SettingsValue>): EmailConfig {
  const text = (name: string) => (values[name] === null || values[name] === undefined ? null : String(values[name]));
  const host = text('imap.host');
  return {
    address: (text('address') ?? '').toLowerCase(),
    nameShown: text('name_shown') || text('address') || '',
    imap: host
      ? {
          host,
          port: Number(values['imap.port'] ?? 993),
          secure: values['imap.secure'] !== false,
          user: text('imap.user') ?? '',
          password: text('imap.password') ?? '',
          folder: text('imap.folder') ?? 'INBOX',
        }
      : null,
    smtp: {
      host: text('smtp.host') ?? '',
      port: Number(values['smtp.port'] ?? 587),
      secure: values['smtp.secure'] === true,
      user: text('smtp.user'),
      password: text('smtp.password'),
    },
  };
}
