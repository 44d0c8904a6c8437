/** What a flow is handed: one workspace's store and recorder, the world, and both sides. */

import type { Calendar } from '../core/calendar.ts';
import type { OpeningHours } from '../core/hours.ts';
import type { ChannelId, EnquiryId, RoomId, WorkspaceId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { NameRule } from '../core/name-shown.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Channel } from './channel.ts';
import type { Clock, Ids } from './clock.ts';
import type { Desk } from './desk.ts';
import type { Log } from './log.ts';
import type { Recorder, WorkspaceStore } from './store.ts';

export interface Parts {
  workspaceId: WorkspaceId;
  store: WorkspaceStore;
  recorder: Recorder;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** The desk a room is on. */
  desk(room: RoomId): Promise<Desk>;
  /** An opened channel; null while it is not configured on this machine. */
  channel(id: ChannelId): Channel | null;
  /** What is known of each kind of channel. */
  kinds: Kinds;
  /** How long replies of a channel kind are held. */
  holdMs(channelKind: string, channelDefault: DurationMs): DurationMs;
  /** May a machine tell customers of this channel kind that their message arrived? A text: in these words. */
  automatic(channelKind: string): boolean | string;
  /** How long customers of this channel kind may wait for an answer, in opening hours; null for as long as it takes. */
  answerWithin(channelKind: string): DurationMs | null;
  /** Who is told when a customer has waited longer than that: names of people, or their ids on the desk. */
  escalateTo(): readonly string[];
  /** How customers of this channel see the team: each person's own choice, first names, or only the team's name. */
  nameRule(channelName: string): NameRule;
  /** Are customers of this channel kind asked how it went? */
  asksRating(channelKind: string): boolean;
  /** The page on which a customer rates one resolution. */
  rateLink(enquiryId: EnquiryId, of: Instant): string;
  hours: OpeningHours;
  /** The business's own clock, with the hours of earlier times. */
  calendar: Calendar;
}
