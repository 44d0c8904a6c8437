/** Reads the provisioning file: rooms, channels, hold times, hours. All problems at once, in sentences. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Checklist, wrongIn } from '../core/checklists.ts';
import { LANGUAGES, type Language } from '../core/customer-texts/texts.ts';
import { ALWAYS_OPEN, parseHours } from '../core/hours.ts';
import { readLetter } from '../core/letter.ts';
import { NAME_RULES, type NameRule } from '../core/name-shown.ts';
import { meantWords } from '../core/spelling.ts';
import { parseDuration, SECOND } from '../core/time.ts';
import type { JsonObject } from '../ports/json.ts';
import type { Whole } from './admin.ts';
import { type ChosenModel, readDrafting } from './drafting.ts';
import type { Env } from './env.ts';
import { keepDays, retentionOf, withoutKeepDays } from './keep-days.ts';
import type { KnownKinds } from './kinds.ts';
import type { WrittenSettings } from './live.ts';
import { valueIn } from './secret-files.ts';
import { type ConfigFile, issueWords, readYaml } from './yaml.ts';

/** An hour: a reply that is held longer is forgotten rather than undone. */
export const HOLD_SECONDS_MAX = 3_600;

interface RoomConfig {
  name: string;
  reply: 'preview' | 'direct';
  /** Its place on the desk. Null: chosen there. */
  deskRef: string | null;
}
export interface ChannelConfig {
  name: string;
  kind: string;
  room: string;
  /** "deskhand.yaml, line 7". */
  where: string;
  /** Where one of its settings stands, such as `imap.host`. */
  whereOf(setting: string): string;
  /** The adapter's own settings, still to be read by its schema. */
  settings: JsonObject;
}
export interface Config extends Required<WrittenSettings> {
  rooms: RoomConfig[];
  channels: ChannelConfig[];
  /** Settings for things that are not there yet, in sentences. */
  notes: string[];
  /** What stands in the file is not changed on the desk. */
  written: Record<Whole | 'rooms', boolean>;
  /** The model that drafts; null for none. */
  drafting: ChosenModel | null;
  /** There is no file: the embedded default applies. */
  isDefault: boolean;
}

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be small letters, digits, - and _, 40 at most');
const nameRule = z.enum(NAME_RULES as [NameRule, ...NameRule[]]);
const fileOf = ({ desks, later }: KnownKinds) =>
  z.strictObject({
    rooms: z
      .array(
        z.strictObject({
          name,
          ...Object.fromEntries(
            desks.flatMap(({ kind, place }) =>
              place ? [[kind, z.string().regex(place.pattern, place.must).optional()]] : [],
            ),
          ),
          ...Object.fromEntries(later.desks.map(({ kind }) => [kind, z.string().optional()])),
          reply: z.enum(['preview', 'direct']).default('preview'),
        }),
      )
      .optional(),
    channels: z
      .array(z.looseObject({ name, kind: z.string(), room: z.string(), staff_names: nameRule.optional(), ...keepDays }))
      .optional(),
    hold_seconds: z.record(z.string(), z.number().min(0).max(HOLD_SECONDS_MAX)).optional(),
    hours: z
      .strictObject({
        timezone: z.string(),
        weekly: z.record(z.string(), z.array(z.string())),
        closed: z.array(z.union([z.string(), z.date()])).optional(),
        dates: z.record(z.string(), z.array(z.string())).optional(),
        channels: z
          .record(
            z.string(),
            z.strictObject({
              weekly: z.record(z.string(), z.array(z.string())),
              dates: z.record(z.string(), z.array(z.string())).optional(),
            }),
          )
          .optional(),
      })
      .optional(),
    answer_within: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
    escalate_to: z.array(z.string().min(1)).optional(),
    morning_line: z.union([z.boolean(), z.enum(['on', 'off'])]).optional(),
    rising_room: z.union([z.string().min(1), z.literal(false)]).optional(),
    boundary_text: z.string().min(1).max(2_000).optional(),
    ask_rating: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
    automatic_answer: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
    language: z.enum(LANGUAGES as [Language, ...Language[]]).optional(),
    staff_names: nameRule.optional(),
    ...keepDays,
    checklists: z.record(z.string(), z.array(z.string())).optional(),
    drafting: z.strictObject({ url: z.string(), key: z.string().optional(), model: z.string() }).optional(),
    letter: z
      .strictObject({
        to: z.array(z.string()).default([]),
        room: z.string().optional(),
        day: z.string().optional(),
        time: z.string().optional(),
        channel: z.string().optional(),
      })
      .optional(),
  });

type FileData = z.infer<ReturnType<typeof fileOf>>;

function defaultConfig(): Config {
  return {
    rooms: [{ name: 'customers', reply: 'preview', deskRef: null }],
    channels: [],
    written: {
      rooms: false,
      hold: false,
      hours: false,
      answer: false,
      names: false,
      checklists: false,
      letter: false,
      drafts: false,
      retention: false,
    },
    retention: null,
    answerWithin: {},
    escalateTo: [],
    morningLine: null,
    risingRoom: null,
    boundary: null,
    askRating: {},
    language: 'en',
    staffNames: null,
    checklists: null,
    letter: null,
    drafts: false,
    drafting: null,
    holdMs: {},
    hours: ALWAYS_OPEN,
    automatic: {},
    notes: [],
    isDefault: true,
  };
}

interface Parsed {
  config: Config;
  problems: string[];
}

/** Where the provisioning file is, or would be. */
export function configPath(path: string | null): string {
  return path ?? './deskhand.yaml';
}

/** @param path a file that must be there, or null for `./deskhand.yaml` if present */
export function readConfig(path: string | null, env: Env, known: KnownKinds): Parsed {
  const at = configPath(path);
  if (!existsSync(at)) {
    const problems = path
      ? [`DESKHAND_CONFIG names ${path}, which is not there. Create it or remove the setting.`]
      : [];
    return { config: defaultConfig(), problems };
  }
  let text: string;
  try {
    text = readFileSync(at, 'utf8');
  } catch (error) {
    const problem = `${at} cannot be read: ${(error as Error).message}. Check that it is a file, and that whoever runs Deskhand may read it.`;
    return { config: defaultConfig(), problems: [problem] };
  }
  return parseConfig(text, at, env, known);
}

export function parseConfig(text: string, at: string, env: Env, known: KnownKinds): Parsed {
  const file = fileOf(known);
  // Names are put in after parsing, so that no character of a password can be taken for YAML.
  const written = readYaml(
    text.replace(VARIABLE, (_, variable: string) => `__env_${variable}_env__`),
    at,
  );
  if (written.broken) return { config: defaultConfig(), problems: [written.broken] };
  const problems: string[] = [];
  const raw = fill(written.value, variable => {
    const { value, problem } = valueIn(env, variable);
    if (problem) problems.push(problem);
    else if (value === undefined) problems.push(unsetWords(variable, text, at, env));
    return value ?? '';
  });
  const read = file.safeParse(raw);
  if (!read.success) {
    for (const issue of read.error.issues)
      problems.push(...issueWords(issue, { ...written, value: raw }, path => keysAt(file, path)));
    return { config: defaultConfig(), problems };
  }
  const { config, problems: more } = configOf(read.data, at, written.where, known);
  return { config, problems: [...problems, ...more] };
}

function unsetWords(variable: string, text: string, at: string, env: Env): string {
  const near = meantWords(variable, Object.keys(env));
  const place = `${at}${lineOf(text, `\${${variable}}`)}`;
  return `${place} uses \${${variable}}, which is not set. Set it in the environment or in .env.${near.startsWith('Did') ? ` ${near}` : ''}`;
}

/** What the file says, once its shape is right; what else is wrong with it is said all at once. */
function configOf(data: FileData, at: string, where: ConfigFile['where'], known: KnownKinds): Parsed {
  const { rooms = [{ name: 'customers', reply: 'preview' as const }], channels = [], hold_seconds = {}, hours } = data;
  const closed = hours?.closed?.map(each => (each instanceof Date ? each.toISOString().slice(0, 10) : each));
  const parsed = hours ? parseHours({ ...hours, closed: closed ?? [] }) : { hours: ALWAYS_OPEN, problems: [] };
  const answer = answerWithinOf(data.answer_within ?? {}, where);
  const staffNames = namesOf(data.staff_names ?? null, channels);
  const lists = listsOf(data.checklists);
  const letter = data.letter ? readLetter(data.letter) : null;
  const kept = retentionOf(data, channels, where);
  const drafting = readDrafting(data.drafting ?? {}, name => `${where(['drafting', name])}: drafting.${name}`);
  const each = <T, U>(given: Record<string, T> | undefined, make: (value: T) => U) =>
    Object.fromEntries(Object.entries(given ?? {}).map(([kind, value]) => [kind, make(value)]));
  const config: Config = {
    rooms: rooms.map(room => ({ name: room.name, reply: room.reply, deskRef: placeIn(room, known) })),
    written: {
      rooms: data.rooms !== undefined,
      hold: data.hold_seconds !== undefined,
      hours: hours !== undefined,
      answer: data.answer_within !== undefined || data.escalate_to !== undefined || data.boundary_text !== undefined,
      names: staffNames !== null,
      checklists: data.checklists !== undefined,
      letter: data.letter !== undefined,
      drafts: false,
      retention: kept.retention !== null,
    },
    retention: kept.retention,
    channels: channels.map(({ name: channelName, kind, room, staff_names: _, ...settings }, i) => ({
      where: where(['channels', i]),
      whereOf: setting => where(['channels', i, ...setting.split('.')]),
      name: channelName,
      kind,
      room,
      settings: withoutKeepDays(settings) as JsonObject,
    })),
    holdMs: each(hold_seconds, seconds => seconds * SECOND),
    hours: parsed.hours,
    automatic: each(data.automatic_answer, automaticOf),
    answerWithin: answer.within,
    escalateTo: data.escalate_to ?? [],
    morningLine: data.morning_line === undefined ? null : automaticOf(data.morning_line) !== false,
    risingRoom: data.rising_room === false ? 'off' : (data.rising_room ?? null),
    boundary: data.boundary_text ?? null,
    askRating: each(data.ask_rating, value => automaticOf(value) !== false),
    language: data.language ?? 'en',
    staffNames,
    checklists: lists,
    letter: letter && 'to' in letter ? letter : null,
    drafts: false,
    drafting: drafting.chosen,
    notes: notYet(data, at, known),
    isDefault: false,
  };
  const problems = [
    ...unknownKinds(data, where, known),
    ...doubled('rooms', rooms, where),
    ...doubled('channels', channels, where),
    ...withoutRoom(channels, rooms, where),
    ...parsed.problems.map(problem => `${where(placeOf(problem, hours))}: ${problem}`),
    ...answer.problems,
    ...drafting.problems,
    ...kept.problems,
    ...(letter && 'words' in letter ? [`${where(['letter', letter.field])}: ${letter.words}`] : []),
    ...(lists && wrongIn(lists) ? [`${where(['checklists'])}: ${wrongIn(lists)}`] : []),
  ];
  return { config, problems };
}

function doubled(what: 'rooms' | 'channels', given: { name: string }[], where: ConfigFile['where']): string[] {
  const names = given.map(each => each.name);
  return names.flatMap((name, i) =>
    names.indexOf(name) === i
      ? []
      : [`${where([what, i, 'name'])}: two ${what} are called "${name}". Give each its own name.`],
  );
}

function withoutRoom(
  channels: { name: string; room: string }[],
  rooms: { name: string }[],
  where: ConfigFile['where'],
): string[] {
  const names = rooms.map(each => each.name);
  return channels.flatMap(({ name: channel, room }, i) =>
    names.includes(room)
      ? []
      : [
          `${where(['channels', i, 'room'])}: the channel "${channel}" posts to the room "${room}", which is not under rooms. ${meantWords(room, names)}`,
        ],
  );
}

function answerWithinOf(given: Record<string, string | boolean>, where: ConfigFile['where']) {
  const within: Config['answerWithin'] = {};
  const problems: string[] = [];
  for (const [kind, value] of Object.entries(given)) {
    const ms = value === false ? null : value === true ? undefined : parseDuration(value);
    if (ms !== undefined) within[kind] = ms;
    else
      problems.push(
        `${where(['answer_within', kind])}: answer_within.${kind} is "${value}": write a time such as 4 h or 5 min, or off.`,
      );
  }
  return { within, problems };
}

function placeIn(room: Record<string, string | undefined>, { desks }: KnownKinds): string | null {
  return desks.map(each => room[each.kind]).find(each => each !== undefined) ?? null;
}

/** The names that the file may hold at a place. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  const opened = () => {
    while (here instanceof z.ZodOptional || here instanceof z.ZodDefault) here = here.unwrap();
    return here;
  };
  for (const part of path) {
    const at = opened();
    here =
      at instanceof z.ZodArray
        ? at.element
        : at instanceof z.ZodRecord
          ? at.valueType
          : at instanceof z.ZodObject
            ? at.shape[String(part)]
            : undefined;
  }
  const at = opened();
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** What is said of one channel goes before what is said of all. */
function namesOf(everywhere: NameRule | null, channels: { name: string; staff_names?: NameRule | undefined }[]) {
  const told = channels.flatMap(each => (each.staff_names ? [[each.name, each.staff_names] as const] : []));
  return everywhere === null && told.length === 0 ? null : { everywhere, channels: Object.fromEntries(told) };
}

/** By contact reason, as they are shown. */
function listsOf(given: Record<string, string[]> | undefined): Checklist[] | null {
  return given ? Object.entries(given).map(([reason, items]) => ({ reason, items })) : null;
}

/** `on`, `off`, or the words themselves. */
function automaticOf(value: string | boolean): boolean | string {
  if (typeof value === 'boolean') return value;
  if (/^(on|yes|true)$/i.test(value)) return true;
  return /^(off|no|false|)$/i.test(value) ? false : value;
}

/** What would silently do nothing is said. */
function notYet(data: FileData, at: string, { channels, later }: KnownKinds): string[] {
  const notes: string[] = [];
  const answering = channels.filter(each => each.acknowledges);
  const late = Object.entries(data.automatic_answer ?? {}).filter(
    ([kind, value]) => !answering.some(each => each.kind === kind) && automaticOf(value) !== false,
  );
  if (late.length)
    notes.push(
      `${at}: automatic_answer is set for ${late.map(([kind]) => kind).join(', ')}, but this version answers by itself only by ${answering.map(each => each.label.toLowerCase()).join(' and ')}.`,
    );
  for (const { kind, label } of later.desks)
    if (data.rooms?.some(room => kind in room))
      notes.push(`${at}: a room names a ${label} channel, but this version has no ${label} yet.`);
  return notes;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Puts the environment's values in the place of their names, in every text of the file. */
function fill(value: unknown, lookUp: (variable: string) => string): unknown {
  if (typeof value === 'string')
    return value.replace(/__env_([A-Za-z0-9_]+?)_env__/g, (_, variable: string) => lookUp(variable));
  if (Array.isArray(value)) return value.map(each => fill(each, lookUp));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, lookUp)]));
}

/** Kinds of channels that these settings speak of; those of later versions are known already. */
function unknownKinds(data: FileData, where: ConfigFile['where'], { channels, later }: KnownKinds): string[] {
  const kinds = channels.map(each => each.kind);
  const perKind = { ...data, 'hours.channels': data.hours?.channels };
  const places = ['hold_seconds', 'answer_within', 'ask_rating', 'automatic_answer', 'hours.channels'] as const;
  return places.flatMap(place =>
    Object.keys(perKind[place] ?? {})
      .filter(kind => !kinds.includes(kind) && !later.channels.includes(kind))
      .map(
        kind =>
          `${where([...place.split('.'), kind])}: "${place}.${kind}": there is no kind of channel called "${kind}". ${meantWords(kind, kinds)}`,
      ),
  );
}

/** Where the hours say what a sentence about them quotes. */
function placeOf(problem: string, hours: FileData['hours']): string[] {
  if (problem.startsWith('The time zone')) return ['hours', 'timezone'];
  const quoted = [...problem.matchAll(/"([^"]*)"| of (\S+) /g)].flatMap(found => found[1] ?? found[2] ?? []);
  for (const part of ['weekly', 'dates', 'closed'] as const) {
    const there = hours?.[part];
    if (!there) continue;
    if (Array.isArray(there)) {
      const i = there.findIndex(each => quoted.includes(String(each)));
      if (i >= 0) return ['hours', part, String(i)];
      continue;
    }
    for (const [key, spans] of Object.entries(there))
      if (quoted.includes(key) || (Array.isArray(spans) && spans.some(each => quoted.includes(each))))
        return ['hours', part, key];
  }
  return ['hours'];
}

function lineOf(text: string, part: string): string {
  const at = text.indexOf(part);
  return at < 0 ? '' : `, line ${text.slice(0, at).split('\n').length},`;
}
