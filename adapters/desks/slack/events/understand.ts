/**
 * What an event of Slack means. Pure: the whole decision table stands here, and `deskhand explain slack` prints it.
 *
 *   a person's message in a thread (also a file, "also sent to channel", /me)   write
 *   message_changed by a person                                                 edit: compared with our own copy later
 *   message_changed of a bot's post, or to a tombstone                          nothing, or a deletion
 *   message_deleted                                                             delete
 *   a person's message that another app posted for them                         not taken, and said
 *   anything of a bot (also ours), of Slackbot, joins, topics ...               nothing
 *   any other shape that a person wrote in a thread                             not sent, and said
 */
import type { Meant } from '../../../../src/desks/deliveries.ts';
import { isLifecycle, kindOf } from './lifecycle.ts';
import type { SlackMessage } from './message-shapes.ts';

export interface SlackFile {
  id: string;
  name?: string;
  title?: string;
  mimetype?: string;
  filetype?: string;
  size?: number;
  mode?: string;
  is_external?: boolean;
  file_access?: string;
  external_type?: string;
  url_private?: string;
  url_private_download?: string;
}

/** A message as events carry it. */
export interface EventMessage extends SlackMessage {
  type?: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: unknown;
  ts?: string;
  thread_ts?: string;
  parent_user_id?: string;
  channel?: string;
  channel_type?: string;
  event_ts?: string;
  hidden?: boolean;
  files?: SlackFile[];
  edited?: { ts?: string };
  message?: EventMessage;
  previous_message?: EventMessage;
  deleted_ts?: string;
  team?: string;
  user_team?: string;
  source_team?: string;
  user_profile?: { display_name?: string; real_name?: string };
}

type Understood = Meant<EventMessage>;

/** Messages of these kinds are a person's own words. */
const SPOKEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
/** Slack's own doings, which nobody would expect a customer to get. */
const SILENT =
  /^(bot_|channel_|group_|pinned_|unpinned_|reminder_|assistant_|app_|huddle_|ekm_|message_replied|reply_broadcast|tombstone|sh_room|joiner|file_comment|file_mention|channel|document_)/;
/** The reaction that sends a message: by its author or the owner. */
const ENVELOPE = 'envelope';

interface Envelope {
  event?: Record<string, unknown> & { type?: string };
}

export function understand(body: Envelope): Understood {
  const event = body.event;
  switch (event?.type) {
    case 'message':
      return understandMessage(event as EventMessage);
    case 'app_mention': {
      const message = event as EventMessage;
      if (!message.user || isMachine(message)) return nothing('a machine mentions us');
      const thread = message.thread_ts ?? null;
      const { channel = '', ts = '', user } = message;
      return { as: 'words', channel, thread, post: ts, user, message, direct: false };
    }
    case 'reaction_added': {
      const { user, reaction, item } = event as {
        user?: string;
        reaction?: string;
        item?: { type?: string; channel?: string; ts?: string };
      };
      if (reaction !== ENVELOPE) return nothing('another reaction');
      if (item?.type !== 'message' || !item.channel || !item.ts || !user)
        return nothing('a reaction to something else');
      return { as: 'envelope', channel: item.channel, post: item.ts, user };
    }
    default:
      return nothing('another event');
  }
}

function understandMessage(event: EventMessage): Understood {
  const { subtype, channel = '' } = event;
  if (subtype === 'message_deleted') return deletion(event);
  if (subtype === 'message_changed') return change(event);
  const { user, ts, thread_ts: thread } = event;
  if (isMachine(event)) {
    // A bot of our own or of others has a user too; who it is decides whoever can ask.
    const inThread = thread !== undefined && thread !== ts;
    if (!user || !ts || !inThread || subtype !== undefined || !event.bot_id || /^USLACK/.test(user))
      return nothing('a machine wrote it');
    const app = (event.bot_profile as { name?: string } | undefined)?.name ?? null;
    return { as: 'through-app', channel, thread, post: ts, user, app };
  }
  if (!user || !ts) return nothing('nobody wrote it');
  if (event.channel_type === 'im') {
    return SPOKEN.has(subtype)
      ? { as: 'words', channel, thread: thread ?? null, post: ts, user, message: event, direct: true }
      : nothing('no words');
  }
  if (!thread || thread === ts) return nothing('not in a thread');
  if (!SPOKEN.has(subtype)) {
    return SILENT.test(subtype ?? '')
      ? nothing(`Slack's own ${subtype}`)
      : { as: 'not-sent', channel, thread, post: ts, user, why: 'Deskhand does not know this kind of message.' };
  }
  // A forwarded message has its words in an attachment: it was shown to colleagues, not written to a customer.
  const passedOn = event.attachments?.length && event.attachments.every(each => each.is_share || each.is_msg_unfurl);
  if (!event.text && !event.blocks?.length && !event.files?.length && passedOn)
    return {
      as: 'not-sent',
      channel,
      thread,
      post: ts,
      user,
      why: 'A message that was passed on stays among colleagues.',
    };
  return { as: 'write', channel, thread, post: ts, edition: editionOf(event, ts), user, message: event };
}

function change(event: EventMessage): Understood {
  const { message, channel = '' } = event;
  if (!message?.ts) return nothing('a change of nothing');
  const thread = message.thread_ts ?? event.previous_message?.thread_ts;
  const before = event.previous_message;
  if (message.subtype === 'tombstone' && before && isMachine(before))
    return thread === undefined || thread === message.ts
      ? { as: 'root-gone', channel, post: message.ts }
      : nothing('a post of a machine');
  if (message.subtype === 'tombstone')
    return {
      as: 'delete',
      channel,
      thread: thread ?? null,
      post: message.ts,
      user: human(event.previous_message),
    };
  if (isMachine(message)) return nothing('a machine changed it');
  if (!thread || thread === message.ts) return nothing('not in a thread');
  if (!message.user || !SPOKEN.has(message.subtype)) return nothing('nobody changed it');
  const edition = editionOf(message, event.event_ts ?? event.ts ?? message.ts);
  return { as: 'edit', channel, thread, post: message.ts, edition, user: message.user, message };
}

/**
 * Slack says when a message was last edited, to the second; within one second the time of the event tells. A change that
 * is not an edit (a link that unfolded) carries the words of the edit before it, and its time with them.
 */
export function editionOf(message: EventMessage, at: string): string {
  const [second = ''] = (message.edited?.ts ?? message.ts ?? '').split('.');
  return `${second} ${at}`;
}

function deletion(event: EventMessage): Understood {
  const before = event.previous_message;
  const ts = event.deleted_ts ?? before?.ts;
  if (!ts) return nothing('a deletion of nothing');
  const thread = before?.thread_ts ?? null;
  if (before && isMachine(before)) {
    const isRoot = thread === null || thread === ts;
    return isRoot ? { as: 'root-gone', channel: event.channel ?? '', post: ts } : nothing('a post of a machine');
  }
  if (before && thread === null) return nothing('not in a thread');
  if (thread === ts) return nothing('the root of a thread');
  return { as: 'delete', channel: event.channel ?? '', thread, post: ts, user: human(before) };
}

/** By what it was posted with, never by its subtype: a post under a customer's name has no user at all. */
function isMachine(message: EventMessage): boolean {
  return Boolean(
    message.bot_id ||
      message.bot_profile ||
      message.subtype === 'bot_message' ||
      message.user === 'USLACKBOT' ||
      message.user === 'USLACK',
  );
}

function human(message: EventMessage | undefined): string | null {
  return message && !isMachine(message) ? (message.user ?? null) : null;
}

function nothing(why: string): Understood {
  return { as: 'nothing', why };
}

/**
 * What tells one delivery from another: a message by where and when it was written, so that the same one in two events
 * is one; everything else by Slack's own id of the event.
 */
export function contentId(body: { event_id?: string; event?: Record<string, unknown> }): string {
  const event = (body.event ?? {}) as EventMessage & { type?: string };
  const { channel, type } = event;
  if (type === 'app_mention') return `mention:${channel}:${event.ts}`;
  if (type !== 'message') return `event:${body.event_id}`;
  if (event.subtype === 'message_changed')
    return `changed:${channel}:${event.message?.ts}:${event.event_ts ?? event.ts}`;
  if (event.subtype === 'message_deleted')
    return `deleted:${channel}:${event.deleted_ts ?? event.previous_message?.ts}`;
  return `message:${channel}:${event.ts}`;
}

/** What has to be handled in order: everything of one thread. */
export function orderKey(body: { event?: Record<string, unknown> }): string {
  const event = (body.event ?? {}) as EventMessage & { item?: { channel?: string; ts?: string } };
  const channel = event.channel ?? event.item?.channel ?? '';
  if (typeof channel !== 'string') return 'team';
  const thread =
    event.message?.thread_ts ??
    event.previous_message?.thread_ts ??
    event.thread_ts ??
    event.item?.ts ??
    event.deleted_ts ??
    event.ts ??
    '';
  return `${channel}:${thread}`;
}

/** Is it worth keeping? Most of what is said in a channel is none of our business, and is not stored. */
export function concernsUs(body: Envelope): boolean {
  const type = kindOf(body.event ?? {});
  if (type === 'message' || type === 'app_mention' || type === 'reaction_added')
    return understand(body).as !== 'nothing';
  return isLifecycle(type);
}
