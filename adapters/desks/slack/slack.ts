/**
 * Slack for the whole installation: what arrives is checked, kept for the workspace it belongs to, and only then
 * acknowledged. One workspace by its token, or many by OAuth; over HTTP or Socket Mode.
 */
import { HTTPReceiver } from '@slack/bolt';
import { type DurationMs, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { DeskHub, DeskHubContext, DeskKind } from '../../../src/ports/desk.ts';
import { type HttpRoute, readBytes } from '../../../src/ports/http.ts';
import type { Json } from '../../../src/ports/json.ts';
import { commanded, interact, keepDelivery } from './actions/interact.ts';
import type { Ack, Interaction } from './actions/interaction.ts';
import { quietLogger } from './connection/call.ts';
import type { StoredInstallation } from './connection/connection.ts';
import { installRoutes } from './connection/install.ts';
import type { SlackSettings } from './connection/settings.ts';
import { listenSocket, type SocketListener } from './connection/socket.ts';
import { makeSlackDesk, SLACK, type SlackDesk } from './desk.ts';
import { explainSlack } from './events/explain.ts';
import { LIFECYCLE } from './events/lifecycle.ts';
import { slackDeliveries } from './events/side.ts';
import { concernsUs, contentId, orderKey } from './events/understand.ts';
import { workspaceOf } from './ids.ts';

/** What a request may be early or late by. */
const CLOCKS_APART_S = (5 * MINUTE) / 1000;
/** Slack's own deliveries are far below; Bolt's limit is the same. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;
/** Slack gives up after three seconds and sends it again; by then we have said that we cannot. */
const ANSWER_WITHIN_MS = 2_900;

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
    explain: async raw => explainSlack(raw),
  };
}

function makeSlackHub(settings: SlackSettings, context: DeskHubContext): DeskHub {
  const { publicUrl, clock, log } = context;
  const one = settings.botToken !== null;
  // What a workspace of this kind has open is a desk of ours.
  const deskOf = (team: string) => context.deskOf(team) as Promise<SlackDesk | null>;

  /** Resolves when it is kept; rejects when it is not, and Slack sends it again. */
  const deliver = async (body: Delivery, ack: Ack): Promise<void> => {
    if (body.type === 'app_rate_limited') return rateLimited(body, ack);
    if (body.type === 'event_callback') {
      if (!concernsUs(body)) return ack();
      // One event may be for several workspaces that share a channel: each looks whether the thread is its own.
      const { event, event_id } = body;
      const slim = { ...(event_id ? { event_id } : {}), ...(event ? { event: slimEvent(event) } : {}) };
      const teams = [...(body.authorizations ?? []).map(each => each.team_id), body.team_id, body.context_team_id];
      for (const desk of await findAll(teams))
        if (!isOurs(desk, event))
          await keepDelivery(desk, { as: 'event', id: contentId(body), body: slim as Json }, orderKey(body));
      return ack();
    }
    if (body.command) {
      const desk = await find([body.team_id], true);
      return desk ? commanded(desk, body, ack) : ack();
    }
    const interaction = body as Interaction & {
      team?: { id?: string } | null;
      view?: { app_installed_team_id?: string };
    };
    const teams = [interaction.view?.app_installed_team_id, interaction.team?.id, interaction.user?.team_id];
    const desk = await find(teams, true);
    return desk ? interact(desk, interaction, ack) : ack();
  };

  /** What we posted ourselves comes back as an event: it is not even stored. */
  const isOurs = (desk: SlackDesk, event: Delivery['event']): boolean => {
    const us = desk.connection.installation();
    const { bot_id: bot, app_id: app, user } = (event ?? {}) as { bot_id?: string; app_id?: string; user?: string };
    if (!us || event?.type !== 'message' || !bot) return false;
    return bot === us.botId || user === us.botUser || (Boolean(us.appId) && app === us.appId);
  };

  const find = async (teams: (string | null | undefined)[], byUser: boolean): Promise<SlackDesk | null> =>
    (await findAll(teams, byUser))[0] ?? null;

  /** @param byUser a person's own team may be another one: with a single workspace it is its desk that judges them */
  const findAll = async (teams: (string | null | undefined)[], byUser = false): Promise<SlackDesk[]> => {
    const named = [...new Set(teams.filter(each => typeof each === 'string' && each !== ''))] as string[];
    const found = new Set<SlackDesk>();
    for (const team of named) {
      const desk = await deskOf(team);
      if (!desk) continue;
      const ours = one && !byUser ? (desk.connection.installation() ?? (await desk.connection.connect())).team : team;
      if (ours === '' || ours === team) found.add(desk);
    }
    if (found.size === 0)
      log.warn(
        { desk: SLACK, teams: named.length },
        'A delivery of Slack belongs to no workspace that is installed here.',
      );
    return [...found];
  };

  const rateLimited = async (body: Delivery, ack: Ack) => {
    const desk = body.team_id ? await deskOf(body.team_id) : null;
    const at = new Date((body.minute_rate_limited ?? Math.floor(clock.now() / 1000)) * 1000)
      .toISOString()
      .slice(11, 16);
    log.error(
      { desk: SLACK, team: body.team_id ?? null, at },
      'Slack holds back events: there were more than it allows.',
    );
    const id = body.minute_rate_limited ?? at;
    const words = `Slack held back what was written around ${at} UTC: there was more than it passes on. If a message of yours has no mark, write it again.`;
    for (const room of (await desk?.context.rooms()) ?? [])
      if (room.deskRef && desk)
        await keepDelivery(desk, { as: 'notice', id: `limited:${room.id}:${id}`, room: room.id, words }, 'team');
    await ack();
  };

  const routes: HttpRoute[] = [];
  if (settings.mode === 'http' && settings.signingSecret) routes.push(eventsRoute(settings.signingSecret, deliver));
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

  /** Bolt checks the signature and reads the body; what it leaves open is closed before it. */
  function eventsRoute(signingSecret: string, take: typeof deliver): HttpRoute {
    const receiver = new HTTPReceiver({
      signingSecret,
      logger: quietLogger(log) as never,
      unhandledRequestTimeoutMillis: ANSWER_WITHIN_MS,
      unhandledRequestHandler: ({ response, logger }) => {
        logger.warn('A delivery took too long to keep.');
        if (!response.headersSent) response.writeHead(503).end();
      },
      processEventErrorHandler: async ({ error, response }) => {
        log.error({ desk: SLACK, error: String(error) }, 'A delivery of Slack was not kept; Slack sends it again.');
        if (!response.headersSent) response.writeHead(500).end();
        return false;
      },
    });
    receiver.init({ processEvent: ({ body, ack }: { body: Delivery; ack: Ack }) => take(body, ack) } as never);
    return {
      method: 'POST',
      path: '/slack/events',
      handle: (request, response) => {
        const said = Number(request.headers['x-slack-request-timestamp']);
        if (!Number.isFinite(said) || Math.abs(said - clock.now() / 1000) > CLOCKS_APART_S) {
          response.writeHead(401).end();
          return;
        }
        // A charset behind the type is no other type.
        const type = request.headers['content-type'];
        if (type) request.headers['content-type'] = type.split(';')[0]!.trim().toLowerCase();
        return readBytes(request, BODY_BYTES_MAX).then(raw => {
          if (raw === null) return void response.writeHead(413).end();
          // Bolt would fall over these where nobody listens, and never answer.
          if (isNothing(raw.toString('utf8'), request.headers['content-type'] ?? ''))
            return void response.writeHead(400).end();
          Object.assign(request, { rawBody: raw });
          receiver.requestListener(request, response);
        });
      },
    };
  }
}

interface Delivery {
  type?: string;
  team_id?: string;
  context_team_id?: string;
  authorizations?: { team_id?: string | null }[];
  event_id?: string;
  event?: Record<string, unknown> & { type?: string };
  minute_rate_limited?: number;
  command?: string;
  text?: string;
  user_id?: string;
  user_name?: string;
  channel_id?: string;
  trigger_id?: string;
  response_url?: string;
}

/** Of what happens to the workspace only names are kept: a changed person comes with address and telephone. */
function slimEvent(event: Record<string, unknown> & { type?: string }): Record<string, unknown> & { type?: string } {
  if (!(event.type && event.type in LIFECYCLE)) return event;
  const idOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value;
  const kept: Record<string, unknown> & { type?: string } = { ...(event.type ? { type: event.type } : {}) };
  for (const name of ['inviter', 'old_channel_id', 'new_channel_id', 'tokens', 'tab', 'event_ts'])
    if (event[name] !== undefined) kept[name] = event[name];
  for (const name of ['channel', 'user']) if (event[name] !== undefined) kept[name] = idOf(event[name]);
  return kept;
}

/** A body, or the payload in a form, that is JSON and yet no object. What is no JSON at all Bolt refuses by itself. */
function isNothing(body: string, type: string): boolean {
  const text = type === 'application/x-www-form-urlencoded' ? new URLSearchParams(body).get('payload') : body;
  if (text === null) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value !== 'object' || value === null || Array.isArray(value);
  } catch {
    return false;
  }
}
