/** Calls the Bot Connector by Microsoft's client, and reports honestly how it went: done, refused, later, or unknown. */
import { Client as ApiClient } from '@microsoft/teams.api';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { Card, Drawn } from '../drawing/elements.ts';
import { placeOf } from '../ids.ts';
import type { Lanes } from './lanes.ts';
import { TeamsRefusal, TeamsSilence } from './refusals.ts';
import type { Tokens } from './tokens.ts';

/** A call that takes longer is abandoned; whether it was carried out is found out afterwards. */
const CALL_WITHIN_MS = 15 * SECOND;
/** Where Teams does not say how long to wait. */
const WAIT_WITHOUT_WORD_S = 2;
const MEMBERS_PER_PAGE = 500;
/** More people than any room has. */
const PAGES_MAX = 20;
const NOT_REACHED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

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

interface ConnectorParts {
  tokens: Tokens;
  lanes: Lanes;
  clock: Clock;
  /** `28:<app id>`; null while nobody has said who we are. */
  bot(): string | null;
  tenant(): string | null;
  /** Where Teams wants to be called. @throws TryLater while it has not called us yet */
  serviceUrl(): Promise<string>;
}

export function makeConnector(parts: ConnectorParts): Connector {
  const { tokens, lanes, clock } = parts;
  const clients = new Map<string, ApiClient>();
  const clientAt = (url: string) => {
    const there = clients.get(url);
    if (there) return there;
    const http = { timeout: CALL_WITHIN_MS, token: async () => (await tokens.get('bot')) ?? undefined, logger: QUIET };
    const made = new ApiClient(url, http as never);
    clients.set(url, made);
    return made;
  };

  const call = async <T>(what: string, work: (api: ApiClient) => Promise<T>): Promise<T> => {
    const api = clientAt(await parts.serviceUrl());
    try {
      return await work(api);
    } catch (error) {
      throw told(error, what);
    }
  };
  /** What is posted or changed counts against the conversation's rate. */
  const counted = async <T>(conversation: string, what: string, work: (api: ApiClient) => Promise<T>): Promise<T> => {
    await lanes.turn(placeOf(conversation).channel);
    return call(what, work);
  };
  const activity = (drawn: Drawn, more: object = {}) =>
    ({
      type: 'message',
      summary: drawn.summary,
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: drawn.card as Card }],
      ...more,
    }) as never;
  const from = () => (parts.bot() ? { from: { id: parts.bot(), name: 'Deskhand' } } : {});
  const idOf = (what: string, answer: { id?: string } | null | undefined): string => {
    // Without an id nobody can tell later which post it was.
    if (!answer?.id) throw new TeamsSilence(`Teams gave no id for ${what}.`);
    return answer.id;
  };

  function told(error: unknown, what: string): Error {
    const { response, code, config } = error as {
      response?: { status: number; headers?: Record<string, string>; data?: { error?: { code?: string } } };
      code?: string;
      config?: unknown;
    };
    if (!response) {
      if (!config) return error as Error;
      if (NOT_REACHED.test(code ?? ''))
        return new TryLater(clock.now() + 5 * SECOND, `Teams cannot be reached (${code}).`);
      return new TeamsSilence(`The connection to Teams dropped during ${what} (${code ?? 'no reason'}).`);
    }
    const { status, headers, data } = response;
    if (status === 429 || status === 412) {
      const seconds = Number(headers?.['retry-after']) || WAIT_WITHOUT_WORD_S;
      const until = clock.now() + Math.min(seconds * SECOND, 10 * MINUTE);
      return new TryLater(until, `Teams asked to wait with ${what} (${status}).`, status === 429);
    }
    if (status >= 500) return new TeamsSilence(`Teams answered ${what} with ${status}.`);
    if (status === 401) tokens.forget();
    return new TeamsRefusal(what, status, data?.error?.code ?? `http_${status}`);
  }

  return {
    begin: (channel, drawn) =>
      counted(channel, 'a new thread', async api => {
        const params = {
          isGroup: true,
          bot: { id: parts.bot() ?? '' },
          tenantId: parts.tenant() ?? '',
          channelData: { channel: { id: channel }, tenant: { id: parts.tenant() ?? '' } },
          activity: activity(drawn, from()),
        };
        const made = (await api.conversations.create(params as never)) as { id?: string; activityId?: string };
        return made.activityId || placeOf(idOf('a new thread', made)).message;
      }),
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
    chatWith: user =>
      call('a personal chat', async api => {
        const tenant = parts.tenant() ?? '';
        const params = {
          isGroup: false,
          bot: { id: parts.bot() ?? '' },
          members: [{ id: user }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
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

/** The library's own lines hold addresses and words; its errors are ours to tell. */
const QUIET = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  trace: () => {},
  log: () => {},
  child: () => QUIET,
};
