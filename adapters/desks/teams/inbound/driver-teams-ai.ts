/**
 * The second driver, on `@microsoft/teams-ai` 1.7.4: its TeamsAdapter verifies the signature, and what it accepts is
 * delivered as it came. The package is not installed with Deskhand, so its types are written down here.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../../../../src/ports/log.ts';
import type { MakeDriver } from './driver.ts';

/** Typed as any text, so that the compiler does not look for what need not be there. */
const PACKAGE: string = '@microsoft/teams-ai';
/** Our own list of packages stays as it is. Without force npm stops, for openai would rather have an older zod beside it. */
const INSTALL =
  'npm install --no-save --save-prod --force --ignore-scripts @microsoft/teams-ai@1.7.4 botbuilder@4.23.3 openai@4.77.4';

interface TeamsAi {
  TeamsAdapter: new (config: Record<string, string>) => TeamsAdapter;
}
interface TeamsAdapter {
  process(request: object, response: object, logic: () => Promise<void>): Promise<void>;
}

export const makeTeamsAiDriver: MakeDriver = async ({ settings, log, deliver }) => {
  const { TeamsAdapter } = await load();
  const { loginUrl, unsigned } = settings;
  const config: Record<string, string> = unsigned ? {} : { MicrosoftAppId: settings.clientId ?? '' };
  if (loginUrl) Object.assign(config, farSide(loginUrl));
  const adapter = new TeamsAdapter(config);
  return {
    handle: async ({ headers, body }) => {
      let isGenuine = false;
      let words = '';
      const response = {
        // Without this one the adapter would do nothing, and say nothing.
        header: () => {},
        status: () => {},
        send: (text: unknown) => {
          words = String(text);
        },
        end: () => {},
      };
      // It turns texts of what it is given into dates: a copy, and only what the signature is for.
      const { channelId, serviceUrl, conversation, from, recipient } = body;
      const shown = { type: 'message', channelId, serviceUrl, conversation, from, recipient };
      await quietly(log, () =>
        adapter.process({ method: 'POST', headers, body: shown }, response, async () => {
          isGenuine = true;
        }),
      );
      if (isGenuine) return deliver(body);
      return { status: KEYS_MISSING.test(words) ? 503 : 401 };
    },
  };
};

/** What it says when keys could not be fetched; its status is that of a bad token, or 500. */
const KEYS_MISSING = /^Failed to load |^request to |^invalid json response body/;

async function load(): Promise<TeamsAi> {
  try {
    return (await import(PACKAGE)) as TeamsAi;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = `TEAMS_DRIVER=teams-ai needs the package ${PACKAGE}, which cannot be loaded (${code}).`;
    throw new Error(`${why} Install it with "${INSTALL}", or leave TEAMS_DRIVER out to use the current SDK.`);
  }
}

/** As soon as one of them is given, all must be. */
function farSide(loginUrl: string): Record<string, string> {
  return {
    ToChannelFromBotLoginUrl: loginUrl,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    OAuthUrl: loginUrl,
    ToBotFromChannelOpenIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
    ToBotFromEmulatorOpenIdMetadataUrl: `${loginUrl}/v1/.well-known/openidconfiguration`,
    ValidateAuthority: 'true',
  };
}

const quiet = new AsyncLocalStorage<Log>();
let shown: typeof console.error | null = null;

/** The library writes stacks and keys to the console for each refusal. They go to the debug log instead. */
function quietly<T>(log: Log, run: () => Promise<T>): Promise<T> {
  if (!shown) {
    const loud = console.error;
    shown = loud;
    console.error = (...words) => {
      const kept = quiet.getStore();
      if (kept) kept.debug({ desk: 'teams', words: words.map(String) }, 'teams-ai refused a delivery.');
      else loud(...words);
    };
  }
  return quiet.run(log, run);
}
