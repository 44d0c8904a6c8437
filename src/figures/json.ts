/** A report as `deskhand stats --json` prints it; docs/metrics.md describes every field. Pure. */
import type { Period } from './period.ts';
import type { Report } from './report.ts';

export function reportJson({ period, previous, ...report }: Report): object {
  return {
    period: spanJson(period),
    previous: spanJson(previous),
    ...report,
    backlog: {
      ...report.backlog,
      at: instant(report.backlog.at),
      waitingSince: report.backlog.waitingSince === null ? null : instant(report.backlog.waitingSince),
    },
  };
}

/** `to` is where it ends, `until` how much of it has gone by; neither moment itself is counted. */
function spanJson({ name, firstDay, from, to, until }: Period) {
  return { name, firstDay, from: instant(from), to: instant(to), until: instant(until) };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
