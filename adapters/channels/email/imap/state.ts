/** What the channel remembers about its mailbox: its state, what was found out about it, replies still to be filed. */
import { DAY, type DurationMs, type Instant } from '../../../../src/core/time.ts';
import { forgetOld } from '../../../../src/ports/forgetting.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';

/** What trying a mailbox out has shown. */
export interface Findings {
  /** Mail to help+anything@ arrives. */
  plusAddresses?: boolean;
  /** The provider files what it sends by itself. */
  filesSent?: boolean;
  /** The server whose Authentication-Results stand on top of our own mail. */
  server?: string;
}

/** Old mail that is being taken in. */
interface OldMail {
  uidValidity: string;
  /** Those that are to be taken in, as IMAP writes sets of numbers: `1:400,403`. */
  uids: string;
  /** From so many days. */
  days: number;
}

/** A reply that left, until its copy is in the sent folder. */
interface LeftReply {
  messageId: string;
  raw: string;
  at: number;
}

export interface MailboxState {
  troubleSince(): Promise<number | null>;
  setTrouble(since: number | null): Promise<void>;
  alarmed(since: number): Promise<boolean>;
  setAlarmed(since: number): Promise<void>;
  findings(): Promise<Findings>;
  found(more: Findings): Promise<void>;
  left(reply: LeftReply): Promise<void>;
  /** Null when there is none, or all of it is here. */
  oldMail(): Promise<OldMail | null>;
  setOldMail(old: OldMail | null): Promise<void>;
  /** Those not filed yet, oldest first, with the number to go on from. */
  toFile(): Promise<{ replies: LeftReply[]; upTo(n: number): Promise<void> }>;
  /** Forgets what was filed, and what no folder took for months. */
  tidy(now: Instant): Promise<void>;
}

const FILES_AT_ONCE = 50;
/** A reply that is sent again by whoever died in between is known by its name. */
const FILED_FOR: DurationMs = 7 * DAY;
/** A sent folder that refuses a copy for so long takes none; the reply itself is in its thread. */
const UNFILED_FOR: DurationMs = 90 * DAY;
const LEFT = 'left';

export function makeMailboxState(shelf: Shelf): MailboxState {
  const put = async (key: string, value: Json) => void (await shelf.put('state', key, value));
  const get = async <T>(key: string): Promise<T | null> =>
    ((await shelf.get('state', key))?.value as T | undefined) ?? null;
  const findings = async () => (await get<Findings>('findings')) ?? {};
  return {
    troubleSince: () => get<number>('trouble'),
    setTrouble: since => put('trouble', since),
    alarmed: async since => (await get<number>('alarmed')) === since,
    setAlarmed: since => put('alarmed', since),
    findings,
    found: async more => put('findings', { ...(await findings()), ...more } as unknown as Json),
    oldMail: () => get<OldMail>('old'),
    setOldMail: old => put('old', old as unknown as Json),
    left: async reply => {
      await shelf.append(LEFT, reply.messageId, reply as unknown as Json);
    },
    toFile: async () => {
      const after = (await get<number>('filed')) ?? 0;
      const entries = await shelf.read(LEFT, after, FILES_AT_ONCE);
      return {
        replies: entries.map(each => each.value as unknown as LeftReply),
        upTo: async count => {
          const done = entries.slice(0, count);
          // What was filed needs no copy here any more.
          for (const each of done) await shelf.replace(LEFT, each.key, null);
          if (done.length) await put('filed', done.at(-1)!.n);
        },
      };
    },
    tidy: async now => {
      // One that is still to be filed holds the mail; of one that was filed nothing is left.
      const at = (value: Json) =>
        value !== null && typeof value === 'object'
          ? (value as unknown as LeftReply).at + (UNFILED_FOR - FILED_FOR)
          : (value as Instant | null);
      await forgetOld(shelf, LEFT, { before: now - FILED_FOR, at, dated: () => now, newest: 1 });
    },
  };
}
