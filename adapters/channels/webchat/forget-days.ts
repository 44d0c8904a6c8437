/** Forgets what counts for a day: solved puzzles, copies that were asked for, and networks that were blocked. */
import { DAY, type Instant } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { forgetOld } from '../../../src/ports/forgetting.ts';

/** A puzzle may end after midnight, and a request begin before it. */
const KEPT_DAYS = 2;
/** Earlier versions forgot some; nobody was blocked or made to work for longer than this. */
const LOOKED_BACK_DAYS = 730;
/** Stands in stored rows. */
const STATE = 'state';
const FORGOTTEN = 'forgotten-days';
export const BLOCKED = 'blocked';

/** The records of what was solved by the end of a day. */
export function puzzlesOf(at: Instant): string {
  return `puzzles:${Math.floor(at / DAY)}`;
}

/** The records of who asked for a copy on a day. */
export function copiesOf(at: Instant): string {
  return `copies:${Math.floor(at / DAY)}`;
}

export async function forgetDays({ shelf, clock }: Pick<ChannelContext, 'shelf' | 'clock'>): Promise<void> {
  const now = clock.now();
  const upTo = Math.floor(now / DAY) - KEPT_DAYS;
  const done = Number((await shelf.get(STATE, FORGOTTEN))?.value ?? upTo - LOOKED_BACK_DAYS);
  for (let day = done + 1; day <= upTo; day++)
    for (const stream of [puzzlesOf(day * DAY), copiesOf(day * DAY)]) await shelf.drop(stream);
  if (upTo > done) await shelf.put(STATE, FORGOTTEN, upTo);
  const until = (value: unknown) => Number((value as { until?: number } | null)?.until ?? 0);
  await forgetOld(shelf, BLOCKED, { before: now - DAY, at: until });
}
