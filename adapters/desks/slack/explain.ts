/** `deskhand explain slack`: what is made of a raw delivery. Contacts nothing. */
import type { Json } from '../../../src/ports/json.ts';
import { readText } from './read.ts';
import { contentId, LIFECYCLE, orderKey, understand } from './understand.ts';

const ROOM_SHUT = 'if the channel is a room: new posts wait, and admins are told';
const FORGOTTEN = 'what is known of it is asked for anew';
/** What is done about events of the workspace and its channels. */
const LIFECYCLE_WORDS: Record<string, string> = {
  app_home_opened: 'the Home tab is drawn for whoever opened it',
  app_uninstalled: 'everything waits until it is installed again',
  tokens_revoked: 'if it is the token of the bot: everything waits until it is installed again',
  channel_archive: ROOM_SHUT,
  group_archive: ROOM_SHUT,
  channel_deleted: ROOM_SHUT,
  group_deleted: ROOM_SHUT,
  channel_left: ROOM_SHUT,
  group_left: ROOM_SHUT,
  channel_unarchive: 'if the channel is a room: what waited is posted',
  group_unarchive: 'if the channel is a room: what waited is posted',
  channel_id_changed: 'the room goes on under the new id',
  channel_shared: 'if the channel is a room: the team is warned that others can read it',
  member_joined_channel:
    'if it was Deskhand: the channel becomes the room where there is none, and whoever invited it is greeted',
  channel_rename: FORGOTTEN,
  group_rename: FORGOTTEN,
  member_left_channel: FORGOTTEN,
  user_change: FORGOTTEN,
};

export function explainSlack(raw: Uint8Array): Json {
  let body: { event?: Record<string, unknown> & { type?: string }; event_id?: string; type?: string };
  try {
    body = JSON.parse(Buffer.from(raw).toString('utf8'));
    if (typeof body !== 'object' || body === null) throw new Error();
  } catch {
    return { as: 'unreadable', why: 'This is no JSON. Save the body of a delivery of Slack as it came.' };
  }
  // An inner event alone is understood too.
  const whole = body.event ? body : { event: body as never };
  const type = whole.event?.type ?? '';
  if (LIFECYCLE.has(type))
    return {
      as: 'lifecycle',
      event: type,
      does: LIFECYCLE_WORDS[type] ?? 'nothing',
      content: contentId(whole),
      order: orderKey(whole),
    };
  const meant = understand(whole);
  const message = 'message' in meant ? meant.message : null;
  const read = message ? readText(message) : null;
  return {
    as: meant.as,
    ...('why' in meant ? { why: meant.why } : {}),
    ...('channel' in meant ? { channel: meant.channel } : {}),
    ...('thread' in meant ? { thread: meant.thread } : {}),
    ...('ts' in meant ? { ts: meant.ts } : {}),
    ...('user' in meant ? { user: meant.user } : {}),
    ...(read
      ? {
          text: read.text,
          mentions: read.mentions,
          files: (message?.files ?? []).map(each => each.name ?? each.id),
          leftOut: read.leftOut,
        }
      : {}),
    content: contentId(whole),
    order: orderKey(whole),
  };
}
