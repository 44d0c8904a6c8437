/** The questions of `deskhand setup`. Answers are kept, so that after a failed check only what was wrong is typed again. */
import { isFreeMail } from '../../adapters/channels/email/read/addresses.ts';
import { PROVIDERS } from '../../adapters/channels/email/setup/oauth.ts';
import { type SignInClient, signInByBrowser, signInByDevice } from '../../adapters/channels/email/setup/sign-in.ts';
import { systemIds } from '../app/world.ts';

/** Whoever answers the questions. */
export interface Asker {
  /** An empty answer is the suggestion. */
  text(question: string, suggestion?: string): Promise<string>;
  secret(question: string): Promise<string>;
  /** @param first the choice that is marked at first */
  choose<T extends string>(
    question: string,
    choices: { value: T; label: string; hint?: string }[],
    first?: T,
  ): Promise<T>;
  yes(question: string, suggestion?: boolean): Promise<boolean>;
  tell(words: string): void;
  busy<T>(words: string, work: () => Promise<T>): Promise<T>;
}

type Way = 'password' | 'sign-in';
type Provider = 'google' | 'microsoft' | 'other';

/** What was answered so far; the next round suggests it. */
export interface Answers {
  address?: string;
  shown?: string;
  provider?: Provider;
  host?: string;
  out?: string;
  user?: string;
  port?: string;
  /** By the address and the way that they belong to. */
  secrets?: Record<string, string>;
  way?: Way;
  clientId?: string;
  tenant?: string;
  days?: string;
}

/** A channel for the provisioning file; what is secret stands in `secrets`, by the names of its variables. */
export interface Mailbox {
  name: string;
  channel: Record<string, unknown>;
  secrets: Record<string, string>;
}

const PORT_MAX = 65_535;
const IMPORT_DAYS_MAX = 365;

/**
 * Asks everything once.
 * @param kept filled with the answers, and read for suggestions
 * @param nameFor a name for the channel of this address
 * @throws Error in a sentence when a sign-in fails; the answers so far are in `kept`
 */
export async function askEverything(
  ask: Asker,
  kept: Answers,
  nameFor: (address: string) => string,
  signIn: Partial<SignInClient>,
): Promise<Mailbox> {
  const address = await askAddress(ask, kept.address);
  // What was suggested by the other address does not belong to this one.
  if (address !== kept.address)
    Object.assign(kept, { shown: undefined, host: undefined, out: undefined, user: undefined });
  kept.address = address;
  const domain = address.split('@')[1]!;
  kept.shown = await ask.text('What should customers see as the sender?', kept.shown ?? nameFrom(domain));
  kept.provider = await ask.choose<Provider>(
    'Where is this mailbox?',
    [
      { value: 'google', label: 'Google (Gmail or Workspace)' },
      { value: 'microsoft', label: 'Microsoft 365 or Outlook.com' },
      { value: 'other', label: 'Another provider', hint: 'with IMAP and SMTP' },
    ],
    kept.provider,
  );
  const name = nameFor(address);
  const variable = (what: string) => `${name.toUpperCase().replaceAll('-', '_')}_${what}`;
  const box: Mailbox = {
    name,
    channel: { name, kind: 'email', room: 'customers', address, name_shown: kept.shown },
    secrets: {},
  };
  if (kept.provider === 'other') await askServers(ask, kept, address, box, variable);
  else await askProvider(ask, kept, { provider: kept.provider, address, signIn }, box, variable);
  kept.days = await askNumber(
    ask,
    'Also take in unanswered mail of how many days? (0 begins with the next mail)',
    kept.days ?? '0',
    IMPORT_DAYS_MAX,
  );
  const days = Number(kept.days);
  if (days > 0) box.channel.imap = { ...(box.channel.imap as object | undefined), import_days: days };
  return box;
}

async function askAddress(ask: Asker, before: string | undefined): Promise<string> {
  for (;;) {
    const given = (await ask.text('Which address do customers write to?', before ?? 'help@shop.example')).trim();
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given)) return given.toLowerCase();
    ask.tell(`"${given}" is not an email address. Write it in full, such as help@shop.example.`);
  }
}

async function askServers(
  ask: Asker,
  kept: Answers,
  address: string,
  { channel, secrets }: Mailbox,
  variable: (what: string) => string,
): Promise<void> {
  const domain = address.split('@')[1]!;
  kept.host = await ask.text('The incoming mail server (IMAP)', kept.host ?? `imap.${domain}`);
  kept.out = await ask.text('The outgoing mail server (SMTP)', kept.out ?? `smtp.${domain}`);
  kept.user = await ask.text('The user name', kept.user ?? address);
  secrets[variable('PASSWORD')] = await askSecret(ask, kept, 'The password', `password of ${address}`);
  kept.port = await askNumber(ask, 'The port of the outgoing server', kept.port ?? '587', PORT_MAX, 1);
  const { host, out, user } = kept;
  const port = Number(kept.port);
  channel.imap = { host, user, password: `\${${variable('PASSWORD')}}` };
  channel.smtp = { host: out, port, secure: port === 465, user, password: `\${${variable('PASSWORD')}}` };
}

interface AtProvider {
  provider: 'google' | 'microsoft';
  address: string;
  /** For tests: another place than the provider's own. */
  signIn: Partial<SignInClient>;
}

async function askProvider(
  ask: Asker,
  kept: Answers,
  at: AtProvider,
  { channel, secrets }: Mailbox,
  variable: (what: string) => string,
): Promise<void> {
  const { provider, address } = at;
  channel.provider = provider;
  kept.way =
    provider === 'microsoft'
      ? 'sign-in'
      : await ask.choose<Way>(
          'How should Deskhand sign in?',
          [
            {
              value: 'password',
              label: 'With an app password',
              hint: 'myaccount.google.com/apppasswords; two minutes',
            },
            { value: 'sign-in', label: 'By signing in', hint: 'needs an app of your own at Google' },
          ],
          kept.way,
        );
  if (kept.way === 'password') {
    const given = await askSecret(ask, kept, 'The app password (16 letters)', `app password of ${address}`);
    secrets[variable('PASSWORD')] = given.replace(/\s/g, '');
    channel.imap = { user: address, password: `\${${variable('PASSWORD')}}` };
  } else channel.oauth = await signInAnswers(ask, kept, at, secrets, variable);
}

async function signInAnswers(
  ask: Asker,
  kept: Answers,
  { provider, address, signIn: more }: AtProvider,
  secrets: Record<string, string>,
  variable: (what: string) => string,
) {
  const { name } = PROVIDERS[provider];
  ask.tell(
    `${name} needs an app of your own; adapters/channels/email/README.md shows in numbered steps how to make one.`,
  );
  const clientId = await askFilled(ask, `The client id of your ${name} app`, kept.clientId);
  kept.clientId = clientId;
  const clientSecret =
    provider === 'google' ? await askSecret(ask, kept, 'Its client secret', `secret of ${clientId}`) : null;
  const tenant =
    provider === 'microsoft'
      ? await ask.text('The directory (tenant) id, or common', kept.tenant ?? 'common')
      : 'common';
  kept.tenant = tenant;
  const client: SignInClient = { provider, clientId, clientSecret, tenant, tokenUrl: null, ...more };
  const place = `token of ${address}, ${clientId}, ${tenant}`;
  const known = kept.secrets?.[place];
  const again = !known || (await ask.yes(`You signed in as ${address} a moment ago. Sign in again?`, false));
  const token = again ? await signInAs(ask, client, address) : known;
  kept.secrets = { ...kept.secrets, [place]: token };
  secrets[variable('TOKEN')] = token;
  if (clientSecret) secrets[variable('CLIENT_SECRET')] = clientSecret;
  return {
    client_id: clientId,
    ...(clientSecret ? { client_secret: `\${${variable('CLIENT_SECRET')}}` } : {}),
    ...(provider === 'microsoft' ? { tenant } : {}),
    refresh_token: `\${${variable('TOKEN')}}`,
    ...(more.tokenUrl ? { token_url: more.tokenUrl } : {}),
  };
}

function signInAs(ask: Asker, client: SignInClient, address: string): Promise<string> {
  return client.provider === 'microsoft'
    ? signInByDevice(
        client,
        ({ url, code }) => ask.tell(`Open ${url} in any browser, sign in as ${address}, and type ${code}`),
        ms => new Promise(resolve => setTimeout(resolve, ms)),
      )
    : signInByBrowser(
        client,
        address,
        url => ask.tell(`Open this in a browser on this machine and sign in as ${address}:\n${url}`),
        systemIds.secret,
      );
}

/** Never empty: an empty password is a slip of the finger, and the server would only say that it is wrong. */
async function askSecret(ask: Asker, kept: Answers, question: string, place: string): Promise<string> {
  const known = kept.secrets?.[place];
  for (;;) {
    const given = await ask.secret(known ? `${question} (press Enter to keep the one you typed before)` : question);
    const secret = given.trim() ? given : known;
    if (secret) {
      kept.secrets = { ...kept.secrets, [place]: secret };
      return secret;
    }
    ask.tell('This cannot be empty. Type or paste it; it is not shown.');
  }
}

async function askFilled(ask: Asker, question: string, before: string | undefined): Promise<string> {
  for (;;) {
    const given = (await ask.text(question, before)).trim();
    if (given) return given;
    ask.tell('This cannot be empty.');
  }
}

/** @returns a whole number from `min` to `max`, as it was typed */
async function askNumber(ask: Asker, question: string, before: string, max: number, min = 0): Promise<string> {
  for (;;) {
    const given = (await ask.text(question, before)).trim();
    if (/^\d{1,6}$/.test(given) && Number(given) >= min && Number(given) <= max) return given;
    ask.tell(`"${given}" does not fit. Write a whole number from ${min} to ${max}.`);
  }
}

function nameFrom(domain: string): string {
  const word = isFreeMail(domain) ? 'Help' : domain.split('.').at(-2)!;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
