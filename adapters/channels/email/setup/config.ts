/** Parses and checks an email channel's settings. */
import type { Reach } from '../../../../src/ports/channel.ts';
import type { SettingsValue } from '../../../../src/ports/settings.ts';
import { type OAuthConfig, PROVIDERS } from './oauth.ts';
import { COPIES_DEFAULT, COPIES_MOST } from './settings.ts';

export interface EmailConfig {
  /** How its servers are reached. */
  reach: Reach;
  address: string;
  aliases: string[];
  /** Addresses and `@domains` of our own people. */
  staff: string[];
  nameShown: string;
  /** How many get a copy at most. */
  copiesMax: number;
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
    copiesMax: Number(values.copies_max ?? COPIES_DEFAULT),
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
      problems.push(`${where}: "${name}" is "${port}", which is not a port. Write a number from 1 to 65535.`);
  }
  for (const name of ['imap.import_days', 'imap.idle_seconds', 'imap.silence_seconds', 'smtp.per_minute'] as const) {
    const number = values[name];
    if (typeof number === 'number' && number < 0)
      problems.push(`${where}: "${name}" is ${number}. Write a number that is not below 0.`);
  }
  const { copiesMax } = config;
  if (!Number.isInteger(copiesMax) || copiesMax < 0 || copiesMax > COPIES_MOST)
    problems.push(
      `${where}: "copies_max" is ${values.copies_max}. Write a whole number from 0 to ${COPIES_MOST}: mail servers take no more in one mail.`,
    );
  if (config.address && !/^[^\s@]+@[^\s@]+$/.test(config.address))
    problems.push(`${where}: "address" is "${config.address}", which is not an email address.`);
  if (config.provider === 'microsoft' && !config.oauth && config.imap)
    problems.push(`${where}: Microsoft lets nobody in with a password any more. Run "deskhand setup" and sign in.`);
  return problems;
}

/** Everything that is ours: mail from there is no customer's. */
export function ownAddresses(config: EmailConfig): string[] {
  return [config.address, ...config.aliases];
}
