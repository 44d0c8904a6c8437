/**
 * Finds the article that answers a question: by its title, its text, and what the customers asked who led to it. Which of
 * them is sure enough to be shown unasked is decided by the rule of similar answers (`rank.ts`), and by no other.
 */
import type { ArticleId, EnquiryId } from '../core/ids.ts';
import type { ArticleIndex, ArticleReads } from '../ports/articles.ts';
import type { Clock } from '../ports/clock.ts';
import type { PastReads, PastRow } from '../ports/history.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import { gistOf } from './gist.ts';
import { makePastIndex, type PastIndex } from './past-index.ts';
import { askedNow } from './question.ts';
import { rank } from './rank.ts';
import { typedFor } from './saved/match.ts';

/** Questions of one article that it is found by: the newest. */
const QUESTIONS_OF_ONE = 20;
/** Enquiries that are read and put in at once: some 8 ms of the loop. */
const STEP = 40;
/** Articles put in at once, of 3,000 characters each: some 8 ms of the loop. 500 of them took two seconds of it in one piece. */
const ARTICLES_STEP = 4;
/** Of what the index finds that is looked at. */
const LOOKED_AT = 64;

interface Source {
  store: ArticleReads & PastReads;
  /** By which others have their turn while it is built. */
  clock: Pick<Clock, 'sleep'>;
}

export function makeArticleIndex({ store, clock }: Source): ArticleIndex {
  let built: { stamp: string; index: Promise<PastIndex> } | null = null;
  const current = async () => {
    const stamp = await store.articlesStamp();
    if (built?.stamp !== stamp) {
      const fresh = { stamp, index: build({ store, clock }) };
      built = fresh;
      fresh.index.catch(() => {
        if (built === fresh) built = null;
      });
    }
    return built.index;
  };
  const ranked = async (words: string, among: readonly ArticleRow[], limit: number) => {
    const sentences = gistOf(words);
    if (sentences.length === 0 || among.length === 0) return [];
    const index = await current();
    const may = new Set<string | null>(among.map(each => each.id));
    const found = index.search(sentences, LOOKED_AT, past => may.has(past.reason));
    return rank(index, sentences, found, limit).flatMap(({ reason, near, sure }) => {
      const row = among.find(each => each.id === reason);
      return row ? [{ row, near, sure }] : [];
    });
  };
  return {
    answering: async (words, among) => {
      const [best] = await ranked(words, among, 1);
      return best?.near ? best.row : null;
    },
    like: async (words, among) => {
      const typed = typedFor(among, words);
      if (typed.length) return typed;
      return [...new Set((await ranked(words, among, 8)).map(each => each.row))];
    },
  };
}

/** Everything that leads to an article, a few at a time. */
async function build({ store, clock }: Source): Promise<PastIndex> {
  const index = makePastIndex();
  const articles = await store.publishedArticles();
  for (const [i, each] of articles.entries()) {
    if (i % ARTICLES_STEP === 0) await clock.sleep(0);
    putArticle(index, each);
  }
  const left = new Map(articles.map(each => [each.id, QUESTIONS_OF_ONE]));
  const led = (await store.articleQuestions()).filter(({ articleId }) => {
    const n = left.get(articleId) ?? 0;
    left.set(articleId, n - 1);
    return n > 0;
  });
  for (let at = 0; at < led.length; at += STEP) {
    await clock.sleep(0);
    const some = led.slice(at, at + STEP);
    const rows = new Map((await store.pastById(some.map(each => each.enquiryId))).map(each => [each.id, each]));
    for (const { articleId, enquiryId } of some) {
      const row = rows.get(enquiryId);
      if (row) putQuestion(index, articleId, askedIn(row), `${articleId}:${enquiryId}`);
    }
  }
  return index;
}

/** Its title alone, for a short question, and with its text, for what only stands there. */
export function putArticle(index: PastIndex, { id, title, text }: Pick<ArticleRow, 'id' | 'title' | 'text'>): void {
  putQuestion(index, id, gistOf(title), id);
  putQuestion(index, id, [...gistOf(title), ...gistOf(text)], `${id}:text`);
}

export function putQuestion(index: PastIndex, article: ArticleId, sentences: string[], key: string): void {
  if (sentences.length === 0) return;
  const id = key as EnquiryId;
  index.put({
    id,
    number: index.size,
    version: 1,
    sentences,
    reason: article,
    answer: null,
    by: null,
    roomId: '' as never,
  });
}

/** What was asked before anybody answered. */
function askedIn({ subject, messages }: PastRow): string[] {
  const answered = messages.findIndex(each => each.direction === 'out');
  return askedNow(subject, answered < 0 ? messages : messages.slice(0, answered));
}
