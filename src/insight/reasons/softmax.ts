/** A softmax regression over hashed features, taught one example at a time so that whoever teaches it can stop in between. Pure. */

export interface Example {
  features: Uint32Array;
  /** Which class, from 0. */
  is: number;
}

export interface Softmax {
  /** One for each class; together 1. */
  probabilities(features: Uint32Array): Float64Array;
  bytes(): number;
}

/** Weights of all classes together: 4 MB, for one class or a hundred. */
const WEIGHTS_MAX = 2 ** 20;
const FEATURES_MAX = 2 ** 15;
/** Found on half of a public set, with 120 and 300 labels; more rounds and larger steps only make it surer of itself. */
const ROUNDS = 10;
const STEP = 1;
const STEP_SHRINKS = 0.1;
const BIAS_STEP = 0.1;
const SCALE = 2;
/** Work between two moments at which others may have their turn: well below a ms. */
const WORK = 20_000;

/**
 * Goes on by `next()`; its result is the classifier. The same examples in the same order make the same one.
 * @param classes how many there are
 */
export function* teachSoftmax(examples: readonly Example[], classes: number): Generator<void, Softmax> {
  const size = sizeFor(classes);
  const weights = new Float32Array(size * classes);
  const bias = new Float32Array(classes);
  const rare = yield* raritiesOf(examples, size);
  const p = new Float64Array(classes);
  const order = examples.map((_, i) => i);
  const random = numbersFrom(examples.length);
  let work = 0;
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    const step = STEP / (1 + round * STEP_SHRINKS);
    for (const i of order) {
      const { features, is } = examples[i]!;
      const [places, values] = weighed(features, rare, size);
      guess(places, values, weights, bias, p);
      p[is] = p[is]! - 1;
      for (let k = 0; k < classes; k++) bias[k] = bias[k]! - step * BIAS_STEP * p[k]!;
      for (let n = 0; n < places.length; n++) {
        const at = places[n]! * classes;
        const by = values[n]! * step;
        for (let k = 0; k < classes; k++) weights[at + k] = weights[at + k]! - by * p[k]!;
      }
      work += places.length * classes;
      if (work < WORK) continue;
      work = 0;
      yield;
    }
  }
  return {
    probabilities: features => {
      const [places, values] = weighed(features, rare, size);
      const out = new Float64Array(classes);
      guess(places, values, weights, bias, out);
      return out;
    },
    bytes: () => weights.byteLength + rare.byteLength,
  };
}

/** A power of two, so that all weights fit. */
function sizeFor(classes: number): number {
  let size = FEATURES_MAX;
  while (size * classes > WEIGHTS_MAX && size > 1_024) size /= 2;
  return size;
}

/** How much a feature says by how few have it; 0 for those that none has. */
function* raritiesOf(examples: readonly Example[], size: number): Generator<void, Float32Array> {
  const rare = new Float32Array(size);
  for (const [i, { features }] of examples.entries()) {
    for (const place of new Set(features.map(each => each % size))) rare[place] = rare[place]! + 1;
    if (i % 16 === 15) yield;
  }
  for (let i = 0; i < size; i++) if (rare[i]! > 0) rare[i] = Math.log(1 + examples.length / (rare[i]! + 0.5));
  return rare;
}

/** Its features that were seen before, by their rarity; every text weighs the same, however long it is. */
function weighed(features: Uint32Array, rare: Float32Array, size: number): [places: number[], values: number[]] {
  const places: number[] = [];
  const values: number[] = [];
  let sum = 0;
  for (const each of features) {
    const place = each % size;
    const value = rare[place]!;
    if (value === 0) continue;
    places.push(place);
    values.push(value);
    sum += value * value;
  }
  const norm = SCALE / (Math.sqrt(sum) || 1);
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * norm;
  return [places, values];
}

function guess(places: number[], values: number[], weights: Float32Array, bias: Float32Array, out: Float64Array): void {
  const classes = bias.length;
  out.set(bias);
  for (let n = 0; n < places.length; n++) {
    const at = places[n]! * classes;
    const value = values[n]!;
    for (let k = 0; k < classes; k++) out[k] = out[k]! + value * weights[at + k]!;
  }
  let largest = Number.NEGATIVE_INFINITY;
  for (const each of out) largest = Math.max(largest, each);
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    out[k] = Math.exp(out[k]! - largest);
    sum += out[k]!;
  }
  for (let k = 0; k < classes; k++) out[k] = out[k]! / sum;
}

function shuffle(list: number[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = list[i]!;
    list[i] = list[j]!;
    list[j] = kept;
  }
}

/** Always the same numbers from 0 to 1: two processes with the same labels have the same classifier. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
