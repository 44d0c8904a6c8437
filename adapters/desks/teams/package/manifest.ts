/** Makes the app's manifest for this installation: exactly the permissions that the code uses, each with its reason. */
import { COMMANDS } from '../../../../src/desk/commands.ts';
import { ACCENT } from './icons.ts';

const SCHEMA = '1.30';
/** Of a list of commands, by the schema. */
const COMMANDS_MAX = 12;
export const COLOR_FILE = 'color.png';
export const OUTLINE_FILE = 'outline.png';

/**
 * What a team's owner agrees to for that team when Deskhand is added, and why it is asked for. Posting, and asking who is in
 * a team and what its channels are called, needs no permission.
 */
export const PERMISSION_REASONS: Record<string, string> = {
  'ChannelMessage.Read.Group':
    'receive what the team writes in the threads without mentioning Deskhand, and look up its own post when Teams did not confirm it',
};

/** What few people type, or only once, and has no room in the list. It is understood all the same. */
const UNLISTED = ['letter', 'name', 'split', 'move', 'export', 'mode', 'reasons', 'audit', 'managers', 'retention'];

/** Shown in the personal chat as something to press; the prompt is what is then sent. */
const STARTERS = [
  { title: 'What is open?', description: 'Every unfinished enquiry, those waiting for us first', prompt: 'open' },
  { title: 'How was this week?', description: 'How many, how fast, what about', prompt: 'stats week' },
  { title: 'Log a call', description: 'Write down a phone call or a visitor at the counter', prompt: 'log' },
];

export interface ManifestOptions {
  /** The Entra app's, which is also the bot's. */
  clientId: string;
  /** How Teams and people reach this installation: with https, without a slash at the end. */
  publicUrl: string;
  /** Teams takes an update only with a higher one. */
  version: string;
}

/** Microsoft's tools begin with 1.0.0, so it is one ahead of Deskhand's: of 0.1.0 it is 1.1.0. */
export function versionAfter(deskhand: string): string {
  const [major = '0', ...rest] = deskhand.split('.');
  return [Number(major) + 1, ...rest].join('.');
}

export function manifest({ clientId, publicUrl, version }: ManifestOptions) {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA}/MicrosoftTeams.schema.json`,
    manifestVersion: SCHEMA,
    version,
    // An app has one bot, so the bot's id will do: it stays the same, and no second app can be made by mistake.
    id: clientId,
    developer: { name: 'Deskhand', websiteUrl: publicUrl, privacyUrl: publicUrl, termsOfUseUrl: publicUrl },
    name: { short: 'Deskhand', full: 'Deskhand: answer every customer from your team’s threads' },
    description: {
      short: 'Answer every customer from the threads your team already lives in.',
      full: [
        'Email and web chat from your customers arrive as threads in a channel. People claim them, talk about them, answer and resolve them there.',
        'Nothing reaches a customer unless somebody sends it: what you write in a thread is shown to you as a preview first.',
        'For this, Teams passes on to Deskhand what is written in the channels of the team. Deskhand stores what belongs to enquiries or is addressed to it, on the server that your organisation runs, and ignores everything else.',
      ].join('\n\n'),
    },
    icons: { color: COLOR_FILE, outline: OUTLINE_FILE },
    accentColor: ACCENT,
    defaultInstallScope: 'team',
    defaultGroupCapability: { team: 'bot' },
    bots: [
      {
        botId: clientId,
        scopes: ['team', 'personal'],
        supportsFiles: false,
        isNotificationOnly: false,
        supportsTargetedMessages: true,
        commandLists: commandLists(),
      },
    ],
    composeExtensions: [
      {
        botId: clientId,
        commands: [
          {
            id: 'message.send_to_customer',
            type: 'action',
            context: ['message'],
            title: 'Send to customer',
            description: 'Send this message of the thread to the customer',
            fetchTask: true,
          },
        ],
      },
    ],
    supportsChannelFeatures: 'tier1',
    webApplicationInfo: { id: clientId, resource: `api://botid-${clientId}` },
    authorization: {
      permissions: {
        resourceSpecific: Object.keys(PERMISSION_REASONS).map(name => ({ name, type: 'Application' })),
      },
    },
    validDomains: [new URL(publicUrl).host],
  };
}

/** In the channels also behind `/`; in the personal chat with something to press first. */
function commandLists() {
  const commands = COMMANDS.filter(each => !UNLISTED.includes(each.word)).map(each => ({
    title: each.word,
    description: each.help,
  }));
  const started = STARTERS.map(each => each.prompt.split(' ')[0]);
  const personal = [
    ...STARTERS.map(each => ({ ...each, type: 'prompt' })),
    ...commands.filter(each => !started.includes(each.title)),
  ];
  return [
    { scopes: ['team'], triggers: ['mention', 'slash'], commands: commands.slice(0, COMMANDS_MAX) },
    { scopes: ['personal'], triggers: ['mention'], commands: personal.slice(0, COMMANDS_MAX) },
  ];
}
