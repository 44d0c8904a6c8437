/** `/metrics`: what an operator's monitoring reads, as Prometheus text. Team figures only, no names. */
import type { HttpRoute } from '../ports/http.ts';
import type { Engine } from '../store/engine.ts';
import type { House } from './house.ts';

/** @param houses every workspace's: the figures are of all of them together */
export function metricsRoute(houses: () => House[], engine: Engine): HttpRoute {
  return {
    method: 'GET',
    path: '/metrics',
    handle: async (_request, response) => {
      const counts = await Promise.all(houses().map(each => each.parts.store.counts()));
      const sum = (name: 'open' | 'unclaimed' | 'jobs' | 'dead') => counts.reduce((all, each) => all + each[name], 0);
      const [open, unclaimed, jobs, dead] = [sum('open'), sum('unclaimed'), sum('jobs'), sum('dead')];
      const lines = [
        gauge('deskhand_enquiries_open', 'Enquiries that are open, waiting or snoozed.', open),
        gauge('deskhand_enquiries_unclaimed', 'Of these, how many nobody owns.', unclaimed),
        gauge('deskhand_jobs_ready', 'Jobs that wait for their time or their turn.', jobs),
        gauge('deskhand_jobs_dead', 'Jobs that were given up.', dead),
        gauge('process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage.rss()),
        gauge('process_uptime_seconds', 'Seconds since this process started.', Math.round(process.uptime())),
        `# HELP deskhand_info What runs here.\n# TYPE deskhand_info gauge\ndeskhand_info{database="${engine.kind}"} 1`,
      ];
      response.writeHead(200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      });
      response.end(`${lines.join('\n')}\n`);
    },
  };
}

function gauge(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}`;
}
