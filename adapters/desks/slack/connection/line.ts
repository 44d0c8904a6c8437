/** One workspace's line to Slack: connection, people, rights, posts, and what the other parts work with. */

import type { DurationMs } from '../../../../src/core/time.ts';
import { type InRooms, makeInRooms } from '../../../../src/desks/in-rooms.ts';
import { makeRights, type Rights } from '../../../../src/desks/rights.ts';
import { makeTroubles, type Troubles } from '../../../../src/desks/troubles.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import type { FileParts } from '../actions/files.ts';
import { makePoster, type Poster } from '../actions/post.ts';
import { drawEntry } from '../drawing/blocks.ts';
import { isRef, permalink, placeOf } from '../ids.ts';
import { type Answers, makeAnswers } from './answers.ts';
import { type SlackCalls, SlackRefusal } from './call.ts';
import { CHANNEL_ID, type Connection, judge, makeConnection } from './connection.ts';
import { makePeople, type People } from './people.ts';
import { makePlaces, type Places } from './places.ts';
import type { ConnectionOptions } from './sign-in.ts';

export const SLACK = 'slack';
const NO_CHANNEL =
  'No Slack channel has been chosen for a room yet. New posts are queued. Invite Deskhand into the channel, or choose one in its Home tab.';

export interface SlackDeskOptions extends ConnectionOptions {
  /** The least time between two posts into a channel. */
  gapMs: DurationMs;
  apiUrl: string;
  fetch: typeof globalThis.fetch;
}

/** What the parts of a workspace's desk work with. */
export interface SlackLine {
  readonly context: DeskContext;
  readonly connection: Connection;
  readonly calls: SlackCalls;
  readonly people: People;
  readonly rights: Rights;
  readonly troubleList: Troubles;
  readonly answers: Answers;
  readonly poster: Poster;
  readonly files: FileParts;
  readonly places: Places;
  readonly inRooms: InRooms;
  /** The direct message with somebody. */
  direct(user: string): Promise<string>;
  /** A link that opens a message; null until Slack has told us the workspace's address. */
  linkTo(ref: string): string | null;
  /** A link that opens a channel; null until Slack has told us the workspace's address. */
  channelUrl(channel: string): string | null;
}

export function makeLine(context: DeskContext, options: SlackDeskOptions): SlackLine {
  const { clock, shelf } = context;
  const { apiUrl, fetch, gapMs } = options;
  const places = makePlaces(context);
  const calls: SlackCalls = { call: (method, args) => connection.calls().call(method, args) };
  const poster = makePoster({ calls, shelf, clock, gapMs });
  const direct = directMessages(calls);
  const troubleList = makeTroubles({
    about: () => ({ desk: SLACK, team: connection.installation()?.team ?? null }),
    context,
    // A channel that is no longer a room troubles nobody.
    counts: key => !CHANNEL_ID.test(key) || places.isRoom(key),
    installer: () => connection.installation()?.installer ?? null,
    admins: () => people.admins(),
    tell: async (user, words, key) => {
      const drawn = drawEntry({ as: 'line', words, buttons: [], tone: 'failure' });
      await poster.post(key, { channel: await direct(user), thread: null, drawn });
    },
  });
  const connection = makeConnection(context, options, troubleList);
  const people = makePeople({
    calls,
    clock,
    team: () => {
      const known = connection.installation();
      return { id: known?.team ?? '', enterprise: known?.enterprise ?? null };
    },
    isInstaller: user => connection.installation()?.installer === user,
    blind: words =>
      troubleList.say(
        'scope:users:read',
        `${words} Deskhand cannot tell who is from outside, so nobody may answer. Install the app again with the manifest of "deskhand manifest slack".`,
      ),
  });
  const files: FileParts = {
    calls,
    get token() {
      return connection.token();
    },
    shelf,
    clock,
    apiUrl,
    fetch,
  };
  return {
    context,
    connection,
    calls,
    people,
    rights: makeRights({
      roster: people,
      rooms: context.rooms,
      thread: context.thread,
      sameName: places.firstName,
      manages: context.manages,
      adminSeen: troubleList.tellFromNow,
    }),
    troubleList,
    answers: makeAnswers(clock, apiUrl, fetch),
    poster,
    files,
    places,
    inRooms: roomsOf(context, { places, connection, troubles: troubleList }),
    direct,
    ...linksIn(() => connection.installation()?.url ?? null, places),
  };
}

/** Links into the workspace; null until Slack has told us its address. */
function linksIn(urlOf: () => string | null, places: Places): Pick<SlackLine, 'channelUrl' | 'linkTo'> {
  return {
    channelUrl: channel => {
      const url = urlOf();
      return url && new URL(`archives/${places.now(channel)}`, url).href;
    },
    linkTo: ref => {
      const url = urlOf();
      const { channel, ts } = placeOf(ref);
      return url && isRef(ref) ? permalink(url, { channel: places.now(channel), ts }) : null;
    },
  };
}

function roomsOf(
  context: DeskContext,
  { places, connection, troubles }: { places: Places; connection: Connection; troubles: Troubles },
): InRooms {
  return makeInRooms({
    // Which of them are rooms is asked for troubles too.
    context: { clock: context.clock, rooms: places.look },
    troubles,
    noRoom: NO_CHANNEL,
    isRef,
    channelOf: ref => placeOf(ref).channel,
    sameName: places.firstName,
    judge: (error, channel) => (error instanceof SlackRefusal ? judge(error, channel) : null),
    signedOut: error => connection.signedOut(error as SlackRefusal),
    over: key => /^(scope|thread):/.test(key),
  });
}

function directMessages(calls: SlackCalls): SlackLine['direct'] {
  const known = new Map<string, string>();
  return async user => {
    const there = known.get(user);
    if (there) return there;
    const { channel } = await calls.call<{ channel: { id: string } }>('conversations.open', { users: user });
    known.set(user, channel.id);
    return channel.id;
  };
}
