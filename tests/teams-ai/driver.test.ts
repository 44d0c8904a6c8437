import { teamsDriverContract } from '../contracts/teams-driver.ts';

teamsDriverContract('teams-ai', { fetchesNewKeysAtOnce: false, takesAnySlash: false });
