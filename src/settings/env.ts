/** Reads the settings from the environment: names, parsing, and every problem at once, each with the sentence that fixes it. */
import { distance } from '../core/spelling.ts';
import { isHttpUrl, isLoopback, type TrustedProxies } from '../ports/http.ts';
import type { ChosenDesk } from '../ports/settings.ts';
import { type OtherAddresses, otherAddresses } from './databases.ts';
import { type ChosenModel, readDrafting } from './drafting.ts';
import type { KnownKinds } from './kinds.ts';
import { valueIn } from './secret-files.ts';
import { trustedProxies } from './trusted-proxies.ts';

export type Env = Record<string, string | undefined>;

export interface Settings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  publicUrl: string | null;
  databaseUrl: string;
  /** Of PostgreSQL, beside it. */
  databases: OtherAddresses;
  /** Null: made beside the SQLite file on the first start. */
  secretKey: string | null;
  configFile: string | null;
  logLevel: string;
  /** Null: 2525 when no mailbox is configured, else off. */
  mailReceiverPort: number | null;
  mailReceiverProtocol: 'smtp' | 'lmtp';
  desk: ChosenDesk;
  /** Desks that are set beside it, for other rooms of the same workspace; absent for none. */
  others?: ChosenDesk[];
  /** Whose `X-Forwarded-For` is believed. */
  trusts: TrustedProxies;
  /** What kinds of channels ask of the environment, by name. */
  variables: Readonly<Record<string, string>>;
  /** Lets monitoring on other machines read `/metrics` and the details of `/readyz`; null: only this machine may. */
  metricsToken: string | null;
  /** The model that drafts; null for none. */
  drafting: ChosenModel | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];
/** A shorter name is a common word: `PROT` or `HOSTS` may be anybody's. */
const MISSPELT_CHARS_MIN = 8;
/** Two letters in the wrong order, or two wrong ones. */
const MISSPELT_STEPS_MAX = 2;

export function readEnv(
  env: Env,
  { channels, desks }: KnownKinds,
): { settings: Settings; problems: string[]; notes: string[] } {
  const problems: string[] = [];
  // Every name that is asked for here is one of ours: nobody keeps a list beside it.
  const known = new Set<string>();
  const text = (name: string) => {
    known.add(name);
    const { value, problem } = valueIn(env, name);
    if (problem) problems.push(problem);
    return value?.trim() || null;
  };
  const port = (name: string, fallback: number) => {
    const given = text(name);
    const number = given === null ? fallback : Number(given);
    if (Number.isInteger(number) && number >= 0 && number <= 65_535) return given === null ? null : number;
    problems.push(`${name} is "${given}", which is not a port. Write a number from 0 to 65535, such as ${fallback}.`);
    return null;
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
  const metricsToken = tokenOf(text, problems);
  // The last one is only there for want of another.
  const [desk, ...more] = desks.flatMap(each => each.read(text, problems) ?? []);
  if (!desk) throw new Error('One of the desks has to be there when no other is set.');
  const proxies = trustedProxies(proxiesOf(text('TRUSTED_PROXIES'), host, publicUrl));
  problems.push(...proxies.problems);
  const settings: Settings = {
    host,
    port: port('PORT', 3000) ?? 3000,
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    databaseUrl,
    databases: otherAddresses(text, databaseUrl, problems),
    secretKey,
    configFile: text('DESKHAND_CONFIG'),
    logLevel,
    mailReceiverPort: port('MAIL_RECEIVER_PORT', 2525),
    mailReceiverProtocol: protocol === 'lmtp' ? 'lmtp' : 'smtp',
    desk,
    ...(more.length > 1 ? { others: more.slice(0, -1) } : {}),
    variables: variablesOf(channels, text, problems),
    metricsToken,
    drafting: draftingOf(text, problems),
    trusts: proxies.trusts,
  };
  return { settings, problems, notes: misspelt(env, known) };
}

type Text = (name: string) => string | null;

function tokenOf(text: Text, problems: string[]): string | null {
  const token = text('METRICS_TOKEN');
  if (token && !/^[\x21-\x7e]{16,}$/.test(token))
    problems.push(
      'METRICS_TOKEN must have 16 characters or more, without spaces or accents, so that nobody guesses it. Make one with: openssl rand -hex 24',
    );
  return token;
}

function draftingOf(text: Text, problems: string[]): ChosenModel | null {
  const [url, key, model] = [text('DRAFT_URL'), text('DRAFT_KEY'), text('DRAFT_MODEL')];
  const given = { ...(url ? { url } : {}), ...(key ? { key } : {}), ...(model ? { model } : {}) };
  const read = readDrafting(given, name => `DRAFT_${name.toUpperCase()}`);
  problems.push(...read.problems);
  return read.chosen;
}

/** What kinds of channels ask of the environment. */
function variablesOf(
  channels: KnownKinds['channels'],
  text: (name: string) => string | null,
  problems: string[],
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, problem } of channels.flatMap(each => each.variables ?? [])) {
    const value = text(name);
    if (value === null) continue;
    variables[name] = value;
    const wrong = problem?.(value);
    if (wrong) problems.push(wrong);
  }
  return variables;
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
