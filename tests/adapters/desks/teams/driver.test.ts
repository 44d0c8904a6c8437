import { teamsDriverContract } from '../../../contracts/teams-driver.ts';

teamsDriverContract('apps', { fetchesNewKeysAtOnce: true, takesAnySlash: true });
