/** What insight and self-service are worth: each part beside the plain way. */
import { benchArticles } from './insight/articles.ts';
import { benchPromise } from './insight/promise.ts';
import { benchReasons } from './insight/reasons.ts';
import { DATA } from './people.ts';
import type { Result } from './run.ts';

/** Each part, in the order of the README. */
const PARTS: (() => Promise<Result[]>)[] = [benchReasons, benchPromise, () => benchArticles(DATA)];

/** Measures every part. */
export async function benchInsight(): Promise<Result[]> {
  const results: Result[] = [];
  for (const part of PARTS) results.push(...(await part()));
  return results;
}
