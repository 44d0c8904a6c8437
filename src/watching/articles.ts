/** What a channel shows its customers of what the team has published, and what they say of it. */
import { looksLikeId } from '../core/ids.ts';
import { cleanText } from '../core/message.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import type { CustomerArticles, PublicArticle } from '../ports/articles.ts';
import type { ArticleRow, ArticleUseRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import { isFor } from '../posting/article-places.ts';
import { followMerges } from '../posting/merges.ts';
import { saidOf, solvedByCustomer } from '../posting/solved.ts';

/** One suggestion to a customer in this time is help, the next one is in the way. */
const PER_CUSTOMER: DurationMs = DAY;
/** What somebody types that is looked at: a question, and no letter. */
const TYPED_CHARS_MAX = 500;

export function makeCustomerArticles(parts: Parts, channel: ChannelRow): CustomerArticles {
  const { store, clock, ids, workspaceId } = parts;
  let read: { stamp: string; all: ArticleRow[] } | null = null;
  const here = async () => {
    const stamp = await store.articlesStamp();
    if (read?.stamp !== stamp) read = { stamp, all: await store.publishedArticles() };
    if (read.all.length === 0) return [];
    // The room may have become another one since this was opened.
    const now = (await store.channels()).find(each => each.id === channel.id) ?? channel;
    return read.all.filter(each => isFor(each, now));
  };
  const identityOf = (from: string | null) => (from === null ? null : store.identityByAddress(channel.kind, from));
  const enquiryOf = async (from: string | null) => {
    const identity = await identityOf(from);
    const newest = identity && (await store.newestEnquiryOf(identity.id, channel.id));
    return newest ? followMerges(store, newest) : null;
  };
  return {
    published: async searched => {
      const all = await here();
      return (searched ? await parts.articles.like(searched, all) : all).map(shown);
    },
    one: async id => {
      const row = (await here()).find(each => each.id === id);
      return row ? shown(row) : null;
    },
    suggest: async (words, from) => {
      const all = await here();
      const asked = cleanText(words).slice(0, TYPED_CHARS_MAX).toWellFormed();
      const row = all.length ? await parts.articles.answering(asked, all) : null;
      if (!row) return null;
      const customerId = (await identityOf(from))?.customerId ?? null;
      const now = clock.now();
      if (customerId && (await store.articleShownTo(customerId, now - PER_CUSTOMER))) return null;
      const use: ArticleUseRow = {
        ...{ id: ids.make('use'), workspaceId, version: 1, articleId: row.id, channelId: channel.id, customerId },
        ...{ enquiryId: null, outcome: 'shown', at: now, endedAt: null },
      };
      const stored = await store.commit([{ do: 'insert', table: 'articleUses', row: use }]);
      return stored.ok ? { ...shown(row), use: use.id } : null;
    },
    said: async (id, what, from) => {
      const use = looksLikeId('use', id) ? await store.articleUse(id) : null;
      if (!use || use.channelId !== channel.id) return false;
      const customerId = use.customerId ?? (await identityOf(from))?.customerId ?? null;
      if (use.outcome === 'shown') return (await store.commit([saidOf(parts, use, { outcome: what, customerId })])).ok;
      // They had said that it was solved, and write all the same: now it is known who came back.
      if (what === 'asked' && use.customerId === null && customerId !== null)
        await store.commit([saidOf(parts, use, { customerId, endedAt: use.endedAt })]);
      return true;
    },
    solved: async from => {
      const enquiry = await enquiryOf(from);
      if (!enquiry || enquiry.firstResponseAt === null) return false;
      return solvedByCustomer(parts, enquiry.id, null);
    },
  };
}

function shown({ id, title, text, changedAt }: ArticleRow): PublicArticle {
  return { id, title, text, changedAt };
}
