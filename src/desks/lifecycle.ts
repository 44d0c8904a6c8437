/** Handles changes to a desk's workspace and channels: tells admins what to do, and loses nothing meanwhile. */
import type { DeskContext } from '../ports/desk-context.ts';
import type { ChatSide, Tone } from './deliveries.ts';
import type { Troubles } from './troubles.ts';

export type Happening =
  | { as: 'home-opened'; user: string }
  /** Nobody is signed in any more. */
  | { as: 'ended'; words: string }
  /** A channel takes no posts; what somebody does about it. */
  | { as: 'shut'; channel: string; words: string }
  | { as: 'open'; channel: string }
  | { as: 'renamed'; channel: string; to: string }
  /** People of another organisation can read it from now on. */
  | { as: 'shared'; channel: string }
  | { as: 'joined'; channel: string; inviter: string | null }
  /** Somebody's account was closed (`forGood`), or they left the team or took us out of their own messages. */
  | { as: 'left'; user: string; forGood: boolean }
  /** What is known of a channel or a person is asked for again. */
  | { as: 'changed' };

const READ_BY_OTHERS =
  'People of another organisation can read this channel, customers’ words included. They cannot claim, reply or resolve.';

export interface LifecycleSide
  extends Pick<
    ChatSide<never, never>,
    'desk' | 'context' | 'roster' | 'sameName' | 'personRef' | 'publishHome' | 'greet' | 'tell'
  > {
  troubles: Troubles;
  /** What the page of each person is called there: "the Home tab of Deskhand". */
  homeName: string;
  ended(words: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Whoever invites us before there is any room, where nobody knows who installed us, is the one; false when known. */
  learnInstaller(user: string): Promise<boolean>;
  isShared(channel: string): Promise<boolean>;
  /** Says something in a channel, once for its key. */
  post(channel: string, words: string, tone: Tone, key: string): Promise<void>;
}

export async function happened(side: LifecycleSide, what: Happening): Promise<void> {
  const { troubles, desk } = side;
  switch (what.as) {
    case 'home-opened':
      return side.publishHome(what.user);
    case 'ended':
      return side.ended(`${what.words} New posts are queued. Install it again, and it continues where it stopped.`);
    case 'shut': {
      const room = await roomIn(side, what.channel);
      const words = `Room ${room?.name}: ${what.words}`;
      if (room) troubles.say(side.sameName(what.channel), words);
      return;
    }
    case 'open':
      return troubles.mended(side.sameName(what.channel));
    case 'renamed':
      return side.rename(what.channel, what.to);
    case 'shared': {
      const room = await roomIn(side, what.channel);
      if (!room) return;
      const words = `${READ_BY_OTHERS} If that is not what you want, choose another channel in ${side.homeName}.`;
      return desk.notice(room, words, 'failure', `shared:${what.channel}`);
    }
    case 'joined':
      return joined(side, what.channel, what.inviter);
    case 'left':
      return side.context.left(side.personRef(what.user), what.forGood);
    case 'changed':
      return;
  }
}

async function roomIn(
  { context, sameName }: LifecycleSide,
  channel: string,
): Promise<Awaited<ReturnType<DeskContext['rooms']>>[number] | null> {
  const rooms = await context.rooms();
  return rooms.find(each => each.deskRef && sameName(each.deskRef) === sameName(channel)) ?? null;
}

/** Invited into a channel: it becomes the room when none was chosen yet, and whoever invited us is greeted. */
async function joined(side: LifecycleSide, channel: string, inviter: string | null): Promise<void> {
  const { context, desk, troubles, roster } = side;
  troubles.mended(side.sameName(channel));
  const rooms = await context.rooms();
  const known = await roomIn(side, channel);
  const empty = rooms.find(each => !each.deskRef);
  let member = inviter ? await roster.who(inviter) : null;
  // Many workspaces let everybody install an app. Whoever then invites it first, before there is any room, is the one who
  // sets it up.
  const nothingYet = rooms.every(each => !each.deskRef) && member?.as === 'staff' && !member.guest;
  if (nothingYet && inviter && (await side.learnInstaller(inviter))) member = await roster.who(inviter);
  // Where customers' words are shown is for an admin to say.
  const mayPlace = member?.as === 'staff' && member.person.admin;
  if (!known && empty && !mayPlace && inviter) {
    const words = `I am here. Whether enquiries are posted into this channel is for an admin to say: in ${side.homeName}, under Rooms.`;
    await side.tell(channel, null, inviter, words, 'quiet');
  }
  if (!known && empty && mayPlace && (await context.place(empty.id, channel))) {
    troubles.mended('room');
    const words = `Enquiries of "${empty.name}" are posted here from now on. Each one is a thread: press Claim, write in the thread, and nothing goes to a customer before you press Send.`;
    await desk.notice({ id: empty.id, deskRef: channel }, words, 'quiet', `room:${channel}`);
  }
  if ((known || empty) && (await side.isShared(channel)))
    await side.post(channel, READ_BY_OTHERS, 'warning', `shared-here:${channel}`);
  if (inviter && mayPlace) await side.greet(inviter);
}
