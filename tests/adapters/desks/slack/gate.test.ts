import { deskGate } from '../../../contracts/gate/gate.ts';
import { slackDriver } from '../../../kit/desks/slack.ts';

deskGate(slackDriver);
