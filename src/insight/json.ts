/** What customers taught, as `deskhand insight --json` prints it; docs/insight.md describes every field. Pure. */
import { reportJson } from '../figures/json.ts';
import type { Insight } from './learn.ts';

/** `stats` is what `deskhand stats --json` prints for the same time. */
export function insightJson({ report, ...insight }: Insight): object {
  return { ...insight, stats: reportJson(report) };
}
