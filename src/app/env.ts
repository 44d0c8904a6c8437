/** Reads the settings from the environment: names, parsing, and every problem at once, each with the sentence that fixes it. */

export type Env = Record<string, string | undefined>;

export interface Settings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  publicUrl: string | null;
  databaseUrl: string;
  /** Null: made beside the SQLite file on the first start. */
  secretKey: string | null;
  configFile: string | null;
  logLevel: string;
  /** Null: 2525 when no mailbox is configured, else off. */
  mailReceiverPort: number | null;
  mailReceiverProtocol: 'smtp' | 'lmtp';
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
/** Settings of desks and channels that this version does not have yet: set, they would silently do nothing. */
const NOT_YET = /^(SLACK|TEAMS|X)_[A-Z_]+$/;

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

export function readEnv(env: Env): { settings: Settings; problems: string[]; notes: string[] } {
  const problems: string[] = [];
  const text = (name: string) => env[name]?.trim() || null;
  const port = (name: string, fallback: number | null) => {
    const given = text(name);
    if (given === null) return fallback;
    const number = Number(given);
    if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
    problems.push(
      `${name} is "${given}", which is no port. Write a number from 0 to 65535, such as ${fallback ?? 2525}.`,
    );
    return fallback;
  };
  const host = text('HOST') ?? '127.0.0.1';
  const databaseUrl = text('DATABASE_URL') ?? 'sqlite:./data/deskhand.db';
  if (!/^(sqlite:.+|postgres(ql)?:\/\/.+)/.test(databaseUrl)) {
    problems.push(`DATABASE_URL is "${databaseUrl}". Write sqlite:<path> or postgres://user:password@host/name.`);
  }
  const publicUrl = text('PUBLIC_URL');
  if (publicUrl && !isHttpUrl(publicUrl)) {
    problems.push(`PUBLIC_URL is "${publicUrl}". Write the full address, such as https://desk.shop.example.`);
  }
  const secretKey = text('DESKHAND_SECRET_KEY');
  if (secretKey && secretKey.split(',').some(each => Buffer.from(each.trim(), 'base64').length !== 32)) {
    problems.push('DESKHAND_SECRET_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32');
  }
  if (!secretKey && databaseUrl.startsWith('postgres')) {
    problems.push(
      'DESKHAND_SECRET_KEY is needed with PostgreSQL, the same on every machine. Make one with: openssl rand -base64 32',
    );
  }
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel))
    problems.push(`LOG_LEVEL is "${logLevel}". Write one of ${LOG_LEVELS.join(', ')}.`);
  const protocol = text('MAIL_RECEIVER_PROTOCOL') ?? 'smtp';
  if (protocol !== 'smtp' && protocol !== 'lmtp')
    problems.push(`MAIL_RECEIVER_PROTOCOL is "${protocol}". Write smtp, or lmtp behind a mail server such as Postfix.`);
  const settings: Settings = {
    host,
    port: port('PORT', 3000) ?? 3000,
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    databaseUrl,
    secretKey,
    configFile: text('DESKHAND_CONFIG'),
    logLevel,
    mailReceiverPort: port('MAIL_RECEIVER_PORT', null),
    mailReceiverProtocol: protocol === 'lmtp' ? 'lmtp' : 'smtp',
  };
  const early = Object.keys(env).filter(name => NOT_YET.test(name) && env[name]);
  const notes = early.length
    ? [
        `${early.join(', ')} ${early.length === 1 ? 'is' : 'are'} set, but this version has no Slack, Teams or X yet; the practice desk is the desk.`,
      ]
    : [];
  return { settings, problems, notes };
}

function isHttpUrl(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
