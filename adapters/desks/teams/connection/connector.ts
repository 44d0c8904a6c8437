/** The Bot Connector's calls: posts, updates, what only one person sees, and lists of people and channels. */
import type { Client as ApiClient } from '@microsoft/teams.api';
import type { Card, Drawn } from '../drawing/elements.ts';
import { placeOf } from '../ids.ts';
import { type Calls, type CallsParts, makeCalls } from './calls.ts';
import { TeamsSilence } from './refusals.ts';

const MEMBERS_PER_PAGE = 500;
/** More people than any room has. */
const PAGES_MAX = 20;

/** Somebody in a conversation, as its roster has them. */
export interface RosterEntry {
  id?: string;
  name?: string;
  aadObjectId?: string;
  tenantId?: string;
  userRole?: string;
}

export interface Connector {
  /** Begins a thread in a channel. @returns the id of its root */
  begin(channel: string, drawn: Drawn): Promise<string>;
  /** @param conversation a thread, or a personal chat. @returns the message's id */
  send(conversation: string, drawn: Drawn): Promise<string>;
  update(conversation: string, id: string, drawn: Drawn): Promise<void>;
  remove(conversation: string, id: string): Promise<void>;
  /** The same for what one person alone sees; `user` is Teams' own id of theirs. */
  whisper(conversation: string, user: string, drawn: Drawn): Promise<string>;
  whisperAgain(conversation: string, id: string, drawn: Drawn): Promise<void>;
  unwhisper(conversation: string, id: string): Promise<void>;
  react(conversation: string, id: string, type: string): Promise<void>;
  /** The personal chat with somebody. */
  chatWith(user: string): Promise<string>;
  member(conversation: string, user: string): Promise<RosterEntry>;
  members(conversation: string): Promise<RosterEntry[]>;
  channels(team: string): Promise<{ id: string; name: string | null; type: string }[]>;
  /** The id of a team's group, by which Graph knows it. */
  groupOf(team: string): Promise<string | null>;
}

interface ConnectorParts extends CallsParts {
  /** Deskhand's own id, `28:<app id>`; null while it is unknown. */
  bot(): string | null;
  tenant(): string | null;
}

export function makeConnector(parts: ConnectorParts): Connector {
  const calls = makeCalls(parts);
  return { ...posting(calls, parts), ...lookups(calls, parts) };
}

type Who = Pick<ConnectorParts, 'bot' | 'tenant'>;
type Lookups = Pick<Connector, 'chatWith' | 'member' | 'members' | 'channels' | 'groupOf'>;

function activity(drawn: Drawn, more: object = {}): never {
  return {
    type: 'message',
    summary: drawn.summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: drawn.card as Card }],
    ...more,
  } as never;
}

function idOf(what: string, answer: { id?: string } | null | undefined): string {
  // Without an id nobody can tell later which post it was.
  if (!answer?.id) throw new TeamsSilence(`Teams gave no id for ${what}.`);
  return answer.id;
}

function posting({ call, counted }: Calls, { bot, tenant }: Who): Omit<Connector, keyof Lookups> {
  const from = () => (bot() ? { from: { id: bot(), name: 'Deskhand' } } : {});
  return {
    begin: (channel, drawn) => {
      const begun = async (api: ApiClient) => {
        const params = {
          isGroup: true,
          bot: { id: bot() ?? '' },
          tenantId: tenant() ?? '',
          channelData: { channel: { id: channel }, tenant: { id: tenant() ?? '' } },
          activity: activity(drawn, from()),
        };
        const made = (await api.conversations.create(params as never)) as { id?: string; activityId?: string };
        return made.activityId || placeOf(idOf('a new thread', made)).message;
      };
      return counted(channel, 'a new thread', begun, 'inRow');
    },
    send: (conversation, drawn) =>
      counted(conversation, 'a post', async api =>
        idOf('a post', await api.conversations.createActivity(conversation, activity(drawn, from()))),
      ),
    update: (conversation, id, drawn) =>
      counted(
        conversation,
        'a change',
        async api => void (await api.conversations.updateActivity(conversation, id, activity(drawn, from()))),
      ),
    remove: (conversation, id) =>
      counted(conversation, 'a deletion', async api => void (await api.conversations.deleteActivity(conversation, id))),
    whisper: (conversation, user, drawn) =>
      counted(conversation, 'a private message', async api => {
        const given = activity(drawn, { ...from(), recipient: { id: user, isTargeted: true } });
        return idOf('a private message', await api.conversations.createTargetedActivity(conversation, given));
      }),
    whisperAgain: (conversation, id, drawn) =>
      counted(
        conversation,
        'a private change',
        async api => void (await api.conversations.updateTargetedActivity(conversation, id, activity(drawn, from()))),
      ),
    unwhisper: (conversation, id) =>
      counted(
        conversation,
        'a private deletion',
        async api => void (await api.conversations.deleteTargetedActivity(conversation, id)),
      ),
    react: (conversation, id, type) =>
      call('a reaction', async api => void (await api.conversations.addReaction(conversation, id, type as never))),
  };
}

function lookups({ call }: Calls, { bot, tenant }: Who): Lookups {
  return {
    chatWith: user =>
      call('a personal chat', async api => {
        const params = {
          isGroup: false,
          bot: { id: bot() ?? '' },
          members: [{ id: user }],
          tenantId: tenant() ?? '',
          channelData: { tenant: { id: tenant() ?? '' } },
        };
        return idOf('a personal chat', (await api.conversations.create(params as never)) as { id?: string });
      }),
    member: (conversation, user) =>
      call('who somebody is', async api => (await api.conversations.getMemberById(conversation, user)) as RosterEntry),
    members: conversation =>
      call('who is in a channel', async api => {
        const found: RosterEntry[] = [];
        let next: string | undefined;
        for (let page = 0; page < PAGES_MAX; page++) {
          const got = await api.conversations.getPagedMembers(conversation, MEMBERS_PER_PAGE, next);
          found.push(...(got.members as RosterEntry[]));
          next = got.continuationToken || undefined;
          if (!next) break;
        }
        return found;
      }),
    channels: team =>
      call('the channels of a team', async api => {
        const found = (await api.teams.getConversations(team)) as unknown;
        const list = (
          Array.isArray(found) ? found : ((found as { conversations?: unknown[] })?.conversations ?? [])
        ) as {
          id?: string;
          name?: string;
          type?: string;
          channelType?: string;
        }[];
        return list.map(({ id = '', name, type, channelType }) => ({
          id,
          name: name ?? null,
          type: type ?? channelType ?? 'standard',
        }));
      }),
    groupOf: team =>
      call('a team', async api => ((await api.teams.getById(team)) as { aadGroupId?: string }).aadGroupId ?? null),
  };
}
