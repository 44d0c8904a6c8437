/** Numbers that are the same again for the same seed. */
import { randomFrom } from '../../tests/kit/world.ts';

export interface Chance {
  /** From 0 up to 1. */
  fraction(): number;
  /** A whole number from `from` to `to`, both possible. */
  whole(from: number, to: number): number;
  /** True in this share of the cases. */
  happens(share: number): boolean;
  one<T>(of: readonly T[]): T;
  bytes(count: number): Buffer;
}

export function makeChance(seed: number): Chance {
  const fraction = randomFrom(seed);
  const whole = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    whole,
    happens: share => fraction() < share,
    one: of => of[whole(0, of.length - 1)]!,
    bytes: count => {
      const made = Buffer.allocUnsafe(count);
      for (let i = 0; i < count; i++) made[i] = whole(0, 255);
      return made;
    },
  };
}
