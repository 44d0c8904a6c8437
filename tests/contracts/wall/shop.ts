/** A shop on X behind a desk: its account, customers on X, and the thread in which each of them is answered. */
import type { FakeAccount, FakePerson, FakeX } from '../../kit/far-sides/x/hands.ts';
import { openX } from '../../kit/far-sides/x/server.ts';
import { type PushedTime, pushedTime } from '../../kit/pushed-time.ts';
import { until } from '../../kit/world.ts';
import type { GateDesk, GateDriver } from '../gate/driver.ts';
import type { Mode } from '../gate/program.ts';

/** A fifth of the interval in which X is looked at: enough pushes to pass it, none that jumps over what is due. */
const PUSH_MS = 20_000;

export interface ShopOnX {
  desk: GateDesk;
  x: FakeX;
  account: FakeAccount;
  time: PushedTime;
  person(handle: string, name: string): FakePerson;
  /** Lets time pass until X was looked at, and everything that this led to is done. */
  looked(): Promise<void>;
  /** Public posts of the account, oldest first. */
  said(): { text: string; replyTo: string | null }[];
  /** Private messages of the account, oldest first. */
  whispered(): { text: string; to: string }[];
  stop(): Promise<void>;
}

export async function openShopOnX(driver: GateDriver, mode: Mode): Promise<ShopOnX> {
  const time = pushedTime();
  const x = await openX({ now: time.measure.now, windows: false });
  const account = x.account('kettleshop', { name: 'Kettle & Co' });
  const { appKey, appSecret, accessToken, accessSecret } = account.keys;
  const keys = `api_key: '${appKey}', api_secret: '${appSecret}', access_token: '${accessToken}', access_secret: '${accessSecret}'`;
  const yaml = `channels: [{ name: shop-on-x, kind: x, room: customers, ${keys} }]\n`;
  const desk = await driver.open({ mode, holdSeconds: 1, time, more: { yaml, env: { X_API_ORIGIN: x.url } } });
  const asked = (route: string) => x.calls.filter(each => each.route === route && each.status === 200).length;
  const idle = async () => {
    await desk.delivered();
    await desk.program.idle();
    await desk.delivered();
  };
  const looked = async () => {
    const before = [asked('mentions'), asked('dms.events')];
    await until(() => {
      time.push(PUSH_MS);
      // One of each may have been on its way before.
      return asked('mentions') > before[0]! + 1 && asked('dms.events') > before[1]! + 1;
    }, 'X is looked at');
    await x.quiet();
    await idle();
  };
  const stop = async () => {
    await desk.stop();
    await x.close();
  };
  // What was written before the account was connected is no enquiry.
  await looked().catch(async error => {
    await stop();
    throw error;
  });
  return {
    ...{ desk, x, account, time, looked, stop },
    person: (handle, name) => x.person(handle, { name }),
    said: () => x.posts().filter(each => each.by === account.handle),
    whispered: () => x.dms().filter(each => each.by === account.handle),
  };
}
