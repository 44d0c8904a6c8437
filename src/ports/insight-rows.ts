/** The rows of what customers taught the business. */
import type {
  AlertId,
  ArticleId,
  ChannelId,
  CustomerId,
  EnquiryId,
  RoomId,
  StaffId,
  UseId,
  WorkspaceId,
} from '../core/ids.ts';
import type { ReasonEntry } from '../core/reasons.ts';
import type { Instant } from '../core/time.ts';

/** An answer that anybody may read: published by a person, on the team's page of answers. */
export interface ArticleRow {
  id: ArticleId;
  workspaceId: WorkspaceId;
  version: number;
  title: string;
  /** Plain text, with nothing of any customer in it. */
  text: string;
  /** Only for customers who write to this room; null for all. */
  roomId: RoomId | null;
  /** Only for customers of this channel; null for all of the room. */
  channelId: ChannelId | null;
  /** Who keeps it up to date; null for nobody. */
  ownerId: StaffId | null;
  /** When somebody should read it again; null for never. */
  reviewAt: Instant | null;
  /** When it was taken off the page; null while it is there. */
  retiredAt: Instant | null;
  createdAt: Instant;
  changedAt: Instant;
}

/** An enquiry that an article answers: by what its customer asked the article is found. */
export interface ArticleQuestionRow {
  /** `<article>:<enquiry>`. */
  id: string;
  workspaceId: WorkspaceId;
  articleId: ArticleId;
  enquiryId: EnquiryId;
  at: Instant;
}

/** That an article was shown to one customer. What they typed is not in it. */
export interface ArticleUseRow {
  id: UseId;
  workspaceId: WorkspaceId;
  version: number;
  articleId: ArticleId;
  channelId: ChannelId;
  /** Who it was shown to; null where nobody knows (yet). */
  customerId: CustomerId | null;
  /** The enquiry it was shown in, or that they wrote afterwards; null for none. */
  enquiryId: EnquiryId | null;
  /** `shown` and nothing more is known; they said that it solved it; they asked a person all the same. */
  outcome: 'shown' | 'solved' | 'asked';
  at: Instant;
  /** When they said so; null while nothing more is known. */
  endedAt: Instant | null;
}

/** The contact reasons of a workspace in one row, so that no two changes can meet in a ring of merges. */
export interface ReasonListRow {
  /** The workspace's own: see `reasonListId`. */
  id: string;
  workspaceId: WorkspaceId;
  version: number;
  entries: ReasonEntry[];
  changedAt: Instant;
}

/** That something rises, as the team was told: one post for each matter and day. */
export interface AlertRow {
  id: AlertId;
  workspaceId: WorkspaceId;
  version: number;
  what: 'reason' | 'words' | 'everything';
  /** The contact reason, or the one that leads a surge of everything; null for none. */
  reason: string | null;
  /** What many wrote; empty where it is known by its reason. */
  words: string[];
  /** Numbers of enquiries, of each customer one, in the order in which they joined it. */
  enquiries: number[];
  /** How many are usual in the time from `since` until it was posted, in thousandths. */
  usual: number;
  since: Instant;
  at: Instant;
  /** The room it is posted in. */
  roomId: RoomId;
  /** `not-new`: the team knows about it. `muted`: it does not want to hear of it. */
  state: 'open' | 'not-new' | 'muted';
  /** Nothing more is said of this matter until then; null where it is. */
  quietUntil: Instant | null;
  /** When it is drawn again, with all that joined it until then; null while nothing did. */
  drawnAt: Instant | null;
}

/** A letter for the rest of the business, as it was made once: everybody gets the same. Nothing says who a customer is. */
export interface LetterRow {
  /** `<workspace>:letter:<the Monday of its week>`. */
  id: string;
  workspaceId: WorkspaceId;
  subject: string;
  text: string;
  html: string;
  /** A PNG; null where there is nothing to draw, or it could not be drawn. */
  picture: Uint8Array | null;
  dueAt: Instant;
}

/** One mail of a letter. */
export interface LetterMailRow {
  /** `<letter>:<fingerprint of the address>`: each address once. */
  id: string;
  workspaceId: WorkspaceId;
  version: number;
  letterId: string;
  address: string;
  /** `leaving`: handed to a mail server, and nobody knows yet. `unsure`: the process died, or nobody answered, in that moment. */
  status: 'waiting' | 'leaving' | 'sent' | 'failed' | 'unsure' | 'bounced';
  /** Why not, in a sentence. */
  words: string | null;
  /** What it goes by on its way: a bounce is about that. */
  name: string | null;
  changedAt: Instant;
}

export interface InsightRows {
  letters: LetterRow;
  letterMails: LetterMailRow;
  alerts: AlertRow;
  reasonLists: ReasonListRow;
  articles: ArticleRow;
  articleQuestions: ArticleQuestionRow;
  articleUses: ArticleUseRow;
}
