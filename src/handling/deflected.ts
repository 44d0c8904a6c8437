/** What became of the answers that customers were shown, told honestly: whoever said nothing counts as nothing. */
import { DAY, type DurationMs } from '../core/time.ts';
import { ARTICLE } from '../desk/article-words.ts';
import type { Period } from '../figures/period.ts';
import type { Scope } from '../figures/tallies.ts';
import type { Deflection } from '../ports/articles.ts';
import type { Parts } from '../ports/parts.ts';

/** A customer who writes so soon afterwards, on whatever channel, was not helped. */
const CAME_BACK_WITHIN: DurationMs = 3 * DAY;

/** One line, and none where nothing was shown. */
export async function deflectedWords({ store }: Parts, { from, until }: Period, rooms: Scope): Promise<string[]> {
  const found = await store.deflection(from, until, CAME_BACK_WITHIN, rooms);
  const all: Deflection = { shown: 0, confirmed: 0, asked: 0, cameBack: 0, silent: 0 };
  for (const each of found) for (const key of Object.keys(all) as (keyof Deflection)[]) all[key] += each[key];
  return all.shown === 0 ? [] : [ARTICLE.deflected(all)];
}
