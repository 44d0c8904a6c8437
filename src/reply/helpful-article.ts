/**
 * What may help until a person answers: at most one article, below the automatic first answer. The enquiry stays with the
 * team whatever becomes of it; only what its customer says resolves it.
 */
import { type Language, textsIn } from '../core/customer-texts/texts.ts';
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { ArticleUseRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { isFor, pagesOf } from '../posting/article-places.ts';

/** In a mail that says something else first: past this it is a link. */
const WHOLE_CHARS_MAX = 1_200;

interface HelpfulArticle {
  /** Below the first answer. */
  words: string;
  event: EnquiryEvent;
  /** That it was shown: stored with the answer. */
  op: Op;
}

/** @returns null where nothing is sure enough, which is the usual case */
export async function helpfulArticle(
  parts: Parts,
  enquiry: Enquiry,
  { first, language }: { first: Pick<MessageRow, 'text' | 'subject' | 'kind'>; language: Language },
): Promise<HelpfulArticle | null> {
  const { store, ids, clock, workspaceId } = parts;
  if (first.kind !== 'human') return null;
  const { channelId, roomId, customerId, id: enquiryId } = enquiry;
  const among = (await store.publishedArticles()).filter(each => isFor(each, { id: channelId, roomId }));
  const asked = [first.subject ?? '', first.text].filter(Boolean).join('\n');
  const article = among.length ? await parts.articles.answering(asked, among) : null;
  if (!article) return null;
  const use: ArticleUseRow = {
    ...{ id: ids.make('use'), workspaceId, version: 1, articleId: article.id, channelId, customerId, enquiryId },
    ...{ outcome: 'shown', at: clock.now(), endedAt: null },
  };
  const [page] = await pagesOf(parts, article);
  const isWhole = article.text.length <= WHOLE_CHARS_MAX || !page;
  const say = textsIn(language);
  const words = [
    say('mayHelpMail'),
    `${article.title}\n${isWhole ? article.text : `${page}/${article.id}`}`,
    `${say('mailSolved')}\n${parts.solvedLink(use.id)}`,
    say('mailPerson'),
  ];
  return {
    words: words.join('\n\n'),
    event: { type: 'ArticleShown', article: article.id },
    op: { do: 'insert', table: 'articleUses', row: use },
  };
}
