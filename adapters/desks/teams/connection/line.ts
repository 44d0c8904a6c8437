/** One tenant's connection to Teams: calls, people, rights, posts, and what the other parts work with. */

import { SECOND } from '../../../../src/core/time.ts';
import { type InRooms, makeInRooms, type Verdict } from '../../../../src/desks/in-rooms.ts';
import { makeRights, type Rights } from '../../../../src/desks/rights.ts';
import type { KnownPeople } from '../../../../src/desks/roster.ts';
import { makeTroubles, SIGN_IN, type Troubles } from '../../../../src/desks/troubles.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import { makePoster, type Poster } from '../actions/post.ts';
import { drawEntry } from '../drawing/cards.ts';
import { CHANNEL_ID, isRef, placeOf } from '../ids.ts';
import { type Connector, makeConnector } from './connector.ts';
import { type Lanes, makeLanes } from './lanes.ts';
import { makeNoted } from './noted.ts';
import { makePeople } from './people.ts';
import { makePlaces, type Places } from './places.ts';
import { makeReadBack } from './read-back.ts';
import { TeamsRefusal } from './refusals.ts';
import type { TeamsSettings } from './settings.ts';
import { makeTokens, type Tokens } from './tokens.ts';

export const TEAMS = 'teams';
const SIGNED_OUT_AGAIN_MS = 30 * SECOND;
const BLIND = {
  nothing:
    'Deskhand may not read the messages of this team. It hears only those that mention it. It also cannot check whether a post that Teams did not confirm is there, so one may be there twice. Ask an owner of the team to agree to the app again (Manage team, Apps).',
  'no team':
    'Deskhand does not know yet which team the channel of a room belongs to. It cannot check whether a post that Teams did not confirm is there, so one may be there twice. Write @Deskhand help in that channel once.',
};
const NO_CHANNEL =
  'No Teams channel has been chosen for a room yet. New posts are queued. Add the app to a team, or write "settings" in your personal chat with Deskhand to choose a channel.';

export interface TeamsDeskOptions {
  settings: TeamsSettings;
  /** The tenant of this workspace; null where deliveries are unsigned and none is named. */
  tenant: string | null;
  fetch: typeof globalThis.fetch;
  /** Keeps to the rates that Teams allows. */
  paced: boolean;
}

/** What the parts of a tenant's desk work with. */
export interface TeamsLine {
  readonly context: DeskContext;
  readonly settings: TeamsSettings;
  readonly connector: Connector;
  readonly tokens: Tokens;
  readonly lanes: Lanes;
  readonly places: Places;
  readonly people: KnownPeople;
  readonly rights: Rights;
  readonly troubleList: Troubles;
  readonly inRooms: InRooms;
  readonly poster: Poster;
  /** How much of a channel may be read: `no team` while nobody knows where it belongs. */
  sees(channel: string, what: 'all' | 'nothing' | 'no team'): void;
  readonly fetch: typeof globalThis.fetch;
  /** The personal chat with somebody. */
  direct(user: string): Promise<string>;
  signedOut(error: TeamsRefusal): Promise<TryLater>;
  /** A link that opens a message; null until the tenant is known. */
  linkTo(ref: string): string | null;
}

export function makeLine(context: DeskContext, { settings, tenant, fetch, paced }: TeamsDeskOptions): TeamsLine {
  const { clock, shelf } = context;
  const places = makePlaces(context, settings, tenant);
  const tokens = makeTokens({ settings, tenant: places.tenant, clock, fetch });
  const lanes = makeLanes(clock, paced);
  const { serviceUrl, bot } = places;
  const connector = makeConnector({ tokens, lanes, clock, bot, tenant: places.tenant, serviceUrl });
  const people = makePeople({ context, connector, places, settings });
  const chats = makeNoted<string>(shelf, 'chats');
  const direct = async (user: string) => {
    const there = await chats.get(user);
    if (there) return there;
    const chat = await connector.chatWith((await places.seen(user))?.id ?? user);
    await chats.note(user, chat);
    return chat;
  };
  const troubleList = makeTroubles({
    about: () => ({ desk: TEAMS, tenant: places.tenant() }),
    context,
    counts: () => true,
    installer: places.installer,
    admins: async () => settings.admins,
    tell: async (user, words, key) => {
      const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'failure' });
      await poster.post(key, { channel: await direct(user), thread: null, drawn });
    },
  });
  const sees = seesWith(troubleList);
  const poster = makePoster({
    context,
    connector,
    places,
    readBack: makeReadBack(tokens, settings.loginUrl, fetch),
    sees,
  });
  const signedOut = async (error: TeamsRefusal) => {
    const words = error.word === 'token' ? error.message : refusedWords(error);
    troubleList.say(SIGN_IN, words);
    return new TryLater(clock.now() + SIGNED_OUT_AGAIN_MS, words, true);
  };
  return {
    context,
    settings,
    connector,
    tokens,
    lanes,
    places,
    people,
    poster,
    sees,
    fetch,
    direct,
    troubleList,
    signedOut,
    rights: makeRights({
      roster: people,
      ...context,
      sameName: it => it,
      adminSeen: troubleList.tellFromNow,
    }),
    inRooms: roomsOf(context, { people, troubles: troubleList, signedOut }),
    linkTo: ref => {
      const { channel, message } = placeOf(ref);
      const of = places.tenant();
      if (!of || !CHANNEL_ID.test(channel)) return null;
      return `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${message}?tenantId=${of}&parentMessageId=${message}`;
    },
  };
}

interface RoomsParts {
  people: KnownPeople;
  troubles: Troubles;
  signedOut: TeamsLine['signedOut'];
}

function roomsOf(context: DeskContext, { people, troubles, signedOut }: RoomsParts): InRooms {
  return makeInRooms({
    context,
    troubles,
    noRoom: NO_CHANNEL,
    isRef,
    channelOf: ref => placeOf(ref).channel,
    sameName: it => it,
    judge: (error, channel) => (error instanceof TeamsRefusal ? judge(error, channel, people) : null),
    signedOut: error => signedOut(error as TeamsRefusal),
    over: key => key === SIGN_IN,
  });
}

/** Teams refuses alike for a channel that is gone and a thread that is gone; the team's list of channels tells which. */
async function judge({ status, word }: TeamsRefusal, channel: string, people: KnownPeople): Promise<Verdict> {
  if (!CHANNEL_ID.test(channel)) return null;
  if (status === 403) return { as: 'shut', words: shutWords(word) };
  if (status !== 404) return null;
  people.forget(channel);
  if (await people.exists(channel)) return { as: 'gone', onceMore: true };
  return { as: 'shut', words: DELETED };
}

function seesWith(troubles: Troubles): TeamsLine['sees'] {
  return (channel, what) => {
    const key = `read-back:${channel}`;
    if (what === 'all') troubles.forget(each => each === key);
    else troubles.say(key, BLIND[what]);
  };
}

const DELETED =
  'The channel of a room no longer exists, or Deskhand was removed from its team. New posts are queued. Add the app to the team again, or write "settings" in your personal chat with Deskhand to choose another channel.';

function shutWords(word: string): string {
  if (word === 'BotNotInConversationRoster')
    return 'Deskhand is no longer in the channel of a room. New posts are queued. Add the app to the team again; if the channel is private or shared, to the channel too.';
  if (/Archived|ReadOnly|MessageWritesBlocked/i.test(word))
    return 'The team or channel of a room was archived or takes no posts. New posts are queued. Ask an owner of the team to restore it, or write "settings" in your personal chat with Deskhand to choose another channel.';
  return `Teams does not let Deskhand post into the channel of a room (${word}). New posts are queued. Check in Manage team, Apps that the app is still there, and in the Teams admin center that it is allowed.`;
}

function refusedWords({ word }: TeamsRefusal): string {
  return `Teams does not accept Deskhand's sign-in (${word}). New posts are queued. Compare TEAMS_CLIENT_ID with the bot in the Teams Developer Portal, and run "deskhand doctor".`;
}
