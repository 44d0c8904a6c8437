import { wallOnX } from '../../../contracts/wall/wall.ts';
import { teamsDriver } from '../../../kit/desks/teams.ts';

wallOnX(teamsDriver);
