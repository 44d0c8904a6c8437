/**
 * The sign-in by OAuth 2.0: an access token for two hours and a refresh token that X takes once. Of many processes one
 * renews; the others take what it got. What X gave is stored before it is used.
 */

import { HOUR, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { XConfig } from '../setup/config.ts';
import { field, words } from '../shapes.ts';
import type { Answer, Failed } from './api.ts';
import { lossOf, refusalOf } from './failures.ts';
import { API, agentFor } from './origin.ts';
import { askPlain, bodyOf, CALL_WITHIN_MS, within } from './wire.ts';

/** Renewed before it ends: a call takes its time, and clocks differ. */
const SPARE_MS = 5 * MINUTE;
/** What X says today; for an answer that does not say it. */
const ACCESS_MS = 2 * HOUR;
/** Stands in stored secrets. */
const VAULT = 'x-sign-in';

interface Kept {
  /** Of the app that X gave them to: another one cannot use them. */
  clientId: string;
  account: { id: string; handle: string };
  scopes: string[];
  access: string;
  refresh: string;
  endsAt: Instant;
  signedInAt: Instant;
  /** X takes the refresh token no more: somebody has to sign in again. */
  isGone: boolean;
}

/** Of the token endpoint. */
interface Pair {
  access: string;
  refresh: string;
  scopes: string[];
  endsAt: Instant;
}

export interface Tokens {
  /** Who signed in, and whether it still holds; null when nobody did. */
  signedIn(): Promise<{ account: Kept['account']; scopes: string[]; isGone: boolean } | null>;
  /** @param spoiled a token that X just refused: another one is made */
  access(spoiled?: string): Promise<Answer<string>>;
  /** For the page of the sign-in. */
  fromCode(code: { code: string; verifier: string; redirect: string }): Promise<Answer<Pair>>;
  keep(pair: Pair, account: Kept['account']): Promise<void>;
  /** Gives a pair back that is not wanted. */
  revoke(pair: Pair): Promise<void>;
}

type Context = Pick<ChannelContext, 'clock' | 'vault' | 'exclusively' | 'notice' | 'log'>;
type Client = Pick<XConfig, 'clientId' | 'clientSecret'>;

export const NOBODY: Failed = {
  ok: false,
  why: 'signed-out',
  words: 'Nobody has signed in with X for this channel yet: "settings" shows admins the link.',
  detail: 'no sign-in',
  mayHaveArrived: false,
  retryAt: null,
};

export function makeTokens(client: Client, origin: string | null, context: Context): Tokens {
  const endpoint = makeEndpoint(client, origin, context);
  const store = makeStore(client, context);
  const renew = makeRenewal(endpoint, store, context);
  /** However many wait for it: while X hangs, requests would queue up behind each other. */
  let renewing: Promise<Answer<string>> | null = null;
  const shared = (spoiled?: string): Promise<Answer<string>> => {
    renewing ??= context
      .exclusively(VAULT, () => renew(spoiled))
      .catch(unread)
      .finally(() => {
        renewing = null;
      });
    return renewing;
  };
  return {
    signedIn: async () => {
      const kept = await store.read();
      return kept && { account: kept.account, scopes: kept.scopes, isGone: kept.isGone };
    },
    access: async spoiled => {
      const known = goodOne(store.known(), context, spoiled);
      if (known) return { ok: true, value: known };
      const answer = await shared(spoiled);
      // It had begun before this token was known to be spoiled.
      return answer.ok && answer.value === spoiled ? shared(spoiled) : answer;
    },
    fromCode: ({ code, verifier, redirect }) =>
      endpoint.ask({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirect }),
    keep: (pair, account) =>
      context.exclusively(VAULT, () =>
        store.write({
          ...pair,
          account,
          clientId: client.clientId ?? '',
          signedInAt: context.clock.now(),
          isGone: false,
        }),
      ),
    revoke: async pair => {
      await endpoint.revoke(pair.refresh);
      await endpoint.revoke(pair.access);
    },
  };
}

function goodOne(kept: Kept | null, { clock }: Pick<Context, 'clock'>, spoiled?: string): string | null {
  const isGood = kept && !kept.isGone && kept.access !== spoiled && kept.endsAt - SPARE_MS > clock.now();
  return isGood ? kept.access : null;
}

/** While no other process does the same. */
function makeRenewal(
  endpoint: ReturnType<typeof makeEndpoint>,
  store: ReturnType<typeof makeStore>,
  context: Context,
): (spoiled?: string) => Promise<Answer<string>> {
  return async spoiled => {
    // Another process may have been faster, or somebody signed in again.
    const kept = await store.read();
    if (!kept) return NOBODY;
    if (kept.isGone) return gone(kept);
    const made = goodOne(kept, context, spoiled);
    if (made) return { ok: true, value: made };
    const answer = await endpoint.ask({ grant_type: 'refresh_token', refresh_token: kept.refresh });
    if (answer.ok) {
      const scopes = answer.value.scopes.length ? answer.value.scopes : kept.scopes;
      await store.write({ ...kept, ...answer.value, scopes });
      return { ok: true, value: answer.value.access };
    }
    if (answer.why !== 'signed-out') return answer;
    // Whoever slept through its turn may have lost a race: then another process has the next pair already.
    const latest = await store.read();
    if (latest && latest.refresh !== kept.refresh) return { ok: true, value: latest.access };
    context.log.warn({ detail: answer.detail }, 'X takes the sign-in of a channel no more.');
    // Said before it is remembered: said twice it is one notice, remembered first it might never be said.
    await context.notice(`x-signed-out:${kept.signedInAt}`, gone(kept).words, 'failure');
    await store.write({ ...kept, isGone: true });
    return gone(kept);
  };
}

function gone({ account }: Kept): Failed {
  const words = `X no longer accepts the sign-in of @${account.handle}. Somebody with this account has to sign in again: "settings" shows admins the link. What was read is kept, and what came meanwhile is read then.`;
  return { ...NOBODY, words, detail: 'the refresh token is not valid' };
}

function unread(error: unknown): Failed {
  const words = 'The sign-in with X could not be read or stored: the database does not answer. It will be tried again.';
  return { ...NOBODY, why: 'no-answer', words, detail: String(error).slice(0, 200) };
}

/** What is in the vault; a pair that could not be written waits here, for X gives it once. */
function makeStore({ clientId }: Client, { vault, log }: Context) {
  let known: Kept | null = null;
  let unwritten: Kept | null = null;
  const write = async (kept: Kept) => {
    unwritten = kept;
    await vault.write(VAULT, JSON.stringify(kept));
    unwritten = null;
    known = kept;
  };
  return {
    known: () => known,
    write,
    read: async (): Promise<Kept | null> => {
      const text = await vault.read(VAULT);
      const stored = text ? keptIn(text, log) : null;
      const waiting = unwritten;
      unwritten = null;
      known = stored?.clientId === clientId ? stored : null;
      // Unless somebody signed in again meanwhile.
      if (waiting && stored?.signedInAt === waiting.signedInAt) await write(waiting);
      return known;
    },
  };
}

/** What the error says of a text that is no JSON has pieces of it, and here they are of tokens: it goes nowhere. */
function keptIn(text: string, log: Context['log']): Kept | null {
  try {
    const kept: unknown = JSON.parse(text);
    if (words(field(kept, 'access')) && words(field(kept, 'refresh')) && field(kept, 'account')) return kept as Kept;
  } catch {
    // Said below.
  }
  log.warn({ name: VAULT }, 'The stored sign-in with X cannot be read. Somebody has to sign in again.');
  return null;
}

/** Asks for tokens, by a form as the standard wants it: the library would send JSON. */
function makeEndpoint({ clientId, clientSecret }: Client, origin: string | null, { clock }: Pick<Context, 'clock'>) {
  const agent = agentFor(origin);
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const headers: Record<string, string> = clientSecret ? { Authorization: `Basic ${basic}` } : {};
  /**
   * It has its own time, whoever waits for it: cut off in between, X would have taken a token back whose successor nobody
   * knows.
   */
  const post = (path: string, form: Record<string, string>) =>
    within(CALL_WITHIN_MS, signal => {
      const whole = { ...form, client_id: clientId ?? '' };
      return askPlain({ method: 'POST', url: `${API}/2/oauth2/${path}`, headers, form: whole }, { agent, signal });
    });
  return {
    ask: async (form: Record<string, string>): Promise<Answer<Pair>> => {
      const outcome = await post('token', form);
      const about = { isWrite: false, signedBy: 'sign-in' } as const;
      if ('lost' in outcome) return lossOf(outcome.lost, about);
      const { status, headers: said } = outcome.got;
      const body = bodyOf(outcome.got);
      const pair = pairIn(body, clock.now());
      if (status === 200 && pair) return { ok: true, value: pair };
      const error = words(field(body, 'error')) ?? '';
      const refusal = refusalOf({ status, headers: said, body }, about);
      if (/unauthorized_client|invalid_client/.test(error)) return { ...refusal, why: 'refused', words: WRONG_CLIENT };
      // Only X's own word for it: a 401 of something between would end a sign-in that is good.
      if (/invalid_(request|grant)/.test(error)) return { ...refusal, why: 'signed-out' };
      return refusal.why === 'signed-out' ? { ...refusal, why: 'refused' } : refusal;
    },
    revoke: async (token: string): Promise<void> => void (await post('revoke', { token })),
  };
}

const WRONG_CLIENT =
  "X does not accept the client ID and the client secret of this channel. Copy them again from X's console (console.x.com), and check that the app's type there is the one that has a secret.";

function pairIn(body: unknown, now: Instant): Pair | null {
  const [access, refresh] = [words(field(body, 'access_token')), words(field(body, 'refresh_token'))];
  if (!access || !refresh) return null;
  const seconds = Number(field(body, 'expires_in'));
  return {
    access,
    refresh,
    scopes: (words(field(body, 'scope')) ?? '').split(' ').filter(Boolean),
    endsAt: now + (seconds > 0 ? seconds * SECOND : ACCESS_MS),
  };
}
