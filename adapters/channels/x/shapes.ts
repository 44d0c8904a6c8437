/** What X sends, as far as it is used. Nothing is promised to be there, or to have the type that X's documents say. */
import { cleanText } from '../../../src/core/message.ts';

/** An object of X's JSON before it was looked at. */
export type Loose = Readonly<Record<string, unknown>>;

/** An account. Only the id stays the same: handles and names change, and old handles are given to others. */
export interface Person {
  id: string;
  /** Without the @. Null where X did not send it. */
  handle: string | null;
  name: string | null;
  isProtected: boolean;
  /** Countries in which X shows nothing of them. */
  withheldIn: string[];
}

/** The account that is connected here, as far as it is known. */
export interface Account {
  id: string | null;
  handle: string | null;
}

export interface Media {
  type: string;
  /** The description for people who cannot see it. */
  alt: string | null;
  key: string | null;
  url: string | null;
}

export interface Link {
  /** As it stands in the text: https://t.co/... */
  url: string;
  expanded: string | null;
  isMedia: boolean;
}

export interface Post {
  id: string;
  /** Every version of it, oldest first; each edit gets an id of its own. Never empty. */
  editIds: string[];
  authorId: string | null;
  /** As X sent it: HTML entities, short links. The whole text, also of a long post. */
  text: string;
  /** Where the text begins that X shows: before it stand the names that X put in front of a reply. Null: not sent. */
  shownFrom: number | null;
  conversationId: string | null;
  answers: string | null;
  answersUserId: string | null;
  quotes: string | null;
  retweets: string | null;
  mentions: { id: string | null; handle: string }[];
  links: Link[];
  mediaKeys: string[];
  hasPoll: boolean;
  replySettings: string | null;
  writtenAt: number | null;
  /** Where X shows it to nobody. */
  withheld: { countries: string[]; copyright: boolean } | null;
  /** Only the id and the text came: what it refers to was not asked for. */
  isBare: boolean;
}

/** A private message, of the API or of an event, in one shape. */
export interface PrivateMessage {
  id: string;
  conversationId: string | null;
  senderId: string | null;
  /** Only where the payload names it. */
  recipientId: string | null;
  text: string;
  links: Link[];
  mediaKeys: string[];
  media: Media[];
  writtenAt: number | null;
}

/** What stands beside the items of a page. */
export interface Beside {
  people: ReadonlyMap<string, Person>;
  posts: ReadonlyMap<string, Post>;
  media: ReadonlyMap<string, Media>;
  /** What X could not show, by id, in words. */
  missing: ReadonlyMap<string, Missing>;
}

export type Missing = 'gone' | 'suspended' | 'protected' | 'unknown';

export function fields(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

/** An own field, so that a user called "constructor" is nobody. */
export function field(of: unknown, name: string): unknown {
  const found = fields(of);
  return Object.hasOwn(found, name) ? found[name] : undefined;
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string that is not empty. */
export function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Characters of an id: X's own have 19, those of X Chat 36. */
const ID_CHARS_MAX = 100;

/**
 * An id is a string and nothing else; a number that JavaScript holds exactly is written out. It becomes a part of paths,
 * where nothing but dots is a way up.
 */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  const text = words(value);
  return text && text.length <= ID_CHARS_MAX && /^[\w:.-]*[\w:-][\w:.-]*$/.test(text) ? text : null;
}

/** An id as X gives it to posts, messages and accounts: it takes no other in a request (X: `^[0-9]{1,19}$`). */
export function isNumbered(id: string): boolean {
  return /^\d{1,19}$/.test(id);
}

/** A short text for a line: without line breaks and control characters. */
export function line(value: unknown): string | null {
  const text = words(value);
  return text ? cleanText(text).replace(/\s+/g, ' ').trim() || null : null;
}

/** The last moment that is a date (ECMA-262, 21.4.1.1): no sentence could name one after it. */
const TIME_MAX = 8.64e15;

/** Milliseconds, from a date of the API or a timestamp of an event. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return value > 0 && value <= TIME_MAX && Number.isSafeInteger(value) ? value : null;
  const text = words(value);
  if (!text) return null;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

/** Ids grow with time; they are longer than a number can hold, so they are compared as text. */
export function isNewer(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

export function isUs(us: Account | null, id: string | null, handle: string | null = null): boolean {
  if (!us) return false;
  if (us.id && id) return us.id === id;
  return us.handle !== null && handle !== null && us.handle.toLowerCase() === handle.toLowerCase();
}
