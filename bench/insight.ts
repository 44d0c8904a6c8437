/** What insight and self-service are worth: each part beside the plain way. */
import { benchArticles } from './insight/articles.ts';
import { benchMonth } from './insight/month.ts';
import { benchPromise } from './insight/promise.ts';
import { benchReasons } from './insight/reasons.ts';
import { benchRising } from './insight/rising.ts';
import { benchRound } from './insight/round.ts';
import { DATA } from './people.ts';
import type { Result } from './run.ts';

/** Each part, in the order of the README. */
const PARTS: Record<string, () => Promise<Result[]>> = {
  reasons: benchReasons,
  promise: benchPromise,
  articles: () => benchArticles(DATA),
  rising: benchRising,
  month: benchMonth,
  round: benchRound,
};

/** Measures every part, or those that `INSIGHT` names, such as `INSIGHT=month,rising`. */
export async function benchInsight(): Promise<Result[]> {
  const results: Result[] = [];
  const only = process.env.INSIGHT?.split(',');
  for (const [name, part] of Object.entries(PARTS)) if (!only || only.includes(name)) results.push(...(await part()));
  return results;
}
