/** `deskhand setup`: connects a mailbox by questions and answers, tests it, and writes `.env` and `deskhand.yaml`. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cancel, confirm, intro, isCancel, log, note, outro, password, select, spinner, text } from '@clack/prompts';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import { isFreeMail } from '../../adapters/channels/email/read/addresses.ts';
import { PROVIDERS } from '../../adapters/channels/email/setup/oauth.ts';
import { type SignInClient, signInByBrowser, signInByDevice } from '../../adapters/channels/email/setup/sign-in.ts';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { LOCAL_WORKSPACE } from '../app/workspaces.ts';
import { systemIds } from '../app/world.ts';
import type { HealthItem } from '../ports/channel.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { openEngine, workspaceStore } from '../store/store.ts';
import { mailboxesOf } from './mailboxes.ts';

/** Whoever answers the questions. */
export interface Asker {
  text(question: string, suggestion?: string): Promise<string>;
  secret(question: string): Promise<string>;
  choose<T extends string>(question: string, choices: { value: T; label: string; hint?: string }[]): Promise<T>;
  yes(question: string, suggestion?: boolean): Promise<boolean>;
  tell(words: string): void;
  busy<T>(words: string, work: () => Promise<T>): Promise<T>;
}

/** Left in the middle: nothing was written. */
class SetupLeft extends Error {
  override name = 'SetupLeft';
}

export async function setup(env: Env): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Error(
      '"deskhand setup" asks questions, so it needs a terminal. Without one, write deskhand.yaml; adapters/channels/email/README.md shows how.',
    );
  intro('Deskhand: connect a mailbox');
  try {
    await askMailbox(terminal(), env);
    outro('Start it with: npm start');
  } catch (error) {
    if (!(error instanceof SetupLeft)) throw error;
    cancel('Nothing was written.');
  }
}

interface Files {
  config: string;
  env: string;
}

/** @param signIn for tests: another place than the provider's own */
export async function askMailbox(
  ask: Asker,
  env: Env,
  files: Files = { config: env.DESKHAND_CONFIG ?? 'deskhand.yaml', env: '.env' },
  signIn: Partial<SignInClient> = {},
): Promise<void> {
  const address = (await ask.text('Which address do customers write to?', 'help@shop.example')).trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) throw new Error(`"${address}" is not an email address.`);
  const domain = address.split('@')[1]!;
  const shown = await ask.text('What should customers see as the sender?', nameFrom(domain));
  const provider = await ask.choose('Where is this mailbox?', [
    { value: 'google', label: 'Google (Gmail or Workspace)' },
    { value: 'microsoft', label: 'Microsoft 365 or Outlook.com' },
    { value: 'other', label: 'Another provider', hint: 'with IMAP and SMTP' },
  ]);
  const name = freeName(read(files.config) ?? '', address);
  const secret = (what: string) => `${name.toUpperCase().replaceAll('-', '_')}_${what}`;
  const secrets: Record<string, string> = {};
  const channel: Record<string, unknown> = { name, kind: 'email', room: 'customers', address, name_shown: shown };
  if (provider === 'other') {
    const host = await ask.text('The incoming mail server (IMAP)', `imap.${domain}`);
    const out = await ask.text('The outgoing mail server (SMTP)', `smtp.${domain}`);
    const user = await ask.text('The user name', address);
    secrets[secret('PASSWORD')] = await ask.secret('The password');
    const port = Number(await ask.text('The port of the outgoing server', '587'));
    channel.imap = { host, user, password: `\${${secret('PASSWORD')}}` };
    channel.smtp = { host: out, port, secure: port === 465, user, password: `\${${secret('PASSWORD')}}` };
  } else {
    channel.provider = provider;
    const way =
      provider === 'microsoft'
        ? 'sign-in'
        : await ask.choose('How should Deskhand sign in?', [
            {
              value: 'password',
              label: 'With an app password',
              hint: 'myaccount.google.com/apppasswords; two minutes',
            },
            { value: 'sign-in', label: 'By signing in', hint: 'needs an app of your own at Google' },
          ]);
    if (way === 'password') {
      secrets[secret('PASSWORD')] = (await ask.secret('The app password (16 letters)')).replace(/\s/g, '');
      channel.imap = { user: address, password: `\${${secret('PASSWORD')}}` };
    } else {
      channel.oauth = await signInAnswers(ask, provider, address, secrets, secret, signIn);
    }
  }
  const days = Number(
    await ask.text('Also take in unanswered mail of how many days? (0 begins with the next mail)', '0'),
  );
  if (days > 0) channel.imap = { ...(channel.imap as object | undefined), import_days: Math.min(days, 365) };
  await tryOut(ask, env, name, channel, secrets, files);
}

async function signInAnswers(
  ask: Asker,
  provider: 'google' | 'microsoft',
  address: string,
  secrets: Record<string, string>,
  secret: (what: string) => string,
  more: Partial<SignInClient>,
) {
  const { name } = PROVIDERS[provider];
  ask.tell(
    `${name} needs an app of your own; adapters/channels/email/README.md shows in numbered steps how to make one.`,
  );
  const clientId = await ask.text(`The client id of your ${name} app`);
  const clientSecret = provider === 'google' ? await ask.secret('Its client secret') : null;
  const tenant = provider === 'microsoft' ? await ask.text('The directory (tenant) id, or common', 'common') : 'common';
  const client: SignInClient = { provider, clientId, clientSecret, tenant, tokenUrl: null, ...more };
  const token =
    provider === 'microsoft'
      ? await signInByDevice(
          client,
          ({ url, code }) => ask.tell(`Open ${url} in any browser, sign in as ${address}, and type ${code}`),
          ms => new Promise(resolve => setTimeout(resolve, ms)),
        )
      : await signInByBrowser(
          client,
          address,
          url => ask.tell(`Open this in a browser on this machine and sign in as ${address}:\n${url}`),
          systemIds.secret,
        );
  secrets[secret('TOKEN')] = token;
  if (clientSecret) secrets[secret('CLIENT_SECRET')] = clientSecret;
  return {
    client_id: clientId,
    ...(clientSecret ? { client_secret: `\${${secret('CLIENT_SECRET')}}` } : {}),
    ...(provider === 'microsoft' ? { tenant } : {}),
    refresh_token: `\${${secret('TOKEN')}}`,
    ...(more.tokenUrl ? { token_url: more.tokenUrl } : {}),
  };
}

/** Writes, looks whether it works, and takes it back when the person wants to. */
async function tryOut(
  ask: Asker,
  env: Env,
  name: string,
  channel: Record<string, unknown>,
  secrets: Record<string, string>,
  files: Files,
): Promise<void> {
  const before = { config: read(files.config), env: read(files.env) };
  write(files.config, withChannel(before.config ?? '', name, channel), 0o644);
  write(files.env, withSecrets(before.env ?? '', secrets), 0o600);
  const items = await ask.busy('Checking the connection', () =>
    look({ ...env, ...secrets, DESKHAND_CONFIG: files.config }, name, false),
  );
  for (const { ok, what, words } of items) ask.tell(`${ok ? 'ok' : 'NOT OK'}  ${what}: ${words}`);
  if (items.some(each => !each.ok) && !(await ask.yes('It does not work yet. Save it anyway?', false))) {
    await forget({ ...env, ...secrets, DESKHAND_CONFIG: files.config }, name);
    put(files.config, before.config);
    put(files.env, before.env);
    throw new SetupLeft();
  }
  if (
    items.every(each => each.ok) &&
    (await ask.yes('Send a test email to this mailbox, to find out what it supports? It is deleted afterwards.', true))
  ) {
    const found = await ask.busy('Waiting for it to arrive', () =>
      look({ ...env, ...secrets, DESKHAND_CONFIG: files.config }, name, true),
    );
    for (const { ok, what, words } of found) ask.tell(`${ok ? 'ok' : 'NOT OK'}  ${what}: ${words}`);
  }
  ask.tell(`Written to ${files.config} and, for what is secret, ${files.env}.`);
}

async function look(env: Env, name: string, probe: boolean): Promise<HealthItem[]> {
  const { house, close } = await openParts(readStart(env), makeLog('silent'));
  try {
    const channel = (await mailboxesOf(house)).find(each => each.name === name)!.channel;
    return probe ? await channel.probe() : await channel.tryOut();
  } finally {
    await close();
  }
}

/** A name for the channel: that of the same address, else one that is free. */
function freeName(yaml: string, address: string): string {
  const base =
    address
      .split('@')[0]!
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30) || 'mail';
  const known = (parseDocument(yaml).toJS()?.channels ?? []) as { name?: string; address?: string }[];
  const same = Array.isArray(known) ? known.find(each => each.address?.toLowerCase() === address) : undefined;
  if (same?.name) return same.name;
  const taken = new Set(Array.isArray(known) ? known.map(each => each.name) : []);
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}

/** The file with this channel in it; what else stands there, comments too, stays. */
function withChannel(yaml: string, name: string, channel: Record<string, unknown>): string {
  const document: Document = parseDocument(yaml);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  if (!isSeq(document.get('rooms'))) document.set('rooms', [{ name: channel.room }]);
  const rooms = document.toJS().rooms as { name: string }[];
  const room = rooms.some(each => each.name === channel.room) ? channel.room : rooms[0]?.name;
  const list = document.get('channels');
  const node = document.createNode({ ...channel, room });
  if (!isSeq(list)) document.set('channels', document.createNode([node]));
  else {
    const at = list.items.findIndex(each => isMap(each) && each.get('name') === name);
    if (at >= 0) list.items[at] = node;
    else list.items.push(node);
  }
  return document.toString();
}

/** The file with these secrets in it, each once. */
function withSecrets(text: string, secrets: Record<string, string>): string {
  const kept = text.split('\n').filter(line => !Object.keys(secrets).some(name => line.startsWith(`${name}=`)));
  while (kept.at(-1) === '') kept.pop();
  return [...kept, ...Object.entries(secrets).map(([name, value]) => `${name}=${quoted(name, value)}`), ''].join('\n');
}

/** The trial left a row of a channel that nobody wants. */
async function forget(env: Env, name: string): Promise<void> {
  const engine = await openEngine(readStart(env).settings.databaseUrl, 'setup');
  try {
    await workspaceStore(engine, LOCAL_WORKSPACE).commit([{ do: 'delete', table: 'channels', where: { name } }]);
  } finally {
    await engine.close();
  }
}

/** As the file is read again: in quotes that do not stand in the value. */
function quoted(name: string, value: string): string {
  const quote = ["'", '"', '`'].find(each => !value.includes(each) && !(each === '"' && value.includes('\\')));
  if (!quote || /[\r\n]/.test(value))
    throw new Error(`The value for ${name} has characters that cannot be written to a file. Choose another password.`);
  return `${quote}${value}${quote}`;
}

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
function write(file: string, text: string, mode: number): void {
  writeFileSync(file, text, { mode });
  if (mode === 0o600) chmodSync(file, mode);
}
function put(file: string, text: string | null): void {
  if (text === null) rmSync(file, { force: true });
  else writeFileSync(file, text);
}

function nameFrom(domain: string): string {
  const word = isFreeMail(domain) ? 'Help' : domain.split('.').at(-2)!;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function terminal(): Asker {
  const answered = <T>(value: T): Exclude<T, symbol> => {
    if (isCancel(value)) throw new SetupLeft();
    return value as Exclude<T, symbol>;
  };
  return {
    text: async (message, placeholder) =>
      answered(await text({ message, ...(placeholder ? { placeholder, defaultValue: placeholder } : {}) })),
    secret: async message => answered(await password({ message })),
    choose: async (message, options) => answered(await select({ message, options: options as never })) as never,
    yes: async (message, initialValue = true) => answered(await confirm({ message, initialValue })),
    tell: words => (words.includes('\n') ? note(words) : log.message(words)),
    busy: async (words, work) => {
      const turning = spinner();
      turning.start(words);
      try {
        return await work();
      } finally {
        turning.stop(words);
      }
    },
  };
}
