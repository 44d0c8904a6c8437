/** Every kind of channel there is, and the desk that needs no setting. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';

export const CHANNEL_KINDS: ChannelKind[] = [emailChannel, webchatChannel];
/** The desk while none of Slack and Teams is set. */
export const PRACTICE_DESK: DeskKind = practiceDesk;
