/** `/metrics`: what an operator's monitoring reads, as Prometheus text. Team figures only, no names. */
import type { HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Health, KindBudget } from './health.ts';
import type { MayWatch } from './monitor-access.ts';
import { type Database, inTime } from './pulse.ts';

/** What is looked at for whoever asks how the service is. */
export interface Monitored {
  /** Of every workspace that is open. */
  houses(): Health[];
  /** Many tenants, who are nothing to each other. */
  shared: boolean;
  /** The connection to the desk that all of them share. */
  hub(): HealthItem[];
  database: Database;
  clock: Clock;
  may: MayWatch;
}

/** The figures of every workspace together. */
export function metricsRoute({ houses, database, clock, may }: Monitored): HttpRoute {
  return {
    method: 'GET',
    path: '/metrics',
    handle: async (request, response) => {
      if (!may(request)) {
        response.writeHead(401, { 'Content-Type': 'text/plain; charset=utf-8', 'WWW-Authenticate': 'Bearer' });
        response.end('Ask from this machine, or with "Authorization: Bearer" and METRICS_TOKEN.\n');
        return;
      }
      const all = houses();
      const [counts, progress, budgets] = await Promise.all([
        inTime(Promise.all(all.map(each => each.counts())), clock).catch(() => null),
        Promise.all(all.map(each => each.progress())),
        inTime(Promise.all(all.map(each => each.budgets())), clock).catch(() => []),
      ]);
      const sum = (name: 'open' | 'unclaimed' | 'jobs' | 'dead') =>
        (counts ?? []).reduce((n, each) => n + each[name], 0);
      const looks = progress.flatMap(each => each.sinceLookMs ?? []);
      const due = progress.flatMap(each => each.oldestDueMs ?? []);
      const lines = [
        gauge('deskhand_database_up', 'Whether the database answers: 1 or 0.', counts ? 1 : 0),
        // While the database says nothing, nothing is said of what it holds.
        ...(counts
          ? [
              gauge('deskhand_enquiries_open', 'Enquiries that are open, waiting or snoozed.', sum('open')),
              gauge('deskhand_enquiries_unclaimed', 'Of these, how many nobody owns.', sum('unclaimed')),
              gauge('deskhand_jobs_ready', 'Jobs that wait for their time or their turn.', sum('jobs')),
              gauge('deskhand_jobs_dead', 'Jobs that were given up.', sum('dead')),
            ]
          : []),
        ...(due.length
          ? [
              gauge(
                'deskhand_job_oldest_due_seconds',
                'How long the oldest job has been due.',
                inSeconds(Math.max(...due)),
              ),
            ]
          : []),
        ...(looks.length
          ? [
              gauge(
                'deskhand_job_last_claim_age_seconds',
                'Since a worker last looked for jobs and had an answer; of several the longest.',
                inSeconds(Math.max(...looks)),
              ),
            ]
          : []),
        ...budgetLines(budgets.flat()),
        gauge('process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage.rss()),
        gauge('process_uptime_seconds', 'Seconds since this process started.', Math.round(process.uptime())),
        `# HELP deskhand_info What runs here.\n# TYPE deskhand_info gauge\ndeskhand_info{database="${database.kind}"} 1`,
      ];
      response.writeHead(200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      });
      response.end(`${lines.join('\n')}\n`);
    },
  };
}

/** One line for each budget of a kind of channel; of several channels the one that is used furthest. */
function budgetLines(all: KindBudget[]): string[] {
  const share = ({ used, max }: KindBudget) => (max > 0 ? used / max : 1);
  const fullest = new Map<string, KindBudget>();
  for (const each of all) {
    const labels = `{kind="${each.kind}",budget="${each.budget}"}`;
    const known = fullest.get(labels);
    if (!known || share(each) > share(known)) fullest.set(labels, each);
  }
  if (!fullest.size) return [];
  const lines = (name: string, help: string, value: (each: KindBudget) => number) => [
    `# HELP ${name} ${help}\n# TYPE ${name} gauge`,
    ...[...fullest].map(([labels, each]) => `${name}${labels} ${value(each)}`),
  ];
  return [
    ...lines('deskhand_budget_used', 'How much of a budget of a channel is used; money in its currency.', b => b.used),
    ...lines('deskhand_budget_max', 'How much it has in all.', b => b.max),
  ];
}

function inSeconds(ms: number): number {
  return Math.round(ms) / 1_000;
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}`;
}
