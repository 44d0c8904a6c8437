/** X's rules: nothing that a machine wrote goes out there, whatever is switched on for every channel. */
import { afterEach, expect, test } from 'vitest';
import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { xSettings } from '../../../../adapters/channels/x/setup/config.ts';
import { parseHours } from '../../../../src/core/hours.ts';
import { DAY, SECOND } from '../../../../src/core/time.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { openHouse } from '../../../kit/house.ts';
import { testClock, until } from '../../../kit/world.ts';

/** Less than a lease: time does not jump over its renewal. */
const STEP_MS = 4 * SECOND;
const NEVER_OPEN = parseHours({ timezone: 'UTC', weekly: {} }).hours;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A shop that is closed and wants a machine to speak on every channel, also on one that says that it could. */
async function begin() {
  const clock = testClock();
  const x = await openX({ now: clock.now });
  const account = x.account('kettleshop');
  const acknowledged: string[] = [];
  const { appKey, appSecret, accessToken, accessSecret } = account.keys;
  const settings = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  const kind: typeof xChannel = {
    ...xChannel,
    acknowledges: true,
    asksRating: true,
    open: (given, context) =>
      Object.assign(xChannel.open(given, context), {
        acknowledge: async ({ text }: { text: string }) => {
          acknowledged.push(text);
          return { as: 'sent', externalId: text, names: [] };
        },
      }),
  };
  const shop = await openHouse({
    ...{ clock, kinds: [kind], hours: NEVER_OPEN, variables: { X_API_ORIGIN: x.url } },
    channels: [{ name: 'shop-on-x', kind: 'x', room: 'customers', schema: xSettings, settings }],
    automatic: { x: true },
    askRating: { x: true },
  });
  const [channel] = shop.house.channels().filter(each => each.kind === 'x');
  await channel!.start();
  open.push(x.close, shop.engine.close, () => {
    const stopped = channel!.stop();
    clock.wakeAll();
    return stopped;
  });
  const asked = (route: string) => x.calls.filter(each => each.route === route && each.status === 200).length;
  const looked = async () => {
    const before = [asked('mentions'), asked('dms.events')];
    await until(() => {
      clock.advance(STEP_MS);
      return asked('mentions') > before[0]! + 1 && asked('dms.events') > before[1]! + 1;
    }, 'X is looked at');
    await until(async () => {
      await shop.settle();
      return x.connections === 0;
    }, 'what X said is taken in');
  };
  // What was written before the account was connected is no enquiry.
  await looked();
  return { x, account, shop, looked, acknowledged };
}

test('neither out of hours nor after a resolution, in public or in private', async () => {
  const { x, account, shop, looked, acknowledged } = await begin();
  x.person('maya').post('@kettleshop is anybody there');
  x.person('ben').dm(account, 'My order is late.');
  await looked();
  const cards = await shop.cards();
  expect(cards).toHaveLength(2);
  const ann = shop.as('Ann');
  for (const { enquiryId, direction } of cards) {
    await ann.write(enquiryId, `We look into it, ${direction}.`);
    await ann.choose(enquiryId, direction === 'PUBLIC' ? 'Send publicly and resolve' : 'Send privately and resolve');
  }
  const ours = () => [...x.posts(), ...x.dms()].filter(each => each.by === 'kettleshop').map(each => each.text);
  await until(async () => {
    await shop.pass(STEP_MS);
    return ours().length === 2;
  }, 'the answers of a person left');
  await shop.pass(DAY);
  await shop.pass(DAY);
  expect((await shop.cards()).map(each => each.status)).toEqual(['resolved', 'resolved']);
  expect(ours().sort()).toEqual(['We look into it, PRIVATE.', 'We look into it, PUBLIC.']);
  expect(acknowledged).toEqual([]);
});
