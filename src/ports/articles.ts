/** Articles, the answers that a team publishes: what is read of them. */
import type { ArticleId, CustomerId, EnquiryId, RoomId, UseId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { ArticleRow, ArticleUseRow } from './insight-rows.ts';

/** What became of showing articles in a time. `shown` is the sum of the others. */
export interface Deflection {
  shown: number;
  /** They said that it solved it, and did not come back. */
  confirmed: number;
  /** They asked a person right then. */
  asked: number;
  /** They wrote within three days, whatever they had said. */
  cameBack: number;
  /** Nothing more is known: no success. */
  silent: number;
}

/** Finds articles by what somebody asks. */
export interface ArticleIndex {
  /** The one of these that is sure enough to be shown unasked; null for none, which is the usual case. */
  answering(words: string, among: readonly ArticleRow[]): Promise<ArticleRow | null>;
  /** Those of these that somebody may mean who searches for them, the best first. */
  like(words: string, among: readonly ArticleRow[]): Promise<ArticleRow[]>;
}

/** An article as anybody may read it. */
export interface PublicArticle {
  id: ArticleId;
  title: string;
  text: string;
  changedAt: Instant;
}

/** An article that is shown to a customer unasked. */
export interface SuggestedArticle extends PublicArticle {
  use: UseId;
}

/** The articles of one channel, for its customers. */
export interface CustomerArticles {
  /** All of them by their titles, or those that were searched for. */
  published(searched?: string): Promise<PublicArticle[]>;
  one(id: string): Promise<PublicArticle | null>;
  /**
   * What may help somebody who is writing this; null where nothing is sure enough. That it was shown is kept, and their words
   * are not. @param from their address on the channel; null while they have none
   */
  suggest(words: string, from: string | null): Promise<SuggestedArticle | null>;
  /** What they said of it; a second time it changes nothing. @returns false: there is no such use here */
  said(use: string, what: 'solved' | 'asked', from: string | null): Promise<boolean>;
  /** The customer says that their enquiry is solved, by whatever they were answered. @returns false: there is none */
  solved(from: string): Promise<boolean>;
}

export interface ArticleReads {
  article(id: ArticleId): Promise<ArticleRow | null>;
  /** Those that are not retired, by their titles. */
  publishedArticles(): Promise<ArticleRow[]>;
  /** Those that were taken off the page, the newest first. */
  retiredArticles(limit: number): Promise<ArticleRow[]>;
  /** Changes whenever an article, or what leads to one, does. */
  articlesStamp(): Promise<string>;
  /** The enquiries that led to each article, the newest first. */
  articleQuestions(): Promise<{ articleId: ArticleId; enquiryId: EnquiryId }[]>;
  articleUse(id: UseId): Promise<ArticleUseRow | null>;
  /** The uses in an enquiry, the newest first. */
  articleUsesOf(enquiryId: EnquiryId): Promise<ArticleUseRow[]>;
  /** Was an article shown to this customer since then? */
  articleShownTo(customerId: CustomerId, since: Instant): Promise<boolean>;
  /**
   * By article. `cameBackWithin`: a customer who writes so soon was not helped. `rooms`: what was shown to customers of these
   * rooms; null: of all.
   */
  deflection(
    from: Instant,
    to: Instant,
    cameBackWithin: number,
    rooms?: readonly RoomId[] | null,
  ): Promise<({ articleId: ArticleId } & Deflection)[]>;
}
