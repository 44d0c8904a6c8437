/** What a visitor sees: numbered entries that are never lost, and the state of the chat. Stored, so that any process can serve it. */
import type { Standing } from '../../../src/core/customer.ts';
import { firstNameOf } from '../../../src/core/first-name.ts';
import type { ReplyId } from '../../../src/core/ids.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { CustomerNews } from '../../../src/ports/watching.ts';
import { about, VISITOR, type Visitor } from './visitors.ts';
import type { ChatState, Entry, Hours } from './wire.ts';

/** Messages sent down at once after a long absence. */
export const REPLAY_MAX = 200;
const NEWS = 'news';
const ARRIVED = 'arrived';
const SEEN = 'seen';
const GOT = 'got';
const RATED = 'rated';
const STANDING = 'standing';
/** Which files a visitor may fetch. */
export const FILES = 'files';
/** In place of words that were removed because of their age; it is read in every language. */
const REMOVED = '…';
/** All of the above and the visitor. */
const RECORDS_MAX = 20;

type NewEntry = Omit<Entry, 'n'>;

/** As it is kept: with the name that customers see. In entries of earlier versions `name` is a profile. */
type KeptEntry = NewEntry & { shownAs?: string | null };

function entryOf(kept: KeptEntry, n: number): Entry {
  const { shownAs, ...entry } = kept;
  const name = shownAs === undefined ? (entry.name === null ? null : firstNameOf(entry.name)) : shownAs;
  return { ...entry, name, n };
}

function keptOf({ name: shownAs, ...words }: NewEntry): KeptEntry {
  return { ...words, name: null, shownAs };
}

export interface Conversation {
  /** Adds an entry once for its key. @returns what is kept under it */
  add(visitor: string, key: string, entry: NewEntry): Promise<Entry>;
  read(visitor: string, after: number): Promise<{ key: string; entry: Entry }[]>;
  /** Has the team answered? */
  answered(visitor: string): Promise<boolean>;
  state(visitor: string): Promise<ChatState>;
  follow(news: CustomerNews): Promise<void>;
  standingOf(visitor: string): Promise<Standing | null>;
  standing(visitor: string, standing: Standing | null): Promise<void>;
  arrived(visitor: string, upTo: Instant): Promise<void>;
  /** The page has everything up to there: replies among it have arrived. */
  got(visitor: string, upTo: number): Promise<void>;
  rated(visitor: string, of: Instant, score: number): Promise<void>;
  /** Takes the words out of entries from before a moment; their numbers stay, for a page counts by them. */
  forgetOld(visitor: string, until: Instant): Promise<void>;
  /** Throws everything away that the visitor could be shown. */
  forget(visitor: string): Promise<void>;
  topic(visitor: string): string;
  /** Where it stands has changed: looked at apart from the entries, which come more often. */
  stateTopic(visitor: string): string;
  /** Wakes whoever shows where it stands. */
  stands(visitor: string): void;
}

export function makeConversation(context: ChannelContext, showSeen: boolean): Conversation {
  const { shelf, bus, clock, channelId } = context;
  const stream = (visitor: string) => `chat:${visitor}`;
  const topic = (visitor: string) => `webchat:${channelId}:${visitor}`;
  const put = (visitor: string, key: string, value: Json, version: number) =>
    shelf.put(about(visitor), key, value, version);
  const number = async (visitor: string, key: string) => Number((await shelf.get(about(visitor), key))?.value ?? 0);
  const raise = async (visitor: string, key: string, to: number) => {
    if ((await number(visitor, key)) >= to) return false;
    await put(visitor, key, to, to);
    return true;
  };

  const stateTopic = (visitor: string) => `${topic(visitor)}:state`;
  const stands = (visitor: string) => bus.publish(stateTopic(visitor));

  const conversation: Conversation = {
    topic,
    stateTopic,
    stands,
    add: async (visitor, key, entry) => {
      const { n, fresh } = await shelf.append(stream(visitor), key, keptOf(entry) as unknown as Json);
      bus.publish(topic(visitor));
      const kept = fresh ? null : ((await shelf.get(stream(visitor), key))?.value as unknown as KeptEntry | undefined);
      return kept ? entryOf(kept, n) : { ...entry, n };
    },
    read: async (visitor, after) =>
      (await shelf.read(stream(visitor), after, REPLAY_MAX)).map(({ n, key, value }) => ({
        key,
        entry: entryOf(value as unknown as KeptEntry, n),
      })),
    answered: async visitor => {
      for (let after = 0; ; ) {
        const entries = await shelf.read(stream(visitor), after, REPLAY_MAX);
        if (entries.some(each => each.key.startsWith('out:'))) return true;
        if (entries.length < REPLAY_MAX) return false;
        after = entries.at(-1)!.n;
      }
    },
    state: async visitor => {
      const [records, hours] = await Promise.all([shelf.read(about(visitor), 0, RECORDS_MAX), chatHours(context)]);
      const found = new Map(records.map(each => [each.key, each.value as unknown]));
      const news = found.get(NEWS) as CustomerNews | undefined;
      const rated = found.get(RATED) as { of: Instant; score: number } | undefined;
      const known = found.get(VISITOR) as Visitor | undefined;
      const [delivered, seen] = [ARRIVED, SEEN].map(key => Number(found.get(key) ?? 0)) as [number, number];
      const resolved = news?.status === 'resolved' ? news.resolvedAt : null;
      return {
        status: resolved === null ? 'open' : 'resolved',
        person: personOf(news?.owner ?? null),
        delivered,
        seen: showSeen ? seen : 0,
        resolved,
        rated: rated && rated.of === resolved ? rated.score : null,
        email: known?.email ?? null,
        blocked: found.get(STANDING) === 'blocked',
        hours: { ...hours, by: news?.told ?? hours.by },
        now: clock.now(),
      };
    },
    follow: async news => {
      const { to: visitor } = news;
      const known = (await shelf.get(about(visitor), NEWS))?.value as unknown as CustomerNews | undefined;
      // Clocks of two processes differ: what is told later is newer.
      const version = Math.max(news.version, (known?.version ?? 0) + 1);
      await put(visitor, NEWS, { ...news, version, seen: null } as unknown as Json, version);
      if (news.seen !== null) await raise(visitor, SEEN, news.seen);
      stands(visitor);
    },
    standingOf: async visitor =>
      ((await shelf.get(about(visitor), STANDING))?.value as Standing | null | undefined) ?? null,
    standing: async (visitor, standing) => {
      await put(visitor, STANDING, standing, clock.now());
      stands(visitor);
    },
    arrived: async (visitor, upTo) => {
      if (await raise(visitor, ARRIVED, upTo)) stands(visitor);
    },
    got: async (visitor, upTo) => {
      // Looked at first: what comes while this runs is not among what the page has.
      const last = (await shelf.latest(stream(visitor), 1))[0]?.n ?? 0;
      const before = await number(visitor, GOT);
      if (Math.min(upTo, last) <= before) return;
      for (let after = before; after < upTo; ) {
        const entries = await shelf.read(stream(visitor), after, REPLAY_MAX);
        for (const { n, key } of entries)
          if (n <= upTo && key.startsWith('out:')) await context.delivered(key.slice(4) as ReplyId);
        if (entries.length < REPLAY_MAX) break;
        after = entries.at(-1)!.n;
      }
      await raise(visitor, GOT, Math.min(upTo, last));
    },
    rated: async (visitor, of, score) => {
      await put(visitor, RATED, { of, score }, clock.now());
      stands(visitor);
    },
    forgetOld: (visitor, until) => withoutOld(shelf, stream(visitor), until),
    forget: async visitor => {
      await closeFiles(shelf, stream(visitor), visitor);
      await shelf.drop(stream(visitor));
      for (const key of [NEWS, ARRIVED, SEEN, GOT, RATED]) await shelf.remove(about(visitor), key);
      bus.publish(topic(visitor));
      stands(visitor);
    },
  };
  return conversation;
}

/** Empty for the team's own name; what earlier versions kept was a profile. */
function personOf(owner: CustomerNews['owner'] | string): string | null {
  if (owner === null) return null;
  return (typeof owner === 'string' ? firstNameOf(owner) : owner.name) ?? '';
}

export async function chatHours({ watching, log }: ChannelContext): Promise<Hours> {
  try {
    return await watching.expected();
  } catch (error) {
    log.warn({ error: String(error) }, 'How long an answer takes could not be read; the chat does not say it.');
    return { open: true, opensAt: null, by: null };
  }
}

/** Entries from before a moment lose their words and files; each keeps its number. */
async function withoutOld(shelf: ChannelContext['shelf'], stream: string, until: Instant): Promise<void> {
  for (let after = 0; ; ) {
    const entries = await shelf.read(stream, after, REPLAY_MAX);
    for (const { key, value } of entries) {
      const { files: _, ...kept } = value as unknown as KeptEntry;
      if (kept.at <= until && kept.text !== REMOVED)
        await shelf.replace(stream, key, { ...kept, text: REMOVED } as unknown as Json);
    }
    if (entries.length < REPLAY_MAX) return;
    after = entries.at(-1)!.n;
  }
}

/** Files in a chat that is thrown away: nobody may fetch them there any more. */
async function closeFiles(shelf: ChannelContext['shelf'], stream: string, visitor: string): Promise<void> {
  for (let after = 0; ; ) {
    const entries = await shelf.read(stream, after, REPLAY_MAX);
    const files = entries.flatMap(each => (each.value as unknown as KeptEntry).files ?? []);
    await shelf.remove(FILES, ...files.map(({ id }) => `${visitor}:${id}`));
    if (entries.length < REPLAY_MAX) return;
    after = entries.at(-1)!.n;
  }
}
