/** Monitoring endpoints: `/healthz` (alive), `/readyz` (ready, or why not), `/metrics`. */
import type { HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpRoute } from '../ports/http.ts';
import { makeLeaving } from './leaving.ts';
import { type Monitored, metricsRoute } from './metrics.ts';
import { databaseItem } from './pulse.ts';

/** Whoever asks while it starts has the answer after this at the latest; what asks whether a process lives waits a second. */
const ALIVE_WITHIN_MS = 800;

/**
 * Alive as soon as it listens, long before it is ready. A start takes a moment: who asks in it is answered when everything is
 * there, so that "alive" is seldom followed by a door that is still shut.
 */
export const aliveRoutes = (whenOpen: Promise<void>, clock: Clock): HttpRoute[] => [
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
      await Promise.race([whenOpen, clock.sleep(ALIVE_WITHIN_MS, late.signal)]);
      late.abort();
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end('alive\n');
    },
  },
];

/** This process goes, and whoever asks sends the next request elsewhere. */
const STOPS: HealthItem = { what: 'Process', ok: false, words: 'it is stopping and takes no new requests' };

export function monitoringRoutes(monitored: Monitored): HttpRoute[] {
  const leaving = makeLeaving(monitored.clock);
  return [
    {
      method: 'GET',
      path: '/readyz',
      leave: leaving.leave,
      handle: async (request, response) => {
        leaving.asked(request);
        const items = leaving.isLeaving() ? [STOPS] : await readiness(monitored);
        // The trouble of a room or a mailbox is said and stops nothing: taking the whole service out would stop the others.
        const ready = items.every(item => item.ok || item.stops === false);
        const answer = monitored.may(request)
          ? { ready, items: [...items.map(plain), ...troublesOf(monitored)] }
          : { ready };
        response.writeHead(ready ? 200 : 503, {
          'Content-Type': 'application/json; charset=utf-8',
          'Cache-Control': 'no-store',
        });
        response.end(JSON.stringify(answer));
      },
    },
    metricsRoute(monitored),
  ];
}

function plain({ what, ok, words }: HealthItem): HealthItem {
  return { what, ok, words };
}

/** Channels that are down. Of many tenants no words are shown to whoever asks: only how many have a trouble. */
function troublesOf({ houses, shared }: Monitored): HealthItem[] {
  const each = houses().map(house => house.troubles());
  if (!shared) return each.flat();
  const troubled = each.filter(found => found.length).length;
  if (!troubled) return [];
  const words = `${troubled} of ${each.length} have a channel that is down`;
  return [{ what: 'Workspaces', ok: false, words }];
}

/** The database, the work and the desk. With many workspaces one that threw us out leaves the others ready. */
async function readiness({ houses, shared, hub, database, clock }: Monitored): Promise<HealthItem[]> {
  const line = hub();
  const all = houses();
  const [one] = all;
  if (one && !shared)
    return [
      ...(await one.ready().catch(error => [{ what: 'Database', ok: false, words: database.words(error) }])),
      ...line,
    ];
  const [ofDatabase, work] = await Promise.all([
    databaseItem(database, clock),
    Promise.all(all.map(house => house.work())),
  ]);
  // All of them use one database: the first that is stuck speaks for all.
  return [
    ofDatabase,
    ...work
      .flat()
      .filter(item => !item.ok)
      .slice(0, 1),
    ...line,
  ];
}
