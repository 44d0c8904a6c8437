/** Reads events about the installation, its teams and their channels, and says what each means. Pure. */
import type { Activity } from '../activity.ts';
import { CHANNEL_ID, placeOf } from '../ids.ts';
import { slim } from './slim.ts';

export interface TeamsHappening {
  as:
    | 'installed'
    | 'upgraded'
    | 'removed'
    | 'team-shut'
    | 'team-open'
    | 'channel-gone'
    | 'channel-back'
    | 'channel-renamed'
    | 'shared'
    | 'changed'
    /** People left the team, or took Deskhand out of their personal chat. */
    | 'left'
    /** Somebody has the personal chat now. */
    | 'home';
  team: string | null;
  /** Null: all channels of the team. */
  channel: string | null;
  /** Who did it, by Entra object id. */
  user: string | null;
  /** Who left, by Entra object id. */
  left?: string[];
  /** What is the matter and what an admin does about it, for "Room Returns: ..."; of a renamed channel its name. */
  words?: string;
}

const ELSEWHERE = 'or choose another channel in the personal chat with Deskhand.';
const shut = (what: string, cure: string) => `${what}. New posts are queued. ${cure}, ${ELSEWHERE}`;
const REMOVED = shut('Deskhand was removed from its team', 'Add it to the team again');
const REMOVED_HERE = shut('Deskhand was removed from its channel', 'Add it to the channel again');

/** What events of teams and channels mean; all others only mean that something known has to be looked up again. */
const EVENTS: Record<string, Pick<TeamsHappening, 'as' | 'words'>> = {
  channelDeleted: { as: 'channel-gone', words: shut('its channel was deleted', 'Restore it') },
  channelRestored: { as: 'channel-back' },
  channelRenamed: { as: 'channel-renamed' },
  channelShared: { as: 'shared' },
  teamArchived: { as: 'team-shut', words: shut('its team was archived', 'Unarchive it') },
  teamDeleted: { as: 'team-shut', words: shut('its team was deleted', 'Have it restored') },
  teamHardDeleted: { as: 'team-shut', words: shut('its team was deleted for good', 'Add Deskhand to another team') },
  teamUnarchived: { as: 'team-open' },
  teamRestored: { as: 'team-open' },
};

/** An event about the installation, a team, a channel or their people. */
export function isLifecycle({ type }: Activity): boolean {
  return type === 'installationUpdate' || type === 'conversationUpdate';
}

/** @returns what happened, and the channels and people to look up again */
export function readLifecycle(given: Activity): { what: TeamsHappening; changed: string[] } {
  const activity = slim(given);
  const {
    channelData: { eventType = '', team, channel: named } = {},
    membersAdded = [],
    membersRemoved = [],
  } = activity;
  const people = [...membersAdded, ...membersRemoved].flatMap(each => each.aadObjectId ?? each.id ?? []);
  const channel = channelOf(activity);
  const left = whoLeft(activity);
  const read = left.length
    ? { as: 'left' as const }
    : (ofUs(activity, channel) ?? EVENTS[eventType] ?? { as: 'changed' as const });
  // Out of a team is out of all its channels; only to private and shared ones the app is added apart.
  const isAll = read.as === 'removed' && !isApart(activity);
  const what = {
    ...read,
    team: team?.id ?? null,
    channel: isAll ? null : channel,
    user: activity.from?.aadObjectId ?? null,
  };
  const words = read.as === 'channel-renamed' ? named?.name : what.words;
  return {
    what: { ...what, ...(words === undefined ? {} : { words }), ...(left.length ? { left } : {}) },
    changed: [...new Set([...(channel ? [channel] : []), ...people])],
  };
}

/** Deskhand was added to, or removed from, a team, a private or shared channel, or somebody's personal chat. */
function ofUs(activity: Activity, channel: string | null): Pick<TeamsHappening, 'as' | 'words'> | null {
  const { type, action = '', membersAdded = [], membersRemoved = [] } = activity;
  const us = (each: { id?: string }) => isUs(activity, each);
  const isInstall = type === 'installationUpdate';
  const came = isInstall ? action.startsWith('add') : membersAdded.some(us);
  const went = isInstall ? action.startsWith('remove') : membersRemoved.some(us);
  if (!came && !went) return null;
  const personal = isPersonal(activity, channel);
  // A person who takes the app out of their own chat still works in the team.
  if (personal) return { as: came ? 'home' : 'changed' };
  if (went) return { as: 'removed', words: isApart(activity) ? REMOVED_HERE : REMOVED };
  return { as: action === 'add-upgrade' ? 'upgraded' : 'installed' };
}

/** Whoever left the whole team, or took us out of their own chat. */
function whoLeft(activity: Activity): string[] {
  const { type, action = '', from, channelData: { eventType = '' } = {}, membersRemoved = [] } = activity;
  if (type === 'installationUpdate') {
    // `remove-upgrade` is followed by the newer version.
    const own = action === 'remove' && isPersonal(activity, channelOf(activity));
    return own && from?.aadObjectId ? [from.aadObjectId] : [];
  }
  if (eventType !== 'teamMemberRemoved') return [];
  return membersRemoved.filter(each => !isUs(activity, each)).flatMap(each => each.aadObjectId ?? []);
}

function isUs({ recipient }: Activity, { id }: { id?: string }): boolean {
  return Boolean(id) && id?.toLowerCase() === recipient?.id?.toLowerCase();
}

function isPersonal({ conversation, channelData }: Activity, channel: string | null): boolean {
  return conversation?.conversationType === 'personal' || (!channelData?.team && !channel);
}

function isApart({ channelData: { eventType = '', channel } = {} }: Activity): boolean {
  return eventType.startsWith('channel') || /^(private|shared)$/.test(channel?.type ?? '');
}

/** The channel that it is about. What happens to a team as a whole has none: it is only told in the team's first channel. */
function channelOf({ type, conversation, channelData }: Activity): string | null {
  const { channel, settings, team, eventType = '' } = channelData ?? {};
  const chosen = type === 'installationUpdate' ? settings?.selectedChannel?.id : undefined;
  if (chosen) return chosen;
  if (eventType.startsWith('team')) return null;
  const { channel: place } = placeOf(conversation?.id ?? '');
  const other = team && place !== team.id && CHANNEL_ID.test(place) ? place : null;
  return channel?.id ?? other;
}
