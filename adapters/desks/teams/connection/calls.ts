/** Calls the Bot Connector through Microsoft's client, and reports how it went: done, refused, retry later, or unknown. */
import { Client as ApiClient } from '@microsoft/teams.api';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import { placeOf } from '../ids.ts';
import type { Lanes } from './lanes.ts';
import { TeamsRefusal, TeamsSilence } from './refusals.ts';
import type { Tokens } from './tokens.ts';

/** A call that takes longer is abandoned; afterwards Deskhand finds out whether it was carried out. */
const CALL_WITHIN_MS = 15 * SECOND;
/** Where Teams does not say how long to wait. */
const WAIT_WITHOUT_WORD_S = 2;
const NOT_REACHED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;

export interface CallsParts {
  tokens: Tokens;
  lanes: Lanes;
  clock: Clock;
  /** Where Teams wants to be called. @throws TryLater while it has not called Deskhand yet */
  serviceUrl(): Promise<string>;
}

export interface Calls {
  /** @throws TeamsRefusal, TeamsSilence, TryLater (surely not done) */
  call<T>(what: string, work: (api: ApiClient) => Promise<T>): Promise<T>;
  /** The same for what counts against the rate of a conversation: as it comes, or in a row with others. */
  counted<T>(
    conversation: string,
    what: string,
    work: (api: ApiClient) => Promise<T>,
    how?: 'turn' | 'inRow',
  ): Promise<T>;
}

export function makeCalls(parts: CallsParts): Calls {
  const { tokens, lanes, clock } = parts;
  const clients = new Map<string, ApiClient>();
  const clientAt = (url: string) => {
    const there = clients.get(url);
    if (there) return there;
    const http = { timeout: CALL_WITHIN_MS, token: async () => (await tokens.get('bot')) ?? undefined, logger: QUIET };
    const made = new ApiClient(url, http as never);
    clients.set(url, made);
    return made;
  };

  const run = async <T>(what: string, work: (api: ApiClient) => Promise<T>): Promise<T> => {
    const api = clientAt(await parts.serviceUrl());
    try {
      return await work(api);
    } catch (error) {
      const failed = told(error, what);
      if (!(failed instanceof TeamsRefusal) || failed.status !== 401 || failed.word === 'token') throw failed;
    }
    // A token may end, or be called back, before its time: it was not done, and the next one may do.
    tokens.forget();
    try {
      return await work(api);
    } catch (error) {
      throw told(error, what);
    }
  };
  /** Until when Teams wants to hear no more questions of a kind; what is posted waits in its lane. */
  const waits = new Map<string, TryLater>();
  const call: Calls['call'] = async (what, work) => {
    const wait = waits.get(what);
    if (wait && wait.at > clock.now()) throw wait;
    try {
      return await run(what, work);
    } catch (error) {
      if (error instanceof TryLater && error.wholeRoom) waits.set(what, error);
      throw error;
    }
  };
  const counted: Calls['counted'] = (conversation, what, work, how = 'turn') =>
    lanes[how](placeOf(conversation).channel, () => run(what, work));
  return { call, counted };

  function told(error: unknown, what: string): Error {
    const { response, code, config } = error as {
      response?: { status: number; headers?: Record<string, string>; data?: { error?: { code?: string } } };
      code?: string;
      config?: unknown;
    };
    if (!response) {
      if (!config) return error as Error;
      if (NOT_REACHED.test(code ?? ''))
        return new TryLater(clock.now() + 5 * SECOND, `Teams cannot be reached (${code}).`);
      return new TeamsSilence(`The connection to Teams dropped during ${what} (${code ?? 'no reason'}).`);
    }
    const { status, headers, data } = response;
    if (status === 429 || status === 412) {
      const seconds = Number(headers?.['retry-after']) || WAIT_WITHOUT_WORD_S;
      const until = clock.now() + Math.min(seconds * SECOND, 10 * MINUTE);
      return new TryLater(until, `Teams asked to wait with ${what} (${status}).`, status === 429, status === 429);
    }
    // 501 is what the Agents Playground says to what it cannot do: it surely was not done.
    if (status >= 500 && status !== 501) return new TeamsSilence(`Teams answered ${what} with ${status}.`);
    return new TeamsRefusal(what, status, data?.error?.code ?? `http_${status}`);
  }
}

/** The library's own log lines hold addresses and people's words; its errors are reported here instead. */
const QUIET = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  trace: () => {},
  log: () => {},
  child: () => QUIET,
};
