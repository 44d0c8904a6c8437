/**
 * What stands in the way of reading X: said once in the room, kept over restarts, and ended by the first request that
 * works. What concerns the account (no credits, signed out) closes every list at once; the rest only its own.
 */
import { type DurationMs, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Answer, Failed, Why } from '../connection/api.ts';
import type { Records } from './records.ts';

export type Part = 'account' | 'me' | 'mentions' | 'messages' | 'own' | 'posts' | 'people' | 'stream' | 'events';

/** Credits, keys and permissions do not come back within seconds, and every try may cost. */
const CLOSED_RETRY_MS: DurationMs = 15 * MINUTE;
/** Nobody but the owner of the app can change what it may do. */
const FORBIDDEN_RETRY_MS: DurationMs = 60 * MINUTE;
const FIRST_WAIT_MS: DurationMs = 15 * SECOND;
const WAIT_MAX_MS: DurationMs = 5 * MINUTE;
/** Between the clocks of two processes. */
const SKEW_MAX_MS: DurationMs = MINUTE;
/** Without an answer for so long the room is told. */
const ALERT_AFTER_MS: DurationMs = 10 * MINUTE;

const OF_CREDIT: readonly Why[] = ['no-credit', 'capped'];
/** These ask as the app, not as the account: that they are refused says nothing of its keys. */
const AS_APP: readonly Part[] = ['stream', 'events'];

const READS: Record<Part, string> = {
  account: 'X cannot be read',
  me: 'Which account this is cannot be read',
  mentions: 'New mentions cannot be read',
  messages: 'New private messages cannot be read',
  own: 'What you write in X itself cannot be read',
  posts: 'Whether posts were changed or deleted cannot be read',
  people: 'Names cannot be read',
  stream: 'Events of X do not come in',
  events: 'Events of X cannot be set up',
};

interface Trouble {
  why: Why;
  words: string;
  since: Instant;
  told: boolean;
  /** Nothing is asked before. */
  until: Instant;
  /** When `until` was reckoned; absent in records from before it was kept. */
  at?: Instant;
  failures: number;
}

export interface Troubles {
  /** When this part may ask again; null: now. Of several that wait for the account only the first goes. */
  closedUntil(part: Part): Promise<Instant | null>;
  worked(part: Part): Promise<void>;
  /** @returns when to ask again */
  failed(part: Part, failed: Failed): Promise<Instant>;
  /** What is wrong for longer than a hiccup; null while all is well. As far as this process knows. */
  words(): string | null;
  /** Whether this part is not asked for longer than a hiccup. As far as this process knows. */
  isDown(part: Part): boolean;
  /** What somebody who asked about the account was told: nothing waits for a quarter of an hour that could go on. */
  heard(answer: Answer<unknown>): Promise<void>;
  /** Everything may ask again: somebody did something about it. */
  retry(): Promise<void>;
  /** Another process may have changed it. */
  reload(): void;
}

type All = Map<Part, Trouble>;

/** @param over everything that waited for the account can go on */
export function makeTroubles(context: ChannelContext, records: Records, over: () => void): Troubles {
  const { clock } = context;
  let known: All | null = null;
  const load = async (): Promise<All> => {
    known ??= new Map(Object.entries((await records.note<object>('troubles')) ?? {})) as All;
    return known;
  };
  const save = () => records.setNote('troubles', Object.fromEntries(known ?? []));
  const end = async (part: Part, all: All) => {
    const trouble = all.get(part);
    if (!trouble) return;
    all.delete(part);
    await save();
    if (trouble.told) await context.notice(`over:${part}:${trouble.since}`, overWords(part), 'quiet');
  };

  const worked = async (part: Part) => {
    const all = await load();
    if (all.size === 0) return;
    await end(part, all);
    const account = all.get('account');
    if (!account || (account.why === 'signed-out' && AS_APP.includes(part))) return;
    await end('account', all);
    over();
  };
  const failed = async (part: Part, refused: Failed) => {
    const all = await load();
    const where = concerns(part, refused);
    const trouble = troubleOf(refused, where, all.get(where) ?? null, clock.now());
    all.set(where, trouble);
    const { channelId: channel, log } = context;
    log.warn({ channel, part, why: refused.why, detail: refused.detail }, 'X did not give what was asked for.');
    if (!trouble.told && isTelling(trouble, clock.now())) {
      await context.notice(`trouble:${where}:${trouble.since}`, troubleWords(where, trouble), 'failure');
      trouble.told = true;
    }
    await save();
    return trouble.until;
  };

  return {
    closedUntil: async part => {
      const [all, now] = [await load(), clock.now()];
      const own = all.get(part);
      if (own && waits(own, now)) return own.until;
      const account = all.get('account');
      if (!account || (account.why === 'signed-out' && AS_APP.includes(part))) return null;
      if (waits(account, now)) return account.until;
      Object.assign(account, { until: now + CLOSED_RETRY_MS, at: now });
      return null;
    },
    worked,
    failed,
    heard: async answer => {
      if (answer.ok) await worked('me');
      else if (concerns('me', answer) === 'account') await failed('me', answer);
    },
    words: () => {
      const lasting = [...(known ?? [])].find(([, trouble]) => isTelling(trouble, clock.now()));
      return lasting ? `${READS[lasting[0]]}: ${lasting[1].words}` : null;
    },
    isDown: part => [known?.get(part), known?.get('account')].some(each => each && isTelling(each, clock.now())),
    retry: async () => {
      for (const each of (await load()).values()) each.until = 0;
    },
    reload: () => {
      known = null;
    },
  };
}

function concerns(part: Part, { why }: Failed): Part {
  return OF_CREDIT.includes(why) || (why === 'signed-out' && !AS_APP.includes(part)) ? 'account' : part;
}

/** Another reason of the account's is news; a list that fails in several ways is one trouble. */
function troubleOf({ why, words, retryAt }: Failed, where: Part, before: Trouble | null, now: Instant): Trouble {
  const same = before && (where !== 'account' || before.why === why) ? before : null;
  const failures = (same?.failures ?? 0) + 1;
  return {
    ...{ why, words, failures, since: same?.since ?? now, told: same?.told ?? false },
    ...{ until: retryAt ?? now + waitAfter(where, why, failures), at: now },
  };
}

/** One that was reckoned later than now was reckoned by a clock that was wrong, as keys are refused for: it has been set since. */
function waits({ until, at = 0 }: Trouble, now: Instant): boolean {
  return now < until && at <= now + SKEW_MAX_MS;
}

function isTelling({ since, why }: Trouble, now: Instant): boolean {
  return isLasting(why) || (why !== 'too-many' && now - since >= ALERT_AFTER_MS);
}

/** Waiting alone does not end it: it is said at once. */
function isLasting(why: Why): boolean {
  return why === 'signed-out' || why === 'no-permission' || OF_CREDIT.includes(why);
}

function waitAfter(part: Part, why: Why, failures: number): DurationMs {
  if (why === 'no-permission') return FORBIDDEN_RETRY_MS;
  // A stream that broke off counts as open at X for some seconds.
  if ((why === 'too-many' && part !== 'stream') || isLasting(why)) return CLOSED_RETRY_MS;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), WAIT_MAX_MS);
}

/** Events only tell sooner what is read in any case. */
function troubleWords(part: Part, { words }: Trouble): string {
  const afterwards = AS_APP.includes(part)
    ? 'X is asked for news regularly all the same, so nothing is lost.'
    : 'Deskhand keeps trying; what comes meanwhile is read afterwards.';
  return `${READS[part]} at the moment. ${words} ${afterwards}`;
}

function overWords(part: Part): string {
  if (AS_APP.includes(part)) return 'Events of X come in again.';
  return 'X is read again. What came meanwhile is here now, as far as X still shows it.';
}
