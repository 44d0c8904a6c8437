/** Tells whoever keeps articles that they are due for a look, once, in opening hours. */
import { isOpen } from '../core/hours.ts';
import type { ArticleId, StaffId } from '../core/ids.ts';
import { ARTICLE } from '../desk/article-words.ts';
import { button } from '../desk/cards.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import { type JobPayloads, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { dueWords } from '../posting/saved-rights.ts';
import { markOf, readsRoom } from './saved-due.ts';

/** Named in one message; the others stand in the list. */
const NAMED_MAX = 3;

/** Looks once; called every few minutes. Of two processes one has its commit refused. */
export async function remindOfArticles(parts: Parts): Promise<void> {
  const { store, clock, hours } = parts;
  const now = clock.now();
  if (!isOpen(hours, now)) return;
  const told = new Map<StaffId, ArticleId[]>();
  const marks: Op[] = [];
  for (const each of await store.publishedArticles()) {
    if (each.ownerId === null || each.reviewAt === null || each.reviewAt > now) continue;
    const mark = await markOf(parts, each);
    if (!mark) continue;
    marks.push(mark);
    told.set(each.ownerId, [...(told.get(each.ownerId) ?? []), each.id]);
  }
  if (marks.length === 0) return;
  const jobs = [...told].map(([person, articles]) =>
    job('person.articles', `articles:${person}`, { articles, person }),
  );
  await parts.recorder.enqueue(jobs, marks);
}

/** What is still so when it is told. Whoever cannot read its room any more hears nothing of it. */
export async function tellOfArticles(
  parts: Parts,
  { articles, person }: JobPayloads['person.articles'],
): Promise<void> {
  const { store } = parts;
  const staff = await store.staff(person);
  const still: ArticleRow[] = [];
  for (const id of articles) {
    const row = await store.article(id);
    if (!row || row.retiredAt !== null || row.ownerId !== person || !dueWords(parts, row)) continue;
    if (staff && (await readsRoom(parts, staff.deskRef, row))) still.push(row);
  }
  const [first] = still;
  const room = first?.roomId ?? (await store.rooms())[0]?.id;
  if (!staff || !first || !room) return;
  const key = `articles:${first.id}:${first.reviewAt}`;
  await (await parts.desk(room)).answer(staff.deskRef, null, reviewView(still), key);
}

function reviewView(rows: readonly ArticleRow[]): AnswerView {
  const named = rows.slice(0, NAMED_MAX);
  const buttons = named.flatMap(({ id, title, version }): ButtonView[] => [
    button(
      'article.fresh',
      rows.length > 1 ? `${ARTICLE.stillRight}: ${title}` : ARTICLE.stillRight,
      `${id} ${version}`,
    ),
    button('article.edit', ARTICLE.edit(title), id),
  ]);
  const more = rows.length - named.length;
  const lines = [...named.map(each => ARTICLE.reviewDue(each.title)), ...(more > 0 ? [ARTICLE.moreDue(more)] : [])];
  return { ...plainAnswer(lines.join('\n')), buttons };
}
