import { wallOnX } from '../../../contracts/wall/wall.ts';
import { slackDriver } from '../../../kit/desks/slack.ts';

wallOnX(slackDriver);
