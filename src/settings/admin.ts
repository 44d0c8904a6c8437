/** What changing settings on the desk needs, and the keys under which they are stored. */

import type { StaffId } from '../core/ids.ts';
import type { DurationMs } from '../core/time.ts';
import type { ChannelContext, ChannelKind } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormField, SettingsOutcome } from '../ports/views.ts';
import type { Sealer } from './provision.ts';

export const HOLD = 'hold-seconds';
export const HOURS = 'hours';
/** How long customers may wait, and who is told. */
export const ANSWER = 'answer-times';
export interface AnswerTimes {
  /** By kind of channel; null for as long as it takes. */
  within: Record<string, DurationMs | null>;
  escalateTo: string[];
  /** Is each room told what its day begins with? Absent: as it was. */
  morning?: boolean;
  /** The name of the room that is told what is rising; empty for none. Absent: as it was. */
  rising?: string;
  /** What is sent to whoever is abusive; empty for the words that customers' languages have. */
  boundary?: string;
}
/** What is ticked off while somebody calls, by contact reason. */
export const CHECKLISTS = 'checklists';
/** To whom the weekly letter goes, and when. */
export const LETTER = 'letter';
/** May a model draft here? */
export const DRAFTS = 'drafts';
/** Channels that were made on the desk, by name: they start by themselves, without a file. */
export const MADE_HERE = 'made-here:';

/** Settings of the whole workspace, each with a form of its own. */
export type Whole = 'hold' | 'hours' | 'answer' | 'names' | 'checklists' | 'letter' | 'drafts' | 'retention';

export interface AdminParts {
  parts: Pick<
    Parts,
    | 'workspaceId'
    | 'store'
    | 'ids'
    | 'clock'
    | 'channel'
    | 'holdMs'
    | 'answerWithin'
    | 'escalateTo'
    | 'morningLine'
    | 'risingRoom'
    | 'boundary'
    | 'drafting'
    | 'drafts'
    | 'retention'
  >;
  channelKinds: readonly ChannelKind[];
  sealer: Sealer;
  /** The row of somebody who is known to the desk. */
  staffId(by: Person): Promise<StaffId>;
  /** The kind of desk that new rooms are on. */
  deskKind: string;
  /** The one form that is not for admins alone. */
  ownName: {
    about: string;
    fields(by: Person): Promise<FormField[]>;
    save(by: Person, values: Record<string, string>): Promise<SettingsOutcome>;
  };
  /** Many workspaces share this installation: nobody may point it at what is not on the internet. */
  publicHostsOnly: boolean;
  /** What the environment says for channels. */
  variable: ChannelContext['variable'];
  isWritten: IsWritten;
  /** Settings changed: everything that uses them takes them up, here and in other processes. */
  changed(): Promise<void>;
}

/** Stands in the provisioning file, and is changed there. */
export type IsWritten = (what: 'room' | 'channel' | Whole, name: string) => boolean;

/** Names of rooms and channels in the provisioning file, and which other settings stand there. */
export interface InFile extends Record<Whole, boolean> {
  room: readonly string[];
  channel: readonly string[];
}

export const NOTHING_IN_FILE: InFile = {
  room: [],
  channel: [],
  hold: false,
  hours: false,
  answer: false,
  names: false,
  checklists: false,
  letter: false,
  drafts: false,
  retention: false,
};

export function isWrittenIn(file: InFile): IsWritten {
  return (what, name) => (what === 'room' || what === 'channel' ? file[what].includes(name) : file[what]);
}

/** `room:<id>` and `channel:<id or kind>` in their two parts. */
export function partsOf(about: string): { what: string; id: string } {
  const at = about.indexOf(':');
  return { what: about.slice(0, Math.max(0, at)), id: about.slice(at + 1) };
}
