/** Reads of published answers, of the questions that led to them, and of what became of showing them. */
import { asc, desc, isNotNull, isNull } from 'drizzle-orm';
import type { RoomId, WorkspaceId } from '../../core/ids.ts';
import type { ArticleReads, Deflection } from '../../ports/articles.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';
import { figureReads } from './figures.ts';
import { makeRowReads } from './rows.ts';

/** As many as a team may publish. */
const ARTICLES_MAX = 500;
/** Enquiries that led to articles: 20 for each of 500. */
const QUESTIONS_MAX = 10_000;

export function articleReads(engine: Engine, ws: WorkspaceId): ArticleReads {
  const { one, all, those } = makeRowReads(engine, ws);
  const { articles } = engine.tables;
  return {
    article: id => one('articles', { id }),
    publishedArticles: async () => {
      const found = await those('articles', [isNull(articles.retiredAt)], [asc(articles.id)], ARTICLES_MAX);
      // Here, for the two databases sort texts differently.
      return found.sort((a, b) => order(a.title, b.title) || order(a.id, b.id));
    },
    retiredArticles: limit =>
      those('articles', [isNotNull(articles.retiredAt)], [desc(articles.retiredAt), asc(articles.id)], limit),
    articlesStamp: async () => {
      const [row] = await engine.rows<Record<string, unknown>>(
        `select (select count(*) from articles where workspace_id = ?) as n,
           (select coalesce(sum(version), 0) from articles where workspace_id = ?) as versions,
           (select count(*) from article_questions where workspace_id = ?) as questions,
           (select coalesce(max(at), 0) from article_questions where workspace_id = ?) as newest`,
        [ws, ws, ws, ws],
      );
      return Object.values(row ?? {}).join(' ');
    },
    articleQuestions: async () => {
      const rows = await all('articleQuestions', {}, { order: ['-at'], limit: QUESTIONS_MAX });
      return rows.map(({ articleId, enquiryId }) => ({ articleId, enquiryId }));
    },
    articleUse: id => one('articleUses', { id }),
    articleUsesOf: enquiryId => all('articleUses', { enquiryId }, { order: ['-at'], limit: 20 }),
    articleShownTo: async (customerId, since) => {
      const rows = await engine.rows(
        'select id from article_uses where workspace_id = ? and customer_id = ? and at >= ? limit 1',
        [ws, customerId, since],
      );
      return rows.length > 0;
    },
    deflection: async (from, to, cameBackWithin, rooms = null) => {
      const rows = await figureReads(engine)<Record<string, unknown>>(
        `select article_id, outcome, back, count(*) as n from (
           select u.article_id, u.outcome, case when exists (
             select 1 from messages m join enquiries e on e.workspace_id = m.workspace_id and e.id = m.enquiry_id
             where e.workspace_id = u.workspace_id and e.customer_id = u.customer_id and m.direction = 'in'
               and m.kind = 'human' and m.written_at > coalesce(u.ended_at, u.at)
               and m.written_at <= coalesce(u.ended_at, u.at) + ${Number(cameBackWithin)}
           ) then 1 else 0 end as back
           from article_uses u left join channels c on c.workspace_id = u.workspace_id and c.id = u.channel_id
           where u.workspace_id = ? and u.at >= ? and u.at < ?${inRooms(rooms)}
         ) found group by article_id, outcome, back`,
        [ws, from, to, ...(rooms ?? [])],
      );
      const found = new Map<string, Deflection>();
      for (const { article_id: id, outcome, back, n } of rows) {
        const sum = found.get(String(id)) ?? { shown: 0, confirmed: 0, asked: 0, cameBack: 0, silent: 0 };
        const as =
          outcome === 'asked' ? 'asked' : Number(back) ? 'cameBack' : outcome === 'solved' ? 'confirmed' : 'silent';
        sum.shown += Number(n);
        sum[as] += Number(n);
        found.set(String(id), sum);
      }
      return [...found].map(([articleId, sum]) => ({ articleId: articleId as never, ...sum }));
    },
  };
}

/** Of practice nothing is counted; a channel that is gone is in no room that anybody was asked about. */
function inRooms(rooms: readonly RoomId[] | null): string {
  const real = `(c.room_id is null or c.${notPractice().replace(/^room_id/, 'room_id')})`;
  if (rooms === null) return ` and ${real}`;
  return rooms.length ? ` and c.room_id in (${rooms.map(() => '?').join(', ')})` : ' and 1 = 0';
}

function order(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}
