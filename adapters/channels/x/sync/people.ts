/** Whose name belongs to an id: known from before, from what comes with events, or looked up for money. */
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { X } from '../connection/api.ts';
import { readBeside } from '../read/beside.ts';
import { field, list, type Person } from '../shapes.ts';
import type { Asking } from './asking.ts';
import type { Known } from './enrich.ts';
import type { Records } from './records.ts';

/** X's own limit for one request. */
const IDS_MAX = 100;

export interface People {
  /** What is known of these; those of whom nothing is known are asked for. Without an answer they are left out. */
  named(ids: readonly string[]): Promise<Pick<Known, 'people' | 'errors'>>;
  /** Names that came with something else, for nothing. */
  seen(people: Iterable<Person>): Promise<void>;
}

interface PeopleParts {
  context: ChannelContext;
  x: X;
  records: Records;
  asking: Asking;
}

export function makePeople({ context: { clock }, x, records, asking }: PeopleParts): People {
  const keep = (person: Person) => {
    const { handle, name, isProtected } = person;
    return records.setPerson(person.id, { handle, name, isProtected, at: clock.now() });
  };

  return {
    named: async ids => {
      const people: Known['people'] = [];
      const errors: Json[] = [];
      const unknown: string[] = [];
      for (const id of new Set(ids)) {
        const known = await records.person(id);
        if (known && records.isFresh(known, clock.now())) people.push({ id, ...known });
        else unknown.push(id);
      }
      for (let i = 0; i < unknown.length; i += IDS_MAX) {
        const some = unknown.slice(i, i + IDS_MAX);
        const asked = await asking.ask('people', 'ask.people', () => x.people(some));
        if (!asked.ok) break;
        const { body } = asked.value;
        const found = [...readBeside({ users: field(body, 'data') }, null, null).people.values()];
        await asking.brought(
          'user.read',
          found.map(each => each.id),
        );
        for (const each of found) await keep(each);
        people.push(...found);
        errors.push(...(list(field(body, 'errors')) as Json[]));
      }
      return { people, errors };
    },
    seen: async people => {
      for (const each of people) {
        if (!each.handle) continue;
        const known = await records.person(each.id);
        const same = known && known.handle === each.handle && known.name === each.name;
        if (!same || !records.isFresh(known, clock.now())) await keep(each);
      }
    },
  };
}
