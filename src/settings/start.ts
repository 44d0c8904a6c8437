/** Everything a start needs, read from the environment and the provisioning file; every problem at once. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hush, learnEnvironment } from '../core/hush.ts';
import { nearestName } from '../core/spelling.ts';
import { isLoopback } from '../ports/http.ts';
import type { JsonObject } from '../ports/json.ts';
import { readSettings, type SettingsSchema } from '../ports/settings.ts';
import { type Env, readEnv, type Settings } from './env.ts';
import { type ChannelConfig, type Config, configPath, readConfig } from './file.ts';
import type { KnownKinds } from './kinds.ts';
import type { WrittenChannel } from './provision.ts';
import { secretFiles } from './secret-files.ts';
import { learnSecrets } from './typed.ts';

/** Nothing is configured and nobody else can come in: there are sample customers, a sample shop and a mailbox to read. */
export function isDemo({ settings, config }: Pick<Start, 'settings' | 'config'>): boolean {
  const host =
    settings.publicUrl && URL.canParse(settings.publicUrl) ? new URL(settings.publicUrl).hostname : settings.host;
  return config.channels.length === 0 && isLoopback(settings.host) && isLoopback(host);
}

export interface Start {
  settings: Settings;
  config: Config;
  /** Channels of the file, with their settings read by their own schema. */
  channels: WrittenChannel[];
  notes: string[];
  /** The files that it was read from, beside `.env`. */
  files: string[];
}

/**
 * Whose the provisioning file is: with one workspace its own; with many that of the team named in the settings. While
 * nobody else can reach us the first to install gets the samples.
 */
export async function ownsFile(
  start: Start,
  workspace: { isTeam(team: string): boolean; isFirst(): Promise<boolean> },
): Promise<boolean> {
  const { shared, team } = start.settings.desk;
  if (!shared) return true;
  return team ? workspace.isTeam(team) : isDemo(start) && workspace.isFirst();
}

/** Settings that cannot be used; `problems` are whole sentences. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export function readStart(env: Env, known: KnownKinds): Start {
  learnEnvironment(env);
  const { settings, problems, notes } = readEnv(env, known);
  const { config, problems: more } = readConfig(settings.configFile, env, known);
  problems.push(...more, ...exposed(settings, known), ...apart(settings, known));
  const { desk, others = [] } = settings;
  const channels: WrittenChannel[] = [];
  const kinds = known.channels.map(each => each.kind);
  for (const written of config.channels) {
    const where = `${written.where}: the channel "${written.name}"`;
    const kind = known.channels.find(each => each.kind === written.kind);
    if (!kind) {
      problems.push(
        `${where} is of the kind "${written.kind}", which this version does not have. Known: ${kinds.join(', ')}.`,
      );
      continue;
    }
    const read = readSettings(kind.settings, written.settings, where);
    learnSecrets(kind.settings, read.settings);
    const wrong = [
      ...read.problems,
      ...(read.problems.length === 0 ? (kind.problems?.(read.settings, where) ?? []) : []),
    ];
    problems.push(
      ...wrong.map(each => atItsLine(each, written, kind.settings)),
      ...unknownSettings(written, kind.settings),
    );
    const { name, room } = written;
    channels.push({ name, kind: written.kind, room, schema: kind.settings, settings: read.settings });
  }
  const rooms = config.rooms.flatMap(each => each.deskRef ?? []);
  const twice = rooms.find((each, i) => rooms.indexOf(each) !== i);
  if (twice) {
    const place = known.desks.find(each => each.place?.pattern.test(twice))?.place;
    problems.push(`Two rooms are in the ${place?.words ?? 'place'} ${twice}. Give each its own.`);
  }
  for (const { room, kind } of [desk, ...others]) {
    if (!room || rooms.includes(room)) continue;
    const next = config.rooms.find(each => each.deskRef === null);
    if (next) next.deskRef = room;
    else if (kind !== desk.kind)
      notes.push(
        `Every room already has a place, so ${room} is not used. Add a room for it to the provisioning file, under rooms: { name: more, ${kind}: "${room}" }.`,
      );
  }
  if (desk.shared && !desk.team && (!config.isDefault || desk.room) && (config.written.rooms || channels.length))
    notes.push(
      `Many workspaces may install Deskhand, so nobody gets the rooms and channels of the provisioning file. ${desk.teamHelp}`,
    );
  if (problems.length) {
    // Beside something that is missing, a name that was misspelt is most likely it.
    const all = [...new Set([...problems, ...notes.filter(each => each.includes('Did you mean'))])];
    // An address that is wrong is repeated, and may have a password in it.
    throw new SettingsError(all.map(each => hush(inEnvFile(each))));
  }
  // What the file says of it is as good as the environment; that goes first, as everywhere.
  settings.drafting ??= config.drafting;
  const files = [configPath(settings.configFile), ...secretFiles(env)];
  return { settings, config, channels, notes: [...notes.map(inEnvFile), ...config.notes], files };
}

/** A desk without a sign-in lets anybody in who reaches it, so nobody else may reach it. */
function exposed({ host, publicUrl, desk }: Settings, { desks }: KnownKinds): string[] {
  if (desk.signsIn) return [];
  const label = desks.find(each => each.kind === desk.kind)?.label.toLowerCase() ?? desk.kind;
  const others = desks.filter(each => each.kind !== desk.kind).map(each => each.label);
  const problems: string[] = [];
  if (!isLoopback(host))
    problems.push(
      `HOST is ${host}, but the ${label} has no sign-in and is only for this machine. Set HOST to 127.0.0.1.`,
    );
  const publicHost = publicUrl && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : null;
  if (publicHost && !isLoopback(publicHost))
    problems.push(
      `PUBLIC_URL is ${publicUrl}, but the ${label} has no sign-in, and a proxy would let everybody in. Take PUBLIC_URL away, or set up ${others.join(' or ')} first.`,
    );
  return problems;
}

/** Two desks share one workspace, since the workspaces of one desk are not those of the other. */
function apart({ desk, others = [] }: Settings, { desks }: KnownKinds): string[] {
  const many = [desk, ...others].find(each => each.shared);
  if (others.length === 0 || !many) return [];
  const labelOf = (kind: string) => desks.find(each => each.kind === kind)?.label ?? kind;
  return [
    `${[desk, ...others].map(each => labelOf(each.kind)).join(' and ')} are both set up, and ${labelOf(many.kind)} is set up for many workspaces. Together they can serve only one: set up ${labelOf(many.kind)} for one workspace, or remove the other.`,
  ];
}

/** A sentence about one setting of a channel is led to the line of that setting. */
function atItsLine(problem: string, { where, whereOf }: ChannelConfig, schema: SettingsSchema): string {
  const field = schema.find(each => problem.includes(`"${each.name}"`));
  return field && problem.startsWith(where) ? whereOf(field.name) + problem.slice(where.length) : problem;
}

/** Settings that the kind of channel does not have, each with what was probably meant. */
function unknownSettings(channel: ChannelConfig, schema: SettingsSchema): string[] {
  const known = schema.map(each => each.name);
  const found: string[] = [];
  const look = (value: JsonObject, before: string) => {
    for (const [key, each] of Object.entries(value)) {
      const name = `${before}${key}`;
      if (known.includes(name)) continue;
      const say = (words: string) =>
        found.push(`${channel.whereOf(name)}: the channel "${channel.name}": "${name}" ${words}`);
      if (!known.some(other => other.startsWith(`${name}.`))) {
        const near = nearestName(name, known) ?? nearestName(key, groupOf(before, known));
        say(`is not known. ${near ? `Did you mean "${near}"?` : `Known here: ${groupOf(before, known).join(', ')}.`}`);
      } else if (each === null) say('is empty. Take it away, or fill it in.');
      else if (typeof each !== 'object' || Array.isArray(each))
        say(`must be a map, such as ${name}: { ${groupOf(`${name}.`, known)[0]!.slice(name.length + 1)}: ... }.`);
      else look(each, `${name}.`);
    }
  };
  look(channel.settings, '');
  return found;
}

/** `imap.` -> `imap.host`, `imap.port`; of the top the first words. */
function groupOf(before: string, known: string[]): string[] {
  if (before) return known.filter(each => each.startsWith(before));
  return [...new Set(known.map(each => each.split('.')[0]!))];
}

/** Where `.env` sets what a sentence begins with, its line is named. */
function inEnvFile(problem: string): string {
  const name = /^([A-Z][A-Z0-9_]*) (?:is|must)\b/.exec(problem)?.[1];
  if (!name || !existsSync('.env')) return problem;
  const line = readFileSync('.env', 'utf8')
    .split(/\r?\n/)
    .findIndex(each => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(each));
  return line < 0 ? problem : `.env, line ${line + 1}: ${problem}`;
}

/** The key that seals secrets: given, or made beside the SQLite file on the first start, readable by its owner only. */
export function secretKey(settings: Settings, random: (bytes: number) => Uint8Array): string {
  if (settings.secretKey) return settings.secretKey;
  const database = settings.databaseUrl.slice('sqlite:'.length);
  const file = database === ':memory:' ? null : join(dirname(database), 'deskhand.key');
  if (file && existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = Buffer.from(random(32)).toString('base64');
  if (file) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return key;
}
