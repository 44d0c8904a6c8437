/** The whole program with an account of the stand-in of X, at the practice desk, on a clock that is pushed on. */
import { SECOND } from '../src/core/time.ts';
import type { FakeAccount, FakeX } from '../tests/kit/far-sides/x/hands.ts';
import { openX } from '../tests/kit/far-sides/x/server.ts';
import { type PushedTime, pushedTime } from '../tests/kit/pushed-time.ts';
import { openShop, type Shop } from '../tests/kit/shop.ts';
import { until } from '../tests/kit/world.ts';

/** Whoever sleeps at least so long waits for X, not for a job or a lease. */
const LONG_MS = 30 * SECOND;
/** A list that has something to wait for sleeps shorter: it is not waited for longer than this, by the wall. */
const SETTLE_WITHIN_MS = 5_000;
const SHORT_MS = 5 * SECOND;

export interface BenchOnX {
  shop: Shop;
  x: FakeX;
  accounts: FakeAccount[];
  time: PushedTime;
  now(): number;
  /**
   * Lets time pass until then, and waits for what is read meanwhile.
   * @param inSteps jumps of so many ms; without it, it stops wherever X is looked at
   */
  passUntil(at: number, inSteps?: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param settings of every account, as they stand in the provisioning file */
export async function openBenchOnX({
  names = ['kettleshop'],
  settings = {},
  begins = null,
  mailbox = false,
}: {
  names?: string[];
  settings?: Record<string, string>;
  begins?: number | null;
  /** A mailbox beside them; nothing is sent from it. */
  mailbox?: boolean;
} = {}): Promise<BenchOnX> {
  const time = pushedTime();
  const { now } = time.measure;
  if (begins !== null) time.push(begins - now());
  const x = await openX({ now, credit: 1_000 });
  const accounts = names.map(name => x.account(name, { name: 'Kettle & Co' }));
  const yaml = accounts.map(({ handle, keys }) =>
    [
      `  - { name: ${handle}, kind: x, room: customers`,
      `api_key: '${keys.appKey}', api_secret: '${keys.appSecret}'`,
      `access_token: '${keys.accessToken}', access_secret: '${keys.accessSecret}'`,
      ...Object.entries({
        ...settings,
        ...(settings.client_id ? { client_id: x.app.clientId, client_secret: x.app.clientSecret } : {}),
        ...(settings.bearer_token ? { bearer_token: x.app.bearer } : {}),
      }).map(([name, value]) => `${name}: '${value}'`),
    ].join(', '),
  );
  const mail =
    '  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: 9 } }';
  const shop = await openShop({
    time,
    postGapMs: 0,
    env: { X_API_ORIGIN: x.url },
    yaml: `rooms: [{ name: customers }]\nchannels:\n${[...yaml.map(each => `${each} }`), ...(mailbox ? [mail] : [])].join('\n')}\n`,
  });
  const asked = () => x.calls.filter(each => each.route === 'mentions' && each.status === 200).length;
  await until(() => asked() >= names.length, 'X is looked at');
  await new Promise(resolve => setTimeout(resolve, 500));
  const all = time.asleep(LONG_MS).count;
  const isQuiet = () => time.asleep(LONG_MS).count >= all;
  const settle = async () => {
    // Whoever was woken leaves the sleepers in a turn of its own.
    await new Promise(resolve => setTimeout(resolve, 1));
    const begun = performance.now();
    while (!isQuiet() && performance.now() - begun < SETTLE_WITHIN_MS)
      await new Promise(resolve => setTimeout(resolve, 1));
  };
  return {
    ...{ shop, x, accounts, time, now },
    passUntil: async (at, inSteps) => {
      for (let left = at - now(); left > 0; left = at - now()) {
        time.push(Math.min(left, inSteps ?? (isQuiet() ? Math.max(time.asleep(LONG_MS).wakesInMs, 1) : SHORT_MS)));
        await settle();
      }
    },
    stop: async () => {
      await shop.stop();
      await x.close();
    },
  };
}
