/** The people to be on the practice desk. Nobody signs in: whoever sits at this machine says who they are. */
import { addressed } from '../../../src/core/mentions.ts';
import type { Roster } from '../../../src/desks/rights.ts';
import type { Person } from '../../../src/ports/staff.ts';
import { personRef } from './ids.ts';

/** The first may do what admins may. One has a name of two words with accents, as in real teams. */
export const PEOPLE = ['Ann', 'Ben', 'Chidi', 'Zoë Martín'];

/** Null for a name that nobody has here: such a one may neither read nor act. */
function personOf(given: unknown): Person | null {
  const wanted = typeof given === 'string' ? given.normalize('NFC') : null;
  const name = PEOPLE.find(each => each === wanted);
  return name ? { deskRef: personRef(name), name, admin: name === PEOPLE[0] } : null;
}

const NOBODY = 'There is nobody of this name here. Choose who you are at the top of the page.';

/** Everybody here may see every room. */
export const roster: Roster = {
  who: async name => {
    const person = personOf(name);
    return person ? { as: 'staff', person, guest: false } : { as: 'outsider', words: NOBODY };
  },
  canRead: async () => true,
  isOutside: async () => false,
  exists: async () => true,
};

/** There is no picker of names here, so a mention is what stands in the words. */
export function mentionsStaff(text: string): boolean {
  return addressed(text, PEOPLE) === 'staff';
}

/** Everybody can read every room here. */
export function everybody(): Person[] {
  return PEOPLE.flatMap(each => personOf(each) ?? []);
}
