/** Installing the app: the consent page that sends the browser back with a code, and the token a code buys once. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { no } from './call.ts';
import { installApp } from './install.ts';
import type { Json } from './shapes.ts';
import { secret, type Team, type World } from './state.ts';

interface Consent {
  team: Team;
  userId: string;
  scopes: string[];
  redirectUri: string | null;
  expiresAt: number;
}

export interface NextInstall {
  teamId: string;
  userId: string | null;
  scopes: string[] | null;
  deny: boolean;
}

/** A code lives ten minutes. */
const CODE_MS = 600_000;

const codes = new WeakMap<World, Map<string, Consent>>();
const next = new WeakMap<World, NextInstall>();

export const setNextInstall = (world: World, install: NextInstall): void => void next.set(world, install);

export function authorize(world: World, request: IncomingMessage, response: ServerResponse): void {
  const query = new URL(request.url!, world.url).searchParams;
  const page = (words: string) => response.writeHead(400, { 'Content-Type': 'text/html' }).end(words);
  if (query.get('client_id') !== world.clientId) return void page('Invalid client_id parameter');
  const redirect = query.get('redirect_uri');
  if (!redirect) return void page("redirect_uri did not match any configured URIs. Passed URI: ''");
  const scopes = (query.get('scope') ?? '').split(',').filter(Boolean);
  if (!scopes.length) return void page('Invalid permissions requested: no scopes');
  const install = next.get(world);
  const team = world.teams.get(install?.teamId ?? '') ?? [...world.teams.values()][0]!;
  const back = new URL(redirect);
  if (query.get('state')) back.searchParams.set('state', query.get('state')!);
  if (install?.deny) back.searchParams.set('error', 'access_denied');
  else {
    const code = `${secret(6)}.${secret(16)}`;
    const userId = install?.userId ?? [...team.people.values()].find(each => !each.bot)?.id ?? 'U0INSTALLER';
    const consent = { team, userId, scopes: install?.scopes ?? scopes, redirectUri: redirect };
    if (!codes.has(world)) codes.set(world, new Map());
    codes.get(world)!.set(code, { ...consent, expiresAt: world.now() + CODE_MS });
    back.searchParams.set('code', code);
  }
  response.writeHead(302, { Location: back.href }).end();
}

/** Client id and secret come by basic authentication or in the form; a code buys one token. */
function access(world: World, args: Json, authorization: string | null): Json {
  const basic = authorization?.startsWith('Basic ')
    ? Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')
    : [args.client_id, args.client_secret];
  if (basic[0] !== world.clientId) return no('invalid_client_id');
  if (basic[1] !== world.clientSecret) return no('bad_client_secret');
  if (args.grant_type && args.grant_type !== 'authorization_code') return no('invalid_grant_type');
  const consent = codes.get(world)?.get(String(args.code));
  if (!consent || world.now() > consent.expiresAt) return no('invalid_code');
  if (args.redirect_uri !== undefined && args.redirect_uri !== consent.redirectUri) return no('bad_redirect_uri');
  codes.get(world)!.delete(args.code);
  const { team, userId, scopes } = consent;
  installApp(world, team, scopes);
  return {
    ok: true,
    app_id: world.appId,
    authed_user: { id: userId },
    scope: scopes.join(','),
    token_type: 'bot',
    access_token: team.botToken,
    bot_user_id: team.botUserId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export const OAUTH: Record<string, (world: World, args: Json, authorization: string | null) => Json> = {
  'oauth.v2.access': access,
};
