/** What insight and self-service are worth: each part beside the plain way. */
import { benchPromise } from './insight/promise.ts';
import { benchReasons } from './insight/reasons.ts';
import type { Result } from './run.ts';

/** Each part, in the order of the README. */
const PARTS: (() => Promise<Result[]>)[] = [benchReasons, benchPromise];

/** Measures every part. */
export async function benchInsight(): Promise<Result[]> {
  const results: Result[] = [];
  for (const part of PARTS) results.push(...(await part()));
  return results;
}
