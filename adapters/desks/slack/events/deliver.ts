/** Which workspaces a delivery of Slack is for, and what is kept of it before Slack hears that we have it. */
import type { DeskHubContext } from '../../../../src/ports/desk.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { commanded, interact, keepDelivery } from '../actions/interact.ts';
import type { Ack, Interaction } from '../actions/interaction.ts';
import { SLACK } from '../connection/line.ts';
import type { SlackDesk } from '../desk.ts';
import { isClosed, isLifecycle } from './lifecycle.ts';
import { concernsUs, contentId, orderKey } from './understand.ts';

export interface Delivery {
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

/** Resolves when it is kept; rejects when it is not, and Slack sends it again. */
export type Deliver = (body: Delivery, ack: Ack) => Promise<void>;

/** @param one the whole installation is one workspace, by its token */
export function makeDeliver({ clock, log, deskOf: openDesk }: DeskHubContext, one: boolean): Deliver {
  // What a workspace of this kind has open is a desk of ours.
  const deskOf = (team: string) => openDesk(team) as Promise<SlackDesk | null>;

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

  return async (body, ack) => {
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
}

/** What we posted ourselves comes back as an event: it is not even stored. */
function isOurs(desk: SlackDesk, event: Delivery['event']): boolean {
  const us = desk.connection.installation();
  const { bot_id: bot, app_id: app, user } = (event ?? {}) as { bot_id?: string; app_id?: string; user?: string };
  if (!us || event?.type !== 'message' || !bot) return false;
  return bot === us.botId || user === us.botUser || (Boolean(us.appId) && app === us.appId);
}

/** Of what happens to the workspace only names are kept: a changed person comes with address and telephone. */
function slimEvent(event: Record<string, unknown> & { type?: string }): Record<string, unknown> & { type?: string } {
  if (!isLifecycle(event.type)) return event;
  const idOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value;
  const kept: Record<string, unknown> & { type?: string } = { ...(event.type ? { type: event.type } : {}) };
  for (const name of ['inviter', 'old_channel_id', 'new_channel_id', 'tokens', 'tab', 'event_ts'])
    if (event[name] !== undefined) kept[name] = event[name];
  for (const name of ['channel', 'user']) if (event[name] !== undefined) kept[name] = idOf(event[name]);
  if (isClosed(event)) kept.closed = true;
  return kept;
}
