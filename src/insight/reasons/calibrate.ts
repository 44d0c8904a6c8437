/** How far guesses can be trusted: learnt from guesses about labels that were held back. Pure. */

/** A guess before it is judged: by the likest enquiries, by the classifier, and both together; one number for each class. */
interface Opinions {
  votes: Float64Array;
  /** Null: there is no classifier yet. */
  other: Float64Array | null;
  p: Float64Array;
  /** How like the likest enquiry is, from 0 to 1. */
  nearest: number;
}

/** A guess about an enquiry whose reason is known, made without it. */
export interface Held extends Opinions {
  /** Which class was chosen. */
  is: number;
}

/** Says how likely the first of a guess is right; `mark`: from there on at least 95 of 100 are. */
export interface Trust {
  weights: readonly number[];
  mark: number;
}

/** Guesses that are needed to say anything about one in twenty. */
const HELD_MIN = 150;
/** Of those above the mark. */
const ABOVE_MIN = 20;
/** What is expected of those above the mark: more than 95 of 100, and more again where few labels say it. */
const RIGHT = 0.96;
const RIGHT_OF_FEW = 0.97;
const MANY = 250;
/** Of the logistic regression: it has five weights, and is where it goes after half of this. */
const ROUNDS = 400;
const ROUNDS_AT_ONCE = 50;
const STEP = 2;
const SHRINKS = 0.001;

/** What tells a good guess from a bad one, each about from -2 to 2. */
function signsOf({ votes, other, p, nearest }: Opinions): number[] {
  const first = best(p);
  const second = p.reduce((most, each, k) => (k === first ? most : Math.max(most, each)), 0);
  const agree = other === null ? 0.5 : best(other) === first ? 1 : 0;
  const both = Math.min(votes[first] ?? 0, other === null ? 1 : other[first]!);
  return [1, 4 * ((p[first] ?? 0) - second) - 2, 3 * Math.sqrt(Math.max(0, nearest)) - 1.5, agree - 0.5, 4 * both - 2];
}

/** How likely its first is right. */
export function trustIn(guess: Opinions, { weights }: Pick<Trust, 'weights'>): number {
  return chanceOf(signsOf(guess), weights);
}

function chanceOf(signs: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-signs.reduce((sum, each, i) => sum + each * weights[i]!, 0)));
}

/** @returns null where too few labels were held back, or never enough of the guesses were right */
export function* learnTrust(held: readonly Held[]): Generator<void, Trust | null> {
  if (held.length < HELD_MIN) return null;
  const seen = held.map(each => ({ signs: signsOf(each), right: best(each.p) === each.is ? 1 : 0 }));
  const weights = seen[0]!.signs.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    const slope = weights.map(() => 0);
    for (const { signs, right } of seen) {
      const off = chanceOf(signs, weights) - right;
      for (const [i, sign] of signs.entries()) slope[i] = slope[i]! + off * sign;
    }
    for (const [i, each] of slope.entries())
      weights[i] = weights[i]! - STEP * (each / seen.length) - SHRINKS * weights[i]!;
    if (round % ROUNDS_AT_ONCE === 0) yield;
  }
  const mark = markOf(
    seen.map(({ signs, right }) => ({ chance: chanceOf(signs, weights), right })),
    held.length < MANY ? RIGHT_OF_FEW : RIGHT,
  );
  return mark === null ? null : { weights, mark };
}

/** The lowest mark above which enough are right, both as expected and as it was. */
function markOf(seen: { chance: number; right: number }[], wanted: number): number | null {
  let [expected, right] = [0, 0];
  let mark: number | null = null;
  for (const [i, each] of seen.sort((a, b) => b.chance - a.chance).entries()) {
    expected += each.chance;
    right += each.right;
    const n = i + 1;
    if (n >= ABOVE_MIN && expected / n >= wanted && right / n >= wanted - 0.01) mark = each.chance;
  }
  return mark;
}

const HEATS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3];

/** By what guesses are softened so that of those with 70 % seventy of 100 are right (temperature scaling). */
export function* learnHeat(held: readonly Held[]): Generator<void, number> {
  if (held.length < HELD_MIN) return 1;
  let [heat, least] = [1, Number.POSITIVE_INFINITY];
  for (const each of HEATS) {
    yield;
    const loss = held.reduce((sum, { p, is }) => sum - Math.log(heated(p, each)[is]! + 1e-9), 0);
    if (loss < least) [heat, least] = [each, loss];
  }
  return heat;
}

export function heated(p: Float64Array, heat: number): Float64Array {
  if (heat === 1) return p;
  const raised = p.map(each => each ** (1 / heat));
  const all = raised.reduce((a, b) => a + b, 0);
  return all > 0 ? raised.map(each => each / all) : p;
}

export function best(p: Float64Array): number {
  let at = 0;
  for (let k = 1; k < p.length; k++) if (p[k]! > p[at]!) at = k;
  return at;
}
