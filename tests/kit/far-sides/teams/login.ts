/** Microsoft's login: tokens for the app, and the keys that the Connector signs with. */
import { jwks, keyAt, signToken } from './keys.ts';
import type { Reply } from './reply.ts';
import type { Json } from './shapes.ts';
import type { World } from './state.ts';

const ok = (body: Json): Reply => ({ status: 200, body });

const refuse = (status: number, error: string, code: string, words: string): Reply => ({
  status,
  body: {
    error,
    error_description: `AADSTS${code}: ${words} Trace ID: 0 Correlation ID: 0 Timestamp: 2026-01-01 00:00:00Z`,
    error_codes: [Number(code)],
  },
});

/** Who a token is for, by the scope that was asked for. */
const AUDIENCES: Record<string, string> = {
  'https://api.botframework.com/.default': 'https://api.botframework.com',
  'https://graph.microsoft.com/.default': 'https://graph.microsoft.com',
};

export function giveToken(world: World, tenant: string, form: URLSearchParams): Reply {
  const scope = form.get('scope')?.split(' ')[0] ?? '';
  if (tenant !== 'botframework.com' && !world.tenants.has(tenant))
    return refuse(400, 'invalid_request', '90002', `Tenant '${tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials')
    return refuse(400, 'unsupported_grant_type', '70003', 'The app requested an unsupported grant type.');
  if (form.get('client_id') !== world.appId)
    return refuse(400, 'unauthorized_client', '700016', `Application '${form.get('client_id')}' was not found.`);
  if (!world.secrets.includes(form.get('client_secret') ?? ''))
    return refuse(401, 'invalid_client', '7000215', 'Invalid client secret provided.');
  if (world.secretExpired) return refuse(401, 'invalid_client', '7000222', 'The provided client secret keys expired.');
  const audience = AUDIENCES[scope];
  if (!audience) return refuse(400, 'invalid_scope', '70011', `The provided value for 'scope' is not valid: ${scope}.`);
  world.tokens[scope] = (world.tokens[scope] ?? 0) + 1;
  const expires = world.options.tokenSeconds ?? 3_600;
  return ok({
    token_type: 'Bearer',
    expires_in: expires,
    ext_expires_in: expires,
    access_token: tokenFor(world, { audience, tenant, expires }),
  });
}

export function tokenFor(
  world: World,
  { audience, tenant, expires }: { audience: string; tenant: string; expires: number },
): string {
  const now = Math.floor(world.now() / 1_000);
  return signToken({
    aud: audience,
    iss: `https://sts.windows.net/${tenant}/`,
    iat: now,
    nbf: now,
    exp: now + expires,
    appid: world.appId,
    tid: tenant,
    ver: '1.0',
    // Two tokens of one second differ.
    uti: `${++world.count}`,
  });
}

/** Everything under the login's address but tokens; null: no such page. */
export function loginPage(world: World, path: string): Reply | null {
  const { url } = world;
  if (path === '/v1/.well-known/openidconfiguration')
    return ok({
      issuer: 'https://api.botframework.com',
      jwks_uri: `${url}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  if (path === '/v1/.well-known/keys') return ok(jwks([keyAt(world.key)]));
  if (path === '/common/discovery/instance')
    return ok({
      tenant_discovery_endpoint: `${url}/common/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        { preferred_network: new URL(url).host, preferred_cache: new URL(url).host, aliases: [new URL(url).host] },
      ],
    });
  const [, tenant = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (rest === 'v2.0/.well-known/openid-configuration')
    return ok({
      issuer: `${url}/${tenant}/v2.0`,
      authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
    });
  // Entra's keys: whoever has an app somewhere gets tokens signed with them.
  return /^discovery\/(v2\.0\/)?keys$/.test(rest) ? ok(jwks([keyAt(world.key)])) : null;
}
