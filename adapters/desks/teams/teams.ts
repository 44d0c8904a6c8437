/**
 * Teams for the whole installation: a delivery passes the guard, is verified by a driver, stored for the workspace it
 * belongs to, and only then acknowledged. One tenant, or several with one app.
 */
import type { DurationMs } from '../../../src/core/time.ts';
import type { DeskHub, DeskHubContext, DeskKind } from '../../../src/ports/desk.ts';
import { filesRoute } from './actions/files.ts';
import { TEAMS } from './connection/line.ts';
import type { TeamsSettings } from './connection/settings.ts';
import { makeTeamsDesk, type TeamsDesk } from './desk.ts';
import { makeDeliver } from './events/deliver.ts';
import { explainTeams } from './events/explain.ts';
import { teamsDeliveries } from './events/side.ts';
import { owns, workspaceOf } from './ids.ts';
import { messagesRoute } from './inbound/route.ts';

/** @param gapMs 0: the rates that Teams allows are not kept to */
export function teamsDesk(settings: TeamsSettings, gapMs?: DurationMs): DeskKind {
  const tenant = settings.tenants.length === 1 ? settings.tenants[0]! : null;
  return {
    kind: TEAMS,
    label: 'Teams',
    open: (_settings, context) => {
      const desk = makeTeamsDesk(context, { settings, tenant, fetch: globalThis.fetch, paced: gapMs !== 0 });
      return Object.assign(desk, teamsDeliveries(desk));
    },
    hub: context => makeTeamsHub(settings, context),
    workspaceOf,
    owns,
    explain: async raw => explainTeams(raw),
  };
}

function makeTeamsHub(settings: TeamsSettings, context: DeskHubContext): DeskHub {
  const { clock, log } = context;
  const deliver = makeDeliver(context, settings.tenants.length < 2);
  const route = messagesRoute({ settings, clock, log, deliver });
  return {
    routes: [route, filesRoute(async of => ((await context.deskOf(of)) as TeamsDesk | null)?.files ?? null)],
    start: async () => {
      if (settings.unsigned)
        log.warn(
          { desk: TEAMS },
          'Deliveries from Teams are accepted without a signature, which is only for trying Deskhand out on this machine.',
        );
      await route.open();
    },
    stop: async () => {},
    check: () => [],
  };
}
