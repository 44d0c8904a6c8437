/** Checks for `doctor`, without opening the desk: the public address, the sign-in at Microsoft and its signing keys. */

import type { HealthItem } from '../../../../src/ports/channel.ts';
import { isLoopback } from '../../../../src/ports/http.ts';
import type { TeamsSettings } from './settings.ts';
import { tokenTrouble } from './token-trouble.ts';

const LOGIN = 'https://login.microsoftonline.com';
const KEYS = 'https://login.botframework.com';
/** What tokens for the Connector are asked for. */
const SCOPE = 'https://api.botframework.com/.default';
/** Somebody waits at the command line; Microsoft usually answers within a second. */
const ANSWER_WITHIN_MS = 8_000;
const PATH = '/api/messages';
const JSON_BODY = { 'Content-Type': 'application/json' };

/** @param running Deskhand runs here, so that it can be called by its public address */
export async function lookAtTeams(
  settings: TeamsSettings,
  publicUrl: string | null,
  running: boolean,
): Promise<HealthItem[]> {
  if (settings.unsigned)
    return [
      {
        what: 'Teams',
        ok: true,
        words: 'deliveries are not signed, which is only for trying Deskhand out on this machine',
      },
    ];
  return Promise.all([publicAddress(publicUrl, running), signIn(settings), keys(settings)]);
}

async function publicAddress(publicUrl: string | null, running: boolean): Promise<HealthItem> {
  const what = 'Public address';
  const item = (ok: boolean, words: string) => ({ what, ok, words });
  const how = 'A reverse proxy or a tunnel gives Deskhand one: docs/install-teams.md, step 1.';
  if (!publicUrl)
    return item(false, `PUBLIC_URL is not set. Teams has to reach Deskhand at an https:// address. ${how}`);
  const { protocol, hostname } = new URL(publicUrl);
  if (isPrivate(hostname))
    return item(false, `PUBLIC_URL is ${publicUrl}, which Teams cannot reach from the internet. ${how}`);
  if (protocol !== 'https:')
    return item(false, `PUBLIC_URL is ${publicUrl}. Teams calls only https:// addresses. ${how}`);
  if (publicUrl.endsWith(PATH))
    return item(false, `PUBLIC_URL is ${publicUrl}. Leave out ${PATH}, which Deskhand adds.`);
  const endpoint = `${publicUrl}${PATH}`;
  if (!running) return item(true, `${endpoint}: not called yet, since Deskhand is not running`);
  return { what, ...reached(endpoint, await ask(endpoint, { method: 'POST', body: '{}', headers: JSON_BODY })) };
}

type Answer = { status: number; text: string } | { why: string };

/** Tells who was reached from the answer to an empty, unsigned delivery: Deskhand refuses it. */
export function reached(endpoint: string, answer: Answer): { ok: boolean; words: string } {
  if ('why' in answer)
    return {
      ok: false,
      words: `${endpoint} cannot be opened from this machine: ${answer.why}. Check its name, its certificate and the proxy.`,
    };
  const { status } = answer;
  if (status >= 400 && status <= 403) return { ok: true, words: `${endpoint} leads to Deskhand` };
  const why =
    status === 404
      ? 'The proxy does not pass this path on'
      : status >= 500
        ? 'The proxy cannot reach Deskhand'
        : status >= 300 && status < 400
          ? 'It redirects, which Teams does not follow'
          : 'Something other than Deskhand seems to be there';
  return { ok: false, words: `${endpoint} answers with ${status}. ${why}: check where the proxy leads.` };
}

async function signIn({ clientId, clientSecret, tenants, loginUrl }: TeamsSettings): Promise<HealthItem> {
  const answer = await ask(`${loginUrl ?? LOGIN}/${tenants[0]}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId ?? '',
      client_secret: clientSecret ?? '',
      scope: SCOPE,
    }),
  });
  const ok = 'text' in answer && answer.status === 200;
  const words = ok
    ? 'the client id, the secret and the tenant match'
    : tokenTrouble('text' in answer ? answer.text : answer.why).words;
  return { what: 'Sign-in at Microsoft', ok, words };
}

/** Without them no delivery can be verified, so every one is refused. */
async function keys({ loginUrl }: TeamsSettings): Promise<HealthItem> {
  const what = 'Keys of Teams';
  const place = `${loginUrl ?? KEYS}/v1/.well-known/openidconfiguration`;
  const answer = await ask(place);
  const found = 'text' in answer && answer.status === 200 && answer.text.includes('jwks_uri');
  if (found) return { what, ok: true, words: 'deliveries from Teams can be verified' };
  return {
    what,
    ok: false,
    words: `${place} ${'why' in answer ? `cannot be opened: ${answer.why}` : `answers with ${answer.status}`}. Without the keys Deskhand cannot verify what comes from Teams: let this server open https://login.botframework.com.`,
  };
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string; message?: string } };
    return { why: name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? cause?.message ?? name) };
  }
}

/** A name or address that only this machine or its own network knows. */
function isPrivate(host: string): boolean {
  return (
    isLoopback(host) ||
    !/[.:]/.test(host) ||
    /\.(local|localhost|internal|lan|home)$/i.test(host) ||
    /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(host)
  );
}
