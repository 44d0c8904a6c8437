/** Reads the settings of Teams from the environment, without loading the SDK. */
import { isHttpUrl, isLoopback } from '../../../../src/ports/http.ts';
import type { DeskSettings } from '../../../../src/ports/settings.ts';
import { CHANNEL_ID, isObjectId } from '../ids.ts';

export interface TeamsSettings {
  /** The Entra app's id; null only where deliveries are unsigned. */
  clientId: string | null;
  clientSecret: string | null;
  /** The tenants that may use it, in small letters; empty only where deliveries are unsigned: then any. */
  tenants: string[];
  driver: 'apps' | 'teams-ai';
  /** Hosts of Connectors beside Microsoft's own, in small letters: `host` or `host:port`. */
  serviceHosts: string[];
  /** Deliveries without a signature are taken: only on loopback. */
  unsigned: boolean;
  /** Where tokens, keys and Graph are asked for instead of Microsoft's hosts; without a slash at the end. */
  loginUrl: string | null;
  /** Admins instead of whoever installed it: Entra object ids. */
  admins: string[];
}

type Text = (variable: string) => string | null;

export const teamsSettings: DeskSettings = {
  kind: 'teams',
  label: 'Teams',
  place: {
    words: 'Teams channel',
    pattern: CHANNEL_ID,
    must: 'must be the id of a Teams channel, such as 19:0123456789abcdef@thread.tacv2 (in its link %3A is a colon and %40 an @)',
  },
  read: (text, problems) => {
    const own = readOwn(text, problems);
    const givenRoom = text('TEAMS_ROOM');
    const room = givenRoom && channelIn(givenRoom);
    if (givenRoom && !room)
      problems.push(
        `TEAMS_ROOM is "${givenRoom}", which is not a Teams channel. In Teams, choose "Get link to channel" in the channel's menu and paste the whole link.`,
      );
    const team = text('TEAMS_TEAM')?.toLowerCase() ?? null;
    if (!own) return null;
    if (team && !own.tenants.includes(team))
      problems.push(`TEAMS_TEAM is "${team}", which is not in TEAMS_TENANT_ID. Write one of the tenants named there.`);
    return {
      kind: 'teams',
      own,
      signsIn: true,
      shared: own.tenants.length > 1,
      room,
      team,
      teamHelp: `Name the tenant they belong to: TEAMS_TEAM=${own.tenants[0]}.`,
      places: url => [
        own.tenants.length > 1
          ? { what: 'Install in Teams', where: 'https://teams.microsoft.com' }
          : { what: 'Your desk', where: 'Teams' },
        { what: 'Events of Teams', where: `${url}/api/messages` },
      ],
      look: async (publicUrl, running) => (await import('./reach.ts')).lookAtTeams(own, publicUrl, running),
    };
  },
};

/** The channel's id, whether it was written plainly, percent-encoded or inside a link from Teams. */
function channelIn(written: string): string | null {
  const plain = written.replace(/%3A/gi, ':').replace(/%40/g, '@');
  const found = /19:[^\s;@/?]+@thread\.\w+/.exec(plain)?.[0];
  return found && CHANNEL_ID.test(found) ? found : null;
}

/** Teams is the desk once its app is named, or on loopback without one; everything missing is then listed at once. */
function readOwn(text: Text, problems: string[]): TeamsSettings | null {
  // Read even where Teams is not the desk, so that a misspelt name is noticed.
  const given = Object.keys(WHERE).map(name => {
    const value = text(name);
    const plain = value?.replace(/^["'“]+|["'”]+$/g, '') || null;
    if (plain !== value)
      problems.push(`${name} has quotation marks around it, which were read as part of it. Remove them.`);
    return plain;
  });
  const [clientId, clientSecret, tenants] = [given[0]?.toLowerCase() ?? null, given[1] ?? null, listOf(given[2])];
  const unsigned = readUnsigned(text, problems);
  const others = readOthers(text, problems);
  problems.push(...mistaken(clientId, clientSecret, tenants));
  if (!unsigned && given.some(Boolean))
    Object.entries(WHERE).forEach(([name, where], i) => {
      if (!given[i]) problems.push(`Teams is only half set up: ${name} is missing. ${where}.`);
    });
  return clientId || unsigned ? { clientId, clientSecret, tenants, unsigned, ...others } : null;
}

/** What Teams cannot do without, and where an admin finds it. */
const WHERE = {
  TEAMS_CLIENT_ID: 'Copy "Application (client) ID" from the Overview of the app in Microsoft Entra',
  TEAMS_CLIENT_SECRET:
    'Make a client secret under "Certificates & secrets" of the app in Microsoft Entra, and copy its Value',
  TEAMS_TENANT_ID: 'Copy "Directory (tenant) ID" from the Overview of the app in Microsoft Entra',
};

function listOf(written: string | null | undefined): string[] {
  return [...new Set((written ?? '').toLowerCase().split(/[\s,]+/))].filter(Boolean);
}

function readUnsigned(text: Text, problems: string[]): boolean {
  const given = text('TEAMS_UNSIGNED');
  if (!given || given === 'off') return false;
  if (given !== 'loopback')
    problems.push(
      `TEAMS_UNSIGNED is "${given}". Write loopback to try Deskhand with the Agents Playground on this machine; remove the line for Teams itself.`,
    );
  const [host, publicUrl] = [text('HOST') ?? '127.0.0.1', text('PUBLIC_URL')];
  const publicHost = publicUrl && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : null;
  const reached = !isLoopback(host)
    ? `HOST is ${host}`
    : publicHost && !isLoopback(publicHost)
      ? `PUBLIC_URL is ${publicUrl}`
      : null;
  if (reached)
    problems.push(
      `TEAMS_UNSIGNED is set, but ${reached}: anybody who reaches Deskhand could pose as your staff. Remove TEAMS_UNSIGNED, or keep Deskhand on this machine.`,
    );
  return true;
}

function readOthers(text: Text, problems: string[]) {
  const driver = text('TEAMS_DRIVER') ?? 'apps';
  if (driver !== 'apps' && driver !== 'teams-ai')
    problems.push(`TEAMS_DRIVER is "${driver}". Write apps, or teams-ai for version 1 of the SDK.`);
  const listed = (name: string, isOne: (each: string) => boolean, words: string) => {
    const list = listOf(text(name));
    const wrong = list.filter(each => !isOne(each));
    if (wrong.length) problems.push(`${name} has "${wrong.join('", "')}". ${words}`);
    return list;
  };
  const serviceHosts = listed(
    'TEAMS_SERVICE_HOSTS',
    each => /^[a-z0-9.-]+(:\d+)?$/.test(each),
    'Write host names with commas between them, such as smba.example.com or localhost:56150.',
  );
  const admins = listed(
    'TEAMS_ADMINS',
    isObjectId,
    'Write Object IDs with commas between them. Each is on the page of that person, under Users in Microsoft Entra.',
  );
  const loginUrl = text('TEAMS_LOGIN_URL')?.replace(/\/+$/, '') ?? null;
  if (loginUrl && !(isHttpUrl(loginUrl) && (loginUrl.startsWith('https:') || isLoopback(new URL(loginUrl).hostname))))
    problems.push(
      `TEAMS_LOGIN_URL is "${loginUrl}". Write the full address with https://, since the secret is sent there, or leave it out to use Microsoft's own.`,
    );
  return { driver: driver === 'teams-ai' ? driver : 'apps', serviceHosts, admins, loginUrl } as const;
}

/** The ids look alike, and the secret has one too. Nothing that could be the secret is repeated. */
function mistaken(clientId: string | null, clientSecret: string | null, tenants: string[]): string[] {
  const { TEAMS_CLIENT_ID: atClient, TEAMS_TENANT_ID: atTenant } = WHERE;
  const found: string[] = [];
  const isClient = clientId === null || isObjectId(clientId);
  if (isObjectId(clientSecret))
    found.push(
      isClient
        ? 'TEAMS_CLIENT_SECRET is the Secret ID, not the Value. The Value is shown only once, so make a new secret and copy its Value.'
        : 'TEAMS_CLIENT_SECRET is an id and TEAMS_CLIENT_ID is not: they seem to be swapped. Put each in the place of the other.',
    );
  else if (!isClient) found.push(`TEAMS_CLIENT_ID is not a Microsoft Entra id. ${atClient}.`);
  if (clientId && tenants.includes(clientId))
    found.push(
      'TEAMS_CLIENT_ID and TEAMS_TENANT_ID are the same. The first is "Application (client) ID" in the Overview of the app in Microsoft Entra, the second "Directory (tenant) ID".',
    );
  const everybody = tenants.find(each => /^(common|organizations|consumers)$/.test(each));
  if (everybody) found.push(`TEAMS_TENANT_ID is "${everybody}", which lets every tenant in. ${atTenant}.`);
  else if (!tenants.every(isObjectId)) found.push(`TEAMS_TENANT_ID is not a Microsoft Entra id. ${atTenant}.`);
  return found;
}
