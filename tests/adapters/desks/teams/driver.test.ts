import { expect, it } from 'vitest';
import type { TeamsSettings } from '../../../../adapters/desks/teams/connection/settings.ts';
import { messagesRoute } from '../../../../adapters/desks/teams/inbound/route.ts';
import { systemClock } from '../../../../src/app/world.ts';
import { teamsDriverContract } from '../../../contracts/teams-driver.ts';

teamsDriverContract('apps', { fetchesNewKeysAtOnce: true, takesAnySlash: true });

it('says how to install the second driver where it is chosen and not installed', async () => {
  const settings: TeamsSettings = {
    ...{ clientId: 'a', clientSecret: 'b', tenants: ['c'], driver: 'teams-ai', serviceHosts: [], unsigned: false },
    ...{ loginUrl: null, admins: [] },
  };
  const none = () => {};
  const log = { debug: none, info: none, warn: none, error: none };
  const route = messagesRoute({ settings, clock: systemClock, log, deliver: async () => ({ status: 200 }) });
  await expect(route.open()).rejects.toThrow(/npm install .*@microsoft\/teams-ai@1\.7\.4.*leave TEAMS_DRIVER out/);
});
