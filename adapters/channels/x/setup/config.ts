/** The settings of an X account, described once for every form, and what they mean. */
import type { SettingsSchema, SettingsValue } from '../../../../src/ports/settings.ts';

const POLL_SECONDS = 90;
/** X allows 300 requests for mentions and 15 for messages in 15 minutes: once a minute leaves a third of the 15 unused. */
const POLL_SECONDS_MIN = 60;
/** Rarer than that, and customers wait for a quarter of an hour before anybody knows of them. */
const POLL_SECONDS_MAX = 900;
/** Dollars. A small team with 200 mentions and 80 messages in a month needs about 10 (measured: bench/README.md). */
const MONTH_BUDGET = 15;

const CONSOLE = 'https://console.x.com';

export const xSettings: SettingsSchema = [
  {
    name: 'api_key',
    label: 'API key',
    help: `Sign in at ${CONSOLE} with the X account that customers write to, make an app, open "Keys and tokens" and copy "API Key" (also called consumer key).`,
    kind: 'secret',
    required: true,
    basic: true,
  },
  {
    name: 'api_secret',
    label: 'API key secret',
    help: 'Stands below the API key; X shows it once, when the key is made.',
    kind: 'secret',
    required: true,
    basic: true,
  },
  {
    name: 'access_token',
    label: 'Access token',
    help: 'On the same page. Set the app\'s permissions to "Read and write and Direct message" first: a token keeps those it was made with. It begins with a long number and a dash.',
    kind: 'secret',
    required: false,
    basic: true,
  },
  {
    name: 'access_secret',
    label: 'Access token secret',
    help: 'Stands below the access token; X shows it once, when the token is made.',
    kind: 'secret',
    required: false,
    basic: true,
  },
  {
    name: 'client_id',
    label: 'Client ID',
    help: 'From "User authentication settings" of the app. Only needed to sign in with X in the browser, which events need.',
    kind: 'text',
    required: false,
  },
  {
    name: 'client_secret',
    label: 'Client secret',
    help: 'Stands below the client ID; an app of the type "Native App" has none.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'bearer_token',
    label: 'Bearer token',
    help: 'Of the app itself, for events. Made from the API key and its secret when it is not given.',
    kind: 'secret',
    required: false,
  },
  {
    name: 'events',
    label: 'Events',
    help: 'X can tell Deskhand within a second what was written: "stream" needs no public address, "webhook" needs one. Each event costs more than reading it. Deskhand also looks by itself.',
    kind: 'text',
    required: false,
    default: 'off',
    choices: [
      { value: 'off', label: 'Off: Deskhand looks by itself' },
      { value: 'stream', label: 'By a stream' },
      { value: 'webhook', label: 'By a webhook' },
    ],
  },
  {
    name: 'quotes',
    label: 'Quotes',
    help: 'Whether a post that quotes one of yours opens an enquiry.',
    kind: 'yes-no',
    required: false,
    default: true,
  },
  {
    name: 'month_budget',
    label: 'Budget for a month',
    help: 'What X may cost in a month, in dollars. Near it Deskhand looks less often, at it not at all, and says so.',
    kind: 'number',
    required: false,
    default: MONTH_BUDGET,
  },
  {
    name: 'poll_seconds',
    label: 'Look every',
    help: `How often Deskhand looks for what is new, in seconds, from ${POLL_SECONDS_MIN} to ${POLL_SECONDS_MAX}.`,
    kind: 'number',
    required: false,
    default: POLL_SECONDS,
  },
  {
    name: 'terms',
    label: 'Prices and limits',
    help: "The path of a file with prices and limits of X that replace Deskhand's own, where X has changed them.",
    kind: 'text',
    required: false,
  },
];

export interface XConfig {
  apiKey: string;
  apiSecret: string;
  /** OAuth 1.0a, both or neither. */
  accessToken: string | null;
  accessSecret: string | null;
  /** OAuth 2.0 with PKCE. */
  clientId: string | null;
  clientSecret: string | null;
  /** Of the app itself. */
  bearer: string | null;
  events: 'off' | 'stream' | 'webhook';
  /** Quotes open enquiries. */
  quotes: boolean;
  /** In dollars. */
  monthBudget: number;
  pollSeconds: number;
  /** The path of a file that replaces single terms. */
  terms: string | null;
}

export function xConfig(values: Record<string, SettingsValue>): XConfig {
  const text = (name: string) => pasted(values[name]);
  const events = text('events');
  return {
    apiKey: text('api_key') ?? '',
    apiSecret: text('api_secret') ?? '',
    accessToken: text('access_token'),
    accessSecret: text('access_secret'),
    clientId: text('client_id'),
    clientSecret: text('client_secret'),
    bearer: text('bearer_token')?.replace(/^Bearer\s+/i, '') ?? null,
    events: events === 'stream' || events === 'webhook' ? events : 'off',
    quotes: values.quotes !== false,
    monthBudget: Number(values.month_budget ?? MONTH_BUDGET),
    pollSeconds: Number(values.poll_seconds ?? POLL_SECONDS),
    terms: text('terms'),
  };
}

/** What surrounds a key after copying: spaces, line breaks, invisible characters, quotes, the comma of a list. */
const AROUND = /^[\s"'`“”‘’\u200b-\u200f\u2060\ufeff]+|[\s"'`“”‘’,;\u200b-\u200f\u2060\ufeff]+$/g;

function pasted(value: SettingsValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value).replace(AROUND, '') || null;
}

/** What is wrong with settings that are each right by themselves, in sentences that begin with `where`. */
export function xProblems(values: Record<string, SettingsValue>, where: string): string[] {
  const config = xConfig(values);
  const problems = [...keyProblems(config), ...eventProblems(values, config)];
  if (!(config.monthBudget >= 0))
    problems.push(`"month_budget" is ${values.month_budget}. Write an amount in dollars, such as ${MONTH_BUDGET}.`);
  const seconds = config.pollSeconds;
  if (!Number.isInteger(seconds) || seconds < POLL_SECONDS_MIN || seconds > POLL_SECONDS_MAX)
    problems.push(
      `"poll_seconds" is ${values.poll_seconds}. Write a whole number from ${POLL_SECONDS_MIN} to ${POLL_SECONDS_MAX}: X allows no more requests, and customers should not wait longer.`,
    );
  return problems.map(each => `${where}: ${each}`);
}

/** An access token begins with the number of the account. */
const ACCESS_TOKEN = /^\d+-/;

function keyProblems({ apiKey, apiSecret, accessToken, accessSecret, clientId, clientSecret }: XConfig): string[] {
  const problems: string[] = [];
  const keys = { api_key: apiKey, api_secret: apiSecret, access_token: accessToken, access_secret: accessSecret };
  for (const [name, key] of Object.entries(keys))
    if (key && /\s/.test(key)) problems.push(`"${name}" has a space in it, and no key of X has one. Copy it again.`);
  if (accessToken && !accessSecret)
    problems.push('"access_secret" is missing: it belongs to the access token, and X shows both together.');
  if (accessSecret && !accessToken)
    problems.push('"access_token" is missing: it belongs to its secret, and X shows both together.');
  if (accessToken && accessSecret && !ACCESS_TOKEN.test(accessToken) && ACCESS_TOKEN.test(accessSecret))
    problems.push('"access_token" and "access_secret" look exchanged: the token is the one that begins with a number.');
  if (!accessToken && !accessSecret && !clientId)
    problems.push(
      '"access_token" and "access_secret" are missing. Make them on the page "Keys and tokens" of the app, or give "client_id" to sign in with X in the browser.',
    );
  if (clientSecret && !clientId) problems.push('"client_id" is missing: it belongs to the client secret.');
  return problems;
}

function eventProblems({ events: given }: Record<string, SettingsValue>, { events, clientId }: XConfig): string[] {
  const said = pasted(given);
  if (said && !['off', 'stream', 'webhook'].includes(said))
    return [`"events" is "${said}". Write off, stream or webhook.`];
  if (events !== 'off' && !clientId)
    return [
      `"client_id" is missing: X sends events only of accounts that signed in in the browser. Give it, or set "events" to off.`,
    ];
  return [];
}
