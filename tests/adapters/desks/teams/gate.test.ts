import { deskGate } from '../../../contracts/gate/gate.ts';
import { teamsDriver } from '../../../kit/desks/teams.ts';

deskGate(teamsDriver);
