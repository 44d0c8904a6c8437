/** Channels: which are rooms, and which have been given another id. What is kept goes by the id a channel had first. */
import type { DeskContext } from '../../../../src/ports/desk-context.ts';

const ALIASES = 'aliases';
/** Far more than a workspace ever has of changed ids. */
const ALIASES_MAX = 1_000;

export interface Places {
  /** The id Slack knows a channel by now. */
  now(channel: string): string;
  /** The name a channel's threads are kept under: the id it had first. */
  firstName(channel: string): string;
  /** Is a room there, as far as was last looked? By the first id. */
  isRoom(channel: string): boolean;
  look(): ReturnType<DeskContext['rooms']>;
  /** Looks for new ids that another process has heard of; true when there were some. */
  readAliases(): Promise<boolean>;
  /** Slack gave a channel another id. */
  renamed(from: string, to: string): Promise<void>;
}

export function makePlaces({ shelf, rooms, place }: Pick<DeskContext, 'shelf' | 'rooms' | 'place'>): Places {
  /** The newest id by the first, and back. */
  const newest = new Map<string, string>();
  const first = new Map<string, string>();
  let known = new Set<string>();
  const firstName = (channel: string) => first.get(channel) ?? channel;
  return {
    now: channel => newest.get(channel) ?? channel,
    firstName,
    isRoom: channel => known.has(channel),
    look: async () => {
      const found = await rooms();
      known = new Set(found.flatMap(each => (each.deskRef ? [firstName(each.deskRef)] : [])));
      return found;
    },
    readAliases: async () => {
      let news = false;
      for (const { key, value } of await shelf.read(ALIASES, 0, ALIASES_MAX)) {
        news ||= newest.get(key) !== value;
        newest.set(key, value as string);
        first.set(value as string, key);
      }
      return news;
    },
    renamed: async (from, to) => {
      const original = firstName(from);
      newest.set(original, to);
      first.set(to, original);
      await shelf.put(ALIASES, original, to);
      const room = (await rooms()).find(each => each.deskRef === from);
      if (room) await place(room.id, to);
    },
  };
}
