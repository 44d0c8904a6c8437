/**
 * Slack for the whole installation: what arrives is checked, kept for the workspace it belongs to, and only then
 * acknowledged. One workspace by its token, or many by OAuth; over HTTP or Socket Mode.
 */
import { type DurationMs, SECOND } from '../../../src/core/time.ts';
import type { HealthItem } from '../../../src/ports/channel.ts';
import type { DeskHub, DeskHubContext, DeskKind } from '../../../src/ports/desk.ts';
import type { HttpRoute } from '../../../src/ports/http.ts';
import type { Log } from '../../../src/ports/log.ts';
import { keepDelivery } from './actions/interact.ts';
import { makeClient } from './connection/call.ts';
import { installRoutes } from './connection/install.ts';
import { SLACK } from './connection/line.ts';
import { eventsRoute } from './connection/route.ts';
import type { SlackSettings } from './connection/settings.ts';
import type { StoredInstallation } from './connection/sign-in.ts';
import { makeSignatures, type Signatures } from './connection/signatures.ts';
import { listenSocket, type SocketListener } from './connection/socket.ts';
import { makeSlackDesk, type SlackDesk } from './desk.ts';
import { type Delivery, makeDeliver } from './events/deliver.ts';
import { explainSlack } from './events/explain.ts';
import { slackDeliveries } from './events/side.ts';
import { owns, workspaceOf } from './ids.ts';

/** Slack takes about one post a second into one channel; the line there is not always equally fast. */
const POST_GAP_MS = 1.03 * SECOND;
/** Anybody may send what nobody has signed: it is not looked at long. Slack's own deliveries are smaller. */
const STRANGE_BYTES_MAX = 64 * 1024;
/** The team that a delivery names, as JSON or in a form. */
const TEAM = /team_id(?:"|%22)?(?::|%3A|=)\s{0,3}(?:"|%22)?(T[A-Z0-9]{1,20})/;
const DELIVERIES = 'Deliveries of Slack';

/** @param gapMs the least time between two posts into one channel */
export function slackDesk(settings: SlackSettings, gapMs: DurationMs = POST_GAP_MS): DeskKind {
  const { botToken: token, apiUrl } = settings;
  const desks: SlackDesk[] = [];
  let client: ReturnType<typeof makeClient> | null = null;
  return {
    kind: SLACK,
    label: 'Slack',
    open: (_settings, context) => {
      client ??= makeClient({ apiUrl, fetch: globalThis.fetch, log: context.log });
      const desk = makeSlackDesk(context, { token, client, gapMs, apiUrl, fetch: globalThis.fetch });
      desks.push(desk);
      const { stop } = desk;
      return Object.assign(desk, slackDeliveries(desk), {
        stop: () => {
          const at = desks.indexOf(desk);
          if (at >= 0) desks.splice(at, 1);
          return stop();
        },
      });
    },
    hub: context => makeSlackHub(settings, context, desks),
    workspaceOf,
    owns,
    explain: async raw => explainSlack(raw),
  };
}

function makeSlackHub(settings: SlackSettings, context: DeskHubContext, desks: readonly SlackDesk[]): DeskHub {
  const { publicUrl, clock, log } = context;
  const deliver = makeDeliver(context, settings.botToken !== null);
  const routes: HttpRoute[] = [];
  const signatures =
    settings.mode === 'http' && settings.signingSecret ? signaturesOf(settings.signingSecret, desks, log) : null;
  if (signatures) routes.push(eventsRoute(signatures, context, deliver));
  if (settings.oauth) {
    const { clientId, clientSecret, stateSecret } = settings.oauth;
    const { apiUrl, authorizeUrl } = settings;
    const installed = async (installation: StoredInstallation) => {
      const { installer, team, teamName } = installation;
      const desk = (await context.install(team, teamName || team)) as SlackDesk;
      await desk.connection.install(installation);
      // Links need the workspace's own address, which only Slack tells.
      await desk.connection.connect().catch(() => {});
      context.changed(team);
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
    takeUp: async ({ kind, own }) => {
      const now = own as SlackSettings;
      // Another way to be reached, or to be installed, counts at the next start.
      if (kind !== SLACK || now.mode !== settings.mode || (now.botToken === null) !== (settings.botToken === null))
        return [];
      const items: HealthItem[] = [];
      if (now.botToken) for (const { connection } of desks) items.push(...(await connection.takeUp(now.botToken)));
      if (now.appToken) items.push(...((await socket?.takeUp(now.appToken)) ?? []));
      if (now.signingSecret) items.push(...(signatures?.takeUp(now.signingSecret) ?? []));
      return items;
    },
    check: () => {
      const unsigned = signatures?.problem() ?? null;
      if (unsigned) return [{ what: DELIVERIES, ok: false, stops: false, words: unsigned }];
      if (settings.mode === 'http') return [];
      const problem = socket?.problem() ?? null;
      return [{ what: 'Slack line', ok: problem === null, words: problem ?? 'connected by Socket Mode' }];
    },
  };
}

/** Admins of a workspace are told once when what Slack sends is signed with another secret; of many, the operator is. */
function signaturesOf(secret: string, desks: readonly SlackDesk[], log: Log): Signatures {
  return makeSignatures(secret, {
    isOurs: body => {
      if (body.length > STRANGE_BYTES_MAX) return false;
      const team = TEAM.exec(body.toString('latin1'))?.[1];
      return team !== undefined && desks.some(({ connection }) => connection.installation()?.team === team);
    },
    changed: problem => {
      const [one, ...others] = desks;
      if (problem && (others.length || !one)) log.error({ desk: SLACK }, problem);
      else if (problem) one?.troubleList.say(DELIVERIES, problem);
      else for (const { troubleList } of desks) troubleList.forget(key => key === DELIVERIES);
    },
  });
}
