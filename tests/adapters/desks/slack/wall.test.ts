import { wallOnDesk } from '../../../contracts/wall.ts';
import { slackDriver } from '../../../kit/desks/slack.ts';

wallOnDesk(slackDriver, { link: 'link.open#1' });
