/** For test files on Slack: each test has a shop of its own, which is closed after it. */
import { afterEach, expect } from 'vitest';
import { openSlackShop, type SlackShop, type SlackShopOptions } from './slack-shop.ts';

/** @returns opens the shop of a test; after the test nothing may have gone over the wire that is against Slack's rules */
export function slackShopOfEach(): (options?: SlackShopOptions) => Promise<SlackShop> {
  let open: SlackShop | null = null;
  afterEach(async () => {
    const wire = open?.wire() ?? [];
    await open?.stop();
    open = null;
    expect(wire).toEqual([]);
  });
  return async options => {
    open = await openSlackShop(options);
    return open;
  };
}
