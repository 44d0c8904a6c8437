import { afterEach, describe, expect, test } from 'vitest';
import { makeCheck } from '../../../../adapters/channels/x/connection/check.ts';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { readTerms } from '../../../../adapters/channels/x/rules/terms.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse;
const begin = async (options: XHouseOptions = {}) => {
  house = await openXHouse(options);
};
afterEach(() => house.close());

const asked = (route: Call['route']) => house.x.calls.filter(each => each.route === route);
const since = (from: number) => house.x.calls.slice(from);

describe('reading X', () => {
  test('without credits stops with one notice, asks every quarter of an hour, and goes on by itself', async () => {
    await begin();
    house.x.credit(0);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.pass(5 * MINUTE);
    expect(await house.told()).toEqual([
      expect.stringMatching(/^X cannot be read at the moment\. X credits are at zero: auto-recharge does not help/),
    ]);
    expect(house.sync().trouble()).toMatch(/credits are at zero/);
    expect(house.sync().status()).toMatch(/credits are at zero/);
    const before = house.x.calls.length;
    await house.pass(HOUR);
    expect(since(before).length).toBeGreaterThanOrEqual(3);
    expect(since(before).length).toBeLessThanOrEqual(5);
    expect(await house.told()).toHaveLength(1);
    // Another process has heard of it.
    await house.again();
    expect(await house.told()).toHaveLength(1);
    house.x.credit(5);
    await house.pass(16 * MINUTE);
    expect(await house.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
    expect((await house.told())[1]).toBe(
      'X is read again. What came meanwhile is here now, as far as X still shows it.',
    );
    expect(house.sync().trouble()).toBeNull();
  });

  test('at the limit of the console is said in its own words', async () => {
    await begin();
    house.x.cap('2026-07-01');
    await house.pass(5 * MINUTE);
    expect(await house.told()).toEqual([expect.stringMatching(/The spending limit that was set in X's console/)]);
    house.x.cap(null);
    await house.pass(16 * MINUTE);
    expect(await house.told()).toHaveLength(2);
  });

  test('with keys that X does not take any more says so once, and goes on when they are good again', async () => {
    await begin();
    house.account.revoke();
    await house.pass(HOUR);
    expect(await house.told()).toHaveLength(1);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    house.account.revoke(false);
    await house.pass(16 * MINUTE);
    expect(await house.shown()).toHaveLength(1);
    expect(await house.told()).toHaveLength(2);
  });

  test('goes on at once after a start with the right time, when keys were refused for a clock that was wrong', async () => {
    await begin();
    house.account.revoke();
    await house.pass(2 * MINUTE);
    expect(await house.told()).toHaveLength(1);
    await house.stop();
    house.clock.advance(-HOUR);
    house.account.revoke(false);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.again();
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toHaveLength(1);
  });

  test('with keys that may not read private messages goes on with mentions', async () => {
    await begin({ access: 'read-write' });
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.pass(10 * MINUTE);
    expect(await house.shown()).toHaveLength(1);
    expect(await house.told()).toEqual([
      expect.stringMatching(
        /^New private messages cannot be read at the moment\. The access token does not allow this/,
      ),
    ]);
    expect(asked('dms.events').length).toBeLessThanOrEqual(1);
  });

  test('a list that hangs stops no other', async () => {
    await begin({ withinMs: 150 });
    house.x.fail('mentions', { hang: true }, 1_000);
    house.x.person('ann').dm(house.account, 'Hello?');
    await house.pass(3 * MINUTE);
    expect(await house.shown()).toEqual(['PRIVATE Hello?']);
    expect(await house.told()).toEqual([]);
    await house.pass(15 * MINUTE);
    expect(await house.told()).toEqual([expect.stringMatching(/^New mentions cannot be read at the moment\. /)]);
    expect(house.sync().trouble()).toMatch(/^New mentions cannot be read/);
  });

  test('that fails for a few minutes is nothing to tell, and nothing is lost', async () => {
    await begin();
    house.x.fail('mentions', { status: 503 }, 3);
    house.x.fail('mentions', 'half', 2);
    house.x.fail('mentions', { status: 502, body: '<html>Bad gateway</html>' }, 2);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.pass(20 * MINUTE);
    expect(await house.shown()).toHaveLength(1);
    expect(asked('mentions').filter(each => each.status >= 500).length).toBeGreaterThan(1);
  });

  test('goes on, or stops, at once by what whoever looks at health is told by X', async () => {
    await begin();
    const { x, account } = house;
    const keys = { api_key: account.keys.appKey, api_secret: account.keys.appSecret };
    const config = xConfig({
      ...keys,
      access_token: account.keys.accessToken,
      access_secret: account.keys.accessSecret,
    });
    const context = house.context();
    const look = makeCheck({
      ...{ config, tokens: null, terms: readTerms(null).terms, context, pay: async () => true },
      x: connectX({ config, origin: x.url, clock: context.clock }),
      heard: house.sync().heard,
    });
    account.revoke();
    await look();
    await house.pass(SECOND);
    expect(await house.told()).toHaveLength(1);
    const before = x.calls.length;
    await house.pass(2 * MINUTE);
    expect(since(before)).toEqual([]);
    account.revoke(false);
    x.person('ann').post('@kettleshop Where is my kettle?');
    await look();
    await house.pass(5 * SECOND);
    expect(await house.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
    expect(await house.told()).toHaveLength(2);
  });

  test('waits until the window opens that X named, also in another process', async () => {
    await begin({ x: { limits: { 'dms.events': 2 } } });
    await house.pass(5 * MINUTE);
    const refused = asked('dms.events').filter(each => each.status === 429);
    expect(refused).toHaveLength(1);
    await house.again();
    await house.pass(5 * MINUTE);
    expect(asked('dms.events').filter(each => each.status === 429)).toHaveLength(1);
    house.x.person('ann').dm(house.account, 'Hello?');
    await house.pass(16 * MINUTE);
    expect(await house.shown()).toEqual(['PRIVATE Hello?']);
    expect(house.x.problems()).toEqual([]);
  });

  test('is rarer when most of the budget of the month is used, stops when all of it is, and says both once', async () => {
    await begin({ settings: { month_budget: 0.1 } });
    house.x.person('ann').post('@kettleshop question');
    await house.pass(2 * MINUTE);
    const spend = (cents: number) => house.context().add(house.meter(), [{ what: 'user.read', n: cents }]);
    await spend(6);
    await house.pass(2 * MINUTE);
    const before = asked('mentions').length;
    await house.pass(12 * MINUTE);
    expect(asked('mentions').length - before).toBe(2);
    expect(await house.told()).toEqual([
      "Most of the month's budget of $0.10 for X is used: until 1 July at 00:00 UTC X is asked four times less often. An admin can raise month_budget.",
    ]);
    await spend(5);
    await house.pass(10 * MINUTE);
    const calls = house.x.calls.length;
    house.x.person('bob').post('@kettleshop another question');
    await house.pass(2 * HOUR);
    expect(house.x.calls).toHaveLength(calls);
    expect((await house.told())[1]).toMatch(/^The month's budget of \$0\.10 is used up: X is read again on 1 July/);
    expect(await house.told()).toHaveLength(2);
    expect(house.sync().trouble()).toMatch(/budget of \$0\.10 is used up/);
    // The next month has a budget of its own.
    house.clock.advance(30 * 24 * HOUR);
    await house.pass(20 * MINUTE);
    expect(await house.shown()).toHaveLength(2);
    expect(house.sync().trouble()).toBeNull();
  });
});
