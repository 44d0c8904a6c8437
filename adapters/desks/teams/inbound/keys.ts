/**
 * Knows the keys that Microsoft signs with, by their names. A driver fetches the list for every key that it does not know;
 * made-up names must neither make it fetch all day nor keep genuine deliveries out.
 */
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';

const KEYS = 'https://login.botframework.com';
/** Enough for a rotation, which is announced hours before. */
const LISTS_A_MINUTE = 20;
const ANSWER_WITHIN_MS = 5 * SECOND;

interface KeyGate {
  /**
   * Is there a key of this name? `unsure` when the list was read often enough for now and does not have it.
   * @throws what stood in the way of reading the list
   */
  knows(key: string): Promise<boolean | 'unsure'>;
}

export function makeKeyGate(loginUrl: string | null, clock: Clock): KeyGate {
  let names = new Set<string>();
  let [since, count] = [clock.now(), 0];
  let reading: Promise<void> | null = null;
  let list: string | null = null;

  const read = async () => {
    list ??= (await json<{ jwks_uri: string }>(`${loginUrl ?? KEYS}/v1/.well-known/openidconfiguration`)).jwks_uri;
    const { keys } = await json<{ keys: { kid?: string }[] }>(list);
    names = new Set(keys.flatMap(each => each.kid ?? []));
  };
  return {
    knows: async key => {
      if (names.has(key)) return true;
      if (Math.abs(clock.now() - since) >= MINUTE) [since, count] = [clock.now(), 0];
      if (!reading && ++count > LISTS_A_MINUTE) return 'unsure';
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
      return names.has(key);
    },
  };
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (response.ok) return (await response.json()) as T;
  await response.body?.cancel();
  throw new Error(`${url} answers with ${response.status}.`);
}
