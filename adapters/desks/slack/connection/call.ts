/** Calls Slack's Web API and reports honestly how it went: done, refused, retry later, or unknown. */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { FarRefusal, FarSilence } from '../../../../src/desks/far-side.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { Log } from '../../../../src/ports/log.ts';

/** A call that takes longer is abandoned; whether it was carried out is found out afterwards. */
const CALL_WITHIN_MS = 15 * SECOND;
/** One client carries the calls of all workspaces, and what each has under way is bounded by its own work: no line of theirs. */
const CALLS_AT_ONCE = 10_000;
/** Slack says in seconds how long to wait; without a word it is half a minute. */
const WAIT_WITHOUT_WORD_S = 30;

/** Answers after which the call may have been carried out all the same. */
const MAYBE_DONE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
const NOT_REACHED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/;
const GONE = new Set([
  'token_revoked',
  'invalid_auth',
  'account_inactive',
  'token_expired',
  'not_authed',
  'team_access_not_granted',
]);

/** Slack said no, by this word. */
export class SlackRefusal extends FarRefusal {
  override name = 'SlackRefusal';
  readonly method: string;
  readonly word: string;
  /** The permission that is missing, where that is the reason. */
  readonly needed: string | null;
  constructor(method: string, word: string, needed: string | null = null) {
    super(`Slack refused ${method}: ${word}${needed ? ` (${needed})` : ''}.`);
    this.method = method;
    this.word = word;
    this.needed = needed;
  }

  override get signedOut(): boolean {
    return GONE.has(this.word);
  }
}

/** The connection dropped, or Slack failed, after the call may have been carried out. */
export class SlackSilence extends FarSilence {
  override name = 'SlackSilence';
}

export interface SlackCalls {
  /** @throws SlackRefusal, SlackSilence, TryLater (surely not done) */
  call<T = Record<string, unknown>>(method: string, args?: Record<string, unknown>): Promise<T>;
}

/**
 * The library's client, for all workspaces of a process: each of its own would take some 40 KB for methods that nobody calls.
 * No retries of its own: what is sent again is decided where it is known whether that is harmless.
 * @param fetch for tests that count what leaves
 */
export function makeClient({ apiUrl, fetch, log }: { apiUrl: string; fetch: typeof globalThis.fetch; log: Log }) {
  return new WebClient(undefined, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_WITHIN_MS,
    allowAbsoluteUrls: false,
    maxRequestConcurrency: CALLS_AT_ONCE,
    logger: quietLogger(log),
    fetch,
  });
}

interface CallParts {
  client: WebClient;
  token: string;
  clock: Clock;
}

/** What one workspace asks of Slack. */
export function makeCalls({ client, token, clock }: CallParts): SlackCalls {
  /** Until when Slack wants to hear nothing of a method. */
  const waits = new Map<string, number>();
  return {
    call: async <T>(method: string, args: Record<string, unknown> = {}) => {
      const until = waits.get(method) ?? 0;
      if (until > clock.now()) throw waiting(method, until);
      try {
        return (await client.apiCall(method, { ...args, token })) as T;
      } catch (error) {
        throw told(error, method);
      }
    },
  };

  function told(error: unknown, method: string): Error {
    if (error instanceof WebAPIRateLimitedError) return waitFor(method, error.retryAfter);
    if (error instanceof WebAPIPlatformError) {
      const { error: word, needed } = error.data as { error: string; needed?: string };
      if (word === 'ratelimited' || word === 'rate_limited') return waitFor(method, WAIT_WITHOUT_WORD_S);
      if (MAYBE_DONE.has(word)) return new SlackSilence(`Slack answered ${method} with ${word}.`);
      return new SlackRefusal(method, word, needed ?? null);
    }
    if (error instanceof WebAPIHTTPError) {
      if (error.statusCode >= 500 || error.statusCode < 400)
        return new SlackSilence(`Slack answered ${method} with ${error.statusCode}.`);
      return new SlackRefusal(method, `http_${error.statusCode}`);
    }
    if (error instanceof WebAPIRequestError) {
      const why = causes(error.original);
      if (NOT_REACHED.test(why)) return new TryLater(clock.now() + 5 * SECOND, `Slack cannot be reached: ${why}.`);
      return new SlackSilence(`The connection to Slack dropped during ${method}: ${why}.`);
    }
    return error as Error;
  }

  function waitFor(method: string, seconds: number): TryLater {
    const until = clock.now() + Math.min(seconds * SECOND, 10 * MINUTE);
    waits.set(method, until);
    return waiting(method, until);
  }
}

/** Posts wait together, in their order; anything else waits alone. */
function waiting(method: string, until: number): TryLater {
  return new TryLater(until, `Slack asked to wait with ${method}.`, method === 'chat.postMessage', true);
}

/** Node hides the reason of a failed fetch in its causes. */
function causes(error: unknown): string {
  const words: string[] = [];
  for (let at = error as (Error & { code?: string; cause?: unknown }) | undefined, i = 0; at && i < 4; i++) {
    words.push(at.code ? `${at.code} ${at.message}` : at.message);
    at = at.cause as typeof at;
  }
  return words.join(': ').slice(0, 300);
}

/** The library's own lines: its errors are ours to tell, and its details hold tokens and words. */
export function quietLogger(log: Log) {
  const say = (...message: unknown[]) => log.debug({ library: '@slack' }, String(message[0]).slice(0, 200));
  return {
    debug: () => {},
    info: () => {},
    warn: say,
    error: say,
    setLevel: () => {},
    getLevel: () => 'warn' as never,
    setName: () => {},
  };
}
