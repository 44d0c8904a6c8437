import { wallOnDesk } from '../../../contracts/wall.ts';
import { practiceDriver } from '../../../kit/desks/practice.ts';

wallOnDesk(practiceDriver);
