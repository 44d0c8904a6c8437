/**
 * An adapter's settings, described once: every form (Slack, Teams, the command line) and every check is made from this.
 */
import type { JsonObject } from './json.ts';

export interface SettingsField {
  /** Dotted as in the provisioning file: `imap.host`. */
  name: string;
  label: string;
  /** One sentence for a person who has never done this: what it is and where to find it. */
  help: string;
  /** `list`: short words, in forms with commas between. `lines`: texts that may have commas, in forms one on a line. */
  kind: 'text' | 'secret' | 'number' | 'yes-no' | 'list' | 'lines';
  required: boolean;
  default?: string | number | boolean | string[];
  /** Asked for in forms on the desk; the others have good defaults and can be set in the provisioning file. */
  basic?: boolean;
  /** Asked for only while another setting, with a choice of values, has one of these. */
  when?: { field: string; is: readonly string[] };
  /** Only asked for once the channel is there: its default does for a beginning. */
  later?: true;
  /** Only one of these. */
  choices?: { value: string; label: string }[];
}

export type SettingsSchema = readonly SettingsField[];
export type SettingsValue = string | number | boolean | string[] | null;

/** Reads values by the schema; all problems at once, each a sentence with the field's name. */
export function readSettings(schema: SettingsSchema, values: JsonObject, where: string) {
  const problems: string[] = [];
  const settings: Record<string, SettingsValue> = {};
  for (const field of schema) {
    const given = field.name.split('.').reduce<unknown>((at, part) => (at as JsonObject | undefined)?.[part], values);
    if (given === undefined || given === null || given === '') {
      if (field.required && field.default === undefined) {
        problems.push(`${where}: "${field.name}" is missing. ${field.help}`);
      }
      settings[field.name] = field.default ?? null;
      continue;
    }
    const value = read(field, given);
    if (value === undefined) problems.push(`${where}: "${field.name}" must be ${EXPECTED[field.kind]}. ${field.help}`);
    else settings[field.name] = value;
  }
  return { settings, problems };
}

const EXPECTED: Record<SettingsField['kind'], string> = {
  text: 'text',
  secret: 'text',
  number: 'a number',
  'yes-no': 'yes or no (true or false)',
  list: 'a list of texts',
  lines: 'a list of texts',
};

function read(field: SettingsField, given: unknown): SettingsValue | undefined {
  if (field.kind === 'text' || field.kind === 'secret') {
    return typeof given === 'string' || typeof given === 'number' ? String(given) : undefined;
  }
  if (field.kind === 'number') {
    const number = Number(given);
    return typeof given !== 'boolean' && Number.isFinite(number) ? number : undefined;
  }
  if (field.kind === 'yes-no') return typeof given === 'boolean' ? given : undefined;
  return Array.isArray(given) && given.every(each => typeof each === 'string') ? (given as string[]) : undefined;
}

/** What an adapter says of the settings of its desk: how the environment chooses it, and how rooms are placed on it. */
export interface DeskSettings {
  readonly kind: string;
  readonly label: string;
  /**
   * Asks for every variable of its own, so that a misspelt one is noticed.
   * @returns null where another desk is meant; what is wrong goes to `problems`, in whole sentences
   */
  read(text: (variable: string) => string | null, problems: string[]): ChosenDesk | null;
  /** A room's place, written under the desk's kind in the provisioning file: what it is called, and what it looks like. */
  readonly place?: { words: string; pattern: RegExp; must: string };
}

/** The desk of an installation, as the environment sets it. */
export interface ChosenDesk {
  readonly kind: string;
  /** The adapter's own settings; null where it has none. */
  readonly own: unknown;
  /** False: anybody who reaches it is let in, so nobody else may reach it. */
  readonly signsIn: boolean;
  /** Many workspaces may install it. */
  readonly shared: boolean;
  /** The place of the first room, without walking through set-up. */
  readonly room: string | null;
  /** Where many workspaces install it: the team whose rooms and channels stand in the provisioning file. */
  readonly team: string | null;
  /** How to name that team, in a sentence. */
  readonly teamHelp: string;
  /** Where to go, as printed at the start. */
  places(url: string): { what: string; where: string }[];
  /** What can be found out without opening the desk, for `doctor`; `running`: the service is up on this machine. */
  look?(publicUrl: string | null, running: boolean): Promise<{ what: string; ok: boolean; words: string }[]>;
}
