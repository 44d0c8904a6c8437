/** What the stand-in remembers: teams, people, channels, messages, views and files, and the making of Slack's ids. */
import { randomBytes } from 'node:crypto';
import type { FakeSlack } from './hands.ts';
import type { ApiRequest, Delivery, Fault, Json, SlackOptions } from './shapes.ts';

export interface Person {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  email: string;
  admin: boolean;
  owner: boolean;
  guest: boolean;
  deleted: boolean;
  bot: boolean;
  timezone: string;
}

export interface Channel {
  id: string;
  teamId: string;
  name: string;
  kind: 'channel' | 'group' | 'im';
  members: Set<string>;
  archived: boolean;
  deleted: boolean;
  shared: boolean;
  /** The other end of a direct message. */
  user: string | null;
  createdAt: number;
  messages: Map<string, Message>;
}

export interface Message {
  /** As Slack shows it, without what is counted up for a thread. */
  body: Json;
  metadata: Json | null;
  reactions: Map<string, string[]>;
}

export interface View {
  id: string;
  teamId: string;
  userId: string;
  /** As given by the app, with block ids. */
  body: Json;
  hash: string;
  rootId: string;
  previousId: string | null;
  values: Json;
  errors: Json | null;
}

export interface StoredFile {
  id: string;
  teamId: string;
  info: Json;
  content: Buffer;
  /** So many zero bytes instead of the content. */
  zeros: number | null;
  announced: number;
  uploaded: boolean;
  completed: boolean;
}

export interface Team {
  id: string;
  name: string;
  domain: string;
  installed: boolean;
  botToken: string;
  botUserId: string;
  botId: string;
  scopes: Set<string>;
  usergroups: { id: string; handle: string; name: string; users: string[] }[];
  people: Map<string, Person>;
  channels: Map<string, Channel>;
}

export interface ResponseUrl {
  teamId: string;
  channelId: string;
  userId: string;
  source: { ts: string; ephemeral: boolean } | null;
  uses: number;
  expiresAt: number;
}

export interface World {
  options: SlackOptions;
  now(): number;
  url: string;
  strangersUrl: string;
  deliverTo: string | null;
  appId: string;
  appToken: string;
  signingSecret: string;
  clientId: string;
  clientSecret: string;
  verificationToken: string;
  teams: Map<string, Team>;
  /** Every token that ever was, and what a dead one answers. */
  tokens: Map<string, { teamId: string; dead: string | null }>;
  views: Map<string, View>;
  /** By user: the ids of the open modals, the top one last. */
  stacks: Map<string, string[]>;
  homes: Map<string, string>;
  triggers: Map<string, { teamId: string; userId: string; at: number; used: boolean; viewType: string | null }>;
  responseUrls: Map<string, ResponseUrl>;
  ephemerals: Json[];
  files: Map<string, StoredFile>;
  faults: { method: string; how: Fault; times: number; when: (args: Json) => boolean }[];
  requests: ApiRequest[];
  deliveries: Delivery[];
  uploads: FakeSlack['uploads'];
  downloads: FakeSlack['downloads'];
  fileHost: FakeSlack['fileHost'];
  responses: FakeSlack['responses'];
  subscriptions: { events: Set<string>; commands: Set<string>; shortcuts: Set<string>; scopes: string[] } | null;
  /** What is under way: deliveries, retries, files being looked at. */
  pending: Set<Promise<unknown>>;
  closing: AbortController;
  lastTs: number;
  count: number;
  /** Sends one payload over an open socket; null: there is none. */
  overSocket: (
    type: 'events_api' | 'interactive' | 'slash_commands',
    payload: Json,
    retry: { num: number; reason: string | null },
  ) => Promise<{ payload: Json | null } | null>;
  /** apps.connections.open. */
  openSocket: (authorization: string | null) => Json;
}

/** Capital letters and digits behind the letter (or `Ev`) that says what it is. */
export const makeId = (world: World, letter: string): string =>
  `${letter}0${`${(++world.count).toString(36).padStart(4, '0')}${randomBytes(3).toString('hex')}`.toUpperCase()}`;

export const secret = (bytes = 12): string => randomBytes(bytes).toString('hex');

/** Seconds and six digits; never the same twice in a world, whatever the clock says. */
export function makeTs(world: World): string {
  const micros = Math.max(Math.floor(world.now()) * 1_000, world.lastTs + 100);
  world.lastTs = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export const seconds = (world: World): number => Math.floor(world.now() / 1_000);

/** Real time, cut short when the stand-in closes. */
export function sleep(world: World, ms: number): Promise<void> {
  if (world.closing.signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      world.closing.signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    world.closing.signal.addEventListener('abort', done);
  });
}

/** Lets `quiet` wait for it; what goes wrong inside is the caller's own to see. */
export function track<T>(world: World, work: Promise<T>): Promise<T> {
  const kept = work.then(
    () => void world.pending.delete(kept),
    () => void world.pending.delete(kept),
  );
  world.pending.add(kept);
  return work;
}

export const copy = <T>(value: T): T => (value === undefined ? value : structuredClone(value));

export const userKey = (teamId: string, userId: string): string => `${teamId}:${userId}`;

export function findTeam(world: World, id: string): Team {
  const team = world.teams.get(id);
  if (!team) throw new Error(`There is no team ${id} in this Slack.`);
  return team;
}

export const findPerson = (world: World, id: string): Person | undefined =>
  [...world.teams.values()].map(each => each.people.get(id)).find(each => each !== undefined);
