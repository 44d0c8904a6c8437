import { deskGate } from '../../../contracts/gate/gate.ts';
import { practiceDriver } from '../../../kit/desks/practice.ts';

deskGate(practiceDriver);
