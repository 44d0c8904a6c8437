/** One request with the right credentials, and its answer as JSON or as a reason. */
import type { Json } from '../../../../src/ports/json.ts';
import type { Answer } from './api.ts';
import { type About, lossOf, refusalOf } from './failures.ts';
import { type Auth, askSigned, bodyOf, type Signed, type Way } from './wire.ts';

/** @param about what a failure of it means */
export async function askJson(auth: Auth, signed: Signed, about: About, way: Way): Promise<Answer<Json>> {
  const outcome = await askSigned(auth, signed, way);
  if ('lost' in outcome) return lossOf(outcome.lost, about);
  const { status, headers } = outcome.got;
  const body = bodyOf(outcome.got);
  // Nothing to say is an answer, too: 204, or an empty body.
  if (status < 300 && outcome.got.body.length === 0) return { ok: true, value: {} };
  if (status >= 300 || body === undefined) return refusalOf({ status, headers, body }, about);
  return { ok: true, value: body };
}
