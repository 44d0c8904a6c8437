/** What one thing from X is for us: who wrote it, who can read it, what it answers, and what becomes of it. */
import { BLANK, type Item, nobody, type Part } from '../item.ts';
import { threadOf } from '../rules/threads.ts';
import { type Account, isUs, type Missing } from '../shapes.ts';
import type { Found } from './payload.ts';
import { ofPost } from './post-item.ts';
import { isOfOthers } from './private.ts';
import { ofPrivate } from './private-item.ts';

/** @param us null when it is not known which account is connected */
export function readItem(found: Found, us: Account | null): Item {
  switch (found.as) {
    case 'post':
      return { ...BLANK, ...ofPost(found, us) };
    case 'private': {
      const { id, conversationId } = found.message;
      return { ...BLANK, ...(isOfOthers(us, conversationId) ? ofOthers(id) : ofPrivate(found, us)) };
    }
    case 'encrypted':
      return { ...BLANK, ...(isOfOthers(us, found.conversationId) ? ofOthers(found.id) : ofEncrypted(found, us)) };
    case 'deleted':
      return { ...BLANK, ...ofDeleted(found, us) };
    case 'unavailable':
      return { ...BLANK, ...ofUnavailable(found) };
    case 'other':
      return { ...BLANK, ...ofOther(found) };
  }
}

function ofOther({ id, why, conversationId = null }: Extract<Found, { as: 'other' }>): Part {
  return { kind: 'other', visibility: conversationId ? 'private' : null, messageId: id, conversationId, why };
}

/** Without a word of it. */
function ofOthers(messageId: string | null): Part {
  const why = 'A private message between two other accounts: nothing is done with it.';
  return { kind: 'other', visibility: 'private', messageId, why };
}

function ofEncrypted(found: Extract<Found, { as: 'encrypted' }>, us: Account | null): Part {
  const { id, senderId, conversationId, writtenAt } = found;
  const own = isUs(us, senderId);
  const partners = conversationId?.split(/[:-]/) ?? [];
  const customerId = own ? (partners.find(each => !isUs(us, each)) ?? null) : senderId;
  const isGroup = conversationId !== null && partners.length !== 2;
  return {
    kind: 'encrypted',
    visibility: 'private',
    from: senderId ? nobody(senderId) : null,
    messageId: id,
    conversationId,
    becomes: own ? 'line' : 'enquiry',
    replyable: false,
    why: own
      ? 'You wrote it in X Chat, which is encrypted: only that you wrote is shown.'
      : 'It was written in X Chat, which is encrypted: read and answer it in X, at https://x.com/messages.',
    thread: threadOf({ visibility: 'private', conversationId, customerId, isGroup }),
    editIds: id ? [id] : [],
    writtenAt,
  };
}

function ofDeleted({ id, authorId, beside }: Extract<Found, { as: 'deleted' }>, us: Account | null): Part {
  const from = authorId ? (beside.people.get(authorId) ?? nobody(authorId)) : null;
  const why = isUs(us, authorId)
    ? 'You deleted it in X: that is said where it stood.'
    : 'Its author deleted it: its text goes here too, and a line says so.';
  return {
    kind: 'deleted',
    visibility: 'public',
    from,
    messageId: id,
    becomes: 'line',
    replyable: false,
    why,
    editIds: [id],
  };
}

function ofUnavailable({ id, reason }: Extract<Found, { as: 'unavailable' }>): Part {
  const shared: Partial<Item> = { visibility: 'public', messageId: id, replyable: false, editIds: [id] };
  if (reason === 'gone')
    return {
      ...shared,
      kind: 'deleted',
      becomes: 'line',
      why: 'It is not there any more: its text goes here too, and a line says so.',
    };
  return { ...shared, kind: 'other', becomes: 'line', why: `${UNAVAILABLE[reason]} A line says so.` };
}

const UNAVAILABLE: Record<Exclude<Missing, 'gone'>, string> = {
  suspended: 'X suspended its author: nobody can read or answer it.',
  protected: 'Its author protects their posts: only followers can read and answer it.',
  unknown: 'X does not show it and does not say why.',
};
