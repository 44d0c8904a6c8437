/** What monitoring asks: `/healthz` (alive), `/readyz` (ready, and why not), `/metrics`. */
import type { HealthItem } from '../ports/channel.ts';
import type { HttpRoute } from '../ports/http.ts';
import { databaseWords } from '../store/database-words.ts';
import type { Engine } from '../store/engine.ts';
import { metricsRoute } from './metrics.ts';
import type { MayWatch } from './monitor-access.ts';
import { databaseItem } from './watch.ts';
import { housesOf, type Workspaces } from './workspaces.ts';
import { systemClock } from './world.ts';

/** Whoever asks while it starts has the answer after this at the latest; what asks whether a process lives waits a second. */
const ALIVE_WITHIN_MS = 800;

/**
 * Alive as soon as it listens, long before it is ready. A start takes a moment: who asks in it is answered when everything is
 * there, so that "alive" is seldom followed by a door that is still shut.
 */
export const aliveRoutes = (whenOpen: Promise<void>): HttpRoute[] => [
  {
    // Browsers ask for it on every page; the pages carry their own.
    method: 'GET',
    path: '/favicon.ico',
    handle: (_request, response) => {
      response.writeHead(204).end();
    },
  },
  {
    method: 'GET',
    path: '/healthz',
    handle: async (_request, response) => {
      const late = new AbortController();
      await Promise.race([whenOpen, systemClock.sleep(ALIVE_WITHIN_MS, late.signal)]);
      late.abort();
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('alive\n');
    },
  },
];

export function monitoringRoutes(workspaces: Workspaces, engine: Engine, may: MayWatch): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/readyz',
      handle: async (request, response) => {
        const items = await readiness(workspaces, engine);
        // The trouble of a room or a mailbox is said and stops nothing: taking the whole service out would stop the others.
        const ready = items.every(item => item.ok || item.stops === false);
        const answer = may(request) ? { ready, items: [...items.map(plain), ...troublesOf(workspaces)] } : { ready };
        response.writeHead(ready ? 200 : 503, {
          'Content-Type': 'application/json; charset=utf-8',
          'Cache-Control': 'no-store',
        });
        response.end(JSON.stringify(answer));
      },
    },
    metricsRoute(() => housesOf(workspaces), engine, may),
  ];
}

function plain({ what, ok, words }: HealthItem): HealthItem {
  return { what, ok, words };
}

/** Channels that are down. Of many tenants no words are shown to whoever asks: only how many have a trouble. */
function troublesOf(workspaces: Workspaces): HealthItem[] {
  const houses = housesOf(workspaces);
  const each = houses.map(house => house.troubles());
  if (!workspaces.shared) return each.flat();
  const troubled = each.filter(found => found.length).length;
  if (!troubled) return [];
  const words = `${troubled} of ${houses.length} have a channel that is down`;
  return [{ what: 'Workspaces', ok: false, words }];
}

/** The database, the work and the desk. With many workspaces one that threw us out leaves the others ready. */
async function readiness(workspaces: Workspaces, engine: Engine): Promise<HealthItem[]> {
  const line = workspaces.hub?.check() ?? [];
  const houses = housesOf(workspaces);
  const [one] = houses;
  if (one && !workspaces.shared)
    return [
      ...(await one.ready().catch(error => [{ what: 'Database', ok: false, words: databaseWords(error) }])),
      ...line,
    ];
  const [database, work] = await Promise.all([
    databaseItem(engine, systemClock),
    Promise.all(houses.map(house => house.work())),
  ]);
  // All of them use one database: the first that is stuck speaks for all.
  return [
    database,
    ...work
      .flat()
      .filter(item => !item.ok)
      .slice(0, 1),
    ...line,
  ];
}
