/** Staff and customers at once, in a random order that the seed repeats: nothing ever leaves on the wrong side. */
import { expect, test } from 'vitest';
import type { FakePerson } from '../../kit/far-sides/x/hands.ts';
import { randomFrom, until } from '../../kit/world.ts';
import type { Hands } from '../gate/driver.ts';
import type { Mode } from '../gate/program.ts';
import type { ShopOnX } from './shop.ts';

const CUSTOMERS = 3;
const STEPS = 60;

type Side = 'public' | 'private';

interface Place {
  customer: FakePerson;
  side: Side;
  thread: string;
}

/** Words that name the thread they were written in. */
interface Written {
  token: string;
  place: Place;
  by: Hands;
  post: string;
  isPressed: boolean;
  /** Nobody changed or deleted it: its preview is there, or comes. */
  stands: boolean;
  /** Deleted: nobody can edit or delete it again. */
  isGone: boolean;
}

export function interleavings(mode: Mode, open: () => ShopOnX): void {
  // Over the wire as it is; 10,000 without it are in acts/wall-random.
  const seed = mode === 'direct' ? 2 : 1;
  test(`what is written anywhere leaves on its own side, or not at all (seed ${seed})`, async () => {
    const shop = open();
    const { desk, said, whispered } = shop;
    const next = randomFrom(seed * 7_919);
    const places = await begin(shop, seed);
    const written: Written[] = [];
    for (let i = 0; i < STEPS; i++) await step(shop, { mode, places, written, next, token: `(${seed}x${i})` });
    await until(async () => {
      await desk.delivered();
      await desk.program.idle();
      return true;
    }, 'nothing is on its way');
    const inPublic = said().map(each => each.text);
    const inPrivate = whispered().map(each => each.text);
    for (const { token, place, isPressed } of written) {
      const here = inPublic.filter(each => each.includes(token)).length;
      const there = inPrivate.filter(each => each.includes(token)).length;
      const [right, wrong] = place.side === 'public' ? [here, there] : [there, here];
      expect({ token, wrong }).toEqual({ token, wrong: 0 });
      expect(right).toBeLessThanOrEqual(1);
      if (place.side === 'public' && !isPressed) expect({ token, right }).toEqual({ token, right: 0 });
    }
    // Otherwise nothing was tried.
    expect(inPublic.some(each => each.includes(`(${seed}x`))).toBe(true);
    expect(inPrivate.some(each => each.includes(`(${seed}x`))).toBe(true);
  }, 240_000);
}

/** Each customer has written in public and in private. */
async function begin({ desk, account, person, looked }: ShopOnX, seed: number): Promise<Place[]> {
  const customers = Array.from({ length: CUSTOMERS }, (_, i) => person(`guest_${seed}_${i}`, `Guest ${i}`));
  customers.forEach((each, i) => {
    each.post(`@kettleshop a word in public of guest ${seed}-${i}.`);
    each.dm(account, `A word in private of guest ${seed}-${i}.`);
  });
  await looked();
  const places: Place[] = [];
  for (const [i, customer] of customers.entries())
    for (const side of ['public', 'private'] as const)
      places.push({ customer, side, thread: await desk.thread(`a word in ${side} of guest ${seed}-${i}.`.slice(1)) });
  for (const { thread } of places) await desk.ann.press(thread, 'enquiry.claim');
  await desk.delivered();
  return places;
}

interface Step {
  mode: Mode;
  places: Place[];
  written: Written[];
  next: () => number;
  token: string;
}

async function step({ desk, account, looked }: ShopOnX, { mode, places, written, next, token }: Step): Promise<void> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;
  const place = pick(places);
  const dice = next();
  // Drawn whether they are needed or not: how fast a preview comes does not change the day.
  const times = next() < 0.2 ? 3 : 1;
  const there = written.slice(-4).filter(each => !each.isGone);
  if (dice < 0.4) {
    const post = await desk.ann.write(place.thread, `Our answer ${token}, ${place.side}.`);
    written.push({ token, place, by: desk.ann, post, isPressed: false, stands: true, isGone: false });
  } else if (dice < 0.75 && written.length) {
    // Any preview that was ever shown: also of words that have gone, or were changed since.
    const one = pick(written.slice(-6));
    const find = () => one.by.preview(one.place.thread, one.token);
    const isShown = mode === 'preview' || one.place.side === 'public';
    const mustCome = isShown && one.stands && !one.isPressed;
    const preview = mustCome ? await until(find, `the preview of ${one.token}`) : await find();
    if (!preview) return;
    one.isPressed = true;
    await preview.send({ times });
  } else if (dice < 0.82 && there.length) {
    const one = pick(there);
    one.stands = false;
    await one.by.edit(one.place.thread, one.post, `Our better answer ${one.token}, ${one.place.side}.`);
  } else if (dice < 0.87 && there.length) {
    const one = pick(there);
    one.stands = false;
    one.isGone = true;
    await one.by.remove(one.place.thread, one.post);
  } else if (dice < 0.95) {
    if (place.side === 'public') place.customer.post(`@kettleshop once more ${token}`);
    else place.customer.dm(account, `Once more ${token}`);
  } else await looked();
  await desk.delivered();
}
