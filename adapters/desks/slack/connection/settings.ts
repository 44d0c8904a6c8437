/** Slack's settings, as they stand in the environment: read without loading Slack's libraries. */
import { isHttpUrl } from '../../../../src/ports/http.ts';
import type { DeskSettings } from '../../../../src/ports/settings.ts';

const API = 'https://slack.com/api/';
const AUTHORIZE = 'https://slack.com/oauth/v2/authorize';
const CHANNEL_ID = /^[A-Z][A-Z0-9]{2,}$/;

export interface SlackSettings {
  mode: 'http' | 'socket';
  signingSecret: string | null;
  botToken: string | null;
  oauth: { clientId: string; clientSecret: string; stateSecret: string } | null;
  appToken: string | null;
  /** With a slash at the end. */
  apiUrl: string;
  authorizeUrl: string;
}

export const slackSettings: DeskSettings = {
  kind: 'slack',
  label: 'Slack',
  place: {
    words: 'Slack channel',
    pattern: CHANNEL_ID,
    must: 'must be the id of a Slack channel, such as C0123456789',
  },
  read: (text, problems) => {
    const own = readOwn(text, problems);
    const room = text('SLACK_ROOM');
    if (room && !CHANNEL_ID.test(room))
      problems.push(
        `SLACK_ROOM is "${room}". Write the id of the channel, such as C0123456789: it stands at the end of "View channel details".`,
      );
    const team = text('SLACK_TEAM');
    if (!own) return null;
    return {
      kind: 'slack',
      own,
      signsIn: true,
      shared: own.oauth !== null,
      room,
      team,
      teamHelp: 'Name the team they belong to: SLACK_TEAM=T0123456789.',
      places: url => [
        own.oauth ? { what: 'Install in Slack', where: `${url}/slack/install` } : { what: 'Your desk', where: 'Slack' },
        ...(own.mode === 'http' ? [{ what: 'Events of Slack', where: `${url}/slack/events` }] : []),
      ],
    };
  },
};

/** Slack is the desk once a token or an app is named; what is missing then is said all at once. */
function readOwn(text: (name: string) => string | null, problems: string[]): SlackSettings | null {
  const botToken = text('SLACK_BOT_TOKEN');
  const appToken = text('SLACK_APP_TOKEN');
  const [clientId, clientSecret, stateSecret] = [
    text('SLACK_CLIENT_ID'),
    text('SLACK_CLIENT_SECRET'),
    text('SLACK_STATE_SECRET'),
  ];
  const signingSecret = text('SLACK_SIGNING_SECRET');
  problems.push(...swappedTokens({ botToken, appToken, signingSecret }));
  // Asked for also where Slack is not the desk: a misspelt one is noticed.
  const [givenMode, apiUrl, authorizeUrl] = [
    text('SLACK_MODE'),
    text('SLACK_API_URL') ?? API,
    text('SLACK_AUTHORIZE_URL') ?? AUTHORIZE,
  ];
  const oauth = [clientId, clientSecret, stateSecret];
  if (!botToken && !clientId) {
    if (signingSecret || appToken || clientSecret || stateSecret)
      problems.push(
        'Slack is only half set up: add SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET for many.',
      );
    return null;
  }
  const missing = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'].filter((_, i) => !oauth[i]);
  if (!botToken && missing.length)
    problems.push(`To be installed by OAuth, ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`);
  const given = givenMode ?? (appToken ? 'socket' : 'http');
  if (given !== 'http' && given !== 'socket') problems.push(`SLACK_MODE is "${given}". Write http or socket.`);
  const mode = given === 'socket' ? 'socket' : 'http';
  if (mode === 'socket' && !appToken)
    problems.push(
      'SLACK_MODE is socket, so SLACK_APP_TOKEN is needed. Make one in the app: Basic Information, App-Level Tokens, connections:write.',
    );
  const onlyBot = botToken && !signingSecret && !appToken && !givenMode;
  if (onlyBot)
    problems.push(
      'SLACK_APP_TOKEN is missing: with SLACK_BOT_TOKEN alone Slack cannot reach Deskhand. Make one in the app: Basic Information, App-Level Tokens, scope connections:write; it begins with xapp-. With a public address SLACK_SIGNING_SECRET does instead.',
    );
  else if (mode === 'http' && !signingSecret)
    problems.push(
      'SLACK_SIGNING_SECRET is missing: without it nobody could tell what really comes from Slack. It stands in the app under Basic Information.',
    );
  if (!isHttpUrl(apiUrl)) problems.push(`SLACK_API_URL is "${apiUrl}". Write the full address, such as ${API}.`);
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
