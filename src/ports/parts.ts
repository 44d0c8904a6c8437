/** What a flow is handed: one workspace's store and recorder, the world, and both sides. */
import type { Calendar } from '../core/calendar.ts';
import type { Checklist } from '../core/checklists.ts';
import type { Language } from '../core/customer-texts/texts.ts';
import type { OpeningHours } from '../core/hours.ts';
import type { ChannelId, EnquiryId, RoomId, UseId, WorkspaceId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { LetterTimes } from '../core/letter.ts';
import type { NameRule } from '../core/name-shown.ts';
import type { Retention } from '../core/retention.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { ArticleIndex } from './articles.ts';
import type { Budgets } from './budget.ts';
import type { Channel } from './channel.ts';
import type { Clock, Ids } from './clock.ts';
import type { Desk } from './desk.ts';
import type { Drafting } from './drafting.ts';
import type { History } from './history.ts';
import type { Log } from './log.ts';
import type { Promises } from './promises.ts';
import type { ReasonGuesser } from './reasons.ts';
import type { Recorder, WorkspaceStore } from './store.ts';

/** Time, ids and the log. */
interface World {
  clock: Clock;
  ids: Ids;
  log: Log;
}

/** When the team is there. */
interface TeamHours {
  hours: OpeningHours;
  /** The business's own clock, with the hours of earlier times. */
  calendar: Calendar;
}

/** Under which names the team appears. */
export interface TeamNames {
  /** How customers of this channel see the team: each person's own choice, first names, or only the team's name. */
  nameRule(channelName: string): NameRule;
}

/** What the team has set, as it is now. */
export interface TeamSettings extends TeamHours, TeamNames {
  /** How long replies of a channel kind are held. */
  holdMs(channelKind: string, channelDefault: DurationMs): DurationMs;
  /** May a machine tell customers of this channel kind that their message arrived? A text: in these words. */
  automatic(channelKind: string): boolean | string;
  /** How long customers of this channel kind may wait for an answer, in opening hours; null for as long as it takes. */
  answerWithin(channelKind: string): DurationMs | null;
  /** Who is told when a customer has waited longer than that: names of people, or their ids on the desk. */
  escalateTo(): readonly string[];
  /** What is sent to whoever insults or threatens staff; null for the words of the customer's language. */
  boundary(): string | null;
  /** What Deskhand speaks to customers whose own language is not known, or not spoken. */
  language: Language;
  /** What is ticked off while somebody calls, by contact reason. */
  checklists(): Promise<readonly Checklist[]>;
  /** To whom the weekly letter goes, and when; null for no letter. */
  letter(): Promise<LetterTimes | null>;
  /** How long things are kept; null for ever. */
  retention(): Promise<Retention | null>;
  /** Is each room told once a working day what its day begins with? */
  morningLine(): boolean;
  /** The name of the room that is told what is rising; null for none. */
  risingRoom(): string | null;
  /** Are customers of this channel kind asked how it went? */
  asksRating(channelKind: string): boolean;
  /** May a model draft here, where there is one? */
  drafts(): boolean;
}

export interface OpenedChannels {
  /** An opened channel; null while it is not configured on this machine. */
  channel(id: ChannelId): Channel | null;
}

export interface Parts extends World, TeamSettings, OpenedChannels {
  workspaceId: WorkspaceId;
  store: WorkspaceStore;
  recorder: Recorder;
  /** The desk a room is on. */
  desk(room: RoomId): Promise<Desk>;
  budgets: Budgets;
  /** What the team answered before. */
  history: History;
  /** By when most customers hear back. */
  promises: Promises;
  /** What enquiries may be about. */
  reasons: ReasonGuesser;
  /** Finds what the team has published. */
  articles: ArticleIndex;
  /** Drafts by a model; null unless an admin named one. */
  drafting: Drafting | null;
  /** What is known of each kind of channel. */
  kinds: Kinds;
  /** The page of answers of a site, by the name of its channel. */
  answersLink(site: string): string;
  /** The page on which a customer says that an article solved it. */
  solvedLink(use: UseId): string;
  /** The page on which a customer rates one resolution. */
  rateLink(enquiryId: EnquiryId, of: Instant): string;
}
