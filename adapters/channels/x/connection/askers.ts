/** Who asks: the account that is connected, by its keys or its sign-in, or the app itself. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Agent } from 'node:https';
import type { Json } from '../../../../src/ports/json.ts';
import type { XConfig } from '../setup/config.ts';
import type { Answer } from './api.ts';
import { type AppToken, makeAppToken } from './app-token.ts';
import { askJson } from './ask.ts';
import { type About, lossOf } from './failures.ts';
import { agentFor } from './origin.ts';
import { NOBODY, type Tokens } from './tokens.ts';
import { type Auth, CALL_WITHIN_MS, NOT_BEGUN, orEnd, type Signed, type Way, within } from './wire.ts';

export interface Asker {
  agent: Agent;
  /** As the account. */
  user(signed: Signed): Promise<Answer<Json>>;
  /** The same by the sign-in only: for what X gives to no keys. */
  signedIn(signed: Signed): Promise<Answer<Json>>;
  app(signed: Signed): Promise<Answer<Json>>;
  appToken: AppToken;
  keys: Auth | null;
  /** Null where nobody is signed in. */
  signInToken(): Promise<string | null>;
  withinMs: number;
  heard(headers: IncomingHttpHeaders): void;
}

export interface Connecting {
  config: Pick<XConfig, 'apiKey' | 'apiSecret' | 'accessToken' | 'accessSecret' | 'bearer'>;
  /** `X_API_ORIGIN` */
  origin: string | null;
  /** Of OAuth 2.0; without them only keys are used. */
  tokens?: Tokens | null;
  /** Default `CALL_WITHIN_MS`. */
  withinMs?: number;
}

type Heard = Pick<Asker, 'heard'>;

export function makeAsker(
  { config, origin, tokens = null, withinMs = CALL_WITHIN_MS }: Connecting,
  { heard }: Heard,
): Asker {
  const agent = agentFor(origin);
  const appToken = makeAppToken(config);
  const keys = keysOf(config);
  const inTime = (work: (way: Way) => Promise<Answer<Json>>) =>
    within(withinMs, signal => work({ agent, signal, heard }));
  const byToken = (signed: Signed, about: About, get: (way: Way, spoiled?: string) => Promise<Answer<string>>) =>
    inTime(async way => {
      const first = (await orEnd(get(way), way.signal)) ?? lossOf(NOT_BEGUN, about);
      if (!first.ok) return first;
      const answer = await askJson(first.value, signed, about, way);
      if (answer.ok || answer.why !== 'signed-out') return answer;
      // A token can end before its time. X did nothing yet: asked once more with another, it is no second request.
      const second = (await orEnd(get(way, first.value), way.signal)) ?? lossOf(NOT_BEGUN, about);
      if (!second.ok || second.value === first.value) return second.ok ? answer : second;
      return askJson(second.value, signed, about, way);
    });
  const aboutOf = (signed: Signed, signedBy: About['signedBy']): About => ({
    isWrite: signed.method !== 'GET',
    signedBy,
  });
  const signedIn: Asker['signedIn'] = signed =>
    tokens ? byToken(signed, aboutOf(signed, 'sign-in'), (_, spoiled) => tokens.access(spoiled)) : nobody();
  return {
    ...{ agent, appToken, keys, withinMs, heard, signedIn },
    user: signed => (keys ? inTime(way => askJson(keys, signed, aboutOf(signed, 'keys'), way)) : signedIn(signed)),
    app: signed => byToken(signed, aboutOf(signed, 'app'), appToken.get),
    signInToken: async () => {
      const token = await tokens?.access();
      return token?.ok ? token.value : null;
    },
  };
}

async function nobody(): Promise<Answer<never>> {
  return NOBODY;
}

function keysOf({
  apiKey: appKey,
  apiSecret: appSecret,
  accessToken,
  accessSecret,
}: Connecting['config']): Auth | null {
  return accessToken && accessSecret ? { appKey, appSecret, accessToken, accessSecret } : null;
}
