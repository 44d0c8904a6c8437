/** What a private message is for us. */
import { nobody, type Part } from '../item.ts';
import { threadOf } from '../rules/threads.ts';
import { type Account, isUs } from '../shapes.ts';
import { mediaOf } from './beside.ts';
import type { Found } from './payload.ts';
import { partnersOf } from './private.ts';
import { hasShortLink, plainText } from './text.ts';

type FoundPrivate = Extract<Found, { as: 'private' }>;

export function ofPrivate({ message, beside }: FoundPrivate, us: Account | null): Part {
  const { id, conversationId, senderId, recipientId, writtenAt } = message;
  const own = isUs(us, senderId);
  const partners = partnersOf(conversationId);
  const isGroup = conversationId !== null && !partners;
  const partner = recipientId ?? partners?.find(each => each !== senderId) ?? null;
  const customerId = own ? partner : senderId;
  const text = plainText(message.text, message.links);
  const from = senderId ? (beside.people.get(senderId) ?? nobody(senderId)) : null;
  const reason = beside.missing.get(senderId ?? '');
  const isShut = reason === 'suspended' || reason === 'gone';
  return {
    kind: own ? 'own' : 'dm',
    visibility: 'private',
    from,
    messageId: id,
    conversationId,
    text,
    media: [...message.media, ...mediaOf(message.mediaKeys, beside)],
    becomes: own ? 'line' : 'enquiry',
    replyable: own || isShut ? false : us ? true : null,
    replyWhy: own || isShut || !us ? '' : 'They wrote first, so you may answer.',
    why: whyOf({ own, isGroup, isShut, isKnown: us !== null }),
    warnings: [
      ...(senderId ? [] : ['X did not send who wrote it.']),
      ...(from && !from.handle ? ['X did not send the name of its author: only the id is known.'] : []),
      ...(isGroup ? ['More than two people are in this conversation: all of them read your answer.'] : []),
      ...(message.mediaKeys.some(key => !beside.media.has(key)) ? ['It has media that X did not send with it.'] : []),
      ...(hasShortLink(text) ? ['It has a short link, and X did not send where it leads.'] : []),
    ],
    thread: us ? threadOf({ visibility: 'private', conversationId, customerId, isGroup }) : null,
    others: [],
    editIds: [id],
    writtenAt,
  };
}

function whyOf({ own, isGroup, isShut, isKnown }: Record<'own' | 'isGroup' | 'isShut' | 'isKnown', boolean>): string {
  if (own) return 'Your own private message: if it was written in X itself, the thread of its conversation shows it.';
  if (isShut) return 'A private message, of an account that is gone: nobody can answer it.';
  if (!isKnown)
    return 'A private message. It is not known which account is yours: if it is to you, it opens a private enquiry.';
  if (isGroup) return 'A private message in a group: it opens a private enquiry of that group.';
  return 'A private message: it opens a private enquiry of its author.';
}
