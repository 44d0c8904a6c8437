import { wallOnX } from '../../../contracts/wall/wall.ts';
import { practiceDriver } from '../../../kit/desks/practice.ts';

wallOnX(practiceDriver);
