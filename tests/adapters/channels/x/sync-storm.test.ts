import { afterEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Fault, Route } from '../../../kit/far-sides/x/shapes.ts';
import { randomFrom } from '../../../kit/world.ts';
import { openXHouse, type XHouse } from '../../../kit/x-house.ts';

let house: XHouse;
afterEach(() => house.close());

const ROUTES: (Route | 'any')[] = ['mentions', 'dms.events', 'timeline', 'users.many', 'users.me', 'posts.many', 'any'];
const FAULTS: Fault[] = [
  ...(['reset-before', 'reset-after', 'half'] as const),
  ...[{ status: 503 }, { status: 500, body: '<html>' }, { status: 429 }, { status: 402 }, { status: 200, body: null }],
  { hang: true },
];
const ROUNDS = 15;

/** What people do on X, and what must be seen of it in the end. */
function crowd(random: () => number) {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const shown = new Map<string, string>();
  const open: { id: string; by: string }[] = [];
  let n = 0;
  return {
    shown,
    act: ({ x, account }: XHouse) => {
      const person = x.person(pick(['ann', 'bob', 'cleo', 'dora', 'eve']));
      const text = `question ${++n}`;
      const mine = open.filter(each => each.by === person.handle);
      const what = random();
      if (what < 0.4) {
        const id = person.post(`@kettleshop ${text}`);
        open.push({ id, by: person.handle });
        shown.set(id, `PUBLIC @kettleshop ${text}`);
      } else if (what < 0.7) shown.set(person.dm(account, text), `PRIVATE ${text}`);
      else if (what < 0.8) x.person('fan').retweet(account.post(`offer ${n}`));
      else if (what < 0.9 && mine.length) {
        const post = pick(mine);
        const before = shown.get(post.id);
        shown.delete(post.id);
        post.id = person.edit(post.id, `${before?.replace('PUBLIC ', '')} ${text}`);
        shown.set(post.id, `${before} ${text}`);
      } else if (mine.length) {
        const post = pick(mine);
        open.splice(open.indexOf(post), 1);
        person.delete(post.id);
        shown.delete(post.id);
      }
      house.clock.advance(1);
    },
    pick,
  };
}

describe('whatever happens between here and X', () => {
  test.each([
    [1, 'off'],
    [2, 'off'],
    [3, 'stream'],
    [4, 'webhook'],
  ])('everything is shown once, and what was taken back is not (seed %i, events %s)', async (seed, events) => {
    const random = randomFrom(seed);
    house = await openXHouse({ signedIn: true, withinMs: 250, settings: { events } });
    await house.pass(20 * SECOND);
    const { act, shown, pick } = crowd(random);
    for (let i = 0; i < ROUNDS; i++) {
      for (let k = random() * 4; k > 0; k--) act(house);
      if (random() < 0.5) house.x.fail(pick(ROUTES), pick(FAULTS), 1 + Math.floor(random() * 3));
      if (random() < 0.2) house.x.emptyPage(pick(['mentions', 'dms.events'] as const));
      if (random() < 0.2) house.x.stream.tear();
      if (random() < 0.15) await house.again();
      await house.pass(random() * 5 * MINUTE);
    }
    house.x.calm();
    // Deletions are looked for once an hour.
    await house.pass(2 * HOUR + 20 * MINUTE);
    const expected = [...shown.values()].sort();
    const seen = (await house.shown()).filter(each => !/Its author deleted it on X/.test(each)).sort();
    expect(seen).toEqual(expected);
    expect(house.sync().trouble()).toBeNull();
  });
});
