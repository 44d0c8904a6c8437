/** Every kind of channel and desk there is. */
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { DeskKind } from '../ports/desk.ts';

export const CHANNEL_KINDS: ChannelKind[] = [emailChannel, webchatChannel];
export const DESK_KINDS: DeskKind[] = [practiceDesk];
