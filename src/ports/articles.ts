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

export interface ArticleReads {
  article(id: ArticleId): Promise<ArticleRow | null>;
  /** Those that are not retired, by their titles. */
  publishedArticles(): Promise<ArticleRow[]>;
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
