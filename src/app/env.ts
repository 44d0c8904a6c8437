/** Reads the settings from the environment: names, parsing, and every problem at once, each with the sentence that fixes it. */
import type { SlackSettings } from '../../adapters/desks/slack/slack.ts';
import { distance } from '../desk/commands.ts';
import { isLoopback } from '../ports/http.ts';
import { type TrustedProxies, trustedProxies } from '../server/client-address.ts';

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
  /** Null: Slack is not the desk. */
  slack: SlackSettings | null;
  /** The Slack channel of the first room, without walking through set-up. */
  slackRoom: string | null;
  /** Whose `X-Forwarded-For` is believed. */
  trusts: TrustedProxies;
  /** Lets monitoring on other machines read `/metrics` and the details of `/readyz`; null: only this machine may. */
  metricsToken: string | null;
  /** With OAuth: the team whose rooms and channels stand in the provisioning file. */
  slackTeam: string | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
/** Settings of desks and channels that this version does not have yet: set, they would silently do nothing. */
const NOT_YET = /^(TEAMS|X)_[A-Z_]+$/;
/** Asked for only where Slack is the desk. */
const SLACK_NAMES = ['SLACK_MODE', 'SLACK_API_URL', 'SLACK_AUTHORIZE_URL'];
/** A shorter name is a common word: `PROT` or `HOSTS` may be anybody's. */
const MISSPELT_CHARS_MIN = 8;
/** Two letters in the wrong order, or two wrong ones. */
const MISSPELT_STEPS_MAX = 2;
const SLACK_API = 'https://slack.com/api/';
const SLACK_AUTHORIZE = 'https://slack.com/oauth/v2/authorize';

export function readEnv(env: Env): { settings: Settings; problems: string[]; notes: string[] } {
  const problems: string[] = [];
  // Every name that is asked for here is one of ours: nobody keeps a list beside it.
  const known = new Set<string>(SLACK_NAMES);
  const text = (name: string) => {
    known.add(name);
    return env[name]?.trim() || null;
  };
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
  const metricsToken = text('METRICS_TOKEN');
  if (metricsToken && !/^[\x21-\x7e]{16,}$/.test(metricsToken))
    problems.push(
      'METRICS_TOKEN must have 16 characters or more, without spaces or accents, so that nobody guesses it. Make one with: openssl rand -hex 24',
    );
  const slack = readSlack(text, problems);
  const slackRoom = text('SLACK_ROOM');
  if (slackRoom && !/^[A-Z][A-Z0-9]{2,}$/.test(slackRoom))
    problems.push(
      `SLACK_ROOM is "${slackRoom}". Write the id of the channel, such as C0123456789: it stands at the end of "View channel details".`,
    );
  const proxies = trustedProxies(proxiesOf(text('TRUSTED_PROXIES'), host, publicUrl));
  problems.push(...proxies.problems);
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
    slack,
    slackRoom,
    metricsToken,
    slackTeam: text('SLACK_TEAM'),
    trusts: proxies.trusts,
  };
  const early = Object.keys(env).filter(name => NOT_YET.test(name) && env[name]);
  const notes = early.length
    ? [`${early.join(', ')} ${early.length === 1 ? 'is' : 'are'} set, but this version has no Teams or X yet.`]
    : [];
  return { settings, problems, notes: [...notes, ...misspelt(env, known)] };
}

/**
 * Names that are set, are none of ours, and are spelled almost like one of ours that is not set. Only said: what other
 * programs are set with is none of our business.
 */
function misspelt(env: Env, known: ReadonlySet<string>): string[] {
  const unset = [...known].filter(name => !env[name] && name.length >= MISSPELT_CHARS_MIN);
  return Object.keys(env).flatMap(name => {
    if (known.has(name) || !env[name] || name.length < MISSPELT_CHARS_MIN) return [];
    const near = unset.find(each => distance(name.toUpperCase(), each) <= MISSPELT_STEPS_MAX);
    return near ? [`${name} is set, but is not known. Did you mean ${near}?`] : [];
  });
}

/**
 * Behind a proxy on the same machine every peer is that proxy: a service that listens on loopback and has a public address
 * believes it, or one visitor's limit would be everybody's.
 */
function proxiesOf(written: string | null, host: string, publicUrl: string | null): string[] {
  if (written !== null) return written.split(/[\s,]+/).filter(Boolean);
  const isPublic = publicUrl !== null && URL.canParse(publicUrl) && !isLoopback(new URL(publicUrl).hostname);
  return isPublic && isLoopback(host) ? ['loopback'] : [];
}

/** Slack is the desk once a token or an app is named; what is missing then is said all at once. */
function readSlack(text: (name: string) => string | null, problems: string[]): SlackSettings | null {
  const botToken = text('SLACK_BOT_TOKEN');
  const appToken = text('SLACK_APP_TOKEN');
  const [clientId, clientSecret, stateSecret] = [
    text('SLACK_CLIENT_ID'),
    text('SLACK_CLIENT_SECRET'),
    text('SLACK_STATE_SECRET'),
  ];
  const signingSecret = text('SLACK_SIGNING_SECRET');
  problems.push(...swappedTokens({ botToken, appToken, signingSecret }));
  const oauth = [clientId, clientSecret, stateSecret];
  if (!botToken && !clientId) {
    if (signingSecret || appToken || clientSecret || stateSecret)
      problems.push(
        'Slack is set half: add SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET for many.',
      );
    return null;
  }
  const missing = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'].filter((_, i) => !oauth[i]);
  if (!botToken && missing.length)
    problems.push(`To be installed by OAuth, ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`);
  const given = text('SLACK_MODE') ?? (appToken ? 'socket' : 'http');
  if (given !== 'http' && given !== 'socket') problems.push(`SLACK_MODE is "${given}". Write http or socket.`);
  const mode = given === 'socket' ? 'socket' : 'http';
  if (mode === 'socket' && !appToken)
    problems.push(
      'SLACK_MODE is socket, so SLACK_APP_TOKEN is needed. Make one in the app: Basic Information, App-Level Tokens, connections:write.',
    );
  const onlyBot = botToken && !signingSecret && !appToken && !text('SLACK_MODE');
  if (onlyBot)
    problems.push(
      'SLACK_APP_TOKEN is missing: with SLACK_BOT_TOKEN alone Slack cannot reach Deskhand. Make one in the app: Basic Information, App-Level Tokens, scope connections:write; it begins with xapp-. With a public address SLACK_SIGNING_SECRET does instead.',
    );
  else if (mode === 'http' && !signingSecret)
    problems.push(
      'SLACK_SIGNING_SECRET is missing: without it nobody could tell what really comes from Slack. It stands in the app under Basic Information.',
    );
  const apiUrl = text('SLACK_API_URL') ?? SLACK_API;
  const authorizeUrl = text('SLACK_AUTHORIZE_URL') ?? SLACK_AUTHORIZE;
  if (!isHttpUrl(apiUrl)) problems.push(`SLACK_API_URL is "${apiUrl}". Write the full address, such as ${SLACK_API}.`);
  if (!isHttpUrl(authorizeUrl)) problems.push(`SLACK_AUTHORIZE_URL is "${authorizeUrl}". Write the full address.`);
  return {
    mode,
    signingSecret,
    botToken,
    appToken,
    oauth: !botToken && clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : null,
    apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`,
    authorizeUrl,
  };
}

/** Slack's tokens look alike and are copied from three pages; each says by its beginning what it is. */
const TOKEN_KINDS: [RegExp, string][] = [
  [/^xoxb-/, 'a bot token, for SLACK_BOT_TOKEN'],
  [/^xapp-/, 'an app-level token, for SLACK_APP_TOKEN'],
  [/^xox[pc]-/, "a person's own token, which Deskhand never needs"],
  [
    /^xoxe[.-]/,
    'a token that is renewed every few hours, which Deskhand does not use. Switch token rotation off in the app',
  ],
];

function swappedTokens(given: Record<'botToken' | 'appToken' | 'signingSecret', string | null>): string[] {
  const places = [
    ['SLACK_BOT_TOKEN', given.botToken, 'xoxb-', 'Install App'],
    ['SLACK_APP_TOKEN', given.appToken, 'xapp-', 'Basic Information, App-Level Tokens'],
    ['SLACK_SIGNING_SECRET', given.signingSecret, null, 'Basic Information, App Credentials'],
  ] as const;
  return places.flatMap(([name, value, prefix, where]) => {
    if (!value || (prefix && value.startsWith(prefix))) return [];
    const kind = TOKEN_KINDS.find(([pattern]) => pattern.test(value))?.[1];
    if (!kind && (prefix === null || !/^x[a-z]/.test(value))) return [];
    const wanted = prefix ? `one that begins with ${prefix}` : 'the signing secret';
    return [`${name} is ${kind ?? 'another kind of token'}. Put ${wanted} there: it is in the app under ${where}.`];
  });
}

function isHttpUrl(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
