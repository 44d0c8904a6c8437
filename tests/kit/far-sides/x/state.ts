/** What the stand-in of X remembers, and the making of X's ids. */
import type { ServerResponse } from 'node:http';
import type { Bill, Call, Fault, Json, Route, XOptions } from './shapes.ts';

export interface User {
  id: string;
  handle: string;
  name: string;
  createdAt: number;
  protected: boolean;
  suspended: boolean;
  gone: boolean;
  verified: boolean;
  /** Takes messages of everybody; those who wrote first can be answered in any case. */
  dmsOpen: boolean;
  /** Whom this user has blocked. */
  blocks: Set<User>;
  follows: Set<User>;
}

export interface Post {
  id: string;
  by: User;
  /** As typed, without the handles that X puts before a reply. */
  body: string;
  /** Those handles: everybody who is in the conversation. */
  implied: User[];
  replyTo: Post | null;
  quotes: Post | null;
  retweets: Post | null;
  conversation: string;
  at: number;
  /** All ids of one post, oldest first; its versions share the list. */
  versions: string[];
  replySettings: 'everyone' | 'mentionedUsers' | 'following' | 'subscribers' | 'verified';
  media: Media[];
  deleted: boolean;
  withheld: boolean;
}

export interface Dm {
  id: string;
  by: User;
  /** One, or the others of a group. */
  to: User[];
  /** Of two: the ids of both; a group has an id of its own. */
  conversation: string;
  text: string;
  at: number;
  media: Media[];
  deletedBy: Set<User>;
}

export interface Group {
  id: string;
  members: User[];
}

export interface Media {
  id: string;
  key: string;
  type: string;
  category: string;
  bytes: number;
  parts: Map<number, Buffer>;
  finalized: boolean;
  /** How often its status was asked for. */
  asked: number;
}

export interface Grant {
  user: User;
  access: string;
  refresh: string | null;
  scopes: string[];
  expiresAt: number;
}

export interface Subscription {
  id: string;
  type: string;
  user: User;
  direction: string | null;
  tag: string | null;
  webhook: string | null;
  at: number;
}

export interface Webhook {
  id: string;
  url: string;
  valid: boolean;
  at: number;
}

export interface ActivityEvent {
  at: number;
  webhook: string | null;
  body: Json;
}

export interface Delivery {
  event: Json;
  status: number;
  ms: number;
}

/** An account whose keys were made in the developer console. */
export interface Keys {
  accessToken: string;
  accessSecret: string;
  user: User;
  revoked: boolean;
  access: Access;
}

/** What the app may do, as set in the console when the keys were made; a header of every answer says it. */
export type Access = 'read' | 'read-write' | 'read-write-directmessages';

export interface World {
  options: XOptions;
  now: () => number;
  url: string;
  app: { id: string; key: string; secret: string; clientId: string; clientSecret: string; bearer: string };
  users: User[];
  /** In the order of their ids. */
  posts: Post[];
  postsById: Map<string, Post>;
  dms: Dm[];
  groups: Group[];
  media: Map<string, Media>;
  keys: Keys[];
  /** Codes of people who said yes in the browser. */
  codes: Map<string, { user: User; scopes: string[]; challenge: string; redirect: string }>;
  grants: Grant[];
  /** Refresh tokens that were used once. */
  spent: Set<string>;
  reused: string[];
  nonces: Set<string>;
  subscriptions: Subscription[];
  webhooks: Webhook[];
  events: ActivityEvent[];
  streams: Set<ServerResponse>;
  deafStreams: Set<ServerResponse>;
  deliverTo: string | null;
  deliveries: Delivery[];
  /** Deliveries are kept until they are let go. */
  holding: boolean;
  held: (() => Promise<void>)[];
  calls: Call[];
  bills: Bill[];
  /** What was paid for on which day. */
  paid: Set<string>;
  /** Tenths of a cent. */
  credit: number;
  /** The limit of its owner is reached, until that day. */
  cappedUntil: string | null;
  windows: Map<string, { opened: number; count: number }>;
  faults: { route: Route | 'any'; how: Fault; times: number; when: (call: Call) => boolean }[];
  emptyPages: Map<Route, number>;
  pending: Set<Promise<unknown>>;
  closing: AbortController;
  /** How many are open. */
  connections: number;
  lastId: bigint;
}

/** 2010-11-04: X counts its ids from there. */
const EPOCH_MS = 1_288_834_974_657n;

/** Ids grow with time and are beyond what a JavaScript number holds. */
export function nextId(world: World): string {
  const byTime = (BigInt(Math.floor(world.now())) - EPOCH_MS) << 22n;
  world.lastId = byTime > world.lastId ? byTime : world.lastId + 1n;
  return String(world.lastId);
}

export const newer = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? 1 : BigInt(a) > BigInt(b) ? -1 : 0);
export const iso = (at: number): string => new Date(at).toISOString();

export const userOf = (world: World, id: string): User | undefined => world.users.find(each => each.id === id);
export const postOf = (world: World, id: string): Post | undefined => world.postsById.get(id);
/** The text as it stands now: of a post that was edited, the newest version. */
export const newestOf = (world: World, post: Post): Post => postOf(world, post.versions.at(-1)!)!;

export function conversationOf(a: User, b: User): string {
  return [a.id, b.id].sort((x, y) => newer(y, x)).join('-');
}

/** Remembered until it is done, so that a test can wait for it. */
export function track<T>(world: World, work: Promise<T>): Promise<T> {
  const watched: Promise<unknown> = work.catch(() => {}).finally(() => world.pending.delete(watched));
  world.pending.add(watched);
  return work;
}
