/** The tables of what customers taught the business: contact reasons, what rises, findings, letters and articles. */
import type { ReasonEntry } from '../core/reasons.ts';
import type { AlertRow, ArticleUseRow } from '../ports/insight-rows.ts';
import { gatheringTables } from './gathering-tables.ts';
import type { Kit } from './kit.ts';
import { letterTables } from './letter-tables.ts';

/** Every table of insight. */
export function insightTables(kit: Kit) {
  return {
    ...reasonTables(kit),
    ...alertTables(kit),
    ...articleTables(kit),
    ...gatheringTables(kit),
    ...letterTables(kit),
  };
}

/** What enquiries can be about, and what became of earlier reasons. */
function reasonTables({ table, id, text, int, ms, json }: Kit) {
  return {
    reasonLists: table('reason_lists', {
      id: id(),
      workspaceId: text().notNull(),
      version: int().notNull(),
      entries: json<ReasonEntry[]>().notNull(),
      changedAt: ms().notNull(),
    }),
  };
}

/** What the team was told is rising. */
function alertTables({ table, id, text, int, ms, json, index }: Kit) {
  return {
    alerts: table(
      'alerts',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        what: text().$type<AlertRow['what']>().notNull(),
        reason: text(),
        words: json<string[]>().notNull(),
        enquiries: json<number[]>().notNull(),
        usual: int().notNull(),
        since: ms().notNull(),
        at: ms().notNull(),
        roomId: text().notNull(),
        state: text().$type<AlertRow['state']>().notNull(),
        quietUntil: ms(),
        drawnAt: ms(),
      },
      t => [index('alerts_at').on(t.workspaceId, t.at)],
    ),
  };
}

/** Published answers, the questions that they answer, and what became of showing them. */
function articleTables({ table, id, text, int, ms, index }: Kit) {
  return {
    articles: table(
      'articles',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        title: text().notNull(),
        text: text().notNull(),
        roomId: text(),
        channelId: text(),
        ownerId: text(),
        reviewAt: ms(),
        retiredAt: ms(),
        createdAt: ms().notNull(),
        changedAt: ms().notNull(),
      },
      t => [index('articles_retired').on(t.workspaceId, t.retiredAt)],
    ),
    articleQuestions: table(
      'article_questions',
      {
        id: id(),
        workspaceId: text().notNull(),
        articleId: text().notNull(),
        enquiryId: text().notNull(),
        at: ms().notNull(),
      },
      t => [
        index('article_questions_article').on(t.workspaceId, t.articleId),
        index('article_questions_enquiry').on(t.workspaceId, t.enquiryId),
      ],
    ),
    articleUses: table(
      'article_uses',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        articleId: text().notNull(),
        channelId: text().notNull(),
        customerId: text(),
        enquiryId: text(),
        outcome: text().$type<ArticleUseRow['outcome']>().notNull(),
        at: ms().notNull(),
        endedAt: ms(),
      },
      t => [
        index('article_uses_at').on(t.workspaceId, t.at),
        index('article_uses_enquiry').on(t.workspaceId, t.enquiryId),
      ],
    ),
  };
}
