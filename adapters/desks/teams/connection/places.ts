/** Remembers where Teams wants to be called, which team a channel belongs to, and where somebody was seen. */
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { Activity } from '../activity.ts';
import { CHANNEL_ID, placeOf } from '../ids.ts';
import { makeNoted, type Noted } from './noted.ts';
import { TeamsRefusal } from './refusals.ts';
import type { TeamsSettings } from './settings.ts';

/** Takes calls for every tenant; Teams names a nearer one with its first delivery. */
const ANYWHERE = 'https://smba.trafficmanager.net/teams';
const NOT_CALLED =
  'Teams has not called Deskhand yet, so Deskhand does not know where to post. Add the app to the team, or write @Deskhand help there.';

const HOMES = 'homes';
/** Channels whose teams are asked for one that is not known. */
const HOMES_ASKED_MAX = 100;

/** The team of a channel: its own id, and the id of its group, by which Graph knows it. */
interface ChannelHome {
  team: string;
  group: string | null;
}

/** Somebody who was seen: Teams' own id of theirs, for messages to them alone. */
interface Seen {
  id: string;
  name: string;
  tenant: string | null;
  /** They write where people of other organisations do too. */
  mixed?: true;
  /** A conversation with them: its roster tells more than a delivery, and is there before any room is. */
  where?: string;
}

export interface Places {
  serviceUrl(): Promise<string>;
  /** Our own id and the tenant's, as far as they are known. */
  bot(): string | null;
  tenant(): string | null;
  /** @param listed the channels of a team: one that has not said a word yet is looked for in the teams that are known */
  homeOf(channel: string, listed: (team: string) => Promise<{ id: string }[]>): Promise<ChannelHome | null>;
  seen(user: string): Promise<Seen | null>;
  noteSeen(user: string, seen: Seen): Promise<void>;
  /** Remembers what a delivery tells beside what it is about. */
  learn(activity: Activity): Promise<void>;
  /** Whoever installed Deskhand first. */
  installer(): string | null;
  learnInstaller(user: string): Promise<boolean>;
  /** The channels of a team that are rooms. */
  channelsOf(team: string, listed: (team: string) => Promise<{ id: string }[]>): Promise<string[]>;
  /** Reads what was learnt before a start. */
  load(): Promise<void>;
}

/** @param tenant the one of this workspace; null where deliveries are unsigned and any is taken */
export function makePlaces(context: DeskContext, settings: TeamsSettings, tenant: string | null): Places {
  const { shelf, clock } = context;
  const homes = makeNoted<ChannelHome>(shelf, HOMES);
  const people = makeNoted<Seen>(shelf, 'people');
  const us = makeNoted<{ url: string; bot: string; tenant: string }>(shelf, 'us');
  const first = makeNoted<string>(shelf, 'installer');
  const known = { url: '', bot: settings.clientId ? `28:${settings.clientId}` : '', tenant: tenant ?? '' };
  let installer: string | null = null;
  const load = async () => {
    const there = await us.get('now');
    known.url ||= there?.url ?? '';
    known.bot ||= there?.bot ?? '';
    known.tenant ||= there?.tenant ?? '';
    installer ??= await first.get('now');
  };
  return {
    load,
    bot: () => known.bot || null,
    tenant: () => known.tenant || null,
    serviceUrl: async () => {
      if (!known.url) await load();
      if (known.url) return known.url;
      if (!settings.unsigned && settings.serviceHosts.length === 0) return ANYWHERE;
      throw new TryLater(clock.now() + 2 * SECOND, NOT_CALLED);
    },
    homeOf: (channel, listed) => findHome(shelf, homes, channel, listed),
    seen: people.get,
    noteSeen: async (user, seen) => people.note(user, { ...(await people.get(user)), ...seen }),
    installer: () => installer,
    learnInstaller: async user => {
      await load();
      if (installer) return false;
      // Of two processes that hear of two installations at once, both keep to the one that was first.
      const { fresh } = await shelf.append('installer', 'now', user);
      installer = await first.get('now');
      return fresh;
    },
    channelsOf: async (team, listed) => {
      const rooms = (await context.rooms()).flatMap(each => each.deskRef ?? []);
      const found: string[] = [];
      for (const each of rooms)
        if (each === team || (await findHome(shelf, homes, each, listed))?.team === team) found.push(each);
      return found;
    },
    learn: async ({ serviceUrl, recipient, from, conversation, channelData }) => {
      if (serviceUrl) known.url = serviceUrl.replace(/\/+$/, '');
      if (!settings.clientId && recipient?.id) known.bot = recipient.id;
      if (!tenant) known.tenant = channelData?.tenant?.id ?? conversation?.tenantId ?? known.tenant;
      await us.note('now', { ...known });
      const channel = channelData?.channel?.id ?? placeOf(conversation?.id ?? '').channel;
      const team = channelData?.team?.id;
      if (team && CHANNEL_ID.test(channel)) {
        const group = channelData.team?.aadGroupId ?? (await homes.get(channel))?.group ?? null;
        await homes.note(channel, { team, group });
      }
      const user = from?.aadObjectId?.toLowerCase();
      if (!user || !from?.id) return;
      const before = await people.get(user);
      // Who installs or presses comes without a name.
      const name = from.name || before?.name || '';
      const where = before?.where ?? placeOf(conversation?.id ?? '').channel;
      const mixed = before?.mixed || channelData?.channel?.type === 'shared' ? { mixed: true as const } : {};
      await people.note(user, { id: from.id, name, tenant: from.tenantId ?? before?.tenant ?? null, where, ...mixed });
    },
  };
}

async function findHome(
  shelf: DeskContext['shelf'],
  homes: Noted<ChannelHome>,
  channel: string,
  listed: (team: string) => Promise<{ id: string }[]>,
): Promise<ChannelHome | null> {
  const there = await homes.get(channel);
  if (there || !CHANNEL_ID.test(channel)) return there;
  const known = (await shelf.latest(HOMES, HOMES_ASKED_MAX)).map(each => each.value as unknown as ChannelHome);
  for (const home of new Map(known.map(each => [each.team, each])).values()) {
    // A team that is gone, or that we were taken out of.
    const channels = await listed(home.team).catch(error => {
      if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      return [];
    });
    if (!channels.some(each => each.id === channel)) continue;
    await homes.note(channel, home);
    return home;
  }
  return null;
}

/** A thread whose root is older than this, and that is not known here, was begun by somebody else. */
export const YOUNG_MS = 2 * MINUTE;
