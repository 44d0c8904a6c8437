/**
 * Who writes: sessions by a token of 192 random bits, of which only the hash is kept, and the visitors behind them. An
 * anonymous visitor has one session; one whom the shop vouches for may have several, one on each device.
 */
import { createHash } from 'node:crypto';
import type { Language } from '../../../src/core/customer-texts/texts.ts';
import type { Detail } from '../../../src/core/message.ts';
import { DAY, type Instant } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Verified } from './identity.ts';

/** 192 bits that nobody guesses. */
const TOKEN_BYTES = 24;
/** As long as a message continues the same enquiry: after that a new token comes with a new enquiry. */
const IDLE_MAX_MS = 14 * DAY;
/** That a session is used is recorded once a day, not with every message. */
const NOTED_EVERY_MS = DAY;

/** Sessions looked at in one sweep, which comes every hour. */
const SWEEP_MAX = 2_000;

interface Session {
  visitor: string;
  usedAt: Instant;
  /** The visitor ended the chat here. */
  ended: boolean;
}

export interface Visitor {
  name: string | null;
  email: string | null;
  /** The shop vouches for the address. */
  verified: boolean;
  /** What they were asked; shown with the first message. */
  details: Detail[];
  /** They answered what is asked after the first message, or wanted not to. */
  questioned?: boolean;
  /** Their first message was taken in. */
  opened: boolean;
  page: string | null;
  /** The language the chat spoke to them; absent where its page did not say. */
  language?: Language;
  /** A hash of the network they came from, for blocking; null where that would be everybody. */
  network: string | null;
  /** Something was sent to the address: it stays. */
  mailed: boolean;
  /** The chat was ended: nothing is shown to them any more. */
  left: boolean;
}

export interface Visitors {
  /** @returns the session's visitor, or null when the token is not known, over or ended */
  ofToken(authorization: string | undefined): Promise<{ id: string; visitor: Visitor; session: string } | null>;
  start(visitor: Omit<Visitor, 'opened' | 'left' | 'mailed'>, verified: Verified | null): Promise<string>;
  get(id: string): Promise<Visitor | null>;
  change(id: string, change: Partial<Visitor>): Promise<void>;
  /**
   * Throws away sessions that are over, and visitors who never wrote.
   * @param over of a visitor who wrote and whom no token leads back to: what they said stands in its enquiry
   */
  sweep(over: (visitor: string) => Promise<void>): Promise<void>;
  /** Ends this session. */
  end(session: string): Promise<void>;
}

const SESSIONS = 'sessions';
/** Everything that is known about one visitor stands together, so that one look finds it. */
export function about(visitor: string): string {
  return `about:${visitor}`;
}
export const VISITOR = 'visitor';

export function makeVisitors({ shelf, ids, clock, name: site }: ChannelContext): Visitors {
  /** How far the last sweep came. */
  let swept = 0;
  const get = async (id: string) =>
    ((await shelf.get(about(id), VISITOR))?.value as unknown as Visitor | undefined) ?? null;
  const put = (id: string, visitor: Visitor) => shelf.put(about(id), VISITOR, visitor as unknown as Json);
  return {
    ofToken: async authorization => {
      const token = /^Bearer ([0-9a-f]{48})$/.exec(authorization ?? '')?.[1];
      if (!token) return null;
      const key = hash(token);
      const found = (await shelf.get(SESSIONS, key))?.value as unknown as Session | undefined;
      const now = clock.now();
      if (!found || found.ended || now - found.usedAt > IDLE_MAX_MS) return null;
      if (now - found.usedAt > NOTED_EVERY_MS)
        await shelf.replace(SESSIONS, key, { ...found, usedAt: now } as unknown as Json);
      const visitor = await get(found.visitor);
      return visitor && { id: found.visitor, visitor, session: key };
    },
    start: async (visitor, verified) => {
      const token = ids.secret(TOKEN_BYTES);
      const key = hash(token);
      // Sites do not share customers: the same id of another shop is somebody else.
      const id = verified ? `u${hash(`${site}\n${verified.id}`).slice(0, 23)}` : key.slice(0, 24);
      const known = verified ? await get(id) : null;
      // What they gave before stays theirs; what something was sent to stays as it is, unless the shop vouches for another.
      const email =
        visitor.verified || !known?.email ? visitor.email : known.mailed ? known.email : (visitor.email ?? known.email);
      const proven = visitor.verified || (known?.verified === true && known.email === email);
      await put(id, {
        ...visitor,
        name: visitor.name ?? known?.name ?? null,
        email,
        verified: proven,
        // What they were asked this time is shown with their next message.
        opened: false,
        left: false,
        mailed: known?.mailed === true && known.email === email,
      });
      const session: Session = { visitor: id, usedAt: clock.now(), ended: false };
      await shelf.append(SESSIONS, key, session as unknown as Json);
      return token;
    },
    get,
    change: async (id, change) => {
      const known = await get(id);
      if (known) await put(id, { ...known, ...change });
    },
    sweep: async over => {
      const now = clock.now();
      const found = await shelf.read(SESSIONS, swept, SWEEP_MAX);
      swept = found.length < SWEEP_MAX ? 0 : found.at(-1)!.n;
      for (const { key, value } of found) {
        const session = value as unknown as Session;
        if (!session.ended && now - session.usedAt <= IDLE_MAX_MS + NOTED_EVERY_MS) continue;
        const isVouchedFor = session.visitor.startsWith('u');
        const visitor = isVouchedFor ? null : await get(session.visitor);
        if (visitor?.opened) await over(session.visitor);
        else if (visitor) await shelf.drop(about(session.visitor));
        // Last: whoever dies in between finds it again.
        await shelf.remove(SESSIONS, key);
      }
    },
    end: async session => {
      const found = (await shelf.get(SESSIONS, session))?.value as unknown as Session | undefined;
      if (found) await shelf.replace(SESSIONS, session, { ...found, ended: true } as unknown as Json);
    },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
