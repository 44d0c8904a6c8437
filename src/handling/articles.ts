/** Keeps articles: publishes and changes them, takes one off the page, and puts it back. */
import { dayOf } from '../core/days.ts';
import { type ArticleId, looksLikeId } from '../core/ids.ts';
import { cleanText } from '../core/message.ts';
import type { ArticleAct } from '../desk/actions.ts';
import { ARTICLE } from '../desk/article-words.ts';
import { button } from '../desk/cards.ts';
import { monthOf } from '../desk/saved-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import { actDone, type Op } from '../ports/store.ts';
import { refusalForArticle, wrongInArticle } from '../posting/article-form.ts';
import { maySeeArticle, pagesOf, placeOf } from '../posting/article-places.ts';
import { leadsTo } from '../posting/solved.ts';
import { inMonths, type KeepingAct, kept, ownerOf, REVIEW_MONTHS, reviewOf } from './keeping.ts';

/** Answers of a workspace: a page of 500 is found through by searching, and nobody keeps more up to date. */
const ARTICLES_MAX = 500;

/** Publishes what was filled in: this press is what makes it public. */
export async function publishArticle(
  parts: Parts,
  values: Record<string, string>,
  act: KeepingAct,
): Promise<AnswerView> {
  const { store, clock, ids, workspaceId } = parts;
  const title = cleanText(values.title ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
  const text = cleanText(values.text ?? '').trim();
  const wrong = (await store.seen(actDone(workspaceId, act.id))) ? null : await wrongInArticle(parts, values, act.by);
  if (wrong) return withText(wrong.words, text);
  const row = looksLikeId('article', values.article) ? await store.article(values.article) : null;
  if (!row && (await store.publishedArticles()).length >= ARTICLES_MAX)
    return withText(ARTICLE.tooMany(ARTICLES_MAX), text);
  const place = await placeOf(parts, values.where ?? '', act.by);
  if (!place) return withText(ARTICLE.notYourPlace, text);
  const now = clock.now();
  const set = {
    ...{ title, text, ...place, ownerId: ownerOf(values.owner, act.staff) },
    ...{ reviewAt: reviewOf(parts, values.review, row?.reviewAt ?? null), changedAt: now },
  };
  const id = row?.id ?? ids.make('article');
  const ops: Op[] = row
    ? [{ do: 'update', table: 'articles', id, expect: row.version, set: { ...set, version: row.version + 1 } }]
    : [
        {
          do: 'insert',
          table: 'articles',
          row: { id, workspaceId, version: 1, retiredAt: null, createdAt: now, ...set },
        },
        ...(looksLikeId('enquiry', values.origin) ? [leadsTo(parts, id, values.origin)] : []),
      ];
  if (!(await kept(parts, act, ops))) return withText(ARTICLE.changed(title), text);
  const [page = null] = await pagesOf(parts, place);
  return {
    ...plainAnswer(ARTICLE.published(title, page)),
    buttons: [
      button('article.edit', ARTICLE.edit(title), id),
      retireButton({ id, title, version: row ? row.version + 1 : 1 }),
    ],
  };
}

export function retireButton({ id, title, version }: Pick<ArticleRow, 'id' | 'title' | 'version'>) {
  return button('article.retire', ARTICLE.retire(title), `${id} ${version}`);
}

/** A press about one of them. */
export async function pressArticle(
  parts: Parts,
  { what, id, version }: { what: ArticleAct; id: ArticleId; version: number },
  act: KeepingAct,
): Promise<AnswerView> {
  const row = await parts.store.article(id);
  if (!row || !maySeeArticle(act.by, row)) return plainAnswer(ARTICLE.gone);
  const refused = await refusalForArticle(parts, row, act.by);
  if (refused) return plainAnswer(refused);
  const { title } = row;
  const now = parts.clock.now();
  const change = (set: Partial<ArticleRow>) =>
    kept(parts, act, [
      {
        do: 'update',
        table: 'articles',
        id,
        expect: row.version,
        set: { ...set, changedAt: now, version: row.version + 1 },
      },
    ]);
  switch (what) {
    case 'retire':
      if (row.retiredAt === null) await change({ retiredAt: now });
      return {
        ...plainAnswer(ARTICLE.isRetired(title)),
        buttons: [button('article.restore', ARTICLE.restore, `${id} ${version}`)],
      };
    case 'restore':
      if (row.retiredAt !== null) await change({ retiredAt: null });
      return plainAnswer(ARTICLE.isBack(title));
    case 'fresh': {
      const reviewAt = inMonths(parts, REVIEW_MONTHS);
      const isDue = row.reviewAt === null || row.reviewAt <= now;
      if (isDue) await change({ reviewAt });
      const { timezone } = parts.hours;
      const next = dayOf(timezone, isDue ? reviewAt : row.reviewAt!);
      return plainAnswer(ARTICLE.reviewed(title, monthOf(next, dayOf(timezone, now))));
    }
  }
}

/** Nothing that was typed is lost, whatever is said. */
function withText(words: string, text: string): AnswerView {
  return plainAnswer(text ? `${words}\n\n${ARTICLE.yourText}\n${text}` : words);
}
