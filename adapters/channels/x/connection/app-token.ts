/** The bearer token of the app itself: from the settings, or made from the API key and its secret when it is needed. */
import type { XConfig } from '../setup/config.ts';
import { words } from '../shapes.ts';
import type { Answer } from './api.ts';
import { type About, lossOf, refusalOf } from './failures.ts';
import { API } from './origin.ts';
import { askPlain, bodyOf, type Way } from './wire.ts';

const ABOUT: About = { isWrite: false, signedBy: 'app' };

export interface AppToken {
  /** @param spoiled a token that was just refused: another one is made where there is none in the settings */
  get(way: Way, spoiled?: string): Promise<Answer<string>>;
}

export function makeAppToken({
  apiKey,
  apiSecret,
  bearer,
}: Pick<XConfig, 'apiKey' | 'apiSecret' | 'bearer'>): AppToken {
  let kept = bearer;
  return {
    get: async (way, spoiled) => {
      if (kept && (kept !== spoiled || kept === bearer)) return { ok: true, value: kept };
      const basic = Buffer.from(`${encodeURIComponent(apiKey)}:${encodeURIComponent(apiSecret)}`).toString('base64');
      const form = { grant_type: 'client_credentials' };
      const headers = { Authorization: `Basic ${basic}` };
      const outcome = await askPlain({ method: 'POST', url: `${API}/oauth2/token`, headers, form }, way);
      if ('lost' in outcome) return lossOf(outcome.lost, ABOUT);
      const { status, headers: said } = outcome.got;
      const { access_token: token } = (bodyOf(outcome.got) ?? {}) as { access_token?: unknown };
      kept = words(token);
      if (status === 200 && kept) return { ok: true, value: kept };
      // Of keys that are not valid X says 403 here, and 401 everywhere else.
      return refusalOf({ status: status === 403 ? 401 : status, headers: said, body: bodyOf(outcome.got) }, ABOUT);
    },
  };
}
