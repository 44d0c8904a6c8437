/** For test files on Teams: each test has a shop of its own, which is closed after it. */
import { afterEach, expect } from 'vitest';
import { openTeamsShop, type TeamsShop, type TeamsShopOptions } from './teams-shop.ts';

/** @returns opens the shop of a test; after the test nothing may have gone over the wire that is against Teams' rules */
export function teamsShopOfEach(): (options?: TeamsShopOptions) => Promise<TeamsShop> {
  let open: TeamsShop | null = null;
  afterEach(async () => {
    const wire = open?.wire() ?? [];
    await open?.stop();
    open = null;
    expect(wire).toEqual([]);
  });
  return async options => {
    open = await openTeamsShop(options);
    return open;
  };
}
