/** Throws away what a chat desk remembers only for a while; what stands in threads stays with its enquiry. */
import { DAY, type DurationMs } from '../core/time.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import { forgetOld, timeIn } from '../ports/forgetting.ts';
import { ALONE } from './alone.ts';
import { GONE } from './deliveries.ts';
import { TRIES } from './post-once.ts';

/** Far sides repeat within hours, and whoever held an attempt is dead by then: a post's own record stands in its place. */
const REPEATED_WITHIN: DurationMs = 7 * DAY;
/** What is shown to one person alone is settled by then; else it would be drawn once more, as it is. */
const SHOWN_FOR: DurationMs = 90 * DAY;

export async function forgetOfDesk({ shelf, clock }: Pick<DeskContext, 'shelf' | 'clock'>): Promise<void> {
  const now = clock.now();
  await forgetOld(shelf, TRIES, { before: now - REPEATED_WITHIN, at: timeIn, inOrder: true });
  await forgetOld(shelf, GONE, { before: now - REPEATED_WITHIN, at: timeIn, dated: () => now, inOrder: true });
  const dated = (print: unknown) => ({ print: String(print), at: now });
  await forgetOld(shelf, ALONE, { before: now - SHOWN_FOR, at: timeIn, dated });
}
