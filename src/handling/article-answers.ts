/** Answers `answers`: the list of articles, and one that is written, changed, taken off the page or put back by its title. */
import { dayOf } from '../core/days.ts';
import { looksLikeId, type RoomId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { ARTICLE } from '../desk/article-words.ts';
import { button } from '../desk/cards.ts';
import type { Command } from '../desk/commands.ts';
import { monthOf, SAVED } from '../desk/saved-words.ts';
import { typedFor } from '../knowledge/saved/match.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { maySeeArticle, pagesOf } from '../posting/article-places.ts';
import { dueWords, keeperOf } from '../posting/saved-rights.ts';
import { pressArticle, retireButton } from './articles.ts';
import { LINES_MAX, pageOf, runButton } from './lines.ts';

/** Buttons that offer several of one title: what fits a phone. */
const WHICH_MAX = 4;
/** Of what was taken off the page, the newest. */
const RETIRED_MAX = 100;

type Asked = { id: string; staff: Staff; room: RoomId | null; rooms: RoomId[] | null };

export async function answerArticles(
  parts: Parts,
  command: Extract<Command, { do: 'answers' }>,
  asked: Asked,
): Promise<AnswerView> {
  const { id, staff, rooms } = asked;
  const by: Person = { deskRef: staff.deskRef, name: staff.name, admin: staff.admin, ...(rooms ? { rooms } : {}) };
  const words = command.words.trim();
  const { what } = command;
  if (what === 'add') return { ...plainAnswer(ARTICLE.none), ...writeOnly() };
  const { store } = parts;
  const isRetired = what === 'restore' || what === 'retired';
  const all = (await (isRetired ? store.retiredArticles(RETIRED_MAX) : store.publishedArticles())).filter(each =>
    maySeeArticle(by, each),
  );
  if (what === 'list' || what === 'retired')
    return list(parts, all, { ...asked, words, page: command.page ?? 1, what });
  if (words === '') return plainAnswer(ARTICLE.whichWhat(what));
  const plain = words.replace(/^["'“”„«]|["'“”»]$/g, '').toLowerCase();
  const exact = all.filter(each => each.title.toLowerCase() === plain);
  const found = exact.length ? exact : typedFor(all, plain);
  const [only] = found;
  if (!only) return plainAnswer(ARTICLE.nothingLike(words));
  if (found.length === 1 && what !== 'edit')
    return pressArticle(parts, { what, id: only.id, version: only.version }, { id, staff, by });
  const shown = found.slice(0, WHICH_MAX);
  const lines = await Promise.all(shown.map(each => lineOf(parts, each)));
  const text = [...(found.length > 1 ? [ARTICLE.which] : []), ...lines].join('\n');
  return { ...plainAnswer(text), buttons: shown.map(each => buttonFor(what, each)) };
}

function writeOnly() {
  return { buttons: [button('article.add', ARTICLE.write, 'new')] };
}

function buttonFor(what: 'edit' | 'retire' | 'restore', row: ArticleRow): ButtonView {
  if (what === 'edit') return button('article.edit', ARTICLE.edit(row.title), row.id);
  if (what === 'retire') return retireButton(row);
  return button('article.restore', ARTICLE.restoreNamed(row.title), `${row.id} ${row.version}`);
}

async function list(
  parts: Parts,
  all: readonly ArticleRow[],
  { words, page, room, what }: Asked & { words: string; page: number; what: 'list' | 'retired' },
): Promise<AnswerView> {
  if (all.length === 0)
    return { ...plainAnswer(what === 'retired' ? ARTICLE.noneRetired : ARTICLE.none), ...writeOnly() };
  const found = words ? typedFor(all, words) : all;
  if (found.length === 0) return { ...plainAnswer(ARTICLE.nothingLike(words)), ...writeOnly() };
  const { shown, after } = pageOf(found, page);
  const lines = await Promise.all(shown.map(each => lineOf(parts, each)));
  const pages = what === 'list' ? [...new Set((await Promise.all(all.map(each => pagesOf(parts, each)))).flat())] : [];
  const next = `answers ${what} ${words ? `${words} ` : ''}page ${page + 1}`;
  const more = after > 0 ? [runButton(room, next, `Next ${Math.min(after, LINES_MAX)}`)] : [];
  const text = [...lines, ...(pages.length ? ['', ARTICLE.readAt(pages)] : [])].join('\n');
  return { ...plainAnswer(text), buttons: [...writeOnly().buttons, ...more] };
}

/** "When do you open? · Tom keeps it · review was due in May". */
async function lineOf(parts: Parts, row: ArticleRow): Promise<string> {
  const { timezone } = parts.hours;
  const { title, reviewAt, roomId, channelId } = row;
  const keeper = await keeperOf(parts, row);
  const place = channelId
    ? (await parts.store.channels()).find(each => each.id === channelId)?.name
    : looksLikeId('room', roomId)
      ? (await parts.store.room(roomId))?.name
      : null;
  const ahead =
    reviewAt === null ? null : SAVED.review(monthOf(dayOf(timezone, reviewAt), dayOf(timezone, parts.clock.now())));
  const facts = [
    keeper ? SAVED.keeps(keeper.name) : SAVED.nobodyKeeps,
    dueWords(parts, { reviewAt }) ?? ahead,
    place ? ARTICLE.forRoom(place) : null,
  ];
  return [title, ...facts.filter(each => each !== null)].join(' · ');
}
