/** Every kind of channel and of desk there is. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { SlackSettings } from '../../adapters/desks/slack/slack.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';

export const CHANNEL_KINDS: ChannelKind[] = [emailChannel, webchatChannel];

/**
 * The desks that the program opens, and no others. Each of them passes the gate (tests/contracts/gate): a test compares
 * this list with those that stand there, so that a name added here alone fails.
 */
export const DESKS = ['practice', 'slack'] as const;

/** The desk of an installation: Slack where it is set, else the practice desk. */
export async function deskKindOf({ slack }: { slack: SlackSettings | null }, postGapMs?: number): Promise<DeskKind> {
  // Slack's libraries are 40 MB of memory: only where Slack is the desk.
  return registered(
    slack ? (await import('../../adapters/desks/slack/slack.ts')).slackDesk(slack, postGapMs) : practiceDesk,
  );
}

export function registered(kind: DeskKind): DeskKind {
  if ((DESKS as readonly string[]).includes(kind.kind)) return kind;
  throw new Error(`The desk "${kind.kind}" is not registered: see DESKS in src/app/adapters.ts.`);
}
