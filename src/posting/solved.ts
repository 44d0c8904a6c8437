/** Resolves an enquiry because its customer says that it is solved, and remembers which article did it. */
import { decide } from '../core/decide.ts';
import type { ArticleId, EnquiryId } from '../core/ids.ts';
import type { ArticleUseRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';

/** What this customer asked is answered by that article; said again it changes nothing. */
export function leadsTo({ workspaceId, clock }: Parts, articleId: ArticleId, enquiryId: EnquiryId): Op {
  const row = { id: `${articleId}:${enquiryId}`, workspaceId, articleId, enquiryId, at: clock.now() };
  return { do: 'put', table: 'articleQuestions', row };
}

/** What a customer said of an article that they were shown. */
export function saidOf({ clock }: Parts, use: ArticleUseRow, set: Partial<ArticleUseRow>): Op {
  const { id, version } = use;
  return {
    ...{ do: 'update', table: 'articleUses', id, expect: version },
    set: { endedAt: clock.now(), ...set, version: version + 1 },
  };
}

/**
 * @param use how they were shown an article; null where they mean what they were answered
 * @returns whether it is resolved by this: one that was resolved, merged or marked as spam stays as it is
 */
export async function solvedByCustomer(parts: Parts, id: EnquiryId, use: ArticleUseRow | null): Promise<boolean> {
  const article = use?.articleId ?? null;
  const recorded = await parts.recorder.change(id, ({ enquiry, replies, now }) => {
    const decision = decide(enquiry, replies, { do: 'customerSolved', article }, now);
    if (!decision.ok) return decision;
    const ops = use
      ? [
          saidOf(parts, use, { outcome: 'solved', enquiryId: id, customerId: enquiry.customerId }),
          leadsTo(parts, use.articleId, id),
        ]
      : [];
    return { events: decision.events, replies, ops };
  });
  return recorded.ok;
}
