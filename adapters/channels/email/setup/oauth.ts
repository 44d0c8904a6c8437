/**
 * Sign-in with Google and Microsoft by tokens: short ones for each connection, made from a long one that is kept sealed.
 * Of many processes one renews; the others take what it got.
 */
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext, Reach } from '../../../../src/ports/channel.ts';

/** A token that ends sooner than this is renewed first: a connection takes its time. */
const SPARE_MS = 2 * MINUTE;
const ANSWER_WITHIN_MS = 15 * SECOND;
/** Microsoft's tokens have some 3 KB; what is larger is no token. */
const ANSWER_BYTES_MAX = 256 * 1024;
const VAULT = 'oauth';

export interface OAuthConfig {
  provider: 'google' | 'microsoft';
  clientId: string;
  clientSecret: string | null;
  tenant: string;
  /** The refresh token from the settings; the provider may replace it. */
  refreshToken: string;
  tokenUrl: string | null;
  /** How its server is reached; by its name where nothing is said. */
  reach?: Reach;
}

interface Provider {
  name: string;
  tokenUrl(tenant: string): string;
  /** Where a person agrees in a browser. */
  authorizeUrl(tenant: string): string;
  /** Where a code for another device is made; null when the provider allows none for mail. */
  deviceUrl: ((tenant: string) => string) | null;
  scope: string;
  imap: { host: string; port: number; secure: boolean };
  smtp: { host: string; port: number; secure: boolean };
  /** Replies a minute that the provider takes without complaint; see its limits. */
  perMinute: number;
}

export const PROVIDERS: Record<'google' | 'microsoft', Provider> = {
  google: {
    name: 'Google',
    tokenUrl: () => 'https://oauth2.googleapis.com/token',
    authorizeUrl: () => 'https://accounts.google.com/o/oauth2/v2/auth',
    deviceUrl: null,
    scope: 'https://mail.google.com/',
    imap: { host: 'imap.gmail.com', port: 993, secure: true },
    smtp: { host: 'smtp.gmail.com', port: 465, secure: true },
    perMinute: 60,
  },
  microsoft: {
    name: 'Microsoft',
    tokenUrl: tenant => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
    authorizeUrl: tenant => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`,
    deviceUrl: tenant => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/devicecode`,
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    imap: { host: 'outlook.office365.com', port: 993, secure: true },
    smtp: { host: 'smtp.office365.com', port: 587, secure: false },
    // Exchange Online refuses more than 30 messages a minute.
    perMinute: 30,
  },
};

/** The provider revoked the permission, or never gave it: only a person can fix that. */
export class SignInGone extends Error {
  override name = 'SignInGone';
}

interface Kept {
  /** The refresh token from the settings, to notice when the admin entered another. */
  seed: string;
  refresh: string;
  access: string;
  endsAt: number;
}

export interface Tokens {
  /** @param spoiled a token that was just refused: another is made @throws SignInGone */
  access(spoiled?: string): Promise<string>;
}

export function makeTokens(config: OAuthConfig, address: string, context: ChannelContext): Tokens {
  const { clock, vault } = context;
  let kept: Kept | null = null;
  const good = (each: Kept | null, spoiled?: string) =>
    each !== null &&
    each.seed === config.refreshToken &&
    each.access !== spoiled &&
    each.access !== '' &&
    each.endsAt - SPARE_MS > clock.now();
  const load = async (): Promise<Kept | null> => {
    const text = await vault.read(VAULT);
    return text ? (JSON.parse(text) as Kept) : null;
  };
  return {
    access: async spoiled => {
      if (good(kept, spoiled)) return kept!.access;
      return context.exclusively('oauth', async () => {
        // Another process may have been faster.
        kept = await load();
        if (good(kept, spoiled)) return kept!.access;
        const refresh = kept?.seed === config.refreshToken ? kept.refresh : config.refreshToken;
        const answer = await askToken(
          tokenUrlOf(config),
          {
            grant_type: 'refresh_token',
            refresh_token: refresh,
            client_id: config.clientId,
            ...(config.clientSecret ? { client_secret: config.clientSecret } : {}),
          },
          `${PROVIDERS[config.provider].name} (${address})`,
          config.reach,
        );
        kept = {
          seed: config.refreshToken,
          // Microsoft gives a new long token each time; the old one ends.
          refresh: answer.refresh_token ?? refresh,
          access: answer.access_token,
          endsAt: clock.now() + answer.expires_in * SECOND,
        };
        await vault.write(VAULT, JSON.stringify(kept));
        return kept.access;
      });
    },
  };
}

export function tokenUrlOf(config: Pick<OAuthConfig, 'provider' | 'tenant' | 'tokenUrl'>): string {
  return config.tokenUrl ?? PROVIDERS[config.provider].tokenUrl(config.tenant);
}

interface TokenAnswer {
  access_token: string;
  refresh_token?: string;
  /** Seconds. */
  expires_in: number;
}

/** @throws SignInGone when a person must sign in again; Error when it may work later */
export async function askToken(
  url: string,
  form: Record<string, string>,
  who: string,
  reach?: Reach,
): Promise<TokenAnswer> {
  let response: { status: number; text: string };
  try {
    response = await postForm(url, form, await pinned(url, reach));
  } catch (error) {
    throw new Error(`The sign-in of ${who} does not answer: ${(error as Error).message}. It will be retried.`);
  }
  const answer = readAnswer(response.text);
  if (response.status < 300 && answer.access_token)
    return {
      access_token: answer.access_token,
      expires_in: Number(answer.expires_in ?? 3_600),
      ...(answer.refresh_token ? { refresh_token: answer.refresh_token } : {}),
    };
  const said = (answer.error_description ?? answer.error ?? `status ${response.status}`)
    .split(/[\r\n]/)[0]
    ?.slice(0, 200);
  if (answer.error === 'authorization_pending' || answer.error === 'slow_down') throw new ConsentPending(answer.error);
  if (response.status >= 500 || response.status === 429)
    throw new Error(`The sign-in of ${who} has a problem: ${said}. It will be retried.`);
  throw new SignInGone(
    `${who} no longer lets Deskhand in: ${said}. Somebody with the mailbox's account must run "deskhand setup" again.`,
  );
}

function readAnswer(text: string): Partial<TokenAnswer> & { error?: string; error_description?: string } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}

/** Leads the request to the address that was looked at, whatever the name points to by now. */
async function pinned(url: string, reach: Reach | undefined): Promise<LookupFunction | undefined> {
  const { hostname } = new URL(url);
  const address = (await reach?.(hostname)) ?? hostname;
  if (address === hostname) return undefined;
  const family = isIP(address);
  return (_name, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family));
}

/**
 * Sends a form on a connection of its own and reads the whole answer.
 * @throws when there is none in time, and when it is a redirect: tokens are given at this address or not at all, for
 *   nobody looked at another
 */
function postForm(
  url: string,
  form: Record<string, string>,
  lookup: LookupFunction | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = (url.startsWith('https:') ? requestSecure : requestPlain)(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8', Accept: 'application/json' },
      agent: false,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(lookup ? { lookup } : {}),
    });
    asked.on('error', reject);
    asked.on('response', answer => {
      const status = answer.statusCode ?? 0;
      const parts: Buffer[] = [];
      let bytes = 0;
      answer.on('error', reject);
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > ANSWER_BYTES_MAX) answer.destroy(new Error('its answer is larger than any token'));
        else parts.push(part);
      });
      answer.on('end', () => {
        if (status >= 300 && status < 400) reject(new Error('it leads to another address'));
        else resolve({ status, text: Buffer.concat(parts).toString() });
      });
    });
    asked.end(new URLSearchParams(form).toString());
  });
}

/** The person has not agreed yet. */
export class ConsentPending extends Error {
  override name = 'Pending';
}
