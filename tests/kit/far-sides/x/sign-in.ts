/** Who is asking: OAuth 1.0a signatures over the true address, OAuth 2.0 tokens with their rotation, the app's bearer. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Call, Json, Reply } from './shapes.ts';
import type { Access, Grant, User, World } from './state.ts';

export interface Identity {
  as: 'oauth1' | 'oauth2' | 'bearer' | 'none';
  user: User | null;
  scopes: string[] | null;
  /** Of OAuth 1.0a. */
  access: Access | null;
}

const NOBODY: Identity = { as: 'none', user: null, scopes: null, access: null };
/** Signatures are over the address as the caller knows it. */
const HOSTS = ['api.x.com', 'ton.x.com', 'ton.twitter.com'];
/** X refuses a signature whose time is further away. */
const SKEW_S = 300;
const TOKEN_MS = 2 * 3_600_000;

export function identify(
  world: World,
  method: string,
  target: string,
  { authorization, host = '' }: { authorization?: string | undefined; host?: string | undefined },
): Identity {
  const [scheme, rest = ''] = split(authorization ?? '');
  if (scheme === 'OAuth')
    return byOAuth1(world, method, new URL(target, `https://${HOSTS.includes(host) ? host : HOSTS[0]}`), rest);
  if (scheme !== 'Bearer') return NOBODY;
  if (rest === world.app.bearer) return { ...NOBODY, as: 'bearer' };
  const grant = world.grants.find(each => each.access === rest && each.expiresAt > world.now());
  return grant ? { ...NOBODY, as: 'oauth2', user: grant.user, scopes: grant.scopes } : NOBODY;
}

function split(header: string): [string, string?] {
  const at = header.indexOf(' ');
  return at < 0 ? [header] : [header.slice(0, at), header.slice(at + 1)];
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!*'()]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** RFC 5849: over the method, the address as the caller knows it, and every parameter; bodies of API v2 are not in it. */
function byOAuth1(world: World, method: string, url: URL, header: string): Identity {
  const said = Object.fromEntries(
    [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, decodeURIComponent(value!)]),
  );
  const keys = world.keys.find(each => each.accessToken === said.oauth_token && !each.revoked);
  if (!keys || said.oauth_consumer_key !== world.app.key || said.oauth_signature_method !== 'HMAC-SHA1') return NOBODY;
  const age = Math.abs(Date.now() / 1_000 - Number(said.oauth_timestamp));
  if (!(age <= SKEW_S) || !said.oauth_nonce || world.nonces.has(said.oauth_nonce)) return NOBODY;
  const parameters = [...url.searchParams, ...Object.entries(said).filter(([name]) => name !== 'oauth_signature')]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map(pair => pair.join('='))
    .join('&');
  const base = [method, `${url.origin}${url.pathname}`, parameters].map(encode).join('&');
  const key = `${encode(world.app.secret)}&${encode(keys.accessSecret)}`;
  const expected = createHmac('sha1', key).update(base).digest();
  const given = Buffer.from(said.oauth_signature ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return NOBODY;
  world.nonces.add(said.oauth_nonce);
  return { ...NOBODY, as: 'oauth1', user: keys.user, access: keys.access };
}

const refused = (error: string, error_description: string, status = 400): Reply => ({
  status,
  body: { error, error_description },
});
const BAD_TOKEN = refused('invalid_request', 'Value passed for the token was invalid.');

/** `POST /2/oauth2/token`: a code once, a refresh token once; both give a new pair. */
export function giveTokens(world: World, body: Json, authorization: string | undefined): Reply {
  if (!isClient(world, body, authorization))
    return refused('unauthorized_client', 'Missing valid authorization header', 401);
  if (body.grant_type === 'authorization_code') {
    const code = world.codes.get(body.code);
    world.codes.delete(body.code);
    if (!code) return refused('invalid_request', 'Value passed for the authorization code was invalid.');
    const challenge = createHash('sha256')
      .update(String(body.code_verifier ?? ''))
      .digest('base64url');
    if (challenge !== code.challenge)
      return refused('invalid_request', 'Value passed for the code verifier did not match the code challenge.');
    if (body.redirect_uri !== code.redirect)
      return refused(
        'invalid_request',
        'Value passed for the redirect uri did not match the uri of the authorization code.',
      );
    return tokensOf(grant(world, code.user, code.scopes));
  }
  if (body.grant_type !== 'refresh_token') return refused('unsupported_grant_type', 'Unsupported grant type.');
  const old = world.grants.find(each => each.refresh === body.refresh_token);
  if (world.spent.has(body.refresh_token)) world.reused.push(body.refresh_token);
  if (!old || old.user.suspended) return BAD_TOKEN;
  world.spent.add(old.refresh!);
  old.refresh = null;
  return tokensOf(grant(world, old.user, old.scopes));
}

function isClient(world: World, body: Json, authorization: string | undefined): boolean {
  const basic = Buffer.from(`${world.app.clientId}:${world.app.clientSecret}`).toString('base64');
  if (authorization?.startsWith('Basic ')) return authorization === `Basic ${basic}`;
  return body.client_id === world.app.clientId;
}

export function grant(world: World, user: User, scopes: string[]): Grant {
  const made: Grant = {
    user,
    scopes,
    access: randomBytes(32).toString('base64url'),
    refresh: scopes.includes('offline.access') ? randomBytes(32).toString('base64url') : null,
    expiresAt: world.now() + TOKEN_MS,
  };
  world.grants.push(made);
  return made;
}

function tokensOf({ access, refresh, scopes }: Grant): Reply {
  return {
    status: 200,
    body: {
      token_type: 'bearer',
      expires_in: TOKEN_MS / 1_000,
      access_token: access,
      scope: scopes.join(' '),
      ...(refresh ? { refresh_token: refresh } : {}),
    },
  };
}

export function revokeToken(world: World, { token }: Json): Reply {
  world.grants = world.grants.filter(each => each.access !== token && each.refresh !== token);
  return { status: 200, body: { revoked: true } };
}

/** `POST /oauth2/token` with the app's own key and secret. */
export function appToken(world: World, authorization: string | undefined): Reply {
  const basic = Buffer.from(`${encodeURIComponent(world.app.key)}:${encodeURIComponent(world.app.secret)}`);
  return authorization === `Basic ${basic.toString('base64')}`
    ? { status: 200, body: { token_type: 'bearer', access_token: world.app.bearer } }
    : {
        status: 403,
        body: {
          errors: [{ code: 99, label: 'authenticity_token_error', message: 'Unable to verify your credentials' }],
        },
      };
}

/** What a browser does with the app's link after its owner pressed "Authorize app". @returns where it goes back to */
export function authorize(world: World, link: string, user: User): string {
  const asked = new URL(link).searchParams;
  if (asked.get('client_id') !== world.app.clientId || asked.get('code_challenge_method')?.toUpperCase() !== 'S256')
    throw new Error('X shows: Something went wrong. You weren’t able to give access to the App.');
  const code = randomBytes(24).toString('base64url');
  const redirect = asked.get('redirect_uri')!;
  const scopes = (asked.get('scope') ?? '').split(' ').filter(Boolean);
  world.codes.set(code, { user, scopes, redirect, challenge: asked.get('code_challenge')! });
  const back = new URL(redirect);
  back.searchParams.set('state', asked.get('state') ?? '');
  back.searchParams.set('code', code);
  return back.href;
}

/** Has this user let the app in by OAuth 2.0, with this scope? Private events need it. */
export function hasGranted(world: World, user: User, scope: string): boolean {
  return world.grants.some(each => each.user === user && each.scopes.includes(scope));
}

export const authName: Record<Call['auth'], string> = {
  oauth1: 'OAuth 1.0a User Context',
  oauth2: 'OAuth 2.0 User Context',
  bearer: 'OAuth 2.0 Application-Only',
  none: 'Unknown',
};
