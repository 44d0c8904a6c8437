/**
 * Makes and parses Teams' ids: a post is `<channel>;messageid=<message>`, which for the root of a thread is
 * also what Teams calls the thread's conversation. People are `teams:<Entra object id>`.
 */

/** A message in a channel or a chat: of a root it is also the name of its thread. */
interface Place {
  channel: string;
  message: string;
}

const MARK = ';messageid=';

export function refOf(channel: string, message: string): string {
  return `${channel}${MARK}${message}`;
}

/** Of a conversation without a thread (a personal chat) the message is empty. */
export function placeOf(ref: string): Place {
  const at = ref.indexOf(MARK);
  return at < 0 ? { channel: ref, message: '' } : { channel: ref.slice(0, at), message: ref.slice(at + MARK.length) };
}

/** A room's place, as Teams calls a channel: `19:...@thread.tacv2`; older ones end in `@thread.skype`. */
export const CHANNEL_ID = /^19:[^\s;@]+@thread\.(tacv2|skype|v2)$/;

/** A personal chat with Deskhand. */
const CHAT_ID = /^a:[\w-]{1,200}$/;

/** Looks like a post in a channel, or in a personal chat. */
export function isRef(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const { channel, message } = placeOf(value);
  return (CHANNEL_ID.test(channel) || CHAT_ID.test(channel)) && /^[\w-]{1,64}$/.test(message);
}

/** A channel's id, a reference of a post, or a person's. */
export function owns(ref: string): boolean {
  return ref.startsWith(PERSON) || CHANNEL_ID.test(ref) || CHAT_ID.test(ref) || isRef(ref);
}

const PERSON = 'teams:';

export function personRef(user: string): string {
  return `${PERSON}${user}`;
}

export function userOf(deskRef: string): string {
  return deskRef.startsWith(PERSON) ? deskRef.slice(PERSON.length) : deskRef;
}

const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id of Entra: of a tenant, an app or a person. */
export function isObjectId(value: unknown): value is string {
  return typeof value === 'string' && OBJECT_ID.test(value);
}

/** The person of an Entra object id. A name can be anybody's. */
export function personNamed(written: string): string | null {
  return isObjectId(written) ? personRef(written.toLowerCase()) : null;
}

/** The workspace that a tenant is: always the same one, so that a reinstall goes on where it was. */
export function workspaceOf(tenant: string): string {
  return `ws_${tenant.toLowerCase().replace(/[^0-9a-z]/g, '')}`;
}

/** Teams' ids of messages are the moment they were written, in ms; null for others, such as those of presses. */
export function momentOf(message: string): number | null {
  return /^\d{12,15}$/.test(message) ? Number(message) : null;
}
