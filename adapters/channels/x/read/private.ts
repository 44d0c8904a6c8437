/** A private message, as the API gives it (`dm_events`) and as events carry it (`direct_message_events`). */
import {
  type Account,
  field,
  fields,
  idOf,
  isNewer,
  type Loose,
  line,
  type Media,
  type PrivateMessage,
  timeOf,
  words,
} from '../shapes.ts';
import { keysOf, linksOf } from './post.ts';

/** An event of `/2/dm_events`. @returns null when it is no message, such as somebody who joined */
export function readMessage(raw: Loose): PrivateMessage | null {
  const id = idOf(raw.id);
  if (!id || raw.event_type !== 'MessageCreate') return null;
  return {
    id,
    conversationId: idOf(raw.dm_conversation_id),
    senderId: idOf(raw.sender_id),
    recipientId: null,
    text: words(raw.text) ?? '',
    links: linksOf([raw, raw.entities]),
    mediaKeys: keysOf(raw.attachments, 'media_keys'),
    media: [],
    writtenAt: timeOf(raw.created_at),
  };
}

/** One of `direct_message_events`, the shape that events still have. */
export function readLegacyMessage(raw: Loose): PrivateMessage | null {
  const id = idOf(raw.id);
  const create = fields(raw.message_create);
  if (!id || raw.type !== 'message_create') return null;
  const data = fields(create.message_data);
  const senderId = idOf(create.sender_id);
  const recipientId = idOf(field(create.target, 'recipient_id'));
  return {
    id,
    conversationId: idOf(raw.dm_conversation_id) ?? pairOf(senderId, recipientId),
    senderId,
    recipientId,
    text: words(data.text) ?? '',
    links: linksOf([data.entities, { urls: [mediaLink(data.attachment)] }]),
    mediaKeys: [],
    media: attached(data.attachment),
    writtenAt: timeOf(raw.created_timestamp),
  };
}

/** X names a conversation of two after both, the smaller id first. */
function pairOf(a: string | null, b: string | null): string | null {
  if (!a || !b) return null;
  return isNewer(a, b) ? `${b}-${a}` : `${a}-${b}`;
}

/** Both who take part; null for a group, which has a name of its own. */
export function partnersOf(conversationId: string | null): [string, string] | null {
  const [, a, b] = /^(\d+)[-:](\d+)$/.exec(conversationId ?? '') ?? [];
  return a && b ? [a, b] : null;
}

/** Between two other accounts: nothing of ours, and nobody here may read it. A group does not say who is in it. */
export function isOfOthers(us: Account | null, conversationId: string | null): boolean {
  const partners = partnersOf(conversationId);
  return Boolean(us?.id && partners && !partners.includes(us.id));
}

function attached(attachment: unknown): Media[] {
  const media = fields(field(attachment, 'media'));
  const type = line(media.type);
  if (!type) return [];
  const key = idOf(media.media_key) ?? idOf(media.id_str) ?? idOf(media.id);
  return [{ type, alt: line(media.ext_alt_text), key, url: words(media.media_url_https) }];
}

/** The picture stands in the text too, as a link. */
function mediaLink(attachment: unknown): Loose {
  const { url } = fields(field(attachment, 'media'));
  return { url, display_url: 'pic.x.com/' };
}
