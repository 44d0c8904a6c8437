/** Signing in with Google or Microsoft, once, by the person whose mailbox it is: in a browser, or by a code on any device. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pageHtml } from '../../../../src/core/html.ts';
import { askToken, ConsentPending, type OAuthConfig, PROVIDERS, tokenUrlOf } from './oauth.ts';

/** People have to find their password. */
const AGREES_WITHIN_MS = 10 * 60_000;
const POLL_EVERY_MS = 5_000;
const ANSWER_WITHIN_MS = 15_000;

export type SignInClient = Pick<OAuthConfig, 'provider' | 'clientId' | 'clientSecret' | 'tenant' | 'tokenUrl'> & {
  /** Another place for the code or the browser, for clouds of their own and for tests. */
  authorizeUrl?: string;
  deviceUrl?: string;
};

/** A code that is typed on any device with a browser; @returns the long token @param show tells the person where and what */
export async function signInByDevice(
  client: SignInClient,
  show: (words: { url: string; code: string }) => void,
  sleep: (ms: number) => Promise<void>,
): Promise<string> {
  const provider = PROVIDERS[client.provider];
  const url = client.deviceUrl ?? provider.deviceUrl?.(client.tenant);
  if (!url) throw new Error(`${provider.name} has no sign-in by code for mail. Sign in by browser.`);
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client.clientId, scope: provider.scope }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const begun = (await response.json().catch(() => ({}))) as {
    device_code?: string;
    user_code?: string;
    verification_uri?: string;
    interval?: number;
    error_description?: string;
  };
  if (!begun.device_code || !begun.user_code) {
    throw new Error(
      `${provider.name} gives no code: ${begun.error_description?.split(/[\r\n]/)[0] ?? `status ${response.status}`}. Check the client id, and that the app allows public client flows.`,
    );
  }
  show({ url: begun.verification_uri ?? 'https://microsoft.com/devicelogin', code: begun.user_code });
  let every = (begun.interval ?? POLL_EVERY_MS / 1_000) * 1_000;
  for (let waited = 0; waited < AGREES_WITHIN_MS; waited += every) {
    await sleep(every);
    try {
      const answer = await askToken(
        tokenUrlOf(client),
        {
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          client_id: client.clientId,
          device_code: begun.device_code,
          ...(client.clientSecret ? { client_secret: client.clientSecret } : {}),
        },
        provider.name,
      );
      return kept(answer.refresh_token, provider.name);
    } catch (error) {
      if (!(error instanceof ConsentPending)) throw error;
      if (error.message === 'slow_down') every += POLL_EVERY_MS;
    }
  }
  throw new Error('Nobody signed in within ten minutes. Run "deskhand setup" again.');
}

/** In a browser on this machine; the provider sends it back to a page that is open only for that. */
export async function signInByBrowser(
  client: SignInClient,
  address: string,
  show: (url: string) => void,
  /** Random text, as hexadecimal of so many bytes. */
  secret: (bytes: number) => string,
): Promise<string> {
  const provider = PROVIDERS[client.provider];
  const verifier = secret(32);
  const state = secret(16);
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const redirect = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const code = new Promise<string>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error('Nobody signed in within ten minutes. Run "deskhand setup" again.')),
        AGREES_WITHIN_MS,
      );
      server.on('request', (request, response) => {
        const query = new URL(request.url ?? '/', redirect).searchParams;
        // Another page of the browser that happens to call here knows no state.
        const ours = query.get('state') === state;
        response.writeHead(ours ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
        response.end(
          ours
            ? pageHtml({
                title: 'Done',
                body: '<p>You can close this page and go back to the terminal.</p>',
                style: 'body{font:1.2rem system-ui;margin:3rem}',
              })
            : 'not found',
        );
        if (!ours) return;
        clearTimeout(late);
        const given = query.get('code');
        if (given) resolve(given);
        else reject(new Error(`${provider.name} refused the sign-in: ${query.get('error') ?? 'no reason given'}.`));
      });
    });
    const query = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: redirect,
      response_type: 'code',
      scope: provider.scope,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
      login_hint: address,
    });
    show(`${client.authorizeUrl ?? provider.authorizeUrl(client.tenant)}?${query}`);
    const answer = await askToken(
      tokenUrlOf(client),
      {
        grant_type: 'authorization_code',
        code: await code,
        redirect_uri: redirect,
        client_id: client.clientId,
        code_verifier: verifier,
        ...(client.clientSecret ? { client_secret: client.clientSecret } : {}),
      },
      provider.name,
    );
    return kept(answer.refresh_token, provider.name);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function kept(token: string | undefined, name: string): string {
  if (!token)
    throw new Error(
      `${name} gave no lasting permission. Take Deskhand's access away in your account and run "deskhand setup" again.`,
    );
  return token;
}
