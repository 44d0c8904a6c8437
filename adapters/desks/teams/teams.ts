/**
 * Teams for the whole installation: a delivery passes the guard, is verified by a driver, stored for the workspace it
 * belongs to, and only then acknowledged. One tenant, or several with one app.
 */
import type { DurationMs } from '../../../src/core/time.ts';
import { SIGN_IN } from '../../../src/desks/troubles.ts';
import type { DeskHub, DeskHubContext, DeskKind } from '../../../src/ports/desk.ts';
import { filesRoute } from './actions/files.ts';
import { TEAMS } from './connection/line.ts';
import type { TeamsSettings } from './connection/settings.ts';
import { makeTokens } from './connection/tokens.ts';
import { makeTeamsDesk, type TeamsDesk } from './desk.ts';
import { makeDeliver } from './events/deliver.ts';
import { explainTeams } from './events/explain.ts';
import { teamsDeliveries } from './events/side.ts';
import { owns, workspaceOf } from './ids.ts';
import { messagesRoute } from './inbound/route.ts';

/** @param gapMs 0: the rates that Teams allows are not kept to */
export function teamsDesk(given: TeamsSettings, gapMs?: DurationMs): DeskKind {
  // Its own: the secret in it may be replaced by another one.
  const settings = { ...given };
  const desks: TeamsDesk[] = [];
  const tenant = settings.tenants.length === 1 ? settings.tenants[0]! : null;
  return {
    kind: TEAMS,
    label: 'Teams',
    open: (_settings, context) => {
      const desk = makeTeamsDesk(context, { settings, tenant, fetch: globalThis.fetch, paced: gapMs !== 0 });
      desks.push(desk);
      return Object.assign(desk, teamsDeliveries(desk));
    },
    hub: context => makeTeamsHub(settings, context, desks),
    workspaceOf,
    owns,
    explain: async raw => explainTeams(raw),
  };
}

function makeTeamsHub(settings: TeamsSettings, context: DeskHubContext, desks: readonly TeamsDesk[]): DeskHub {
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
    takeUp: async ({ kind, own }) => {
      const { clientId, clientSecret } = own as TeamsSettings;
      // Another app is another bot: it counts at the next start.
      if (kind !== TEAMS || clientId !== settings.clientId || !clientSecret || clientSecret === settings.clientSecret)
        return [];
      const words = await whyNot({ ...settings, clientSecret }, clock);
      const what = 'TEAMS_CLIENT_SECRET';
      if (words) return [{ what, ok: false, words: `${words} The old one stays in use.` }];
      settings.clientSecret = clientSecret;
      for (const { tokens, troubleList } of desks) {
        tokens.forget();
        troubleList.mended(SIGN_IN);
      }
      return [
        {
          what,
          ok: true,
          words: 'signs in to Microsoft, and is in use. You can now delete the old one in Microsoft Entra.',
        },
      ];
    },
    check: () => [],
  };
}

/** Why these settings get no token; null when they do. */
async function whyNot(settings: TeamsSettings, clock: DeskHubContext['clock']): Promise<string | null> {
  try {
    await makeTokens({ settings, tenant: () => null, clock, fetch: globalThis.fetch }).get('bot');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
