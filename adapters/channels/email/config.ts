/** The settings of an email channel, described once for every form. */
import type { ChannelLimits, Reach } from '../../../src/ports/channel.ts';
import type { SettingsSchema, SettingsValue } from '../../../src/ports/settings.ts';
import { type OAuthConfig, PROVIDERS } from './oauth.ts';

/** Files of one mail: most providers refuse mails above 25 MB, and base64 makes a third more of them. */
const FILES_BYTES_MAX = 18 * 1024 * 1024;

export const emailLimits: ChannelLimits = {
  text: { max: 50_000, unit: 'utf16' },
  attachments: { countMax: 10, bytesMax: FILES_BYTES_MAX },
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
    basic: true,
  },
  {
    name: 'name_shown',
    label: 'Name shown',
    help: 'What customers see as the sender, such as Shop Help.',
    kind: 'text',
    required: false,
    default: '',
    basic: true,
  },
  {
    name: 'aliases',
    label: 'Other addresses',
    help: 'Addresses whose mail arrives in the same mailbox; an answer comes from the one the customer wrote to.',
    kind: 'list',
    required: false,
    default: [],
  },
  {
    name: 'staff',
    label: 'Our people',
    help: 'Addresses, or @domains, of colleagues; mail they pass on is opened for the customer. Without it: everybody at the domain of the address.',
    kind: 'list',
    required: false,
    default: [],
  },
  {
    name: 'signature',
    label: 'Signature',
    help: 'Put below every reply; {name} is the author as customers see them, {shop} the name shown.',
    kind: 'text',
    required: false,
  },
  {
    name: 'provider',
    label: 'Provider',
    help: 'google or microsoft: fills in the servers, and allows to sign in without a password.',
    choices: [
      { value: '', label: 'Another provider' },
      { value: 'google', label: 'Google' },
      { value: 'microsoft', label: 'Microsoft' },
    ],
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'imap.host',
    label: 'IMAP server',
    help: 'The name of the incoming mail server; your provider lists it under IMAP.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'imap.port',
    label: 'IMAP port',
    help: 'Usually 993.',
    kind: 'number',
    required: false,
    default: 993,
    basic: true,
  },
  {
    name: 'imap.secure',
    label: 'IMAP by TLS',
    help: 'Yes for port 993; no for port 143, which then switches to TLS by itself.',
    kind: 'yes-no',
    required: false,
    default: true,
    basic: true,
  },
  {
    name: 'imap.user',
    label: 'IMAP user name',
    help: 'Often the whole address.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'imap.password',
    label: 'IMAP password',
    help: 'For Google an app password; Microsoft takes none, sign in instead.',
    kind: 'secret',
    required: false,
    basic: true,
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
    name: 'imap.sent',
    label: 'Sent folder',
    help: 'Where answers written in a mail program lie; found by itself when the server marks it.',
    kind: 'text',
    required: false,
  },
  {
    name: 'imap.import_days',
    label: 'Import',
    help: 'On the very first start, unanswered mail of this many days is taken in too; 0 begins with the next mail.',
    kind: 'number',
    required: false,
    default: 0,
  },
  {
    name: 'imap.idle_seconds',
    label: 'Renew waiting',
    help: 'How often waiting for new mail is renewed, in seconds.',
    kind: 'number',
    required: false,
    default: 240,
  },
  {
    name: 'imap.silence_seconds',
    label: 'Longest silence',
    help: 'A server that says nothing for so many seconds is given up and called again.',
    kind: 'number',
    required: false,
    default: 60,
  },
  {
    name: 'smtp.host',
    label: 'SMTP server',
    help: 'The name of the outgoing mail server; your provider lists it under SMTP.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'smtp.port',
    label: 'SMTP port',
    help: 'Usually 587, or 465 with TLS from the start.',
    kind: 'number',
    required: false,
    default: 587,
    basic: true,
  },
  {
    name: 'smtp.secure',
    label: 'SMTP by TLS',
    help: 'Yes for port 465; no for port 587, which then switches to TLS by itself.',
    kind: 'yes-no',
    required: false,
    default: false,
    basic: true,
  },
  {
    name: 'smtp.user',
    label: 'SMTP user name',
    help: 'Often the whole address.',
    kind: 'text',
    required: false,
    basic: true,
  },
  {
    name: 'smtp.password',
    label: 'SMTP password',
    help: 'Often the same as for IMAP.',
    kind: 'secret',
    required: false,
    basic: true,
  },
  {
    name: 'smtp.per_minute',
    label: 'Replies a minute',
    help: 'At most so many leave in a minute; 0 for no limit. Known providers have theirs.',
    kind: 'number',
    required: false,
    default: 0,
  },
  {
    name: 'oauth.client_id',
    label: 'Sign-in: client',
    help: 'The app registered at Google or Microsoft; "deskhand setup" asks for it.',
    kind: 'text',
    required: false,
  },
  {
    name: 'oauth.client_secret',
    label: 'Sign-in: secret',
    help: 'The app’s secret, where it has one.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'oauth.tenant',
    label: 'Sign-in: tenant',
    help: 'Microsoft only: the directory, or common.',
    kind: 'text',
    required: false,
    default: 'common',
  },
  {
    name: 'oauth.refresh_token',
    label: 'Sign-in: token',
    help: 'Made by "deskhand setup".',
    kind: 'secret',
    required: false,
  },
  {
    name: 'oauth.token_url',
    label: 'Sign-in: address',
    help: 'Another place to renew tokens, for clouds of their own.',
    kind: 'text',
    required: false,
  },
  {
    name: 'plus_addresses',
    label: 'Signed reply addresses',
    help: 'yes when mail to help+anything@ arrives in the mailbox (deskhand doctor --probe finds out); auto uses what was found.',
    kind: 'text',
    required: false,
    default: 'auto',
  },
  {
    name: 'sent_copy',
    label: 'Copy to Sent',
    help: 'yes: Deskhand files each reply in the Sent folder; no: the provider does; auto looks after the first reply.',
    kind: 'text',
    required: false,
    default: 'auto',
  },
  {
    name: 'trusted_server',
    label: 'Trusted server',
    help: 'Whose Authentication-Results count, such as mx.google.com (deskhand doctor --probe finds out).',
    kind: 'text',
    required: false,
  },
  {
    name: 'check_senders',
    label: 'Check senders',
    help: 'Look up signatures (DKIM) of mail that no trusted server has checked.',
    kind: 'yes-no',
    required: false,
    default: true,
  },
];

export interface EmailConfig {
  /** How its servers are reached. */
  reach: Reach;
  address: string;
  aliases: string[];
  /** Addresses and `@domains` of our own people. */
  staff: string[];
  nameShown: string;
  signature: string | null;
  provider: 'google' | 'microsoft' | null;
  imap: {
    reach: Reach;
    host: string;
    port: number;
    secure: boolean;
    user: string;
    password: string;
    folder: string;
    sent: string | null;
    importDays: number;
    idleMs: number;
    silenceMs: number;
  } | null;
  smtp: {
    host: string;
    port: number;
    secure: boolean;
    user: string | null;
    password: string | null;
    perMinute: number;
  };
  oauth: OAuthConfig | null;
  plusAddresses: 'yes' | 'no' | 'auto';
  sentCopy: 'yes' | 'no' | 'auto';
  trustedServer: string | null;
  checkSenders: boolean;
}

const byName: Reach = async host => host;

export function emailConfig(values: Record<string, SettingsValue>, reach = byName): EmailConfig {
  const text = (name: string) =>
    values[name] === null || values[name] === undefined || values[name] === '' ? null : String(values[name]);
  const list = (name: string) =>
    Array.isArray(values[name]) ? (values[name] as string[]).map(each => each.trim().toLowerCase()) : [];
  const choice = (name: string): 'yes' | 'no' | 'auto' =>
    ['yes', 'true'].includes(text(name) ?? '') ? 'yes' : ['no', 'false'].includes(text(name) ?? '') ? 'no' : 'auto';
  const provider =
    text('provider') === 'google' || text('provider') === 'microsoft'
      ? (text('provider') as 'google' | 'microsoft')
      : null;
  const known = provider ? PROVIDERS[provider] : null;
  const address = (text('address') ?? '').toLowerCase();
  const imapHost = text('imap.host') ?? known?.imap.host ?? null;
  const smtpHost = text('smtp.host') ?? known?.smtp.host ?? '';
  const own = !text('smtp.host') && known;
  const refreshToken = text('oauth.refresh_token');
  const perMinute =
    Number(values['smtp.per_minute'] ?? 0) ||
    (known ?? Object.values(PROVIDERS).find(each => each.smtp.host === smtpHost))?.perMinute ||
    0;
  return {
    reach,
    address,
    aliases: list('aliases'),
    staff: list('staff'),
    nameShown: text('name_shown') || text('address') || '',
    signature: text('signature'),
    provider,
    imap: imapHost
      ? {
          reach,
          host: imapHost,
          port: Number(values['imap.port'] ?? 993),
          secure: values['imap.secure'] !== false,
          user: text('imap.user') ?? address,
          password: text('imap.password') ?? '',
          folder: text('imap.folder') ?? 'INBOX',
          sent: text('imap.sent'),
          importDays: Number(values['imap.import_days'] ?? 0),
          idleMs: Number(values['imap.idle_seconds'] ?? 240) * 1_000,
          silenceMs: Number(values['imap.silence_seconds'] ?? 60) * 1_000,
        }
      : null,
    smtp: {
      host: smtpHost,
      port: own ? known.smtp.port : Number(values['smtp.port'] ?? 587),
      secure: own ? known.smtp.secure : values['smtp.secure'] === true,
      user: text('smtp.user') ?? (refreshToken || own ? (text('imap.user') ?? address) : null),
      password: text('smtp.password') ?? (own ? text('imap.password') : null),
      perMinute,
    },
    oauth:
      provider && refreshToken
        ? {
            provider,
            clientId: text('oauth.client_id') ?? '',
            clientSecret: text('oauth.client_secret'),
            tenant: text('oauth.tenant') ?? 'common',
            refreshToken,
            tokenUrl: text('oauth.token_url'),
            reach,
          }
        : null,
    plusAddresses: choice('plus_addresses'),
    sentCopy: choice('sent_copy'),
    trustedServer: text('trusted_server')?.toLowerCase() ?? null,
    checkSenders: values.check_senders !== false,
  };
}

/** What cannot work, in sentences, before anything is opened. */
export function emailProblems(values: Record<string, SettingsValue>, where: string): string[] {
  const config = emailConfig(values);
  const problems: string[] = [];
  const provider = values.provider;
  if (provider && config.provider === null)
    problems.push(
      `${where}: "provider" is "${provider}". Known: google, microsoft. For others leave it out and name imap.host and smtp.host.`,
    );
  if (!config.smtp.host && !provider)
    problems.push(
      `${where}: "smtp.host" is missing. The name of the outgoing mail server; your provider lists it under SMTP.`,
    );
  for (const name of ['imap.port', 'smtp.port'] as const) {
    const port = values[name];
    if (port !== null && port !== undefined && !(Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535))
      problems.push(`${where}: "${name}" is "${port}", which is no port. Write a number from 1 to 65535.`);
  }
  for (const name of ['imap.import_days', 'imap.idle_seconds', 'imap.silence_seconds', 'smtp.per_minute'] as const) {
    const number = values[name];
    if (typeof number === 'number' && number < 0)
      problems.push(`${where}: "${name}" is ${number}. Write a number that is not below 0.`);
  }
  if (config.address && !/^[^\s@]+@[^\s@]+$/.test(config.address))
    problems.push(`${where}: "address" is "${config.address}", which is no mail address.`);
  if (config.provider === 'microsoft' && !config.oauth && config.imap)
    problems.push(`${where}: Microsoft lets nobody in with a password any more. Run "deskhand setup" and sign in.`);
  return problems;
}

/** Everything that is ours: mail from there is no customer's. */
export function ownAddresses(config: EmailConfig): string[] {
  return [config.address, ...config.aliases];
}
