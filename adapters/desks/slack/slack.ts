/**
 * Slack for the whole installation: what arrives is checked, kept for the workspace it belongs to, and only then
 * acknowledged. One workspace by its token, or many by OAuth; over HTTP or Socket Mode.
 */
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import type { DeskHub, DeskHubContext, DeskKind } from '../../../src/ports/desk.ts';
import type { HttpRoute } from '../../../src/ports/http.ts';
import { keepDelivery } from './actions/interact.ts';
import { installRoutes } from './connection/install.ts';
import { SLACK } from './connection/line.ts';
import { eventsRoute } from './connection/route.ts';
import type { SlackSettings } from './connection/settings.ts';
import type { StoredInstallation } from './connection/sign-in.ts';
import { listenSocket, type SocketListener } from './connection/socket.ts';
import { makeSlackDesk, type SlackDesk } from './desk.ts';
import { type Delivery, makeDeliver } from './events/deliver.ts';
import { explainSlack } from './events/explain.ts';
import { slackDeliveries } from './events/side.ts';
import { owns, workspaceOf } from './ids.ts';

/** Slack takes about one post a second into one channel; the line there is not always equally fast. */
const POST_GAP_MS = 1.03 * SECOND;

/** @param gapMs the least time between two posts into one channel */
export function slackDesk(settings: SlackSettings, gapMs: DurationMs = POST_GAP_MS): DeskKind {
  const { botToken: token, apiUrl } = settings;
  return {
    kind: SLACK,
    label: 'Slack',
    open: (_settings, context) => {
      const desk = makeSlackDesk(context, { token, apiUrl, gapMs, fetch: globalThis.fetch });
      return Object.assign(desk, slackDeliveries(desk));
    },
    hub: context => makeSlackHub(settings, context),
    workspaceOf,
    owns,
    explain: async raw => explainSlack(raw),
  };
}

function makeSlackHub(settings: SlackSettings, context: DeskHubContext): DeskHub {
  const { publicUrl, clock, log } = context;
  const deliver = makeDeliver(context, settings.botToken !== null);
  const routes: HttpRoute[] = [];
  if (settings.mode === 'http' && settings.signingSecret)
    routes.push(eventsRoute(settings.signingSecret, context, deliver));
  if (settings.oauth) {
    const { clientId, clientSecret, stateSecret } = settings.oauth;
    const { apiUrl, authorizeUrl } = settings;
    const installed = async (installation: StoredInstallation) => {
      const { installer, team, teamName } = installation;
      const desk = (await context.install(team, teamName || team)) as SlackDesk;
      await desk.connection.install(installation);
      context.changed();
      const id = `greet:${installer}:${desk.context.ids.secret(6)}`;
      if (installer) await keepDelivery(desk, { as: 'greet', id, user: installer }, 'team');
    };
    routes.push(
      ...installRoutes({ clientId, clientSecret, stateSecret, apiUrl, authorizeUrl, publicUrl, log, installed }),
    );
  }

  let socket: SocketListener | null = null;
  return {
    routes,
    start: async () => {
      if (settings.mode !== 'socket' || !settings.appToken) return;
      const { appToken, apiUrl } = settings;
      socket = listenSocket({ appToken, apiUrl, clock, log, deliver: (body, ack) => deliver(body as Delivery, ack) });
      socket.start();
    },
    stop: async () => {
      await socket?.stop();
      socket = null;
    },
    check: () => {
      if (settings.mode === 'http') return [];
      const problem = socket?.problem() ?? null;
      return [{ what: 'Slack line', ok: problem === null, words: problem ?? 'connected by Socket Mode' }];
    },
  };
}
