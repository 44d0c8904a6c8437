import { wallOnDesk } from '../../../contracts/wall.ts';
import { teamsDriver } from '../../../kit/desks/teams.ts';

wallOnDesk(teamsDriver);
