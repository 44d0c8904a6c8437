/** `deskhand setup`: connects a mailbox by questions and answers, tests it, and writes `.env` and `deskhand.yaml`. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cancel, confirm, intro, isCancel, log, note, outro, password, select, spinner, text } from '@clack/prompts';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { SignInClient } from '../../adapters/channels/email/setup/sign-in.ts';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { LOCAL_WORKSPACE } from '../app/workspaces.ts';
import type { HealthItem } from '../ports/channel.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { openEngine, workspaceStore } from '../store/store.ts';
import { mailboxesOf } from './mailboxes.ts';
import { type Answers, type Asker, askEverything, type Mailbox } from './setup-questions.ts';

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

/**
 * Asks, tries what was answered, and asks again until it works, is to be kept all the same, or is left.
 * @param signIn for tests: another place than the provider's own
 */
export async function askMailbox(
  ask: Asker,
  env: Env,
  files: Files = { config: env.DESKHAND_CONFIG ?? 'deskhand.yaml', env: '.env' },
  signIn: Partial<SignInClient> = {},
): Promise<void> {
  const kept: Answers = {};
  for (;;) {
    const nameFor = (address: string) => freeName(read(files.config) ?? '', address);
    let box: Mailbox | null = null;
    try {
      box = await askEverything(ask, kept, nameFor, signIn);
    } catch (error) {
      if (error instanceof SetupLeft) throw error;
      ask.tell(`NOT OK  sign-in: ${(error as Error).message}`);
    }
    if (box) {
      if (await tryOut(ask, env, box, files)) return;
    } else if ((await whatNext(ask, false)) === 'leave') throw new SetupLeft();
  }
}

/** @param savable there is something that could be kept as it is */
function whatNext(ask: Asker, savable: boolean): Promise<'again' | 'save' | 'leave'> {
  return ask.choose<'again' | 'save' | 'leave'>('It does not work yet. What now?', [
    { value: 'again', label: 'Change an answer', hint: 'the others are kept: press Enter at each' },
    ...(savable ? [{ value: 'save' as const, label: 'Save it as it is' }] : []),
    { value: 'leave', label: 'Leave', hint: 'nothing is written' },
  ]);
}

/** Writes, looks whether it works, and takes it back when it does not. False: the person wants to change an answer. */
async function tryOut(ask: Asker, env: Env, { name, channel, secrets }: Mailbox, files: Files): Promise<boolean> {
  const before = { config: read(files.config), env: read(files.env) };
  const there = { ...env, ...secrets, DESKHAND_CONFIG: files.config };
  const takeBack = () => {
    put(files.config, before.config);
    put(files.env, before.env);
  };
  // Whoever presses Ctrl+C while it is being checked ends the process.
  process.once('exit', takeBack);
  let [isKept, isBroken] = [false, true];
  try {
    const items = await ask
      .busy('Checking the connection', async () => {
        const [config, env] = [withChannel(before.config ?? '', name, channel), withSecrets(before.env ?? '', secrets)];
        write(files.config, config, 0o644);
        write(files.env, env, 0o600);
        return look(there, name, false);
      })
      .catch(error => [{ ok: false, what: 'settings', words: (error as Error).message }]);
    for (const { ok, what, words } of items) ask.tell(`${ok ? 'ok' : 'NOT OK'}  ${what}: ${words}`);
    isBroken = items.some(each => each.what === 'settings');
    const isGood = items.every(each => each.ok);
    const next = isGood ? 'save' : await whatNext(ask, !isBroken);
    if (next === 'leave') throw new SetupLeft();
    if (next === 'again') return false;
    if (isGood) await probe(ask, there, name);
    isKept = true;
  } finally {
    if (!isKept && !isBroken) await forget(there, name).finally(takeBack);
    else if (!isKept) takeBack();
    process.off('exit', takeBack);
  }
  ask.tell(`Written to ${files.config} and, for what is secret, ${files.env}.`);
  return true;
}

async function probe(ask: Asker, env: Env, name: string): Promise<void> {
  const question = 'Send a test email to this mailbox, to find out what it supports? It is deleted afterwards.';
  if (!(await ask.yes(question, true))) return;
  const found = await ask.busy('Waiting for it to arrive', () => look(env, name, true));
  for (const { ok, what, words } of found) ask.tell(`${ok ? 'ok' : 'NOT OK'}  ${what}: ${words}`);
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

function terminal(): Asker {
  const answered = <T>(value: T): Exclude<T, symbol> => {
    if (isCancel(value)) throw new SetupLeft();
    return value as Exclude<T, symbol>;
  };
  return {
    text: async (message, placeholder) =>
      answered(await text({ message, ...(placeholder ? { placeholder, defaultValue: placeholder } : {}) })),
    secret: async message => answered(await password({ message })) ?? '',
    choose: async (message, options, initialValue) =>
      answered(await select({ message, options: options as never, initialValue })) as never,
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
