/** Registers every kind of channel and desk. */
import { callKind } from '../../adapters/channels/call/channel.ts';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { scriptedKind } from '../../adapters/channels/scripted/channel.ts';
import { trialKind } from '../../adapters/channels/trial/channel.ts';
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { xChannel } from '../../adapters/channels/x/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import { practiceSettings } from '../../adapters/desks/practice/settings.ts';
import { type SlackSettings, slackSettings } from '../../adapters/desks/slack/connection/settings.ts';
import { type TeamsSettings, teamsSettings } from '../../adapters/desks/teams/connection/settings.ts';
import { type Kinds, makeKinds } from '../core/kinds.ts';
import { severalDesks } from '../desks/several.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { ChosenDesk } from '../ports/settings.ts';
import type { Env, Settings } from '../settings/env.ts';
import type { KnownKinds } from '../settings/kinds.ts';
import { readStart as readWith, type Start } from '../settings/start.ts';

export const CHANNEL_KINDS: ChannelKind[] = [emailChannel, webchatChannel, xChannel];
/** Only we write to them; every workspace has them. */
export const INTERNAL_KINDS = { call: callKind, trial: trialKind, scripted: scriptedKind };
/** @param others kinds of a house that are not among these */
export function kindsWith(others: ChannelKind[]): Kinds {
  return makeKinds([...CHANNEL_KINDS, ...Object.values(INTERNAL_KINDS), ...others]);
}

/**
 * The desks that the program opens, and no others. Each of them passes the gate (tests/contracts/gate): a test compares
 * this list with those that stand there, so that a name added here alone fails.
 */
export const DESKS = ['practice', 'slack', 'teams'] as const;

/** The desk of an installation; where several are set, each has rooms of its own. */
export async function deskKindOf(
  { desk, others = [] }: Pick<Settings, 'desk' | 'others'>,
  postGapMs?: number,
): Promise<DeskKind> {
  const kinds = await Promise.all([desk, ...others].map(each => kindOf(each, postGapMs)));
  return kinds.length === 1 ? kinds[0]! : severalDesks(kinds);
}

async function kindOf({ kind, own }: ChosenDesk, postGapMs?: number): Promise<DeskKind> {
  // Slack's libraries are 40 MB of memory: only where Slack is the desk.
  if (kind === slackSettings.kind)
    return registered((await import('../../adapters/desks/slack/slack.ts')).slackDesk(own as SlackSettings, postGapMs));
  // So are Teams'.
  if (kind === teamsSettings.kind)
    return registered((await import('../../adapters/desks/teams/teams.ts')).teamsDesk(own as TeamsSettings, postGapMs));
  if (kind === practiceSettings.kind) return registered(practiceDesk);
  throw notRegistered(kind);
}

export function registered(kind: DeskKind): DeskKind {
  if ((DESKS as readonly string[]).includes(kind.kind)) return kind;
  throw notRegistered(kind.kind);
}

function notRegistered(kind: string): Error {
  return new Error(`The desk "${kind}" is not registered: see DESKS in src/app/adapters.ts.`);
}

/** The model that drafts; null where none is set, and then nothing of it is loaded. */
export async function draftModelOf({ drafting }: Pick<Settings, 'drafting'>): Promise<DraftModel | null> {
  return drafting && (await import('../../adapters/drafting/openai.ts')).openaiModel(drafting);
}

/** What the settings may name. */
export const KNOWN: KnownKinds = {
  channels: CHANNEL_KINDS,
  desks: [slackSettings, teamsSettings, practiceSettings],
  later: {
    channels: ['teams', 'call', 'log'],
    desks: [],
  },
};

/** @throws SettingsError */
export function readStart(env: Env): Start {
  return readWith(env, KNOWN);
}
