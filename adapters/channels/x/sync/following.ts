/** What health says of posts that are kept: that deletions are followed, what that costs, and when they are not. */

import { type Meter, moneyWords } from '../../../../src/core/budget.ts';
import { DAY } from '../../../../src/core/time.ts';
import type { ChannelContext, HealthItem } from '../../../../src/ports/channel.ts';
import type { Terms } from '../rules/terms.ts';
import { costOfLook } from './recheck.ts';
import type { Records } from './records.ts';

interface FollowingParts {
  context: Pick<ChannelContext, 'living' | 'clock'>;
  records: Records;
  meter: Meter;
  terms: Terms;
  /** Posts cannot be asked for now: X refuses, or the budget is used up. */
  isDown(): boolean;
}

const MONTH_DAYS = 30;

export async function followingItem({ context, records, meter, terms, isDown }: FollowingParts): Promise<HealthItem> {
  const what = 'deleted posts';
  const { deletedWithinHours, followedDays } = terms.rules;
  const posts = await records.posts();
  if (isDown() && posts.length > 0) {
    const words = `nobody looks whether the ${posts.length} posts that are kept here were deleted on X, until X is read again. X asks that they go within ${deletedWithinHours} h when their author or X says so: then an admin uses "erase".`;
    return { what, ok: false, stops: false, words };
  }
  const living = new Set(await context.living(posts.flatMap(({ enquiry }) => enquiry ?? [])));
  const isFollowed = ({ enquiry, writtenAt }: (typeof posts)[number]) =>
    context.clock.now() - writtenAt <= followedDays * DAY || (enquiry !== null && living.has(enquiry));
  const followed = posts.filter(isFollowed);
  const cost = moneyWords(meter.currency, costOfLook(followed, meter) * MONTH_DAYS);
  const words = `gone here within ${deletedWithinHours} h: ${followed.length} posts of open enquiries and of the last ${followedDays} days are looked at again, for about ${cost} a month.`;
  return { what, ok: true, words };
}
