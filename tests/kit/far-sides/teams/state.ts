/** What the stand-in remembers: tenants, teams, channels, people and messages, and the making of Microsoft's ids. */
import { createHash } from 'node:crypto';
import type { Call, Delivery, Dialog, Fault, Json, Route, TeamsOptions } from './shapes.ts';

export interface Person {
  /** `29:...` */
  id: string;
  /** Empty for somebody of whom the bot is told no Entra object id. */
  aadObjectId: string;
  name: string;
  email: string;
  tenant: string;
  guest: boolean;
  /** The app was added to their personal chat. */
  installed: boolean;
  /** The personal chat with the bot. */
  chat: string;
  dialogs: Dialog[];
  /** Words that Teams showed them in answer to a press. */
  toasts: string[];
  /** The cards that only they see since they pressed, by message. */
  views: Map<string, Json>;
}

export interface Message {
  id: string;
  /** Of a thread: the id of its root; of a personal chat: its own. */
  root: string;
  by: Person | 'bot' | 'flow';
  text: string;
  html: string;
  attachments: Json[];
  entities: Json[];
  summary: string;
  reactions: { by: string; type: string }[];
  deleted: boolean;
  editedAt: number | null;
  edits: number;
  onlyFor: string | null;
}

export interface Channel {
  id: string;
  name: string;
  type: 'standard' | 'private' | 'shared';
  team: Team;
  /** Of a private or shared channel its own; of a standard one the team's. */
  members: Set<Person>;
  botIn: boolean;
  deleted: boolean;
  messages: Map<string, Message>;
}

export interface Team {
  id: string;
  aadGroupId: string;
  name: string;
  tenant: string;
  members: Set<Person>;
  channels: Map<string, Channel>;
  tags: { id: string; name: string; members: Person[] }[];
  installed: boolean;
  /** The owner agreed that the app reads messages without a mention. */
  consent: boolean;
  archived: boolean;
  deleted: boolean;
}

export interface Chat {
  id: string;
  person: Person;
  messages: Map<string, Message>;
}

export interface StoredFile {
  id: string;
  name: string;
  type: string;
  content: Buffer;
}

export interface World {
  options: TeamsOptions;
  now(): number;
  url: string;
  deliverTo: string | null;
  appId: string;
  /** All of them let the app in. */
  secrets: string[];
  secretExpired: boolean;
  tenant: string;
  tenants: Set<string>;
  /** The key in use. */
  key: number;
  teams: Map<string, Team>;
  people: Person[];
  chats: Map<string, Chat>;
  files: Map<string, StoredFile>;
  calls: Call[];
  deliveries: Delivery[];
  downloads: { path: string; authorization: string | null }[];
  held: (() => Promise<unknown>)[];
  faults: { route: Route | 'any'; how: Fault; times: number; when: (call: Call) => boolean }[];
  /** Older tokens are refused. */
  tokensFrom: number;
  /** Tokens that were given, by scope. */
  tokens: Record<string, number>;
  pending: Set<Promise<unknown>>;
  closing: AbortController;
  lastId: number;
  count: number;
}

/** Always the same for one name in one world, and looks like one of Entra. */
export function guid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

export const threadId = (name: string): string =>
  `19:${createHash('sha256').update(name).digest('hex').slice(0, 32)}@thread.tacv2`;

export const personalId = (name: string): string =>
  `a:1${createHash('sha256').update(name).digest('base64url').slice(0, 40)}`;

/** The moment in ms; never the same twice in a world, whatever the clock says. */
export function messageId(world: World): string {
  world.lastId = Math.max(Math.floor(world.now()), world.lastId + 1);
  return String(world.lastId);
}

export const botId = (world: World): string => `28:${world.appId}`;

export const serviceUrl = (world: World): string => `${world.url}/teams/`;

/** Lets `quiet` wait for it; what goes wrong inside is the caller's own to see. */
export function track<T>(world: World, work: Promise<T>): Promise<T> {
  const kept = work.then(
    () => void world.pending.delete(kept),
    () => void world.pending.delete(kept),
  );
  world.pending.add(kept);
  return work;
}

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

/** A place that messages stand in: a thread or the whole of a channel, or a personal chat. */
export type Place =
  | { as: 'channel'; channel: Channel; root: string | null; messages: Map<string, Message> }
  | { as: 'chat'; chat: Chat; root: null; messages: Map<string, Message> };

export function placeOf(world: World, conversation: string): Place | null {
  const chat = world.chats.get(conversation);
  if (chat) return { as: 'chat', chat, root: null, messages: chat.messages };
  const [id = '', root = null] = conversation.split(';messageid=');
  const channel = [...world.teams.values()].map(each => each.channels.get(id)).find(each => each !== undefined);
  return channel ? { as: 'channel', channel, root, messages: channel.messages } : null;
}

export const membersOf = (channel: Channel): Set<Person> =>
  channel.type === 'standard' ? channel.team.members : channel.members;

/** The bot may read and write there. */
export const botIsIn = (channel: Channel): boolean =>
  channel.team.installed && (channel.type === 'standard' || channel.botIn);

/** How long a message that one person sees stays with them. */
const PRIVATE_MS = 24 * 60 * 60_000;

export const isOver = (world: World, message: Message): boolean =>
  message.onlyFor !== null && world.now() - Number(message.id) >= PRIVATE_MS;

export const conversationOf = (place: Place, message: Message): string =>
  place.as === 'chat' ? place.chat.id : `${place.channel.id};messageid=${message.root}`;
