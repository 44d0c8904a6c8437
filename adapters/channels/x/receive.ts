/** What came from X, as it is handed to the intake. Pure. */
import { createHash } from 'node:crypto';
import { languageOf } from '../../../src/core/language.ts';
import {
  type Detail,
  fingerprintOf,
  type InboundAttachment,
  type InboundMessage,
  type InboundSender,
} from '../../../src/core/message.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { Inbound } from '../../../src/ports/channel.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Item } from './item.ts';
import { onlyItem } from './read/only.ts';
import { partnersOf } from './read/private.ts';
import { customerOf } from './rules/threads.ts';
import { type Account, isNewer, isUs, type Media, type Person } from './shapes.ts';

/**
 * What is seen again of each of a customer's messages when it is answered: the rules of replies are made from it. Texts that
 * are empty and lists without anything are left out.
 */
export type XEcho = {
  /** The id of a public post. */
  post?: string;
  /** The conversation: a private message goes there. */
  conversation?: string;
  /** How its author asked for a reply: `named`, `quoted` or nothing. */
  summon?: string;
  /** Whether a program may reply: `yes`, `no`, `unknown`. */
  may?: string;
  /** Why, for staff. */
  why?: string;
  /** Account id and handle of its author. */
  author?: string;
  handle?: string;
  /** When it was written. */
  at?: number;
  /** Handles of others in it, in a private group nothing. */
  others?: string[];
  /** What else makes a difference: `encrypted` (X Chat), `group`, `protected`. */
  traits?: string[];
  /** Of its words, where they tell. */
  language?: string;
};

/** A picture that was fetched. */
export interface Picture {
  /** Of the media (`Media.key`). */
  key: string;
  type: string;
  content: Uint8Array;
}

/** Names kept of a post in its echo: a post has room for some twenty. */
const OTHERS_MAX = 20;
const WHY_CHARS_MAX = 300;

/** Where a post and a private conversation are in X. */
export const postUrl = (id: string): string => `https://x.com/i/status/${id}`;
export const messagesUrl = (conversation: string | null): string =>
  `https://x.com/messages${conversation ? `/${conversation.replaceAll(':', '-')}` : ''}`;

/**
 * @param raw the payload that the item was read from: the body of a page, or an event
 * @param pictures what was fetched of its media; the others become a line with their address
 * @returns null where nothing is to be handed in: a repost, our own post that answers nobody, a deletion (that is
 *   `withdraw`), and what X does not show
 */
export function toInbound(
  item: Item,
  raw: Json,
  now: Instant,
  us: Account,
  pictures: readonly Picture[] = [],
): Inbound | null {
  const { kind, becomes, visibility, thread } = item;
  if (becomes === 'nothing' || kind === 'deleted' || kind === 'other' || visibility === null) return null;
  const id = idOf(item, raw);
  const own = isUs(us, item.from?.id ?? null, item.from?.handle);
  // A line belongs to an enquiry that is there; without a thread nobody could say which.
  if (becomes === 'line' && thread === null) return null;
  const { as, name } = roleOf(item, own);
  return {
    externalId: nameOf(item, name ?? id),
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(JSON.stringify(onlyItem(raw, item, us))), type: 'application/json' },
    content: { as, message: messageOf(item, visibility, { id, now, as, pictures }) },
  };
}

/** Versions of a post go by ids of their own; those of ours by the first, for of these one is enough. */
function roleOf({ becomes, editIds }: Item, own: boolean): { as: As; name?: string } {
  const [first] = editIds;
  if (own) return { as: 'staff', ...(first === undefined ? {} : { name: first }) };
  if (becomes === 'line') return { as: 'bystander' };
  return { as: editIds.length > 1 ? 'changed' : 'message' };
}

type As = 'message' | 'changed' | 'staff' | 'bystander';

/** Of X Chat not even an id is sure: the same event has the same name all the same. */
function idOf({ messageId, from, conversationId, writtenAt }: Item, raw: Json): string {
  if (messageId) return messageId;
  const known = [from?.id, conversationId, writtenAt].filter(each => each !== null && each !== undefined);
  return `without-id-${fingerprintOf(writtenAt === null ? JSON.stringify(raw) : known.join('/'))}`;
}

/** What it goes by on this channel; three kinds of ids that could be the same. */
function nameOf({ kind, visibility }: Pick<Item, 'kind' | 'visibility'>, id: string): string {
  if (kind === 'encrypted') return `chat:${id}`;
  return visibility === 'public' ? `post:${id}` : `dm:${id}`;
}

interface About {
  id: string;
  now: Instant;
  as: As;
  pictures: readonly Picture[];
}

function messageOf(item: Item, visibility: 'public' | 'private', { id, now, as, pictures }: About): InboundMessage {
  const { text, thread, editIds, media } = item;
  // X names later versions with an earlier one, too: what goes by their names would pass for them.
  const ids = editIds.length ? editIds.filter(each => !isNewer(each, id)) : [id];
  const attachments = pictures.flatMap((each, i) => (isOf(each, media) ? [attachmentOf(each, i + 1)] : []));
  return {
    kind: 'human',
    from: senderOf(item, id, as),
    subject: null,
    text,
    folded: [],
    attachments,
    writtenAt: Math.min(item.writtenAt ?? now, now),
    visibility,
    threads: visibility === 'public' ? 'names' : 'flat',
    names: [...new Set([...ids.map(each => nameOf(item, each)), ...(thread ? [thread] : [])])],
    answers: thread ? [thread] : [],
    // Of what we wrote in X itself, whom it reached. Whom a public reply names stands in the echo: nobody gets a copy.
    others: as === 'staff' && thread ? [customerOf(thread)] : [],
    warnings: [...(item.kind === 'encrypted' ? [ENCRYPTED] : []), ...item.warnings],
    details: detailsOf(item, pictures),
    noAutoAnswer: true,
    echo: as === 'staff' || as === 'bystander' ? null : echoOf(item),
  };
}

function senderOf(item: Item, id: string, as: As): InboundSender {
  const { from } = item;
  const sender = { address: addressOf(item, id, as), name: from && nameShown(from) };
  return from?.handle && as !== 'staff' && from.id === sender.address ? { ...sender, renames: true } : sender;
}

/** Whoever writes in a private group goes on with its enquiry. Strangers of whom X says nothing are each somebody else. */
function addressOf({ from, thread, visibility }: Item, id: string, as: As): string {
  if (as === 'staff' || visibility === 'public' || !thread) return from?.id ?? `unknown-${id}`;
  return customerOf(thread);
}

const ENCRYPTED =
  'Encrypted message (X Chat): only X can show it. Open it in X and answer there; Deskhand sees no more of it.';

function nameShown({ name, handle }: Person): string | null {
  if (!handle) return name;
  return name ? `${name} (@${handle})` : `@${handle}`;
}

function isOf({ key }: Picture, media: readonly Media[]): boolean {
  return media.some(each => each.key === key);
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
};

function attachmentOf({ type, content }: Picture, n: number): InboundAttachment {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const name = `${type.startsWith('image/') ? 'picture' : 'file'}-${n}${ENDINGS[type] ?? ''}`;
  return { name, type, bytes: content.length, sha256, content, withheld: null };
}

const MEDIA_LABEL: Record<string, string> = { photo: 'Picture', video: 'Video', animated_gif: 'Animated picture' };

function detailsOf(item: Item, pictures: readonly Picture[]): Detail[] {
  const { visibility, messageId, conversationId, kind, answers, media } = item;
  const open = visibility === 'public' && messageId ? postUrl(messageId) : messagesUrl(conversationId);
  return [
    { label: 'Open in X', value: kind === 'encrypted' ? messagesUrl(null) : open, byChannel: true },
    ...(kind === 'quote' && answers ? [{ label: 'Quotes', value: postUrl(answers), byChannel: true as const }] : []),
    ...media.flatMap((each): Detail[] => {
      const isFetched = pictures.some(({ key }) => key === each.key);
      // A picture in a private message needs its owner's sign-in: the link to the conversation shows it.
      const url = isFetched || visibility === 'private' ? null : each.url;
      const value = [each.alt && quoted(each.alt), url].filter(Boolean).join(' ') || (isFetched ? '' : 'in X');
      return value ? [{ label: MEDIA_LABEL[each.type] ?? 'Attachment', value, byChannel: true }] : [];
    }),
  ];
}

/** A description is typed by whoever posted it: in quotes that it cannot end, it is no link and no detail of the channel's. */
function quoted(alt: string): string {
  return `“${alt.replace(/["“”„‟″＂]/g, "'")}”`;
}

function echoOf(item: Item): XEcho {
  const { visibility, messageId, conversationId, summon, replyable, replyWhy, from, writtenAt, others, kind, text } =
    item;
  const isPublic = visibility === 'public';
  const language = languageOf(text);
  const handles = others.flatMap(each => each.handle ?? []).slice(0, OTHERS_MAX);
  const traits = [
    ...(kind === 'encrypted' ? ['encrypted'] : []),
    ...(!isPublic && conversationId && kind === 'dm' && !partnersOf(conversationId) ? ['group'] : []),
    ...(from?.isProtected ? ['protected'] : []),
  ];
  return {
    ...(isPublic && messageId ? { post: messageId } : {}),
    ...(!isPublic && conversationId ? { conversation: conversationId } : {}),
    ...(isPublic ? { summon: summon ?? '' } : {}),
    may: replyable === null ? 'unknown' : replyable ? 'yes' : 'no',
    ...(replyWhy ? { why: replyWhy.slice(0, WHY_CHARS_MAX) } : {}),
    ...(from ? { author: from.id } : {}),
    ...(from?.handle ? { handle: from.handle } : {}),
    ...(writtenAt === null ? {} : { at: writtenAt }),
    ...(handles.length ? { others: handles } : {}),
    ...(traits.length ? { traits } : {}),
    ...(language ? { language } : {}),
  };
}
