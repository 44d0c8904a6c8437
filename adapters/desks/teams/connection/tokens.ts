/** Gets the app's tokens by Microsoft's own library: one for the Connector, one for reading back what was posted. */
import type { ConfidentialClientApplication, INetworkModule } from '@azure/msal-node';
import { SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import { TeamsRefusal } from './refusals.ts';
import type { TeamsSettings } from './settings.ts';
import { tokenTrouble } from './token-trouble.ts';

const LOGIN = 'https://login.microsoftonline.com';
const SCOPES = { bot: 'https://api.botframework.com/.default', graph: 'https://graph.microsoft.com/.default' };
const ASKED_WITHIN_MS = 10 * SECOND;

export interface Tokens {
  /**
   * Null where deliveries are unsigned and there is no app.
   * @throws TeamsRefusal (signed out) with what an admin does; TryLater where Microsoft cannot be reached
   */
  get(what: keyof typeof SCOPES): Promise<string | null>;
  /** The Connector did not take it: the next one is asked for anew. */
  forget(): void;
}

interface TokensParts {
  settings: TeamsSettings;
  /** The tenant whose channels are read; null while it is not known. */
  tenant(): string | null;
  clock: Clock;
  fetch: typeof globalThis.fetch;
}

export function makeTokens({ settings, tenant, clock, fetch }: TokensParts): Tokens {
  const { clientId, loginUrl } = settings;
  const apps = new Map<string, ConfidentialClientApplication>();
  const appAt = async (authority: string): Promise<ConfidentialClientApplication> => {
    const { ConfidentialClientApplication } = await import('@azure/msal-node');
    const app =
      apps.get(authority) ??
      new ConfidentialClientApplication({
        auth: { clientId: clientId!, clientSecret: settings.clientSecret!, authority: `${LOGIN}/${authority}` },
        system: { networkClient: network(fetch, loginUrl) },
      });
    apps.set(authority, app);
    return app;
  };
  // The Connector is called as the app's own tenant, which is named first; a channel is read as the tenant that has it.
  const [own = ''] = settings.tenants;
  const authorityFor = (what: keyof typeof SCOPES) => (what === 'graph' && tenant()) || own;
  return {
    get: async what => {
      if (!clientId || !settings.clientSecret) return null;
      const app = await appAt(authorityFor(what));
      try {
        const got = await app.acquireTokenByClientCredential({ scopes: [SCOPES[what]] });
        if (got) return got.accessToken;
      } catch (error) {
        const { words, lasts } = tokenTrouble(String((error as Error).message));
        if (lasts) throw new TeamsRefusal('sign-in', 401, 'token', words);
        throw new TryLater(clock.now() + 5 * SECOND, words);
      }
      throw new TryLater(clock.now() + 5 * SECOND, 'Microsoft gave no token just now. Deskhand tries again.');
    },
    forget: () => apps.clear(),
  };
}

/** The library's calls; another host in place of Microsoft's where one is set. */
function network(fetch: typeof globalThis.fetch, loginUrl: string | null): INetworkModule {
  const call = async <T>(
    method: string,
    url: string,
    options?: { headers?: Record<string, string>; body?: string },
  ) => {
    const address = loginUrl && url.startsWith(LOGIN) ? loginUrl + url.slice(LOGIN.length) : url;
    const response = await fetch(address, {
      method,
      ...(options?.headers ? { headers: options.headers } : {}),
      ...(options?.body === undefined ? {} : { body: options.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(ASKED_WITHIN_MS),
    });
    const body = (await response.json()) as T;
    return { headers: Object.fromEntries(response.headers), body, status: response.status };
  };
  return {
    sendGetRequestAsync: (url, options) => call('GET', url, options),
    sendPostRequestAsync: (url, options) => call('POST', url, options),
  };
}
