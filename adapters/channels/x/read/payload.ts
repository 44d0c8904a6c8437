/** What is in a payload: a page of the API, a single object, or an event of the X Activity API; item by item, in order. */
import {
  type Account,
  type Beside,
  field,
  fields,
  idOf,
  type Loose,
  line,
  list,
  type Missing,
  type Post,
  type PrivateMessage,
  timeOf,
} from '../shapes.ts';
import { missingOf, readBeside, unwrap } from './beside.ts';
import { readPost } from './post.ts';
import { readLegacyMessage, readMessage } from './private.ts';

/** One thing in a payload, before anybody asked whose it is. */
export type Found =
  | { as: 'post'; post: Post; beside: Beside; event: string | null }
  | { as: 'private'; message: PrivateMessage; beside: Beside }
  | {
      as: 'encrypted';
      id: string | null;
      senderId: string | null;
      conversationId: string | null;
      writtenAt: number | null;
    }
  | { as: 'deleted'; id: string; authorId: string | null; beside: Beside }
  | { as: 'unavailable'; id: string; reason: Missing }
  | {
      as: 'other';
      id: string | null;
      why: string;
      /** The private conversation in which it happened. */
      conversationId?: string | null;
    };

interface Payload {
  found: Found[];
  /** Whose events these are, where the payload says it. */
  account: Account | null;
}

const NOTHING_OF_X =
  'This is not a post, a message, an event or a page of X. Save the body of the answer or of the delivery as it came.';

export function readPayload(value: unknown): Payload {
  const { found, account } = ofValue(fields(value));
  return { found: found.length ? found : [{ as: 'other', id: null, why: 'There is nothing in this event.' }], account };
}

function ofValue(payload: Loose): Payload {
  const event = line(field(payload.data, 'event_type'));
  // A direct message has an `event_type` too, and no payload.
  if (event && field(payload.data, 'payload') !== undefined) return ofEvent(event, fields(payload.data), payload);
  if (payload.payload !== undefined && line(payload.event_type))
    return ofEvent(line(payload.event_type) ?? '', payload, payload);
  if (idOf(payload.for_user_id) || Array.isArray(payload.direct_message_events)) return ofLegacy(payload);
  const beside = readBeside(payload.includes, payload.users, payload.errors);
  // What Deskhand keeps of a page says for which account it was read (read/only.ts); X's own pages do not.
  const { id, username } = fields(payload.read_for);
  return { found: ofApi(payload, beside), account: accountOf(idOf(id), beside, line(username)) };
}

function ofApi(payload: Loose, beside: Beside): Found[] {
  const data = payload.data ?? (isNoItem(payload) ? [] : payload);
  const given = Array.isArray(data) ? data : [data];
  // Of what a look-up asked for, some may be gone; what only stood beside an item is said there.
  const asked = list(payload.errors).filter(each => /^ids?$/.test(line(field(each, 'parameter')) ?? ''));
  const found = [
    ...given.map(each => ofObject(fields(each), beside)),
    ...asked.flatMap(missingOf).map(([id, reason]): Found => ({ as: 'unavailable', id, reason })),
  ];
  return found.length ? found : [{ as: 'other', id: null, why: emptyWhy(payload) }];
}

/** A page without items, or an answer that is nothing but errors. */
function isNoItem(payload: Loose): boolean {
  return (
    !idOf(payload.id) && (payload.meta !== undefined || payload.errors !== undefined || payload.title !== undefined)
  );
}

function emptyWhy({ meta, title, detail, errors, status }: Loose): string {
  const [first] = list(errors);
  const problem = line(detail) ?? line(title) ?? line(field(first, 'detail')) ?? line(field(first, 'message'));
  if (problem && !meta) return `X answered with an error${idOf(status) ? ` (${idOf(status)})` : ''}: ${problem}`;
  if (line(field(meta, 'next_token'))) return 'This page is empty, but more follow: it has a next_token.';
  return 'This page is empty.';
}

function ofObject(raw: Loose, beside: Beside): Found {
  const message = readMessage(raw) ?? readLegacyMessage(raw);
  if (message) return { as: 'private', message, beside };
  const type = line(raw.event_type);
  if (type) {
    const why = `"${type}" is no message: nothing is done with it.`;
    return { as: 'other', id: idOf(raw.id), why, conversationId: idOf(raw.dm_conversation_id) };
  }
  const post = readPost(raw);
  // Every post has a text, even if it is empty; an account has a handle instead.
  if (post && raw.username === undefined && (raw.text !== undefined || !post.isBare || raw.edit_history_tweet_ids))
    return { as: 'post', post, beside, event: null };
  return { as: 'other', id: idOf(raw.id), why: NOTHING_OF_X };
}

function ofEvent(event: string, data: Loose, outer: Loose): Payload {
  const payload = unwrap(data.payload);
  const beside = readBeside(data.includes ?? outer.includes, payload.users, outer.errors);
  const account = accountOf(idOf(field(data.filter, 'user_id')), beside);
  return { found: inEvent(event, payload, beside), account };
}

function inEvent(event: string, payload: Loose, beside: Beside): Found[] {
  if (Array.isArray(payload.direct_message_events)) return messagesIn(payload, beside);
  const id = idOf(payload.id);
  if (event === 'post.delete')
    return id ? [{ as: 'deleted', id, authorId: idOf(payload.author_id), beside }] : [odd(event)];
  if (/^chat\.(received|sent)$/.test(event)) {
    const [senderId, conversationId] = [idOf(payload.sender_id), idOf(payload.conversation_id)];
    const writtenAt = timeOf(payload.created_at_msec) ?? timeOf(payload.created_at);
    return [{ as: 'encrypted', id, senderId, conversationId, writtenAt }];
  }
  if (event.startsWith('post.')) {
    const post = readPost(payload);
    return [post ? { as: 'post', post, beside, event } : odd(event)];
  }
  if (event.startsWith('dm.')) {
    const message = readMessage(payload) ?? readLegacyMessage(payload);
    if (message) return [{ as: 'private', message, beside }];
  }
  return [{ as: 'other', id: null, why: eventWhy(event) }];
}

function odd(event: string): Found {
  return { as: 'other', id: null, why: `An event "${event}" without an id: nothing can be done with it.` };
}

function eventWhy(event: string): string {
  if (event === 'oauth.revoke') return 'The account took its permission back: it has to be connected again.';
  if (/^(dm\.(read|indicate_typing)|chat\.conversation_join)$/.test(event))
    return `"${event}" carries no words of anybody: nothing is done with it.`;
  if (/^(like|follow|profile\.update|news|spaces|mute|block)\./.test(event))
    return `"${event}" is nothing that anybody wrote to you: nothing is done with it.`;
  return `"${event}" is not known here: nothing is done with it.`;
}

/** Events of the Account Activity API: the account first, and a list for each kind of event. */
function ofLegacy(payload: Loose): Payload {
  const beside = readBeside(payload.includes, payload.users, payload.errors);
  const found = Array.isArray(payload.direct_message_events) ? messagesIn(payload, beside) : [];
  const others = Object.keys(payload).filter(each => each.endsWith('_events') && each !== 'direct_message_events');
  return {
    found: [...found, ...others.flatMap(name => list(payload[name]).map(each => ofLegacyEvent(name, fields(each))))],
    account: accountOf(idOf(payload.for_user_id), beside),
  };
}

function ofLegacyEvent(name: string, raw: Loose): Found {
  const why =
    name === 'tweet_create_events' || name === 'tweet_delete_events'
      ? `"${name}" comes from the Account Activity API, which X has ended. Posts are read from the X Activity API.`
      : `"${name}" carries no words of anybody: nothing is done with it.`;
  return { as: 'other', id: idOf(raw.id_str) ?? idOf(raw.id), why };
}

function messagesIn(payload: Loose, beside: Beside): Found[] {
  return list(payload.direct_message_events).map((each): Found => {
    const message = readLegacyMessage(fields(each)) ?? readMessage(fields(each));
    const id = idOf(field(each, 'id'));
    return message
      ? { as: 'private', message, beside }
      : { as: 'other', id, why: 'This is no message: nothing is done with it.' };
  });
}

function accountOf(id: string | null, { people }: Beside, handle: string | null = null): Account | null {
  return id || handle ? { id, handle: handle ?? people.get(id ?? '')?.handle ?? null } : null;
}
