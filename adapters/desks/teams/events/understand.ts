/**
 * Decides what an activity from Teams means. Pure. This is the whole decision table; `deskhand explain teams` uses it.
 *
 *   a person's message in a channel's thread                            write
 *   the same with a mention of Deskhand, or beginning with its name     words: a command
 *   a slash command, which only its author and Deskhand see             words: a command
 *   a person's message in the personal chat                             words: a command
 *   one with nothing that can be sent: a card, a voice message          not sent, and its author is told
 *   a post that begins a thread, without a mention of Deskhand          nothing
 *   messageUpdate of a person's message in a thread                     edit: compared with our own copy later
 *   messageUpdate that takes a deletion back (undeleteMessage)          edit: see below
 *   messageDelete                                                       delete; of the root of a thread: root gone
 *   a post of an app in a person's name, in a thread                    not taken, and said in the thread
 *   of another bot, a flow, ourselves; in a chat of several people      nothing
 *   a press (a message with a value), every invoke                      nothing: answered while somebody waits for it
 *   a reaction                                                          nothing: a reaction never sends anything
 *
 * A deletion that is taken back sends nothing. It arrives as an edit with the message's words. A reply that was withdrawn
 * when its message was deleted stays withdrawn, since an edit of a deleted message changes nothing. If the deletion never
 * arrived, the words are the same. A message never seen before is shown to its author, and leaves only by a press.
 */
import { fingerprintOf } from '../../../../src/core/message.ts';
import type { Meant } from '../../../../src/desks/deliveries.ts';
import type { Account, Activity } from '../activity.ts';
import { CHANNEL_ID, isObjectId, momentOf, placeOf, refOf } from '../ids.ts';
import { isLifecycle } from './lifecycle.ts';
import { asksUs, filesIn, isSame, readText } from './read.ts';
import { fieldsOf, slim } from './slim.ts';

type Understood = Meant<Activity>;

/** @param bot Deskhand's id in Teams, `28:<client id>`: the recipient of what Teams delivers */
export function understand(given: Activity, bot: string): Understood {
  const activity = slim(given);
  switch (activity.type) {
    case 'message':
      return isPress(given) ? nothing('a press') : written(activity, bot);
    case 'messageUpdate':
      return changed(activity, bot);
    case 'messageDelete':
      return deleted(activity, bot);
    case 'messageReaction':
      return nothing('a reaction never sends anything');
    default:
      return nothing('another event');
  }
}

/** A button that sends itself as a message: it has a value, and nobody typed it. */
export function isPress(given: Activity): boolean {
  return given.type === 'message' && Object.keys(fieldsOf(given.value)).length > 0;
}

function written(activity: Activity, bot: string): Understood {
  const { kind, channel, thread, post } = whereIs(activity);
  const user = personOf(activity.from, bot);
  if (!user) return throughApp(activity, bot);
  // What has no name of its own is told from others by its time.
  const named = post || (activity.timestamp ?? '');
  const words = { as: 'words' as const, channel, post: named, user, message: activity };
  if (kind === 'personal') return { ...words, thread: null, direct: true };
  if (kind !== 'channel') return nothing('a chat of several people');
  const begins = thread === '' || thread === post;
  if (asksUs(activity, bot)) return { ...words, thread: begins ? null : thread, direct: false };
  if (begins) return nothing('a post that begins a thread');
  const why = whyNotSent(activity, post);
  if (why) return { as: 'not-sent', channel, thread, post: named, user, why };
  return { as: 'write', channel, thread, post, edition: editionOf(activity), user, message: activity };
}

/** Why nothing of a message can be sent; null when something can. */
function whyNotSent(activity: Activity, post: string): string | null {
  if (!/^[\w-]{1,64}$/.test(post)) return 'Teams gave this message no id, so Deskhand cannot keep track of it.';
  const { text, leftOut } = readText(activity);
  if (text !== '' || filesIn(activity).length) return null;
  return leftOut.length ? leftOut.join(' ') : 'There are no words in this message that Deskhand can read.';
}

/** Flows post in the name of whoever made them. */
function throughApp(activity: Activity, bot: string): Understood {
  const { kind, channel, thread, post } = whereIs(activity);
  const { from, channelData } = activity;
  if (!from) return nothing('nobody wrote it');
  if (isSame(from.id, bot)) return nothing('Deskhand wrote it');
  const user = (channelData?.onBehalfOf ?? []).map(each => each.mri?.split(':').at(-1)).find(isObjectId);
  if (!user || kind !== 'channel' || !post || !thread || thread === post) return nothing('a machine wrote it');
  return { as: 'through-app', channel, thread, post, user: user.toLowerCase(), app: from.name ?? null };
}

function changed(activity: Activity, bot: string): Understood {
  const { kind, channel, thread, post } = whereIs(activity);
  const user = personOf(activity.from, bot);
  if (!user) return nothing('a machine changed it');
  if (kind !== 'channel') return nothing('what was said is not done again when it is edited');
  if (!post || !thread || thread === post) return nothing('not in a thread');
  return { as: 'edit', channel, thread, post, edition: editionOf(activity), user, message: activity };
}

/** Whoever may manage a team can delete what others wrote: whose message it was is known here. */
function deleted(activity: Activity, bot: string): Understood {
  const { kind, channel, thread, post } = whereIs(activity);
  if (kind !== 'channel' || !post) return nothing('not in a channel');
  if (thread === post) return { as: 'root-gone', channel, post };
  return { as: 'delete', channel, thread: thread || null, post, user: personOf(activity.from, bot) };
}

interface Where {
  kind: 'channel' | 'personal' | 'group';
  channel: string;
  /** The root of the thread; empty where it is not said. */
  thread: string;
  post: string;
}

/** Where it was said, as far as it is said. */
export function whereIs({ id = '', replyToId, conversation = {}, channelData = {} }: Activity): Where {
  const { channel: named, message } = placeOf(conversation.id ?? '');
  const type = conversation.conversationType;
  const isChannel =
    type === 'channel' ||
    (type === undefined && (message !== '' || channelData.channel?.id !== undefined || CHANNEL_ID.test(named)));
  if (isChannel) {
    const thread = message || answeredBy({ replyToId, channelData }) || '';
    return { kind: 'channel', channel: named || (channelData.channel?.id ?? ''), thread, post: id };
  }
  const personal = type === 'personal' || (type === undefined && named !== '' && conversation.isGroup !== true);
  return { kind: personal ? 'personal' : 'group', channel: named, thread: '', post: id };
}

/** The message that something was done on or in answer to; older deliveries say it as `1:<message>`, or by names of their own. */
export function answeredBy({ replyToId, channelData }: Activity): string | null {
  return replyToId || (/^1:(\d+)$/.exec(channelData?.legacy?.replyToId ?? '')?.[1] ?? null);
}

/** A person's Entra object id, or Teams' own id for an outsider, who has none. Null for bots and flows. */
export function personOf(from: Account | undefined, bot = ''): string | null {
  const { id = '', aadObjectId, role } = from ?? {};
  if (/^(28|48):/.test(id) || /^(bot|skill|agentic)/i.test(role ?? '') || isSame(id, bot)) return null;
  return aadObjectId?.toLowerCase() ?? (id || null);
}

/** Of two edits the later one sorts last, by Teams' time to its last digit: it writes `.46` and `.4615413`. */
export function editionOf({ id = '', timestamp = '' }: Activity): string {
  const [, fraction = ''] = /\.(\d+)/.exec(timestamp) ?? [];
  const at = Date.parse(timestamp);
  const ms = Number.isNaN(at) ? (momentOf(id) ?? 0) : at;
  return `${String(ms).padStart(15, '0')} ${fraction.padEnd(9, '0')} ${id}`;
}

/**
 * What tells one delivery from another: what it is, where it stands and how Teams calls it, never how often it came. The
 * edits of a message all have its id, so their time belongs to them.
 */
export function contentId(given: Activity): string {
  const activity = slim(given);
  const { type = '', id, timestamp = '', conversation, channelData } = activity;
  const again = type === 'messageUpdate' || type === 'messageDelete';
  const named = id ? `${id}${again ? `:${timestamp}` : ''}` : `${timestamp}:${fingerprintOf(JSON.stringify(activity))}`;
  return [type, channelData?.eventType ?? '', conversation?.id ?? '', named].join(':');
}

/** What has to be handled in order: everything of one thread, and everything about a team. */
export function orderKey(given: Activity): string {
  const activity = slim(given);
  if (isLifecycle(activity)) return `team:${activity.channelData?.team?.id ?? activity.conversation?.id ?? ''}`;
  const { kind, channel, thread, post } = whereIs(activity);
  return kind === 'channel' ? refOf(channel, thread || post) : channel || 'team';
}

/** Is it worth storing? Most of what is said in a channel has nothing to do with enquiries, and is not stored. */
export function concernsUs(given: Activity): boolean {
  return isLifecycle(given) || understand(given, slim(given).recipient?.id ?? '').as !== 'nothing';
}

function nothing(why: string): Understood {
  return { as: 'nothing', why };
}
