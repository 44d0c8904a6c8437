/** Teams' part of handling a delivery, for the parts that every desk shares. */

import { firstNameOf } from '../../../../src/core/first-name.ts';
import { LEFT_OUT } from '../../../../src/desk/left-out.ts';
import { type ChatSide, type Deliveries, FILES_MAX, makeDeliveries } from '../../../../src/desks/deliveries.ts';
import { type Happening, happened, type LifecycleSide } from '../../../../src/desks/lifecycle.ts';
import { SIGN_IN } from '../../../../src/desks/troubles.ts';
import { type BesideWords, staffFiles } from '../actions/files.ts';
import type { Activity } from '../activity.ts';
import { YOUNG_MS } from '../connection/places.ts';
import type { TeamsRefusal } from '../connection/refusals.ts';
import type { TeamsDesk } from '../desk.ts';
import { drawEntry, drawPrivate } from '../drawing/cards.ts';
import { isObjectId, momentOf, personRef, placeOf, refOf } from '../ids.ts';
import { isLifecycle, readLifecycle, type TeamsHappening } from './lifecycle.ts';
import { filesIn, isSame, readText, spoken } from './read.ts';
import { editionOf, personOf, understand, whereIs } from './understand.ts';

/** Characters of a message that are read. */
const TEXT_CHARS_MAX = 40_000;

export function teamsDeliveries(desk: TeamsDesk): Deliveries {
  return makeDeliveries(sideOf(desk));
}

function sideOf(desk: TeamsDesk): ChatSide<Activity, BesideWords> {
  const { context, people, places, whisper, troubleList } = desk;
  const bot = () => places.bot() ?? '';
  const side: ChatSide<Activity, BesideWords> = {
    desk,
    context,
    roster: people,
    rights: desk.rights,
    files: staffFiles(desk),
    ready: places.load,
    signedOut: error => desk.signedOut(error as TeamsRefusal),
    understand: body => {
      const activity = body as Activity;
      const meant = understand(activity, bot());
      if (meant.as === 'words') {
        const how = meant.direct ? 'direct' : 'mention';
        desk.asked(`answer:${how}:${meant.channel}:${meant.post}`, activity.conversation?.id ?? '');
      }
      // What mentions nobody is only heard where the team's owner lets us read.
      if (meant.as === 'write') desk.sees(meant.channel, 'all');
      return meant;
    },
    lifecycle: async body => {
      const activity = body as Activity;
      if (!isLifecycle(activity)) return false;
      await cameAndWent(desk, lifecycle, activity);
      return true;
    },
    refOf,
    placeOf,
    personRef,
    momentOf: message => momentOf(message) ?? context.clock.now(),
    isUs: user => isSame(user, bot()),
    sameName: it => it,
    renamed: async () => false,
    // The root says when its thread was begun, and ours are known at once.
    isForeign: message => context.clock.now() - (momentOf(whereIs(message).thread) ?? 0) > YOUNG_MS,
    nameIn: ({ from }) => from?.name ?? '',
    read,
    spoken,
    filesIn: message => filesIn(message).map(({ file, id }) => ({ file: { ...file, id }, id })),
    // The person's own client puts it together.
    unproven: true,
    pressedOn: message => {
      const { thread, post } = whereIs(message);
      const written = thread !== '' && thread !== post;
      return {
        thread: thread || null,
        post,
        user: written ? personOf(message.from, bot()) : null,
        edition: editionOf(message),
      };
    },
    tell: (channel, thread, user, words, tone) =>
      whisper(thread ? refOf(channel, thread) : channel, user, drawTold(words, tone)),
    // A press is answered before it is looked at.
    tellPresser: async () => false,
    direct: desk.direct,
    publishHome: desk.publishHome,
    greet: desk.greet,
    adminSeen: troubleList.tellFromNow,
  };
  const lifecycle = lifecycleOf(desk, side);
  return side;
}

/** Customers get a colleague's first name, as far as it is sure; teams, channels and tags are called as they are. */
function nameFor({ entities = [] }: Activity): (id: string) => string | null {
  return id => {
    // By Teams' own id in a delivery, by that of Entra in a message that an action was used on.
    const isPerson = id.startsWith('29:') || isObjectId(id);
    const person = isPerson && entities.find(each => each.mentioned?.id === id)?.mentioned?.name;
    return person ? (firstNameOf(person) ?? 'somebody') : null;
  };
}

/** What a person wrote, with all that belongs to it. */
async function read(message: Activity): ReturnType<ChatSide<Activity, BesideWords>['read']> {
  const { text: whole, formatted, leftOut, mentions } = readText(message, nameFor(message));
  const text = [...whole].slice(0, TEXT_CHARS_MAX).join('');
  const extra = filesIn(message)
    .slice(FILES_MAX)
    .map(({ file, id }) => file.name ?? id);
  const missing = [
    ...leftOut,
    ...(text === whole ? [] : [LEFT_OUT.cut]),
    ...(extra.length ? [LEFT_OUT.files(extra)] : []),
  ];
  return {
    text,
    ...(formatted && text === whole ? { formatted } : {}),
    ...(missing.length ? { leftOut: missing } : {}),
    mentionsStaff: mentions.length > 0,
  };
}

function lifecycleOf(desk: TeamsDesk, side: ChatSide<Activity, BesideWords>): LifecycleSide {
  const { people, places, troubleList } = desk;
  return {
    ...side,
    homeName: 'your personal chat with Deskhand (write "settings" there)',
    troubles: troubleList,
    ended: async words => troubleList.say(SIGN_IN, words),
    rename: async () => {},
    learnInstaller: async user => {
      const learnt = await places.learnInstaller(user);
      if (learnt) people.forget(user);
      return learnt;
    },
    isShared: async channel => (await people.channel(channel))?.isShared === true,
    post: async (channel, words, tone, key) =>
      void (await desk.poster.post(key, { channel, thread: null, drawn: drawTold(words, tone) })),
  };
}

async function cameAndWent(desk: TeamsDesk, side: LifecycleSide, activity: Activity): Promise<void> {
  const { what, changed } = readLifecycle(activity);
  const { as, team, channel } = what;
  // Who comes into a team or leaves it is told there, and in none of its channels.
  const places = channel || !team ? [] : await roomsIn(desk, team);
  for (const each of [...changed, ...places]) desk.people.forget(each);
  for (const each of await happenings(desk, what)) await happened(side, each);
  // Without the owner's consent everything works but hearing: better said now than when somebody waits for an answer.
  if (team && !desk.settings.unsigned && (as === 'installed' || as === 'upgraded'))
    for (const each of await roomsIn(desk, team)) await desk.poster.tryToSee(each);
}

function roomsIn({ places, connector }: TeamsDesk, team: string): Promise<string[]> {
  return places.channelsOf(team, connector.channels);
}

/** What happened to a team happened to each of its channels. */
async function happenings(desk: TeamsDesk, what: TeamsHappening): Promise<Happening[]> {
  const { team, user, words = '' } = what;
  const channels = what.channel ? [what.channel] : team ? await roomsIn(desk, team) : [];
  const each = (make: (channel: string) => Happening): Happening[] => channels.map(make);
  switch (what.as) {
    case 'installed': {
      // The first channel of a team has the team's own id.
      const channel = what.channel ?? team;
      if (user && desk.settings.admins.length === 0) await becomeInstaller(desk, user);
      const rooms = team ? await roomsIn(desk, team) : [];
      const open = rooms.map(room => ({ as: 'open' as const, channel: room }));
      return channel ? [...open, { as: 'joined', channel, inviter: user }] : open;
    }
    case 'upgraded':
    case 'team-open':
    case 'channel-back':
      return each(channel => ({ as: 'open', channel }));
    case 'removed':
    case 'team-shut':
    case 'channel-gone':
      return each(channel => ({ as: 'shut', channel, words }));
    case 'shared':
      return each(channel => ({ as: 'shared', channel }));
    case 'left':
      return whoIsGone(desk, what);
    case 'home':
      return user ? [{ as: 'home-opened', user }] : [];
    default:
      return [{ as: 'changed' }];
  }
}

/** Whoever left a team may be in another one that has a room; who took us out of their chat is told nothing there. */
async function whoIsGone({ context, people }: TeamsDesk, { left = [], team }: TeamsHappening): Promise<Happening[]> {
  const rooms = team ? (await context.rooms()).flatMap(each => each.deskRef ?? []) : [];
  const found: Happening[] = [];
  for (const user of left) {
    // Whether they left the organisation, too, Teams does not say.
    if (!(await people.canRead(user, rooms))) found.push({ as: 'left', user, forGood: false });
  }
  return found;
}

/** Rosters do not say who may manage a team: where no admin is written down, whoever first adds the app is one. */
async function becomeInstaller({ people, places }: TeamsDesk, user: string): Promise<void> {
  const member = await people.who(user);
  if (member.as !== 'staff' || member.guest || !(await places.learnInstaller(user))) return;
  people.forget(user);
}

function drawTold(words: string, tone: 'quiet' | 'warning' | 'failure' | 'refusal') {
  if (tone !== 'refusal') return drawEntry({ as: 'line', words, buttons: [], tone });
  return drawPrivate({ words, quote: null, hints: [], buttons: [], tone, post: null });
}
